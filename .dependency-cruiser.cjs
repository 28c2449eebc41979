// Who may import whom: the floors of docs/architecture.md, as a rule for each room. tests/architecture.test.ts runs them.

/** From the ground up; a room imports only from those above it in this list, and only what is named here. */
const ROOMS = {
	languages: [],
	transcript: [],
	protocol: [],
	telemetry: ['protocol'],
	snippets: ['languages', 'transcript'],
	lab: ['protocol', 'telemetry'],
	session: ['lab', 'protocol', 'snippets', 'telemetry', 'transcript'],
	system: ['lab', 'telemetry'],
	client: ['languages', 'protocol', 'snippets', 'transcript'],
	figures: ['client', 'languages', 'transcript'],
	companion: ['lab', 'languages', 'protocol', 'session', 'snippets', 'telemetry'],
	authoring: ['lab', 'languages', 'protocol', 'session', 'snippets', 'system', 'telemetry', 'transcript'],
	site: ['authoring', 'client', 'languages', 'protocol', 'snippets', 'transcript'],
	dev: ['authoring', 'companion', 'languages', 'snippets', 'system'],
	commands: ['authoring', 'companion', 'dev', 'lab', 'languages', 'snippets', 'system', 'telemetry'],
};

/** They show texts, recordings and terms that lie beside the pages. */
const SHOWS_CONTENT = ['figures', 'languages', 'site'];

/** A room imports only from the places named; everything else of ours is closed to it. */
const only = (from, allowed) => ({
	name: `${from.replaceAll('/', '-')}-imports`,
	comment: `${from} imports nothing of ours but: ${allowed.join(', ') || 'nothing'}`,
	severity: 'error',
	from: { path: `^${from}/` },
	to: { path: '^(src|scripts|tests|content)/', pathNot: [from, ...allowed].map((path) => `^${path}/`) },
});

module.exports = {
	forbidden: [
		...Object.entries(ROOMS).map(([room, below]) =>
			only(`src/${room}`, [
				...below.map((name) => `src/${name}`),
				...(SHOWS_CONTENT.includes(room) ? ['content'] : []),
			]),
		),
		only('scripts', ['src/system']),
		{
			name: 'every-room-has-a-rule',
			comment: 'a new folder below src needs a line in ROOMS',
			severity: 'error',
			from: { path: '^src/', pathNot: Object.keys(ROOMS).map((room) => `^src/${room}/`) },
			to: {},
		},
		{
			name: 'engine-in-lab-docker-only',
			comment: 'the engine is touched in one folder; others may name its type',
			severity: 'error',
			from: { path: '^(src|scripts)/', pathNot: '^src/lab/docker/' },
			to: { path: 'node_modules/(@types/)?(dockerode|docker-modem)', dependencyTypesNot: ['type-only'] },
		},
		{
			name: 'nothing-imports-tests',
			comment: 'what is shipped does not hang on what tests it',
			severity: 'error',
			from: { path: '^(src|scripts)/' },
			to: { path: '^tests/' },
		},
		{ name: 'no-cycles', comment: 'an arrow is never run back', severity: 'error', from: {}, to: { circular: true } },
		{
			name: 'no-unresolvable',
			comment: 'it does not exist',
			severity: 'error',
			from: { path: '^(src|scripts)/' },
			to: { couldNotResolve: true, pathNot: '^(astro|virtual):' },
		},
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.json' },
		enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default', 'node'] },
	},
};

// Who may import whom: the floors of docs/architecture.md, as a rule for each room. tests/architecture.test.ts runs them.

/** From the ground up; a room imports only from the floors below it, and only what is named here. */
const ROOMS = {
	languages: ['content'],
	transcript: [],
	protocol: [],
	telemetry: ['protocol'],
	snippets: ['languages', 'transcript'],
	figures: ['client', 'languages', 'transcript'],
	lab: ['protocol', 'telemetry'],
	session: ['lab', 'protocol', 'snippets', 'telemetry', 'transcript'],
	system: ['lab', 'telemetry'],
	client: ['languages', 'protocol', 'snippets', 'transcript'],
	companion: ['lab', 'languages', 'protocol', 'session', 'snippets', 'telemetry'],
	authoring: ['lab', 'languages', 'protocol', 'session', 'snippets', 'system', 'telemetry', 'transcript'],
	site: ['authoring', 'client', 'content', 'languages', 'protocol', 'snippets', 'transcript'],
	dev: ['authoring', 'companion', 'languages', 'snippets', 'system'],
	commands: ['authoring', 'companion', 'dev', 'lab', 'languages', 'snippets', 'system', 'telemetry'],
};

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
			only(
				`src/${room}`,
				below.map((name) => (name === 'content' ? name : `src/${name}`)),
			),
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
			severity: 'error',
			from: { path: '^(src|scripts)/' },
			to: { path: '^tests/' },
		},
		{ name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
		{
			name: 'no-unresolvable',
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

// Who may import whom: ARCHITECTURE's rooms, as rules. tests/architecture.test.ts runs them.

/** A room imports only from the places named; everything else of ours is closed to it. */
const only = (room, allowed) => ({
	name: `${room}-imports`,
	comment: `${room} imports nothing of ours but: ${allowed.join(', ') || 'nothing'}`,
	severity: 'error',
	from: { path: `^${room}/` },
	to: { path: '^(src|scripts|tests|content)/', pathNot: [room, ...allowed].map((path) => `^${path}/`) },
});

module.exports = {
	forbidden: [
		only('src/snippets', []),
		only('src/protocol', []),
		only('src/lab', ['src/protocol']),
		only('src/site', ['src/snippets', 'src/protocol', 'content']),
		only('src/companion', ['src/lab', 'src/protocol', 'src/snippets']),
		{
			name: 'lab-imports-types-of-protocol',
			comment: 'lab knows the shape of the messages, not how they are checked',
			severity: 'error',
			from: { path: '^src/lab/' },
			to: { path: '^src/protocol/', dependencyTypesNot: ['type-only'] },
		},
		{
			name: 'dockerode-in-lab-only',
			comment: 'the engine is touched in one room; others may name its type',
			severity: 'error',
			from: { path: '^(src|scripts)/', pathNot: '^src/lab/' },
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

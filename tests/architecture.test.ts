// The architecture: where things are, how large they may be, who imports whom, and that no tool reports a fault in the code. A
// failure names the file, as `npm run check` does.
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { writeCollectionTypes } from '../src/authoring/check/code/collection-types.ts';
import { checkComponents } from '../src/authoring/check/code/components.ts';
import { checkRooms, importRules } from '../src/authoring/check/code/rooms.ts';
import { checkStyle } from '../src/authoring/check/code/style.ts';
import { checkTypes } from '../src/authoring/check/code/types.ts';
import { checkUnused } from '../src/authoring/check/code/unused.ts';
import { describe as lineOf } from '../src/authoring/check/report.ts';
import { root } from '../src/system/setup.mjs';

/** The maximum length of a file, in lines. */
const LONGEST_FILE = 300;
/** The maximum share of one room in all lines below src. */
const LARGEST_ROOM = 0.25;

/** Folders of tests of the whole product, and of what tests share. */
const WHOLE = ['attack', 'bench', 'content', 'e2e', 'faults', 'load', 'setup'];
/** Tests without a source file or folder of the same name, and why. */
const STORIES: Record<string, string> = {
	'companion/log': 'what is logged of a reader’s visit, from the door to the lab, and what never is',
	'companion/runs': 'a page and a companion, from one end of the socket to the other',
	'lab/docker/life': 'how a lab ends with whoever holds it: recipe, labels and image together',
	'lab/docker/lab': 'what a lab is and is not, from its recipe to its image',
	'languages/languages': 'the tables of texts, however they are read',
	'site/folds': 'what the pages fold away',
};

const rules = importRules(root);
const rooms = readdirSync(join(root, 'src'), { withFileTypes: true });
/** Every file below src that is written by hand. */
const sources = globSync('src/**', { cwd: root, withFileTypes: true })
	.filter((entry) => entry.isFile())
	.map((entry) => join(entry.parentPath, entry.name))
	.filter((path) => /\.(ts|mjs|astro|css|sh|nft|cgi)$|\/image\/(.*\/)?[\w-]+$/.test(path.replaceAll('\\', '/')))
	.map((path) => ({
		file: path.slice(root.length + 1).replaceAll('\\', '/'),
		lines: readFileSync(path, 'utf8').split('\n').length - 1,
	}));

describe('the house', () => {
	test('has nothing but rooms below src, and a rule for each', () => {
		const ruled = rules.map(({ from }) => from.path);
		expect(rooms.filter((room) => !room.isDirectory()).map(({ name }) => `src/${name} is in no room`)).toEqual([]);
		expect(
			rooms.filter(({ name }) => !ruled.includes(`^src/${name}/`)).map(({ name }) => `src/${name} has no rule`),
		).toEqual([]);
	});

	test('has its rooms on floors: each may only import from those that stand below it', () => {
		const floors = rules.flatMap(({ name, from, to }) => {
			const room = /^\^src\/(\w+)\/$/.exec(from.path ?? '')?.[1];
			return room && name === `src-${room}-imports` ? [{ room, below: [to.pathNot ?? []].flat() }] : [];
		});
		expect(floors.length).toBeGreaterThan(10);
		const up = floors.flatMap(({ room, below }, floor) =>
			floors
				.slice(floor + 1)
				.filter((above) => below.includes(`^src/${above.room}/`))
				.map((above) => `.dependency-cruiser.cjs: ${room} may import ${above.room}, which stands above it`),
		);
		expect(up).toEqual([]);
	});

	test('has no room with more than a quarter of its lines', () => {
		expect(sources.length).toBeGreaterThan(200);
		const all = sum(sources.map(({ lines }) => lines));
		const large = [...Map.groupBy(sources, ({ file }) => file.split('/')[1])]
			.map(([room, files]) => ({ room, share: sum(files.map(({ lines }) => lines)) / all }))
			.filter(({ share }) => share > LARGEST_ROOM);
		expect(large).toEqual([]);
	});

	test('has no file that is too long', () => {
		const long = sources.filter(({ lines }) => lines > LONGEST_FILE);
		expect(long.map(({ file, lines }) => `${file}: ${lines} lines, at most ${LONGEST_FILE}`)).toEqual([]);
	});

	test('has its tests where what they test is', () => {
		const folders = readdirSync(join(root, 'tests'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
		const strange = folders.filter(({ name }) => !WHOLE.includes(name) && !existsSync(join(root, 'src', name)));
		expect(strange.map(({ name }) => `tests/${name}: there is no src/${name}`)).toEqual([]);
		const tests = globSync('tests/*/**/*.test.ts', { cwd: root }).map((file) =>
			file.replaceAll('\\', '/').replace(/^tests\/(.*)\.test\.ts$/, '$1'),
		);
		const lost = tests
			.filter((name) => !WHOLE.includes(name.split('/')[0] ?? '') && !(name in STORIES))
			.filter(
				(name) => !['', '.ts', '.mjs', '.astro', '.css'].some((end) => existsSync(join(root, 'src', name + end))),
			);
		expect(lost.map((name) => `tests/${name}.test.ts: there is no src/${name}`)).toEqual([]);
		expect(Object.keys(STORIES).filter((name) => !tests.includes(name))).toEqual([]);
	});
});

// Each tool is its own process, so together they take only as long as the slowest.
describe.concurrent('in the code', { timeout: 300_000 }, () => {
	beforeAll(() => writeCollectionTypes(root));
	test.for([
		['the rooms import each other only as the architecture says', checkRooms],
		['the types hold in each runtime', checkTypes],
		['the types hold in .astro files', checkComponents],
		['every file, export and dependency is used by somebody', checkUnused],
		['the linter and the formatter find nothing', (folder: string) => checkStyle(folder, [], false)],
	] as const)('%s', async ([, check], { expect }) => {
		expect((await check(root)).map(lineOf)).toEqual([]);
	});
});

function sum(numbers: number[]): number {
	return numbers.reduce((total, number) => total + number, 0);
}

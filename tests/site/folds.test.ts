// The folded parts of pages: answers to predictions, each after the block that shows it, and passages about other engines.
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inRange } from '../../src/snippets/engine-range.ts';

const pages = join(import.meta.dirname, '../../content/docs');

interface Page {
	path: string;
	source: string;
}

const all: Page[] = [];
for await (const path of glob('**/*.mdx', { cwd: pages })) {
	all.push({ path: path.replaceAll('\\', '/'), source: await readFile(join(pages, path), 'utf8') });
}
all.sort((a, b) => a.path.localeCompare(b.path, 'en'));
const chapters = all.filter(({ source }) => /^chapter: \d+$/m.test(source.split('\n---\n')[0] ?? ''));

describe('a chapter', () => {
	test.each(chapters)('$path asks for a prediction, and answers it behind the block that shows it', ({ source }) => {
		const question = source.search(/^:::tip\[(Predict first|먼저 예상하기)\]$/m);
		const answer = /^<details data-after="([^"]+)">\n<summary>(What about the prediction\?|예상은 맞았을까\?)</m.exec(
			source,
		);
		expect(question).toBeGreaterThan(0);
		expect(answer?.index).toBeGreaterThan(question);
		const block = source.search(new RegExp(`^\`\`\`bash id=${answer?.[1]}( |$)`, 'm'));
		expect(block).toBeGreaterThan(question);
		expect(block).toBeLessThan(answer?.index ?? 0);
	});

	test.each(chapters)('$path unfolds nothing by a block that it does not have', ({ source }) => {
		const named = [...source.matchAll(/data-after="([^"]*)"/g)].map(([, id]) => id);
		const blocks = [...source.matchAll(/^```bash id=(\S+)/gm)].map(([, id]) => id);
		expect(named.filter((id) => !blocks.includes(id))).toEqual([]);
	});
});

test('every passage about other engines names a range of versions, the same in both languages', () => {
	const ranges = new Map<string, string[]>();
	for (const { path, source } of all) {
		const found = [...source.matchAll(/data-engine="([^"]*)"/g)].map(([, range = '']) => range);
		for (const range of found) expect(inRange(range, '28.0.0'), `${path}: ${range}`).toBeTypeOf('boolean');
		ranges.set(path, found);
	}
	for (const [path, found] of ranges) {
		if (path.startsWith('ko/')) expect(found, path).toEqual(ranges.get(path.slice(3)));
	}
});

// The order of chapters, and their parts.
import { describe, expect, test } from 'vitest';
import { byPart, chapterNumber, partOf } from '../../src/site/chapters.ts';

describe('chapters', () => {
	test('belong to the part that began last', () => {
		expect([0, 1, 4, 5, 8, 12, 13, 19].map(partOf)).toEqual([
			'parts.begin',
			'parts.containers',
			'parts.containers',
			'parts.pieces',
			'parts.bridge',
			'parts.bridge',
			'parts.doors',
			'parts.mastery',
		]);
	});

	test('stand in order, and a part without a chapter is left out', () => {
		const items = [10, 0, 8].map((chapter) => ({ chapter, item: chapterNumber(chapter) }));
		expect(byPart(items)).toEqual([
			{ key: 'parts.begin', items: ['00'] },
			{ key: 'parts.bridge', items: ['08', '10'] },
		]);
	});
});

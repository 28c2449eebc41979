// Passages of a page apply to a range of engine versions.
import { describe, expect, test } from 'vitest';
import { inRange } from '../../src/snippets/engine-range.ts';

describe('a range of engine versions', () => {
	test.each([
		['>=28', '28.0.0', true],
		['>=28', '28.5.2', true],
		['>=28', '26.1.5+dfsg1', false],
		['>=27.3', '27.3.0', true],
		['>=27.3', '27.10.1', true],
		['>=27.3', '27.2.1', false],
		['<28', '26.1.5+dfsg1', true],
		['<28', '28.0.0', false],
		['>=20.10 <28', '20.10.24+dfsg1', true],
		['>=20.10 <28', '19.03.15', false],
		['>=20.10 <28', '29.1.0', false],
	])('%s holds for %s: %s', (range, version, holds) => {
		expect(inRange(range, version)).toBe(holds);
	});

	test('is quoted in the error if it is malformed', () => {
		expect(() => inRange('>=20 <28 nonsense', '29.0.0')).toThrow('“>=20 <28 nonsense”');
		expect(() => inRange('28+', '28.0.0')).toThrow('“28+” is no range of engine versions');
	});
});

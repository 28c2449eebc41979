// The terminal colours have enough contrast on their background, in both themes.
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';

const css = await readFile(new URL('../../../src/site/styles/ansi.css', import.meta.url), 'utf8');
const [dark, light] = css.split(':root[data-theme="light"]').map((part) =>
	[...part.matchAll(/--ansi-(\d+): (#\w{6})/g)].map(([, number, colour = '']) => ({
		number: Number(number),
		colour,
	})),
);

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(colour: string): number {
	const part = (at: number) => {
		const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
		return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
	};
	return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
}

function contrast(a: string, b: string): number {
	const both = [luminance(a), luminance(b)];
	return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
}

// Starlight's page background: --sl-color-black of each theme.
describe.each([
	['dark', dark ?? [], '#17181c'],
	['light', light ?? [], '#ffffff'],
])('the %s theme', (_, colours, background) => {
	test('has all sixteen colours', () => {
		expect(colours.map(({ number }) => number)).toEqual([...Array(16).keys()]);
	});

	test.each(colours)('colour $number, $colour, reads', ({ colour }) => {
		expect(contrast(colour, background)).toBeGreaterThanOrEqual(4.5);
	});
});

// A built page keeps every byte that no edit touches.
import { expect, test } from 'vitest';
import {
	applyEdits,
	insertBehindTag,
	rawText,
	readBuiltPage,
	readFragment,
	remove,
	setAttribute,
} from '../../../src/site/build/built-page.ts';

const first = (html: string, name: string) => {
	const page = readFragment(html);
	const element = page.elements.find(({ tagName }) => tagName === name);
	if (!element) throw new Error(`There is no ${name}.`);
	return { page, element };
};

test('a page without edits stays as it is, however it is written', () => {
	const html = '<!DOCTYPE html>\n<P CLASS=a>x<br/>&nbsp;&amp;<b><i>y</b></i>\r\n';
	expect(applyEdits(html, [])).toBe(html);
});

test.each([
	['<p>x</p>', '<p title="a">x</p>'],
	['<p id=b>x</p>', '<p title="a" id=b>x</p>'],
	["<p title='b' id=c>x</p>", '<p title="a" id=c>x</p>'],
	['<p title>x</p>', '<p title="a">x</p>'],
])('an attribute is set in %s', (html, right) => {
	expect(applyEdits(html, [setAttribute(first(html, 'p').element, 'title', 'a')])).toBe(right);
});

test('an empty value is omitted, and quotes within a value are escaped', () => {
	const html = '<p>x</p>';
	const { element } = first(html, 'p');
	expect(applyEdits(html, [setAttribute(element, 'hidden', '')])).toBe('<p hidden>x</p>');
	expect(applyEdits(html, [setAttribute(element, 'title', 'a"b & c')])).toBe('<p title="a&quot;b &amp; c">x</p>');
});

test('edits at the same position keep their order', () => {
	const html = '<p>x</p>';
	const { element } = first(html, 'p');
	expect(applyEdits(html, [insertBehindTag(element, '<i>1</i>'), insertBehindTag(element, '<i>2</i>')])).toBe(
		'<p><i>1</i><i>2</i>x</p>',
	);
});

test('an element is removed with the blanks behind it', () => {
	const html = '<button>a <kbd>Ctrl <kbd>K</kbd></kbd> \n</button>';
	const { page, element } = first(html, 'kbd');
	expect(applyEdits(html, [remove(element, page)])).toBe('<button>a </button>');
});

test('edits that overlap are refused', () => {
	const html = '<p><b>x</b></p>';
	const { page, element } = first(html, 'p');
	const bold = first(html, 'b').element;
	expect(() => applyEdits(html, [remove(element, page), setAttribute(bold, 'id', 'a')])).toThrow('overlap');
});

test('the page has no elements that the parser added, and one element per tag', () => {
	const names = (html: string) => readBuiltPage(html).elements.map(({ tagName }) => tagName);
	expect(names('<p>x</p>')).toEqual(['p']);
	expect(names('<b><p>x</b>y</p>')).toEqual(['b', 'p']);
	expect(names('<template><a></a></template><noscript><i></i></noscript>')).toEqual(['template', 'a', 'noscript', 'i']);
});

test('the text of a script is that of its source', () => {
	expect(rawText(first('<script>a && "<b>"</script>', 'script').element)).toBe('a && "<b>"');
});

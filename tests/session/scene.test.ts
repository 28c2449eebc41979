// When a chapter's scene is built.
import { expect, test } from 'vitest';
import { mustBuild, type PlacedSnippet, type Scene } from '../../src/session/scene.ts';
import type { Snippet } from '../../src/snippets/snippet.ts';

const [first, second] = [
	{ id: 'one', runnable: true },
	{ id: 'two', runnable: true },
] as [Snippet, Snippet];
const page = { id: 'p', prelude: 'true', snippets: [{ id: 'zero', runnable: false } as Snippet, first, second] };
const at = (snippet: Snippet, language: string): PlacedSnippet => ({ snippet, page, language });
const standing: Scene = { page: 'p', language: 'en' };

test('in a fresh lab, and for a reader who comes from another chapter', () => {
	expect(mustBuild(undefined, at(second, 'en'))).toBe(true);
	expect(mustBuild({ page: 'other', language: 'en' }, at(second, 'en'))).toBe(true);
});

test('not while it stands', () => {
	expect(mustBuild(standing, at(second, 'en'))).toBe(false);
	expect(mustBuild(standing, at(first, 'en'))).toBe(false);
});

test('anew for a reader who begins the chapter in the other language, and not for one who only goes on in it', () => {
	expect(mustBuild(standing, at(first, 'ko'))).toBe(true);
	expect(mustBuild(standing, at(second, 'ko'))).toBe(false);
});

test('never where there is none', () => {
	expect(mustBuild(undefined, { ...at(first, 'en'), page: { id: 'p', snippets: [first] } })).toBe(false);
});

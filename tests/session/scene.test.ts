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

test('a scene is built in a fresh lab, and for a reader who comes from another chapter', () => {
	expect(mustBuild(undefined, at(second, 'en'))).toBe(true);
	expect(mustBuild({ page: 'other', language: 'en' }, at(second, 'en'))).toBe(true);
});

test('a scene is not built again while the lab has it', () => {
	expect(mustBuild(standing, at(second, 'en'))).toBe(false);
	expect(mustBuild(standing, at(first, 'en'))).toBe(false);
});

test('a scene is built again when the chapter begins in the other language, not when it continues in it', () => {
	expect(mustBuild(standing, at(first, 'ko'))).toBe(true);
	expect(mustBuild(standing, at(second, 'ko'))).toBe(false);
});

test('a chapter without a prelude has no scene to build', () => {
	expect(mustBuild(undefined, { ...at(first, 'en'), page: { id: 'p', snippets: [first] } })).toBe(false);
});

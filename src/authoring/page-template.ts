// The template of a new page: one block with its expectation, and one exercise. The blocks are the same in all languages.
import type { Texts } from '../languages/texts.ts';

/**
 * @param name the page's address, e.g. `my-topic`
 * @param texts in the page's language
 */
export function newPage(name: string, texts: Texts['newPage']): string {
	const ids = idsOf(name);
	return `---
title: ${titleOf(name)}
description: ${texts.description}
minutes: 5
prelude: |
  lab-reset
---

${texts.outcome}

## ${texts.blockTitle}

${texts.before}

${block(ids)}

${texts.after}

## ${texts.exerciseTitle}

${texts.exercise}

${exercise(ids, [texts.hint])}

## ${texts.endTitle}

- ${texts.end}
`;
}

/** The prefix of block ids: the initials of the words, or the first two letters of a single word. */
function idsOf(name: string): string {
	const words = name.split('-');
	return words.length > 1 ? words.map(([first]) => first).join('') : name.slice(0, 2);
}

function titleOf(name: string): string {
	const words = name.replaceAll('-', ' ');
	return words.charAt(0).toUpperCase() + words.slice(1);
}

function block(ids: string): string {
	const expectation = '^docker0\\s+DOWN\\s+172\\.17\\.0\\.1';
	return [fenced('bash', `id=${ids}-1`, 'ip -br addr show docker0'), fenced('expect', '', expectation)].join('\n\n');
}

function exercise(ids: string, hints: string[]): string {
	return [
		fenced('bash', `id=${ids}-x kind=check`, 'ip netns list | grep -qw annex'),
		...hints.map((hint) => fenced('hint', '', hint)),
		fenced('bash', `id=${ids}-s kind=solution`, 'ip netns add annex'),
	].join('\n\n');
}

function fenced(language: string, meta: string, code: string): string {
	return `${'```'}${[language, meta].filter(Boolean).join(' ')}\n${code}\n${'```'}`;
}

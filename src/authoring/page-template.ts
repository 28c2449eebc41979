// What a new page begins with: one block with its expectation, and one exercise. Both languages have the same blocks.

/** @param name the page's address, e.g. `my-topic` */
export function englishPage(name: string): string {
	const ids = idsOf(name);
	return `---
title: ${titleOf(name)}
description: What this page is about, in a sentence.
minutes: 5
prelude: |
  lab-reset
---

After this page you can say what is plugged into \`docker0\`.

## A block

Say what the reader is about to see. Then let it run.

${block(ids)}

Then read the output together: the last column is the bridge's address.

## Exercise

Make a network namespace called \`annex\`.

${exercise(ids, ['`ip netns` without anything else lists them.'])}

## What you know now

- One sentence for each thing that the reader has now seen.
`;
}

/** @param name the page's address, e.g. `my-topic` */
export function koreanPage(name: string): string {
	const ids = idsOf(name);
	return `---
title: ${titleOf(name)}
description: 이 페이지가 다루는 것을 한 문장으로 쓴다.
minutes: 5
prelude: |
  lab-reset
---

이 페이지를 읽고 나면 \`docker0\`에 무엇이 꽂혀 있는지 말할 수 있다.

## 블록

무엇을 보게 될지 먼저 말한다. 그다음에 실행한다.

${block(ids)}

출력을 함께 읽는다. 마지막 열이 브리지의 주소다.

## 확인 문제

\`annex\`라는 네트워크 네임스페이스를 만든다.

${exercise(ids, ['인수 없는 `ip netns`가 목록을 보여 준다.'])}

## 이제 아는 것

- 방금 본 것을 하나에 한 문장씩 적는다.
`;
}

/** What a block's id begins with: the first letters of the words, or the first two of the only one. */
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

// The page that `npm run dev` serves in place of a broken one: its mistakes, until they are fixed (src/dev/page/mistakes.ts).
import type { CheckFinding } from '../authoring/check/finding.ts';
import { describe } from '../authoring/check/report.ts';

export function brokenPage(mistakes: CheckFinding[]): string {
	const lines = mistakes.map((mistake) => `<p>${escaped(describe(mistake))}</p>`).join('');
	return `<!doctype html>
<html lang="en" data-broken>
<meta charset="utf-8"><title>This page cannot be shown</title>
<script type="module" src="/@vite/client"></script>
<script type="module" src="/src/dev/page/mistakes.ts"></script>
<style>body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem; color-scheme: light dark }</style>
<main><div id="page-mistakes">${lines}</div></main>
<p>As soon as that is mended and saved, the page is here.</p>
`;
}

function escaped(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

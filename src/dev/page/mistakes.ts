// Runs in the browser under `npm run dev`: shows a box at the top of a page with the mistakes in its source.
import { languages } from '../../languages/in-bundle.ts';
import { concerns } from '../concerns.ts';

interface Mistake {
	file: string;
	line: number;
	sentence: string;
	fatal?: boolean;
}

const hot = import.meta.hot;
hot?.on('underbridge:mistakes', ({ mistakes }: { mistakes: Mistake[] }) => {
	const own = mistakes.filter(({ file }) => concerns(location.pathname, file, languages));
	// The page could not be shown (broken-page.ts), and now can.
	if (document.documentElement.hasAttribute('data-broken') && !own.some(({ fatal }) => fatal)) location.reload();
	else show(own);
});
hot?.send('underbridge:ask');

function show(mistakes: Mistake[]): void {
	document.getElementById('page-mistakes')?.remove();
	if (mistakes.length === 0) return;
	const box = document.createElement('div');
	box.id = 'page-mistakes';
	box.setAttribute('role', 'alert');
	box.style.cssText =
		'margin: 1rem; padding: 0.75rem 1rem; border-inline-start: 4px solid var(--sl-color-red, red);' +
		'background: var(--sl-color-red-low, #fee); color: var(--sl-color-white, black); font-size: var(--sl-text-sm, 0.9rem)';
	for (const { file, line, sentence } of mistakes) {
		const row = document.createElement('div');
		const place = document.createElement('code');
		place.textContent = `${file}:${line}`;
		row.append(place, ` ${sentence}`);
		box.append(row);
	}
	(document.querySelector('main') ?? document.body).prepend(box);
}

// In the browser, while pages are being written: a box at the top of a page with everything that is wrong with its source.
interface Mistake {
	file: string;
	line: number;
	sentence: string;
}

const hot = import.meta.hot;
hot?.on('underbridge:mistakes', ({ mistakes }: { mistakes: Mistake[] }) => show(mistakes.filter(concernsThisPage)));
hot?.send('underbridge:ask');

/** A translation shows the blocks of the English page, so its mistakes are the translation's too. */
function concernsThisPage({ file }: Mistake): boolean {
	const path = location.pathname.replace(/^\/+|\/+$/g, '');
	const page = path === 'ko' ? 'ko/index' : path || 'index';
	return [page, page.replace(/^ko\//, '')].includes(file.replace(/^content\/docs\/|\.mdx?$/g, ''));
}

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

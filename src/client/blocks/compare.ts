// A block's recorded output beside the reader's own, line by line; what differs by nature counts as equal. Loaded when asked for.
import { diffLines } from '../../transcript/line-diff.ts';
import { mask } from '../../transcript/mask.ts';
import { recordedText } from '../../transcript/recording.ts';
import { element } from '../parts/element.ts';
import { recordedTexts } from '../texts/recordings.ts';
import { fetchRecording } from '../transport/fetch-recording.ts';

/** Shows the comparison below a block's expectation, or puts it away. @param reference The block's, e.g. `docker0#d0-3`. */
export async function toggleComparison(block: HTMLElement, reference: string): Promise<void> {
	const button = block.querySelector('[data-action=compare]');
	const shown = block.querySelector('.run-comparison');
	if (button) button.ariaExpanded = String(!shown);
	if (shown) return shown.remove();
	// The view is in place before its content is loaded, so that a second click finds it.
	const view = element('div', { class: 'run-comparison' });
	button?.after(view);
	view.append(...(await comparison(reference, block.querySelector('[role=log] pre')?.textContent ?? '')));
}

async function comparison(reference: string, own: string): Promise<HTMLElement[]> {
	const recording = await fetchRecording(reference);
	if (!recording) return [element('p', {}, recordedTexts.missing)];
	const before = linesOf(await recordedText(recording));
	const after = linesOf(own);
	const rows = diffLines(mask(before.join('\n')), mask(after.join('\n')));
	// A line that was replaced is one difference, not two.
	const only = (side: 'before' | 'after') => rows.filter((row) => row[side] === undefined).length;
	const differing = Math.max(only('before'), only('after'));
	const columns = element('div', { class: 'run-columns' });
	columns.append(
		column(recordedTexts.theirs, rows, (row) => [row.before, row.after], before, 'del'),
		column(recordedTexts.yours, rows, (row) => [row.after, row.before], after, 'ins'),
	);
	return [element('p', {}, differing === 0 ? recordedTexts.same : recordedTexts.differing(differing)), columns];
}

type Rows = ReturnType<typeof diffLines>;

/** One side: its lines, a gap where only the other side has one, and a mark on those that only this side has. */
function column(
	title: string,
	rows: Rows,
	sides: (row: Rows[number]) => [own: number | undefined, other: number | undefined],
	lines: string[],
	mark: 'del' | 'ins',
): HTMLElement {
	const side = element('div', { class: 'run-column' });
	const pre = element('pre', { tabindex: '0', 'aria-label': title });
	for (const [own, other] of rows.map(sides)) {
		const line = (own === undefined ? undefined : lines[own]) ?? '';
		pre.append(own !== undefined && other === undefined ? element(mark, {}, line || ' ') : line, '\n');
	}
	side.append(element('div', { class: 'run-column-title' }, title), pre);
	return side;
}

function linesOf(text: string): string[] {
	return text
		.replaceAll('\u00a0', ' ')
		.trimEnd()
		.split('\n')
		.map((line) => line.trimEnd());
}

// Unfolds what a page keeps folded at first: an answer when the block that shows it has passed, and passages about the reader's
// engine.
import { page, transport } from './transport/current.ts';

for (const answer of document.querySelectorAll<HTMLDetailsElement>('details[data-after]')) {
	const block = document.querySelector<HTMLElement>(`[data-snippet="${page}#${answer.dataset.after}"]`);
	block?.addEventListener('run-ended', function open({ run }) {
		// A recording has no result where its block goes on until it is stopped.
		if (run.phase !== 'passed' || (run.recorded && run.exit === null)) return;
		answer.open = true;
		block.removeEventListener('run-ended', open);
	});
}

if (document.querySelector('details[data-engine]')) {
	transport.listen({
		message: async (message) => {
			if (message.type !== 'welcome' && message.type !== 'lab') return;
			const { openEngineBoxes } = await import('./engine-boxes.ts');
			openEngineBoxes(message.lab, message.type === 'welcome' ? message.engine : undefined);
		},
	});
}

// What a page unfolds by itself: an answer when the block that shows it has passed, and what is said about the reader's engine.
import { listen, page } from './transport/companion-transport.ts';

for (const answer of document.querySelectorAll<HTMLDetailsElement>('details[data-after]')) {
	const block = document.querySelector<HTMLElement>(`[data-snippet="${page}#${answer.dataset.after}"]`);
	if (!block) continue;
	const observer = new MutationObserver(() => {
		const { state, exit } = block.dataset;
		// A recording has passed when it has played to its end.
		if (state !== 'passed' && !(state === 'recorded' && exit)) return;
		answer.open = true;
		observer.disconnect();
	});
	observer.observe(block, { attributeFilter: ['data-state', 'data-exit'] });
}

if (document.querySelector('details[data-engine]')) {
	listen({
		message: async (message) => {
			if (message.type !== 'welcome' && message.type !== 'lab') return;
			const { openEngineBoxes } = await import('./engine-boxes.ts');
			openEngineBoxes(message.lab, message.type === 'welcome' ? message.engine : undefined);
		},
	});
}

// Making elements, as short as in markup.

/** An element with attributes and content; an attribute that is undefined is left out. */
export function element<Name extends keyof HTMLElementTagNameMap>(
	name: Name,
	attributes: Record<string, string | undefined> = {},
	...content: (Node | string)[]
): HTMLElementTagNameMap[Name] {
	const made = document.createElement(name);
	for (const [attribute, value] of Object.entries(attributes)) {
		if (value !== undefined) made.setAttribute(attribute, value);
	}
	made.append(...content);
	return made;
}

/** Line drawings on a field of 16 by 16. */
const ICONS = {
	add: 'M8 3v10M3 8h10',
	find: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M10.5 10.5 14 14',
	history: 'M2.5 8a5.5 5.5 0 1 0 1.8-4.1L2.5 5.5M2.5 2.5v3h3M8 5v3.5l2 1.5',
	help: 'M5.5 6a2.5 2.5 0 1 1 3.6 2.2C8.4 8.6 8 9 8 10M8 12.7v.3',
	end: 'M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.6 9h5.8l.6-9',
	full: 'M3 6V3h3M10 3h3v3M13 10v3h-3M6 13H3v-3',
	close: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
} as const;

/** A button that shows a drawing and is named by words. */
export function iconButton(icon: keyof typeof ICONS, label: string, onClick: () => void): HTMLButtonElement {
	const button = element('button', { type: 'button', 'aria-label': label, title: label, 'data-action': icon });
	const drawing = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
	drawing.setAttribute('viewBox', '0 0 16 16');
	drawing.setAttribute('aria-hidden', 'true');
	const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
	path.setAttribute('d', ICONS[icon]);
	drawing.append(path);
	button.append(drawing);
	button.addEventListener('click', onClick);
	return button;
}

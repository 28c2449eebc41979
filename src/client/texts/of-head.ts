// What the page says while it runs things, in its language, as its head carries it (components/Head.astro).
import type { Texts } from './head.ts';

export const texts: Texts = JSON.parse(document.getElementById('texts')?.textContent ?? '{}');

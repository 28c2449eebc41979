// Starlight's route middleware: orders the sidebar and the previous and next links by `chapter` in the pages' frontmatter, so that
// a new chapter needs no configuration. Pages without a number come last.

import { getCollection } from 'astro:content';
import { defineRouteMiddleware, type StarlightRouteData } from '@astrojs/starlight/route-data';
import { languages } from '../languages/in-bundle.ts';
import { pageOfSource } from '../snippets/snippet.ts';
import { byPart, chapterNumber } from './chapters.ts';

type SidebarEntry = StarlightRouteData['sidebar'][number];
type SidebarLink = Extract<SidebarEntry, { type: 'link' }>;

const pages = await getCollection('docs');
const chapterOf = new Map(pages.map(({ id, data }) => [id, data.chapter]));

export const onRequest = defineRouteMiddleware(({ locals }) => {
	const { starlightRoute: route, t } = locals;
	// The 404 page needs no notice that it is untranslated: it is in both languages.
	if (route.id.endsWith('404')) route.isFallback = undefined;
	const links = route.sidebar.flatMap((entry) => (entry.type === 'link' ? entry : []));
	const groups = byPart(
		links.map((link) => {
			const chapter = chapterOf.get(idOf(link)) ?? chapterOf.get(pageOfSource(idOf(link), languages).id);
			return { chapter, item: numbered(link, chapter) };
		}),
	);
	route.sidebar = groups.map(({ key, items }) => ({
		type: 'group',
		label: t(key),
		entries: items,
		collapsed: false,
		badge: undefined,
	}));

	const ordered = groups.flatMap(({ items }) => items);
	const here = ordered.findIndex(({ isCurrent }) => isCurrent);
	route.pagination =
		here < 0 ? { prev: undefined, next: undefined } : { prev: ordered[here - 1], next: ordered[here + 1] };
});

/** The id of the page that a link leads to. An untranslated page is listed too, under the link's own language. */
function idOf({ href }: SidebarLink): string {
	const below = href.startsWith(import.meta.env.BASE_URL) ? href.slice(import.meta.env.BASE_URL.length) : href;
	return below.replace(/^\/+|\/+$/g, '');
}

function numbered(link: SidebarLink, chapter: number | undefined): SidebarLink {
	if (chapter === undefined) return link;
	return { ...link, attrs: { ...link.attrs, 'data-chapter': chapterNumber(chapter) } };
}

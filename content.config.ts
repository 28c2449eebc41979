// The collections: the pages (content/docs) and the interface's texts (content/i18n).

import { defineCollection } from 'astro:content';
import { docsLoader, i18nLoader } from '@astrojs/starlight/loaders';
import { docsSchema, i18nSchema } from '@astrojs/starlight/schema';
import { z } from 'astro/zod';

/** What a chapter's frontmatter may say beyond Starlight's own fields. */
const chapter = z.object({
	/** A lab script that runs, hidden, before the page's first block. */
	prelude: z.string().optional(),
	/** The chapter's number; it gives its place in the navigation. */
	chapter: z.number().int().min(0).optional(),
	/** How long a reader takes. */
	minutes: z.number().int().positive().optional(),
});

const interfaceTexts = z.object({
	'parts.begin': z.string(),
	'parts.containers': z.string(),
	'parts.pieces': z.string(),
	'parts.bridge': z.string(),
	'parts.doors': z.string(),
	'parts.mastery': z.string(),
	'parts.reference': z.string(),
	/** {{number}} */
	'chapter.number': z.string(),
	'chapter.runAll': z.string(),
	'progress.clear': z.string(),
	/** {{minutes}} */
	'chapter.minutes': z.string(),
});

export const collections = {
	docs: defineCollection({ loader: docsLoader(), schema: docsSchema({ extend: chapter }) }),
	i18n: defineCollection({ loader: i18nLoader(), schema: i18nSchema({ extend: interfaceTexts.partial() }) }),
};

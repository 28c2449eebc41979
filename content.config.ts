// The collections: the pages (content/docs) and the interface's texts (content/i18n).

import { defineCollection } from 'astro:content';
import { docsLoader, i18nLoader } from '@astrojs/starlight/loaders';
import { docsSchema, i18nSchema } from '@astrojs/starlight/schema';
import { z } from 'astro/zod';
import { chapterFields } from './src/snippets/page-fields.ts';

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
	docs: defineCollection({ loader: docsLoader(), schema: docsSchema({ extend: chapterFields }) }),
	i18n: defineCollection({ loader: i18nLoader(), schema: i18nSchema({ extend: interfaceTexts.partial() }) }),
};

// Our own frontmatter fields, beside Starlight's. Used by the collection (content.config.ts) and by `npm run check`, which also
// writes the schema for editors.
import { z } from 'astro/zod';

export const chapterFields = z.object({
	prelude: z.string().optional().describe("A lab script that runs, hidden, before the page's first block."),
	chapter: z
		.number()
		.int()
		.min(0)
		.optional()
		.describe("The chapter's number; it gives its place in the navigation. A page without one stands under Reference."),
	minutes: z.number().int().positive().optional().describe('How long a reader takes.'),
});

// Checks a page's frontmatter, and writes the same rules as a JSON schema for editors.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'astro/zod';
import { chapterFields } from '../../snippets/page-fields.ts';
import type { CheckFinding } from './finding.ts';
import type { PageFile } from './page-files.ts';

const action = z.strictObject({
	text: z.string(),
	link: z.string(),
	icon: z.string().optional(),
	variant: z.enum(['primary', 'secondary', 'minimal']).optional(),
});

/** Only those of Starlight's fields that our pages use. A page that needs another one adds it here. */
const frontmatter = z
	.strictObject({
		title: z.string().min(1).describe('The heading of the page, and its name in the navigation.'),
		description: z.string().min(1).optional().describe('A sentence or two: for search engines and lists of pages.'),
		...chapterFields.shape,
		sidebar: z
			.strictObject({
				order: z.number().optional().describe('The place among the pages of its part that have no chapter number.'),
				label: z.string().optional().describe('A shorter name for the navigation.'),
				hidden: z.boolean().optional(),
				badge: z.string().optional(),
			})
			.optional(),
		draft: z.boolean().optional().describe('True as long as the page is not to be published.'),
		tableOfContents: z.boolean().optional(),
		pagefind: z.boolean().optional().describe('False keeps the page out of the search.'),
		editUrl: z.boolean().optional(),
		template: z.enum(['doc', 'splash']).optional(),
		hero: z
			.strictObject({
				title: z.string().optional(),
				tagline: z.string().optional(),
				actions: z.array(action).optional(),
			})
			.optional(),
	})
	.meta({ title: 'Frontmatter of a page of Underbridge' });

const schemaFile = 'schema/frontmatter.schema.json';

export function checkFrontmatter({ file, source, frontmatter: found }: PageFile): CheckFinding[] {
	const at = (path: PropertyKey[], sentence: string): CheckFinding => ({
		file,
		line: lineOfPath(source, path),
		sentence,
	});
	const wrong = frontmatter.safeParse(found).error?.issues ?? [];
	const findings = wrong.flatMap((issue) => {
		const path = issue.path.join('.');
		if (issue.code === 'unrecognized_keys') {
			return issue.keys.map((key) =>
				at(
					[...issue.path, key],
					`frontmatter: ${[...issue.path, key].join('.')} is unknown: use ${known(issue.path)}.`,
				),
			);
		}
		const missing = issue.code === 'invalid_type' && valueAt(found, issue.path) === undefined;
		return at(issue.path, `frontmatter: ${path} ${missing ? 'is missing' : `is wrong: ${lowered(issue.message)}`}.`);
	});
	const listed = (found.sidebar as { hidden?: boolean } | undefined)?.hidden !== true;
	if (listed && found.description === undefined) {
		findings.push(at(['title'], 'frontmatter: description is missing: a sentence or two about the page.'));
	}
	return findings;
}

/** Compares the schema file with the rules above. With `fix` it writes the file. */
export async function checkSchema(root: string, fix: boolean): Promise<CheckFinding[]> {
	const right = `${JSON.stringify(z.toJSONSchema(frontmatter, { io: 'input' }), null, '\t')}\n`;
	const file = join(root, schemaFile);
	const found = await readFile(file, 'utf8').catch(() => '');
	if (JSON.stringify(parsed(found)) === JSON.stringify(JSON.parse(right))) return [];
	if (fix) {
		await writeFile(file, right);
		return [];
	}
	return [
		{
			file: schemaFile,
			line: 1,
			sentence: 'is not what src/snippets/page-fields.ts says: npm run check -- --fix writes it.',
		},
	];
}

function parsed(json: string): unknown {
	try {
		return JSON.parse(json);
	} catch {
		return undefined;
	}
}

/** The known keys at a path. */
function known(path: PropertyKey[]): string {
	const keys = Object.keys(path.reduce(within, frontmatter as unknown as Described).shape ?? {});
	return `${keys.slice(0, -1).join(', ')} or ${keys.at(-1)}`;
}

/** The parts of a Zod schema that lead to an inner schema. */
interface Described {
	shape?: Record<PropertyKey, Described>;
	element?: Described;
	unwrap?(): Described;
}

function within(schema: Described, key: PropertyKey): Described {
	// A field without a schema of its own has no known keys.
	const inner = (schema.shape ? schema.shape[key] : (schema.element ?? schema)) ?? {};
	// An optional field wraps its schema. An array has `unwrap` too, but there it leads to the element.
	return inner.unwrap && !inner.element ? inner.unwrap() : inner;
}

function valueAt(found: unknown, path: PropertyKey[]): unknown {
	return path.reduce((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], found);
}

/** The line of the innermost key that can be found in the source. */
function lineOfPath(source: string, path: PropertyKey[]): number {
	// Keys inside of a list do not tell which entry they belong to.
	const keys = path.slice(
		0,
		[...path, 0].findIndex((key) => typeof key === 'number'),
	);
	return (
		keys
			.toReversed()
			.map((key) => lineOfKey(source, key))
			.find((line) => line > 1) ?? 1
	);
}

/** The line of a key, or 1 where the frontmatter does not have it. */
export function lineOfKey(source: string, key: unknown): number {
	const [, yaml = ''] = /^---\r?\n(.*?)\r?\n---/s.exec(source) ?? [];
	const index = yaml.split('\n').findIndex((line) =>
		line
			.trimStart()
			.replace(/^- /, '')
			.startsWith(`${String(key)}:`),
	);
	return index < 0 ? 1 : index + 2;
}

function lowered(message: string): string {
	return message.charAt(0).toLowerCase() + message.slice(1);
}

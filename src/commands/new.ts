// `npm run new -- my-topic`: creates a page in every language from a template that passes all checks and runs.
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pageName } from '../authoring/check/names.ts';
import { newPage } from '../authoring/page-template.ts';
import { folderOf, pathOf } from '../languages/language.ts';
import { readLanguages, readTexts } from '../languages/on-disk.ts';
import { Refusal, reportError } from '../system/refusal.mjs';
import { root } from '../system/setup.mjs';

const folder = 'content/docs';
/** Names that the site uses for other things than pages. */
const reserved = [...readLanguages().map(folderOf), 'api', 'recordings', 'pagefind', 'index', '404'];

try {
	await create(process.argv.slice(2));
} catch (error) {
	process.exitCode = reportError(error);
}

async function create(args: string[]): Promise<void> {
	const name = nameFrom(args);
	const pages = readLanguages().map((language) => ({
		file: `${folder}${pathOf(language)}/${name}.mdx`,
		address: `${pathOf(language)}/${name}/`,
		text: newPage(name, readTexts(language).newPage),
	}));
	const files = pages.map(({ file }) => file);
	const taken = files.flatMap((file) => [file, file.replace(/x$/, '')]).find((file) => existsSync(join(root, file)));
	if (taken) throw new Refusal(`The name ${name} is taken by ${taken}: choose another, or edit that page.`);
	for (const { file, text } of pages) {
		await mkdir(dirname(join(root, file)), { recursive: true });
		await writeFile(join(root, file), text);
	}
	console.log(`Made ${files.join(' and ')}.

Next:
  npm run dev                 write, and see it at ${pages.map(({ address }) => address).join(' and ')} while you do
  npm run check -- ${files.join(' ')}
  npm run record -- ${name}   run every block in a fresh lab and keep what it printed`);
}

function nameFrom(args: string[]): string {
	const [name, ...others] = args;
	if (!name || others.length > 0 || name.startsWith('-')) {
		throw new Refusal('Give one name for the page, such as: npm run new -- my-topic', 2);
	}
	if (!pageName.test(name) || !/^[a-z]/.test(name)) {
		throw new Refusal(
			`“${name}” cannot be a page's address: use small letters, digits and single hyphens, and begin with a letter.`,
			2,
		);
	}
	if (reserved.includes(name)) throw new Refusal(`The name ${name} is taken by the site itself: choose another.`);
	return name;
}

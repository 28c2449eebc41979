// Builds the manifest from all sources below content/docs. Rendering could not collect it, because rendered pages are cached.
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ORIGINAL } from '../languages/language.ts';
import { readLanguages } from '../languages/on-disk.ts';
import { compareLanguages } from '../snippets/languages.ts';
import { type Finding, type ScannedPage, scanPage } from '../snippets/read-page.ts';
import type { Manifest } from '../snippets/snippet.ts';

const folder = 'content/docs';

/** Thrown by {@link scanManifest}. The message has one line `file:line: sentence` for each finding. */
class PageMistakes extends Error {
	readonly findings: Finding[];

	constructor(findings: Finding[]) {
		super(findings.map(({ file, line, sentence }) => `${file}:${line}: ${sentence}`).join('\n'));
		this.name = 'PageMistakes';
		this.findings = findings;
	}
}

/** All pages, and what is wrong on any of them. */
export interface Scan {
	/** In all languages, without drafts. */
	pages: ScannedPage[];
	/** All snippets that could be read, also from pages with mistakes. */
	manifest: Manifest;
	findings: Finding[];
}

/**
 * Reads every page's snippets; an English page stands for all its languages.
 * @param root the project's folder
 * @throws PageMistakes with all findings on all pages
 */
export async function scanManifest(root: string): Promise<Manifest> {
	const { manifest, findings } = await scanPages(root);
	if (findings.length > 0) throw new PageMistakes(findings);
	return manifest;
}

/** Like {@link scanManifest}, but returns the findings instead of throwing. */
export async function scanPages(root: string): Promise<Scan> {
	const findings: Finding[] = [];
	const pages: ScannedPage[] = [];
	const broken = new Set<string>();
	const languages = readLanguages();
	const paths = await Array.fromAsync(glob('**/*.{md,mdx}', { cwd: join(root, folder) }));
	for (const path of paths.map((path) => path.replaceAll('\\', '/')).sort()) {
		const file = `${folder}/${path}`;
		const scanned = scanPage(path, file, await readFile(join(root, file), 'utf8'), languages);
		findings.push(...scanned.findings);
		if (scanned.broken) broken.add(file);
		if (!scanned.page.draft) pages.push(scanned.page);
	}

	for (const { id, language, file } of pages) {
		const twin = pages.find((other) => other.id === id && other.language === language && other.file < file);
		if (twin) findings.push({ file, line: 1, sentence: `${id} exists as .md and as .mdx.` });
	}

	const manifest: Manifest = { pages: Object.create(null) };
	for (const { id, prelude, snippets } of pages.filter(({ language }) => language === ORIGINAL)) {
		manifest.pages[id] = { id, prelude, snippets };
	}
	for (const translated of pages.filter(({ language }) => language !== ORIGINAL)) {
		const english = pages.find(({ id, language }) => id === translated.id && language === ORIGINAL);
		// A page that cannot be parsed has nothing to compare.
		if (english && [english, translated].some(({ file }) => broken.has(file))) continue;
		if (english) findings.push(...compareLanguages(english, translated));
		else findings.push({ file: translated.file, line: 1, sentence: `there is no English page ${translated.id}.` });
	}
	return { pages, manifest, findings };
}

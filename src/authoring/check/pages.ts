// Runs all checks of pages that execute no block. They take a fraction of a second, so `npm run dev` runs them after every change.

import type { Manifest } from '../../snippets/snippet.ts';
import { scanPages } from '../scan.ts';
import { checkAnswers } from './answers.ts';
import { checkFences } from './fences.ts';
import type { CheckFinding } from './finding.ts';
import { checkFormat } from './format.ts';
import { checkFrontmatter } from './frontmatter.ts';
import { checkIntroductions, checkTerms, glossaryOf } from './glossary.ts';
import { checkImages } from './images.ts';
import { checkImports } from './imports.ts';
import { checkLinks } from './links.ts';
import { checkName } from './names.ts';
import { checkHolds } from './needs.ts';
import { type PageFile, readPages } from './page-files.ts';
import { checkSpelling, readSpellings } from './terms.ts';
import { checkTexts } from './texts.ts';
import { checkTranslations } from './translations.ts';

export interface CheckedPages {
	pages: PageFile[];
	/** All blocks that can run, also those of pages with mistakes. */
	manifest: Manifest;
	/** Sorted by file and line. */
	findings: CheckFinding[];
}

/** @param root the project's folder */
export async function checkPages(root: string): Promise<CheckedPages> {
	const [scan, pages, terms] = await Promise.all([scanPages(root), readPages(root), readSpellings(root)]);
	const glossary = glossaryOf(pages);
	const broken = new Set(pages.filter((page) => page.broken).map(({ file }) => file));
	const findings: CheckFinding[] = [
		...scan.findings.map((finding) => ({ ...finding, fatal: broken.has(finding.file) })),
		...scan.pages.flatMap(checkHolds),
		...pages.flatMap(checkName),
		...pages
			.filter(({ broken }) => !broken)
			.flatMap((page) => [
				...checkFrontmatter(page),
				...checkFences(page),
				...checkImports(page, root),
				...checkLinks(page, pages, root),
				...checkImages(page, root),
				...checkAnswers(page),
				...checkSpelling(page, terms.spellings),
				...checkTerms(page, glossary),
				...checkIntroductions(page, glossary),
				...checkFormat(page),
			]),
		...(await checkTranslations(pages, root)),
		...terms.findings,
		...(await checkTexts(root)),
	];
	findings.sort((a, b) => a.file.localeCompare(b.file, 'en') || a.line - b.line);
	return { pages, manifest: scan.manifest, findings };
}

// Checks a page's file name: it is the page's address, and part of the names of its blocks and recordings.
import { basename } from 'node:path';
import type { CheckFinding } from './finding.ts';
import type { PageFile } from './page-files.ts';

/** Valid names of a page or a folder of pages. */
export const pageName = /^[a-z0-9]+(-[a-z0-9]+)*$/;

export function checkName({ id, file }: PageFile): CheckFinding[] {
	const at = (sentence: string): CheckFinding[] => [{ file, line: 1, sentence }];
	if (!id.split('/').every((part) => pageName.test(part)))
		return at('the name of the file is its address: use small letters, digits and single hyphens.');
	if (id !== 'index' && basename(id) === 'index')
		return at(`call it ${id.replace(/\/index$/, '')}, which is its address.`);
	return [];
}

// Reads JSON that people write, with the line of each value for findings.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckFinding } from './finding.ts';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** A file's text and value, or the finding for a syntax error. */
export type JsonFile = { file: string; text: string; value: Json } | { finding: CheckFinding };

/** @returns undefined where there is no such file */
export async function readJson(root: string, file: string): Promise<JsonFile | undefined> {
	const text = await readFile(join(root, file), 'utf8').catch(() => undefined);
	if (text === undefined) return undefined;
	try {
		return { file, text, value: JSON.parse(text) };
	} catch (error) {
		const [, why, line = 1] =
			/^(.*?)(?: in JSON at position \d+(?: \(line (\d+) .*)?)?$/.exec((error as Error).message) ?? [];
		return { finding: { file, line: Number(line), sentence: `is no JSON: ${why}.` } };
	}
}

/** The line of each key and list entry. The path is joined by blanks: `figures Baskets baskets 0`. */
export function linesOf(json: string): Map<string, number> {
	const lines = new Map<string, number>();
	/** The current key of each open object, and the current index of each open list. */
	const open: (string | number)[] = [];
	let line = 1;
	let text = '';
	for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:\n]|[^\s"{}[\],:]+/g)) {
		const here = open.at(-1);
		if (typeof here === 'number' && !/^[\],:\n]$/.test(token)) lines.set(open.join(' '), line);
		if (token === '\n') line++;
		else if (token === '{') open.push('');
		else if (token === '[') open.push(0);
		else if (token === '}' || token === ']') open.pop();
		else if (token === ',' && typeof here === 'number') open.splice(-1, 1, here + 1);
		else if (token === ':') {
			open.splice(-1, 1, JSON.parse(text));
			lines.set(open.join(' '), line);
		} else text = token;
	}
	return lines;
}

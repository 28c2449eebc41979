// Compares the tables of texts in content/i18n with the English one: same keys, same placeholders. The types in
// src/languages/texts.ts check only Korean; this checks every language.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ORIGINAL } from '../../languages/language.ts';
import type { CheckFinding } from './finding.ts';
import { type Json, type JsonFile, linesOf, readJson } from './json.ts';

const folder = 'content/i18n';
const original = `${folder}/${ORIGINAL}.json`;

const pluralForms = ['zero', 'one', 'two', 'few', 'many', 'other'];

/** A mistake in a table. `path` is its key, which may be missing in the table. */
interface Difference {
	path: string[];
	sentence: string;
}

export async function checkTexts(root: string): Promise<CheckFinding[]> {
	const names = await readdir(join(root, folder)).catch(() => []);
	const files = names.filter((name) => name.endsWith('.json')).sort();
	const read = await Promise.all(files.map((name) => readJson(root, `${folder}/${name}`)));
	const tables = read.filter((table) => table !== undefined);
	const english = tables.find((table) => 'file' in table && table.file === original);
	return tables.flatMap((table) => {
		if ('finding' in table) return table.finding;
		return english && 'file' in english ? differencesAsFindings(english, table) : [];
	});
}

type Table = Extract<JsonFile, { file: string }>;

function differencesAsFindings(english: Table, { file, text, value }: Table): CheckFinding[] {
	const lines = linesOf(text);
	return differences(english.value, value, []).map(({ path, sentence }) => ({
		file,
		line: lineOfPath(lines, path),
		sentence,
	}));
}

function lineOfPath(lines: Map<string, number>, path: string[]): number {
	return lines.get(path.join(' ')) ?? (path.length > 0 ? lineOfPath(lines, path.slice(0, -1)) : 1);
}

function differences(english: Json | undefined, own: Json | undefined, path: string[]): Difference[] {
	const name = path.join(': ');
	if (english === undefined) {
		// Keys with a dot are Starlight's own texts, which a language may add or change.
		if (path.length === 1 && name.includes('.')) return [];
		return [{ path, sentence: `${name} is in no other language: remove it, or add it to ${original}.` }];
	}
	if (own === undefined) return [{ path, sentence: `${name} is missing; ${describeValue(english)} in ${original}.` }];
	if (typeof english === 'string') {
		return typeof own === 'string' ? placesToFill(english, own, path) : [{ path, sentence: `${name} must be a text.` }];
	}
	if (Array.isArray(english)) {
		if (!Array.isArray(own)) return [{ path, sentence: `${name} must be a list.` }];
		if (own.length !== english.length) {
			return [{ path, sentence: `${name} has ${own.length} of ${english.length} entries in ${original}.` }];
		}
		return english.flatMap((entry, index) => differences(entry, own[index], [...path, String(index)]));
	}
	if (!isObject(english)) return [];
	if (!isObject(own)) return [{ path, sentence: `${name} must be a group of texts.` }];
	const { one, other } = english;
	if (typeof one === 'string' && typeof other === 'string') return pluralDifferences(other, own, path);
	const keys = new Set([...Object.keys(english), ...Object.keys(own)]);
	return [...keys].flatMap((key) => differences(english[key], own[key], [...path, key]));
}

/** Plural forms differ by language; only `other` exists in all of them. */
function pluralDifferences(english: string, own: { [key: string]: Json }, path: string[]): Difference[] {
	const name = path.join(': ');
	const unknown = Object.keys(own).find((key) => !pluralForms.includes(key));
	if (unknown)
		return [{ path: [...path, unknown], sentence: `${name}: ${unknown} is none of ${pluralForms.join(', ')}.` }];
	return differences(english, own.other, [...path, 'other']);
}

function placesToFill(english: string, own: string, path: string[]): Difference[] {
	const places = (text: string) => new Set(text.match(/\{\{\w+\}\}/g));
	const lacking = [...places(english).difference(places(own))];
	const unknown = [...places(own).difference(places(english))];
	const name = path.join(': ');
	return [
		...lacking.map((place) => ({ path, sentence: `${name} lacks ${place}, which ${original} has.` })),
		...unknown.map((place) => ({ path, sentence: `${name} has ${place}, which nothing is filled in for.` })),
	];
}

function isObject(value: Json): value is { [key: string]: Json } {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describeValue(value: Json): string {
	return typeof value === 'string' ? `it is “${value}”` : 'it is';
}

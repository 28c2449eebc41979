// The tables in content/i18n define the languages, in Node and in Vite.
import { expect, test } from 'vitest';
import { figureTexts } from '../../src/languages/figure-texts.ts';
import { languages } from '../../src/languages/in-bundle.ts';
import { folderOf, languageOfTable, pathOf } from '../../src/languages/language.ts';
import { ofLanguage } from '../../src/languages/of-language.ts';
import { readLanguages, readTexts } from '../../src/languages/on-disk.ts';
import { pageOfSource } from '../../src/snippets/snippet.ts';

test('both readers find the same languages, and Node the original first', () => {
	expect(readLanguages()).toEqual(expect.arrayContaining(['en', 'ko']));
	expect(readLanguages()[0]).toBe('en');
	expect(languages.toSorted()).toEqual(readLanguages().toSorted());
});

test('a language has a folder of pages, and the original the root', () => {
	expect(['en', 'ko', 'pt-BR'].map(folderOf)).toEqual(['', 'ko', 'pt-br']);
	expect(['en', 'ko', 'pt-BR'].map(pathOf)).toEqual(['', '/ko', '/pt-br']);
	expect(languageOfTable('../../content/i18n/pt-BR.json')).toBe('pt-BR');
});

test('the folder of a page gives its language', () => {
	const all = ['en', 'ko', 'pt-BR'];
	expect(pageOfSource('pt-br/docker0.mdx', all)).toEqual({ id: 'docker0', language: 'pt-BR' });
	expect(pageOfSource('docker0.mdx', all)).toEqual({ id: 'docker0', language: 'en' });
	expect(pageOfSource('xx/docker0.mdx', all)).toEqual({ id: 'xx/docker0', language: 'en' });
	expect(pageOfSource('ko.mdx', all)).toEqual({ id: 'ko', language: 'en' });
});

test('a language without a table of its own gets the original’s', () => {
	const found = { '../i18n/en.json': 'English', '../i18n/ko.json': '한국어' };
	expect(['ko', 'en', 'xx', undefined].map((language) => ofLanguage(found, language))).toEqual([
		'한국어',
		'English',
		'English',
		'English',
	]);
});

test('a figure has texts in the language of its page', () => {
	const title = (currentLocale: string) => figureTexts({ currentLocale }, 'DockerZero').title;
	expect(title('en')).toBe(readTexts('en').figures.DockerZero.title);
	expect(title('ko')).toBe(readTexts('ko').figures.DockerZero.title);
	expect(title('ko')).not.toBe(title('en'));
});

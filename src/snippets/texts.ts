// The words that the code-block plugin puts on a page, one table per language.
import { PluginTexts } from 'astro-expressive-code';

export const texts = new PluginTexts({
	run: 'Run',
	stop: 'Stop',
	output: 'Output',
	typeThis: 'Type this',
});

texts.addLocale('ko', {
	run: '실행',
	stop: '중지',
	output: '출력',
	typeThis: '직접 입력',
});

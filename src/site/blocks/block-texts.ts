// The words that the code-block plugin puts on a page, one table per language.
import { PluginTexts } from 'astro-expressive-code';

export const texts = new PluginTexts({
	run: 'Run',
	stop: 'Stop',
	edit: 'Edit',
	original: 'Original',
	more: 'More',
	runToHere: 'Run up to here',
	typeInTerminal: 'Type it in the terminal',
	shell: 'shell',
	output: 'Output',
	typeThis: 'Type this',
	check: 'Check my work',
	breakIt: 'Break it',
	hint: 'Hint',
	solution: 'A solution',
});

texts.addLocale('ko', {
	run: '실행',
	stop: '중지',
	edit: '편집',
	original: '원본으로',
	more: '더 보기',
	runToHere: '여기까지 실행',
	typeInTerminal: '터미널에 입력',
	shell: '셸',
	output: '출력',
	typeThis: '직접 입력',
	check: '확인하기',
	breakIt: '고장 내기',
	hint: '힌트',
	solution: '풀이 예',
});

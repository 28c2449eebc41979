// What the terminal, the lab's panel and their dialogs say, in the reader's language. Loaded with them.

const en = {
	cancel: 'Cancel',
	dismiss: 'Dismiss',

	input: 'Terminal input',
	terminal: 'Terminal',
	shells: 'Shells',
	newShell: 'New shell',
	endShell: 'End this shell',
	fullScreen: 'Full screen',
	close: 'Close the terminal',
	height: 'Height of the terminal',
	opening: 'Opening the shell…',
	ended: 'This shell has ended. Files and containers are kept, variables and functions are gone.',
	busy: 'A program runs in this shell. Leave it, then send the block again.',
	earlier: 'earlier output is no longer kept',

	find: 'Search',
	findNext: 'Next',
	findPrevious: 'Previous',
	notFound: 'Not found',

	help: 'Keys',
	hint: 'Esc leaves the terminal; in a full-screen program, Esc twice',
	keys: [
		['Esc', 'leaves the terminal, with the focus on its Close button'],
		['Esc Esc', 'does so in a full-screen program, which gets the first one'],
		['Ctrl+`', 'opens and closes the terminal'],
		['Ctrl+Shift+F', 'searches in what was printed'],
		['Ctrl+Shift+C', 'copies the selection'],
		['Ctrl+Shift+V', 'pastes'],
		['↑ ↓', 'on the upper edge: changes the height'],
	],

	history: 'History',
	historyEmpty: 'Nothing was run on this page yet.',
	typing: '(typed by hand)',
	output: 'Output',
	noOutput: 'It printed nothing.',
	showBlock: 'Show the block',
	runAgain: 'Run again',
	inShell: (shell: string) => `shell ${shell}`,

	openTitle: 'Open this address?',
	openText: 'A program in the lab printed it. It opens in a new tab, outside the lab:',
	openYes: 'Open',

	lab: 'Lab',
	readingHow:
		'This page can be read, but nothing runs: the companion was not started from here. In the project’s folder, run',
	readingThen: 'and open the link that it prints.',
	noEngineHow: 'Start Docker, then “npm start” again.',

	reset: 'Reset the lab',
	resetTitle: 'Reset the lab?',
	resetText: 'You get a fresh lab at once. What goes, and cannot be brought back:',
	resetGoes: [
		'all containers, networks and volumes in the lab',
		'all files, variables, functions and shells',
		'the output of blocks, on this page and in other tabs',
	],
	resetKept: 'Your edits of blocks and your progress stay.',
	resetYes: 'Reset',
	resetElsewhere: 'The lab was reset in another tab. What ran here is gone with the old one.',
};

const ko: typeof en = {
	cancel: '취소',
	dismiss: '닫기',

	input: '터미널 입력',
	terminal: '터미널',
	shells: '셸',
	newShell: '새 셸',
	endShell: '이 셸 끝내기',
	fullScreen: '전체 화면',
	close: '터미널 닫기',
	height: '터미널 높이',
	opening: '셸을 여는 중…',
	ended: '이 셸은 끝났다. 파일과 컨테이너는 남고 변수와 함수는 사라졌다.',
	busy: '이 셸에서 프로그램이 실행 중이다. 끝낸 뒤 다시 보낸다.',
	earlier: '앞선 출력은 보관되지 않았다',

	find: '찾기',
	findNext: '다음',
	findPrevious: '이전',
	notFound: '없음',

	help: '단축키',
	hint: 'Esc: 터미널에서 나가기. 전체 화면 프로그램에서는 Esc 두 번',
	keys: [
		['Esc', '터미널에서 나가 닫기 버튼으로 간다'],
		['Esc Esc', '전체 화면 프로그램에서 나간다. 첫 Esc는 프로그램이 받는다'],
		['Ctrl+`', '터미널을 열고 닫는다'],
		['Ctrl+Shift+F', '출력에서 찾는다'],
		['Ctrl+Shift+C', '선택한 것을 복사한다'],
		['Ctrl+Shift+V', '붙여 넣는다'],
		['↑ ↓', '위쪽 경계에서 높이를 바꾼다'],
	],

	history: '실행 기록',
	historyEmpty: '이 페이지에서 실행한 것이 아직 없다.',
	typing: '(직접 입력)',
	output: '출력',
	noOutput: '출력이 없다.',
	showBlock: '블록 보기',
	runAgain: '다시 실행',
	inShell: (shell) => `셸 ${shell}`,

	openTitle: '이 주소를 열까?',
	openText: '실습실의 프로그램이 출력한 주소다. 실습실 밖의 새 탭에서 열린다:',
	openYes: '열기',

	lab: '실습실',
	readingHow:
		'이 페이지는 읽을 수만 있고 실행되지 않는다. 여기서 컴패니언을 시작하지 않았기 때문이다. 프로젝트 폴더에서',
	readingThen: '를 실행하고 출력된 링크를 연다.',
	noEngineHow: 'Docker를 켜고 “npm start”를 다시 실행한다.',

	reset: '실습실 초기화',
	resetTitle: '실습실을 초기화할까?',
	resetText: '바로 새 실습실을 받는다. 다음은 사라지고 되돌릴 수 없다:',
	resetGoes: [
		'실습실의 모든 컨테이너, 네트워크, 볼륨',
		'모든 파일과 변수, 함수, 셸',
		'이 페이지와 다른 탭에 있는 블록의 출력',
	],
	resetKept: '고쳐 쓴 블록과 진행 기록은 남는다.',
	resetYes: '초기화',
	resetElsewhere: '다른 탭에서 실습실을 초기화했다. 여기서 실행한 것도 함께 사라졌다.',
};

export const texts = document.documentElement.lang === 'ko' ? ko : en;

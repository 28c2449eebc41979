// What is said of runs that are over, or that do not come to be, in the reader's language. Loaded when there is one.
import type { Refusal, RunTrouble } from '../../protocol/messages.ts';

const en = {
	exit: (status: number) => `exit ${status}`,
	seconds: (s: string) => `${s} s`,
	unmet: 'the output is not what this page expects',
	cut: (bytes: string) => `${bytes} of earlier output are no longer kept. What follows is the end.`,
	/** In the status line. */
	trouble: {
		timeout: 'time limit',
		'timeout-shell-ended': 'time limit, and the shell ended',
		incomplete: 'incomplete',
		'shell-ended': 'the shell ended',
		'lab-gone': 'the lab is gone',
		'scene-failed': 'the chapter could not be prepared',
		'lab-failed': 'no lab',
		'too-many-labs': 'too many labs',
		'no-engine': 'no Docker engine',
		'needs-missing': 'something is missing first',
		'out-of-memory': 'out of memory',
		'out-of-processes': 'too many processes',
		'disk-full': 'disk full',
	} satisfies Record<RunTrouble, string>,
	/** Below it: what happened, what was kept, what to do. */
	advice: {
		timeout: 'The block took longer than it may and was stopped. The shell goes on. Run it again, or reset the lab.',
		'timeout-shell-ended':
			'The block took longer than it may, and only the end of the shell stopped it. Files and containers are kept, variables and functions are gone. Run it again: it gets a new shell.',
		incomplete:
			'The command is incomplete: a quote, a bracket or a here-document is still open. Nothing more was run. Edit the block and run it again.',
		'shell-ended':
			'The shell itself ended, by exit, by set -e, or because it could not be stopped otherwise. Files and containers are kept, variables and functions are gone. The next block gets a new shell.',
		'lab-gone': 'The lab ended, and this run with it. Nothing of it is kept. Run starts a fresh lab.',
		'scene-failed': 'What this chapter needs could not be prepared. See the output. Resetting the lab usually helps.',
		'lab-failed': 'The lab could not be started. See the output, and what “npm start” printed. Run tries again.',
		'too-many-labs':
			'This machine runs as many labs as it may. Close pages in other browsers, or wait until an idle lab ends, and run again.',
		'no-engine': 'The Docker engine does not answer. Start Docker, then run again.',
		'needs-missing': '',
		'out-of-memory':
			'The lab reached its memory limit, and the kernel ended a process. The lab goes on. End what is not needed, or reset the lab.',
		'out-of-processes':
			'The lab has as many processes as it may. The lab goes on. Stop what runs in it, or reset the lab.',
		'disk-full': 'The lab’s disk is full. Nothing else is harmed. Remove files or containers, or reset the lab.',
	} satisfies Record<RunTrouble, string>,
	missing: 'This block builds on others whose result is not there now:',
	runMissing: 'Run them, then this one',
	met: (met: number, all: number) => `Expected: ${met} of ${all} found`,
	lineMet: '✓',
	lineUnmet: '✗',
	must: 'shows',
	mustNot: 'does not show',
	compare: 'Beside the recorded output',
	refused: {
		'unknown-snippet': 'This page is newer or older than the companion. Reload it.',
		'already-running': 'This block is already running.',
		'no-engine': 'The companion found no Docker engine, so nothing can run.',
		'too-many-runs': 'Too many blocks are waiting. Stop one first.',
	} satisfies Record<Refusal, string>,
	tooLong: (most: string) => `Your version is longer than a block may be: ${most} characters.`,
	editor: 'Your version of this block',
	ofAllPassed: (passed: number, all: number) => `${passed} of ${all} passed`,
	stoppedAt: (name: string) => `stopped at “${name}”`,
	tryFailed: 'It could not be tried:',
};

const ko: typeof en = {
	exit: (status) => `종료 상태 ${status}`,
	seconds: (s) => `${s}초`,
	unmet: '출력이 이 페이지의 기대 결과와 다르다',
	cut: (bytes) => `앞선 출력 ${bytes}는 보관되지 않았다. 아래는 끝부분이다.`,
	trouble: {
		timeout: '제한 시간 초과',
		'timeout-shell-ended': '제한 시간 초과, 셸 종료',
		incomplete: '끝나지 않은 명령',
		'shell-ended': '셸 종료',
		'lab-gone': '실습실이 사라짐',
		'scene-failed': '장 준비 실패',
		'lab-failed': '실습실 없음',
		'too-many-labs': '실습실이 너무 많음',
		'no-engine': 'Docker 엔진 없음',
		'needs-missing': '먼저 필요한 것이 없음',
		'out-of-memory': '메모리 부족',
		'out-of-processes': '프로세스가 너무 많음',
		'disk-full': '디스크 가득 참',
	},
	advice: {
		timeout: '제한 시간을 넘겨 중지했다. 셸은 그대로다. 다시 실행하거나 실습실을 초기화한다.',
		'timeout-shell-ended':
			'제한 시간을 넘겼고, 셸을 끝내야 멈출 수 있었다. 파일과 컨테이너는 남고 변수와 함수는 사라졌다. 다시 실행하면 새 셸에서 실행된다.',
		incomplete:
			'명령이 끝나지 않았다. 따옴표나 괄호, 히어독이 열려 있다. 그 뒤로는 아무것도 실행하지 않았다. 고쳐서 다시 실행한다.',
		'shell-ended':
			'셸이 끝났다. exit나 set -e 때문이거나, 달리 멈출 수 없어서다. 파일과 컨테이너는 남고 변수와 함수는 사라졌다. 다음 블록은 새 셸에서 실행된다.',
		'lab-gone': '실습실이 끝나면서 이 실행도 끝났다. 남은 것은 없다. 실행하면 새 실습실이 시작된다.',
		'scene-failed': '이 장에 필요한 준비를 하지 못했다. 출력을 확인한다. 대개 실습실을 초기화하면 된다.',
		'lab-failed': '실습실을 시작하지 못했다. 출력과 “npm start”의 메시지를 확인한다. 실행하면 다시 시도한다.',
		'too-many-labs':
			'이 컴퓨터에서 띄울 수 있는 만큼 실습실이 떠 있다. 다른 브라우저의 페이지를 닫거나, 쓰지 않는 실습실이 끝난 뒤 다시 실행한다.',
		'no-engine': 'Docker 엔진이 응답하지 않는다. Docker를 켜고 다시 실행한다.',
		'needs-missing': '',
		'out-of-memory':
			'실습실의 메모리 한도에 닿아 커널이 프로세스를 끝냈다. 실습실은 그대로다. 필요 없는 것을 끝내거나 실습실을 초기화한다.',
		'out-of-processes':
			'실습실의 프로세스가 한도까지 찼다. 실습실은 그대로다. 실행 중인 것을 멈추거나 실습실을 초기화한다.',
		'disk-full':
			'실습실의 디스크가 가득 찼다. 다른 것은 다치지 않았다. 파일이나 컨테이너를 지우거나 실습실을 초기화한다.',
	},
	missing: '이 블록은 다른 블록의 결과가 있어야 하는데 지금은 없다:',
	runMissing: '그것부터 실행하고 이 블록 실행',
	met: (met, all) => `기대 결과: ${all}개 중 ${met}개 확인`,
	lineMet: '✓',
	lineUnmet: '✗',
	must: '있어야 함:',
	mustNot: '없어야 함:',
	compare: '녹화된 출력과 비교',
	refused: {
		'unknown-snippet': '페이지와 컴패니언의 버전이 다르다. 새로고침한다.',
		'already-running': '이 블록은 이미 실행 중이다.',
		'no-engine': '컴패니언이 Docker 엔진을 찾지 못해 실행할 수 없다.',
		'too-many-runs': '기다리는 블록이 너무 많다. 먼저 하나를 중지한다.',
	},
	tooLong: (most) => `고쳐 쓴 블록이 너무 길다. 최대 ${most}자다.`,
	editor: '고쳐 쓴 블록',
	ofAllPassed: (passed, all) => `${all}개 중 ${passed}개 통과`,
	stoppedAt: (name) => `“${name}”에서 멈춤`,
	tryFailed: '확인하지 못했다:',
};

export const noteTexts = document.documentElement.lang === 'ko' ? ko : en;

// What the page says while it runs things, in the reader's language.
import type { LabEnd, Refusal, RunTrouble } from '../../protocol/messages.ts';

interface Texts {
	starting: string;
	running: string;
	passed: string;
	failed: string;
	stopped: string;
	exit: (status: number) => string;
	seconds: (s: string) => string;
	unmet: string;
	cut: (bytes: string) => string;
	trouble: Record<RunTrouble, string>;
	refused: Record<Refusal, string>;
	reading: string;
	lost: string;
	labNone: string;
	labStarting: string;
	labReady: (engine: string) => string;
	labGone: Record<LabEnd, string>;
	noEngine: string;
}

const en: Texts = {
	starting: 'Starting…',
	running: 'Running…',
	passed: 'Passed',
	failed: 'Failed',
	stopped: 'Stopped',
	exit: (status) => `exit ${status}`,
	seconds: (s) => `${s} s`,
	unmet: 'the output is not what this page expects',
	cut: (bytes) => `${bytes} of earlier output are no longer kept.`,
	trouble: {
		timeout: 'it took too long and was stopped',
		incomplete: 'the command is incomplete: a quote, bracket or here-document is still open',
		'shell-ended': 'the shell ended; the next block gets a new one, without its variables',
		'lab-gone': 'the lab is gone, and this run with it',
		'scene-failed': 'the scene of this chapter could not be prepared',
		'lab-failed': 'no lab could be started',
	},
	refused: {
		'unknown-snippet': 'This page is newer or older than the companion. Reload it.',
		'already-running': 'This block is already running.',
		'no-engine': 'The companion found no Docker engine, so nothing can run.',
		'too-many-runs': 'Too many blocks are waiting. Stop one first.',
	},
	reading: 'Read-only: run “npm start” and open the link it prints.',
	lost: 'The companion does not answer. Trying again…',
	labNone: 'Lab: starts with the first run',
	labStarting: 'Lab: starting…',
	labReady: (engine) => `Lab: ready (Docker ${engine})`,
	labGone: {
		idle: 'Lab: ended after a long pause. Run starts a new one.',
		died: 'Lab: it ended. Run starts a new one.',
		failed: 'Lab: it could not start. Run tries again.',
		'no-engine': 'Lab: no Docker engine answers',
	},
	noEngine: 'No Docker engine: pages can only be read',
};

const ko: Texts = {
	starting: '시작하는 중…',
	running: '실행 중…',
	passed: '통과',
	failed: '실패',
	stopped: '중지됨',
	exit: (status) => `종료 코드 ${status}`,
	seconds: (s) => `${s}초`,
	unmet: '출력이 이 페이지의 예상과 다르다',
	cut: (bytes) => `앞선 출력 ${bytes}는 보관되지 않았다.`,
	trouble: {
		timeout: '제한 시간을 넘겨 중지했다',
		incomplete: '명령이 끝나지 않았다. 따옴표, 괄호 또는 히어독이 열려 있다',
		'shell-ended': '셸이 끝났다. 다음 블록은 새 셸에서 실행되며 변수는 남지 않는다',
		'lab-gone': '실습실이 사라져 이 실행도 끝났다',
		'scene-failed': '이 장의 준비 작업이 실패했다',
		'lab-failed': '실습실을 시작하지 못했다',
	},
	refused: {
		'unknown-snippet': '페이지와 컴패니언의 버전이 다르다. 새로고침한다.',
		'already-running': '이 블록은 이미 실행 중이다.',
		'no-engine': '컴패니언이 Docker 엔진을 찾지 못해 실행할 수 없다.',
		'too-many-runs': '기다리는 블록이 너무 많다. 먼저 하나를 중지한다.',
	},
	reading: '읽기 전용: “npm start”를 실행하고 출력된 링크를 연다.',
	lost: '컴패니언이 응답하지 않는다. 다시 연결하는 중…',
	labNone: '실습실: 첫 실행 때 시작',
	labStarting: '실습실: 시작하는 중…',
	labReady: (engine) => `실습실: 준비됨 (Docker ${engine})`,
	labGone: {
		idle: '실습실: 오래 쓰지 않아 종료됨. 실행하면 새로 시작한다.',
		died: '실습실: 종료됨. 실행하면 새로 시작한다.',
		failed: '실습실: 시작 실패. 실행하면 다시 시도한다.',
		'no-engine': '실습실: 응답하는 Docker 엔진이 없음',
	},
	noEngine: 'Docker 엔진 없음: 읽기만 가능',
};

export const texts: Texts = document.documentElement.lang === 'ko' ? ko : en;

// What a page says while it runs things. It carries those of its own language in its head, where client/texts.ts finds them.
import { MOST_PAGES } from '../../protocol/limits.ts';
import type { Loss } from '../../protocol/losses.ts';
import type { LabEnd } from '../../protocol/messages.ts';

const en = {
	starting: 'Starting…',
	running: 'Running…',
	passed: 'Passed',
	failed: 'Failed',
	stopped: 'Stopped',
	runAll: 'Run all',
	stopAll: 'Stop',
	solved: 'Right.',
	notYet: 'Not yet.',
	broken: 'Broken. Find out how.',
	trying: 'Looking…',
	/** In the header; the panel behind it says how. */
	readOnly: 'Read-only: output is recorded',
	reading: 'Read-only, output is recorded: run “npm start” and open the link it prints.',
	lost: {
		'no-answer': 'The companion does not answer. Trying again…',
		'too-many-pages': `As many pages are open as one reader may have (${MOST_PAGES}). Close one: this one connects then.`,
		'too-many-connections':
			'The companion has as many connections as it may. Close pages or programs that use it. Trying again…',
		'too-much-sent': 'The connection was closed because too much was sent at once. What came last may be lost.',
	} satisfies Record<Loss, string>,
	labNone: 'Lab: starts with the first run',
	labStarting: 'Lab: starting…',
	/** ‹engine› is its version. */
	labReady: 'Lab: ready (Docker ‹engine›)',
	labGone: {
		idle: 'Lab: ended after a long pause',
		died: 'Lab: it ended',
		failed: 'Lab: it could not start',
		'too-many-labs': 'Lab: too many are running',
		'no-engine': 'Lab: no Docker engine answers',
	} satisfies Record<LabEnd, string>,
	noEngine: 'No Docker engine: pages can only be read',
	freshLab: 'Start a new lab',
	retry: 'Try again',
	lab: 'Lab',
	terminal: 'Terminal',
};

export type Texts = typeof en;

const ko: Texts = {
	starting: '시작하는 중…',
	running: '실행 중…',
	passed: '통과',
	failed: '실패',
	stopped: '중지됨',
	runAll: '모두 실행',
	stopAll: '중지',
	solved: '맞았다.',
	notYet: '아직이다.',
	broken: '고장 났다. 어디가 고장인지 찾아보자.',
	trying: '살펴보는 중…',
	readOnly: '읽기 전용: 출력은 녹화',
	reading: '읽기 전용, 출력은 녹화: “npm start”를 실행하고 출력된 링크를 연다.',
	lost: {
		'no-answer': '컴패니언이 응답하지 않는다. 다시 연결하는 중…',
		'too-many-pages': `한 사람이 열 수 있는 페이지(${MOST_PAGES}개)가 다 열려 있다. 하나를 닫으면 이 페이지가 연결된다.`,
		'too-many-connections':
			'컴패니언의 연결이 한도에 이르렀다. 컴패니언을 쓰는 페이지나 프로그램을 닫는다. 다시 연결하는 중…',
		'too-much-sent': '한꺼번에 너무 많이 보내 연결이 끊겼다. 마지막에 보낸 것은 전달되지 않았을 수 있다.',
	},
	labNone: '실습실: 첫 실행 때 시작',
	labStarting: '실습실: 시작하는 중…',
	labReady: '실습실: 준비됨 (Docker ‹engine›)',
	labGone: {
		idle: '실습실: 오래 쓰지 않아 종료됨',
		died: '실습실: 종료됨',
		failed: '실습실: 시작 실패',
		'too-many-labs': '실습실: 너무 많이 떠 있음',
		'no-engine': '실습실: 응답하는 Docker 엔진이 없음',
	},
	noEngine: 'Docker 엔진 없음: 읽기만 가능',
	freshLab: '새 실습실 시작',
	retry: '다시 연결',
	lab: '실습실',
	terminal: '터미널',
};

/** By the language of the page. */
export const texts = { en, ko };

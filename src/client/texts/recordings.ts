// What a page says about recordings, in the reader's language. Loaded with the first one.

const en = {
	/** In the status line. */
	recorded: (engine: string, day: string) => `Recorded · Docker ${engine} · ${day}`,
	missing: 'There is no recording of this block.',
	stopped: 'The recording was stopped.',
	/** Below it; followed by a link. */
	howTo: (engine: string, day: string) =>
		`This was recorded on ${day} with Docker ${engine}, not run now. To run it yourself, start Underbridge on your machine with npm start.`,
	/** Before it, of a block that did not end. */
	goesOn: 'This block goes on until it is stopped; the recording has an end.',
	howToLink: 'What the lab is',
	theirs: 'Recorded',
	yours: 'Yours',
	same: 'Every line is the same, but for what differs by nature: ids, MAC addresses, times.',
	differing: (lines: number) =>
		lines === 1
			? 'One line differs. What differs by nature (ids, MAC addresses, times) is not counted.'
			: `${lines} lines differ. What differs by nature (ids, MAC addresses, times) is not counted.`,
};

const ko: typeof en = {
	recorded: (engine, day) => `녹화 · Docker ${engine} · ${day}`,
	missing: '이 블록의 녹화가 없다.',
	stopped: '녹화 재생을 중지했다.',
	howTo: (engine, day) =>
		`${day}에 Docker ${engine}에서 녹화한 출력이고 지금 실행한 것이 아니다. 직접 실행하려면 내 컴퓨터에서 npm start로 Underbridge를 시작한다.`,
	goesOn: '이 블록은 중지할 때까지 계속된다. 녹화에는 끝이 있다.',
	howToLink: '실습실이란',
	theirs: '녹화된 출력',
	yours: '내 출력',
	same: '모든 줄이 같다. ID, MAC 주소, 시각처럼 원래 다른 것은 세지 않았다.',
	differing: (lines) => `${lines}줄이 다르다. ID, MAC 주소, 시각처럼 원래 다른 것은 세지 않았다.`,
};

export const recordedTexts = document.documentElement.lang === 'ko' ? ko : en;

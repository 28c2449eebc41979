// What the header's status says when a lab or the engine is missing, and the one click that repairs it; and what a block says when
// it cannot run. The companion is in this process, so that the tests can kill its labs and limit their number.
import { expect, inject, test } from 'vitest';
import { instanceId, OWNER_LABEL } from '../../src/lab/docker/labels.ts';
import { dockerLabs } from '../../src/lab/docker/source.ts';
import { tap } from '../attack/wire.ts';
import { docker, image } from '../lab/docker/bench.ts';
import { status, statusText, untilStatus, useCompanions } from './in-process.ts';
import { block } from './product.ts';
import { edit, untilIn } from './reader.ts';

const start = useCompanions();

const languages = [
	{
		prefix: '',
		died: 'Lab: it ended',
		fresh: 'Start a new lab',
		lost: /The lab ended, and this run with it.*Run starts a fresh lab/,
		many: 'Lab: too many are running',
		tooMany: /as many labs as it may.*run again/,
		away: 'Lab: no Docker engine answers',
		noEngine: /engine does not answer.*Start Docker/,
		none: 'No Docker engine: pages can only be read',
	},
	{
		prefix: '/ko',
		died: '실습실: 종료됨',
		fresh: '새 실습실 시작',
		lost: /실습실이 끝나면서 이 실행도 끝났다.*새 실습실이 시작된다/,
		many: '실습실: 너무 많이 떠 있음',
		tooMany: /띄울 수 있는 만큼 실습실이 떠 있다.*다시 실행한다/,
		away: '실습실: 응답하는 Docker 엔진이 없음',
		noEngine: /엔진이 응답하지 않는다.*다시 실행한다/,
		none: 'Docker 엔진 없음: 읽기만 가능',
	},
];

test.each(languages)('a lab that ended says so, and one click gives a fresh one (“$died”)', async (words) => {
	const { open } = await start({ mostLabs: 2 }, words.prefix);
	const page = await open();
	const one = block(page, 'lab#lab-1');
	await edit(one.element, 'sleep 100');
	await one.run.click();
	await untilIn(page, 'lab#lab-1', 'running');
	const labs = await docker.listContainers({ filters: { label: [`${OWNER_LABEL}=${instanceId()}`] } });
	await Promise.all(labs.map(({ Id }) => docker.getContainer(Id).kill({ signal: 'SIGKILL' })));
	expect(await one.end()).toBe('failed');
	expect(await one.element.locator('.run-notes').textContent()).toMatch(words.lost);
	await untilStatus(page, 'gone');
	expect(await statusText(page).textContent()).toBe(words.died);
	await status(page).getByRole('button', { name: words.fresh }).click();
	await untilStatus(page, 'ready');
	await edit(one.element, 'true');
	expect(await one.runToEnd()).toBe('passed');
});

test.each(languages)('a reader too many is told so (“$many”)', async (words) => {
	const { open } = await start({ mostLabs: 1 }, words.prefix);
	expect(await block(await open(), 'lab#lab-1').runToEnd()).toBe('passed');
	const page = await open();
	const one = block(page, 'lab#lab-1');
	expect(await one.runToEnd()).toBe('failed');
	expect(await one.element.locator('.run-notes').textContent()).toMatch(words.tooMany);
	await expect.poll(() => statusText(page).textContent()).toBe(words.many);
});

test.each(languages)('an engine that went away is told (“$away”)', async (words) => {
	const wire = await tap(inject('engineUrl'));
	const { open } = await start(
		{ labs: dockerLabs({ docker: wire.docker, image, engine: 'test' }), mostLabs: 1 },
		words.prefix,
	);
	const page = await open();
	const one = block(page, 'lab#lab-1');
	await wire.close();
	expect(await one.runToEnd()).toBe('failed');
	expect(await one.element.locator('.run-notes').textContent()).toMatch(words.noEngine);
	await expect.poll(() => statusText(page).textContent()).toBe(words.away);
	expect(await status(page).getByRole('button', { name: words.fresh }).isVisible()).toBe(true);
});

test.each(languages)('a companion without an engine says that pages can only be read (“$none”)', async (words) => {
	const { open } = await start({ labs: undefined }, words.prefix);
	const page = await open();
	expect(await statusText(page).textContent()).toBe(words.none);
	expect(await status(page).locator('.lab-mend').isVisible()).toBe(false);
});

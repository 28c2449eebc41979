// An exercise as a reader does it: wrong at first, then with a hint, then with the solution; and the saved progress.
import { expect, test } from 'vitest';
import { block } from './product.ts';
import { untilIn, useReader } from './reader.ts';
import { holdSockets } from './sockets.ts';

const reader = useReader();

const words = [
	{
		path: '/lab/',
		check: 'Check my work',
		hint: 'Hint',
		solution: 'A solution',
		notYet: /^Not yet\. \S/,
		right: 'Right.',
		clear: 'Forget my progress',
	},
	{
		path: '/ko/lab/',
		check: '확인하기',
		hint: '힌트',
		solution: '풀이 예',
		notYet: /^아직이다\. \S/,
		right: '맞았다.',
		clear: '진행 기록 지우기',
	},
];

test.each(words)('on $path goes from wrong to right by hint and solution, and is remembered', async (word) => {
	const page = await reader.open(word.path);
	const check = page.locator('lab-check[data-snippet="lab#lab-x"]');
	const status = check.getByRole('status');
	await check.getByRole('button', { name: word.check }).click();
	await expect.poll(() => status.textContent(), { timeout: 30_000 }).toMatch(word.notYet);

	const hint = page.locator('.lab-hint').first();
	expect(await hint.locator('> :not(summary)').first().isVisible()).toBe(false);
	await hint.getByText(word.hint, { exact: true }).click();
	expect(await hint.locator('> :not(summary)').first().isVisible()).toBe(true);

	const solution = page.locator('.lab-solution').first();
	expect(await page.locator('run-snippet[data-snippet="lab#lab-s"]').count()).toBe(0);
	await solution.getByText(word.solution, { exact: true }).click();
	expect(await block(page, 'lab#lab-s').runToEnd()).toBe('passed');
	await check.getByRole('button').click();
	await expect.poll(() => status.textContent(), { timeout: 30_000 }).toBe(word.right);

	const chapter = page.locator('nav a[data-chapter][aria-current=page]').first();
	expect(await chapter.getAttribute('data-solved')).toBe('');
	await page.reload();
	await expect.poll(() => chapter.getAttribute('data-solved')).toBe('');
	await page.getByRole('button', { name: word.clear }).click();
	expect(await chapter.getAttribute('data-solved')).toBeNull();
	expect(await chapter.evaluate((link) => link === document.activeElement)).toBe(true);
	await page.reload();
	await page.locator('lab-status:not([data-state=unknown])').first().waitFor({ state: 'attached' });
	expect(await chapter.getAttribute('data-solved')).toBeNull();
	expect(await page.getByRole('button', { name: word.clear }).isVisible()).toBe(false);
});

test('a check whose answer was lost with the connection can be asked again', async () => {
	const page = await reader.open('/lab/');
	await holdSockets(page);
	const check = page.locator('lab-check[data-snippet="lab#lab-x"]');
	await check.getByRole('button').evaluate((button) => {
		(button as HTMLElement).click();
		(globalThis as unknown as { sockets: WebSocket[] }).sockets.at(-1)?.close();
	});
	await page.locator('lab-status[data-state=lost]').first().waitFor({ state: 'attached' });
	await page.locator('lab-status:not([data-state=lost])').first().waitFor({ state: 'attached' });
	await check.getByRole('button').click();
	await expect.poll(() => check.getByRole('status').textContent(), { timeout: 30_000 }).toMatch(/^Not yet/);
});

test('a check that the companion refuses says why', async () => {
	const page = await reader.open('/lab/');
	const check = page.locator('lab-check').first();
	await check.evaluate((element) => element.setAttribute('data-snippet', 'lab#nowhere'));
	await check.getByRole('button').click();
	await expect
		.poll(() => check.getByRole('status').textContent())
		.toBe('This page is newer or older than the companion. Reload it.');
	expect(await check.getAttribute('data-state')).toBe('failed');
});

test('a check whose answer does not come because the companion does not know the reader any more can be asked again', async () => {
	const page = await reader.openAnother('/lab/');
	await holdSockets(page);
	const check = page.locator('lab-check[data-snippet="lab#lab-x"]');
	const bearer = await page.evaluate(() => localStorage.getItem('underbridge.bearer'));
	await check.getByRole('button').evaluate((button) => {
		(button as HTMLElement).click();
		localStorage.setItem('underbridge.bearer', 'unknown');
		(globalThis as unknown as { sockets: WebSocket[] }).sockets.at(-1)?.close();
	});
	await page.locator('lab-status[data-state=reading]').first().waitFor({ state: 'attached' });
	await expect.poll(() => check.getByRole('status').textContent()).not.toBe('Looking…');
	await page.evaluate((bearer) => localStorage.setItem('underbridge.bearer', bearer ?? ''), bearer);
	await page.reload();
	await page.locator('lab-status:not([data-state=unknown])').first().waitFor({ state: 'attached' });
	await check.getByRole('button').click();
	await expect.poll(() => check.getByRole('status').textContent(), { timeout: 30_000 }).toMatch(/^(Not yet|Right)/);
});

test('a case of the clinic is broken unseen, shows its symptom, is examined and healed', async () => {
	const page = await reader.open('/clinic/');
	const broken = page.locator('lab-break[data-snippet="clinic#k1-b"]');
	const healed = page.locator('lab-check[data-snippet="clinic#k1-x"]');
	await broken.getByRole('button').click();
	await expect.poll(() => broken.getByRole('status').textContent(), { timeout: 60_000 }).toContain('Broken');
	await healed.getByRole('button').click();
	await expect.poll(() => healed.getByRole('status').textContent(), { timeout: 60_000 }).toContain('Not yet');
	expect(await block(page, 'clinic#k1-y').runToEnd()).toBe('passed');
	const solution = page.locator('.lab-solution').first();
	await solution.locator('> summary').click();
	await block(page, 'clinic#k1-s').run.click();
	await untilIn(page, 'clinic#k1-s', 'passed');
	await healed.getByRole('button').click();
	await expect.poll(() => healed.getByRole('status').textContent(), { timeout: 60_000 }).toBe('Right.');
});

test('running the whole page leaves solutions and symptoms to the reader', async () => {
	const page = await reader.open('/lab/');
	const kinds = await page.evaluate(() => [
		document.querySelectorAll('run-snippet[data-kind=solution]').length,
		document.querySelectorAll('folded-snippet').length,
	]);
	expect(kinds[0]).toBe(0);
	expect(kinds[1]).toBeGreaterThan(0);
});

test('the plan of the capstone fills with the proofs that the judge has accepted', async () => {
	const page = await reader.open('/capstone/');
	const plan = page.locator('figure:has(#blueprint-title)');
	expect(await plan.getAttribute('data-proofs')).toBeNull();
	await page.locator('lab-check[data-snippet="capstone#cap-x"]').getByRole('button').click();
	await expect.poll(() => plan.getAttribute('data-proofs'), { timeout: 60_000 }).toBe('11');

	const solution = page.locator('.lab-solution').first();
	await solution.locator('> summary').click();
	expect(await block(page, 'capstone#cap-s').runToEnd()).toBe('passed');
	expect(await block(page, 'capstone#cap-j').runToEnd()).toBe('passed');
	await expect.poll(() => plan.getAttribute('data-proofs'), { timeout: 60_000 }).toBe('1 2 3 4 5 6 7 8 9 10 11');
});

test('the lenses of chapter 03 get the numbers of the lab’s own namespaces', async () => {
	const page = await reader.open('/namespaces/');
	const lens = page.locator('figure:has(#eight-lenses-title) [data-kind=net]');
	expect(await lens.textContent()).toBe('');
	const { runToEnd, output } = block(page, 'namespaces#ns-1');
	expect(await runToEnd()).toBe('passed');
	await expect.poll(() => lens.textContent()).toMatch(/^\d{10}$/);
	expect(await output.textContent()).toContain(`net:[${await lens.textContent()}]`);
});

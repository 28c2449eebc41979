// Prints the attacks as a table: the threat, the attempt and its result. A threat without an attempt is a failure.
import type { Reporter, TestCase, TestModule, TestSpecification, Vitest } from 'vitest/node';
import { threats } from './threats.ts';

interface Row {
	threat: string;
	tried: string;
	result: string;
}

/** A title that begins with the number of a threat, or of several: `T1 DNS rebinding`, `T2 to T5: …`. */
const THREAT = /^T(\d+)(?: to T(\d+))?\b/;
/** A title that ends with the number: `a clock that jumps ends no run (T55)`. */
const AT_END = / \((T\d+)\)$/;
const WIDTH = 42;

export default class TableReporter implements Reporter {
	#vitest: Vitest | undefined;
	/** Whether all files run, not only selected ones. */
	#whole = false;

	onInit(vitest: Vitest): void {
		this.#vitest = vitest;
	}

	async onTestRunStart(specifications: readonly TestSpecification[]): Promise<void> {
		this.#whole = specifications.length === (await this.#vitest?.globTestSpecifications())?.length;
	}

	onTestRunEnd(modules: readonly TestModule[]): void {
		const rows = modules.flatMap((module) => [...module.children.allTests()].flatMap(row));
		rows.sort((one, other) => first(one) - first(other));
		console.log(`\n| ${'threat'.padEnd(WIDTH)} | tried | result |\n| ${'-'.repeat(WIDTH)} | --- | --- |`);
		for (const { threat, tried, result } of rows) console.log(`| ${threat.padEnd(WIDTH)} | ${tried} | ${result} |`);
		if (this.#whole) this.#missing(rows);
	}

	#missing(rows: Row[]): void {
		const tried = new Set(rows.flatMap(numbers));
		for (const [index, name] of threats.entries()) {
			if (tried.has(index + 1)) continue;
			console.log(`T${index + 1} ${name}: nobody tried it`);
			process.exitCode = 1;
		}
	}
}

function row(test: TestCase): Row[] {
	const { parent, name } = test;
	const group = parent.type === 'suite' ? parent.name : '';
	// The number is in the name of the threat's group, or of its only test.
	const [threat = '', tried = ''] = THREAT.test(group) ? [group, name] : split(name);
	if (!THREAT.test(threat)) return [];
	return [{ threat, tried, result: resultOf(test) }];
}

function split(name: string): string[] {
	const colon = name.indexOf(':');
	return THREAT.test(name)
		? [name.slice(0, colon), name.slice(colon + 2)]
		: [nameOf(AT_END.exec(name)?.[1]), name.replace(AT_END, '')];
}

function nameOf(number = ''): string {
	return `${number} ${threats[Number(number.slice(1)) - 1] ?? ''}`;
}

function numbers({ threat }: Row): number[] {
	const [, from, to = from] = THREAT.exec(threat) ?? [];
	return Array.from({ length: Number(to) - Number(from) + 1 }, (_, n) => Number(from) + n);
}

function first(row: Row): number {
	return numbers(row)[0] ?? 0;
}

function resultOf(test: TestCase): string {
	const { state } = test.result();
	if (state === 'failed') return 'GOT THROUGH';
	if (state !== 'passed') return 'not tried here';
	return (
		test
			.annotations()
			.map(({ message }) => message)
			.join('; ') || 'withstood'
	);
}

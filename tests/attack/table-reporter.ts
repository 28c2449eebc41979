// Prints what was attacked as a table: the threat by SECURITY.md's number, what was tried, and what came of it.
import type { Reporter, TestCase, TestModule } from 'vitest/node';

interface Row {
	threat: string;
	tried: string;
	result: string;
}

/** A title that begins with a threat's number: `T1 DNS rebinding`, `T2 to T5: …`. */
const THREAT = /^T\d+\b/;
const WIDTH = 42;

export default class TableReporter implements Reporter {
	onTestRunEnd(modules: readonly TestModule[]): void {
		const rows = modules.flatMap((module) => [...module.children.allTests()].flatMap(row));
		const number = ({ threat }: Row) => Number(/\d+/.exec(threat)?.[0]);
		rows.sort((one, other) => number(one) - number(other));
		console.log(`\n| ${'threat'.padEnd(WIDTH)} | tried | result |\n| --- | --- | --- |`);
		for (const { threat, tried, result } of rows) console.log(`| ${threat.padEnd(WIDTH)} | ${tried} | ${result} |`);
	}
}

function row(test: TestCase): Row[] {
	const { parent, name } = test;
	const group = parent.type === 'suite' ? parent.name : '';
	// The number stands before the tests of a threat, or before the only one.
	const [threat = '', tried = ''] = THREAT.test(group) ? [group, name] : split(name);
	if (!THREAT.test(threat)) return [];
	return [{ threat, tried, result: resultOf(test) }];
}

function split(name: string): string[] {
	const colon = name.indexOf(':');
	return [name.slice(0, colon), name.slice(colon + 2)];
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

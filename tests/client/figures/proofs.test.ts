// What the judge of chapter 18 says becomes numbers of proofs, which the drawing fills.
import { describe, expect, test } from 'vitest';
import { proofsIn } from '../../../src/client/figures/proofs.ts';

describe('the proofs in what the judge says', () => {
	test('are those that passed', () => {
		expect(proofsIn('PASS  1 my0 is a bridge\nFAIL  2 neighbours talk\nPASS 10 a container\nCAPSTONE 2/11')).toEqual([
			1, 10,
		]);
	});

	test('are none where all failed', () => {
		expect(proofsIn('FAIL  1 my0 is a bridge\nCAPSTONE 0/11')).toEqual([]);
	});

	test('are not known before the judge has finished', () => {
		expect(proofsIn('PASS  1 my0 is a bridge\n')).toBeUndefined();
	});

	test('are not known from the block itself, which only names the judge', () => {
		expect(proofsIn('judge\n^CAPSTONE \\d+/11')).toBeUndefined();
	});
});

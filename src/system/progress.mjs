// Prints progress as plain lines, each with the time since the command began. A long step prints a heartbeat.

/**
 * @typedef {(line: string) => void} Detail reports what a step is doing now
 *
 * @typedef {object} Progress
 * @property {(line: string) => void} say prints a line
 * @property {<T>(name: string, work: (detail: Detail) => T | Promise<T>) => Promise<T>} step runs one long
 *   step, with a line when it begins, for every detail, and when it ends
 */

/** A step that has printed nothing for this long prints a heartbeat, in ms. */
const SILENCE = 5000;

/**
 * @param {{ began?: number, write?: (line: string) => void }} [options] `began`: when the command began, in ms since the epoch
 * @returns {Progress}
 */
export function createProgress({ began = Date.now(), write = console.log } = {}) {
	/** @param {string} line */
	const say = (line) => write(`[${seconds(Date.now() - began).padStart(8)}] ${line}`);

	/** @type {Progress['step']} */
	async function step(name, work) {
		const start = Date.now();
		let spoke = start;
		say(`${name} …`);
		const heartbeat = setInterval(() => {
			if (Date.now() - spoke < SILENCE) return;
			spoke = Date.now();
			say(`  ${name}: still at it`);
		}, 1000);
		try {
			const result = await work((line) => {
				spoke = Date.now();
				say(`  ${name}: ${line}`);
			});
			say(`${name}: done in ${seconds(Date.now() - start)}`);
			return result;
		} catch (error) {
			say(`${name}: failed after ${seconds(Date.now() - start)}`);
			throw error;
		} finally {
			clearInterval(heartbeat);
		}
	}

	return { say, step };
}

/** @param {number} ms */
function seconds(ms) {
	return `${(ms / 1000).toFixed(1)} s`;
}

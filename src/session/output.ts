// A run's output: the last mebibyte, addressed by byte offsets from the run's start.
import { joined } from '../protocol/bytes.ts';
import { OUTPUT_KEPT } from '../protocol/limits.ts';

/** Small chunks are joined up to this size, in bytes: reading stays fast when a program prints byte by byte. */
const JOINED = 16 * 1024;

export class Output {
	#chunks: Uint8Array[] = [];
	#start = 0;
	#end = 0;

	/** Offset of the first byte still kept. */
	get start(): number {
		return this.#start;
	}

	/** Offset after the last byte: the number of bytes printed in total. */
	get end(): number {
		return this.#end;
	}

	append(chunk: Uint8Array): void {
		const last = this.#chunks.at(-1);
		if (last && last.length + chunk.length <= JOINED) this.#chunks[this.#chunks.length - 1] = joined([last, chunk]);
		else this.#chunks.push(chunk);
		this.#end += chunk.length;
		this.keep(OUTPUT_KEPT);
	}

	/** Drops old chunks so that at least the last `most` bytes stay. */
	keep(most: number): void {
		while (this.#end - this.#start - (this.#chunks[0]?.length ?? 0) >= most) {
			this.#start += this.#chunks.shift()?.length ?? 0;
		}
	}

	/** Up to `most` bytes from `offset`, which must lie between `start` and `end`. */
	read(offset: number, most: number): Uint8Array {
		const parts: Uint8Array[] = [];
		let at = this.#start;
		let left = most;
		for (const chunk of this.#chunks) {
			if (at + chunk.length > offset && left > 0) {
				const part = chunk.subarray(Math.max(0, offset - at)).subarray(0, left);
				parts.push(part);
				left -= part.length;
			}
			at += chunk.length;
		}
		return joined(parts);
	}

	/** All bytes still kept. */
	bytes(): Uint8Array {
		return joined(this.#chunks);
	}

	/** The same as text, including control sequences. */
	text(): string {
		return new TextDecoder().decode(this.bytes());
	}
}

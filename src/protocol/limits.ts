// What a page may ask of the companion at most, and how it learns that it was too much. Without Zod, since the page loads it.

/** Why the companion closes a page's connection (RFC 6455, section 7.4; 4000 to 4999 are an application's own). */
export const CLOSE = {
	/** Not what the protocol allows, now or ever. */
	policy: 1008,
	/** More bytes in one message than the companion takes. */
	tooBig: 1009,
	unknownBearer: 4401,
	tooManyPages: 4429,
	tooManyConnections: 4503,
} as const;

/** The reason beside `CLOSE.policy` where messages came too fast. */
export const TOO_MANY_MESSAGES = 'too many messages';
/** Characters of a block as its reader made it. */
export const MOST_CODE = 32_768;
/** Pages of one reader at most. */
export const MOST_PAGES = 8;
/** Bytes of an output that are kept: the last ones. */
export const OUTPUT_KEPT = 1024 * 1024;
/** Runs whose output is kept for one reader, and listed on a page: the latest. */
export const MOST_RUNS_KEPT = 100;
/** A terminal's size in cells where nobody has chosen one. */
export const DEFAULT_SIZE = { cols: 80, rows: 24 } as const;
/** How long a block that goes on has to begin before the next one is run; in ms. */
export const BACKGROUND_LEAD = 1500;

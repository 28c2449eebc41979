// The companion's limits for a page, and the codes that report a breach. The page loads this module, so it must not import Zod.

/** Why the companion closes a page's connection (RFC 6455, section 7.4; 4000 to 4999 are an application's own). */
export const CLOSE = {
	/** A message that the protocol does not allow. */
	policy: 1008,
	/** A message of more bytes than the companion accepts. */
	tooBig: 1009,
	unknownBearer: 4401,
	tooManyPages: 4429,
	tooManyConnections: 4503,
} as const;

/** The close reason with `CLOSE.policy` when messages came too fast. */
export const TOO_MANY_MESSAGES = 'too many messages';
/** The maximum length of an edited block, in characters. */
export const MOST_CODE = 32_768;
/** One reader's maximum number of open pages. */
export const MOST_PAGES = 8;
/** Bytes of an output that are kept: the last ones. */
export const OUTPUT_KEPT = 1024 * 1024;
/** The number of latest runs whose output is kept for one reader and listed on a page. */
export const MOST_RUNS_KEPT = 100;
/** A terminal's default size, in cells. */
export const DEFAULT_SIZE = { cols: 80, rows: 24 } as const;
/** How long a background block may take to start before the next block runs; in ms. */
export const BACKGROUND_LEAD = 1500;

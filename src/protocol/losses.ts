// Why a page has no connection to its companion.

/** The companion does not answer, or closed the connection because of one of its limits. */
export type Loss = 'no-answer' | 'too-many-pages' | 'too-many-connections' | 'too-much-sent';

// Where the site lies on its host.

/** The path below which the site lies, without a slash at its end: empty, or e.g. `/underbridge`. */
export const base = import.meta.env.BASE_URL.replace(/\/$/, '');

// A proof: what only one runtime has cannot be named in the pure rooms, also when a library's types bring other types along.
export const absent = [
	// @ts-expect-error only browsers have it
	document,
	// @ts-expect-error only browsers and their workers have it
	fetch,
	// @ts-expect-error only Node has it
	process,
	// @ts-expect-error only Node has it
	Buffer,
	// @ts-expect-error only Node has it
	import('node:fs'),
];

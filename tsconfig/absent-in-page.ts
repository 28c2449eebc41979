// A proof: what only Node has cannot be named in what browsers run, also when a library's types bring other types along.
export const absent = [
	// @ts-expect-error only Node has it
	process,
	// @ts-expect-error only Node has it
	Buffer,
	// @ts-expect-error only Node has it
	import('node:fs'),
];

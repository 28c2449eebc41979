// A proof: what only browsers have cannot be named in what Node runs, also when a library's types bring other types along.
export const absent = [
	// @ts-expect-error only browsers have it
	document,
	// @ts-expect-error only browsers have it
	window,
];

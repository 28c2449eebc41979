// Gives every idle callback a deadline of a second: a browser may find no idle moment while a dialog is open, and the search that
// waits for one would stay empty.

const whenIdle = window.requestIdleCallback;
if (whenIdle) {
	window.requestIdleCallback = (callback, options) => whenIdle(callback, { timeout: 1000, ...options });
}

// What waits for an idle moment gets one within a second: a browser may find none while a dialog is open, and the search that
// was to be loaded then would stay empty.

const whenIdle = window.requestIdleCallback;
if (whenIdle) {
	window.requestIdleCallback = (callback, options) => whenIdle(callback, { timeout: 1000, ...options });
}

// Gives up waiting for an engine that may never answer.

/**
 * Waits for `work` for a limited time; the work itself goes on.
 *
 * @param limit In ms.
 * @throws The error from `late`, when the work takes longer.
 */
export async function within<T>(limit: number, work: Promise<T>, late: () => Error): Promise<T> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const patience = new Promise<never>((_resolve, reject) => {
		timer = setTimeout(() => reject(late()), limit);
	});
	return Promise.race([work, patience]).finally(() => clearTimeout(timer));
}

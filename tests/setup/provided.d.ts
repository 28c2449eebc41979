// What the setups of the tests provide, and tests take by Vitest's `inject`; empty where it could not be had.
import 'vitest';

declare module 'vitest' {
	interface ProvidedContext {
		/** The address of the engine, as in `DOCKER_HOST`. */
		engineUrl: string;
		/** The lab image on that engine. */
		labImage: string;
		/** The folder of the built site. */
		siteDir: string;
		/** Path of the browser's program. */
		chromium: string;
	}
}

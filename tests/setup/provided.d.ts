// Values that the setups provide, for Vitest's `inject`. A value that could not be obtained is empty.
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

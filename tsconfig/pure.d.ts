// What every runtime has beyond the language: browsers, their workers and Node alike. The pure rooms may use this and nothing else
// (https://min-common-api.proposal.wintertc.org); each is a part of what lib.dom and @types/node declare.

/** A number in browsers, an object in Node: only good to be cleared. */
interface Timer {
	readonly timer: unique symbol;
}
declare function setTimeout(run: () => void, milliseconds?: number): Timer;
declare function clearTimeout(timer: Timer | undefined): void;
declare function setInterval(run: () => void, milliseconds?: number): Timer;
declare function clearInterval(timer: Timer | undefined): void;
declare function queueMicrotask(run: () => void): void;
declare function structuredClone<Value>(value: Value): Value;

declare const performance: { now(): number };

declare const console: Record<'debug' | 'error' | 'info' | 'log' | 'warn', (...what: unknown[]) => void>;

declare const crypto: {
	randomUUID(): `${string}-${string}-${string}-${string}-${string}`;
	getRandomValues<Values extends ArrayBufferView<ArrayBuffer>>(values: Values): Values;
};

interface AbortSignal {
	readonly aborted: boolean;
	// biome-ignore lint/suspicious/noExplicitAny: as both libraries have it
	readonly reason: any;
	throwIfAborted(): void;
	addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean; signal?: AbortSignal }): void;
	removeEventListener(type: 'abort', listener: () => void): void;
}
declare const AbortSignal: {
	abort(reason?: unknown): AbortSignal;
	any(signals: Iterable<AbortSignal>): AbortSignal;
	timeout(milliseconds: number): AbortSignal;
};
interface AbortController {
	readonly signal: AbortSignal;
	abort(reason?: unknown): void;
}
declare const AbortController: { new (): AbortController };

interface TextEncoder {
	encode(text?: string): Uint8Array<ArrayBuffer>;
}
declare const TextEncoder: { new (): TextEncoder };
interface TextDecoder {
	decode(bytes?: ArrayBuffer | ArrayBufferView, options?: { stream?: boolean }): string;
}
declare const TextDecoder: {
	new (encoding?: string, options?: { fatal?: boolean; ignoreBOM?: boolean }): TextDecoder;
};

interface URL {
	hash: string;
	host: string;
	hostname: string;
	href: string;
	readonly origin: string;
	pathname: string;
	port: string;
	protocol: string;
	search: string;
	toString(): string;
}
declare const URL: {
	new (url: string | URL, base?: string | URL): URL;
	canParse(url: string | URL, base?: string | URL): boolean;
	parse(url: string | URL, base?: string | URL): URL | null;
};

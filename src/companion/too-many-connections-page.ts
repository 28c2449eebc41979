// The page that a browser gets when the maximum number of connections is reached. It is in every language, because no other page
// can be loaded then.
import type { FastifyReply } from 'fastify';
import { ORIGINAL } from '../languages/language.ts';
import { readLanguages, readTexts } from '../languages/on-disk.ts';

const paragraphs = readLanguages().map((language) => {
	const { text } = readTexts(language).tooManyConnections;
	return language === ORIGINAL ? `<p>${text}</p>` : `<p lang="${language}">${text}</p>`;
});

const PAGE = `<!doctype html>
<html lang="${ORIGINAL}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${readTexts(ORIGINAL).tooManyConnections.title}</title>
${paragraphs.join('\n')}
</html>
`;

/** Answers a request with this page and status 503, and ends the connection. */
export function sendTooManyConnections(reply: FastifyReply): FastifyReply {
	return reply.code(503).headers({ connection: 'close', 'cache-control': 'no-store' }).type('text/html').send(PAGE);
}

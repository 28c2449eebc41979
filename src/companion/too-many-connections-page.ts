// What a browser is told that asks for a page when there are as many connections as there may be. It is in every language, since
// nothing else of the site can be loaded then.
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

/** Answers so, and ends the connection. */
export function tellFull(reply: FastifyReply): FastifyReply {
	return reply.code(503).headers({ connection: 'close', 'cache-control': 'no-store' }).type('text/html').send(PAGE);
}

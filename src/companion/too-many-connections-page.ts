// What a browser is told that asks for a page when there are as many connections as there may be. It is in both languages, since
// nothing else of the site can be loaded then.
import type { FastifyReply } from 'fastify';

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Too many connections</title>
<p>The companion has as many open connections as it may. Close pages or programs that use it, then load this page again.</p>
<p lang="ko">컴패니언에 열린 연결이 한도에 이르렀다. 컴패니언을 쓰는 페이지나 프로그램을 닫고 새로고침한다.</p>
</html>
`;

/** Answers so, and ends the connection. */
export function tellFull(reply: FastifyReply): FastifyReply {
	return reply.code(503).headers({ connection: 'close', 'cache-control': 'no-store' }).type('text/html').send(PAGE);
}

/** Stands where WeChat's message interface stands, slowly, and remembers every message it was given. */
import { createServer } from 'node:http';

const SLOW_MS = 120;

/** @returns {Promise<{ url: string, messages: { at: number, words: string }[], close(): Promise<void> }>} */
export async function startWechatCounter() {
  const messages = [];
  const server = createServer((request, response) => {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      const answer = (body) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      if (request.url.startsWith('/cgi-bin/stable_token')) return answer({ access_token: 'token-of-a-test', expires_in: 7200 });
      messages.push({ at: Date.now(), words: Buffer.concat(parts).toString() });
      setTimeout(() => answer({ errcode: 0, errmsg: 'ok' }), SLOW_MS);
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    messages,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

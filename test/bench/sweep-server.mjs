/** The ladder's sweep of a built server, on request instead of every few seconds, so that it can be measured like any other. */
import { createServer } from 'node:http';
import { moduleOf, openBuiltServer } from '../support/built-company.mjs';

const { SERVER_DIST: dist, DATABASE_URL, DATA_DIR, PORT } = process.env;
const { app } = await openBuiltServer(dist, { DATABASE_URL, DATA_DIR });
const { LadderSweep } = await moduleOf(dist, 'ticket/index.js');
const ladder = app.get(LadderSweep);

createServer(async (request, response) => {
  const end = (status, body) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  if (request.url === '/ready') return end(200, {});
  await ladder.sweep().then((fired) => end(200, { fired }), (error) => end(500, { message: String(error) }));
}).listen(Number(PORT), '127.0.0.1');

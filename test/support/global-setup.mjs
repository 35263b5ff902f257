/** vitest run by itself (not by test/run.mjs, which shares one database over its whole run) starts its own. */
import { startPrivateMariadb } from './private-mariadb.mjs';

export default async function setup() {
  if (process.env.TEST_MARIADB_URL) return;
  const database = await startPrivateMariadb();
  process.env.TEST_MARIADB_URL = database.url;
  globalThis.stopPrivateMariadb = database.stop;
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130)); // its exit hook ends the database
}

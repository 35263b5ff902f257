/** The server under test, in this process: fast, its parts within reach. For one that can be killed see road.ts. */
import { createApplication } from '../../server/src/application.js';
import { Transactions } from '../../server/src/database/index.js';
import { ledgerFaults, type LedgerFault } from '../../server/src/ledger-proof/index.js';
import { freePort } from '../../deploy/child.mjs';
import type { TestDatabase } from './databases.js';
import { type FixedClock, fixedClock } from './fixed-clock.js';
import { testConfig } from './server-environment.js';

export interface ServerInProcess {
  url: string;
  app: Awaited<ReturnType<typeof createApplication>>;
  clock: FixedClock;
  /** Looks into (or disturbs) the tables behind the server's back. */
  query<Row = Record<string, unknown>>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  /** The proof of the books: empty when they are sound. */
  ledgerFaults(): Promise<LedgerFault[]>;
  close(): Promise<void>;
}

/** Listens on a free port, its jobs running. The database is not dropped at `close`. */
export async function startServer(database: TestDatabase, overrides: Record<string, string> = {}): Promise<ServerInProcess> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const app = await createApplication(testConfig({ ...database.environment, PORT: String(port), PUBLIC_URL: url, ...overrides }));
  await app.listen(port, '127.0.0.1');
  const transactions = app.get(Transactions);
  return {
    url,
    app,
    clock: fixedClock(app),
    query: (sql, parameters) => transactions.run((tx) => tx.query(sql, parameters)),
    ledgerFaults: () => transactions.run(ledgerFaults),
    close: () => app.close(),
  };
}

/** A private MariaDB with so many tickets and water accounts in it, made anew or taken from a folder where an earlier run kept it. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { moduleOf, openBuiltServer } from '../support/built-company.mjs';
import { startPrivateMariadb } from '../support/private-mariadb.mjs';
import { serverSettings } from '../support/server-settings.mjs';
import { copyTickets } from './copies.mjs';
import { makeHistories } from './histories.mjs';
import { fillMoney } from './money-rows.mjs';

const DATABASE = 'bench';
const HISTORIES = { closed: 100, open: 20 };
const TICKETS_OF_ONE_RESIDENT = 25;
const SIGNED_IN_RESIDENTS = 200;
/** Open tickets come nearer their deadlines: kept longer, what falls due would be measured, too. */
const KEPT_HOURS = 12;
/** Copies are proven on this many of the newest tickets: all that are open, and closed ones. */
const PROVEN = 25_000;

const LOG = '--innodb-log-file-size=1G';
const DURABLE = ['--innodb-flush-log-at-trx-commit=1', LOG];
/** What is being filled need not survive a power cut; it is started anew before anything is measured. */
const FILLING = ['--innodb-flush-log-at-trx-commit=0', '--innodb-doublewrite=0', LOG];

/** How many are open: a company with a hundred times the history has not a hundred times the work before it. */
const openOf = (count) => Math.round(count * (count > 100_000 ? 0.02 : 0.2));

/**
 * Every commit is on disk before it is acknowledged, as in production.
 * @param {{ dist: string, count: number, keep: string | undefined, folder: string, report: (line: string) => void }} plan
 */
export async function fillDatabase({ dist, count, keep, folder, report }) {
  const settings = { bufferPool: Math.round(Math.min(4096, totalmem() / 4 / 2 ** 20)), options: DURABLE };
  const kept = keep && join(keep, String(count));
  const stamp = stampOf(dist);
  if (kept && isUsable(kept, stamp)) {
    const database = await startPrivateMariadb({ ...settings, files: join(kept, 'data') });
    report(`用保存的数据库 ${kept}`);
    return { database, url: `${database.url}/${DATABASE}`, ...readManifest(kept) };
  }
  const database = await startPrivateMariadb({ ...settings, options: FILLING });
  try {
    const manifest = await fill(database, { dist, count, folder, report });
    await database.shutDown();
    if (kept) {
      rmSync(kept, { recursive: true, force: true });
      mkdirSync(kept, { recursive: true });
      execFileSync('cp', ['-a', '--reflink=auto', join(database.folder, 'data'), join(kept, 'data')]);
      writeFileSync(join(kept, 'manifest.json'), JSON.stringify({ stamp, made: Date.now(), ...manifest, tokens: { staff: [...manifest.tokens.staff], resident: [...manifest.tokens.resident] } }));
      report(`数据库已保存到 ${kept}`);
    }
    await database.restart(DURABLE);
    return { database, url: `${database.url}/${DATABASE}`, ...manifest };
  } catch (error) {
    await database.stop();
    throw error;
  }
}

async function fill(database, { dist, count, folder, report }) {
  const url = `${database.url}/${DATABASE}`;
  const connection = await createConnection({ uri: database.url });
  await connection.query(`CREATE DATABASE ${DATABASE} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
  await connection.end();
  const started = performance.now();
  const seconds = () => `${((performance.now() - started) / 1000).toFixed(0)} 秒`;
  const server = await openBuiltServer(dist, { DATABASE_URL: url, DATA_DIR: join(folder, 'files') });
  try {
    const now = new Date();
    const company = await server.company({ clerks: 60, crew: 20 });
    const residents = Math.ceil(count / TICKETS_OF_ONE_RESIDENT);
    const firstResident = await server.residents(residents);
    const ids = (n) => Array.from({ length: Math.min(n, residents) }, (_, i) => firstResident + i);
    const histories = await makeHistories(server, { ...HISTORIES, residentIds: ids(100), company, now, report });
    report(`样本工单 ${HISTORIES.closed + HISTORIES.open} 张完成，${seconds()}`);
    await copyTickets({ dist, url, count, openCount: openOf(count), histories, firstResident, residents, staff: company.staff, report });
    const tokens = { staff: await server.signIn('staff', company.staff.map(({ id }) => id)), resident: await server.signIn('resident', ids(SIGNED_IN_RESIDENTS)) };
    report(`${count} 张工单写入完成，${seconds()}`);
    await prove(dist, server, count, report);
    const money = await fillMoney(server, { dist, url, count, report });
    report(`${money.accounts} 户的账单、缴费和账目写入完成，${seconds()}`);
    return { seconds: (performance.now() - started) / 1000, money, tokens, staff: company.staff.map(({ id, roles, onDuty }) => ({ id, roles, onDuty })), departments: company.departments };
  } finally {
    await server.app.close();
  }
}

/** The product's own proof of what was filled in. Throws when anything is wrong with it. */
async function prove(dist, server, count, report) {
  const { chainFaults } = await moduleOf(dist, 'ticket/index.js');
  let seen = { tickets: 0, events: 0 };
  const started = performance.now();
  for await (const { ticketId, sequence, reason } of chainFaults(server.manager, (so) => (seen = { ...so }), Math.max(0, count - PROVEN))) throw new Error(`ticket ${ticketId}, event ${sequence}: ${reason}`);
  const spent = (performance.now() - started) / 1000;
  report(`核对最近 ${seen.tickets} 张工单、${seen.events} 条记录：全部完好，${spent.toFixed(1)} 秒（每秒 ${Math.round(seen.events / spent)} 条）`);
}

/** Changes when the tables or what fills them change. */
function stampOf(dist) {
  const hash = createHash('sha256');
  for (const name of readdirSync(join(dist, 'database/migrations')).sort()) hash.update(name);
  for (const name of ['copies.mjs', 'histories.mjs', 'filled-database.mjs', 'money-rows.mjs', 'account-rows.mjs']) hash.update(readFileSync(join(import.meta.dirname, name)));
  hash.update(serverSettings().SECRET_KEY);
  return hash.digest('hex').slice(0, 16);
}

function isUsable(kept, stamp) {
  if (!existsSync(join(kept, 'manifest.json'))) return false;
  const manifest = JSON.parse(readFileSync(join(kept, 'manifest.json'), 'utf8'));
  return manifest.stamp === stamp && Date.now() - manifest.made < KEPT_HOURS * 3_600_000;
}

function readManifest(kept) {
  const { tokens, ...manifest } = JSON.parse(readFileSync(join(kept, 'manifest.json'), 'utf8'));
  return { ...manifest, tokens: { staff: new Map(tokens.staff), resident: new Map(tokens.resident) } };
}

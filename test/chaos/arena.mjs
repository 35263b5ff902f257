/** Two servers on a database of their own, with everything needed to trouble them and to look behind them. */
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { ticketIdOf } from '../../shared/dist/value/index.js';
import { moduleOf, openBuiltServer } from '../support/built-company.mjs';
import { KeepAlive } from '../support/keep-alive.mjs';
import { forgetPaymentModels, moneyModels } from '../support/money-models.mjs';
import { serverSettings } from '../support/server-settings.mjs';
import { startServerProcess } from '../support/server-process.mjs';
import { startWechatCounter } from './wechat-counter.mjs';

const TEMPLATE = 'chaos_template';
const RESIDENTS = 40;
const OVERDUE_LEAKS = 30;

/** A database that acknowledges before it has written: up to a second of commits is lost when it is killed. */
const FORGETFUL = 'SET GLOBAL innodb_flush_log_at_trx_commit = 0';

/** The company all cases begin with: made once, then copied. */
export async function prepareTown({ dist, database, folder }) {
  await execute(database.url, `CREATE DATABASE ${TEMPLATE} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
  const server = await openBuiltServer(dist, { DATABASE_URL: `${database.url}/${TEMPLATE}`, DATA_DIR: folder });
  try {
    const company = await server.company({ clerks: 8, crew: 110 });
    const first = await server.residents(RESIDENTS);
    const residentIds = Array.from({ length: RESIDENTS }, (_, n) => first + n);
    const { ResidentOpenid } = await moduleOf(dist, 'identity/resident.entity.js');
    const { NoticeConsent } = await moduleOf(dist, 'notice/notice.entity.js');
    const { digestOf } = await moduleOf(dist, 'database/index.js');
    await server.transactions.run(async (tx) => {
      for (const residentId of residentIds) {
        const openid = `openid-of-${residentId}`;
        await tx.insert(ResidentOpenid, { residentId, via: 'weapp', openid, openidDigest: digestOf(openid) });
        await tx.insert(NoticeConsent, { residentId, templateId: 'TICKET_PROGRESS', remaining: 100_000, updatedAt: new Date() });
      }
    });
    await fileOverdueLeaks(server, residentIds);
    const models = await moneyModels(server, dist);
    await server.transactions.run((tx) => forgetPaymentModels((sql) => tx.query(sql), { ...models, bill: 0 }));
    const staff = company.staff.filter((one) => one.onDuty);
    const repairs = company.departments.find(({ kinds }) => kinds.includes('leak')).id;
    return {
      staff, repairs, models, tickets: OVERDUE_LEAKS,
      crew: staff.filter((one) => one.departmentId === repairs && one.roles.includes('crew')),
      residents: [...(await server.signIn('resident', residentIds))].map(([id, token]) => ({ id, token })),
      tokens: await server.signIn('staff', staff.map(({ id }) => id)),
      /** By the number on the badge. */
      numbers: new Map(staff.map((one) => [one.staffNumber, one.id])),
    };
  } finally {
    await server.app.close();
  }
}

/** Leaks of two days ago that nobody went to: their ladders are set aside until a fault lets them fall due. */
async function fileOverdueLeaks({ app, clock, signIn, transactions }, residentIds) {
  const now = clock.now;
  const then = Date.now() - 2 * 86_400_000;
  const tokens = await signIn('resident', residentIds, new Date(then));
  clock.now = () => new Date(then);
  for (let n = 0; n < OVERDUE_LEAKS; n++) {
    const answer = await app.inject({
      method: 'POST', url: '/api/leaks', headers: { authorization: `Bearer ${tokens.get(residentIds[n % residentIds.length])}`, 'idempotency-key': `overdue-leak-number-${n}` },
      payload: { category: 'road-leak', description: '水往外冒', address: `荆河路${n}号`, landmark: '东门', place: null, contactPhone: '13812345678', attachmentIds: [] },
    });
    if (answer.statusCode !== 200) throw new Error(`a leak could not be filed: ${answer.body}`);
  }
  clock.now = now;
  await transactions.run((tx) => tx.query('UPDATE ticket_ladder SET next_step_at = NULL'));
}

/**
 * `dist`: the build that is troubled; `sound`: the one whose proof is believed.
 * @param {{ name: string, dist: string, sound: string, database: any, town: Awaited<ReturnType<typeof prepareTown>>, folder: string, chance: import('./chance.mjs').Chance, settings?: Record<string, string>, forgetful?: boolean, sandbox?: any, disk?: string }} plan `disk`: where the database's files lie, when it is small
 */
export async function openArena({ name, dist, sound, database, town, folder, chance, settings = {}, forgetful = false, sandbox = null, disk }) {
  const schema = `chaos_${name.replace(/\W/g, '_')}`;
  await copyDatabase(database.url, schema);
  const url = `${database.url}/${schema}`;
  await execute(database.url, 'SET GLOBAL innodb_lock_wait_timeout = 1');
  if (forgetful) await execute(database.url, FORGETFUL);
  const wechat = await startWechatCounter();
  const http = new KeepAlive(220);
  const lossy = 'LOST_COMMITS' in settings ? { NODE_OPTIONS: `--import ${join(import.meta.dirname, 'lost-certification.mjs')}` } : {};
  const overrides = { ...lossy, DATABASE_URL: url, WECHAT_API_BASE: wechat.url, DATABASE_POOL: '25', LOG_LEVEL: 'warn', ...sandbox?.settings, ...settings };
  const start = (n, port) => startServerProcess({ dist, name: `${schema}-${n}`, folder, overrides, port });
  const servers = await Promise.all([start(0), start(1)]);
  const kills = [];
  const withManager = async (work) => {
    const [{ openDatabase }, { loadConfig }, { entities }] = await Promise.all(['database/index.js', 'config/index.js', 'entities.js'].map((path) => moduleOf(sound, path)));
    const dataSource = await openDatabase(loadConfig(serverSettings({ DATABASE_URL: url, DATA_DIR: folder })), entities);
    try {
      return await work(dataSource.manager);
    } finally {
      await dataSource.destroy();
    }
  };

  const arena = {
    town, chance, database, url, schema, wechat, sandbox, disk, kills,
    /** Addresses stay over restarts. */
    urls: servers.map((server) => server.url),
    send: (n, call) => http.send(servers[n].url, call),
    /** As a power cut; resolves when the process is gone. */
    async kill(n) {
      kills.push(Date.now());
      servers[n].kill('SIGKILL');
      await servers[n].exited;
      kills.push(Date.now());
    },
    async restart(n) {
      servers[n] = await start(n, servers[n].port);
    },
    async query(sql, parameters = []) {
      const connection = await createConnection({ uri: url, supportBigNumbers: true });
      try {
        return (await connection.query(sql, parameters))[0];
      } finally {
        await connection.end();
      }
    },
    /** What a restarted database must be told again. */
    async databaseIsBack() {
      if (forgetful) await execute(database.url, FORGETFUL);
    },
    /** A connection to trouble others with. */
    connect: () => createConnection({ uri: url }),
    idOf: (number) => ticketIdOf(number),
    /** The product's own proof of the books, by a build that has all its guards. Null when sound. */
    async books() {
      const { ledgerFaults } = await moduleOf(sound, 'ledger-proof/index.js');
      const [first] = await withManager((manager) => ledgerFaults(manager));
      return first?.reason ?? null;
    },
    /** I6: the product's own proof of the record. Null when sound. */
    async proof() {
      const { chainFaults } = await moduleOf(sound, 'ticket/index.js');
      const fault = await withManager(async (manager) => {
        for await (const { ticketId, sequence, reason } of chainFaults(manager)) return `工单 ${ticketId} 第 ${sequence ?? '–'} 条：${reason}`;
        return null;
      });
      if (fault !== null) return fault;
      const [{ n }] = await arena.query("SELECT COUNT(*) AS n FROM ticket t WHERE NOT EXISTS (SELECT 1 FROM staff s WHERE s.id = t.first_responsible_id) OR (SELECT COUNT(*) FROM ticket_event e WHERE e.ticket_id = t.id AND e.type = 'registered') <> 1");
      return Number(n) === 0 ? null : `${n} 张工单没有唯一的首问责任人`;
    },
    async close() {
      await Promise.all(servers.map((server) => server.kill('SIGKILL')));
      await Promise.all(servers.map((server) => server.exited));
      http.close();
      await wechat.close();
      await sandbox?.close();
      await execute(database.url, `DROP DATABASE ${schema}`);
      await execute(database.url, 'SET GLOBAL innodb_flush_log_at_trx_commit = 1');
    },
  };
  return arena;
}

async function copyDatabase(url, schema) {
  const connection = await createConnection({ uri: url });
  try {
    await connection.query(`CREATE DATABASE ${schema} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
    const [tables] = await connection.query('SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ?', [TEMPLATE]);
    for (const { name } of tables) {
      await connection.query(`CREATE TABLE ${schema}.\`${name}\` LIKE ${TEMPLATE}.\`${name}\``);
      await connection.query(`INSERT INTO ${schema}.\`${name}\` SELECT * FROM ${TEMPLATE}.\`${name}\``);
    }
  } finally {
    await connection.end();
  }
}

async function execute(url, sql) {
  const connection = await createConnection({ uri: url });
  try {
    await connection.query(sql);
  } finally {
    await connection.end();
  }
}

/**
 * `node test/bench/bill-run.mjs`: a bill run beside the plain INSERT … SELECT of the same arithmetic, its issue (with bills that are paid out of money in
 * advance) beside the plain UPDATE and postings, and its messages beside their plain INSERT, on the same MariaDB in the same run. `--accounts 100000` for a quick look · `--server DIR`: another build of the server.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createConnection } from 'mysql2/promise';
import { root } from '../../deploy/environment.mjs';
import { endWithParent } from '../../deploy/parent.mjs';
import { moduleOf, openBuiltServer } from '../support/built-company.mjs';
import { startPrivateMariadb } from '../support/private-mariadb.mjs';
import { cpuSeconds } from '../support/server-process.mjs';

export const TARGET = 2;
/** The tables of the plain side. */
const PLAIN = [['bill_plain', 'bill'], ['line_plain', 'journal_line'], ['payment_plain', 'payment'], ['item_plain', 'payment_item'], ['prepaid_plain', 'prepaid_balance'], ['notice_plain', 'notice']];
const OCTOBER = { from: '2026-10-01', to: '2026-10-31' };

/**
 * Seconds of wall clock and CPU (server and database) for each side and phase; the plain side is the mean of one turn before and one after.
 * @param {{ dist: string, accounts: number, report: (line: string) => void }} plan
 */
export async function benchBillRun({ dist, accounts, report }) {
  const folder = mkdtempSync(join(tmpdir(), 'shouwen-bill-run-'));
  const database = await startPrivateMariadb({ bufferPool: 2048, options: ['--innodb-flush-log-at-trx-commit=1', '--innodb-log-file-size=1G'] });
  const connection = await createConnection({ uri: database.url });
  await connection.query('CREATE DATABASE bench CHARACTER SET utf8mb4 COLLATE utf8mb4_bin');
  await connection.query('USE bench');
  const server = await openBuiltServer(dist, { DATABASE_URL: `${database.url}/bench`, DATA_DIR: folder });
  try {
    const { Outbox } = await moduleOf(dist, 'jobs/index.js');
    // The run is advanced here, step by step; its duties lie still.
    await server.app.get(Outbox).onApplicationShutdown();
    const { CONFIG } = await moduleOf(dist, 'config/index.js');
    await fill(connection, dist, accounts, server.app.get(CONFIG).wechat.templates.bill);
    report(`${accounts} 户、${accounts * 3} 次抄表、${accounts} 笔前期账单已写入`);
    const timed = async (work) => {
      const cpu = () => cpuSeconds(database.pid) + cpuSeconds(process.pid);
      const [cpuBefore, since] = [cpu(), performance.now()];
      await work();
      return { seconds: (performance.now() - since) / 1000, cpu: cpu() - cpuBefore };
    };
    const plain = async () => {
      for (const [copy, table] of PLAIN) await connection.query(`CREATE TABLE ${copy} LIKE ${table}`);
      await connection.query('INSERT INTO prepaid_plain SELECT * FROM prepaid_balance');
      const compute = await timed(() => plainCompute(connection));
      const [[{ bills }]] = await connection.query('SELECT COUNT(*) AS bills FROM bill_plain');
      const issue = await timed(() => plainIssue(connection));
      const tell = await timed(() => plainTell(connection));
      const [[{ fen }]] = await connection.query('SELECT SUM(total_fen) AS fen FROM bill_plain');
      await connection.query(`DROP TABLE ${PLAIN.map(([copy]) => copy).join(', ')}`);
      return { compute, issue, tell, bills, fen: Number(fen) };
    };
    const first = await plain();
    report(`对照：计算 ${first.compute.seconds.toFixed(1)} 秒，出账 ${first.issue.seconds.toFixed(1)} 秒`);
    const product = await productRun(server, dist, timed, connection);
    report(`产品：计算 ${product.compute.seconds.toFixed(1)} 秒，出账 ${product.issue.seconds.toFixed(1)} 秒（预存款缴 ${product.prepaid} 户），消息 ${product.tell.seconds.toFixed(1)} 秒（${product.messages} 条），${product.bills} 笔，${product.reviews} 条待审`);
    for (const table of ['journal_line', 'prepaid_balance']) await connection.query(`TRUNCATE TABLE ${table}`);
    await connection.query('DELETE FROM bill WHERE run_id IS NOT NULL');
    await fillPrepaid(connection, accounts);
    const second = await plain();
    report(`对照：计算 ${second.compute.seconds.toFixed(1)} 秒，出账 ${second.issue.seconds.toFixed(1)} 秒`);
    const mean = (phase) => ({ seconds: (first[phase].seconds + second[phase].seconds) / 2, cpu: (first[phase].cpu + second[phase].cpu) / 2 });
    return { accounts, plain: { compute: mean('compute'), issue: mean('issue'), tell: mean('tell'), bills: first.bills, fen: first.fen }, product };
  } finally {
    await server.app.close();
    await connection.end();
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function productRun(server, dist, timed, connection) {
  const { BillRunService } = await moduleOf(dist, 'bill-run/index.js');
  const service = server.app.get(BillRunService);
  const by = { id: 1, name: '财务' };
  let id = 0;
  const compute = await timed(async () => {
    id = (await server.transactions.run((tx) => service.start(tx, OCTOBER, by))).id;
    await service.runner.advance(id, 3_600_000);
  });
  const [[{ reviews }]] = await connection.query('SELECT COUNT(*) AS reviews FROM bill_run_review WHERE run_id = ?', [id]);
  await connection.query("UPDATE bill_run_review SET state = 'confirmed' WHERE run_id = ?", [id]);
  await connection.query('UPDATE bill_run SET open_reviews = 0 WHERE id = ?', [id]);
  const { version, billCount, totalFen } = await service.view(id);
  const issue = await timed(async () => {
    await server.transactions.run((tx) => service.issue(tx, id, { version, billCount, totalFen }, by));
    await service.runner.advance(id, 3_600_000);
  });
  const { state } = await service.view(id);
  if (state !== 'issued') throw new Error(`the run is ${state}`);
  const { Outbox } = await moduleOf(dist, 'jobs/index.js');
  const { handlers } = server.app.get(Outbox);
  const [duties] = await connection.query("SELECT id, topic, payload FROM outbox WHERE topic LIKE 'bill-run.%' AND done_at IS NULL ORDER BY id");
  const tell = await timed(async () => {
    for (const { topic, payload } of duties) await handlers.get(topic)(JSON.parse(payload), { key: '', attempts: 1 });
  });
  const [[{ messages }]] = await connection.query('SELECT COUNT(*) AS messages FROM notice');
  const [[{ prepaid }]] = await connection.query("SELECT COUNT(*) AS prepaid FROM payment WHERE method = 'prepaid'");
  return { compute, issue, tell, bills: billCount, fen: totalFen, reviews, messages, prepaid };
}

/** Two readings and a bill behind each account, and October's reading to bill. One in a hundred had its meter changed, one is far off. */
async function fill(connection, dist, accounts, templateId) {
  const { encrypt } = await moduleOf(dist, 'database/index.js');
  await connection.query(
    `INSERT INTO water_account (id, account_number, name, address, zone, phone, phone_digest, household_size, meter_number, tariff_code, hall_id)
     SELECT seq, LPAD(seq, 10, '0'), ?, CONCAT('海慧路', seq, '号'), IF(seq % 10 < 7, 'urban', 'suburban'), NULL, NULL, 1 + seq % 6, LPAD(seq, 11, '0'), IF(seq % 10 < 7, 'annual-5-7-9', 'monthly-3'), 1 FROM seq_1_to_${accounts}`,
    [encrypt('王小明')],
  );
  const volume = '(4 + seq * 7919 % 23)';
  const readings = [[1, "'2026-08-10'", '100', "'opening'"], [2, "'2026-09-10'", `100 + ${volume}`, "'regular'"], [3, "'2026-10-10'", `100 + ${volume} + ${volume} + seq % 5 + IF(seq % 100 = 7, 90, 0)`, "'regular'"]];
  for (const [ordinal, day, value, kind] of readings)
    await connection.query(`INSERT INTO meter_reading (account_id, ordinal, read_on, value, kind, next_value, note, created_at) SELECT seq, ${ordinal}, ${day}, ${value}, ${kind}, NULL, NULL, NOW(3) FROM seq_1_to_${accounts}`);
  await connection.query("UPDATE meter_reading SET kind = 'estimated' WHERE ordinal = 3 AND account_id % 100 = 3");
  await connection.query(
    `INSERT INTO bill (account_id, reading_ordinal, revision, run_id, from_on, to_on, previous_reading, reading, volume, used_before, year_volume, household_size, tariff_code, tariff_version_id, segments, components, total_fen,
       adjusted_fen, paid_fen, late_fee_paid_fen, late_fee_waived_fen, due_on, late_fee_from_on, late_fee_rate, state, payment_id, settled_at, replaces_bill_id, void_reason, version, issued_at)
     SELECT a.id, 2, 1, NULL, '2026-08-11', '2026-09-10', 100, r.value, r.value - 100, 0, IF(a.tariff_code = 'monthly-3', 0, r.value - 100), a.household_size, a.tariff_code, 1, NULL, '{"water":100}', 100, 0, 100, 0, 0, '2026-09-30', '2026-09-30', 50,
       'paid', NULL, NULL, NULL, NULL, 1, NOW(3) FROM water_account a JOIN meter_reading r ON r.account_id = a.id AND r.ordinal = 2`,
  );
  await fillPrepaid(connection, accounts);
  // One in ten reads the bills on a phone; half of them agreed to a message.
  await connection.query(`INSERT INTO resident (id, union_digest, phone, phone_digest, created_at) SELECT seq, NULL, NULL, NULL, NOW(3) FROM seq_1_to_${Math.floor(accounts / 10)}`);
  await connection.query(`INSERT INTO account_binding (resident_id, account_id, live_key, bound_at, unbound_at) SELECT seq, 10 * seq, CONCAT(seq, ':', 10 * seq), NOW(3), NULL FROM seq_1_to_${Math.floor(accounts / 10)}`);
  await connection.query(`INSERT INTO notice_consent (resident_id, template_id, remaining, updated_at) SELECT seq * 2, ?, 1, NOW(3) FROM seq_1_to_${Math.floor(accounts / 20)}`, [templateId]);
  for (const table of ['water_account', 'meter_reading', 'bill', 'prepaid_balance', 'account_binding']) await connection.query(`ANALYZE TABLE ${table}`);
}

/** One account in fifty has paid in advance: half of them enough for the whole bill. */
const fillPrepaid = (connection, accounts) => connection.query(`INSERT INTO prepaid_balance (account_id, balance_fen, version) SELECT 50 * seq, IF(seq % 2, 500, 1000000), 1 FROM seq_1_to_${Math.floor(accounts / 50)}`);

/** The arithmetic of the two tariffs as somebody would write it for them alone, one statement for all, nothing looked at that may be otherwise. */
async function plainCompute(connection) {
  const bill = (water, components, total) => `
    INSERT INTO bill_plain (account_id, reading_ordinal, revision, run_id, from_on, to_on, previous_reading, reading, volume, used_before, year_volume, household_size, tariff_code, tariff_version_id, segments, components, total_fen,
      adjusted_fen, paid_fen, late_fee_paid_fen, late_fee_waived_fen, due_on, late_fee_from_on, late_fee_rate, state, payment_id, settled_at, replaces_bill_id, void_reason, version, issued_at)
    SELECT id, 3, 1, 1, first_day, read_on, before_value, value, v, u, u + v, household_size, tariff_code, 1, NULL, ${components}, ${total}, 0, 0, 0, 0, due, due, 50, 'draft', NULL, NULL, NULL, NULL, 1, NOW(3) FROM (
      SELECT x.*, (${water} + 50) DIV 100 AS water, (15700 * v + 50) DIV 100 AS resource, (IF(tariff_code = 'monthly-3', 10000, 13600) * v + 50) DIV 100 AS sewage FROM (
        SELECT a.id, a.household_size, a.tariff_code, r.read_on, r.value, p.value AS before_value, r.value - p.value AS v, b.year_volume AS u, DATE_ADD(p.read_on, INTERVAL 1 DAY) AS first_day, DATE_ADD(r.read_on, INTERVAL 20 DAY) AS due
        FROM water_account a JOIN meter_reading r ON r.account_id = a.id AND r.ordinal = 3 JOIN meter_reading p ON p.account_id = a.id AND p.ordinal = 2 JOIN bill b ON b.account_id = a.id AND b.reading_ordinal = 2
        WHERE r.read_on BETWEEN '2026-10-01' AND '2026-10-31' AND a.tariff_code = ?) x) y`;
  const annual = '20700 * (GREATEST(u, LEAST(u + v, 180)) - u) + 40700 * (GREATEST(u, LEAST(u + v, 260)) - GREATEST(u, LEAST(u + v, 180))) + 60700 * (u + v - GREATEST(u, LEAST(u + v, 260)))';
  const wide = 'GREATEST(0, household_size - 4)';
  const monthly = `26700 * LEAST(v, 22 + 5 * ${wide}) + 40050 * (LEAST(v, 30 + 7 * ${wide}) - LEAST(v, 22 + 5 * ${wide})) + 80100 * (v - LEAST(v, 30 + 7 * ${wide}))`;
  await connection.query(bill(annual, `CONCAT('{"water":', water, ',"resource":', resource, ',"sewage":', sewage, '}')`, 'water + resource + sewage'), ['annual-5-7-9']);
  await connection.query(bill(monthly, `CONCAT('{"water":', water, ',"sewage":', sewage, '}')`, 'water + sewage'), ['monthly-3']);
}

/** What issuing comes to: the state of each bill, what each account owes, what was earned by component. */
async function plainIssue(connection) {
  await connection.query("UPDATE bill_plain SET state = IF(total_fen = 0, 'paid', 'unpaid'), issued_at = NOW(3), version = version + 1 WHERE run_id = 1");
  await connection.query("INSERT INTO line_plain (entry_id, book, subject_id, debit_fen, credit_fen) SELECT 1, 'receivable', account_id, total_fen, 0 FROM bill_plain WHERE run_id = 1 AND total_fen > 0");
  await connection.query(
    `INSERT INTO line_plain (entry_id, book, subject_id, debit_fen, credit_fen) SELECT 1, 'revenue', NULL, 0, SUM(JSON_VALUE(components, '$.water')) + SUM(JSON_VALUE(components, '$.resource')) + SUM(JSON_VALUE(components, '$.sewage')) FROM bill_plain WHERE run_id = 1`,
  );
  await plainPrepaid(connection);
}

/** Bills that what was paid in advance covers, in whole or in part. */
async function plainPrepaid(connection) {
  const paid = 'FROM bill_plain b WHERE b.run_id = 1 AND b.paid_fen > 0';
  await connection.query(
    "UPDATE bill_plain b JOIN prepaid_plain p ON p.account_id = b.account_id SET b.paid_fen = LEAST(b.total_fen, p.balance_fen), b.state = IF(b.total_fen <= p.balance_fen, 'paid', 'unpaid') WHERE b.run_id = 1 AND b.state = 'unpaid'",
  );
  await connection.query(
    `INSERT INTO payment_plain (method, state, amount_fen, refunded_fen, out_trade_no, via, description, ordered_at, generation, late_book, surplus, created_at, version, paid_at, paid_on)
     SELECT 'prepaid', 'paid', b.paid_fen, 0, CONCAT('P', b.id), 'auto', '预存款自动缴费', NOW(3), 1, 0, 'prepay', NOW(3), 1, NOW(3), '2026-11-01' ${paid}`,
  );
  await connection.query(
    `INSERT INTO item_plain (payment_id, kind, bill_id, account_id, account_number, from_on, to_on, open_fen, principal_fen, late_fee_fen, settled, refunded_principal_fen, refunded_late_fee_fen)
     SELECT p.id, 'bill', b.id, b.account_id, LPAD(b.account_id, 10, '0'), b.from_on, b.to_on, b.total_fen, b.paid_fen, 0, 1, 0, 0 FROM payment_plain p JOIN bill_plain b ON b.id = SUBSTR(p.out_trade_no, 2)`,
  );
  await connection.query(`INSERT INTO line_plain (entry_id, book, subject_id, debit_fen, credit_fen) SELECT 1, 'prepaid', b.account_id, b.paid_fen, 0 ${paid} UNION ALL SELECT 1, 'receivable', b.account_id, 0, b.paid_fen ${paid}`);
  await connection.query('UPDATE prepaid_plain p JOIN bill_plain b ON b.account_id = p.account_id AND b.run_id = 1 SET p.balance_fen = p.balance_fen - b.paid_fen');
}

const plainTell = (connection) =>
  connection.query(
    `INSERT INTO notice_plain (resident_id, purpose, notice_key, page, fields, state, reason, created_at, finished_at)
     SELECT a.resident_id, 'bill', CONCAT('bill-issued:', b.id, ':', a.resident_id), CONCAT('bill/detail/index?id=', b.id), NULL, 'not-delivered', 'no-consent', NOW(3), NOW(3) FROM bill_plain b JOIN account_binding a ON a.account_id = b.account_id AND a.unbound_at IS NULL WHERE b.run_id = 1 AND b.total_fen > 0`,
  );

async function main() {
  const { values } = parseArgs({ options: { accounts: { type: 'string', default: '1000000' }, server: { type: 'string' } } });
  const { accounts, plain, product } = await benchBillRun({
    dist: resolve(values.server ?? join(root, 'server/dist')), accounts: Number(values.accounts), report: (line) => process.stderr.write(`${line}\n`),
  });
  for (const [phase, name] of [['compute', '计算'], ['issue', '出账'], ['tell', '消息']]) {
    const [ours, theirs] = [product[phase], plain[phase]];
    process.stdout.write(`${accounts} 户${name}：产品 ${ours.seconds.toFixed(1)} 秒（CPU ${ours.cpu.toFixed(1)}），对照 ${theirs.seconds.toFixed(1)} 秒（CPU ${theirs.cpu.toFixed(1)}），${(ours.seconds / theirs.seconds).toFixed(2)} 倍（CPU ${(ours.cpu / theirs.cpu).toFixed(2)} 倍），目标 ≤ ${TARGET} 倍\n`);
  }
}

if (import.meta.main ?? process.argv[1] === import.meta.filename) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(130));
  endWithParent(() => process.exit(130));
  await main();
}

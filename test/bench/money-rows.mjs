/**
 * Water accounts with bills, payments and their books: one row of each is written by the product's own entities, the rest are copies that the
 * database makes of it. Afterwards the product's own proof of the books must find nothing.
 */
import { createHash, randomBytes } from 'node:crypto';
import { createConnection } from 'mysql2/promise';
import { moduleOf } from '../support/built-company.mjs';
import { forgetPools, indexAccounts, prepareAccounts } from './account-rows.mjs';
import { finishedImport, forgetPaymentModels, moneyModels, rowCopier } from '../support/money-models.mjs';

/** Whoever pays during a measurement needs a bill of their own each time. */
const LEAST_ACCOUNTS = 40_000;
const PAYERS = 8_000;
const ORDERED = 12_000;
const WITH_HISTORY = 200;
const HISTORY = 22;
const CHUNK = 100_000;
const BILLS_OF_ENTRY = 1_000;
const CASHIERS = 8;
/** Of the books of online receipts. */
const LETTERS = 'ABCDEFGH';

/**
 * @param {any} server from openBuiltServer
 * @param {{ dist: string, url: string, count: number, report: (line: string) => void }} plan
 */
export async function fillMoney(server, { dist, url, count, report }) {
  const accounts = Math.max(LEAST_ACCOUNTS, count);
  const started = performance.now();
  const first = await moneyModels(server, dist);
  const connection = await createConnection({ uri: url, supportBigNumbers: true });
  const query = async (sql, values) => (await connection.query(sql, values))[0];
  try {
    const copyRows = await rowCopier(query);
    const copy = async (table, id, n, changes) => {
      await copyRows(table, id, n, changes);
      if (n >= LEAST_ACCOUNTS) report(`${table} ${n} 行，${((performance.now() - started) / 1000).toFixed(0)} 秒`);
    };
    const total = '(2000 + (s.seq * 37) % 6000)';
    const components = `CONCAT('{"water":', ${total} - 600, ',"sewage":600}')`;
    const next = (table) => `${first[table]} + s.seq`;
    const account = next('account');
    const [paidBill, openBill] = [`${first.bill} + s.seq`, `${first.bill} + ${accounts} + s.seq`];
    const paidAt = "'2026-09-10 02:00:00.000'";

    const own = await prepareAccounts(query, dist, accounts);
    await copy('water_account', first.account, accounts, { id: account, account_number: '10000000 + s.seq', ...own });
    await forgetPools(query);
    await indexAccounts(query, dist, accounts, first.account);
    report(`户号索引写入完成，${((performance.now() - started) / 1000).toFixed(0)} 秒`);
    const reading = (ordinal, month) => ({ account_id: account, reading_ordinal: String(ordinal), from_on: `'${month}-01'`, to_on: `'${month}-28'`, components, total_fen: total });
    const settled = { paid_fen: total, state: "'paid'", settled_at: paidAt };
    await copy('bill', first.bill, accounts, { id: paidBill, ...reading(2, '2026-08'), ...settled, payment_id: next('payment') });
    await copy('bill', first.bill, accounts, { id: openBill, ...reading(3, '2026-09'), state: "'unpaid'" });
    // A few people look far back: what was settled elsewhere has no payment here.
    for (let n = 1; n <= HISTORY; n++) {
      const month = `${2026 - Math.ceil(n / 11)}-${String(1 + (n % 11)).padStart(2, '0')}`;
      await copy('bill', first.bill, WITH_HISTORY, { id: `${first.bill} + ${2 * accounts + (n - 1) * WITH_HISTORY} + s.seq`, ...reading(100 + n, month), ...settled });
    }

    const book = `CONCAT('WX2026', SUBSTR('${LETTERS}', 1 + (${next('payment')}) % ${LETTERS.length}, 1))`;
    const ordinal = `((s.seq - 1) DIV ${LETTERS.length} + 1)`;
    const receipt = `CONCAT(${book}, '-', LPAD(${ordinal}, 8, '0'))`;
    await copy('payment', first.payment, accounts, {
      id: next('payment'), amount_fen: total, state: "'paid'", out_trade_no: "CONCAT('S20260910', LPAD(s.seq, 16, '0'))", transaction_id: "CONCAT('4200', LPAD(s.seq, 20, '0'))", paid_at: paidAt, paid_on: "'2026-09-10'",
      receipt_number: receipt, resident_id: `${first.resident} + s.seq % ${PAYERS}`,
    });
    await query(
      `INSERT INTO receipt (book, ordinal, receipt_number, payment_id, state, issued_at, prints) SELECT ${book}, ${ordinal}, ${receipt}, ${next('payment')}, 'issued', ${paidAt}, 0 FROM seq_1_to_${accounts} s`,
    );
    await query(`INSERT INTO receipt_book (book, last_number) SELECT book, COUNT(*) FROM receipt GROUP BY book`);
    const item = { account_id: account, account_number: '10000000 + s.seq', open_fen: total, principal_fen: total };
    await copy('payment_item', first.item, accounts, { id: next('item'), payment_id: next('payment'), bill_id: paidBill, settled: '1', ...item });
    // Ordered and not yet paid: the bills behind those that the payers pay.
    const shifted = (expression) => expression.replaceAll('s.seq', `(s.seq + ${PAYERS})`);
    const ordered = `${first.payment} + ${accounts} + s.seq`;
    await copy('payment', first.payment, ORDERED, {
      id: ordered, amount_fen: shifted(total), out_trade_no: "CONCAT('S20261101', LPAD(s.seq, 16, '0'))", resident_id: `${first.resident} + s.seq % ${PAYERS}`, prepay_id: "CONCAT('wx', LPAD(s.seq, 30, '0'))",
    });
    await copy('payment_item', first.item, ORDERED, {
      id: `${first.item} + ${accounts} + s.seq`, payment_id: ordered, bill_id: shifted(openBill), ...Object.fromEntries(Object.entries(item).map(([name, value]) => [name, shifted(value)])),
    });
    const payer = `${first.resident} + s.seq - 1`;
    await copy('account_binding', first.binding, PAYERS, { id: next('binding'), resident_id: payer, account_id: account, live_key: `CONCAT(${payer}, ':', ${account})`, unbound_at: 'NULL' });
    await copy('resident', first.resident, PAYERS, { id: next('resident') });
    await copy('resident_openid', first.openid, PAYERS, { id: next('openid'), resident_id: next('resident'), openid_digest: "CONCAT('bench', s.seq)" });
    await forgetPaymentModels(query, first);
    await postBooks(query, first, accounts);
    report(`分录写入完成，${((performance.now() - started) / 1000).toFixed(0)} 秒`);
    const tokens = await signIn(query, first.resident);
    const cashiers = await openShifts(query);
    for (const table of ['water_account', 'account_term', 'bill', 'payment', 'payment_item', 'receipt', 'journal_entry', 'journal_line', 'account_binding', 'resident']) await query(`ANALYZE TABLE ${table}`);
    await prove(server, dist, report);
    return { accounts, first, tokens, cashiers };
  } finally {
    await connection.end();
  }
}

/** Cashiers whose shift is open; as many as there are connections. */
async function openShifts(query) {
  const clerks = await query("SELECT id, hall_id AS hall FROM staff WHERE roles LIKE '%clerk%' AND on_duty = 1 AND hall_id IS NOT NULL ORDER BY id");
  const busy = new Set((await query("SELECT cashier_id AS id FROM cash_shift WHERE state IN ('open', 'counted')")).map(({ id }) => id));
  for (const { id, hall } of clerks.slice(0, CASHIERS)) {
    if (busy.has(id)) continue;
    const { insertId } = await query('INSERT INTO cash_drawer (hall_id, name, float_fen, active, version) VALUES (?, ?, 0, 1, 1)', [hall, `${id} 号临时窗口`]);
    await query(
      `INSERT INTO cash_shift (drawer_id, hall_id, cashier_id, date, book, state, open_cashier_key, open_drawer_key, float_fen, opening_note, opened_at, movements, explanation, version)
       VALUES (?, ?, ?, DATE_FORMAT(DATE_ADD(UTC_TIMESTAMP(), INTERVAL 8 HOUR), '%Y-%m-%d'), 'regular', 'open', ?, ?, 0, '', UTC_TIMESTAMP(3), 0, '', 1)`,
      [insertId, hall, id, id, insertId],
    );
  }
  return clerks.slice(0, CASHIERS).map(({ id }) => id);
}

/** Issued a thousand at a time, as a run does; each payment by an entry of its own. */
async function postBooks(query, first, accounts) {
  const [{ bills, entries, top }] = await query(
    `SELECT (SELECT MAX(id) - ${first.bill} FROM bill) AS bills, COALESCE((SELECT MAX(id) FROM journal_entry), 0) AS entries, (SELECT MAX(id) FROM bill) AS top`,
  );
  const parts = Math.ceil(bills / BILLS_OF_ENTRY);
  const job = await finishedImport(query);
  const at = "'2026-09-01 00:00:00.000'";
  await query(`INSERT INTO journal_entry (id, cause, cause_id, at) SELECT ${entries} + seq, 'import', CONCAT('${job}:', seq), ${at} FROM seq_1_to_${parts}`);
  const partOf = `${entries} + 1 + (id - ${first.bill} - 1) DIV ${BILLS_OF_ENTRY}`;
  const line = 'INSERT INTO journal_line (entry_id, book, subject_id, debit_fen, credit_fen)';
  for (let from = first.bill + 1; from <= top; from += CHUNK) {
    const range = `id BETWEEN ${from} AND ${Math.min(top, from + CHUNK - 1)}`;
    await query(`${line} SELECT ${partOf}, 'receivable', account_id, total_fen, 0 FROM bill WHERE ${range}`);
  }
  await query(`${line} SELECT ${partOf}, 'revenue.sewage', NULL, 0, 600 * COUNT(*) FROM bill WHERE id > ${first.bill} GROUP BY 1`);
  await query(`${line} SELECT ${partOf}, 'revenue.water', NULL, 0, SUM(total_fen - 600) FROM bill WHERE id > ${first.bill} GROUP BY 1`);
  const elsewhere = `id > ${first.bill} AND state = 'paid' AND payment_id IS NULL`;
  await query(`${line} SELECT ${partOf}, 'opening', NULL, SUM(total_fen), 0 FROM bill WHERE ${elsewhere} GROUP BY 1`);
  await query(`${line} SELECT ${partOf}, 'receivable', account_id, 0, total_fen FROM bill WHERE ${elsewhere}`);
  for (let from = 1; from <= accounts; from += CHUNK) {
    const to = Math.min(accounts, from + CHUNK - 1);
    await query(`INSERT INTO journal_entry (id, cause, cause_id, at) SELECT ${entries + parts} + seq, 'payment', CAST(${first.payment} + seq AS CHAR), ${at} FROM seq_${from}_to_${to}`);
    const paid = `FROM payment_item WHERE payment_id BETWEEN ${first.payment + from} AND ${first.payment + to}`;
    const entry = `${entries + parts} + payment_id - ${first.payment}`;
    await query(`${line} SELECT ${entry}, 'wechat-clearing', NULL, principal_fen, 0 ${paid} UNION ALL SELECT ${entry}, 'receivable', account_id, 0, principal_fen ${paid} ORDER BY 1`);
  }
}

/** Tokens of the payers, in the order of their accounts. */
async function signIn(query, firstResident) {
  const tokens = [];
  for (let done = 0; done < PAYERS; done += 1000) {
    const rows = Array.from({ length: Math.min(1000, PAYERS - done) }, (_, n) => {
      const token = randomBytes(32).toString('base64url');
      tokens.push(token);
      return [createHash('sha256').update(token).digest('hex'), 'resident', firstResident + done + n, '2026-01-01 00:00:00.000', '2099-01-01 00:00:00.000'];
    });
    await query('INSERT INTO session (token_hash, subject_kind, subject_id, created_at, expires_at) VALUES ?', [rows]);
  }
  return tokens;
}

async function prove(server, dist, report) {
  const { proveLedger } = await moduleOf(dist, 'ledger-proof/index.js');
  const started = performance.now();
  for await (const { check, fault } of proveLedger(server.manager)) {
    if (fault) throw new Error(`the filled books are not sound: ${fault.reason}`);
    report(`${check.title}：${((performance.now() - started) / 1000).toFixed(1)} 秒`);
  }
}

/**
 * Fault 1, the bill run (PY-9): both servers die in the middle of computing and of issuing, again and again. In the end each reading is billed once, money in
 * advance is used once, each resident is told once, and the books agree.
 */
import { finishedImport, MODEL_FEN, rowCopier } from '../../support/money-models.mjs';
import { MoneyGround } from '../money-ground.mjs';
import { pause } from '../pause.mjs';

const ACCOUNTS = 50_000;
const SAVERS = 40;
const BOUND = 200;
const DEATHS = 3;
const PATIENCE_MS = 180_000;
const OCTOBER = { from: '2026-10-01', to: '2026-10-31' };

export async function billRunKilled(arena) {
  const ground = await MoneyGround.open(arena);
  const { finance, cashiers } = ground;
  const first = await fill(arena, ground);
  await Promise.all(cashiers.map(async ({ token }, n) => {
    for (let k = n; k < SAVERS; k += cashiers.length) await demand(arena, '/api/staff/counter/payments', token, { accounts: [{ accountId: first + k, bills: [], prepayFen: 10_000 }], totalFen: 10_000, how: { method: 'cash', tenderedFen: 10_000 }, servedMs: 1000 });
  }));

  const { id } = await demand(arena, '/api/staff/bill-runs', finance, OCTOBER);
  const inComputing = await dieUntil(arena, id, 'review');
  for (const { reason } of await arena.query("SELECT DISTINCT reason FROM bill_run_review WHERE run_id = ? AND state = 'open'", [id]))
    await demand(arena, `/api/staff/bill-runs/${id}/decisions`, finance, { reason, decision: 'confirm', note: '' });
  const { version, billCount, totalFen } = JSON.parse((await arena.send(0, { path: `/api/staff/bill-runs/${id}`, token: finance })).text);
  await demand(arena, `/api/staff/bill-runs/${id}/issue`, finance, { version, billCount, totalFen });
  const inIssuing = await dieUntil(arena, id, 'issued');
  for (const until = Date.now() + PATIENCE_MS; (await ground.dutiesDone()) !== null && Date.now() < until;) await pause(300);
  return {
    broken: { I1: await ground.books(), I7: (await ground.dutiesDone()) ?? (await everythingOnce(arena, id, first)) },
    met: `杀 ${arena.kills.length / 2} 次，其中计算到一半 ${inComputing} 次、出账到一半 ${inIssuing} 次，出账 ${billCount} 笔`,
  };
}

/** Kills both servers while the run is on its way to `state`; how often they died with chunks done and chunks to do. */
async function dieUntil(arena, id, state) {
  const { chance } = arena;
  const look = async () => (await arena.query('SELECT state, position, first_position AS first, last_position AS last FROM bill_run WHERE id = ?', [id]))[0];
  let midway = 0;
  let seen = (await look()).position;
  for (let death = 0; death < DEATHS; death++) {
    for (const until = Date.now() + 10_000; (await look()).state !== state && (await look()).position === seen && Date.now() < until; ) await pause(5);
    await pause(chance.between(0, 250));
    await Promise.all([arena.kill(0), arena.kill(1)]);
    const run = await look();
    if (run.state !== state && run.position > run.first) midway++;
    seen = run.position;
    // Whoever was killed holds its duties for a minute: that minute is made to pass while nobody works.
    await arena.query('UPDATE outbox SET next_attempt_at = UTC_TIMESTAMP(3) WHERE done_at IS NULL');
    await Promise.all([arena.restart(0), arena.restart(1)]);
  }
  for (const until = Date.now() + PATIENCE_MS; (await look()).state !== state && Date.now() < until;) await pause(100);
  return midway;
}

/** Accounts with a bill of September and a reading of October. Returns the first one's id. */
async function fill(arena, ground) {
  const { models } = arena.town;
  const query = (sql, values) => arena.query(sql, values);
  const copy = await rowCopier(query);
  const [{ top }] = await query('SELECT MAX(id) AS top FROM water_account');
  const first = top + 1;
  await copy('water_account', models.account, ACCOUNTS, { id: `${top} + s.seq`, account_number: '30000000 + s.seq', meter_number: "CONCAT('R', s.seq)" });
  for (const [ordinal, day, value, kind] of [[1, '2026-08-31', '100', 'opening'], [2, '2026-09-28', '112', 'regular'], [3, '2026-10-28', '124 + seq % 5', 'regular']])
    await query(`INSERT INTO meter_reading (account_id, ordinal, read_on, value, kind, next_value, note, created_at) SELECT ${top} + seq, ${ordinal}, '${day}', ${value}, '${kind}', NULL, NULL, UTC_TIMESTAMP(3) FROM seq_1_to_${ACCOUNTS}`);
  // Settled elsewhere, in an older system.
  await copy('bill', models.bill, ACCOUNTS, { account_id: `${top} + s.seq`, state: "'paid'", paid_fen: 'm.total_fen', settled_at: 'UTC_TIMESTAMP(3)' });
  const { insertId: entry } = await query("INSERT INTO journal_entry (cause, cause_id, at) VALUES ('import', ?, UTC_TIMESTAMP(3))", [`${await finishedImport(query)}:1`]);
  for (const [book, debit, credit] of [['opening', MODEL_FEN, 0], ['revenue.sewage', 0, 600], ['revenue.water', 0, MODEL_FEN - 600]])
    await query('INSERT INTO journal_line (entry_id, book, subject_id, debit_fen, credit_fen) VALUES (?, ?, NULL, ?, ?)', [entry, book, debit * ACCOUNTS, credit * ACCOUNTS]);
  const { payers } = ground;
  await query(`INSERT INTO account_binding (resident_id, account_id, live_key, bound_at) VALUES ${Array.from({ length: BOUND }, (_, n) => [payers[n % payers.length].id, first + n * 7]).map(([resident, account]) => `(${resident}, ${account}, '${resident}:${account}', UTC_TIMESTAMP(3))`).join(', ')}`);
  return first;
}

/** Null when nothing is missing and nothing is there twice. */
async function everythingOnce(arena, id, first) {
  const last = first + ACCOUNTS - 1;
  const one = async (sql, values) => Number((await arena.query(sql, values))[0].n);
  const [run] = await arena.query('SELECT state, bill_count AS bills, issued_count AS issued, prepaid_count AS prepaid FROM bill_run WHERE id = ?', [id]);
  if (run.state !== 'issued') return `出账停在 ${run.state}`;
  const billed = await one("SELECT COUNT(*) AS n FROM bill WHERE account_id BETWEEN ? AND ? AND reading_ordinal = 3 AND state IN ('paid', 'unpaid')", [first, last]);
  const accounts = await one('SELECT COUNT(DISTINCT account_id) AS n FROM bill WHERE account_id BETWEEN ? AND ? AND reading_ordinal = 3', [first, last]);
  if (billed !== ACCOUNTS || accounts !== ACCOUNTS) return `${ACCOUNTS} 户出了 ${billed} 笔账，属于 ${accounts} 户`;
  if (run.bills !== ACCOUNTS || run.issued !== ACCOUNTS || run.prepaid !== SAVERS) return `出账记录说 ${run.bills} 笔、已出 ${run.issued} 笔、预存款缴 ${run.prepaid} 户`;
  const saved = await one("SELECT COUNT(*) AS n FROM payment p JOIN payment_item i ON i.payment_id = p.id WHERE p.method = 'prepaid' AND i.account_id BETWEEN ? AND ?", [first, last]);
  if (saved !== SAVERS) return `预存款缴了 ${saved} 次，应为 ${SAVERS} 次`;
  const told = await one("SELECT COUNT(*) AS n FROM notice WHERE notice_key LIKE 'bill-issued:%'", []);
  return told === BOUND ? null : `告诉了居民 ${told} 次，应为 ${BOUND} 次`;
}

async function demand(arena, path, token, body) {
  const reply = await arena.send(0, { method: 'POST', path, token, key: true, body });
  if (reply.status !== 200) throw new Error(`${path} answered ${reply.status}: ${reply.text}`);
  return JSON.parse(reply.text);
}

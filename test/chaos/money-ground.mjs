/** WeChat's stand-in, people with bills, and cashiers with an open shift: the ground of the faults of money. */
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, sandboxCredentials } from '../../deploy/environment.mjs';
import { MODEL_FEN, rowCopier } from '../support/money-models.mjs';

const PAYERS = 16;
const CASHIERS = 4;
const BILLS_EACH = 70;
/** How many times sooner than real WeChat repeats its notifications. */
const SPEED = 100;

/** @param {string} folder */
export async function openSandbox(folder) {
  const { startSandbox } = await import(pathToFileURL(join(root, 'test/wechat-sandbox/dist/index.js')).href);
  const data = mkdtempSync(join(folder, 'wechat-'));
  const sandbox = await startSandbox({ dataFolder: data, speed: SPEED });
  return { ...sandbox, settings: sandboxCredentials(sandbox.url, data) };
}

/** @typedef {{ id: number, account: number, fen: number }} Bill */

export class MoneyGround {
  /** @param {any} arena opened with a sandbox */
  static async open(arena) {
    const ground = new MoneyGround(arena);
    await ground.people();
    await ground.counters();
    return ground;
  }

  constructor(arena) {
    this.arena = arena;
    this.sandbox = arena.sandbox;
  }

  /** Payers who signed in through WeChat, each bound to an account of their own with many bills. */
  async people() {
    const { arena, sandbox } = this;
    const { models } = arena.town;
    const copy = await rowCopier((sql) => arena.query(sql));
    const [{ top: lastAccount }] = await arena.query('SELECT MAX(id) AS top FROM water_account');
    await copy('water_account', models.account, PAYERS + 1, { account_number: '20000000 + s.seq', meter_number: "CONCAT('C', s.seq)" });
    const accounts = await arena.query('SELECT id FROM water_account WHERE id > ? ORDER BY id', [lastAccount]);
    const [{ top: lastBill }] = await arena.query('SELECT MAX(id) AS top FROM bill');
    for (const { id } of accounts) await copy('bill', models.bill, BILLS_EACH, { account_id: String(id), reading_ordinal: '1 + s.seq', state: "'unpaid'" });
    await arena.query("INSERT INTO journal_entry (cause, cause_id, at) SELECT 'bill', CAST(id AS CHAR), UTC_TIMESTAMP(3) FROM bill WHERE id > ?", [lastBill]);
    const ofBill = "FROM bill b JOIN journal_entry e ON e.cause = 'bill' AND e.cause_id = CAST(b.id AS CHAR) WHERE b.id > ?";
    const line = 'INSERT INTO journal_line (entry_id, book, subject_id, debit_fen, credit_fen)';
    await arena.query(`${line} SELECT e.id, 'receivable', b.account_id, b.total_fen, 0 ${ofBill}`, [lastBill]);
    await arena.query(`${line} SELECT e.id, 'revenue.sewage', NULL, 0, 600 ${ofBill}`, [lastBill]);
    await arena.query(`${line} SELECT e.id, 'revenue.water', NULL, 0, b.total_fen - 600 ${ofBill}`, [lastBill]);
    const bills = await arena.query('SELECT id, account_id AS account FROM bill WHERE id > ? ORDER BY id', [lastBill]);
    /** @type {Map<number, Bill[]>} */
    this.bills = new Map(accounts.map(({ id }) => [id, []]));
    for (const { id, account } of bills) this.bills.get(account).push({ id, account, fen: MODEL_FEN });
    /** Nobody is bound to this one: the counter's own. */
    this.spare = accounts[PAYERS].id;

    this.payers = [];
    for (let n = 0; n < PAYERS; n++) {
      const user = sandbox.parts.users.create({});
      const reply = await arena.send(n % 2, { method: 'POST', path: '/api/identity/login', body: { via: 'weapp', code: sandbox.parts.login.issueCode(user, 'weapp') } });
      if (reply.status !== 200) throw new Error(`a payer could not sign in: ${reply.text}`);
      const { token, resident } = JSON.parse(reply.text);
      await arena.query('INSERT INTO account_binding (resident_id, account_id, live_key, bound_at) VALUES (?, ?, ?, UTC_TIMESTAMP(3))', [resident.id, accounts[n].id, `${resident.id}:${accounts[n].id}`]);
      this.payers.push({ user: user.id, token, id: resident.id, account: accounts[n].id });
    }
  }

  /** Cashiers of one hall, each at a drawer of their own. */
  async counters() {
    const { arena } = this;
    const { staff, tokens } = arena.town;
    const hall = staff.find((one) => one.roles.includes('hall-director')).hallId;
    this.cashiers = [];
    for (const clerk of staff.filter((one) => one.hallId === hall && String(one.roles) === 'clerk').slice(0, CASHIERS)) {
      const token = tokens.get(clerk.id);
      // The demonstration's clerks have theirs.
      const mine = JSON.parse((await arena.send(0, { path: '/api/staff/cashier/mine', token })).text);
      this.cashiers.push({ id: clerk.id, token, shift: mine.shift?.id ?? (await this.openShift(hall, clerk.id, token)) });
    }
    const one = (role) => tokens.get(staff.find(({ roles }) => roles.includes(role)).id);
    this.finance = one('finance');
    this.director = one('hall-director');
    this.section = one('section-leader');
  }

  async openShift(hall, clerk, token) {
    const { insertId } = await this.arena.query('INSERT INTO cash_drawer (hall_id, name, float_fen, active, version) VALUES (?, ?, 0, 1, 1)', [hall, `${clerk} 号临时窗口`]);
    const reply = await this.arena.send(0, { method: 'POST', path: '/api/staff/cashier/shifts', token, key: true, body: { drawerId: insertId, counts: {} } });
    if (reply.status !== 200) throw new Error(`a shift could not be opened: ${reply.text}`);
    return JSON.parse(reply.text).id;
  }

  /** A bill of the account that nobody has been given yet. @param {number} account @returns {Bill | undefined} */
  nextBill(account) {
    return this.bills.get(account).shift();
  }

  /** The payer's WeChat takes the money; also for an order that has been closed meanwhile, when it was begun before. Null when WeChat would not. */
  async pay(payer, clientParameters) {
    const response = await fetch(`${this.sandbox.url}/sandbox/pay`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ...clientParameters, user: payer.user, late: true }) });
    return response.ok ? (await response.json()).out_trade_no : null;
  }
  fault(fault) {
    const complaint = this.sandbox.parts.faults.switchOn(fault);
    if (complaint) throw new Error(complaint);
  }
  noFaults() {
    this.sandbox.parts.faults.clear();
  }

  /** I1, I2, I4 and all else that must hold of the books, by a build that has all its guards; null when sound. */
  books() {
    return this.arena.books();
  }

  /** What WeChat took and gave against what we know of it: nobody's money is lost, none is given twice. */
  async wechatAgrees() {
    const { parts } = this.sandbox;
    const payments = new Map((await this.arena.query('SELECT out_trade_no AS number, state, amount_fen AS fen FROM payment')).map((row) => [row.number, row]));
    let clearing = 0;
    for (const order of parts.orders.list().filter(({ transactionId }) => transactionId)) {
      clearing += order.total;
      const own = payments.get(order.outTradeNo);
      if (!own || own.state === 'unpaid' || own.state === 'closed' || Number(own.fen) !== order.total) return `微信收了 ${order.outTradeNo} 的 ${order.total} 分，我们记为 ${own?.state ?? '没有'}`;
    }
    const refunds = new Map((await this.arena.query('SELECT out_refund_no AS number, state, amount_fen AS fen FROM payment_refund')).map((row) => [row.number, row]));
    for (const refund of parts.refunds.list()) {
      const own = refunds.get(refund.outRefundNo);
      if (!own || Number(own.fen) !== refund.refund) return `微信退了 ${refund.outRefundNo} 的 ${refund.refund} 分，我们没有这笔退款`;
      if (refund.status === 'SUCCESS') clearing -= refund.refund;
      if ((refund.status === 'SUCCESS') !== (own.state === 'done')) return `退款 ${refund.outRefundNo} 在微信为 ${refund.status}，我们记为 ${own.state}`;
    }
    const [{ fen }] = await this.arena.query("SELECT COALESCE(SUM(debit_fen - credit_fen), 0) AS fen FROM journal_line WHERE book = 'wechat-clearing'");
    return Number(fen) === clearing ? null : `微信处有 ${clearing} 分，账上待结算 ${fen} 分`;
  }

  /** Null when every duty but the patient asking about unpaid orders is done. */
  async dutiesDone() {
    const [{ n, topic }] = await this.arena.query("SELECT COUNT(*) AS n, MIN(topic) AS topic FROM outbox WHERE done_at IS NULL AND topic <> 'payment.ask'");
    return Number(n) === 0 ? null : `${n} 件待办没有做完（${topic}）`;
  }
}

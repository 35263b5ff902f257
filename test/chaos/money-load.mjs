/** People paying by phone and at the counter, who do not give up: what was acknowledged, and what WeChat took, is remembered. */
import { randomUUID } from 'node:crypto';
import { pause } from './pause.mjs';

const RETRY_MS = 150;

export class MoneyLoad {
  /** @param {import('./money-ground.mjs').MoneyGround} ground */
  constructor(ground) {
    this.ground = ground;
    this.arena = ground.arena;
    /** Payments at the counter; each with a prepayment of its own sum, by which it is known again. @type {{ prepayFen: number, acknowledged: number | null }[]} */
    this.taken = [];
    /** Refunds that were asked for and approved: of which payment. @type {{ paymentId: number, acknowledged: boolean }[]} */
    this.given = [];
    this.paidByPhone = 0;
    /** Answers nobody should get. @type {string[]} */
    this.odd = [];
    this.stopped = false;
    this.patience = 20_000;
    this.sum = 0;
  }

  start({ phones = 5, counters = 3, refunds = 1 } = {}) {
    const work = (one) => this.untilStopped(one);
    const { payers, cashiers } = this.ground;
    this.running = Promise.all([
      ...payers.slice(0, phones).map((payer) => work(() => this.phone(payer))),
      ...cashiers.slice(0, counters).map((cashier, n) => work(() => this.counter(cashier, this.ground.payers[n % phones].account))),
      ...Array.from({ length: refunds }, () => work(() => this.refund())),
    ]);
  }
  async stop() {
    this.stopped = true;
    this.stoppedAt = Date.now();
    await this.running;
  }
  async untilStopped(act) {
    while (!this.stopped) if (!(await act())) await pause(200);
  }

  /** One bill by phone; now and then one that is being paid at the counter as well. */
  async phone(payer) {
    const bill = this.ground.nextBill(payer.account);
    if (!bill) return false;
    if (this.arena.chance.between(0, 4) === 0) this.contested = bill;
    const started = await this.persist({ method: 'POST', path: '/api/payments', token: payer.token, body: { billIds: [bill.id], totalFen: bill.fen, via: 'weapp', surplus: bill.id % 2 === 0 ? 'refund' : 'prepay' } });
    if (!started) return true;
    if ((await this.ground.pay(payer, started.clientParameters)) !== null) this.paidByPhone += 1;
    return true;
  }

  async counter(cashier, account) {
    const contested = this.contested;
    this.contested = undefined;
    const bill = contested ?? this.ground.nextBill(account);
    if (!bill) return false;
    const intent = { prepayFen: ++this.sum, acknowledged: null };
    this.taken.push(intent);
    const totalFen = bill.fen + intent.prepayFen;
    const body = { accounts: [{ accountId: bill.account, bills: [{ billId: bill.id, payFen: bill.fen, seenFen: bill.fen }], prepayFen: intent.prepayFen }], totalFen, how: { method: 'cash', tenderedFen: totalFen }, servedMs: 1000 };
    const answer = await this.persist({ method: 'POST', path: '/api/staff/counter/payments', token: cashier.token, key: randomUUID(), body });
    if (answer) intent.acknowledged = answer.id;
    return true;
  }

  /** A payment by phone is given back, asked for by one and approved by another. */
  async refund() {
    const [row] = await this.arena
      .query("SELECT p.id, i.id AS item, i.principal_fen AS fen FROM payment p JOIN payment_item i ON i.payment_id = p.id WHERE p.state = 'paid' AND p.method = 'wechat' AND p.refunded_fen = 0 AND i.settled = 1 ORDER BY p.id LIMIT 1")
      .catch(() => []);
    if (!row) return false;
    const intent = { paymentId: row.id, acknowledged: false };
    this.given.push(intent);
    intent.acknowledged = await this.giveBack(row.id, [{ itemId: row.item, fen: Math.ceil(Number(row.fen) / 2) }]);
    return true;
  }

  /** True when it was approved. */
  async giveBack(paymentId, items) {
    const { finance, section } = this.ground;
    const asked = await this.persist({ method: 'POST', path: `/api/staff/payments/${paymentId}/refund`, token: finance, key: randomUUID(), body: { items, method: 'wechat', reason: '多收' } });
    if (!asked) return false;
    const seen = await this.persist({ path: `/api/staff/approvals/${asked.approvalId}`, token: section });
    if (!seen) return false;
    return (await this.persist({ method: 'POST', path: `/api/staff/approvals/${asked.approvalId}/decision`, token: section, key: randomUUID(), body: { version: seen.version, outcome: 'approved', reason: '' } })) !== null;
  }

  /** The answer; null for a refusal that says what to do, or when patience ended. */
  async persist(call) {
    for (let n = this.arena.chance.between(0, 2); ; n = 1 - n) {
      const reply = await this.arena.send(n, call).catch(() => null);
      if (reply?.status === 200) return JSON.parse(reply.text);
      const again = reply === null || reply.status >= 500 || reply.text.includes('REQUEST_IN_FLIGHT');
      if (!again) {
        // Money meets a rule now and then (somebody was first); anything but a clear refusal is odd.
        if (reply.status !== 409 && reply.status !== 404) this.odd.push(`${call.method ?? 'GET'} ${call.path}：${reply.status} ${reply.text.slice(0, 120)}`);
        return null;
      }
      if (this.stopped && Date.now() - this.stoppedAt > this.patience) return null;
      await pause(RETRY_MS);
    }
  }

  acknowledged() {
    return this.taken.filter(({ acknowledged }) => acknowledged !== null).length + this.paidByPhone + this.given.filter(({ acknowledged }) => acknowledged).length;
  }

  /** I3, and that nothing was done twice. */
  async kept() {
    if (this.odd.length > 0) return `${this.odd.length} 个不该有的回答，例如 ${this.odd[0]}`;
    const rows = await this.arena.query("SELECT i.principal_fen AS fen, i.payment_id AS id FROM payment_item i JOIN payment p ON p.id = i.payment_id WHERE i.kind = 'prepayment' AND p.via = 'counter'");
    const found = new Map();
    for (const { fen, id } of rows) found.set(Number(fen), [...(found.get(Number(fen)) ?? []), id]);
    for (const { prepayFen, acknowledged } of this.taken) {
      const ids = found.get(prepayFen) ?? [];
      if (acknowledged !== null && !ids.includes(acknowledged)) return `回答过的窗口收费 ${acknowledged} 不在库里`;
      if (ids.length > 1) return `一次窗口收费做了 ${ids.length} 次：${ids.join('、')}`;
    }
    for (const { paymentId, acknowledged } of this.given) {
      const [{ n }] = await this.arena.query("SELECT COUNT(*) AS n FROM payment_refund WHERE payment_id = ? AND cause = 'approved'", [paymentId]);
      if (acknowledged && Number(n) === 0) return `批准过的缴费 ${paymentId} 的退款不在库里`;
      if (Number(n) > this.given.filter((one) => one.paymentId === paymentId).length) return `缴费 ${paymentId} 退了 ${n} 次`;
    }
    return this.ground.wechatAgrees();
  }
}

/**
 * Whoever was killed holds its duties for a minute, and asks about orders are far apart: time is made to pass while nobody works, until nothing is left
 * to do. WeChat goes on telling for a day, unless it is not to (`silent`).
 */
export async function moneyComesToAnEnd(arena, ground, { seconds = 40, silent = false } = {}) {
  const { notifications } = ground.sandbox.parts;
  for (const until = Date.now() + seconds * 1000; ; ) {
    await Promise.all([arena.kill(0), arena.kill(1)]);
    await arena.query('UPDATE outbox SET next_attempt_at = UTC_TIMESTAMP(3) WHERE done_at IS NULL');
    await Promise.all([arena.restart(0), arena.restart(1)]);
    if (!silent) for (const one of notifications.list()) if (one.state !== 'delivered') await notifications.resend(one);
    for (let n = 0; n < 30; n++) {
      await pause(200);
      if ((await ground.dutiesDone()) === null && (await ground.wechatAgrees()) === null) return;
    }
    if (Date.now() > until) return;
  }
}

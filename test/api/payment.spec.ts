/** Bills paid through WeChat: what is forged changes nothing, what is genuine settles once, whatever is lost or comes twice. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as billing from '@shouwen/shared/contract/billing';
import * as notice from '@shouwen/shared/contract/notice';
import * as payment from '@shouwen/shared/contract/payment';
import { Transactions } from '../../server/src/database/index.js';
import { Outbox } from '../../server/src/jobs/index.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { eventually, type Payer, PayingTown } from '../support/paying.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import type { Fault } from '../support/sandbox-control.js';
import { type ServerInProcess, startServer } from '../support/server.js';

describeOnBothDatabases('payment', (engine) => {
  let database: TestDatabase;
  let sandbox: TestSandbox;
  let server: ServerInProcess;
  let town: PayingTown;
  let payer: Payer;
  let account: number;
  let ordinal = 1;
  const bill = (totalFen: number) => town.bill(account, totalFen, ++ordinal);

  beforeAll(async () => {
    database = await engine.create();
    sandbox = await startTestSandbox();
    // WeChat Pay refuses four-byte characters: the company's name must not bring one in.
    server = await startServer(database, { ...sandbox.environment, COMPANY_NAME: '清泉💧水务' });
    town = new PayingTown(server, sandbox);
  });
  beforeEach(async () => {
    payer = await town.payer();
    account = await town.account(payer);
  });
  afterEach(async () => {
    server.clock.release();
    await sandbox.control.noFaults();
    expect(await server.ledgerFaults()).toEqual([]);
  });
  afterAll(async () => {
    await server?.close();
    await sandbox?.close();
    await database?.drop();
  });

  it('takes a payment: order, signed parameters, encrypted notification, receipt, journal, message', async () => {
    const template = sandbox.environment['WECHAT_TEMPLATE_BILL'] as string;
    await sandbox.control.consent(payer.user, template);
    await payer.client.call(notice.recordConsents, { body: { templateIds: [template, 'made-up'] } });
    const [one, two] = [await bill(140_950), await bill(5)];
    const before = await town.balance('wechat-clearing');

    const started = await town.start(payer, [two, one], 140_955);
    expect(started.payment).toMatchObject({ state: 'unpaid', amountFen: 140_955, refundFen: 0, receiptNumber: null });
    expect(started.payment.bills.map((b) => b.billId)).toEqual([one, two]);
    expect((await payer.client.refused(payment.receipt, { path: { id: started.payment.id } })).code).toBe('NOT_FOUND');
    await town.confirm(payer, started);
    await town.until(started.payment.id, 'paid');

    const status = await payer.client.call(payment.paymentStatus, { path: { id: started.payment.id } });
    expect(status).toMatchObject({ state: 'paid', amountFen: 140_955, receiptNumber: expect.stringMatching(/^WX\d{4}[A-H]-\d{8}$/), paidAt: expect.any(String) });
    const receipt = await payer.client.call(payment.receipt, { path: { id: started.payment.id } });
    expect(receipt).toMatchObject({ receiptNumber: status.receiptNumber, companyName: '清泉💧水务', amountInWords: '壹仟肆佰零玖元伍角伍分', transactionId: expect.stringMatching(/^4200\d+$/) });
    expect(receipt.accounts).toEqual([{ accountNumber: expect.any(String), nameMasked: '王**', addressMasked: '海慧路***' }]);
    const detail = await payer.client.call(billing.billDetail, { path: { id: one } });
    expect(detail).toMatchObject({ state: 'paid', payableFen: 0, payment: { id: started.payment.id, receiptNumber: status.receiptNumber } });
    expect((await town.balance('wechat-clearing')) - before).toBe(140_955);
    expect(await town.balance('receivable', account)).toBe(0);

    await eventually('WeChat has its answer', async () => (await town.attempts(started.payment.id)).length === 1);
    const [attempt] = await town.attempts(started.payment.id);
    expect(attempt).toMatchObject({ status: 204 });
    expect(attempt?.durationMs).toBeLessThan(5000);
    const noticeRow = async () => (await server.query('SELECT * FROM notice WHERE resident_id = ?', [payer.id]))[0];
    await eventually('the message is sent', async () => (await noticeRow())?.['state'] === 'sent');
    expect((await noticeRow())?.['fields']).toBeNull();
    expect((await sandbox.control.messages()).filter((m) => m['userId'] === payer.user)).toMatchObject([{ templateId: template, data: { character_string1: status.receiptNumber, amount2: '1409.55' } }]);
  });

  it('takes a payment from a web page too', async () => {
    const web = await town.payer('h5');
    const id = await town.bill(await town.account(web), 700);
    const started = await town.start(web, [id], 700, 'h5');
    await town.confirm(web, started);
    await town.until(started.payment.id, 'paid');
    // Nobody can pay through an app they never came by.
    const other = await town.bill(await town.account(web), 700);
    expect((await web.client.refused(payment.startPayment, { body: { billIds: [other], totalFen: 700, via: 'weapp' } })).code).toBe('SIGN_IN_REQUIRED');
  });

  it('offers the open order again under the same number, also when tapped several times at once', async () => {
    const id = await bill(300);
    const started = await Promise.all([1, 2, 3, 4].map(() => town.start(payer, [id], 300)));
    started.push(await town.start(payer, [id], 300));
    expect(new Set(started.map((s) => s.payment.id)).size).toBe(1);
    const outTradeNo = (await town.row(started[0]!.payment.id))['out_trade_no'];
    expect(outTradeNo).toMatch(/^[0-9A-Za-z]{20,32}$/);
    expect((await sandbox.control.orders()).orders.filter((o) => o['outTradeNo'] === outTradeNo)).toHaveLength(1);
    await town.confirm(payer, started.at(-1)!);
    await town.until(started[0]!.payment.id, 'paid');
    expect((await payer.client.refused(payment.startPayment, { body: { billIds: [id], totalFen: 300, via: 'weapp' } })).code).toBe('BILL_ALREADY_PAID');
  });

  it('refuses another sum, an unknown bill, and what belongs to someone else', async () => {
    const id = await bill(300);
    const stranger = await town.payer();
    const start = (who: Payer, billIds: number[], totalFen: number) => who.client.refused(payment.startPayment, { body: { billIds, totalFen, via: 'weapp' } });
    expect(await start(payer, [id], 299)).toMatchObject({ status: 409, code: 'BILL_CHANGED' });
    expect(await start(payer, [id, 999_999], 300)).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    expect(await start(stranger, [id], 300)).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    expect(await start(payer, [], 300)).toMatchObject({ status: 400, code: 'INVALID_INPUT' });
    expect(await start(payer, [id], 0.5)).toMatchObject({ status: 400, code: 'INVALID_INPUT' });
    const { payment: mine } = await town.start(payer, [id], 300);
    for (const endpoint of [payment.paymentStatus, payment.receipt]) expect(await stranger.client.refused(endpoint, { path: { id: mine.id } })).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    expect((await stranger.client.call(payment.myPayments)).items).toEqual([]);
    expect((await payer.client.call(payment.myPayments)).items.map((p) => p.id)).toEqual([mine.id]);
  });

  it('needs a session that has not ended', async () => {
    const id = await bill(300);
    server.clock.advance(31 * 86_400_000);
    expect(await payer.client.refused(payment.startPayment, { body: { billIds: [id], totalFen: 300, via: 'weapp' } })).toMatchObject({ status: 401, code: 'SIGN_IN_REQUIRED' });
    expect((await payer.client.refused(payment.myPayments)).status).toBe(401);
    expect(await town.count('payment', `resident_id = ${payer.id}`)).toBe(0);
  });

  it('lists payments page by page', async () => {
    const ids: number[] = [];
    for (const fen of [101, 102, 103]) ids.unshift((await town.start(payer, [await bill(fen)], fen)).payment.id);
    const first = await payer.client.call(payment.myPayments, { query: { size: 2 } });
    const second = await payer.client.call(payment.myPayments, { query: { size: 2, cursor: first.next as string } });
    expect([...first.items, ...second.items].map((p) => p.id)).toEqual(ids);
    expect(second.next).toBeNull();
    expect((await payer.client.refused(payment.myPayments, { query: { cursor: "1' OR '1" } })).code).toBe('INVALID_INPUT');
  });

  describe('notifications', () => {
    it.each<Fault['kind']>(['notify-probe', 'forge-key', 'forge-body', 'forge-tag', 'forge-mchid', 'forge-appid', 'forge-amount', 'forge-timestamp'])('%s: refused, and no row changed', async (kind) => {
      await sandbox.control.fault({ kind });
      const id = await bill(400);
      const started = await town.start(payer, [id], 400);
      const tables = async () => Promise.all([town.row(started.payment.id), town.billState(id), town.count('payment_notification'), town.count('journal_entry'), town.count('payment_refund')]);
      const before = await tables();
      await town.confirm(payer, started);
      await eventually('WeChat has tried', async () => (await town.attempts(started.payment.id)).some((attempt) => attempt.status !== undefined));
      expect(await tables()).toEqual(before);
      for (const { status, responseBody } of await town.attempts(started.payment.id)) {
        expect(status).toBe(401);
        expect(JSON.parse(responseBody ?? '')).toMatchObject({ code: 'FAIL' });
      }
      await sandbox.control.noFaults();
      await town.until(started.payment.id, 'paid');
    });

    it('settles once when notifications are doubled, repeated, replayed and overtake each other', async () => {
      const ids = [await bill(500), await bill(501)];
      const [one, two] = [await town.start(payer, [ids[0]!], 500), await town.start(payer, [ids[1]!], 501)];
      const entries = await town.count('journal_entry');
      await sandbox.control.fault({ kind: 'notify-reorder', count: 1, ms: 3000 });
      await sandbox.control.fault({ kind: 'notify-duplicate' });
      await sandbox.control.fault({ kind: 'notify-replay' });
      await town.confirm(payer, one);
      await town.confirm(payer, two);
      await Promise.all([town.until(one.payment.id, 'paid'), town.until(two.payment.id, 'paid')]);
      await eventually('all copies came', async () => (await town.attempts(one.payment.id)).length >= 3 && (await town.attempts(two.payment.id)).length >= 3);
      for (const notification of sandbox.parts.notifications.list().slice(-2)) await sandbox.control.resend(notification.id);
      for (const id of [one.payment.id, two.payment.id]) for (const attempt of await town.attempts(id)) expect(attempt.status).toBe(204);
      expect((await town.count('journal_entry')) - entries).toBe(2);
      expect(await town.count('payment_notification')).toBe(await town.count('payment', "state IN ('paid', 'refunding', 'refunded')"));
      expect(await town.count('payment_refund')).toBe(0);
    });

    it('refuses the notification of an order it never made, and bytes that are no notification', async () => {
      const started = await town.start(payer, [await bill(600)], 600);
      await server.query('UPDATE payment SET out_trade_no = ? WHERE id = ?', [`X${Date.now()}000000000`, started.payment.id]);
      await town.confirm(payer, started);
      await eventually('WeChat has tried', async () => sandbox.parts.notifications.list().at(-1)?.attempts.at(-1)?.status === 401);
      expect(await town.stateOf(started.payment.id)).toBe('unpaid');
      for (const path of ['payment', 'refund']) {
        const answer = await fetch(`${server.url}/api/wechat/notify/${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"id":"1"}' });
        expect([answer.status, await answer.json()]).toEqual([401, { code: 'FAIL', message: expect.any(String) }]);
      }
    });

    it('keeps a notification it cannot apply just now, and applies it later', async () => {
      const id = await bill(650);
      const started = await town.start(payer, [id], 650);
      const breakJournal = (broken: boolean) => server.query(broken ? 'ALTER TABLE journal_line RENAME TO journal_line_away' : 'ALTER TABLE journal_line_away RENAME TO journal_line');
      await breakJournal(true);
      try {
        await town.confirm(payer, started);
        await eventually('it is kept', async () => (await town.count('payment_notification', 'applied_at IS NULL')) === 1);
        expect(await town.stateOf(started.payment.id)).toBe('unpaid');
        expect(await town.billState(id)).toBe('unpaid');
        await eventually('it is acknowledged', async () => (await town.attempts(started.payment.id)).at(-1)?.status === 204);
      } finally {
        await breakJournal(false);
      }
      await town.until(started.payment.id, 'paid', 15);
      expect(await town.count('payment_notification', 'applied_at IS NULL')).toBe(0);
    });
  });

  describe('when nothing comes', () => {
    it('learns of a payment from the payer who watches, asking WeChat at most once in three seconds', async () => {
      await sandbox.control.fault({ kind: 'notify-lose' });
      const started = await town.start(payer, [await bill(700)], 700);
      const watch = () => payer.client.call(payment.paymentStatus, { path: { id: started.payment.id } });
      expect((await watch()).state).toBe('unpaid');
      await town.confirm(payer, started);
      expect((await watch()).state).toBe('unpaid');
      await server.query('UPDATE payment SET asked_at = NULL WHERE id = ?', [started.payment.id]);
      expect(await watch()).toMatchObject({ state: 'paid', receiptNumber: expect.any(String) });
    });

    it('asks by itself after five seconds', async () => {
      await sandbox.control.fault({ kind: 'notify-lose' });
      const started = await town.start(payer, [await bill(710)], 710);
      await town.confirm(payer, started);
      await town.until(started.payment.id, 'paid', 12);
    });

    it('closes an order before calling it failed, and still settles what was paid meanwhile', async () => {
      const id = await bill(720);
      const started = await town.start(payer, [id], 720);
      await lastQuestion(started.payment.id);
      await town.until(started.payment.id, 'closed');
      const [order] = (await sandbox.control.orders()).orders.slice(-1);
      expect(order).toMatchObject({ state: 'CLOSED' });
      await town.confirm(payer, started, true);
      await town.until(started.payment.id, 'paid');
      expect(await town.billState(id)).toBe('paid');
    });

    it('does not close what turns out to be paid', async () => {
      await sandbox.control.fault({ kind: 'notify-lose' });
      const started = await town.start(payer, [await bill(730)], 730);
      await town.confirm(payer, started);
      await lastQuestion(started.payment.id);
      await town.until(started.payment.id, 'paid');
    });

    /** As if half an hour had passed. */
    const lastQuestion = (paymentId: number) =>
      server.app.get(Transactions).run((tx) => server.app.get(Outbox).add(tx, 'payment.ask', `${paymentId}.1.6`, { paymentId, generation: 1, step: 6 }, new Date()));
  });

  describe('when an answer is missing or not to be trusted', () => {
    it.each<Fault>([
      { kind: 'api-drop-before', match: 'jsapi', count: 1 },
      { kind: 'api-drop-after', match: 'jsapi', count: 1 },
      { kind: 'api-error', match: 'jsapi', count: 1, status: 500 },
      { kind: 'api-error-after', match: 'jsapi', count: 1, status: 429 },
      { kind: 'response-forge', match: 'jsapi', count: 1 },
      { kind: 'response-probe', match: 'jsapi', count: 1 },
    ])('$kind while ordering: says so, and the next try is the same order', async (fault) => {
      await sandbox.control.fault(fault);
      const id = await bill(800);
      expect(await payer.client.refused(payment.startPayment, { body: { billIds: [id], totalFen: 800, via: 'weapp' } })).toMatchObject({ status: 502, code: 'PAYMENT_UNAVAILABLE' });
      const [first] = (await payer.client.call(payment.myPayments)).items;
      const started = await town.start(payer, [id], 800);
      expect(started.payment.id).toBe(first?.id);
      await town.confirm(payer, started);
      await town.until(started.payment.id, 'paid');
    });

    it('does not believe a forged answer that an order is paid', async () => {
      await sandbox.control.fault({ kind: 'notify-lose' });
      const started = await town.start(payer, [await bill(810)], 810);
      await town.confirm(payer, started);
      await sandbox.control.fault({ kind: 'response-forge', match: 'out-trade-no' });
      expect((await payer.client.call(payment.paymentStatus, { path: { id: started.payment.id } })).state).toBe('unpaid');
    });
  });

  describe('when a bill is paid twice', () => {
    it('settles one of two residents and refunds the other, who is told so', async () => {
      const neighbour = await town.payer();
      const shared = await town.account(payer, neighbour);
      const id = await town.bill(shared, 900);
      const [one, two] = [await town.start(payer, [id], 900), await town.start(neighbour, [id], 900)];
      await town.confirm(payer, one);
      await town.until(one.payment.id, 'paid');
      // The other order is closed by itself; this payer had begun before.
      await town.until(two.payment.id, 'closed');
      await town.confirm(neighbour, two, true);
      await town.until(two.payment.id, 'refunded');
      const told = await neighbour.client.call(payment.paymentStatus, { path: { id: two.payment.id } });
      expect(told).toMatchObject({ state: 'refunded', refundFen: 900, receiptNumber: null, note: expect.stringContaining('已原路退回') });
      expect((await neighbour.client.refused(payment.receipt, { path: { id: two.payment.id } })).code).toBe('NOT_FOUND');
      expect(await town.balance('refund-payable')).toBe(0);
      expect(await town.balance('receivable', shared)).toBe(0);
      const refunds = (await sandbox.control.orders()).refunds.filter((r) => r['outTradeNo'] === `${String(r['outRefundNo']).slice(0, -1)}` && r['refund'] === 900);
      expect(refunds).toHaveLength(1);
    });

    it('closes the order it replaces; what is paid through it all the same is settled, and the overlap goes back', async () => {
      const [one, two] = [await bill(1000), await bill(50)];
      const old = await town.start(payer, [one], 1000);
      const both = await town.start(payer, [one, two], 1050);
      expect(both.payment.id).not.toBe(old.payment.id);
      expect(await town.stateOf(old.payment.id)).toBe('closed');
      await town.confirm(payer, old, true);
      await town.until(old.payment.id, 'paid');
      await town.confirm(payer, both, true);
      await town.until(both.payment.id, 'paid');
      await eventually('the overlap is back', async () => (await payer.client.call(payment.paymentStatus, { path: { id: both.payment.id } })).note.includes('已原路退回'));
      expect(await payer.client.call(payment.paymentStatus, { path: { id: both.payment.id } })).toMatchObject({ state: 'paid', refundFen: 1000, receiptNumber: expect.any(String) });
      expect((await payer.client.call(payment.receipt, { path: { id: both.payment.id } })).amountInWords).toBe('伍角整');
    });

    it.each<Fault>([
      { kind: 'api-drop-after', match: 'refunds', count: 1 },
      { kind: 'api-error', match: 'refunds', count: 1, status: 429 },
    ])('gives back once although asking for it ended in $kind', async (fault) => {
      const neighbour = await town.payer();
      const id = await town.bill(await town.account(payer, neighbour), 950);
      const [one, two] = [await town.start(payer, [id], 950), await town.start(neighbour, [id], 950)];
      await sandbox.control.fault(fault);
      await Promise.all([town.confirm(payer, one, true), town.confirm(neighbour, two, true)]);
      const states = async () => [await town.stateOf(one.payment.id), await town.stateOf(two.payment.id)].sort().join();
      await eventually('one is paid and one refunded', async () => (await states()) === 'paid,refunded', 15);
      const numbers = [(await town.row(one.payment.id))['out_trade_no'], (await town.row(two.payment.id))['out_trade_no']];
      expect((await sandbox.control.orders()).refunds.filter((r) => numbers.includes(r['outTradeNo'] as string))).toHaveLength(1);
    });

    it('says so when WeChat cannot give the money back', async () => {
      await sandbox.control.setting({ refundOutcome: 'ABNORMAL' });
      try {
        const neighbour = await town.payer();
        const id = await town.bill(await town.account(payer, neighbour), 960);
        const [one, two] = [await town.start(payer, [id], 960), await town.start(neighbour, [id], 960)];
        await town.confirm(payer, one);
        await town.until(one.payment.id, 'paid');
        await town.confirm(neighbour, two, true);
        await eventually('the refund is in trouble', async () => (await neighbour.client.call(payment.paymentStatus, { path: { id: two.payment.id } })).note.includes('遇到问题'));
        expect(await town.stateOf(two.payment.id)).toBe('refunding');
      } finally {
        await sandbox.control.setting({ refundOutcome: 'SUCCESS' });
      }
    });
  });

  it('draws receipt numbers without a gap from each book (PY-10)', async () => {
    const rows = await server.query<{ receipt_number: string }>('SELECT receipt_number FROM payment WHERE receipt_number IS NOT NULL ORDER BY receipt_number');
    const books = new Map<string, number[]>();
    for (const [book, ordinal] of rows.map((row) => row.receipt_number.split('-'))) books.set(book!, [...(books.get(book!) ?? []), Number(ordinal)]);
    expect(rows.length).toBeGreaterThan(10);
    for (const [book, numbers] of books) expect([book, numbers]).toEqual([book, numbers.map((_, i) => i + 1)]);
  });
});

/** Money taken at the counter: cash, card and a scanned code, for several bills, parts and in advance; closed orders, voids, refunds, receipts. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as payment from '@shouwen/shared/contract/payment';
import * as desk from '@shouwen/shared/contract/payment-desk';
import { Transactions } from '../../server/src/database/index.js';
import { requestContext } from '../../server/src/http/index.js';
import { CounterPayments } from '../../server/src/payment/index.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { MoneyDesk, type MoneyPerson, whole } from '../support/money-desk.js';
import { eventually, type Payer, PayingTown } from '../support/paying.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { type ServerInProcess, startServer } from '../support/server.js';

describeOnBothDatabases('payment at the counter', (engine) => {
  let database: TestDatabase;
  let sandbox: TestSandbox;
  let server: ServerInProcess;
  let town: PayingTown;
  let counter: MoneyDesk;
  let clerk: MoneyPerson;
  let leader: MoneyPerson;
  let finance: MoneyPerson;
  let payer: Payer;
  let account: number;
  let ordinal = 1;
  const bill = (fen: number, accountId = account) => town.bill(accountId, fen, ++ordinal);
  const payments = () => server.app.get(CounterPayments);
  const receive: MoneyDesk['receive'] = (...wanted) => counter.receive(...wanted);
  const refusal = (work: Promise<unknown>) => work.then(() => 'no refusal', (error: { code?: string }) => error.code ?? String(error));
  const prepaid = async (accountId = account) => Number((await server.query('SELECT balance_fen FROM prepaid_balance WHERE account_id = ?', [accountId]))[0]?.['balance_fen'] ?? 0);
  const seen = (id: number, by = clerk) => by.client.call(desk.deskPayment, { path: { id } });

  beforeAll(async () => {
    database = await engine.create();
    sandbox = await startTestSandbox();
    server = await startServer(database, sandbox.environment);
    town = new PayingTown(server, sandbox);
    counter = await MoneyDesk.at(server, '城区营业厅');
    [clerk, leader, finance] = [await counter.person(['clerk']), await counter.person(['shift-leader']), await counter.person(['finance'], null)];
  });
  beforeEach(async () => {
    payer = await town.payer();
    account = await town.account(payer);
    counter.open.add(counter.shift.id);
  });
  afterEach(async () => {
    server.clock.release();
    await sandbox.control.noFaults();
    await sandbox.control.setting({ refundOutcome: 'SUCCESS' });
    expect(await server.ledgerFaults()).toEqual([]);
  });
  afterAll(async () => {
    await server?.close();
    await sandbox?.close();
    await database?.drop();
  });

  describe('cash and card', () => {
    it('takes several bills of several accounts, a part, and money in advance in one go', async () => {
      const other = await town.account(payer);
      const [one, two, three] = [await bill(10_000), await bill(2500), await bill(800, other)];
      const [drawer, late] = [await town.balance('cash', counter.shift.id), await town.balance('late-cash', counter.shift.id)];
      const received = await receive(clerk, {
        bills: [whole(three, 800), { billId: one, payFen: 4000, seenFen: 10_000 }, whole(two, 2500)], prepayments: [{ accountId: other, fen: 2700 }], totalFen: 10_000, servedMs: 31_000,
      }, { method: 'cash', tenderedFen: 20_000 });
      expect(received).toMatchObject({ amountFen: 10_000, changeFen: 10_000, receiptNumber: expect.stringMatching(/^SJ\d{7}-\d{8}$/) });
      expect([await town.billState(one), await town.billState(two), await town.billState(three)]).toEqual(['unpaid', 'paid', 'paid']);
      expect([await town.balance('cash', counter.shift.id) - drawer, await town.balance('late-cash', counter.shift.id) - late]).toEqual([10_000, 0]);
      expect([await town.balance('receivable', account), await town.balance('receivable', other), await town.balance('prepaid', other), await prepaid(other)]).toEqual([6000, 0, -2700, 2700]);
      expect(await seen(received.paymentId)).toMatchObject({
        state: 'paid', method: 'cash', via: 'counter', amountFen: 10_000, tenderedFen: 20_000, changeFen: 10_000, cashier: { id: clerk.id }, shiftId: counter.shift.id, lateBook: false,
        receipt: { number: received.receiptNumber, state: 'issued', prints: 0 }, allowedActions: ['void', 'refund', 'reprint'],
      });
      // The rest of the bill is what is asked for now.
      expect(await refusal(receive(clerk, { bills: [whole(one, 10_000)], totalFen: 10_000 }))).toBe('BILL_CHANGED');
      await receive(clerk, { bills: [whole(one, 6000)], totalFen: 6000 });
      expect(await town.billState(one)).toBe('paid');
    });

    it('puts what is taken after the deposit in the late book, and card money where the terminal owes it (PY-4)', async () => {
      const drawer = await town.balance('cash', counter.shift.id);
      counter.shift.lateBook = true;
      try {
        await receive(clerk, { bills: [whole(await bill(300), 300)], totalFen: 300 });
      } finally {
        counter.shift.lateBook = false;
      }
      expect(await town.balance('late-cash', counter.shift.id)).toBe(300);
      const cards = await town.balance('card-clearing');
      const slip = { method: 'card', batch: '000123', reference: `R${engine.name}1` } as const;
      await receive(clerk, { bills: [whole(await bill(700), 700)], totalFen: 700 }, slip);
      expect([await town.balance('card-clearing') - cards, await town.balance('cash', counter.shift.id)]).toEqual([700, drawer]);
      expect(await refusal(receive(clerk, { prepayments: [{ accountId: account, fen: 5 }], totalFen: 5 }, slip))).toBe('CARD_REFERENCE_USED');
    });

    it('refuses what does not add up, and changes nothing', async () => {
      const [open, paid] = [await bill(1000), await bill(50)];
      await receive(clerk, { bills: [whole(paid, 50)], totalFen: 50 });
      const all = async () => Promise.all([town.count('payment'), town.count('payment_item'), town.count('journal_entry'), town.count('receipt'), town.billState(open), prepaid()]);
      const before = await all();
      const cases: [Parameters<typeof receive>[1], string, Parameters<typeof receive>[2]?][] = [
        [{ bills: [whole(open, 999)], totalFen: 999 }, 'BILL_CHANGED'],
        [{ bills: [whole(open, 1000)], totalFen: 1001 }, 'BILL_CHANGED'],
        [{ bills: [whole(open, 1000), whole(paid, 50)], totalFen: 1050 }, 'BILL_ALREADY_PAID'],
        [{ bills: [whole(open, 1000), whole(9_999_999, 1)], totalFen: 1001 }, 'NOT_FOUND'],
        [{ bills: [{ billId: open, payFen: 1001, seenFen: 1000 }], totalFen: 1001 }, 'INVALID_INPUT'],
        [{ bills: [{ billId: open, payFen: -5, seenFen: 1000 }], totalFen: -5 }, 'INVALID_INPUT'],
        [{ bills: [whole(open, 1000), whole(open, 1000)], totalFen: 2000 }, 'INVALID_INPUT'],
        [{ bills: [whole(open, 1000)], totalFen: 1000 }, 'TENDERED_TOO_LITTLE', { method: 'cash', tenderedFen: 999 }],
        [{ prepayments: [{ accountId: 9_999_999, fen: 5 }], totalFen: 5 }, 'NOT_FOUND'],
        [{ prepayments: [{ accountId: account, fen: -5 }], totalFen: -5 }, 'INVALID_INPUT'],
        [{ totalFen: 0 }, 'INVALID_INPUT'],
      ];
      for (const [wanted, code, tender] of cases) expect([code, await refusal(receive(clerk, wanted, tender))]).toEqual([code, code]);
      expect(await all()).toEqual(before);
    });
  });

  describe('beside the phone', () => {
    it('closes the order on the phone before the bill is paid in cash; nobody can pay it any more', async () => {
      const id = await bill(500);
      const started = await town.start(payer, [id], 500);
      expect(await receive(clerk, { bills: [whole(id, 500)], totalFen: 500 })).toMatchObject({ cleared: true });
      expect(await town.stateOf(started.payment.id)).toBe('closed');
      await expect(town.confirm(payer, started)).rejects.toThrow('ORDER_CLOSED');
      // One who had begun before gets the money back, is told so, and the cashier sees it.
      await town.confirm(payer, started, true);
      await town.until(started.payment.id, 'refunded');
      const { items } = await clerk.client.call(desk.paymentsOfAccount, { query: { accountId: account, returned: '1' } });
      expect(items).toMatchObject([{ id: started.payment.id, state: 'refunded', refundedFen: 500, refunds: [{ cause: 'surplus', state: 'done', amountFen: 500 }], items: [{ settled: false, refundableFen: 0 }] }]);
      expect((await clerk.client.call(desk.paymentsOfAccount, { query: { accountId: account } })).items).toHaveLength(2);
    });

    it('settles the order that turns out to be paid, and takes no cash', async () => {
      await sandbox.control.fault({ kind: 'notify-lose' });
      const id = await bill(510);
      const started = await town.start(payer, [id], 510);
      await town.confirm(payer, started);
      expect(await refusal(receive(clerk, { bills: [whole(id, 510)], totalFen: 510 }))).toBe('BILL_ALREADY_PAID');
      expect(await town.stateOf(started.payment.id)).toBe('paid');
    });

    it('closes an order that was begun on the phone while the cash was being counted', async () => {
      const id = await bill(530);
      const wanted = { bills: [whole(id, 530)], prepayments: [], totalFen: 530, servedMs: 1 };
      await payments().clearWay(wanted, { method: 'cash', tenderedFen: 530 });
      const { payment: order } = await town.start(payer, [id], 530);
      await server.app.get(Transactions).run((tx) => payments().receive(tx, clerk, counter.shift, wanted, { method: 'cash', tenderedFen: 530 }, server.clock.now()));
      await town.until(order.id, 'closed');
    });

    it('goes on when WeChat cannot be reached, says so, and what comes later is kept as the payer chose', async () => {
      const id = await bill(520);
      const { payment: order, clientParameters } = await payer.client.call(payment.startPayment, { body: { billIds: [id], totalFen: 520, via: 'weapp', surplus: 'prepay' } });
      await sandbox.control.fault({ kind: 'api-error', match: '/close', status: 500 });
      expect(await receive(clerk, { bills: [whole(id, 520)], totalFen: 520 })).toMatchObject({ cleared: false });
      await sandbox.control.noFaults();
      await sandbox.control.pay({ ...clientParameters }, { user: payer.user, late: true });
      await town.until(order.id, 'credited');
      expect([await prepaid(), await town.balance('refund-payable')]).toEqual([520, 0]);
      const told = await payer.client.call(payment.paymentStatus, { path: { id: order.id } });
      expect(told).toMatchObject({ state: 'credited', creditedFen: 520, refundFen: 0, receiptNumber: expect.any(String), note: expect.stringContaining('转为预存款') });
      expect((await payer.client.call(payment.receipt, { path: { id: order.id } })).amountInWords).toBe('伍元贰角整');
      expect((await clerk.client.call(desk.paymentsOfAccount, { query: { accountId: account, returned: '1' } })).items).toMatchObject([{ id: order.id, state: 'credited' }]);
    });
  });

  describe('a code to scan', () => {
    const wanted = (billId: number, fen: number) => ({ bills: [whole(billId, fen)], prepayments: [{ accountId: account, fen: 100 }], totalFen: fen + 100, servedMs: 5000 });

    it('is shown until it is paid, the same for the same wanted, and settles by WeChat’s word', async () => {
      const id = await bill(600);
      const code = await payments().nativeOrder(clerk, counter.shift, wanted(id, 600));
      expect(code).toMatchObject({ amountFen: 700, codeUrl: expect.stringMatching(/^weixin:\/\//) });
      expect((await payments().nativeOrder(clerk, counter.shift, wanted(id, 600))).codeUrl).toBe(code.codeUrl);
      expect((await payments().nativeStatus(clerk, code.paymentId)).state).toBe('unpaid');
      expect(await refusal(payments().nativeStatus(leader, code.paymentId))).toBe('NOT_FOUND');
      await sandbox.control.pay({ code_url: code.codeUrl }, { user: payer.user });
      await eventually('it is paid', async () => (await payments().nativeStatus(clerk, code.paymentId)).state === 'paid');
      expect([await town.billState(id), await prepaid()]).toEqual(['paid', 100]);
      expect(await seen(code.paymentId)).toMatchObject({ method: 'wechat', via: 'native', cashier: { id: clerk.id }, receipt: { number: expect.stringMatching(/^WX/) }, allowedActions: ['refund', 'reprint'] });
      expect(Number((await town.row(code.paymentId))['served_ms'])).toBeGreaterThanOrEqual(5000);
    });

    it('is closed when the cashier cancels, or when the bill is paid another way; paid all the same it is settled', async () => {
      const id = await bill(610);
      const code = await payments().nativeOrder(clerk, counter.shift, wanted(id, 610));
      expect(await payments().cancelNative(clerk, code.paymentId)).toBe('closed');
      await expect(sandbox.control.pay({ code_url: code.codeUrl }, { user: payer.user })).rejects.toThrow('ORDER_CLOSED');
      const second = await payments().nativeOrder(clerk, counter.shift, wanted(id, 610));
      expect(second.paymentId).not.toBe(code.paymentId);
      await receive(clerk, { bills: [whole(id, 610)], totalFen: 610 });
      expect(await town.stateOf(second.paymentId)).toBe('closed');
      await sandbox.control.fault({ kind: 'notify-lose' });
      const third = await payments().nativeOrder(clerk, counter.shift, wanted(await bill(620), 620));
      await sandbox.control.pay({ code_url: third.codeUrl }, { user: payer.user });
      expect(await payments().cancelNative(clerk, third.paymentId)).toBe('paid');
      expect(await town.stateOf(third.paymentId)).toBe('paid');
    });
  });

  describe('voids', () => {
    const requestVoid = (paymentId: number, by = clerk, reference = '') => by.client.call(desk.requestVoid, { path: { id: paymentId }, body: { reason: '收错户号', reference } });

    it('undo a payment in its open shift, approved by another; the receipt keeps its number (PY-10)', async () => {
      const id = await bill(900);
      const before = await town.balance('cash', counter.shift.id);
      const { paymentId, receiptNumber } = await receive(clerk, { bills: [{ billId: id, payFen: 400, seenFen: 900 }], prepayments: [{ accountId: account, fen: 60 }], totalFen: 460 });
      const { approvalId } = await requestVoid(paymentId);
      // One thing at a time is asked about a payment.
      const asked = await seen(paymentId);
      expect(asked.allowedActions).toEqual(['reprint']);
      const refund = { path: { id: paymentId }, body: { items: [{ itemId: asked.items[0]!.id, fen: 100 }], method: 'cash' as const, reason: '多缴' } };
      expect(await clerk.client.refused(desk.requestRefund, refund)).toMatchObject({ code: 'APPROVAL_ALREADY_REQUESTED', message: expect.stringContaining('已申请撤销') });
      // Who took the money does not let it be taken back, whoever asks for them.
      await server.query('UPDATE payment SET cashier_id = ? WHERE id = ?', [leader.id, paymentId]);
      expect(await counter.decideRefused(leader, approvalId)).toMatchObject({ code: 'APPROVAL_OWN' });
      await server.query('UPDATE payment SET cashier_id = ? WHERE id = ?', [clerk.id, paymentId]);
      await counter.decide(leader, approvalId);
      expect([await town.billState(id), await town.balance('receivable', account), await town.balance('cash', counter.shift.id) - before, await prepaid()]).toEqual(['unpaid', 900, 0, 0]);
      expect(await seen(paymentId)).toMatchObject({ state: 'voided', receipt: { number: receiptNumber, state: 'void' }, allowedActions: ['reprint'] });
      expect(await clerk.client.refused(desk.requestVoid, { path: { id: paymentId }, body: { reason: '再来', reference: '' } })).toMatchObject({ code: 'VOID_NOT_POSSIBLE' });
      const next = await receive(clerk, { bills: [whole(id, 900)], totalFen: 900 });
      expect(Number(next.receiptNumber.split('-')[1])).toBe(Number(receiptNumber.split('-')[1]) + 1);
    });

    it('are not for WeChat, another hall, a closed shift, nor for prepayment that was used', async () => {
      const id = await bill(910);
      const started = await town.start(payer, [id], 910);
      await town.confirm(payer, started);
      await town.until(started.payment.id, 'paid');
      const body = { reason: '收错', reference: '' };
      expect(await clerk.client.refused(desk.requestVoid, { path: { id: started.payment.id }, body })).toMatchObject({ code: 'VOID_NOT_POSSIBLE' });
      const { paymentId } = await receive(clerk, { prepayments: [{ accountId: account, fen: 60 }], totalFen: 60 });
      const stranger = await counter.person(['clerk'], 77);
      expect(await stranger.client.refused(desk.requestVoid, { path: { id: paymentId }, body })).toMatchObject({ status: 404 });
      const { approvalId } = await requestVoid(paymentId);
      counter.open.clear();
      expect(await counter.decideRefused(leader, approvalId)).toMatchObject({ code: 'SHIFT_ACTION_NOT_ALLOWED' });
      expect(await clerk.client.refused(desk.requestVoid, { path: { id: paymentId }, body })).toMatchObject({ code: 'SHIFT_ACTION_NOT_ALLOWED' });
      expect(await seen(paymentId)).toMatchObject({ state: 'paid', receipt: { state: 'issued' } });
    });

    it('give card money back at its terminal first', async () => {
      const cards = await town.balance('card-clearing');
      const { paymentId } = await receive(clerk, { bills: [whole(await bill(70), 70)], totalFen: 70 }, { method: 'card', batch: '000124', reference: `V${engine.name}` });
      expect(await clerk.client.refused(desk.requestVoid, { path: { id: paymentId }, body: { reason: '收错', reference: '' } })).toMatchObject({ code: 'REFERENCE_REQUIRED' });
      await counter.decide(leader, (await requestVoid(paymentId, clerk, 'REV1')).approvalId);
      expect(await town.balance('card-clearing')).toBe(cards);
    });
  });

  describe('refunds', () => {
    const ask = async (paymentId: number, fen: number[], method: 'wechat' | 'cash' | 'card' | 'bank', by = clerk) => {
      const items = (await seen(paymentId)).items.slice(0, fen.length).map(({ id }, n) => ({ itemId: id, fen: fen[n]! }));
      return (await by.client.call(desk.requestRefund, { path: { id: paymentId }, body: { items, method, reason: '多收' } })).approvalId;
    };
    const payOnline = async (fen: number) => {
      const id = await bill(fen);
      const started = await town.start(payer, [id], fen);
      await town.confirm(payer, started);
      await town.until(started.payment.id, 'paid');
      return { billId: id, paymentId: started.payment.id };
    };

    it('go back through WeChat in parts, open the bill again, and end with the whole', async () => {
      const { billId, paymentId } = await payOnline(1000);
      await counter.decide(finance, await ask(paymentId, [300], 'wechat'));
      await eventually('the part is back', async () => (await seen(paymentId)).refunds[0]?.state === 'done');
      expect([await town.billState(billId), await town.balance('receivable', account), (await seen(paymentId)).state]).toEqual(['unpaid', 300, 'paid']);
      expect(await clerk.client.refused(desk.requestRefund, { path: { id: paymentId }, body: { items: [{ itemId: (await seen(paymentId)).items[0]!.id, fen: 701 }], method: 'wechat', reason: '多收' } })).toMatchObject({ code: 'REFUND_TOO_MUCH' });
      await counter.decide(finance, await ask(paymentId, [700], 'wechat'));
      await town.until(paymentId, 'refunded');
      expect([await town.balance('refund-payable'), await town.balance('receivable', account)]).toEqual([0, 1000]);
      const told = await payer.client.call(payment.paymentStatus, { path: { id: paymentId } });
      expect(told).toMatchObject({ state: 'refunded', refundFen: 1000, note: expect.stringContaining('已退回') });
      const outTradeNo = (await town.row(paymentId))['out_trade_no'];
      expect((await sandbox.control.orders()).refunds.filter((one) => one['outTradeNo'] === outTradeNo).map((one) => one['refund'])).toEqual([300, 700]);
      expect(await town.count('notice', `notice_key LIKE 'refund:%' AND resident_id = ${payer.id}`)).toBe(2);
    });

    it('of cash come out of the open drawer, of cards with their slip; once', async () => {
      const id = await bill(800);
      const { paymentId } = await receive(clerk, { bills: [whole(id, 800)], prepayments: [{ accountId: account, fen: 50 }], totalFen: 850 });
      await counter.decide(finance, await ask(paymentId, [200, 50], 'cash'));
      const [refund] = (await clerk.client.call(desk.refunds, { query: { view: 'waiting' } })).items;
      expect(refund).toMatchObject({ paymentId, method: 'cash', amountFen: 250, allowedActions: ['pay-out', 'settle-otherwise'] });
      expect([await town.balance('receivable', account), await prepaid(), await town.balance('refund-payable')]).toEqual([200, 0, -250]);
      const before = await town.balance('cash', counter.shift.id);
      expect(await clerk.client.call(desk.payOutRefund, { path: { id: refund!.id }, body: {} })).toMatchObject({ state: 'done' });
      expect([await town.balance('cash', counter.shift.id) - before, await town.balance('refund-payable')]).toEqual([-250, 0]);
      expect(await clerk.client.refused(desk.payOutRefund, { path: { id: refund!.id }, body: {} })).toMatchObject({ code: 'REFUND_CHANGED' });
      counter.open.clear();
      const card = await receive(clerk, { prepayments: [{ accountId: account, fen: 90 }], totalFen: 90 }, { method: 'card', batch: '000125', reference: `F${engine.name}` });
      await counter.decide(finance, await ask(card.paymentId, [90], 'card'));
      const [waiting] = (await finance.client.call(desk.refunds, { query: { view: 'waiting' } })).items;
      expect(await clerk.client.refused(desk.payOutRefund, { path: { id: waiting!.id }, body: {} })).toMatchObject({ code: 'REFERENCE_REQUIRED' });
      await clerk.client.call(desk.payOutRefund, { path: { id: waiting!.id }, body: { reference: 'T9' } });
      expect((await seen(card.paymentId)).state).toBe('refunded');
    });

    it('that WeChat cannot give are finance’s: paid by the bank, approved by another; never twice', async () => {
      await sandbox.control.setting({ refundOutcome: 'ABNORMAL' });
      const { paymentId } = await payOnline(1100);
      await counter.decide(finance, await ask(paymentId, [1100], 'wechat'));
      await eventually('it is in trouble', async () => (await seen(paymentId)).refunds[0]?.state === 'trouble');
      const [trouble] = (await finance.client.call(desk.refunds, { query: { view: 'trouble' } })).items;
      expect(trouble).toMatchObject({ paymentId, trouble: 'ABNORMAL', allowedActions: ['settle-otherwise'] });
      const other = await counter.person(['finance'], null);
      const { approvalId } = await finance.client.call(desk.settleRefundOtherwise, { path: { id: trouble!.id }, body: { reason: '银行卡已注销' } });
      await counter.decide(other, approvalId);
      const bank = await town.balance('bank');
      await finance.client.call(desk.payOutRefund, { path: { id: trouble!.id }, body: { reference: 'B20260301' } });
      expect([await town.balance('bank') - bank, (await seen(paymentId)).state, await town.balance('refund-payable')]).toEqual([-1100, 'refunded', 0]);
      expect((await seen(paymentId)).refunds).toMatchObject([{ method: 'bank', state: 'done', reference: 'B20260301', trouble: 'ABNORMAL' }]);
    });

    it('are refused for prepayment that was used, by another way than it came, and beyond a year', async () => {
      const { paymentId } = await receive(clerk, { prepayments: [{ accountId: account, fen: 500 }], totalFen: 500 });
      const approvalId = await ask(paymentId, [500], 'cash');
      await server.query('UPDATE prepaid_balance SET balance_fen = 499 WHERE account_id = ?', [account]);
      expect(await counter.decideRefused(finance, approvalId)).toMatchObject({ code: 'PREPAID_USED' });
      await server.query('UPDATE prepaid_balance SET balance_fen = 500 WHERE account_id = ?', [account]);
      const { items } = await seen(paymentId);
      const body = (method: 'wechat' | 'bank') => ({ items: [{ itemId: items[0]!.id, fen: 1 }], method, reason: '多收' });
      expect(await clerk.client.refused(desk.requestRefund, { path: { id: paymentId }, body: body('wechat') })).toMatchObject({ code: 'REFUND_NOT_POSSIBLE' });
      const online = await payOnline(1200);
      await server.query("UPDATE payment SET paid_on = '2020-01-01' WHERE id = ?", [online.paymentId]);
      const item = (await seen(online.paymentId)).items[0]!.id;
      expect(await clerk.client.refused(desk.requestRefund, { path: { id: online.paymentId }, body: { items: [{ itemId: item, fen: 1 }], method: 'wechat', reason: '多收' } })).toMatchObject({ code: 'REFUND_BY_BANK' });
      expect(await clerk.client.refused(desk.requestRefund, { path: { id: online.paymentId }, body: { items: [{ itemId: item, fen: -1 }], method: 'bank', reason: '多收' } })).toMatchObject({ code: 'INVALID_INPUT' });
      expect(await clerk.client.refused(desk.requestRefund, { path: { id: online.paymentId }, body: { items: [{ itemId: items[0]!.id, fen: 1 }], method: 'bank', reason: '多收' } })).toMatchObject({ code: 'NOT_FOUND' });
    });
  });

  describe('receipts', () => {
    it('count their prints, say what was received, and come from books that are accounted for (PY-10)', async () => {
      const mine = await counter.person(['clerk']);
      const issued = await leader.client.call(desk.issueReceiptBook, { body: { staffId: mine.id, size: 10 } });
      expect(issued).toMatchObject({ staff: { id: mine.id }, used: 0, left: 10, issuedBy: expect.any(String) });
      const pay = async () => (await receive(mine, { prepayments: [{ accountId: account, fen: 10 }], totalFen: 10 })).receiptNumber;
      const numbers: string[] = [];
      for (let n = 0; n < 11; n++) numbers.push(await pay());
      expect(numbers[0]).toBe(`${issued.book}-00000001`);
      expect(numbers[9]).toBe(`${issued.book}-00000010`);
      expect(numbers[10]!.startsWith(issued.book)).toBe(false);
      const print = () => mine.client.call(desk.printReceipt, { path: { number: numbers[0]! } });
      expect(await print()).toMatchObject({ receiptNumber: numbers[0], prints: 1, amountFen: 10, amountInWords: '壹角整', items: [{ kind: 'prepayment', nameMasked: '王**', addressMasked: '海慧路***' }] });
      expect((await print()).prints).toBe(2);
      const { items } = await leader.client.call(desk.receiptBooks, { query: { staffId: mine.id } });
      expect(items.find(({ book }) => book === issued.book)).toMatchObject({ used: 10, left: 0, voided: 0 });
      const current = items.find(({ book }) => book !== issued.book)!.book;
      expect(await leader.client.call(desk.returnReceiptBook, { path: { book: current } })).toMatchObject({ used: 1, left: 0, returnedAt: expect.any(String) });
      expect((await pay()).startsWith(current)).toBe(false);
      expect(await mine.client.refused(desk.issueReceiptBook, { body: { staffId: mine.id, size: 10 } })).toMatchObject({ status: 403 });
    });
  });

  describe('in advance, online', () => {
    it('orders a prepayment within what the policy says, and reuses the open order', async () => {
      const start = (amountFen: number, accountId = account, who = payer) => ({ who, body: { accountId, amountFen, via: 'weapp' as const } });
      const call = ({ who, body }: ReturnType<typeof start>) => who.client.call(payment.startPrepayment, { body });
      const refused = ({ who, body }: ReturnType<typeof start>) => who.client.refused(payment.startPrepayment, { body });
      const policy = await payer.client.call(payment.paymentPolicy);
      expect(await refused(start(policy.prepaymentLeastFen - 1))).toMatchObject({ code: 'PREPAYMENT_OUT_OF_BOUNDS' });
      expect(await refused(start(policy.prepaymentMostFen + 1))).toMatchObject({ code: 'PREPAYMENT_OUT_OF_BOUNDS' });
      expect(await refused(start(-1000))).toMatchObject({ code: 'INVALID_INPUT' });
      expect(await refused(start(2000, account, await town.payer()))).toMatchObject({ status: 404 });
      const [one, again] = [await call(start(2000)), await call(start(2000))];
      expect(again.payment.id).toBe(one.payment.id);
      await town.confirm(payer, one);
      await town.until(one.payment.id, 'paid');
      expect([await prepaid(), await town.balance('prepaid', account)]).toEqual([2000, -2000]);
      expect(await payer.client.call(payment.paymentStatus, { path: { id: one.payment.id } })).toMatchObject({ bills: [], prepayments: [{ accountId: account, fen: 2000 }], receiptNumber: expect.any(String), note: expect.stringContaining('预存成功') });
    });

    it('lets nobody order without end what they do not pay: WeChat would slow down everybody', async () => {
      const child = await town.payer();
      await server.query('INSERT INTO account_binding (resident_id, account_id, live_key, bound_at) SELECT ?, account_id, ?, bound_at FROM account_binding WHERE resident_id = ? AND account_id = ?', [child.id, `${child.id}:${account}`, payer.id, account]);
      const order = (amountFen: number) => child.client.send(payment.startPrepayment, { body: { accountId: account, amountFen, via: 'weapp' } });
      for (let n = 0; n < 30; n++) expect((await order(1000 + n)).status).toBe(200);
      expect(await order(2000)).toMatchObject({ status: 429, body: { code: 'TOO_MANY_ATTEMPTS' } });
      // What is open already is offered again, and nobody else waits.
      expect((await order(1000)).status).toBe(200);
      expect((await payer.client.send(payment.startPrepayment, { body: { accountId: account, amountFen: 3000, via: 'weapp' } })).status).toBe(200);
    });

    it('takes a part of a bill only where the policy allows it', async () => {
      const id = await bill(1000);
      const part = () => ({ billIds: [id], parts: [{ billId: id, payFen: 400, seenFen: 1000 }], totalFen: 400, via: 'weapp' as const });
      expect(await payer.client.refused(payment.startPayment, { body: part() })).toMatchObject({ code: 'PART_NOT_ALLOWED' });
      // A rule is changed from tomorrow on by two people; here the one there is.
      const change = (partOnline: boolean) => server.query('UPDATE payment_policy SET part_online = ?', [Number(partOnline)]);
      await change(true);
      try {
        const started = await payer.client.call(payment.startPayment, { body: part() });
        await town.confirm(payer, started);
        await town.until(started.payment.id, 'paid');
        expect([await town.billState(id), await town.balance('receivable', account)]).toEqual(['unpaid', 600]);
      } finally {
        await change(false);
      }
    });
  });

  if (engine.name === 'MariaDB') it('asks the database little: ordering, settling, receiving at the counter', async () => {
    const { dataSource } = server.app.get(Transactions) as unknown as { dataSource: { logger: { logQuery: (sql: string) => void } } };
    const { logQuery } = dataSource.logger;
    // By request: duties are done in the wake of the request that caused them. Without one: what the test itself asks.
    const asked = new Map<unknown, string[]>();
    dataSource.logger.logQuery = (sql) => {
      const request = requestContext.getStore();
      asked.set(request, [...(asked.get(request) ?? []), sql]);
    };
    /** Of the one request, or the test, that asked `of`: from `from` to the end of the transaction. */
    const asksOf = (of: RegExp, from: RegExp) => {
      const [all] = [...asked.values()].filter((list) => list.some((sql) => of.test(sql)));
      const begun = all!.findIndex((sql) => from.test(sql));
      const end = all!.findIndex((sql, n) => n > all!.findIndex((one) => of.test(one)) && sql === 'COMMIT');
      return end - begun + 1;
    };
    try {
      const [first, id, other] = [await bill(100), await bill(100), await bill(100)];
      // The year's books are laid out by the first.
      const before = await town.start(payer, [first], 100);
      await town.confirm(payer, before);
      await town.until(before.payment.id, 'paid');
      asked.clear();
      const started = await town.start(payer, [id], 100);
      expect(asksOf(/^INSERT INTO `payment_item`/, /FROM session/)).toBeLessThanOrEqual(11);
      asked.clear();
      await town.confirm(payer, started);
      await town.until(started.payment.id, 'paid');
      // The notification, the bill, the ledger, the receipt, the message and its duty.
      expect(asksOf(/^INSERT INTO `payment_notification`/, /out_trade_no = \?/)).toBeLessThanOrEqual(18);
      asked.clear();
      const wanted = { bills: [whole(other, 100)], prepayments: [], totalFen: 100, servedMs: 1 };
      await server.app.get(Transactions).run((tx) => payments().receive(tx, clerk, counter.shift, wanted, { method: 'cash', tenderedFen: 100 }, server.clock.now()));
      expect(asksOf(/^INSERT INTO `receipt`/, /FROM `bill`/)).toBeLessThanOrEqual(15);
    } finally {
      dataSource.logger.logQuery = logQuery;
    }
  });

  it('holds a payment of the counter back whole when its transaction fails', async () => {
    const id = await bill(150);
    const work = server.app.get(Transactions).run(async (tx) => {
      await payments().receive(tx, clerk, counter.shift, { bills: [whole(id, 150)], prepayments: [], totalFen: 150, servedMs: null }, { method: 'cash', tenderedFen: 150 }, server.clock.now());
      throw new Error('the shift was closed meanwhile');
    });
    await expect(work).rejects.toThrow('closed meanwhile');
    expect(await town.billState(id)).toBe('unpaid');
  });
});

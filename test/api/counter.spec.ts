/**
 * The window beside everything that may go wrong: who may, what is refused and changes nothing, a phone's order, a code and its pace, cash given back,
 * and refunds WeChat cannot give (PY-1 to PY-4, PY-6).
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { BodyInput } from '@shouwen/shared/contract';
import { searchAccounts } from '@shouwen/shared/contract/account';
import { approval, decideApproval } from '@shouwen/shared/contract/approval';
import * as cashier from '@shouwen/shared/contract/cashier';
import * as counter from '@shouwen/shared/contract/counter';
import * as desk from '@shouwen/shared/contract/payment-desk';
import { exceptions } from '@shouwen/shared/contract/report';
import { shanghaiDate } from '@shouwen/shared/value';
import { denominations, type Role } from '@shouwen/shared/vocabulary';
import { Transactions } from '../../server/src/database/index.js';
import { SessionService } from '../../server/src/http/index.js';
import { Hall, Staff } from '../../server/src/staff/index.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { Client } from '../support/http.js';
import { eventually, type Payer, PayingTown } from '../support/paying.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { type ServerInProcess, startServer } from '../support/server.js';

interface Person {
  id: number;
  client: Client;
}
type Take = BodyInput<typeof counter.takePayment>;
const FLOAT = 10_000;
const inPieces = (fen: number): Record<string, number> => {
  const pieces: Record<string, number> = {};
  for (const one of denominations) {
    if (fen >= one) pieces[String(one)] = Math.floor(fen / one);
    fen %= one;
  }
  return pieces;
};

describeOnBothDatabases('the window', (engine) => {
  let database: TestDatabase;
  let sandbox: TestSandbox;
  let server: ServerInProcess;
  let town: PayingTown;
  let halls: [number, number];
  let people = 0;
  let drawers = 0;
  let ordinal = 1;
  let payer: Payer;
  let leader: Person;
  let director: Person;
  let finance: Person;

  beforeAll(async () => {
    database = await engine.create();
    sandbox = await startTestSandbox();
    server = await startServer(database, sandbox.environment);
    town = new PayingTown(server, sandbox);
    const hall = (name: string) => ({ name, address: '善国路1号', phone: '0632-5512345', openHours: '8:30–17:00', latitudeE6: 35_000_000, longitudeE6: 117_000_000 });
    halls = await server.app.get(Transactions).run(async (tx) => [(await tx.save(Hall, hall('城区营业厅'))).id, (await tx.save(Hall, hall('城西营业厅'))).id] as [number, number]);
    [leader, director, finance] = [await hire(['shift-leader']), await hire(['hall-director']), await hire(['finance'], null)];
    payer = await town.payer();
  });
  afterEach(async () => {
    await sandbox.control.noFaults();
    await sandbox.control.setting({ refundOutcome: 'SUCCESS', balanceShort: false });
    expect(await server.ledgerFaults()).toEqual([]);
  });
  afterAll(async () => {
    await server?.close();
    await sandbox?.close();
    await database?.drop();
  });

  const hire = (roles: Role[] = ['clerk'], hallId: number | null = halls[0]): Promise<Person> =>
    server.app.get(Transactions).run(async (tx) => {
      const { id } = await tx.save(Staff, { staffNumber: String(6000 + ++people), name: `员工${people}`, roles, hallId, departmentId: null, passwordHash: 'scrypt.none.none', active: true, onDuty: true, oneTimePasswordSince: null });
      const { token } = await server.app.get(SessionService).open(tx, 'staff', id, server.clock.now(), 24 * 60);
      return { id, client: new Client(server.url, token) };
    });
  /** A clerk who has sat down at a drawer of their own. */
  const sitDown = async () => {
    const clerk = await hire();
    const { id: drawerId } = await leader.client.call(cashier.addDrawer, { body: { hallId: halls[0], name: `${++drawers} 号窗口`, floatFen: FLOAT } });
    return { ...clerk, shift: await clerk.client.call(cashier.openShift, { body: { drawerId, counts: inPieces(FLOAT) } }) };
  };
  const billOf = async (fen: number, ...payers: Payer[]) => {
    const accountId = await town.account(...payers);
    return { accountId, billId: await town.bill(accountId, fen, ++ordinal), fen };
  };
  const cashFor = ({ accountId, billId, fen }: { accountId: number; billId: number; fen: number }, tenderedFen = fen): Take => ({ accounts: [{ accountId, bills: [{ billId, payFen: fen, seenFen: fen }], prepayFen: 0 }], totalFen: fen, how: { method: 'cash', tenderedFen }, servedMs: 9000 });
  const prepay = (accountId: number, fen: number, how: Take['how'] = { method: 'cash', tenderedFen: fen }): Take => ({ accounts: [{ accountId, bills: [], prepayFen: fen }], totalFen: fen, how, servedMs: 9000 });
  const take = (clerk: Person, body: Take) => clerk.client.call(counter.takePayment, { body });
  const decide = async (by: Person, approvalId: number) => {
    const { version } = await by.client.call(approval, { path: { id: approvalId } });
    await by.client.call(decideApproval, { path: { id: approvalId }, body: { version, outcome: 'approved', reason: '' } });
  };
  const refunds = async (view: (typeof desk.refundViews)[number], paymentId: number, by = finance) => (await by.client.call(desk.refunds, { query: { view, size: 50 } })).items.filter((one) => one.paymentId === paymentId);
  /** Asked for by the clerk, approved by finance: the whole of the first item. */
  const refund = async (clerk: Person, paymentId: number, method: 'wechat' | 'cash' | 'card' | 'bank') => {
    const { items } = await clerk.client.call(desk.deskPayment, { path: { id: paymentId } });
    const { approvalId } = await clerk.client.call(desk.requestRefund, { path: { id: paymentId }, body: { items: [{ itemId: items[0]!.id, fen: items[0]!.refundableFen }], method, reason: '多收' } });
    await decide(finance, approvalId);
  };
  const scan = (codeUrl: string) =>
    fetch(`${sandbox.url}/sandbox/native`, { method: 'POST', redirect: 'manual', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ code_url: codeUrl, user: payer.user, choice: 'confirm' }) });
  const everything = async () => JSON.stringify(await Promise.all(['payment', 'payment_item', 'journal_line', 'receipt', 'prepaid_balance', 'bill'].map((table) => server.query(`SELECT * FROM ${table} ORDER BY ${table === 'prepaid_balance' ? 'account_id' : 'id'}`))));

  describe('lets in', () => {
    it('who takes money; looks things up masked; another hall’s money is not there', async () => {
      const clerk = await sitDown();
      const due = await billOf(4200);
      const number = (await clerk.client.call(counter.counterAccount, { path: { id: due.accountId } })).accountNumber;
      const { items } = await clerk.client.call(searchAccounts, { query: { q: number } });
      expect(items).toMatchObject([{ id: due.accountId, nameMasked: '王**', owedFen: 4200, unpaidBillCount: 1 }]);
      expect(JSON.stringify(items)).not.toContain('秀英');
      expect((await clerk.client.call(searchAccounts, { query: { q: '99999999' } })).items).toEqual([]);
      expect((await (await hire(['crew'], null)).client.refused(searchAccounts, { query: { q: number } })).code).toBe('FORBIDDEN');
      const paid = await take(clerk, cashFor(due, 5000));
      expect(paid).toMatchObject({ changeFen: 800, phoneMayStillPay: false });
      for (const roles of [['hotline'], ['finance'], ['hall-director'], ['administrator']] as Role[][]) {
        const { client } = await hire(roles);
        expect((await client.refused(counter.counterAccount, { path: { id: due.accountId } })).code).toBe('FORBIDDEN');
        expect((await client.refused(counter.takePayment, { body: cashFor(due) })).code).toBe('FORBIDDEN');
      }
      const elsewhere = await hire(['clerk'], halls[1]);
      expect((await elsewhere.client.refused(desk.deskPayment, { path: { id: paid.id } })).code).toBe('NOT_FOUND');
      expect((await elsewhere.client.refused(desk.printReceipt, { path: { number: paid.receiptNumber! } })).code).toBe('NOT_FOUND');
      expect((await elsewhere.client.refused(desk.requestVoid, { path: { id: paid.id }, body: { reason: '错', reference: '' } })).code).toBe('NOT_FOUND');
      expect((await elsewhere.client.refused(cashier.shiftReport, { path: { id: clerk.shift.id } })).code).toBe('NOT_FOUND');
      expect((await elsewhere.client.call(counter.counterPayments, {})).items).toEqual([]);
      expect((await elsewhere.client.refused(counter.takePayment, { body: cashFor(await billOf(1)) })).code).toBe('SHIFT_NOT_OPEN');
    });

    it('administrators and the hall’s leaders to its drawers', async () => {
      const administrator = await hire(['administrator'], null);
      const drawer = await administrator.client.call(cashier.addDrawer, { body: { hallId: halls[1], name: '移动窗口', floatFen: 0 } });
      expect((await administrator.client.refused(cashier.addDrawer, { body: { hallId: halls[1], name: '移动窗口', floatFen: 0 } })).code).toBe('DRAWER_NAME_TAKEN');
      expect((await administrator.client.refused(cashier.addDrawer, { body: { hallId: 9999, name: '无', floatFen: 0 } })).code).toBe('NOT_FOUND');
      for (const floatFen of [-1, 1.5, 1e9]) expect((await administrator.client.refused(cashier.addDrawer, { body: { hallId: halls[1], name: '错', floatFen } })).code).toBe('INVALID_INPUT');
      expect((await director.client.refused(cashier.editDrawer, { path: { id: drawer.id }, body: { version: 1, name: '移动窗口', floatFen: 0, active: false } })).code).toBe('NOT_FOUND');
      expect((await (await hire()).client.refused(cashier.addDrawer, { body: { hallId: halls[0], name: '我的', floatFen: 0 } })).code).toBe('FORBIDDEN');
      expect(await administrator.client.call(cashier.editDrawer, { path: { id: drawer.id }, body: { version: 1, name: '移动窗口', floatFen: 500, active: false } })).toMatchObject({ active: false, floatFen: 500 });
      const own = await sitDown();
      const edit = { version: 1, name: `${drawers} 号窗口`, floatFen: FLOAT, active: false };
      expect((await director.client.refused(cashier.editDrawer, { path: { id: own.shift.drawerId }, body: edit })).code).toBe('DRAWER_IN_USE');
      await own.client.call(cashier.countShift, { path: { id: own.shift.id }, body: { version: own.shift.version, counts: inPieces(FLOAT) } });
      await director.client.call(cashier.editDrawer, { path: { id: own.shift.drawerId }, body: edit });
      expect((await own.client.refused(cashier.openShift, { body: { drawerId: own.shift.drawerId, counts: inPieces(FLOAT) } })).code).toBe('NOT_FOUND');
    });
  });

  describe('refuses', () => {
    it('what cannot be paid, says so in Chinese, and changes nothing', async () => {
      const clerk = await sitDown();
      const due = await billOf(5000);
      const good = cashFor(due);
      const bill = (changes: object) => ({ ...good, accounts: [{ ...good.accounts[0], bills: [{ ...good.accounts[0]!.bills[0], ...changes }] }] });
      // The bill of one account, named under another.
      const stranger = await billOf(800);
      const elsewhere = cashFor({ ...stranger, accountId: due.accountId });
      const many = { ...good, accounts: Array.from({ length: 21 }, () => good.accounts[0]) };
      const before = await everything();
      const cases: [unknown, string][] = [
        [{ ...good, how: { method: 'cash', tenderedFen: 4999 } }, 'TENDERED_TOO_LITTLE'], [{ ...good, how: { method: 'cash', tenderedFen: -5000 } }, 'INVALID_INPUT'], [{ ...good, how: { method: 'cash', tenderedFen: 1e15 } }, 'INVALID_INPUT'],
        [{ ...good, how: { method: 'cheque' } }, 'INVALID_INPUT'], [{ ...good, how: { method: 'card', batch: '1', reference: '”；DROP' } }, 'INVALID_INPUT'],
        [{ ...good, totalFen: 4999 }, 'BILL_CHANGED'], [{ ...good, totalFen: -5000 }, 'INVALID_INPUT'], [{ ...good, totalFen: 5000.5 }, 'INVALID_INPUT'], [{ ...good, totalFen: '5000' }, 'INVALID_INPUT'],
        [bill({ billId: 999_999 }), 'NOT_FOUND'], [bill({ billId: -1 }), 'INVALID_INPUT'], [bill({ payFen: 6000, seenFen: 5000 }), 'INVALID_INPUT'], [bill({ seenFen: 4000, payFen: 4000 }), 'BILL_CHANGED'], [bill({ payFen: 0 }), 'INVALID_INPUT'],
        [{ ...prepay(due.accountId, 100), accounts: [{ accountId: due.accountId, bills: [], prepayFen: -100 }] }, 'INVALID_INPUT'], [{ ...prepay(999_999, 100) }, 'NOT_FOUND'], [prepay(due.accountId, 200_000_000), 'INVALID_INPUT'],
        [elsewhere, 'NOT_FOUND'], [{ ...good, totalFen: 5800, how: { method: 'cash', tenderedFen: 5800 }, accounts: [...good.accounts, { ...elsewhere.accounts[0], accountId: 999_999 }] }, 'NOT_FOUND'],
        [{ ...good, accounts: [] }, 'INVALID_INPUT'], [many, 'INVALID_INPUT'], [{ ...good, accounts: [good.accounts[0], good.accounts[0]], totalFen: 10_000, how: { method: 'cash', tenderedFen: 10_000 } }, 'INVALID_INPUT'],
      ];
      for (const [body, code] of cases) {
        const { code: given, message } = await clerk.client.refused(counter.takePayment, { body: body as Take });
        expect([body, given]).toEqual([body, code]);
        expect(message).toMatch(/[一-鿿]/);
      }
      expect((await clerk.client.refused(counter.startNative, { body: { ...good, totalFen: 4999 } })).code).toBe('BILL_CHANGED');
      expect((await clerk.client.refused(counter.startNative, { body: { accounts: [{ accountId: due.accountId, bills: [{ billId: stranger.billId, payFen: 800, seenFen: 800 }], prepayFen: 0 }], totalFen: 800, servedMs: 9000 } })).code).toBe('NOT_FOUND');
      expect((await clerk.client.refused(counter.nativeStatus, { path: { id: 999_999 } })).code).toBe('NOT_FOUND');
      expect(await everything()).toBe(before);
      await take(clerk, good);
    });

    it('without closing the order on the customer’s phone; it is closed only for money that can be taken', async () => {
      const clerk = await sitDown();
      const due = await billOf(3300, payer);
      const card = { method: 'card' as const, batch: '000777', reference: `C${engine.name}` };
      await take(clerk, prepay(due.accountId, 100, card));
      const started = await town.start(payer, [due.billId], due.fen);
      const idle = await hire();
      const refused = async (who: Person, body: Take) => (await who.client.refused(counter.takePayment, { body })).code;
      expect(await refused(idle, cashFor(due))).toBe('SHIFT_NOT_OPEN');
      expect(await refused(clerk, { ...cashFor(due), totalFen: 3299 })).toBe('BILL_CHANGED');
      expect(await refused(clerk, cashFor(due, 3299))).toBe('TENDERED_TOO_LITTLE');
      expect(await refused(clerk, { ...cashFor(due), how: card })).toBe('CARD_REFERENCE_USED');
      expect(await town.stateOf(started.payment.id)).toBe('unpaid');
      // The customer pays on the phone after all: the window was never in the way.
      await town.confirm(payer, started);
      await town.until(started.payment.id, 'paid');
      const other = await billOf(3400, payer);
      const order = await town.start(payer, [other.billId], other.fen);
      await take(clerk, cashFor(other));
      expect(await town.stateOf(order.payment.id)).toBe('closed');
    });
  });

  it('a code: the cashier is told at once, and the time ends when the money is there (PY-3)', async () => {
    const clerk = await sitDown();
    const due = await billOf(2500);
    const basket = cashFor(due);
    const code = await clerk.client.call(counter.startNative, { body: { accounts: basket.accounts, totalFen: basket.totalFen, servedMs: 7000 } });
    // Nobody has paid yet: no payment, no pace.
    expect((await clerk.client.call(cashier.myShift)).pace.count).toBe(0);
    await scan(code.codeUrl);
    await town.until(code.paymentId, 'paid');
    expect(await server.query("SELECT topic FROM live_update WHERE audience = ? AND topic = 'payments'", [`staff:${clerk.id}`])).toEqual([{ topic: 'payments' }]);
    const status = await clerk.client.call(counter.nativeStatus, { path: { id: code.paymentId } });
    expect(status).toMatchObject({ state: 'paid', via: 'native', receiptNumber: expect.any(String) });
    expect(status.servedMs).toBeGreaterThanOrEqual(7000);
    expect((await clerk.client.call(cashier.myShift)).pace).toMatchObject({ count: 1, medianMs: status.servedMs });
    const left = await clerk.client.call(counter.startNative, { body: { accounts: prepay(due.accountId, 900).accounts, totalFen: 900, servedMs: 1 } });
    expect(await clerk.client.call(counter.cancelNative, { path: { id: left.paymentId } })).toMatchObject({ state: 'closed' });
    expect((await clerk.client.call(cashier.myShift)).pace.count).toBe(1);
    expect((await leader.client.refused(counter.cancelNative, { path: { id: left.paymentId } })).code).toBe('NOT_FOUND');
  });

  it('cash given back is on the shift’s report and in what the drawer must hold, and never comes out of the float', async () => {
    const [clerk, other] = [await sitDown(), await sitDown()];
    const account = await town.account();
    const earlier = await take(other, prepay(account, 6000));
    await refund(other, earlier.id, 'cash');
    const [waiting] = await refunds('waiting', earlier.id);
    expect((await clerk.client.refused(desk.payOutRefund, { path: { id: waiting!.id }, body: {} })).code).toBe('DRAWER_SHORT');
    const due = await billOf(8000);
    await take(clerk, cashFor(due, 10_000));
    const wrong = await take(clerk, prepay(account, 500));
    await clerk.client.call(desk.payOutRefund, { path: { id: waiting!.id }, body: {} });
    const { approvalId } = await clerk.client.call(desk.requestVoid, { path: { id: wrong.id }, body: { reason: '户号错', reference: '' } });
    await decide(leader, approvalId);
    // Blind until it is counted.
    expect(await clerk.client.call(cashier.shiftReport, { path: { id: clerk.shift.id } })).toMatchObject({ totals: null, paidOut: null });
    const counted = await clerk.client.call(cashier.countShift, { path: { id: clerk.shift.id }, body: { version: clerk.shift.version, counts: inPieces(FLOAT + 8000 - 6000) } });
    expect(counted).toMatchObject({ state: 'closed', expectedFen: FLOAT + 2000, differenceFen: 0, toBankFen: 2000 });
    const report = await leader.client.call(cashier.shiftReport, { path: { id: clerk.shift.id } });
    expect(report.totals).toEqual([{ method: 'cash', count: 1, amountFen: 8000, voidedCount: 1, voidedFen: 500, refundedFen: 6000 }]);
    expect(report.paidOut).toMatchObject([{ refundId: waiting!.id, method: 'cash', amountFen: 6000, receiptNumber: earlier.receiptNumber, reason: '多收' }]);
    const [cash] = report.totals!;
    expect(report.shift.floatFen + cash!.amountFen - cash!.refundedFen).toBe(report.shift.expectedFen);
    // The other drawer keeps what it took: its payment went back out of this one.
    const last = await other.client.call(cashier.countShift, { path: { id: other.shift.id }, body: { version: other.shift.version, counts: inPieces(FLOAT + 6000) } });
    expect(last).toMatchObject({ differenceFen: 0, toBankFen: 6000 });
    expect((await leader.client.call(cashier.shiftReport, { path: { id: other.shift.id } })).totals).toMatchObject([{ amountFen: 6000, refundedFen: 0 }]);
  });

  describe('refunds', () => {
    const paidByWechat = async (clerk: Person, fen: number) => {
      const account = await town.account();
      const code = await clerk.client.call(counter.startNative, { body: { accounts: prepay(account, fen).accounts, totalFen: fen, servedMs: 1 } });
      await scan(code.codeUrl);
      await town.until(code.paymentId, 'paid');
      return code.paymentId;
    };

    it('wait for money with WeChat where people see it, and are given by themselves', async () => {
      const clerk = await sitDown();
      const id = await paidByWechat(clerk, 1500);
      await sandbox.control.setting({ balanceShort: true });
      await refund(clerk, id, 'wechat');
      await eventually('it is seen', async () => (await refunds('trouble', id)).length === 1);
      const [short] = await refunds('trouble', id);
      expect(short).toMatchObject({ state: 'requested', trouble: 'BALANCE', note: expect.stringContaining('余额不足'), allowedActions: ['try-again'] });
      expect((await refunds('going', id)).length).toBe(1);
      expect(await town.balance('refund-payable')).toBeLessThan(0);
      // Tried again while it is still short, it waits as before; by finance alone.
      expect((await clerk.client.refused(desk.tryRefundsAgain)).code).toBe('FORBIDDEN');
      expect(await finance.client.call(desk.tryRefundsAgain)).toEqual({ count: 1 });
      await eventually('it is short again', async () => (await refunds('trouble', id)).length === 1);
      await sandbox.control.setting({ balanceShort: false });
      // As if it had failed for an hour.
      await server.query("UPDATE outbox SET next_attempt_at = '2099-01-01 00:00:00.000' WHERE topic = 'payment.refund' AND done_at IS NULL");
      expect(await finance.client.call(desk.tryRefundsAgain)).toEqual({ count: 1 });
      await eventually('it is given', async () => (await refunds('ended', id))[0]?.state === 'done', 20);
      expect([await refunds('trouble', id), (await refunds('ended', id))[0]?.trouble, await town.stateOf(id)]).toEqual([[], null, 'refunded']);
    });

    it.each([['REFUSED', '不接受'], ['CLOSED', '关闭']] as const)('that are %s end with the bank, by two of finance', async (trouble, words) => {
      const clerk = await sitDown();
      const id = await paidByWechat(clerk, 1700);
      if (trouble === 'REFUSED') await sandbox.control.fault({ kind: 'api-error', status: 400, code: 'INVALID_REQUEST', match: '/v3/refund/domestic/refunds', count: 1 });
      else await sandbox.control.setting({ refundOutcome: trouble });
      await refund(clerk, id, 'wechat');
      await eventually('it is in trouble', async () => (await refunds('trouble', id)).length === 1);
      const [one] = await refunds('trouble', id);
      expect(one).toMatchObject({ state: 'trouble', trouble, note: expect.stringContaining(words), allowedActions: ['settle-otherwise'] });
      const { approvalId } = await finance.client.call(desk.settleRefundOtherwise, { path: { id: one!.id }, body: { reason: '客户提供了银行卡' } });
      expect((await finance.client.refused(decideApproval, { path: { id: approvalId }, body: { version: 1, outcome: 'approved', reason: '' } })).code).toBe('APPROVAL_OWN');
      await decide(await hire(['finance'], null), approvalId);
      expect((await clerk.client.refused(desk.payOutRefund, { path: { id: one!.id }, body: { reference: 'B1' } })).code).toBe('FORBIDDEN');
      expect((await finance.client.refused(desk.payOutRefund, { path: { id: one!.id }, body: {} })).code).toBe('REFERENCE_REQUIRED');
      await finance.client.call(desk.payOutRefund, { path: { id: one!.id }, body: { reference: `B${trouble}` } });
      expect([await town.stateOf(id), (await finance.client.refused(desk.payOutRefund, { path: { id: one!.id }, body: { reference: 'B2' } })).code]).toEqual(['refunded', 'REFUND_CHANGED']);
    });

    it('of one payment in two parts are each listed with who agreed to it', async () => {
      const clerk = await sitDown();
      const paid = await take(clerk, prepay(await town.account(), 2200));
      const { items } = await clerk.client.call(desk.deskPayment, { path: { id: paid.id } });
      const deciders = [await hire(['finance'], null), await hire(['finance'], null)];
      for (const [i, decider] of deciders.entries()) {
        const { approvalId } = await clerk.client.call(desk.requestRefund, { path: { id: paid.id }, body: { items: [{ itemId: items[0]!.id, fen: 300 + i }], method: 'cash', reason: '多收' } });
        await decide(decider, approvalId);
        const [waiting] = await refunds('waiting', paid.id);
        await clerk.client.call(desk.payOutRefund, { path: { id: waiting!.id }, body: {} });
      }
      const day = shanghaiDate(server.clock.now());
      const { items: listed } = await finance.client.call(exceptions, { query: { kind: 'refund', from: day, to: day, size: 100 } });
      const names = await server.query<{ id: number; name: string }>('SELECT id, name FROM staff');
      expect([300, 301].map((fen) => listed.find(({ amountFen }) => amountFen === fen)?.decidedBy)).toEqual(deciders.map(({ id }) => names.find((one) => one.id === id)!.name));
      expect((await finance.client.refused(exceptions, { query: { kind: 'refund', from: day, to: day, cursor: '.' } })).code).toBe('INVALID_INPUT');
    });

    it('of cash nobody comes for go by the bank; while a bank at WeChat takes days they are on their way', async () => {
      const clerk = await sitDown();
      const paid = await take(clerk, prepay(await town.account(), 2600));
      await refund(clerk, paid.id, 'cash');
      const [one] = await refunds('waiting', paid.id);
      const before = await town.balance('bank');
      const { approvalId } = await clerk.client.call(desk.settleRefundOtherwise, { path: { id: one!.id }, body: { reason: '客户在外地' } });
      await decide(finance, approvalId);
      // The drawer has nothing to do with it any more.
      expect((await clerk.client.refused(desk.payOutRefund, { path: { id: one!.id }, body: { reference: 'X' } })).code).toBe('FORBIDDEN');
      await finance.client.call(desk.payOutRefund, { path: { id: one!.id }, body: { reference: 'B20260302' } });
      expect([(await town.balance('bank')) - before, await town.balance('cash', clerk.shift.id), await town.stateOf(paid.id)]).toEqual([-2600, 2600, 'refunded']);
      await sandbox.control.setting({ refundOutcome: 'PROCESSING' });
      const id = await paidByWechat(clerk, 1900);
      await refund(clerk, id, 'wechat');
      await eventually('WeChat has it', async () => (await refunds('going', id))[0]?.state === 'processing');
      expect((await refunds('going', id))[0]).toMatchObject({ note: expect.stringContaining('1 至 3 个工作日'), allowedActions: [] });
    });
  });
});

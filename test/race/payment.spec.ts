/** Many hands on the same bills at the same moment: each bill is settled once, the rest of the money goes back, and the books agree. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import * as payment from '@shouwen/shared/contract/payment';
import * as paymentDesk from '@shouwen/shared/contract/payment-desk';
import * as usage from '@shouwen/shared/contract/usage';
import { Transactions } from '../../server/src/database/index.js';
import { CounterPayments, RefundDesk } from '../../server/src/payment/index.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { MoneyDesk, type MoneyPerson, whole } from '../support/money-desk.js';
import { eventually, PayingTown } from '../support/paying.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { type ServerInProcess, startServer } from '../support/server.js';

describeOnBothDatabases('payments at once', (engine) => {
  let database: TestDatabase;
  let sandbox: TestSandbox;
  let server: ServerInProcess;
  let town: PayingTown;
  beforeAll(async () => {
    database = await engine.create();
    sandbox = await startTestSandbox();
    server = await startServer(database, sandbox.environment);
    town = new PayingTown(server, sandbox);
  });
  afterAll(async () => {
    await server?.close();
    await sandbox?.close();
    await database?.drop();
  });
  const times = <T>(n: number, make: (i: number) => Promise<T>) => Promise.all(Array.from({ length: n }, (_, i) => make(i)));

  it('settles a bill once that ten people pay at once, with doubled notifications, and refunds nine', async () => {
    const people = await times(10, () => town.payer());
    const account = await town.account(...people);
    const bills = [await town.bill(account, 1200, 2), await town.bill(account, 300, 3)];
    const started = await Promise.all(people.map((person) => town.start(person, bills, 1500)));
    await sandbox.control.fault({ kind: 'notify-duplicate' });
    await Promise.all(people.map((person, i) => town.confirm(person, started[i]!, true)));
    const states = async () => (await Promise.all(started.map((s) => town.stateOf(s.payment.id)))).sort();
    await eventually('all are settled or refunded', async () => (await states()).every((state) => state === 'paid' || state === 'refunded'), 30);
    await sandbox.control.noFaults();
    expect((await states()).filter((state) => state === 'paid')).toHaveLength(1);
    expect(await town.balance('receivable', account)).toBe(0);
    expect(await town.balance('wechat-clearing')).toBe(1500);
    expect(await town.balance('refund-payable')).toBe(0);
    expect(await town.count('payment_notification', "kind = 'payment'")).toBe(10);
    expect(await town.count('payment_refund')).toBe(9);
  }, 60_000);

  it('settles each bill once when payments of crossing bills arrive at once', async () => {
    const people = await times(6, () => town.payer());
    const account = await town.account(...people);
    const bills = await times(6, (i) => town.bill(account, 100 + i, 10 + i));
    // Everyone pays two neighbouring bills, in either order: every bill is in two payments.
    const started = await Promise.all(people.map((person, i) => town.start(person, i % 2 ? [bills[i]!, bills[(i + 1) % 6]!] : [bills[(i + 1) % 6]!, bills[i]!], 200 + i + ((i + 1) % 6))));
    await Promise.all(people.map((person, i) => town.confirm(person, started[i]!, true)));
    await eventually('no money is on its way', async () => {
      const rows = await Promise.all(started.map((s) => town.row(s.payment.id)));
      return rows.every((row) => row['state'] === 'paid' || row['state'] === 'refunded') && (await town.balance('refund-payable')) === 0;
    }, 30);
    expect(await town.balance('receivable', account)).toBe(0);
    expect(await server.ledgerFaults()).toEqual([]);
    for (const bill of bills) expect(await town.count('payment_item', `bill_id = ${bill} AND settled`)).toBe(1);
  }, 60_000);

  it('draws a receipt number for each of forty payments, without gap or double, and asks once for each bill', async () => {
    const person = await town.payer();
    const accounts = await times(40, () => town.account(person));
    const bills = await Promise.all(accounts.map((account) => town.bill(account, 1)));
    const started = await Promise.all(bills.map((bill) => town.start(person, [bill], 1)));
    await Promise.all(started.map((s) => town.confirm(person, s)));
    await eventually('all are paid', async () => (await town.count('payment', `resident_id = ${person.id} AND state = 'paid'`)) === 40, 30);
    const rows = await server.query<{ receipt_number: string }>('SELECT receipt_number FROM payment WHERE receipt_number IS NOT NULL');
    const books = new Map<string, number[]>();
    for (const [book, ordinal] of rows.map((row) => row.receipt_number.split('-')).sort()) books.set(book!, [...(books.get(book!) ?? []), Number(ordinal)]);
    expect(books.size).toBe(8);
    for (const [book, numbers] of books) expect([book, numbers]).toEqual([book, numbers.map((_, i) => i + 1)]);
  }, 60_000);

  it('gives one order to a finger that taps twenty times, while its notification comes', async () => {
    const person = await town.payer();
    const bill = await town.bill(await town.account(person), 777);
    const first = await town.start(person, [bill], 777);
    const taps = times(20, () => person.client.send(payment.startPayment, { body: { billIds: [bill], totalFen: 777, via: 'weapp' } }));
    await town.confirm(person, first);
    for (const { status, body } of await taps) {
      if (status === 200) expect((body as typeof first).payment.id).toBe(first.payment.id);
      else expect((body as { code: string }).code).toMatch(/^(BILL_ALREADY_PAID|PAYMENT_UNAVAILABLE|BUSY)$/);
    }
    await town.until(first.payment.id, 'paid');
    expect(await town.count('payment', `resident_id = ${person.id}`)).toBe(1);
  }, 60_000);

  describe('at the counter', () => {
    let counter: MoneyDesk;
    let [clerk, other, leader, finance]: MoneyPerson[] = [];
    beforeAll(async () => {
      counter = await MoneyDesk.at(server, '城区营业厅');
      [clerk, other, leader, finance] = [await counter.person(['clerk']), await counter.person(['clerk']), await counter.person(['shift-leader']), await counter.person(['finance'], null)];
    });
    afterEach(async () => {
      await eventually('no money is on its way', async () => (await town.balance('refund-payable')) === 0, 20);
      expect(await server.ledgerFaults()).toEqual([]);
    });
    const codeOf = (work: Promise<unknown>) => work.then(() => 'done', (error: { code?: string }) => error.code ?? String(error));
    const paid = async (fen: number) => {
      const person = await town.payer();
      const account = await town.account(person);
      const bill = await town.bill(account, fen);
      const started = await town.start(person, [bill], fen);
      await town.confirm(person, started);
      await town.until(started.payment.id, 'paid', 20);
      return { account, bill, paymentId: started.payment.id };
    };

    it('settles a bill once that the counter and the phone pay at the same moment; the other’s money goes back', async () => {
      await times(8, async (i) => {
        const person = await town.payer();
        const account = await town.account(person);
        const bill = await town.bill(account, 300 + i);
        const started = await town.start(person, [bill], 300 + i);
        const [counted] = await Promise.all([codeOf(counter.receive(clerk!, { bills: [whole(bill, 300 + i)], totalFen: 300 + i })), town.confirm(person, started, true)]);
        await eventually('the phone’s payment is settled or returned', async () => ['paid', 'refunded'].includes(await town.stateOf(started.payment.id)), 20);
        expect(await town.billState(bill)).toBe('paid');
        expect([counted, await town.stateOf(started.payment.id)]).toEqual(counted === 'done' ? ['done', 'refunded'] : [expect.stringMatching(/^BILL_(ALREADY_PAID|CHANGED)$/), 'paid']);
        expect(await town.balance('receivable', account)).toBe(0);
      });
    }, 60_000);

    it('lets one of two cashiers take the same bill, and one part at a time', async () => {
      const account = await town.account();
      const bill = await town.bill(account, 1000);
      const outcomes = await Promise.all([clerk!, other!].map((cashier) => codeOf(counter.receive(cashier, { bills: [whole(bill, 1000)], totalFen: 1000 }))));
      expect(outcomes.sort()).toEqual([expect.stringMatching(/^BILL_/), 'done']);
      const second = await town.bill(account, 1000, 3);
      const parts = await times(6, (i) => codeOf(counter.receive(i % 2 ? clerk! : other!, { bills: [{ billId: second, payFen: 400, seenFen: 1000 }], totalFen: 400 })));
      // Each was decided on the whole bill being open: the first part changes that.
      expect(parts.filter((part) => part === 'done')).toHaveLength(1);
      expect(await town.balance('receivable', account)).toBe(600);
    }, 60_000);

    it('uses money in advance once, while the counter takes one of the bills: all that it covers, or nothing with the word that a bill has changed', async () => {
      await times(6, async () => {
        const person = await town.payer();
        const account = await town.account(person);
        const bills = [await town.bill(account, 400), await town.bill(account, 600, 3)];
        await counter.receive(clerk!, { prepayments: [{ accountId: account, fen: 1000 }], totalFen: 1000 });
        const path = { id: account };
        const use = async () => {
          const { bills: planned, usedFen } = await person.client.call(usage.plannedUseOfPrepaid, { path });
          return person.client.send(usage.payFromPrepaid, { path, body: { billIds: planned.map(({ billId }) => billId), usedFen } });
        };
        const [counted, ...used] = await Promise.all([codeOf(counter.receive(other!, { bills: [whole(bills[1]!, 600)], totalFen: 600 })), use(), use()]);
        for (const { status, body } of used) expect([status, (body as { code?: string }).code]).toEqual(status === 200 ? [200, undefined] : [409, 'BILL_CHANGED']);
        expect(counted).toMatch(/^(done|BILL_(ALREADY_PAID|CHANGED))$/);
        await use();
        expect(await Promise.all(bills.map((bill) => town.billState(bill)))).toEqual(['paid', 'paid']);
        expect([await town.balance('receivable', account), await town.balance('prepaid', account)]).toEqual([0, counted === 'done' ? -600 : 0]);
      });
    }, 60_000);

    it('settles what is paid while the cashier cancels its code', async () => {
      await times(6, async (i) => {
        const person = await town.payer();
        const bill = await town.bill(await town.account(person), 500 + i);
        const payments = server.app.get(CounterPayments);
        const code = await payments.nativeOrder(clerk!, counter.shift, { bills: [whole(bill, 500 + i)], prepayments: [], totalFen: 500 + i, servedMs: 0 });
        const [cancelled] = await Promise.all([payments.cancelNative(clerk!, code.paymentId), sandbox.control.pay({ code_url: code.codeUrl }, { user: person.user, late: true })]);
        await town.until(code.paymentId, 'paid', 20);
        expect(['closed', 'paid']).toContain(cancelled);
        expect(await town.billState(bill)).toBe('paid');
      });
    }, 60_000);

    it('never gives back more than was paid, by fifty refunds of a part at once (I4)', async () => {
      const { account, bill, paymentId } = await paid(1000);
      const [item] = await server.query<{ id: number }>('SELECT id FROM payment_item WHERE payment_id = ?', [paymentId]);
      const desk = server.app.get(RefundDesk);
      const one = () => server.app.get(Transactions).run((tx) => desk.begin(tx, paymentId, { items: [{ itemId: item!.id, fen: 30 }], method: 'wechat' }, { reason: '多收', requestedById: clerk!.id }, new Date()));
      const outcomes = await Promise.all(Array.from({ length: 50 }, () => codeOf(one())));
      expect(outcomes.filter((code) => code === 'done')).toHaveLength(33);
      expect(new Set(outcomes)).toEqual(new Set(['done', 'REFUND_TOO_MUCH']));
      expect(Number((await town.row(paymentId))['refunded_fen'])).toBe(990);
      await eventually('all are back', async () => (await town.count('payment_refund', `payment_id = ${paymentId} AND state = 'done'`)) === 33, 30);
      expect([await town.billState(bill), await town.balance('receivable', account)]).toEqual(['unpaid', 990]);
    }, 60_000);

    it('either voids or refunds a payment, whichever is approved first', async () => {
      const account = await town.account();
      for (let n = 0; n < 4; n++) {
        const bill = await town.bill(account, 700, 10 + n);
        const { paymentId } = await counter.receive(clerk!, { bills: [whole(bill, 700)], totalFen: 700 });
        const { items } = await clerk!.client.call(paymentDesk.deskPayment, { path: { id: paymentId } });
        // Asked for at the same moment, so that both may be: one after the other the second is refused.
        const asked = await Promise.all([
          clerk!.client.send(paymentDesk.requestVoid, { path: { id: paymentId }, body: { reason: '收错', reference: '' } }),
          clerk!.client.send(paymentDesk.requestRefund, { path: { id: paymentId }, body: { items: [{ itemId: items[0]!.id, fen: 700 }], method: 'cash', reason: '多收' } }),
        ]);
        const outcomes = await Promise.all(asked.map(({ status, body }, i) => (status === 200 ? codeOf(counter.decide([leader!, finance!][i]!, (body as { approvalId: number }).approvalId)) : (body as { code: string }).code)));
        expect(outcomes.filter((code) => code === 'done')).toHaveLength(1);
        const [refund] = await server.query<{ id: number }>("SELECT id FROM payment_refund WHERE payment_id = ? AND state = 'waiting'", [paymentId]);
        if (refund) {
          // Two cashiers pay it out at once: one does.
          const paidOut = await Promise.all([clerk!, other!].map(({ client }) => client.send(paymentDesk.payOutRefund, { path: { id: refund.id }, body: {} })));
          expect(paidOut.map(({ status }) => status).sort()).toEqual([200, 409]);
        }
        expect(await town.stateOf(paymentId)).toBe(refund ? 'refunded' : 'voided');
      }
      expect(await town.balance('receivable', account)).toBe(2800);
    }, 60_000);

    it('asks once for what is sent several times under one key', async () => {
      const account = await town.account();
      const { paymentId } = await counter.receive(clerk!, { prepayments: [{ accountId: account, fen: 40 }], totalFen: 40 });
      const idempotencyKey = randomUUID();
      const send = () => clerk!.client.send(paymentDesk.requestVoid, { path: { id: paymentId }, body: { reason: '收错', reference: '' }, idempotencyKey });
      const answers = await times(6, send);
      expect(answers.every(({ status, body }) => status === 200 || (body as { code: string }).code === 'REQUEST_IN_FLIGHT')).toBe(true);
      expect((await send()).status).toBe(200);
      expect(await town.count('approval', `kind = 'void-payment' AND subject_id = ${paymentId}`)).toBe(1);
    });
  });
});

/** Many hands on the same bills at the same moment: each bill is settled once, the rest of the money goes back, and the books agree. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import * as payment from '@shouwen/shared/contract/payment';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
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
});

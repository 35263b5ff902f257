/** Electronic invoices: never more than stays paid, once each whatever the platform does, taken back when money goes back or the title was wrong. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import * as contract from '@shouwen/shared/contract/invoice';
import { requestRefund } from '@shouwen/shared/contract/payment-desk';
import { Outbox } from '../../server/src/jobs/index.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { startTestInvoiceSandbox, type TestInvoiceSandbox } from '../support/invoice-sandbox.js';
import { MoneyDesk, type MoneyPerson, whole } from '../support/money-desk.js';
import { eventually, type Payer, PayingTown } from '../support/paying.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { type ServerInProcess, startServer } from '../support/server.js';

const personal = { kind: 'personal' as const, name: '王秀兰' };
const company = { kind: 'company' as const, name: '清泉饭店有限公司', taxNumber: '9144 0300 7152 6726xg' };

describeOnBothDatabases('electronic invoices', (engine) => {
  let database: TestDatabase;
  let sandbox: TestSandbox;
  let platform: TestInvoiceSandbox;
  let server: ServerInProcess;
  let town: PayingTown;
  let desk: MoneyDesk;
  let clerk: MoneyPerson;
  let leader: MoneyPerson;
  let finance: MoneyPerson;
  let payer: Payer;
  let account: number;
  let ordinal = 1;

  beforeAll(async () => {
    database = await engine.create();
    [sandbox, platform] = await Promise.all([startTestSandbox(), startTestInvoiceSandbox()]);
    server = await startServer(database, { ...sandbox.environment, ...platform.environment });
    town = new PayingTown(server, sandbox);
    desk = await MoneyDesk.at(server, '城区营业厅');
    clerk = await desk.person(['clerk']);
    leader = await desk.person(['shift-leader', 'hall-director']);
    finance = await desk.person(['finance']);
    payer = await town.payer();
    account = await town.account(payer);
  });
  afterEach(async () => {
    platform.fault(null);
    // What is invoiced of a payment is what its row of cover says, and never above what stays paid.
    for (const { paymentId, invoicedFen } of await server.query<{ paymentId: number; invoicedFen: number }>('SELECT payment_id AS paymentId, invoiced_fen AS invoicedFen FROM invoice_cover'))
      expect({ paymentId, sum: Number((await server.query(
        `SELECT COALESCE(SUM(b.amount_fen), 0) AS sum FROM invoice b LEFT JOIN invoice r ON r.id = b.reversed_by_id AND r.state = 'issued' WHERE b.payment_id = ? AND b.kind = 'blue' AND b.state <> 'failed' AND r.id IS NULL`, [paymentId],
      ))[0]!['sum']) }).toEqual({ paymentId, sum: Number(invoicedFen) });
    expect(await server.ledgerFaults()).toEqual([]);
  });
  afterAll(async () => {
    await server?.close();
    await sandbox?.close();
    await platform?.close();
    await database?.drop();
  });

  /** Paid on the phone. */
  async function paid(fen: number, by = payer): Promise<number> {
    const bill = await town.bill(account, fen, ++ordinal);
    const started = await town.start(by, [bill], fen);
    await town.confirm(by, started);
    await town.until(started.payment.id, 'paid');
    return started.payment.id;
  }
  const request = (paymentId: number, title: typeof personal | typeof company = personal, remember = false) =>
    payer.client.call(contract.requestInvoice, { path: { id: paymentId }, body: { title, remember } });
  const seen = (id: number) => payer.client.call(contract.invoiceDetail, { path: { id } });
  const told = async (staffId: number) => (await server.query<{ text: string }>("SELECT text FROM staff_notice WHERE kind = 'invoice' AND staff_id = ? ORDER BY id", [staffId])).map(({ text }) => text);
  async function until(id: number, state: contract.InvoiceView['state']): Promise<contract.InvoiceView> {
    await eventually(`invoice ${id} is ${state}`, async () => {
      if ((await seen(id)).state === state) return true;
      await hurry();
      return false;
    });
    return seen(id);
  }
  /** Duties that wait for their time come at once. */
  const hurry = () => server.query("UPDATE outbox SET next_attempt_at = '2020-01-01 00:00:00.000' WHERE done_at IS NULL AND topic LIKE 'invoice.%'");
  const asked = (number: string | null) => platform.invoices().filter((one) => one.number === number);
  async function refund(paymentId: number, fen: number): Promise<void> {
    const [item] = await server.query<{ id: number }>('SELECT id FROM payment_item WHERE payment_id = ? ORDER BY id', [paymentId]);
    const { approvalId } = await clerk.client.call(requestRefund, { path: { id: paymentId }, body: { items: [{ itemId: item!.id, fen }], method: 'wechat', reason: '多收' } });
    await desk.decide(leader, approvalId);
  }

  it('is requested, issued with its files, and then nothing is left to invoice', async () => {
    const paymentId = await paid(8620);
    expect(await payer.client.call(contract.paymentInvoices, { path: { id: paymentId } })).toMatchObject({ paidFen: 8620, invoicedFen: 0, openFen: 8620, why: null, items: [] });
    const begun = await request(paymentId, company, true);
    expect(begun).toMatchObject({ state: 'requested', amountFen: 8620, number: null, pdfUrl: null, title: { kind: 'company', name: company.name, taxNumber: '9144030071526726XG' } });
    const issued = await until(begun.id, 'issued');
    expect(issued.number).toMatch(/^\d{20}$/);
    expect(asked(issued.number)).toMatchObject([{ kind: 'blue', amountFen: 8620, requests: 1, lines: [{ name: '*水冰雪*自来水', amountFen: 8620 }], buyer: { taxNumber: '9144030071526726XG' } }]);
    const pdf = await fetch(server.url + issued.pdfUrl);
    expect([pdf.status, pdf.headers.get('content-type'), Buffer.from(await pdf.arrayBuffer()).subarray(0, 5).toString()]).toEqual([200, 'application/pdf', '%PDF-']);
    const ofd = await fetch(server.url + issued.ofdUrl);
    expect([ofd.status, Buffer.from(await ofd.arrayBuffer()).subarray(0, 2).toString()]).toEqual([200, 'PK']);
    expect((await fetch(`${server.url + issued.pdfUrl}0`)).status).toBe(404);
    expect(await payer.client.call(contract.paymentInvoices, { path: { id: paymentId } })).toMatchObject({ openFen: 0, why: '已全部开票' });
    expect((await payer.client.refused(contract.requestInvoice, { path: { id: paymentId }, body: { title: personal } })).code).toBe('INVOICE_NOTHING_LEFT');
    expect((await payer.client.call(contract.myTitles)).items).toMatchObject([{ name: company.name }]);
    // Encrypted at rest (PR-1).
    expect(JSON.stringify(await server.query('SELECT title FROM invoice_title'))).not.toContain('清泉');
  });

  it('two requests at once invoice once', async () => {
    const paymentId = await paid(5000);
    const answers = await Promise.all(Array.from({ length: 4 }, () => payer.client.send(contract.requestInvoice, { path: { id: paymentId }, body: { title: personal } })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const { status } of answers) expect([200, 409]).toContain(status);
    expect(await town.count('invoice', `payment_id = ${paymentId}`)).toBe(1);
  });

  describe('whatever the platform does', () => {
    it('an answer that never came is asked for under the same number', async () => {
      platform.fault({ kind: 'drop-after', count: 1, match: 'POST' });
      const { id } = await request(await paid(1200));
      const { number } = await until(id, 'issued');
      expect(asked(number)).toMatchObject([{ requests: 1 }]);
    });
    it('a request that never arrived is sent again', async () => {
      platform.fault({ kind: 'drop-before', count: 2 });
      const { id } = await request(await paid(1300));
      await until(id, 'issued');
    });
    it('a platform that is down is waited for', async () => {
      platform.fault({ kind: 'down' });
      const { id } = await request(await paid(1400));
      await eventually('asked in vain', async () => Number((await server.query("SELECT MAX(attempts) AS n FROM outbox WHERE topic = 'invoice.ask' AND done_at IS NULL"))[0]!['n'] ?? 0) >= 1);
      expect(await seen(id)).toMatchObject({ state: 'requested' });
      platform.fault(null);
      await until(id, 'issued');
    });
    it('an answer that is not signed by it changes nothing', async () => {
      platform.fault({ kind: 'forge' });
      const { id } = await request(await paid(1500));
      await eventually('it was asked', async () => platform.invoices().some(({ amountFen }) => amountFen === 1500));
      expect(await seen(id)).toMatchObject({ state: 'requested', number: null });
      platform.fault(null);
      const { number } = await until(id, 'issued');
      expect(asked(number)).toHaveLength(1);
    });
    it('one that lies with it is asked about until it is there', async () => {
      platform.fault({ kind: 'late' });
      const { id } = await request(await paid(1600));
      await eventually('asked about again', async () => (await hurry(), (await server.query("SELECT COUNT(*) AS n FROM outbox WHERE topic = 'invoice.ask' AND duty_key LIKE ?", [`${id}.%`]))[0]!['n'] as number) >= 3);
      expect(await seen(id)).toMatchObject({ state: 'requested' });
      // After half an hour whoever keeps the money is told, once however often it is asked about.
      expect(await told(finance.id)).toEqual([]);
      await server.query('UPDATE invoice SET created_at = ? WHERE id = ?', [new Date(Date.now() - 31 * 60_000).toISOString().replace('T', ' ').replace('Z', ''), id]);
      await eventually('told', async () => (await hurry(), (await told(finance.id)).length > 0));
      await hurry();
      expect(await told(finance.id)).toEqual([expect.stringMatching(new RegExp(`^电子发票（编号 ${id}，16.00 元）半小时没有等到`))]);
      expect(await told(clerk.id)).toEqual([]);
      platform.fault(null);
      await until(id, 'issued');
    });
    it('what it refuses is said, and its sum is free again', async () => {
      const paymentId = await paid(1700);
      platform.fault({ kind: 'refuse', count: 1 });
      const { id } = await request(paymentId, company);
      expect(await until(id, 'failed')).toMatchObject({ note: expect.stringMatching(/^没有开成：税务系统里没有这个抬头，请核对名称和税号。抬头写错了请改正后重新申请/) });
      expect((await told(finance.id)).filter((text) => text.includes('17.00'))).toEqual([expect.stringMatching(new RegExp(`^电子发票（编号 ${id}，17.00 元）税务系统没有接受`))]);
      expect(await town.count('notice', `notice_key = 'invoice-failed:${id}'`)).toBe(1);
      await until((await request(paymentId)).id, 'issued');
    });
    it('a duty done twice issues once', async () => {
      const { id } = await request(await paid(1800));
      const { number } = await until(id, 'issued');
      const handler = (server.app.get(Outbox) as unknown as { handlers: Map<string, (payload: object, duty: object) => Promise<void>> }).handlers.get('invoice.ask')!;
      await handler({ invoiceId: id, question: 0 }, { key: `${id}.0`, attempts: 2 });
      expect(asked(number)).toMatchObject([{ requests: 1 }]);
    });
  });

  describe('taken back', () => {
    it('whole when everything is refunded', async () => {
      const paymentId = await paid(2100);
      const { id } = await request(paymentId);
      const { number } = await until(id, 'issued');
      await refund(paymentId, 2100);
      const reversed = await until(id, 'reversed');
      expect(reversed).toMatchObject({ reversal: { reason: 'refunded', replacementId: null }, note: '款项已退回，这张发票已收回，不能再用', mayCorrect: false });
      expect(platform.invoices().filter(({ originalNumber }) => originalNumber === number)).toMatchObject([{ kind: 'red', amountFen: 2100 }]);
      expect((await payer.client.refused(contract.requestInvoice, { path: { id: paymentId }, body: { title: personal } })).code).toBe('INVOICE_NOTHING_LEFT');
    });
    it('and issued anew for what stays paid when a part is refunded', async () => {
      const paymentId = await paid(3000);
      const { id } = await request(paymentId, company);
      await until(id, 'issued');
      await refund(paymentId, 1000);
      const reversed = await until(id, 'reversed');
      const replacement = await until(reversed.reversal!.replacementId!, 'issued');
      expect(replacement).toMatchObject({ amountFen: 2000, title: { name: company.name } });
    });
    it('also when the money went back before the platform answered', async () => {
      const paymentId = await paid(3100);
      platform.fault({ kind: 'late' });
      const { id } = await request(paymentId);
      await eventually('asked', async () => platform.invoices().some(({ amountFen }) => amountFen === 3100));
      await refund(paymentId, 3100);
      platform.fault(null);
      await until(id, 'reversed');
    });
    it('is not even begun when the money went back before the platform was asked', async () => {
      const paymentId = await paid(3200);
      platform.fault({ kind: 'down' });
      const { id } = await request(paymentId);
      await refund(paymentId, 3200);
      await eventually('tried', async () => (await server.query<{ at: string | null }>('SELECT asked_at AS at FROM invoice WHERE id = ?', [id]))[0]!.at !== null);
      await server.query('UPDATE invoice SET asked_at = NULL WHERE id = ?', [id]);
      platform.fault(null);
      expect(await until(id, 'failed')).toMatchObject({ note: '没有开成：款项已退回，不能开票' });
      expect(platform.invoices().some(({ amountFen }) => amountFen === 3200)).toBe(false);
      expect(await payer.client.call(contract.paymentInvoices, { path: { id: paymentId } })).toMatchObject({ paidFen: 0, openFen: 0, why: '款项已退回，不能开票' });
    });
    it('when the title was wrong, once however often it is said', async () => {
      const { id } = await request(await paid(4000));
      await until(id, 'issued');
      const correct = () => payer.client.send(contract.correctInvoice, { path: { id }, body: { title: company } });
      const answers = await Promise.all([correct(), correct(), correct()]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
      const reversed = await until(id, 'reversed');
      expect(reversed.reversal).toMatchObject({ reason: 'wrong-title' });
      expect(await until(reversed.reversal!.replacementId!, 'issued')).toMatchObject({ amountFen: 4000, title: { taxNumber: '9144030071526726XG' } });
      expect((await payer.client.call(contract.myInvoices, { query: {} })).items.map((one) => one.id)).toContain(id);
    });
    it('three times by the payer, after that at a counter, where it is kept who did it', async () => {
      const paymentId = await paid(4100);
      let { id } = await request(paymentId);
      for (let time = 1; time <= 3; time++) {
        await until(id, 'issued');
        await payer.client.call(contract.correctInvoice, { path: { id }, body: { title: time % 2 ? company : personal } });
        id = (await until(id, 'reversed')).reversal!.replacementId!;
      }
      await until(id, 'issued');
      expect(await payer.client.refused(contract.correctInvoice, { path: { id }, body: { title: personal } })).toMatchObject({ status: 429, code: 'TOO_MANY_ATTEMPTS' });
      expect(await town.count('invoice', `payment_id = ${paymentId} AND kind = 'red'`)).toBe(3);
      await clerk.client.call(contract.staffCorrectInvoice, { path: { id }, body: { title: personal } });
      expect(await server.query("SELECT staff_id FROM invoice WHERE payment_id = ? AND kind = 'red' ORDER BY id", [paymentId])).toEqual([{ staff_id: null }, { staff_id: null }, { staff_id: null }, { staff_id: clerk.id }]);
    });
  });

  describe('who may', () => {
    it('another resident finds nothing', async () => {
      const paymentId = await paid(900);
      const { id } = await request(paymentId);
      const stranger = await town.payer();
      for (const answer of [
        await stranger.client.refused(contract.paymentInvoices, { path: { id: paymentId } }), await stranger.client.refused(contract.requestInvoice, { path: { id: paymentId }, body: { title: personal } }),
        await stranger.client.refused(contract.invoiceDetail, { path: { id } }), await stranger.client.refused(contract.correctInvoice, { path: { id }, body: { title: personal } }),
        await stranger.client.refused(contract.forgetTitle, { path: { id: (await payer.client.call(contract.myTitles)).items[0]!.id } }), await payer.client.refused(contract.paymentInvoices, { path: { id: 999_999 } }),
      ]) expect(answer.code).toBe('NOT_FOUND');
      expect((await stranger.client.call(contract.myInvoices, { query: {} })).items).toEqual([]);
      expect((await payer.client.refused(contract.staffInvoices, { query: {} })).status).toBe(401);
    });
    it('bad input is said and changes nothing', async () => {
      const paymentId = await paid(950);
      for (const title of [{ kind: 'company', name: '某公司', taxNumber: '9144030071526726XH' }, { kind: 'company', name: '某公司' }, { kind: 'personal', name: '' }, { kind: 'firm', name: 'x' }])
        expect((await payer.client.refused(contract.requestInvoice, { path: { id: paymentId }, body: { title } as never })).code).toBe('INVALID_INPUT');
      expect((await payer.client.refused(contract.myInvoices, { query: { cursor: '-1' } })).code).toBe('INVALID_INPUT');
      expect(await town.count('invoice', `payment_id = ${paymentId}`)).toBe(0);
    });
    it('the desk invoices what was paid at a counter; a name stays masked', async () => {
      const bill = await town.bill(account, 7700, ++ordinal);
      const { paymentId } = await desk.receive(clerk, { totalFen: 7700, bills: [whole(bill, 7700)] });
      const [{ receipt_number: receiptNumber }] = (await server.query('SELECT receipt_number FROM payment WHERE id = ?', [paymentId])) as [{ receipt_number: string }];
      expect(await clerk.client.call(contract.staffPaymentInvoices, { query: { receiptNumber: receiptNumber.toLowerCase() } })).toMatchObject({ paymentId, openFen: 7700, methodLabel: '现金', accounts: [{ nameMasked: '王**' }] });
      const begun = await clerk.client.call(contract.staffRequestInvoice, { path: { id: paymentId }, body: { title: personal } });
      expect(begun.title.name).toBe('王**');
      await eventually('issued', async () => (await clerk.client.call(contract.staffInvoices, { query: {} })).items.find(({ id }) => id === begun.id)?.state === 'issued');
      expect((await clerk.client.refused(contract.staffPaymentInvoices, { query: { receiptNumber: 'XX-000001' } })).code).toBe('NOT_FOUND');
      const crew = await desk.person(['crew']);
      expect((await crew.client.refused(contract.staffInvoices, { query: {} })).code).toBe('FORBIDDEN');
    });
    it('what the platform refused stands among the troubles, and can be asked about at once', async () => {
      platform.fault({ kind: 'refuse', count: 1 });
      const { id } = await request(await paid(990));
      await until(id, 'failed');
      expect((await clerk.client.call(contract.staffInvoices, { query: { which: 'trouble' } })).items.map((one) => one.id)).toContain(id);
      expect(await clerk.client.call(contract.staffAskInvoice, { path: { id } })).toMatchObject({ state: 'failed' });
    });
  });
});

it('without a platform nothing can be requested, and it is said where to go', async () => {
  const sandbox = await startTestSandbox();
  const { engines } = await import('../support/databases.js');
  const database = await engines[0]!.create();
  const server = await startServer(database, sandbox.environment);
  try {
    const town = new PayingTown(server, sandbox);
    const payer = await town.payer();
    const bill = await town.bill(await town.account(payer), 500);
    const started = await town.start(payer, [bill], 500);
    await town.confirm(payer, started);
    await town.until(started.payment.id, 'paid');
    expect(await payer.client.call(contract.paymentInvoices, { path: { id: started.payment.id } })).toMatchObject({ openFen: 500, why: expect.stringContaining('营业厅') });
    expect((await payer.client.refused(contract.requestInvoice, { path: { id: started.payment.id }, body: { title: personal } })).code).toBe('INVOICE_UNAVAILABLE');
  } finally {
    await server.close();
    await sandbox.close();
    await database.drop();
  }
});

/** What residents see of their own water: history beside last year, tier, leak alert, household, money in advance; and paying for somebody else. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as billing from '@shouwen/shared/contract/billing';
import * as payment from '@shouwen/shared/contract/payment';
import * as contract from '@shouwen/shared/contract/usage';
import { addDays, shanghaiDate, sumOfBill } from '@shouwen/shared/value';
import { Bill, BillDispute, BillFollowers, BillingTerms, PrepaidService } from '../../server/src/billing/index.js';
import { WaterAccount } from '../../server/src/customer/index.js';
import { Transactions } from '../../server/src/database/index.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { Client } from '../support/http.js';
import { eventually, type Payer, PayingTown } from '../support/paying.js';
import { UsageAlertPolicies } from '../../server/src/usage/index.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { type ServerInProcess, startServer } from '../support/server.js';
import { buildTown } from '../support/ticket-town.js';

describeOnBothDatabases('usage', (engine) => {
  let database: TestDatabase;
  let sandbox: TestSandbox;
  let server: ServerInProcess;
  let town: PayingTown;
  let payer: Payer;
  let ordinal = 1;
  const today = () => shanghaiDate(server.clock.now());

  beforeAll(async () => {
    database = await engine.create();
    sandbox = await startTestSandbox();
    server = await startServer(database, sandbox.environment);
    town = new PayingTown(server, sandbox);
    await buildTown(server);
    payer = await town.payer();
    await server.app.get(Transactions).run((tx) =>
      tx.query("INSERT INTO tariff_version (code, name, from_on, definition) SELECT 'resident', '居民生活用水', '2020-01-01', ? WHERE NOT EXISTS (SELECT 1 FROM tariff_version WHERE code = 'resident' AND from_on <= '2020-01-01')",
        [JSON.stringify({ tierPeriod: 'year', baseHousehold: 4, perExtraPerson: [36, 52], tiers: [{ upTo: 180, water: 20_000 }, { upTo: 260, water: 28_000 }, { upTo: null, water: 52_000 }], flat: { sewage: 9_500 } })]));
  });
  afterAll(async () => {
    await server?.close();
    await sandbox?.close();
    await database?.drop();
  });

  /** Bills of thirty days each, the last of which ended yesterday. */
  async function history(account: number, volumes: number[], last: Partial<Bill> = {}): Promise<number[]> {
    const ids: number[] = [];
    for (const [i, volume] of volumes.entries()) {
      const id = await town.bill(account, volume * 295, ++ordinal);
      const toOn = addDays(today(), -1 - 30 * (volumes.length - 1 - i));
      const newest = i === volumes.length - 1;
      await server.app.get(Transactions).run((tx) => tx.update(Bill, { id }, { fromOn: addDays(toOn, -29), toOn, volume, ...(newest ? last : { state: 'paid' as const }) }));
      ids.push(id);
    }
    return ids;
  }
  const usage = (account: number, by = payer) => by.client.call(contract.accountUsage, { path: { id: account } });

  it('shows each period beside the same season of last year, and the tier by tariff, household and what the year has used', async () => {
    const account = await town.account(payer);
    const ids = await history(account, [20, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 12], { yearVolume: 132 });
    const seen = await usage(account);
    expect(seen.periods).toHaveLength(13);
    expect(seen.periods.at(-1)).toMatchObject({ billId: ids.at(-1), volume: 12, costFen: 12 * 295, lastYear: { volume: 20, costFen: 20 * 295 } });
    expect(seen.periods[0]!.lastYear).toBeNull();
    expect(seen.years.reduce((sum, { volume }) => sum + volume, 0)).toBe(142);
    const used = today().slice(0, 4) === addDays(today(), -1).slice(0, 4) ? 132 : 0;
    expect(seen.gauge).toMatchObject({ tariffName: expect.any(String), tierPeriod: 'year', used, current: 1 });
    expect(seen.gauge!.left).toBe(seen.gauge!.tiers[0]!.to! - used);
    expect(seen.gauge!.sentence).toBe(`今年第一阶梯还剩 ${seen.gauge!.left} m³`);
    expect(seen).toMatchObject({ nameMasked: '王**', addressMasked: '海慧路***', prepaidFen: 0, household: { size: 3 } });

    // Dated terms come before the account's own: a larger household widens the tiers.
    const { base, perExtraPerson } = seen.household!;
    await server.app.get(Transactions).run((tx) => tx.insert(BillingTerms, { accountId: account, fromOn: today(), householdSize: base + 2, uses: [{ tariffCode: 'resident', share: 1000 }], ticketId: null, byStaffId: 1, reason: '人口变更', createdAt: new Date() }));
    const wider = await usage(account);
    expect(wider.household!.size).toBe(base + 2);
    expect(wider.gauge!.tiers[0]!.to).toBe(seen.gauge!.tiers[0]!.to! + 2 * (perExtraPerson[0] ?? 0));
  });

  it('never counts what is void or still a draft', async () => {
    const account = await town.account(payer);
    const [first, second] = await history(account, [10, 11, 12]);
    await server.app.get(Transactions).run(async (tx) => {
      await tx.update(Bill, { id: first! }, { state: 'void' });
      await tx.update(Bill, { id: second! }, { state: 'draft' });
    });
    expect((await usage(account)).periods.map(({ volume }) => volume)).toEqual([12]);
  });

  describe('the leak alert', () => {
    it('stands on the newest bill, is told once when bills go out, and leaves when the resident has looked', async () => {
      const account = await town.account(payer);
      const ids = await history(account, [10, 11, 9, 10, 31]);
      const { items } = await payer.client.call(contract.usageAlerts);
      expect(items).toMatchObject([{ billId: ids.at(-1), accountId: account, kind: 'history', volume: 31, usualVolume: 10, sentence: expect.stringContaining('可能有地方漏水') }]);
      const issue = () => server.app.get(Transactions).run((tx) => server.app.get(BillFollowers).issued(tx, [account, 999_999], new Date()));
      await issue();
      await issue();
      expect(await town.count('notice', `notice_key = 'usage-alert:${ids.at(-1)}:${payer.id}'`)).toBe(1);
      const stranger = await town.payer();
      expect((await stranger.client.refused(contract.checkedAlert, { path: { billId: ids.at(-1)! } })).code).toBe('NOT_FOUND');
      await payer.client.call(contract.checkedAlert, { path: { billId: ids.at(-1)! } });
      await payer.client.call(contract.checkedAlert, { path: { billId: ids.at(-1)! } });
      expect((await payer.client.call(contract.usageAlerts)).items).toEqual([]);
      expect((await usage(account)).alert).toBeNull();
    });
    it('follows the dated policy', async () => {
      const account = await town.account(payer);
      await history(account, [10, 11, 9, 10, 31]);
      expect((await usage(account)).alert).not.toBeNull();
      const policies = server.app.get(UsageAlertPolicies);
      const [first] = await policies.all();
      const publish = (percent: number) => server.app.get(Transactions).run((tx) => policies.publish(tx, today(), { seasonPercent: percent, historyPercent: percent, historyPeriods: 6, leastPeriods: 3, rises: 3, risingPercent: 900, risingOverSeasonPercent: 900, leastExtra: 5 }));
      await publish(200);
      await publish(900);
      expect((await policies.all()).map(({ fromOn, historyPercent }) => [fromOn, historyPercent])).toEqual([[today(), 900], [first!.fromOn, first!.historyPercent]]);
      expect((await usage(account)).alert).toBeNull();
      await server.query('DELETE FROM usage_alert_policy WHERE from_on = ?', [today()]);
    });
    it('says nothing of water that ran long ago', async () => {
      const account = await town.account(payer);
      const ids = await history(account, [10, 11, 9, 10, 31]);
      await server.app.get(Transactions).run((tx) => tx.query('UPDATE bill SET from_on = ?, to_on = ? WHERE id = ?', [addDays(today(), -150), addDays(today(), -121), ids.at(-1)]));
      await server.app.get(Transactions).run((tx) => tx.query('DELETE FROM bill WHERE account_id = ? AND id <> ? AND to_on > ?', [account, ids.at(-1), addDays(today(), -130)]));
      expect((await usage(account)).alert).toBeNull();
    });
  });

  it('shows the family masked, with who paid last', async () => {
    const other = await town.payer();
    const account = await town.account(payer, other);
    const bill = await town.bill(account, 4321, ++ordinal);
    const started = await town.start(other, [bill], 4321);
    await town.confirm(other, started);
    await town.until(started.payment.id, 'paid');
    const pdf = await fetch(`${server.url}/api/payments/${started.payment.id}/receipt-pdf`, { headers: { authorization: `Bearer ${other.client.token}` } });
    expect([pdf.status, Buffer.from(await pdf.arrayBuffer()).subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
    expect((await payer.client.refused(contract.receiptPdf, { path: { id: started.payment.id } })).code).toBe('NOT_FOUND');
    const { family } = await usage(account);
    expect(family).toMatchObject([{ me: true, lastPaid: null }, { me: false, name: '微信用户', lastPaid: { amountFen: 4321 } }]);
    expect(Math.abs(Date.parse(family[1]!.lastPaid!.at) - Date.now())).toBeLessThan(3_600_000 * 24);
  });

  it('a receipt is confirmed to whoever holds it, by its signed address alone (PY-10)', async () => {
    const account = await town.account(payer);
    const bill = await town.bill(account, 2345, ++ordinal);
    const started = await town.start(payer, [bill], 2345);
    await town.confirm(payer, started);
    await town.until(started.payment.id, 'paid');
    const path = { id: started.payment.id };
    const receipt = await payer.client.call(payment.receipt, { path });
    const anyone = new Client(server.url);
    expect(receipt).toMatchObject({ state: 'issued', receivedFen: 2345, givenBackFen: 0, lines: [{ kind: 'bill', principalFen: 2345 }], checkPicture: expect.stringMatching(/^data:image\/png;base64,/) });
    // The same on each print, and the page of the app it opens has what the endpoint asks for.
    expect((await payer.client.call(payment.receipt, { path })).checkAddress).toBe(receipt.checkAddress);
    const { number, expires, signature } = Object.fromEntries(new URLSearchParams(receipt.checkAddress.split('?')[1])) as Record<string, string>;
    expect(receipt.checkAddress).toContain('/app/#/bill/check/index?');
    const check = (over: { number?: string; expires?: string; signature?: string } = {}) => ({ path: { number: over.number ?? number! }, query: { expires: over.expires ?? expires!, signature: over.signature ?? signature! } });
    const seen = await anyone.call(payment.checkReceipt, check());
    expect(seen).toEqual({
      receiptNumber: receipt.receiptNumber, companyName: receipt.companyName, state: 'issued', issuedAt: expect.any(String), voidedAt: null, amountFen: 2345, givenBackFen: 0,
      accountsMasked: [expect.stringMatching(/^\*+\d{4}$/)],
    });
    const next = number!.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10));
    for (const wrong of [check({ number: next }), check({ signature: `${signature!.startsWith('A') ? 'B' : 'A'}${signature!.slice(1)}` }), check({ expires: String(Number(expires) + 600) }), check({ signature: '' }), { path: { number: number! }, query: {} }])
      expect(await anyone.refused(payment.checkReceipt, wrong)).toMatchObject({ status: 404, code: 'RECEIPT_NOT_GENUINE' });
    await server.query("UPDATE receipt SET state = 'void', voided_at = issued_at WHERE receipt_number = ?", [number]);
    expect(await anyone.call(payment.checkReceipt, check())).toMatchObject({ state: 'void', voidedAt: expect.any(String), givenBackFen: 0 });
    expect((await payer.client.call(payment.receipt, { path })).state).toBe('void');
    await server.query("UPDATE receipt SET state = 'issued', voided_at = NULL WHERE receipt_number = ?", [number]);
  });

  it('another account is not found, by whatever door', async () => {
    const account = await town.account(payer);
    const stranger = await town.payer();
    const body = { persons: 5, sinceOn: today(), members: '户主', contactPhone: '13800138000' };
    for (const answer of [
      await stranger.client.refused(contract.accountUsage, { path: { id: account } }), await stranger.client.refused(contract.prepaidHistory, { path: { id: account }, query: {} }),
      await stranger.client.refused(contract.requestHouseholdChange, { path: { id: account }, body }), await payer.client.refused(contract.accountUsage, { path: { id: 999_999 } }),
    ]) expect(answer.code).toBe('NOT_FOUND');
    expect((await payer.client.refused(contract.prepaidHistory, { path: { id: account }, query: { cursor: "1' OR 1" } })).code).toBe('INVALID_INPUT');
  });

  it('a change of the household becomes a ticket with its data', async () => {
    const account = await town.account(payer);
    const body = { persons: 6, sinceOn: today(), members: '户主、爱人、两个孩子、公婆', note: '9月搬来', contactPhone: '13800138000' };
    const refused = (over: Partial<typeof body>) => payer.client.refused(contract.requestHouseholdChange, { path: { id: account }, body: { ...body, ...over } });
    for (const over of [{ persons: 3 }, { persons: 0 }, { persons: 99 }, { sinceOn: '2019-01-01' }, { sinceOn: addDays(today(), 60) }, { members: '' }, { contactPhone: '123' }]) expect((await refused(over)).code).toBe('INVALID_INPUT');
    const ticket = await payer.client.call(contract.requestHouseholdChange, { path: { id: account }, body });
    expect(ticket).toMatchObject({ number: expect.any(String) });
    const [row] = await server.query<{ title: string }>('SELECT title FROM ticket ORDER BY id DESC LIMIT 1');
    expect(row?.title ?? '').not.toBe('');
  });

  it('tells where money in advance came from', async () => {
    const account = await town.account(payer);
    const started = await payer.client.call(payment.startPrepayment, { body: { accountId: account, amountFen: 10_000, via: 'weapp' } });
    await town.confirm(payer, started);
    await town.until(started.payment.id, 'paid');
    expect(await payer.client.call(contract.prepaidHistory, { path: { id: account }, query: {} })).toMatchObject({ balanceFen: 10_000, items: [{ amountFen: 10_000, what: '充值', billId: null }], next: null });
    expect((await usage(account)).prepaidFen).toBe(10_000);
  });

  describe('what is owed is paid out of it', () => {
    /** With this much in advance. */
    async function stored(fen: number): Promise<number> {
      const account = await town.account(payer);
      const started = await payer.client.call(payment.startPrepayment, { body: { accountId: account, amountFen: fen, via: 'weapp' } });
      await town.confirm(payer, started);
      await town.until(started.payment.id, 'paid');
      return account;
    }
    const planned = (id: number, by = payer) => by.client.call(contract.plannedUseOfPrepaid, { path: { id } });
    const use = (id: number, billIds: number[], usedFen: number) => payer.client.call(contract.payFromPrepaid, { path: { id }, body: { billIds, usedFen } });
    const dispute = (billId: number) => server.app.get(Transactions).run((tx) => tx.insert(BillDispute, { billId, ticketId: 1, fromOn: today(), toOn: null }));

    it('when the resident says so, having seen which bills and how much of each; once, and nobody else may', async () => {
      const account = await stored(10_000);
      const [old, newer] = [await town.bill(account, 6_000, ++ordinal), await town.bill(account, 9_000, ++ordinal)];
      const path = { id: account };
      const stranger = (await town.payer()).client;
      const body = { billIds: [old, newer], usedFen: 10_000 };
      expect((await stranger.refused(contract.payFromPrepaid, { path, body })).code).toBe('NOT_FOUND');
      expect((await stranger.refused(contract.plannedUseOfPrepaid, { path })).code).toBe('NOT_FOUND');
      expect(await planned(account)).toEqual({
        bills: [{ billId: old, from: '2026-01-01', to: '2026-01-31', payableFen: 6_000, usedFen: 6_000 }, { billId: newer, from: '2026-01-01', to: '2026-01-31', payableFen: 9_000, usedFen: 4_000 }],
        usedFen: 10_000, leftFen: 0, disputed: [],
      });
      for (const other of [{ billIds: [old], usedFen: 10_000 }, { billIds: [old, newer], usedFen: 9_000 }]) expect((await payer.client.refused(contract.payFromPrepaid, { path, body: other })).code).toBe('BILL_CHANGED');
      expect(await town.balance('prepaid', account)).toBe(-10_000);
      expect(await use(account, [old, newer], 10_000)).toEqual({ balanceFen: 0, usedFen: 10_000 });
      expect([await town.billState(old), await town.billState(newer)]).toEqual(['paid', 'unpaid']);
      // There is nothing more to use.
      expect(await use(account, [], 0)).toEqual({ balanceFen: 0, usedFen: 0 });
      expect((await payer.client.call(contract.prepaidHistory, { path, query: {} })).items.map(({ amountFen }) => amountFen)).toEqual([-10_000, 10_000]);
      expect((await payer.client.call(contract.prepaidHistory, { path, query: { size: 1 } })).items[0]!.what).toMatch(/^抵缴.+等 2 笔水费$/);
      expect(await town.balance('prepaid', account)).toBe(0);
    });

    it('leaves a bill in question alone, neither by the button nor by itself, but not the one that stands in the place of a paid bill (PY-9)', async () => {
      const account = await stored(20_000);
      const [asked, other] = [await town.bill(account, 6_000, ++ordinal), await town.bill(account, 9_000, ++ordinal)];
      await dispute(asked);
      expect(await planned(account)).toMatchObject({ bills: [{ billId: other, usedFen: 9_000 }], usedFen: 9_000, leftFen: 11_000, disputed: [{ billId: asked, payableFen: 6_000 }] });
      await server.app.get(Transactions).run((tx) => server.app.get(PrepaidService).payOpenBills(tx, [account], server.clock.now()));
      expect([await town.billState(asked), await town.billState(other)]).toEqual(['unpaid', 'paid']);
      expect(await use(account, [], 0)).toEqual({ balanceFen: 11_000, usedFen: 0 });
      // Corrected while the question is open: what was paid for the wrong bill is paid for the right one.
      const [paid, instead] = [await town.bill(account, 5_000, ++ordinal), await town.bill(account, 4_000, ++ordinal)];
      await server.app.get(Transactions).run(async (tx) => {
        await tx.update(Bill, { id: paid }, { state: 'void', paidFen: 5_000 });
        await tx.update(Bill, { id: instead }, { replacesBillId: paid });
      });
      await dispute(instead);
      expect(await planned(account)).toMatchObject({ bills: [{ billId: instead, usedFen: 4_000 }], disputed: [{ billId: asked }] });
    });

    it('in part with its late fee: the bill goes on showing both, and its sum adds up', async () => {
      const account = await stored(10_000);
      const bill = await town.bill(account, 11_900, ++ordinal);
      const late = addDays(today(), -72);
      await server.app.get(Transactions).run((tx) => tx.update(Bill, { id: bill }, { dueOn: late, lateFeeFromOn: late }));
      const detail = () => payer.client.call(billing.billDetail, { path: { id: bill } });
      expect(await detail()).toMatchObject({ paidFen: 0, lateFeePaidFen: 0, lateFee: { days: 72, fen: 428 }, payableFen: 12_328 });
      await use(account, [bill], 10_000);
      const seen = await detail();
      expect(seen).toMatchObject({ paidFen: 9_572, lateFeePaidFen: 428, lateFee: { fen: 0 }, payableFen: 2_328 });
      expect(sumOfBill(seen).rows.map(({ name, fen }) => [name, fen])).toEqual([['本期水费', 11_900], ['违约金（已缴）', 428], ['已经缴了', -10_000]]);
      expect((await payer.client.call(billing.myBills, { query: { accountId: account } })).items).toMatchObject([{ paidFen: 9_572, lateFeePaidFen: 428 }]);
      await server.app.get(Transactions).run((tx) => tx.update(Bill, { id: bill }, { lateFeeFromOn: addDays(today(), -30) }));
      const { rows, payableFen } = sumOfBill(await detail());
      expect(rows.map(({ fen }) => fen)).toEqual([11_900, 428, 35, -10_000]);
      expect(rows.reduce((fen, row) => fen + row.fen, 0)).toBe(payableFen);
    });
  });

  describe('paying for somebody else', () => {
    /** An account nobody here is bound to. */
    async function theirs(): Promise<{ id: number; accountNumber: string; bill: number }> {
      const id = await town.account();
      const account = await server.app.get(Transactions).run(async (tx) => {
        await tx.update(WaterAccount, { id }, { meterNumber: `M000${id}`.padEnd(10, '7') });
        return tx.findOneByOrFail(WaterAccount, { id });
      });
      return { id, accountNumber: account.accountNumber, bill: await town.bill(id, 6_543, ++ordinal) };
    }
    const proofOf = async (id: number) => ({ kind: 'meter-tail' as const, value: (await server.query<{ meter_number: string }>('SELECT meter_number FROM water_account WHERE id = ?', [id]))[0]!.meter_number.slice(-6) });

    it('shows what is owed and nothing else, and pays it without binding', async () => {
      const child = await town.payer();
      const { id, accountNumber, bill } = await theirs();
      const wrong = await child.client.refused(contract.checkRelative, { body: { accountNumber, proof: { kind: 'meter-tail', value: '000000' } } });
      expect(wrong.code).toBe('BINDING_NOT_MATCHED');
      const found = await child.client.call(contract.checkRelative, { body: { accountNumber, proof: await proofOf(id) } });
      expect(found).toMatchObject({ accountNumber, nameMasked: '王**', addressMasked: '海慧路***', bills: [{ id: bill, payableFen: 6_543, volume: 10 }], keptId: null });
      expect(JSON.stringify(found)).not.toContain('海慧路12');
      const body = { billIds: [bill], totalFen: 6_543, via: 'weapp' as const, relativeTicket: found.ticket };
      const { relativeTicket: _, ...without } = body;
      expect((await child.client.refused(payment.startPayment, { body: without })).code).toBe('NOT_FOUND');
      expect((await (await town.payer()).client.refused(payment.startPayment, { body })).code).toBe('RELATIVE_EXPIRED');
      const started = await child.client.call(payment.startPayment, { body });
      await town.confirm(child, started);
      await town.until(started.payment.id, 'paid');
      expect(await town.billState(bill)).toBe('paid');
      // Not bound by it.
      expect((await child.client.refused(contract.accountUsage, { path: { id } })).code).toBe('NOT_FOUND');
    });

    it('money in advance goes to the account that was proven, and to no other', async () => {
      const child = await town.payer();
      const [mine, other] = [await theirs(), await theirs()];
      const { ticket, accountId } = await child.client.call(contract.checkRelative, { body: { accountNumber: mine.accountNumber, proof: await proofOf(mine.id) } });
      expect(accountId).toBe(mine.id);
      const body = { accountId, amountFen: 5_000, via: 'weapp' as const };
      expect((await child.client.refused(payment.startPrepayment, { body })).code).toBe('NOT_FOUND');
      expect((await child.client.refused(payment.startPrepayment, { body: { ...body, accountId: other.id, relativeTicket: ticket } })).code).toBe('NOT_FOUND');
      const started = await child.client.call(payment.startPrepayment, { body: { ...body, relativeTicket: ticket } });
      await town.confirm(child, started);
      await town.until(started.payment.id, 'paid');
      expect(await town.balance('prepaid', accountId)).toBe(-5_000);
    });

    it('the ticket of one account opens no other, and not for ever', async () => {
      const child = await town.payer();
      const [one, two] = [await theirs(), await theirs()];
      const { ticket } = await child.client.call(contract.checkRelative, { body: { accountNumber: one.accountNumber, proof: await proofOf(one.id) } });
      // Back from the cashier: the same account, by the same ticket, for whoever proved it.
      expect(await child.client.call(contract.returnToRelative, { body: { ticket } })).toMatchObject({ ticket, accountNumber: one.accountNumber, bills: [{ id: one.bill, payableFen: 6_543 }] });
      expect((await (await town.payer()).client.refused(contract.returnToRelative, { body: { ticket } })).code).toBe('RELATIVE_EXPIRED');
      expect((await child.client.refused(payment.startPayment, { body: { billIds: [two.bill], totalFen: 6_543, via: 'weapp', relativeTicket: ticket } })).code).toBe('NOT_FOUND');
      server.clock.set(new Date(Date.now() + 31 * 60_000));
      try {
        expect((await child.client.refused(payment.startPayment, { body: { billIds: [one.bill], totalFen: 6_543, via: 'weapp', relativeTicket: ticket } })).code).toBe('RELATIVE_EXPIRED');
        expect((await child.client.refused(contract.returnToRelative, { body: { ticket } })).code).toBe('RELATIVE_EXPIRED');
      } finally {
        server.clock.release();
      }
    });

    it('is kept only when wished, encrypted, and forgotten again', async () => {
      const child = await town.payer();
      const { id, accountNumber } = await theirs();
      const { ticket } = await child.client.call(contract.checkRelative, { body: { accountNumber, proof: await proofOf(id) } });
      expect((await child.client.call(contract.keptRelatives)).items).toEqual([]);
      const kept = await child.client.call(contract.keepRelative, { body: { ticket, label: '妈妈家' } });
      expect((await child.client.refused(contract.keepRelative, { body: { ticket, label: '老家' } })).code).toBe('RELATIVE_KEPT_ALREADY');
      expect((await child.client.call(contract.keptRelatives)).items).toEqual([{ id: kept.id, label: '妈妈家', accountNumber }]);
      expect(JSON.stringify(await server.query('SELECT label FROM kept_relative'))).not.toContain('妈妈家');
      expect(await child.client.call(contract.openRelative, { path: { id: kept.id } })).toMatchObject({ accountNumber, keptId: kept.id });
      const stranger = await town.payer();
      expect((await stranger.client.refused(contract.openRelative, { path: { id: kept.id } })).code).toBe('NOT_FOUND');
      expect((await stranger.client.refused(contract.forgetRelative, { path: { id: kept.id } })).code).toBe('NOT_FOUND');
      await child.client.call(contract.forgetRelative, { path: { id: kept.id } });
      expect((await child.client.call(contract.keptRelatives)).items).toEqual([]);
    });

    it('guesses are counted as for binding', async () => {
      const child = await town.payer();
      const { accountNumber } = await theirs();
      const guess = () => child.client.refused(contract.checkRelative, { body: { accountNumber, proof: { kind: 'phone-tail', value: '0000' } } });
      for (let i = 0; i < 5; i++) expect((await guess()).code).toBe('BINDING_NOT_MATCHED');
      expect((await guess()).code).toBe('TOO_MANY_ATTEMPTS');
    });
  });

  it('when somebody of the family was first, the money is kept as the payer wished', async () => {
    const [first, second] = [await town.payer(), await town.payer()];
    const account = await town.account(first, second);
    const bill = await town.bill(account, 3_000, ++ordinal);
    const mine = await first.client.call(payment.startPayment, { body: { billIds: [bill], totalFen: 3_000, via: 'weapp', surplus: 'prepay' } });
    const theirs = await town.start(second, [bill], 3_000);
    await town.confirm(second, theirs);
    await town.until(theirs.payment.id, 'paid');
    await eventually('the other order is closed', async () => (await first.client.call(payment.paymentStatus, { path: { id: mine.payment.id } })).state === 'closed');
    expect(await first.client.call(payment.paymentStatus, { path: { id: mine.payment.id } })).toMatchObject({ nothingOpen: true, note: expect.stringContaining('不用再付') });
    await town.confirm(first, mine, true);
    await eventually('kept', async () => (await first.client.call(contract.prepaidHistory, { path: { id: account }, query: {} })).balanceFen === 3_000);
    expect((await first.client.call(contract.prepaidHistory, { path: { id: account }, query: {} })).items[0]!.what).toContain('转为预存款');
  });
});

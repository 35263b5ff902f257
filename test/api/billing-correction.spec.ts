/** What a bill rests on is put right: figures, meters, households, uses, disputes, adjustments. The old bill is reversed, the books agree (PY-9). */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import * as account from '@shouwen/shared/contract/account';
import * as application from '@shouwen/shared/contract/application';
import * as approval from '@shouwen/shared/contract/approval';
import * as arrears from '@shouwen/shared/contract/arrears';
import * as billing from '@shouwen/shared/contract/billing';
import * as desk from '@shouwen/shared/contract/billing-desk';
import * as complaint from '@shouwen/shared/contract/complaint';
import * as customer from '@shouwen/shared/contract/customer';
import * as ticket from '@shouwen/shared/contract/ticket';
import { formatFen, ticketIdOf } from '@shouwen/shared/value';
import type { Role } from '@shouwen/shared/vocabulary';
import { AccountIndex } from '../../server/src/account/index.js';
import { ArrearsCall } from '../../server/src/arrears/index.js';
import { BillingService } from '../../server/src/billing/index.js';
import { Transactions } from '../../server/src/database/index.js';
import { Department } from '../../server/src/staff/index.js';
import { type TicketCommand, TicketService } from '../../server/src/ticket/index.js';
import { approve, openDecider } from '../support/approving.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { type Halls, openHalls, type Person, residents } from '../support/halls.js';
import { accountColumns, bringIn, readingColumns } from '../support/importing.js';
import { textOfPdf } from '../support/pdf.js';
import { type ServerInProcess, startServer } from '../support/server.js';

const now = '2026-11-21T10:00:00+08:00';
const meterColumns = '户号,抄表日期,读数,类别,新表起数,备注';

describeOnBothDatabases('bills put right', (engine) => {
  let database: TestDatabase;
  let server: ServerInProcess;
  let halls: Halls;
  let resident: Person;
  let finance: Person;
  let second: Person;
  let next = 60_000_000;

  async function household(readings: string[], { tariff = 'annual-5-7-9', persons = 3, name = '王小明', address = '海慧路12号3栋', phone = '13800001234' } = {}): Promise<{ id: number; number: string }> {
    const number = String(++next);
    await bringIn(halls.administrator.client, 'accounts', `${accountColumns}\n${number},${name},${address},城区,${phone},${persons},20181654321,${tariff},城区营业厅\n`);
    const view = await bringIn(halls.administrator.client, 'readings', `${readingColumns}\n${readings.map((r) => `${number},${r.split(' ').join(',')}`).join('\n')}\n`);
    if (view.faultyRows > 0) throw new Error(JSON.stringify(view.faults));
    const [row] = await server.query<{ id: number }>('SELECT id FROM water_account WHERE account_number = ?', [number]);
    const { ticket: proof } = await resident.client.call(customer.checkBinding, { body: { accountNumber: number, proof: { kind: 'meter-tail', value: '654321' } } });
    await resident.client.call(customer.confirmBinding, { body: { ticket: proof } });
    return { id: row!.id, number };
  }
  const bills = async (id: number) => (await halls.clerk.client.call(desk.accountBills, { path: { id }, query: { size: 50 } })).items;
  const live = async (id: number) => (await bills(id)).filter(({ state }) => state !== 'void').toReversed();
  const ask = (id: number, ordinal: number, seenValue: number, value: number, reason = '抄错了') => halls.clerk.client.call(desk.correctReading, { path: { id, ordinal }, body: { seenValue, value, reason } });
  /** Asked for by the clerk, agreed by finance; what it came to. */
  const correct = async (...asked: Parameters<typeof ask>) => {
    const { approvalId } = await ask(...asked);
    expect(await approve(finance, approvalId!)).toMatchObject({ status: 200 });
    return (await halls.clerk.client.call(desk.accountReadings, { path: { id: asked[0] } })).rebillings[0];
  };
  const expectSound = async () => expect(await server.ledgerFaults()).toEqual([]);

  beforeAll(async () => {
    database = await engine.create();
    server = await startServer(database);
    halls = await openHalls(server);
    finance = await openDecider(server);
    second = await openDecider(server, '8102');
  });
  beforeEach(async () => {
    server.clock.set(now);
    [resident] = (await residents(server, 1)) as [Person];
  });
  afterEach(() => server.clock.release());
  afterAll(async () => {
    await server?.close();
    await database?.drop();
  });

  it('a corrected figure reverses the bills it was in, forward through the year until nothing differs', async () => {
    const { id } = await household(['2026-01-10 0', '2026-02-10 100', '2026-03-10 190', '2026-04-10 270', '2026-05-10 280']);
    const before = await live(id);
    expect(await correct(id, 2, 100, 90)).toMatchObject({ voidedBillIds: [before[0]!.id, before[1]!.id], issuedBillIds: [expect.any(Number), expect.any(Number)], creditedFen: 0 });
    const after = await live(id);
    expect(after.map(({ volume, revision }) => [volume, revision])).toEqual([[90, 2], [100, 2], [80, 1], [10, 1]]);
    // Together they cost what they cost before: the year's tiers were only reached elsewhere.
    expect(after.reduce((sum, bill) => sum + bill.totalFen, 0)).toBe(before.reduce((sum, bill) => sum + bill.totalFen, 0));
    const detail = await resident.client.call(billing.billDetail, { path: { id: before[0]!.id } });
    expect(detail).toMatchObject({ state: 'void', voidReason: '抄错了', replacedByBillId: after[0]!.id, payableFen: 0 });
    expect(await resident.client.call(billing.billDetail, { path: { id: after[1]!.id } })).toMatchObject({ state: 'unpaid', replacesBillId: before[1]!.id, previousReading: 90, usedBefore: 90, dueOn: '2026-12-11' });
    // The same again is no change; what somebody else saw meanwhile is not overwritten.
    expect((await halls.clerk.client.refused(desk.correctReading, { path: { id, ordinal: 2 }, body: { seenValue: 90, value: 90, reason: 'x' } })).code).toBe('NOTHING_CHANGED');
    expect((await halls.clerk.client.refused(desk.correctReading, { path: { id, ordinal: 2 }, body: { seenValue: 100, value: 95, reason: 'x' } })).code).toBe('READING_CHANGED');
    await expectSound();
  });

  it('a figure that bills were issued by is put right by two: asked for with what it does, masked, refused to who asked, void when the figure moved meanwhile', async () => {
    const { id, number } = await household(['2026-01-10 0', '2026-02-10 100', '2026-03-10 190']);
    const before = await live(id);
    const asked = await ask(id, 2, 100, 90);
    expect(asked).toEqual({ voidedBillIds: [], issuedBillIds: [], creditedFen: 0, approvalId: expect.any(Number) });
    expect(await live(id)).toEqual(before);
    const readings = await halls.clerk.client.call(desk.accountReadings, { path: { id } });
    expect(readings.items.map(({ value, approvalId }) => [value, approvalId])).toEqual([[190, null], [100, asked.approvalId], [0, null]]);
    expect((await halls.clerk.client.refused(desk.correctReading, { path: { id, ordinal: 2 }, body: { seenValue: 100, value: 80, reason: 'x' } })).code).toBe('APPROVAL_ALREADY_REQUESTED');
    const item = await finance.client.call(approval.approval, { path: { id: asked.approvalId! } });
    expect(item.effects.slice(0, 2)).toEqual(['读数 100 改为 90', `冲销并重出 2 笔账单，合计由 ${formatFen(before[0]!.totalFen + before[1]!.totalFen)} 元变为 ${formatFen(before[0]!.totalFen + before[1]!.totalFen)} 元`]);
    expect(JSON.stringify(item)).not.toContain(number);
    expect((await halls.clerk.client.refused(approval.decideApproval, { path: { id: item.id }, body: { version: item.version, outcome: 'approved', reason: '' } })).code).toBe('APPROVAL_OWN');
    await server.query('UPDATE meter_reading SET value = 101 WHERE account_id = ? AND ordinal = 2', [id]);
    expect(await approve(finance, item.id)).toMatchObject({ body: { code: 'READING_CHANGED' } });
    expect((await finance.client.call(approval.approval, { path: { id: item.id } })).state).toBe('expired');
    expect(await live(id)).toEqual(before);
  });

  it('refuses figures that fit nowhere, unknown readings, and strangers, and changes nothing', async () => {
    const { id } = await household(['2026-01-10 10', '2026-02-10 100', '2026-03-10 190']);
    const refused = async (ordinal: number, body: { seenValue: number; value: number }) => (await halls.clerk.client.refused(desk.correctReading, { path: { id, ordinal }, body: { ...body, reason: '抄错了' } })).code;
    expect(await refused(2, { seenValue: 100, value: 9 })).toBe('READING_OUT_OF_ORDER');
    expect(await refused(2, { seenValue: 100, value: 191 })).toBe('READING_OUT_OF_ORDER');
    expect(await refused(2, { seenValue: 100, value: -1 })).toBe('INVALID_INPUT');
    expect(await refused(2, { seenValue: 100, value: 100_000_000 })).toBe('INVALID_INPUT');
    expect(await refused(9, { seenValue: 100, value: 1 })).toBe('NOT_FOUND');
    expect((await halls.clerk.client.refused(desk.correctReading, { path: { id: 99_999_999, ordinal: 2 }, body: { seenValue: 1, value: 2, reason: 'x' } })).code).toBe('NOT_FOUND');
    expect((await halls.agent.client.refused(desk.correctReading, { path: { id, ordinal: 2 }, body: { seenValue: 100, value: 50, reason: 'x' } })).code).toBe('FORBIDDEN');
    expect((await resident.client.refused(desk.correctReading, { path: { id, ordinal: 2 }, body: { seenValue: 100, value: 50, reason: 'x' } })).status).toBe(401);
    expect((await bills(id)).map(({ revision, state }) => [revision, state])).toEqual([[1, 'unpaid'], [1, 'unpaid']]);
  });

  it('what was paid of a reversed bill is the account’s, and pays the new one', async () => {
    const { id } = await household(['2026-09-10 0', '2026-10-10 50 2026-10-20', '2026-11-10 60']);
    const paid = (await live(id))[0]!;
    expect(await correct(id, 2, 50, 40)).toMatchObject({ voidedBillIds: [paid.id, expect.any(Number)], creditedFen: paid.totalFen });
    const page = await halls.clerk.client.call(account.accountPage, { path: { id } });
    const open = (await live(id)).reduce((sum, bill) => sum + bill.payableFen, 0);
    // Whether it was used at once or not: what is owed and what is with us come to the same.
    expect(open - page.prepaidFen).toBe((await live(id)).reduce((sum, bill) => sum + bill.totalFen, 0) - paid.totalFen);
    const [notice] = await server.query<{ fields: string }>("SELECT fields FROM notice WHERE notice_key LIKE 'rebill:%' AND resident_id = ?", [resident.id]);
    expect(notice === undefined).toBe(false);
    await expectSound();
  });

  it('readings that wait: estimates give way to a true figure, a change of meter adds both', async () => {
    const { id, number } = await household(['2026-08-10 0', '2026-09-10 100']);
    const store = (rows: string[]) => bringIn(halls.administrator.client, 'meter-readings', `${meterColumns}\n${rows.map((row) => `${number},${row}`).join('\n')}\n`);
    expect(await store(['2026-10-10,160,估抄,,大门锁着', '2026-10-20,50,抄见,,', '2026-10-21,170,换表,,'])).toMatchObject({ createdRows: 1, faultyRows: 2, billsIssued: 0 });
    expect((await bills(id)).length).toBe(1);
    expect(await store(['2026-11-10,130,抄见,,'])).toMatchObject({ createdRows: 1, faultyRows: 0 });
    const readings = await halls.clerk.client.call(desk.accountReadings, { path: { id } });
    expect(readings.items.map(({ readOn, value, kind, billId }) => [readOn, value, kind, billId !== null])).toEqual([['2026-11-10', 130, 'regular', false], ['2026-10-10', 114, 'estimated', false], ['2026-09-10', 100, 'regular', true], ['2026-08-10', 0, 'opening', false]]);
    expect(readings.rebillings).toMatchObject([{ cause: 'estimate', by: null, before: { '2026-10-10': 160 }, after: { '2026-10-10': 114 }, voidedBillIds: [] }]);
    expect(await halls.clerk.client.call(desk.changeMeter, { path: { id }, body: { on: '2026-11-15', lastValue: 135, firstValue: 2, meterNumber: 'LXS20269999', reason: '到期换表' } })).toEqual({ ordinal: 5 });
    expect((await halls.clerk.client.refused(desk.changeMeter, { path: { id }, body: { on: '2026-11-15', lastValue: 135, firstValue: 2, reason: 'x' } })).code).toBe('READING_OUT_OF_ORDER');
    await server.app.get(AccountIndex).build();
    expect((await halls.clerk.client.call(account.searchAccounts, { query: { q: 'LXS20269999' } })).items).toMatchObject([{ id, matched: 'meter' }]);
    await expectSound();
  });

  it('a meter’s number hangs at one account: another’s is refused, also to two who enter it at once', async () => {
    const [holder, other, third] = [await household(['2026-09-10 0']), await household(['2026-09-10 0']), await household(['2026-09-10 0'])];
    const change = (id: number, meterNumber: string, on = '2026-11-15') => halls.clerk.client.send(desk.changeMeter, { path: { id }, body: { on, lastValue: 10, firstValue: 0, meterNumber, reason: '到期换表' } });
    const numberOf = async ({ id }: { id: number }) => (await server.query<{ meter_number: string }>('SELECT meter_number FROM water_account WHERE id = ?', [id]))[0]!.meter_number;
    const readingsOf = async ({ id }: { id: number }) => (await halls.clerk.client.call(desk.accountReadings, { path: { id } })).items.length;
    expect((await change(holder.id, 'LXS20260001')).status).toBe(200);
    expect(await change(other.id, 'LXS20260001')).toMatchObject({ status: 409, body: { code: 'METER_NUMBER_IN_USE', fields: [{ path: 'meterNumber' }] } });
    expect([await numberOf(other), await readingsOf(other)]).toEqual(['20181654321', 1]);
    // The meter that was taken down may hang elsewhere.
    expect((await change(holder.id, 'LXS20260002', '2026-11-16')).status).toBe(200);
    expect((await change(other.id, 'LXS20260001')).status).toBe(200);
    for (let round = 1; round <= 6; round++) {
      const on = `2026-11-${15 + round}`;
      server.clock.set(`${on}T18:00:00+08:00`);
      const answers = await Promise.all([other, third].map(({ id }) => change(id, `ROUND-${round}-1234`, on)));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect(await server.query('SELECT COUNT(*) AS n FROM water_account WHERE meter_number = ?', [`ROUND-${round}-1234`])).toEqual([{ n: expect.toSatisfy((n) => Number(n) === 1) }]);
    }
  });

  it('terms begin at most a year ahead; figures, meters, terms and bills are those people’s to put right whose work it is', async () => {
    const { id } = await household(['2026-08-10 0', '2026-09-10 40']);
    const [bill] = await live(id);
    const terms = (fromOn: string) => ({ path: { id }, body: { fromOn, householdSize: 5, uses: [{ tariffCode: 'annual-5-7-9', share: 1000 }], ticketNumber: '', reason: '添了人口' } });
    for (const day of ['9998-12-31', '2027-11-23']) expect(await halls.clerk.client.refused(desk.enterTerms, terms(day))).toMatchObject({ code: 'INVALID_INPUT', message: '起始日期最晚到 2027-11-22，请核对年份', fields: [{ path: 'fromOn' }] });
    expect(await halls.clerk.client.call(desk.enterTerms, terms('2027-11-22'))).toMatchObject({ approvalId: null });
    const sections = await server.app.get(Transactions).run(async (tx) => {
      const section = async (name: string, kinds: string[]) => (await tx.insert(Department, { name, kinds })).identifiers[0]!['id'] as number;
      return { quality: await section('水质监测中心', ['complaint']), metering: await section('水表计量科', ['billing-question', 'complaint']), works: await section('工程安装科', ['application']) };
    });
    const person = async (number: string, role: Role, section: number | null) => {
      const somebody = await openDecider(server, number, [role]);
      await server.query('UPDATE staff SET department_id = ? WHERE id = ?', [section, somebody.id]);
      return somebody.client;
    };
    const strangers = [await person('8301', 'handler', sections.quality), await person('8302', 'section-leader', sections.quality), await person('8303', 'handler', null), halls.agent.client, halls.supervisor.client];
    for (const client of strangers) {
      expect((await client.refused(desk.enterTerms, terms('2026-12-01'))).code).toBe('FORBIDDEN');
      expect((await client.refused(desk.correctReading, { path: { id, ordinal: 2 }, body: { seenValue: 40, value: 30, reason: '抄错了' } })).code).toBe('FORBIDDEN');
      expect((await client.refused(desk.changeMeter, { path: { id }, body: { on: '2026-11-15', lastValue: 50, firstValue: 0, reason: '换表' } })).code).toBe('FORBIDDEN');
      expect((await client.refused(desk.requestAdjustment, { path: { id: bill!.id }, body: { amountFen: -100, reason: '漏水' } })).code).toBe('FORBIDDEN');
      expect((await client.refused(desk.requestWaiver, { path: { id: bill!.id }, body: { amountFen: 1, reason: '停机' } })).code).toBe('FORBIDDEN');
      expect((await client.refused(desk.requestReversal, { path: { id: bill!.id }, body: { reason: '开错户' } })).code).toBe('FORBIDDEN');
    }
    expect((await halls.clerk.client.call(desk.accountTerms, { path: { id } })).items.map(({ fromOn }) => fromOn)).toEqual(['2027-11-22', null]);
    // Account pages are open to every hall, and so is this.
    const allowed = [halls.westClerk.client, await person('8304', 'handler', sections.metering), await person('8305', 'section-leader', sections.works), await person('8306', 'shift-leader', null), await person('8307', 'hall-director', null), finance.client];
    for (const [i, client] of allowed.entries()) expect(await client.call(desk.enterTerms, terms(`2026-12-0${i + 1}`))).toMatchObject({ approvalId: null });
  });

  it('dated terms: a larger household from a day that was billed already, a mixed use, and what contradicts itself', async () => {
    const { id } = await household(['2026-01-10 0', '2026-03-10 300']);
    const refused = async (body: object, who: Pick<Person, 'client'> = halls.clerk) => (await who.client.refused(desk.enterTerms, { path: { id }, body: { householdSize: 3, ticketNumber: '', reason: '核定', ...body } as never })).code;
    expect(await refused({ fromOn: '2026-02-01', uses: [{ tariffCode: 'annual-5-7-9', share: 700 }] })).toBe('SHARES_DO_NOT_ADD_UP');
    expect(await refused({ fromOn: '2026-02-01', uses: [{ tariffCode: 'no-such', share: 1000 }] })).toBe('TARIFF_NOT_IN_FORCE');
    expect(await refused({ fromOn: '2026-02-01', uses: [{ tariffCode: 'annual-5-7-9', share: 1000 }], ticketNumber: '200000999' })).toBe('NOT_FOUND');
    const mixed = { fromOn: '2026-02-09', uses: [{ tariffCode: 'annual-5-7-9', share: 500 }, { tariffCode: 'business', share: 500 }] };
    // What was billed is not changed by one clerk's word alone.
    expect(await refused(mixed)).toBe('FORBIDDEN');
    expect((await live(id))[0]).toMatchObject({ state: 'unpaid' });
    const asked = { path: { id }, body: { householdSize: 3, ticketNumber: '', reason: '核定', ...mixed } };
    const [{ approvalId, voidedBillIds }, before] = [await finance.client.call(desk.enterTerms, asked), await live(id)];
    expect(voidedBillIds).toEqual([]);
    expect((await finance.client.refused(desk.enterTerms, asked)).code).toBe('APPROVAL_ALREADY_REQUESTED');
    expect(await approve(finance, approvalId!)).toMatchObject({ body: { code: 'APPROVAL_OWN' } });
    expect([await live(id), (await halls.clerk.client.call(desk.accountTerms, { path: { id } })).items.length]).toEqual([before, 1]);
    const waiting = await second.client.call(approval.approval, { path: { id: approvalId! } });
    expect(waiting).toMatchObject({ kind: 'change-terms', requestedBy: { name: '赵审批' } });
    expect(JSON.stringify(waiting)).not.toContain(String(next));
    expect(JSON.stringify(waiting)).toContain('冲销并重出 1 笔账单');
    expect(await approve(second, approvalId!)).toMatchObject({ status: 200 });
    expect((await halls.clerk.client.call(desk.accountReadings, { path: { id } })).rebillings[0]).toMatchObject({ cause: 'terms', voidedBillIds: [expect.any(Number)] });
    expect(await refused({ fromOn: '2026-02-09', uses: [{ tariffCode: 'annual-5-7-9', share: 1000 }] }, finance)).toBe('TERMS_DATE_TAKEN');
    const [bill] = await live(id);
    const detail = await resident.client.call(billing.billDetail, { path: { id: bill!.id } });
    expect(detail.segments.map(({ from, tariffName, share, volume, usedBefore }) => [from, tariffName, share, volume, usedBefore])).toEqual([
      ['2026-01-11', '居民年阶梯水价', 1000, 147, 0], ['2026-02-09', '居民年阶梯水价', 500, 77, 147], ['2026-02-09', '非居民用水', 500, 76, 0],
    ]);
    for (const { component, fen } of detail.components) expect(Math.floor((detail.lines.filter((line) => line.component === component).reduce((sum, line) => sum + line.amount, 0) + 50) / 100)).toBe(fen);
    expect(detail.components.reduce((sum, { fen }) => sum + fen, 0)).toBe(detail.totalFen);
    const text = await paper(halls.clerk, `/api/staff/bills/${bill!.id}/pdf`);
    for (const word of ['王小明', '非居民用水', '第 2 档', '小计']) expect(text).toContain(word);
    expect(await paper(resident, `/api/bills/${bill!.id}/pdf`)).toContain('王**');
    await expectSound();
  });

  it('an application that was accepted ends in the account’s terms, and no other does', async () => {
    const { id, number } = await household(['2026-08-10 0', '2026-09-10 40']);
    const filed = await halls.clerk.client.call(application.registerApplication, {
      body: { source: 'counter', category: 'apply-change-ratio', requested: { residential: 60, business: 40, special: 0, reason: '一楼开店' }, description: '', contactName: '王小明', contactPhone: '13800001234', address: '海慧路12号3栋', landmark: '', zone: 'urban', accountNumber: number, attachmentIds: [] },
    });
    const ticketNumber = filed.ticket.number;
    const body = { fromOn: '2026-08-11', householdSize: 3, uses: [{ tariffCode: 'annual-5-7-9', share: 600 }, { tariffCode: 'business', share: 400 }], ticketNumber, reason: '按批准的比例' };
    expect((await halls.clerk.client.refused(desk.enterTerms, { path: { id }, body })).code).toBe('APPLICATION_NOT_READY');
    await halls.clerk.client.call(application.acceptApplication, { path: { number: ticketNumber }, body: { version: filed.ticket.version, note: '' } });
    const stranger = await household(['2026-08-10 0']);
    expect((await halls.clerk.client.refused(desk.enterTerms, { path: { id: stranger.id }, body })).code).toBe('APPLICATION_NOT_READY');
    // Who accepted it enters it, and a second person agrees to what becomes of the bills.
    const { approvalId } = await halls.clerk.client.call(desk.enterTerms, { path: { id }, body });
    expect((await live(id))[0]).toMatchObject({ revision: 1 });
    expect(await approve(finance, approvalId!)).toMatchObject({ status: 200 });
    expect((await halls.clerk.client.call(desk.accountTerms, { path: { id } })).items[0]).toMatchObject({ fromOn: '2026-08-11', ticketNumber, uses: [{ tariffName: '居民年阶梯水价', share: 600 }, { tariffName: '非居民用水', share: 400 }] });
    const detail = await resident.client.call(billing.billDetail, { path: { id: (await live(id))[0]!.id } });
    expect(detail.segments.map(({ volume }) => volume)).toEqual([24, 16]);
    await expectSound();
  });

  it('a complaint about a bill stops its late fee until it is closed, and says so', async () => {
    const { id, number } = await household(['2026-08-10 0', '2026-09-10 100']);
    const [bill] = await live(id);
    const fee = async (at: string) => {
      server.clock.set(at);
      const item = (await resident.client.call(billing.myBills, { query: { accountId: id } })).items[0]!;
      return [item.lateFeeFen, item.disputed];
    };
    const perDay = Math.round((bill!.totalFen * 50) / 100_000);
    expect(await fee('2026-10-10T10:00:00+08:00')).toEqual([10 * perDay, false]);
    const file = (billId: number, accountId: number | null = id) => ({ category: 'complaint-bill' as const, title: '多收了钱', description: '没用这么多水', hallId: null, accountId, billId, contactName: '王小明', contactPhone: '13800001234', address: '', attachmentIds: [] });
    const [other] = (await residents(server, 1)) as [Person];
    const before = await server.query('SELECT id FROM ticket');
    expect((await other.client.refused(complaint.fileComplaint, { body: file(bill!.id) })).code).toBe('NOT_FOUND');
    expect((await resident.client.refused(complaint.fileComplaint, { body: file(99_999_999) })).code).toBe('NOT_FOUND');
    expect(await server.query('SELECT id FROM ticket')).toEqual(before);
    const { number: ticketNumber } = await resident.client.call(complaint.fileComplaint, { body: file(bill!.id) });
    expect(await fee('2026-10-30T10:00:00+08:00')).toEqual([9 * perDay, true]);
    expect((await resident.client.call(billing.billDetail, { path: { id: bill!.id } })).dispute).toEqual({ ticketNumber, since: '2026-10-10' });
    expect(await paper(resident, `/api/bills/${bill!.id}/pdf`)).toContain('违约金已暂停');
    // Registered at the counter about another bill's account: the bill must be that account's.
    expect((await halls.clerk.client.refused(ticket.registerTicket, { body: { source: 'counter', category: 'complaint-bill', title: '账单', description: '账单', contactPhone: '', address: '海慧路', accountNumber: '', billId: bill!.id } })).code).toBe('NOT_FOUND');
    await halls.clerk.client.call(ticket.registerTicket, { body: { source: 'counter', category: 'bill-volume', title: '水量', description: '水量', contactPhone: '', address: '海慧路', accountNumber: number, billId: bill!.id } });
    // Closing thaws; the other matter still holds it.
    await server.query('UPDATE bill_dispute SET to_on = ? WHERE to_on IS NULL', ['2026-10-31']);
    expect(await fee('2026-11-02T10:00:00+08:00')).toEqual([11 * perDay, false]);
  });

  it('thaws when the matter is closed or turns out to be another, freezes when it is opened again; a complaint about a person freezes nothing', async () => {
    const { id, number } = await household(['2026-08-10 0', '2026-09-10 100']);
    const [bill] = await live(id);
    const register = (category: string) => halls.clerk.client.call(ticket.registerTicket, { body: { source: 'counter', category, title: '账单', description: '不对', contactPhone: '', address: '海慧路', accountNumber: number, billId: bill!.id } });
    const disputed = async () => (await live(id))[0]!.disputed;
    await server.app.get(Transactions).run((tx) => tx.insert(ArrearsCall, { accountId: id, openKey: id, script: '请缴费', state: 'open', endReason: null, nextOn: '2026-11-01', attempts: 1, lastResult: 'no-answer', heldById: null, heldUntil: null, createdAt: new Date(now), endedAt: null, version: 1 }));
    const calls = () => server.query('SELECT state, end_reason, open_key FROM arrears_call WHERE account_id = ? ORDER BY id', [id]);
    const open = { state: 'open', end_reason: null, open_key: id };
    const paused = { state: 'withdrawn', end_reason: 'dispute', open_key: null };
    await register('complaint-rude');
    expect(await disputed()).toBe(false);
    expect(await calls()).toEqual([open]);
    const { number: matter } = await register('bill-amount');
    expect(await disputed()).toBe(true);
    expect(await calls()).toEqual([paused]);
    const tickets = server.app.get(TicketService);
    const act = async (command: TicketCommand) => {
      await server.app.get(Transactions).run((tx) => tickets.act(tx, ticketIdOf(matter)!, null, command, { kind: 'staff', id: halls.clerk.id }, server.clock.now()));
      return disputed();
    };
    expect(await act({ type: 'answer', text: '已核对，读数无误', written: true, close: true, delayReason: '', signpost: '', attachmentIds: [] })).toBe(false);
    expect(await calls()).toEqual([paused, open]);
    expect(await act({ type: 'reopen', reason: '居民又来问' })).toBe(true);
    expect(await calls()).toEqual([paused, paused]);
    expect((await finance.client.call(arrears.accountArrears, { path: { accountNumber: number } })).pauses).toEqual([{ from: '2026-11-21', to: null, billFrom: '2026-08-11', billTo: '2026-09-10' }, { from: '2026-11-21', to: '2026-11-21', billFrom: '2026-08-11', billTo: '2026-09-10' }]);
    expect(await act({ type: 'recategorise', category: 'ask-simple', reason: '只是问政策' })).toBe(false);
    expect(await act({ type: 'recategorise', category: 'bill-volume', reason: '还是水量' })).toBe(true);
    // No day is taken off twice, and none that nobody disputed.
    expect(Number((await server.query<{ n: number }>('SELECT COUNT(*) AS n FROM bill_dispute WHERE bill_id = ? AND to_on IS NULL', [bill!.id]))[0]!.n)).toBe(1);
    // Re-billed meanwhile, the new bill is in dispute as the old one was.
    expect(await correct(id, 2, 100, 95)).toMatchObject({ issuedBillIds: [expect.any(Number)] });
    expect(await disputed()).toBe(true);
  });

  it('of two disputes that end at the same moment the second puts the account on the call list again', async () => {
    const { id, number } = await household(['2026-08-10 0', '2026-09-10 100', '2026-10-10 200']);
    const matters: string[] = [];
    for (const bill of await live(id)) {
      const { number: matter } = await halls.clerk.client.call(ticket.registerTicket, { body: { source: 'counter', category: 'bill-amount', title: '账单', description: '不对', contactPhone: '', address: '海慧路', accountNumber: number, billId: bill.id } });
      matters.push(matter);
    }
    await server.query("UPDATE bill SET due_on = '2026-09-30' WHERE account_id = ?", [id]);
    const transactions = server.app.get(Transactions);
    await transactions.run((tx) => tx.insert(ArrearsCall, { accountId: id, openKey: null, script: '请缴费', state: 'withdrawn', endReason: 'dispute', nextOn: '2026-11-01', attempts: 1, lastResult: null, heldById: null, heldUntil: null, createdAt: new Date(now), endedAt: new Date(now), version: 1 }));
    const tickets = server.app.get(TicketService);
    const close = (matter: string, meanwhile: () => Promise<unknown>) => transactions.run(async (tx) => {
      await tickets.act(tx, ticketIdOf(matter)!, null, { type: 'answer', text: '已核对，读数无误', written: true, close: true, delayReason: '', signpost: '', attachmentIds: [] }, { kind: 'staff', id: halls.clerk.id }, server.clock.now());
      await meanwhile();
    });
    let second: Promise<void> | undefined;
    // The first has decided and is not committed while the second decides, as far as it gets.
    await close(matters[0]!, () => Promise.race([(second = close(matters[1]!, async () => {})), new Promise((done) => setTimeout(done, 500))]));
    await second;
    expect(await server.query("SELECT open_key FROM arrears_call WHERE account_id = ? AND state = 'open'", [id])).toEqual([{ open_key: id }]);
  });

  it('an adjustment and a waiver are asked for by one and approved by another; a reversal gives the paper back', async () => {
    const { id } = await household(['2026-08-10 0', '2026-09-10 100']);
    const [bill] = await live(id);
    const late = bill!.lateFeeFen;
    expect(late).toBeGreaterThan(0);
    const decide = async (approvalId: number, who = finance) => {
      const item = (await who.client.call(approval.approvals, { query: { view: 'to-decide', size: 50 } })).items.find((one) => one.id === approvalId)!;
      return who.client.call(approval.decideApproval, { path: { id: approvalId }, body: { version: item.version, outcome: 'approved', reason: '' } });
    };
    const client = halls.clerk.client;
    expect((await client.refused(desk.requestWaiver, { path: { id: bill!.id }, body: { amountFen: late + 1, reason: '系统停机' } })).code).toBe('ADJUSTMENT_TOO_LARGE');
    const waiver = await client.call(desk.requestWaiver, { path: { id: bill!.id }, body: { amountFen: late, reason: '系统停机' } });
    expect((await client.refused(desk.requestWaiver, { path: { id: bill!.id }, body: { amountFen: 1, reason: '再来' } })).code).toBe('APPROVAL_ALREADY_REQUESTED');
    expect((await live(id))[0]!.lateFeeFen).toBe(late);
    await decide(waiver.approvalId);
    expect((await live(id))[0]!.lateFeeFen).toBe(0);
    expect((await client.refused(desk.requestAdjustment, { path: { id: bill!.id }, body: { amountFen: -bill!.totalFen - 1, reason: '漏水减免' } })).code).toBe('ADJUSTMENT_TOO_LARGE');
    const adjustment = await client.call(desk.requestAdjustment, { path: { id: bill!.id }, body: { amountFen: -1000, reason: '漏水减免' } });
    await decide(adjustment.approvalId);
    expect((await client.call(desk.deskBill, { path: { id: bill!.id } }))).toMatchObject({ adjustedFen: -1000, totalFen: bill!.totalFen, payableFen: bill!.totalFen - 1000, waiting: [] });
    await expectSound();
    const reversal = await client.call(desk.requestReversal, { path: { id: bill!.id }, body: { again: false, reason: '开错户' } });
    await decide(reversal.approvalId);
    expect((await bills(id)).map(({ state }) => state)).toEqual(['void']);
    expect((await client.call(account.accountPage, { path: { id } })).owedFen).toBe(0);
    await expectSound();
  });

  it('finds an account by what a customer says, masked; opening it is recorded', async () => {
    const { id, number } = await household(['2026-08-10 0'], { name: '单雄信', address: '善南路58号盛世华庭7栋2单元', phone: '13912345678' });
    await server.app.get(AccountIndex).build();
    const found = async (q: string) => (await halls.agent.client.call(account.searchAccounts, { query: { q } })).items.map((item) => [item.id, item.matched]);
    expect(await found(number)).toEqual([[id, 'number']]);
    expect(await found('139 1234 5678')).toEqual([[id, 'phone']]);
    expect(await found('5678 单雄信')).toEqual([[id, 'phone']]);
    expect(await found('雄信')).toEqual([[id, 'name']]);
    expect(await found('shanxiongxin')).toEqual([[id, 'pinyin']]);
    expect(await found('sxx')).toEqual([[id, 'pinyin']]);
    expect(await found('盛世华庭 7栋')).toEqual([[id, 'address']]);
    expect(await found('盛世华庭 8栋')).toEqual([]);
    expect((await found(number.slice(0, 7))).every(([, matched]) => matched === 'number')).toBe(true);
    expect((await halls.agent.client.refused(account.searchAccounts, { query: { q: '单' } })).code).toBe('SEARCH_TOO_SHORT');
    expect((await resident.client.refused(account.searchAccounts, { query: { q: number } })).code).toBe('SIGN_IN_REQUIRED');
    const [hit] = (await halls.agent.client.call(account.searchAccounts, { query: { q: number } })).items;
    expect(JSON.stringify(hit)).not.toMatch(/雄信|58号|1234/);
    expect(await server.query('SELECT * FROM account_access WHERE account_id = ?', [id])).toEqual([]);
    expect(await halls.agent.client.call(account.accountPage, { path: { id } })).toMatchObject({ name: '单雄信', address: '善南路58号盛世华庭7栋2单元', phone: '13912345678' });
    expect(await server.query('SELECT staff_id FROM account_access WHERE account_id = ?', [id])).toEqual([{ staff_id: halls.agent.id }]);
  });

  it('a bill or its paper at the desk shows name and address in full, and who opened it is written down; lists and a resident’s own bill show none', async () => {
    const { id } = await household(['2026-08-10 0', '2026-09-10 40']);
    const [bill] = await live(id);
    const opened = () => server.query('SELECT staff_id, reason FROM account_access WHERE account_id = ? ORDER BY id', [id]);
    await paper(resident, `/api/bills/${bill!.id}/pdf`);
    expect((await halls.westClerk.client.refused(desk.deskBill, { path: { id: 99_999_999 } })).code).toBe('NOT_FOUND');
    expect(await opened()).toEqual([]);
    expect(await halls.westClerk.client.call(desk.deskBill, { path: { id: bill!.id } })).toMatchObject({ name: '王小明', address: '海慧路12号3栋' });
    expect(await opened()).toEqual([{ staff_id: halls.westClerk.id, reason: '查看账单' }]);
    expect(await paper(halls.agent, `/api/staff/bills/${bill!.id}/pdf`)).toContain('王小明');
    expect(await opened()).toEqual([{ staff_id: halls.westClerk.id, reason: '查看账单' }, { staff_id: halls.agent.id, reason: '查看账单' }]);
  });

  async function paper(person: Person, path: string): Promise<string> {
    const answer = await fetch(`${server.url}${path}`, { headers: { authorization: `Bearer ${person.token}` } });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    return textOfPdf(new Uint8Array(await answer.arrayBuffer())).join('\n');
  }

  it('history that says an adjusted bill was settled settles what it really cost', async () => {
    const { id, number } = await household(['2026-09-10 0', '2026-10-10 100']);
    const [bill] = await live(id);
    const { approvalId } = await halls.clerk.client.call(desk.requestAdjustment, { path: { id: bill!.id }, body: { amountFen: -1000, reason: '漏水减免' } });
    const item = (await finance.client.call(approval.approvals, { query: { view: 'to-decide', size: 50 } })).items.find((one) => one.id === approvalId)!;
    await finance.client.call(approval.decideApproval, { path: { id: approvalId }, body: { version: item.version, outcome: 'approved', reason: '' } });
    await bringIn(halls.administrator.client, 'readings', `${readingColumns}\n${number},2026-10-10,100,2026-10-20\n`);
    expect((await live(id))[0]).toMatchObject({ state: 'paid', paidFen: bill!.totalFen - 1000 });
    await expectSound();
  });

  // The last one: it moves a bill without the payments that would belong to it.
  it('a part payment taken back owes its late fee again; what is added to a paid bill is late from then on only', async () => {
    const { id } = await household(['2026-08-10 0', '2026-09-10 100']);
    const [bill] = await live(id);
    const { id: billId, totalFen, lateFeeFen } = bill!;
    const money = server.app.get(BillingService);
    const moment = server.clock.now();
    const paidOn = '2026-11-21';
    const inOne = <T>(work: (tx: Parameters<Parameters<Transactions['run']>[0]>[0]) => Promise<T>) => server.app.get(Transactions).run(work);
    const part = { openFen: totalFen, principalFen: 100, lateFeeFen, paymentId: 1, paidOn };
    expect(await inOne((tx) => money.receive(tx, billId, part, moment))).toBe(true);
    expect((await live(id))[0]).toMatchObject({ lateFeeFen: 0, payableFen: totalFen - 100 });
    expect(await inOne((tx) => money.reopen(tx, billId, part))).toBe(true);
    expect((await live(id))[0]).toMatchObject({ lateFeeFen, payableFen: totalFen + lateFeeFen });
    const all = { openFen: totalFen, principalFen: totalFen, lateFeeFen, paymentId: 2, paidOn };
    for (let time = 1; time <= 2; time++) {
      expect(await inOne((tx) => money.receive(tx, billId, all, moment))).toBe(true);
      expect(await inOne((tx) => money.reopen(tx, billId, all))).toBe(true);
      expect((await live(id))[0]!.lateFeeFen).toBe(lateFeeFen);
    }
    expect(await inOne((tx) => money.receive(tx, billId, all, moment))).toBe(true);
    const { approvalId } = await halls.clerk.client.call(desk.requestAdjustment, { path: { id: billId }, body: { amountFen: 5000, reason: '漏收' } });
    const item = (await finance.client.call(approval.approvals, { query: { view: 'to-decide', size: 50 } })).items.find((one) => one.id === approvalId)!;
    await finance.client.call(approval.decideApproval, { path: { id: approvalId }, body: { version: item.version, outcome: 'approved', reason: '' } });
    expect((await live(id))[0]).toMatchObject({ state: 'unpaid', lateFeeFen: 0, payableFen: 5000 });
  });
});

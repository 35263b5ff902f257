/** Who owes is reminded once per step, however many servers there are and however long they slept; not in dispute, not while paying as agreed. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { approvals, decideApproval } from '@shouwen/shared/contract/approval';
import * as arrears from '@shouwen/shared/contract/arrears';
import { staffNotices } from '@shouwen/shared/contract/notice';
import { addDays, maskAccountNumber, startOfShanghaiDay } from '@shouwen/shared/value';
import { ReminderPassService } from '../../server/src/arrears/index.js';
import { Bill, BillDispute } from '../../server/src/billing/index.js';
import { AccountBinding, WaterAccount } from '../../server/src/customer/index.js';
import { Transactions } from '../../server/src/database/index.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { billRow } from '../support/paying.js';
import { type ServerInProcess, startServer } from '../support/server.js';
import { buildTown, type Town, type TownPerson } from '../support/ticket-town.js';

const DUE = '2026-03-01';
const at = (day: string, hour = 10) => new Date(startOfShanghaiDay(day).getTime() + hour * 3_600_000);

describeOnBothDatabases('arrears', (engine) => {
  let database: TestDatabase;
  let server: ServerInProcess;
  let other: ServerInProcess;
  let town: Town;
  let finance: TownPerson;
  let leader: TownPerson;
  let agent: TownPerson;
  let secondAgent: TownPerson;
  let resident: TownPerson;
  beforeAll(async () => {
    database = await engine.create();
    server = await startServer(database);
    other = await startServer(database);
    town = await buildTown(server);
    finance = await town.hire('8001', ['finance'], null, null);
    leader = await town.hire('3001', ['shift-leader'], town.centre, null);
    secondAgent = await town.hire('2002', ['hotline'], null, null);
    agent = town.agent;
    resident = await town.resident('13800001234');
  });
  afterAll(async () => {
    await other?.close();
    await server?.close();
    await database?.drop();
  });
  const tx = <T>(work: Parameters<Transactions['run']>[0]) => server.app.get(Transactions).run(work) as Promise<T>;
  let made = 0;
  const account = (bound = true) => tx<{ id: number; accountNumber: string }>(async (m) => {
    const row = await m.save(WaterAccount, { accountNumber: String(30_000_000 + ++made), name: '王秀英', address: '海慧路12号3栋501室', zone: 'urban' as const, phone: '13900005678', phoneDigest: null, householdSize: 3, meterNumber: `M3000${made}`, tariffCode: 'resident', hallId: town.centre });
    if (bound) await m.insert(AccountBinding, { residentId: resident.id, accountId: row.id, liveKey: `${resident.id}:${row.id}`, boundAt: new Date(), unboundAt: null });
    return row;
  });
  let ordinal = 1;
  const bill = (accountId: number, more: Partial<Bill> = {}) => tx<Bill>((m) => m.save(Bill, { ...billRow(accountId, 1000), readingOrdinal: ++ordinal, dueOn: DUE, lateFeeFromOn: DUE, lateFeeRate: 0, ...more }));
  /** The daily pass, by two servers at once, and once more. */
  const pass = async (day: string, hour = 10) => {
    for (const one of [server, other]) one.clock.set(at(day, hour).toISOString());
    await Promise.all([server, other].map((one) => one.app.get(ReminderPassService).run(at(day, hour))));
    await server.app.get(ReminderPassService).run(at(day, hour));
  };
  const reminded = async (accountId: number) => (await server.query<{ days: number; channel: string }>('SELECT days, channel FROM arrears_reminder WHERE account_id = ? ORDER BY id', [accountId])).map(({ days, channel }) => `${days} ${channel}`);
  const messages = async (accountId: number) => Number((await server.query<{ n: number }>('SELECT COUNT(*) AS n FROM notice WHERE notice_key LIKE ?', [`arrears:${accountId}:%`]))[0]!.n);
  const calls = async (person: TownPerson, state: 'due' | 'later' | 'ended' = 'due') => (await person.client.call(arrears.arrearsCalls, { query: { state, size: 100 } })).items;

  it('an account is reminded once per step, for all its bills; by two servers at once, and again; not at night, not in dispute', async () => {
    const [owes, unbound, disputed, notYet] = [await account(), await account(false), await account(), await account()];
    await bill(owes.id);
    await bill(owes.id, { dueOn: '2026-03-03' });
    await bill(unbound.id);
    const contested = await bill(disputed.id);
    await bill(disputed.id);
    const dispute = await tx<BillDispute>((m) => m.save(BillDispute, { billId: contested.id, ticketId: 1, fromOn: '2026-03-02', toOn: null }));
    await bill(notYet.id, { dueOn: '2026-03-20' });
    await pass('2026-03-04', 8);
    expect(await reminded(owes.id)).toEqual([]);
    await pass('2026-03-04');
    expect([await reminded(owes.id), await messages(owes.id)]).toEqual([['3 message'], 1]);
    expect([await reminded(unbound.id), await messages(unbound.id)]).toEqual([['3 call'], 0]);
    expect([await reminded(disputed.id), await reminded(notYet.id)]).toEqual([[], []]);
    await pass('2026-03-05');
    expect(await messages(owes.id)).toBe(1);
    // The dispute is over; a server that slept a month does the step that is due now and none of those before it.
    await tx((m) => m.update(BillDispute, { id: dispute.id }, { toOn: '2026-03-30' }));
    await pass('2026-04-05');
    expect([await reminded(owes.id), await reminded(disputed.id)]).toEqual([['3 message', '30 call'], ['30 call']]);
    expect(await messages(owes.id)).toBe(1);
    // What is paid is not reminded of; of what is then the oldest a new series begins.
    await tx((m) => m.update(Bill, { accountId: owes.id, dueOn: DUE }, { state: 'paid', paidFen: 1000 }));
    await pass('2026-04-06');
    expect(await reminded(owes.id)).toEqual(['3 message', '30 call', '30 call']);
  });

  it('the call list: one agent at a time, what came of it, when to call again; the number is looked at on record', async () => {
    server.clock.set(at('2026-04-06').toISOString());
    const due = await calls(agent);
    expect(due.length).toBeGreaterThan(2);
    const [first, second] = due as [arrears.ArrearsCallItem, arrears.ArrearsCallItem];
    expect(first).toMatchObject({ name: '王**', address: '海慧路***', state: 'open', callingBy: null });
    const path = { path: { id: first.id } };
    const card = await agent.client.call(arrears.claimArrearsCall, path);
    expect(card).toMatchObject({ contactName: '王秀英', contactPhone: '13900005678', mine: true });
    expect(card.account.bills.length).toBeGreaterThan(0);
    expect(await server.query('SELECT staff_id, reason FROM account_access')).toEqual([{ staff_id: agent.id, reason: '催缴电话' }]);
    expect((await secondAgent.client.refused(arrears.claimArrearsCall, path)).code).toBe('ARREARS_CALL_TAKEN');
    expect((await secondAgent.client.refused(arrears.recordArrearsCall, { ...path, body: { result: 'refused', callbackOn: null } })).code).toBe('ARREARS_CALL_NOT_YOURS');
    expect((await calls(secondAgent)).find(({ id }) => id === first.id)).toMatchObject({ mine: false, callingBy: '郑丽' });
    for (const callbackOn of [null, '2026-04-06', '2027-01-01']) expect((await agent.client.refused(arrears.recordArrearsCall, { ...path, body: { result: 'promised', callbackOn } })).code).toBe('INVALID_INPUT');
    expect(await agent.client.call(arrears.recordArrearsCall, { ...path, body: { result: 'promised', note: '发工资后缴', callbackOn: '2026-04-10' } })).toMatchObject({ state: 'open', nextOn: '2026-04-10', attempts: 1, lastResult: 'promised' });
    expect((await calls(agent, 'later')).map(({ id }) => id)).toEqual([first.id]);
    expect((await agent.client.call(arrears.accountArrears, { path: { accountNumber: first.accountNumber } })).calls).toMatchObject([{ by: '郑丽', result: 'promised', note: '发工资后缴', callbackOn: '2026-04-10' }]);
    // Ten agents want one person: one gets through.
    const raced = await Promise.all(Array.from({ length: 10 }, (_, i) => (i % 2 ? agent : secondAgent).client.send(arrears.claimArrearsCall, { path: { id: second.id } })));
    const holders = new Set(raced.flatMap(({ status }, i) => (status === 200 ? [i % 2] : [])));
    expect(holders.size).toBe(1);
    // After a quarter of an hour it is anybody's.
    server.clock.set(new Date(at('2026-04-06').getTime() + 16 * 60_000).toISOString());
    const next = holders.has(1) ? secondAgent : agent;
    await next.client.call(arrears.claimArrearsCall, { path: { id: second.id } });
    expect((await (next === agent ? secondAgent : agent).client.refused(arrears.recordArrearsCall, { path: { id: second.id }, body: { result: 'refused', callbackOn: null } })).code).toBe('ARREARS_CALL_NOT_YOURS');
    expect(await next.client.call(arrears.releaseArrearsCall, { path: { id: second.id } })).toEqual({ done: true });
    // Paid meanwhile: nobody is called.
    await tx((m) => m.update(Bill, { accountId: card.account.accountId }, { state: 'paid', paidFen: 1000 }));
    server.clock.set(at('2026-04-11').toISOString());
    expect((await agent.client.refused(arrears.claimArrearsCall, path)).code).toBe('ARREARS_CALL_OVER');
    expect((await calls(agent, 'ended')).find(({ id }) => id === first.id)).toMatchObject({ state: 'withdrawn' });
  });

  it('is the hotline’s and finance’s; a series is changed by finance, on the edition they saw', async () => {
    for (const person of [town.wang, leader, town.crew]) expect((await person.client.refused(arrears.arrearsCalls)).code).toBe('FORBIDDEN');
    expect((await town.crew.client.refused(arrears.reminderSeries)).code).toBe('FORBIDDEN');
    expect((await agent.client.refused(arrears.claimArrearsCall, { path: { id: 999_999 } })).code).toBe('NOT_FOUND');
    expect((await agent.client.refused(arrears.arrearsCalls, { query: { cursor: 'x' } })).code).toBe('INVALID_INPUT');
    const series = await finance.client.call(arrears.reminderSeries);
    expect(series.steps.map(({ days }) => days)).toEqual([3, 15, 30, 60, 90]);
    const steps = [{ days: 5, channel: 'message' as const, text: '请缴水费' }, { days: 20, channel: 'call' as const, text: '请问何时方便缴费' }];
    expect((await agent.client.refused(arrears.changeReminderSeries, { body: { version: series.version, steps } })).code).toBe('FORBIDDEN');
    expect((await finance.client.refused(arrears.changeReminderSeries, { body: { version: series.version, steps: [...steps].reverse() } })).code).toBe('POLICY_CONTRADICTS');
    expect((await finance.client.refused(arrears.changeReminderSeries, { body: { version: series.version, steps: [] } })).code).toBe('INVALID_INPUT');
    const changed = await Promise.all([finance, finance].map((person) => person.client.send(arrears.changeReminderSeries, { body: { version: series.version, steps } })));
    expect(changed.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await finance.client.call(arrears.reminderSeries)).steps).toEqual(steps);
  });

  it('a plan adds up to the debt, needs a second person, spares while it is kept; broken, reminders resume and leaders know', async () => {
    const today = '2026-06-01';
    server.clock.set(at(today).toISOString());
    const owes = await account();
    const bills = [await bill(owes.id, { dueOn: '2026-05-25' }), await bill(owes.id, { dueOn: '2026-05-26' })];
    const thirds = [{ dueOn: '2026-06-10', amountFen: 1000 }, { dueOn: '2026-07-10', amountFen: 1000 }];
    const propose = { accountId: owes.id, debtFen: 2000, reason: '家庭困难', instalments: thirds };
    for (const [body, code] of [
      [{ ...propose, instalments: [{ dueOn: '2026-06-10', amountFen: 1999 }] }, 'PLAN_NOT_THE_DEBT'], [{ ...propose, debtFen: 1999 }, 'BILL_CHANGED'], [{ ...propose, accountId: 999_999 }, 'NOT_FOUND'],
      [{ ...propose, instalments: [...thirds].reverse() }, 'INVALID_INPUT'], [{ ...propose, instalments: [{ dueOn: '2026-06-10', amountFen: -1 }] }, 'INVALID_INPUT'], [{ ...propose, instalments: [{ dueOn: '2026-05-31', amountFen: 2000 }] }, 'INVALID_INPUT'],
    ] as const) expect((await town.wang.client.refused(arrears.proposePlan, { body: body as never })).code).toBe(code);
    expect((await town.crew.client.refused(arrears.proposePlan, { body: propose })).code).toBe('FORBIDDEN');
    expect(await town.wang.client.call(arrears.proposePlan, { body: propose })).toMatchObject({ standing: 'proposed', debtFen: 2000, name: '王**' });
    expect((await town.li.client.refused(arrears.proposePlan, { body: propose })).code).toBe('APPROVAL_ALREADY_REQUESTED');
    const [request] = (await town.director.client.call(approvals, { query: { kind: 'instalment-plan' } })).items;
    expect(request).toMatchObject({ amountFen: 2000, mayDecide: true });
    expect(request!.effects.join()).toContain('第 1 期：2026-06-10 前付 10.00 元');
    expect((await leader.client.refused(decideApproval, { path: { id: request!.id }, body: { version: 1, outcome: 'approved' } })).code).toBe('NOT_FOUND');
    await town.director.client.call(decideApproval, { path: { id: request!.id }, body: { version: 1, outcome: 'approved' } });
    await pass('2026-06-02');
    expect(await reminded(owes.id)).toEqual([]);
    expect((await town.wang.client.refused(arrears.proposePlan, { body: propose })).code).toBe('PLAN_EXISTS');
    await tx((m) => m.update(Bill, { id: bills[0]!.id }, { state: 'paid', paidFen: 1000 }));
    await pass('2026-06-11');
    expect(await reminded(owes.id)).toEqual([]);
    expect((await finance.client.call(arrears.plans, { query: { standing: 'kept' } })).items).toMatchObject([{ paidFen: 1000, behindFen: 0 }]);
    const day = '2026-07-11';
    await pass(day);
    await pass(addDays(day, 1));
    expect(await reminded(owes.id)).toEqual(['20 call']);
    expect((await finance.client.call(arrears.plans, { query: { standing: 'broken' } })).items).toMatchObject([{ behindFen: 1000, standing: 'broken' }]);
    for (const person of [leader, town.director, finance, town.wang]) expect((await person.client.call(staffNotices, { query: { size: 100 } })).items.filter(({ kind }) => kind === 'arrears').map(({ text }) => text)).toEqual([`户号 ${maskAccountNumber(owes.accountNumber)} 的分期没有按期付款，少付 10.00 元，已恢复催缴`]);
    expect((await agent.client.call(arrears.arrearsCounts)).plansBroken).toBe(1);
    await tx((m) => m.update(Bill, { id: bills[1]!.id }, { state: 'paid', paidFen: 1000 }));
    expect((await finance.client.call(arrears.plans, { query: { standing: 'fulfilled' } })).items).toHaveLength(1);
  });

  it('a plan whose debt has changed before the decision expires; another may be asked for', async () => {
    server.clock.set(at('2026-06-01').toISOString());
    const owes = await account();
    const [paid] = [await bill(owes.id), await bill(owes.id)];
    const body = { accountId: owes.id, debtFen: 2000, reason: '分两次', instalments: [{ dueOn: '2026-06-10', amountFen: 2000 }] };
    await town.wang.client.call(arrears.proposePlan, { body });
    await tx((m) => m.update(Bill, { id: paid.id }, { state: 'paid', paidFen: 1000 }));
    const request = (await town.director.client.call(approvals)).items[0]!;
    expect((await town.director.client.refused(decideApproval, { path: { id: request.id }, body: { version: 1, outcome: 'approved' } })).code).toBe('BILL_CHANGED');
    expect((await town.wang.client.call(arrears.accountArrears, { path: { accountNumber: owes.accountNumber } })).plans).toMatchObject([{ standing: 'refused' }]);
    expect(await town.wang.client.call(arrears.proposePlan, { body: { ...body, debtFen: 1000, instalments: [{ dueOn: '2026-06-10', amountFen: 1000 }] } })).toMatchObject({ standing: 'proposed' });
  });

  it('who was not reached after one step hears the words of the next', async () => {
    server.clock.set(at('2026-08-01').toISOString());
    const { version } = await finance.client.call(arrears.reminderSeries);
    const steps = [{ days: 20, channel: 'call' as const, text: '已逾期二十天' }, { days: 50, channel: 'call' as const, text: '已逾期五十天' }];
    await finance.client.call(arrears.changeReminderSeries, { body: { version, steps } });
    const owes = await account();
    await bill(owes.id, { dueOn: '2026-08-01', lateFeeFromOn: '2026-08-01' });
    const said = () => server.query('SELECT script, state FROM arrears_call WHERE account_id = ?', [owes.id]);
    await pass('2026-08-25');
    expect(await said()).toEqual([{ script: '已逾期二十天', state: 'open' }]);
    await pass('2026-09-25');
    expect(await said()).toEqual([{ script: '已逾期五十天', state: 'open' }]);
  });
});

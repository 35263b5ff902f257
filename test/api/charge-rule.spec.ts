/** Rules about money by dated versions: one asks, another decides, nothing of the past changes. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as approval from '@shouwen/shared/contract/approval';
import * as contract from '@shouwen/shared/contract/charge-rule';
import { addDays } from '@shouwen/shared/value';
import { chargeRuleKinds, type ChargeRuleKind } from '@shouwen/shared/vocabulary';
import { TariffBook } from '../../server/src/billing/index.js';
import { Transactions } from '../../server/src/database/index.js';
import { PaymentPolicies } from '../../server/src/payment/index.js';
import { ReconciliationTerms } from '../../server/src/reconciliation/index.js';
import { UsageAlertPolicies } from '../../server/src/usage/index.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import type { Client } from '../support/http.js';
import { Reconciling } from '../support/reconciling.js';
import { type ServerInProcess, startServer } from '../support/server.js';

describeOnBothDatabases('charge rules', (engine) => {
  let database: TestDatabase;
  let server: ServerInProcess;
  let administrator: Client;
  let finance: Client;
  let leader: Client;
  let clerk: Client;
  const today = '2026-03-10';
  const tomorrow = addDays(today, 1);
  const rule = async (kind: ChargeRuleKind, client = finance) => (await client.call(contract.chargeRules)).items.find((one) => one.kind === kind)!;
  const waiting = async (client: Client) => (await client.call(approval.approvals, { query: { view: 'to-decide' } })).items.filter(({ kind }) => kind === 'charge-rule');
  const decide = (client: Client, { id, version }: { id: number; version: number }, outcome: 'approved' | 'refused' = 'approved') => client.send(approval.decideApproval, { path: { id }, body: { version, outcome, reason: '按会议决定' } });
  const late = (values: Record<string, number | null>, fromOn = tomorrow) => ({ body: { kind: 'due-and-late-fee' as const, fromOn, values, basis: '营业章程第 12 条' } });
  const policyOn = (day: string) => server.app.get(Transactions).run(async (tx) => { const { dueDays, lateFeeRate } = (await TariffBook.open(tx)).policyOn(day); return { dueDays, lateFeeRate }; });

  beforeAll(async () => {
    database = await engine.create();
    server = await startServer(database);
    server.clock.set(new Date(`${today}T10:00:00+08:00`));
    const desk = new Reconciling(server);
    [administrator, finance, leader, clerk] = [
      (await desk.person('9002', '邓小军', 'administrator')).client, (await desk.person('5001', '钱会计', 'finance')).client, (await desk.person('5010', '韩淑芬', 'section-leader')).client, (await desk.person('1001', '王芳', 'clerk')).client,
    ];
  });
  afterAll(async () => {
    await server?.close();
    await database?.drop();
  });

  it('shows every rule as it holds, to those it concerns', async () => {
    const { items, mayAsk } = await finance.call(contract.chargeRules);
    expect([items.map(({ kind }) => kind), mayAsk, (await leader.call(contract.chargeRules)).mayAsk]).toEqual([chargeRuleKinds, true, false]);
    expect((await rule('due-and-late-fee')).versions).toEqual([{ fromOn: '2000-01-01', values: { dueDays: 20, lateFeeRate: 50 }, change: null }]);
    expect((await rule('reconcile-wechat')).versions[0]?.values).toEqual({ settlementDays: 1, feeRate: 600, boundaryMinutes: 30, itemDays: 3 });
    expect((await clerk.refused(contract.chargeRules)).code).toBe('FORBIDDEN');
    expect((await leader.refused(contract.askForChargeRule, late({ dueDays: 30, lateFeeRate: 40 }))).code).toBe('FORBIDDEN');
  });

  it('refuses at its field what cannot be kept, and keeps nothing', async () => {
    const refused = async (body: ReturnType<typeof late>) => (await finance.refused(contract.askForChargeRule, body));
    const cases: [ReturnType<typeof late>, string, RegExp][] = [
      [late({ dueDays: 30, lateFeeRate: 40 }, today), 'fromOn', /最早为明天/], [late({ dueDays: 30, lateFeeRate: 40 }, '2020-01-01'), 'fromOn', /最早为明天/],
      [late({ dueDays: 0, lateFeeRate: 40 }), 'dueDays', /1 至 180/], [late({ dueDays: 30, lateFeeRate: 501 }), 'lateFeeRate', /0 至 50 之间/], [late({ dueDays: 30, lateFeeRate: -1 }), 'lateFeeRate', /0 至 50/],
      [late({ dueDays: 30 }), 'lateFeeRate', /违约金每日应为/], [late({ dueDays: null, lateFeeRate: 1 }), 'dueDays', /整数/], [late({ dueDays: 30, lateFeeRate: 40, other: 1 }), 'other', /没有这一项/],
    ];
    for (const [body, path, message] of cases) expect(await refused(body)).toMatchObject({ code: 'INVALID_INPUT', fields: expect.arrayContaining([expect.objectContaining({ path, message: expect.stringMatching(message) })]) });
    expect(await finance.refused(contract.askForChargeRule, { body: { kind: 'online-payment', fromOn: tomorrow, values: { partOnline: 1, prepaymentLeastFen: 200, prepaymentMostFen: 100 }, basis: '试' } })).toMatchObject({ code: 'INVALID_INPUT', fields: [{ path: 'prepaymentMostFen' }] });
    expect((await finance.refused(contract.askForChargeRule, { body: { ...late({ dueDays: 30, lateFeeRate: 40 }).body, basis: ' ' } })).code).toBe('INVALID_INPUT');
    expect((await rule('due-and-late-fee')).waiting).toBeNull();
  });

  it('holds from its day on once another person agrees, who sees what would change', async () => {
    const asked = await finance.call(contract.askForChargeRule, late({ dueDays: 30, lateFeeRate: 50 }));
    expect(asked.waiting).toMatchObject({ fromOn: tomorrow, askedBy: '钱会计', values: { dueDays: 30, lateFeeRate: 50 } });
    expect(asked.versions).toHaveLength(1);
    expect((await administrator.refused(contract.askForChargeRule, late({ dueDays: 25, lateFeeRate: 50 }))).code).toBe('APPROVAL_ALREADY_REQUESTED');
    const [request] = await waiting(leader);
    expect(request).toMatchObject({ subject: `缴费期限和违约金，${tomorrow} 起`, effects: ['抄表后几天内缴费：由 20 天 改为 30 天'], address: '/charge-rules/due-and-late-fee' });
    expect((await decide(finance, request!)).status).toBe(403);
    expect((await decide(administrator, request!)).status).toBe(404);
    const race = await Promise.all([decide(leader, request!), decide(leader, request!)]);
    expect(race.map(({ status }) => status)).toContain(200);
    expect((await rule('due-and-late-fee')).versions).toEqual([
      { fromOn: tomorrow, values: { dueDays: 30, lateFeeRate: 50 }, change: expect.objectContaining({ askedBy: '钱会计', approvedBy: '韩淑芬', basis: '营业章程第 12 条' }) }, expect.objectContaining({ fromOn: '2000-01-01' }),
    ]);
    expect([await policyOn(today), await policyOn(tomorrow)]).toEqual([{ dueDays: 20, lateFeeRate: 50 }, { dueDays: 30, lateFeeRate: 50 }]);
    expect(await finance.refused(contract.askForChargeRule, late({ dueDays: 31, lateFeeRate: 50 }))).toMatchObject({ code: 'INVALID_INPUT', fields: [{ path: 'fromOn', message: '这一天已有一版，请换一个生效日期' }] });
  });

  it('expires when it was not decided before its day', async () => {
    await finance.call(contract.askForChargeRule, late({ dueDays: 45, lateFeeRate: 50 }, addDays(today, 2)));
    server.clock.set(new Date(`${addDays(today, 2)}T08:00:00+08:00`));
    const [request] = await waiting(leader);
    expect((await decide(leader, request!)).status).toBe(400);
    expect(await rule('due-and-late-fee')).toMatchObject({ waiting: null, versions: { length: 2 } });
    expect((await finance.call(approval.approvals, { query: { view: 'own' } })).items[0]).toMatchObject({ state: 'expired' });
  });

  it('reaches the one who goes by it, whichever rule it is', async () => {
    const from = addDays(today, 10);
    const wanted: [ChargeRuleKind, Record<string, number | null>][] = [
      ['online-payment', { partOnline: 1, prepaymentLeastFen: 500, prepaymentMostFen: 600 }],
      ['usage-alert', { seasonPercent: 190, historyPercent: 210, historyPeriods: 6, leastPeriods: 3, rises: 3, risingPercent: 150, risingOverSeasonPercent: 120, leastExtra: 6 }],
      ['reconcile-wechat', { settlementDays: 2, feeRate: 380, boundaryMinutes: 15, itemDays: 5 }], ['reconcile-card', { settlementDays: 1, feeRate: null, boundaryMinutes: 20, itemDays: 4 }], ['reconcile-bank', { itemDays: 7 }],
    ];
    for (const [kind, values] of wanted) await administrator.call(contract.askForChargeRule, { body: { kind, fromOn: from, values, basis: '年度合同' } });
    // Finance decides what the administrator asks for, too.
    for (const request of await waiting(finance)) expect((await decide(finance, request)).status).toBe(200);
    for (const [kind, values] of wanted) expect((await rule(kind)).versions[0]).toMatchObject({ fromOn: from, values, change: { askedBy: '邓小军', approvedBy: '钱会计' } });
    await server.app.get(Transactions).run(async (tx) => {
      const terms = server.app.get(ReconciliationTerms);
      expect(await terms.on(tx, 'wechat', from)).toMatchObject({ settlementDays: 2, feeRate: 380, boundaryMinutes: 15, itemDays: 5 });
      expect(await terms.on(tx, 'bank', from)).toMatchObject({ settlementDays: 0, feeRate: null, itemDays: 7 });
      expect(await terms.on(tx, 'bank', addDays(from, -1))).toMatchObject({ itemDays: 3 });
    });
    expect(await server.app.get(PaymentPolicies).on(from)).toMatchObject({ partOnline: true, prepaymentLeastFen: 500, clause: '年度合同' });
    expect(await server.app.get(UsageAlertPolicies).on(from)).toMatchObject({ seasonPercent: 190, leastExtra: 6 });
  });
});

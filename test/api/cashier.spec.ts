/** Cash at the windows: blind count, deposit by two, late book, override, the leader's signature (PY-4, PY-5, PY-6), and money taken (PY-1, PY-2, PY-3). */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BodyInput } from '@shouwen/shared/contract';
import * as approval from '@shouwen/shared/contract/approval';
import * as cashier from '@shouwen/shared/contract/cashier';
import * as counter from '@shouwen/shared/contract/counter';
import { denominations, type Role } from '@shouwen/shared/vocabulary';
import { DepositService } from '../../server/src/cashier/index.js';
import { Transactions } from '../../server/src/database/index.js';
import { Hall, Staff } from '../../server/src/staff/index.js';
import { SessionService } from '../../server/src/http/index.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { Client } from '../support/http.js';
import { PayingTown } from '../support/paying.js';
import { type ServerInProcess, startServer } from '../support/server.js';

interface Clerk {
  id: number;
  client: Client;
}
/** 100 yuan of float. */
const float = { '1000': 10 };
const inPieces = (fen: number): Record<string, number> => {
  const pieces: Record<string, number> = {};
  for (const one of denominations) {
    if (fen >= one) pieces[String(one)] = Math.floor(fen / one);
    fen %= one;
  }
  return pieces;
};

describeOnBothDatabases('the cash desk', (engine) => {
  let database: TestDatabase;
  let server: ServerInProcess;
  let town: PayingTown;
  let hall: number;
  let otherHall: number;
  let staff = 0;
  let drawers = 0;
  let slips = 0;
  let leader: Clerk;
  beforeAll(async () => {
    database = await engine.create();
    server = await startServer(database);
    server.clock.set('2026-03-02T09:00:00+08:00');
    town = new PayingTown(server, undefined as never);
    const row = (name: string) => ({ name, address: '善国路1号', phone: '0632-5512345', openHours: '8:30–17:00', latitudeE6: 35_000_000, longitudeE6: 117_000_000 });
    [hall, otherHall] = await server.app.get(Transactions).run(async (tx) => [(await tx.save(Hall, row('城区营业厅'))).id, (await tx.save(Hall, row('城西营业厅'))).id] as const) as [number, number];
    leader = await hire(['shift-leader']);
  });
  afterAll(async () => {
    await server?.close();
    await database?.drop();
  });

  const hire = (roles: Role[] = ['clerk'], hallId: number | null = hall): Promise<Clerk> =>
    server.app.get(Transactions).run(async (tx) => {
      const { id } = await tx.save(Staff, { staffNumber: String(5000 + ++staff), name: `员工${staff}`, roles, hallId, departmentId: null, passwordHash: 'scrypt.none.none', active: true, onDuty: true, oneTimePasswordSince: null });
      const { token } = await server.app.get(SessionService).open(tx, 'staff', id, server.clock.now(), 24 * 400);
      return { id, client: new Client(server.url, token) };
    });
  const drawer = async () => (await leader.client.call(cashier.addDrawer, { body: { hallId: hall, name: `${++drawers} 号窗口`, floatFen: 10_000 } })).id;
  const open = (clerk: Clerk, drawerId: number) => clerk.client.call(cashier.openShift, { body: { drawerId, counts: float } });
  const count = (clerk: Clerk, shift: { id: number; version: number }, fen: number) => clerk.client.call(cashier.countShift, { path: { id: shift.id }, body: { version: shift.version, counts: inPieces(fen) } });
  const close = async (clerk: Clerk, shift: { id: number; version: number }, takingsFen: number) => count(clerk, shift, 10_000 + takingsFen);
  const slip = () => `SLIP${String(++slips).padStart(6, '0')}`;
  const deposit = async (clerk: Clerk, shiftIds: number[], amountFen: number, changes: Partial<BodyInput<typeof cashier.makeDeposit>> = {}) =>
    clerk.client.send(cashier.makeDeposit, { body: { shiftIds, amountFen, slipNumber: slip(), carrierId: clerk.id, companionId: leader.id, ...changes } });
  const banked = (clerk: Clerk, made: { id: number; version: number }) => clerk.client.call(cashier.depositBanked, { path: { id: made.id }, body: { version: made.version } });
  const basket = (billId: number, accountId: number, fen: number, prepayFen = 0) => ({ accounts: [{ accountId, bills: [{ billId, payFen: fen, seenFen: fen }], prepayFen }], totalFen: fen + prepayFen });
  /** A bill of this sum, paid in cash. */
  const take = async (clerk: Clerk, fen: number, tenderedFen = fen) => {
    const accountId = await town.account();
    const billId = await town.bill(accountId, fen);
    return clerk.client.call(counter.takePayment, { body: { ...basket(billId, accountId, fen), how: { method: 'cash', tenderedFen }, servedMs: 21_000 } });
  };
  const balance = async (book: string, subject?: number) => {
    const [row] = await server.query<{ balance: number | null }>(`SELECT SUM(debit_fen - credit_fen) AS balance FROM journal_line WHERE book = ?${subject === undefined ? '' : ' AND subject_id = ?'}`, [book, ...(subject === undefined ? [] : [subject])]);
    return Number(row?.balance ?? 0);
  };

  describe('taking money', () => {
    it('settles bills in cash with change and receipt, once however often it is sent', async () => {
      const clerk = await hire();
      const accountId = await town.account();
      const billId = await town.bill(accountId, 12_345);
      const account = await clerk.client.call(counter.counterAccount, { path: { id: accountId } });
      // PY-1: enough to ask the customer, no more.
      expect(account).toMatchObject({ nameMasked: '王**', owedFen: 12_345, volume: 10, bills: [{ id: billId, payableFen: 12_345 }] });
      expect(JSON.stringify(account)).not.toContain('王秀英');
      const body: BodyInput<typeof counter.takePayment> = { ...basket(billId, accountId, 12_345), how: { method: 'cash', tenderedFen: 20_000 }, servedMs: 21_000 };
      expect(await clerk.client.refused(counter.takePayment, { body })).toMatchObject({ code: 'SHIFT_NOT_OPEN', rule: 'PY-4' });
      const shift = await open(clerk, await drawer());
      const idempotencyKey = randomUUID();
      const [paid, again] = await Promise.all([clerk.client.send(counter.takePayment, { body, idempotencyKey }), clerk.client.send(counter.takePayment, { body, idempotencyKey })]);
      const answers = [paid, again].filter(({ status }) => status === 200).map((answer) => answer.body as counter.CounterPaymentItem);
      expect(answers.length).toBeGreaterThan(0);
      expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
      expect(answers[0]).toMatchObject({ state: 'paid', amountFen: 12_345, tenderedFen: 20_000, changeFen: 7655, receiptNumber: expect.any(String), servedMs: 21_000, lateBook: false });
      expect([paid, again].filter(({ status }) => status !== 200).every(({ status }) => status === 409)).toBe(true);
      expect(await balance('cash', shift.id)).toBe(12_345);
      // Elsewhere meanwhile: said so, nothing taken.
      expect(await clerk.client.refused(counter.takePayment, { body })).toMatchObject({ code: 'BILL_ALREADY_PAID' });
      expect(await balance('cash', shift.id)).toBe(12_345);
      expect((await clerk.client.call(counter.counterPayments, {})).items).toHaveLength(1);
      expect((await clerk.client.call(cashier.myShift)).pace).toEqual({ count: 1, medianMs: 21_000, withinMinute: 1 });
      await close(clerk, shift, 12_345);
    });

    it('takes parts, prepayment and several accounts in one go, by card too', async () => {
      const clerk = await hire();
      const shift = await open(clerk, await drawer());
      const [a, b] = [await town.account(), await town.account()];
      const [billA, billB] = [await town.bill(a, 5000), await town.bill(b, 3000)];
      const accounts = [{ accountId: a, bills: [{ billId: billA, payFen: 2000, seenFen: 5000 }], prepayFen: 0 }, { accountId: b, bills: [{ billId: billB, payFen: 3000, seenFen: 3000 }], prepayFen: 1000 }];
      await clerk.client.call(counter.takePayment, { body: { accounts, totalFen: 6000, how: { method: 'card', batch: '000012', reference: 'R0001' }, servedMs: 40_000 } });
      expect((await clerk.client.call(counter.counterAccount, { path: { id: a } })).owedFen).toBe(3000);
      expect(await clerk.client.call(counter.counterAccount, { path: { id: b } })).toMatchObject({ owedFen: 0, prepaidFen: 1000 });
      expect([await balance('cash', shift.id), await balance('prepaid', b)]).toEqual([0, -1000]);
      // A drawer that took no cash has nothing to bank.
      expect(await close(clerk, shift, 0)).toMatchObject({ state: 'banked', toBankFen: 0 });
    });

    it('refuses what cannot be, and changes nothing', async () => {
      const clerk = await hire();
      const shift = await open(clerk, await drawer());
      const accountId = await town.account();
      const billId = await town.bill(accountId, 5000);
      const refuse = (body: unknown) => clerk.client.refused(counter.takePayment, { body: body as BodyInput<typeof counter.takePayment> });
      const how = { method: 'cash', tenderedFen: 5000 };
      const good = basket(billId, accountId, 5000);
      expect(await refuse({ ...good, how: { method: 'cash', tenderedFen: 4999 }, servedMs: 1 })).toMatchObject({ code: 'TENDERED_TOO_LITTLE' });
      expect(await refuse({ ...good, totalFen: 4000, how, servedMs: 1 })).toMatchObject({ code: 'BILL_CHANGED' });
      expect(await refuse({ ...basket(billId, accountId, 4000), how, servedMs: 1 })).toMatchObject({ code: 'BILL_CHANGED' });
      expect(await refuse({ ...basket(999_999, accountId, 5000), how, servedMs: 1 })).toMatchObject({ code: 'NOT_FOUND' });
      for (const bad of [-5, 0, 1.5, 1e12]) expect(await refuse({ ...good, totalFen: bad, how, servedMs: 1 })).toMatchObject({ code: 'INVALID_INPUT' });
      expect(await refuse({ ...good, how: { method: 'card', batch: '1', reference: '' }, servedMs: 1 })).toMatchObject({ code: 'INVALID_INPUT' });
      expect(await refuse({ accounts: [], totalFen: 5000, how, servedMs: 1 })).toMatchObject({ code: 'INVALID_INPUT' });
      expect([await town.billState(billId), await balance('cash', shift.id), (await clerk.client.call(counter.counterPayments, {})).items]).toEqual(['unpaid', 0, []]);
      expect(await (await hire(['hotline'])).client.refused(counter.counterAccount, { path: { id: accountId } })).toMatchObject({ code: 'FORBIDDEN' });
      expect(await clerk.client.refused(counter.counterAccount, { path: { id: 999_999 } })).toMatchObject({ code: 'NOT_FOUND' });
      await close(clerk, shift, 0);
    });
  });

  describe('a shift', () => {
    it('is one per cashier and per drawer, also when two sit down at once', async () => {
      const [first, second] = [await hire(), await hire()];
      const [here, there] = [await drawer(), await drawer()];
      const sat = await Promise.all([first, second].map((clerk) => clerk.client.send(cashier.openShift, { body: { drawerId: here, counts: float } })));
      expect(sat.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect((sat.find(({ status }) => status === 409)!.body as { code: string }).code).toBe('DRAWER_IN_USE');
      const [winner, loser] = sat[0]!.status === 200 ? [first, second] : [second, first];
      expect(await winner.client.refused(cashier.openShift, { body: { drawerId: there, counts: float } })).toMatchObject({ code: 'SHIFT_ALREADY_OPEN' });
      const both = await Promise.all([here, there].map((drawerId) => loser.client.send(cashier.openShift, { body: { drawerId, counts: float } })));
      expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
      await close(winner, sat.find(({ status }) => status === 200)!.body as cashier.ShiftView, 0);
      await close(loser, both.find(({ status }) => status === 200)!.body as cashier.ShiftView, 0);
    });

    it('is counted blind; a difference is explained and goes to the books', async () => {
      const clerk = await hire();
      const drawerId = await drawer();
      expect(await clerk.client.refused(cashier.openShift, { body: { drawerId, counts: { '1000': 9 } } })).toMatchObject({ code: 'DIFFERENCE_UNEXPLAINED' });
      const shift = await open(clerk, drawerId);
      await take(clerk, 8050, 10_000);
      expect(shift).toMatchObject({ state: 'open', expectedFen: null, book: 'regular', floatFen: 10_000 });
      expect((await clerk.client.call(cashier.shiftReport, { path: { id: shift.id } })).totals).toBeNull();
      const counted = await count(clerk, shift, 18_000);
      expect(counted).toMatchObject({ state: 'counted', countedFen: 18_000, expectedFen: 18_050, differenceFen: -50, toBankFen: null });
      // Still occupied; no payment gets in any more.
      expect(await clerk.client.refused(cashier.openShift, { body: { drawerId: await drawer(), counts: float } })).toMatchObject({ code: 'SHIFT_ALREADY_OPEN' });
      await expect(take(clerk, 100)).rejects.toThrow('SHIFT_NOT_OPEN');
      expect(await clerk.client.refused(cashier.explainDifference, { path: { id: shift.id }, body: { version: counted.version, explanation: ' ' } })).toMatchObject({ code: 'INVALID_INPUT' });
      expect(await clerk.client.refused(cashier.explainDifference, { path: { id: shift.id }, body: { version: shift.version, explanation: '少收' } })).toMatchObject({ code: 'SHIFT_CHANGED' });
      const other = await hire();
      expect(await other.client.refused(cashier.explainDifference, { path: { id: shift.id }, body: { version: counted.version, explanation: '少收' } })).toMatchObject({ code: 'NOT_FOUND' });
      const closed = await clerk.client.call(cashier.explainDifference, { path: { id: shift.id }, body: { version: counted.version, explanation: '找零时多给了五角' } });
      expect(closed).toMatchObject({ state: 'closed', toBankFen: 8000, explanation: '找零时多给了五角' });
      expect([await balance('cash', shift.id), (await clerk.client.call(cashier.shiftReport, { path: { id: shift.id } })).totals]).toEqual([8000, [expect.objectContaining({ method: 'cash', count: 1, amountFen: 8050 })]]);
      const paper = await fetch(`${server.url}/api/staff/cashier/shifts/${shift.id}/paper`, { headers: { authorization: `Bearer ${clerk.client.token}` } });
      expect([paper.status, paper.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    });

    it('closed while a payment comes in: either it is in the count, or it is refused', async () => {
      const clerk = await hire();
      const shift = await open(clerk, await drawer());
      const accountId = await town.account();
      const billId = await town.bill(accountId, 700);
      const [paid, counted] = await Promise.all([
        clerk.client.send(counter.takePayment, { body: { ...basket(billId, accountId, 700), how: { method: 'cash', tenderedFen: 700 }, servedMs: 1 } }),
        count(clerk, shift, 10_000),
      ]);
      const took = paid.status === 200 ? 700 : 0;
      if (!took) expect((paid.body as { code: string }).code).toBe('SHIFT_NOT_OPEN');
      expect([counted.expectedFen, await balance('cash', shift.id)]).toEqual([10_000 + took, took]);
      expect(await town.billState(billId)).toBe(took ? 'paid' : 'unpaid');
      if (took) await clerk.client.call(cashier.explainDifference, { path: { id: shift.id }, body: { version: counted.version, explanation: '清点后才放入' } });
    });
  });

  describe('the way to the bank', () => {
    it('takes two people, each shift once, and the money moves along the books', async () => {
      server.clock.set('2026-04-01T09:00:00+08:00');
      const clerk = await hire();
      const shift = await open(clerk, await drawer());
      await take(clerk, 6000);
      await close(clerk, shift, 6000);
      const codeOf = async (answer: Promise<{ body: unknown }>) => ((await answer).body as { code: string }).code;
      expect(await codeOf(deposit(clerk, [shift.id], 6000, { companionId: clerk.id }))).toBe('DEPOSIT_PEOPLE');
      expect(await codeOf(deposit(clerk, [shift.id], 6000, { companionId: 999_999 }))).toBe('DEPOSIT_PEOPLE');
      expect(await codeOf(deposit(clerk, [shift.id], 5999))).toBe('DEPOSIT_CHANGED');
      const elsewhere = await hire(['clerk'], otherHall);
      expect(await codeOf(deposit(elsewhere, [shift.id], 6000))).toBe('DEPOSIT_CHANGED');
      const both = await Promise.all([deposit(clerk, [shift.id], 6000), deposit(clerk, [shift.id], 6000)]);
      expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
      const made = both.find(({ status }) => status === 200)!.body as cashier.DepositView;
      expect([await balance('cash', shift.id), await balance('cash-in-transit', made.id)]).toEqual([0, 6000]);
      expect(await elsewhere.client.refused(cashier.depositBanked, { path: { id: made.id }, body: { version: made.version } })).toMatchObject({ code: 'NOT_FOUND' });
      expect(await banked(clerk, made)).toMatchObject({ state: 'banked' });
      const bank = await balance('bank');
      const confirm = () => server.app.get(Transactions).run((tx) => server.app.get(DepositService).confirmed(tx, made.id, server.clock.now()));
      expect(await Promise.all([confirm(), confirm()])).toEqual(expect.arrayContaining([true, false]));
      expect([await balance('cash-in-transit', made.id), (await balance('bank')) - bank]).toEqual([0, 6000]);
      const again = await deposit(clerk, [shift.id], 6000, { slipNumber: made.slipNumber });
      expect(again.status).toBe(409);
    });

    it('keeps the drawer shut until then, unless the shift leader lets it open', async () => {
      server.clock.set('2026-04-02T09:00:00+08:00');
      const clerk = await hire();
      const drawerId = await drawer();
      const first = await open(clerk, drawerId);
      await take(clerk, 500);
      await close(clerk, first, 500);
      server.clock.set('2026-04-03T09:00:00+08:00');
      expect(await clerk.client.refused(cashier.openShift, { body: { drawerId, counts: float } })).toMatchObject({ code: 'DRAWER_NOT_BANKED', rule: 'PY-4' });
      expect((await clerk.client.call(cashier.myShift)).drawers.find(({ id }) => id === drawerId)).toMatchObject({ blockedBy: [{ shiftId: first.id, toBankFen: 500 }], overridden: false });
      const { approvalId } = await clerk.client.call(cashier.requestOverride, { path: { id: drawerId }, body: { reason: '银行昨天停业' } });
      const decide = (who: Clerk) => who.client.send(approval.decideApproval, { path: { id: approvalId }, body: { version: 1, outcome: 'approved', reason: '' } });
      expect((await decide(clerk)).status).toBe(403);
      // Whose cash was not banked does not pass over it, whoever asks for them.
      await server.query('UPDATE cash_shift SET cashier_id = ? WHERE id = ?', [leader.id, first.id]);
      expect((await decide(leader)).body).toMatchObject({ code: 'APPROVAL_OWN' });
      await server.query('UPDATE cash_shift SET cashier_id = ? WHERE id = ?', [clerk.id, first.id]);
      expect((await decide(leader)).status).toBe(200);
      const second = await open(clerk, drawerId);
      await close(clerk, second, 0);
      // Once.
      expect(await clerk.client.refused(cashier.openShift, { body: { drawerId, counts: float } })).toMatchObject({ code: 'DRAWER_NOT_BANKED' });
    });

    it('has a late book after the deposit of the day, confirmed by the leader, banked with the next day\'s (PY-4)', async () => {
      server.clock.set('2026-04-07T09:00:00+08:00');
      const clerk = await hire();
      const drawerId = await drawer();
      const day = await open(clerk, drawerId);
      await take(clerk, 1000);
      await close(clerk, day, 1000);
      await deposit(clerk, [day.id], 1000).then(({ body }) => banked(clerk, body as cashier.DepositView));
      const late = await open(clerk, drawerId);
      expect(late.book).toBe('late');
      expect(await take(clerk, 300)).toMatchObject({ lateBook: true });
      const closed = await close(clerk, late, 300);
      expect([await balance('cash', late.id), await balance('late-cash', late.id)]).toEqual([0, 300]);
      expect((await clerk.client.call(cashier.depositProposal)).lateUnconfirmed.map(({ id }) => id)).toContain(late.id);
      expect(await clerk.client.refused(cashier.confirmLate, { path: { id: late.id }, body: { version: closed.version } })).toMatchObject({ code: 'FORBIDDEN' });
      expect(await leader.client.call(cashier.confirmLate, { path: { id: late.id }, body: { version: closed.version } })).toMatchObject({ lateConfirmedBy: expect.any(String) });
      expect((await deposit(clerk, [late.id], 300)).status).toBe(409); // not on its own day
      server.clock.set('2026-04-08T09:00:00+08:00');
      const next = await open(clerk, drawerId);
      await take(clerk, 200);
      await close(clerk, next, 200);
      const today = await clerk.client.call(cashier.depositProposal);
      const mine = today.shifts.filter((shift) => [late.id, next.id].includes(shift.id));
      expect(mine.map(({ book }) => book).sort()).toEqual(['late', 'regular']);
      expect((await deposit(clerk, [next.id], 200)).status).toBe(409); // the late book stays behind no longer
      expect((await deposit(clerk, [late.id, next.id], 500)).status).toBe(200);
      expect(await balance('late-cash', late.id)).toBe(0);
    });
  });

  it('a day is signed by a leader who took no money, when everything is banked; a reopening is recorded (PY-6)', async () => {
    server.clock.set('2026-05-06T09:00:00+08:00');
    const date = '2026-05-06';
    const clerk = await hire();
    const taking = await hire(['shift-leader', 'clerk']);
    const drawerId = await drawer();
    const day = () => leader.client.call(cashier.cashDay, { path: { hallId: hall, date } });
    const sign = async (who: Clerk) => who.client.send(cashier.signDay, { body: { hallId: hall, date, version: (await day()).version } });
    const shift = await open(clerk, drawerId);
    const own = await open(taking, await drawer());
    await close(taking, own, 0);
    await take(clerk, 900);
    expect((await leader.client.call(cashier.cashDays, { query: { size: 50 } })).items.map((one) => one.date)).toContain(date);
    const early = await sign(leader);
    expect(early.body).toMatchObject({ code: 'DAY_NOT_READY', rule: 'PY-6', message: expect.stringContaining('没有清点交班') });
    await close(clerk, shift, 900);
    expect((await day()).missing).toEqual([expect.stringContaining('还没有送存银行')]);
    await deposit(clerk, [shift.id], 900).then(({ body }) => banked(clerk, body as cashier.DepositView));
    expect((await sign(taking)).body).toMatchObject({ code: 'SHIFT_ACTION_NOT_ALLOWED' });
    expect((await sign(clerk)).status).toBe(403);
    const elsewhere = await hire(['shift-leader'], otherHall);
    expect((await sign(elsewhere)).status).toBe(404);
    // Two signatures, or a signature and an opening, at once: one of them.
    const [signed, opened] = await Promise.all([sign(leader), taking.client.send(cashier.openShift, { body: { drawerId: await drawer(), counts: float } })]);
    expect([signed.status, opened.status].filter((status) => status === 200).length).toBeGreaterThan(0);
    if (opened.status === 200 && signed.status === 200) throw new Error('a signed day has an open shift');
    if (opened.status === 200) {
      await close(taking, opened.body as cashier.ShiftView, 0);
      expect((await sign(leader)).status).toBe(200);
    }
    expect(await day()).toMatchObject({ state: 'signed', missing: [], totals: [expect.objectContaining({ method: 'cash', amountFen: 900 })] });
    expect(await clerk.client.refused(cashier.openShift, { body: { drawerId, counts: float } })).toMatchObject({ code: 'DAY_SIGNED' });
    const again = await leader.client.call(cashier.reopenDay, { body: { hallId: hall, date, version: (await day()).version, reason: '补录一笔' } });
    expect(again).toMatchObject({ state: 'open', history: [{ what: 'sign' }, { what: 'reopen', note: '补录一笔' }] });
    expect((await open(clerk, drawerId)).book).toBe('late');
  });

  it('every entry balances', async () => {
    expect(await server.query('SELECT entry_id FROM journal_line GROUP BY entry_id HAVING SUM(debit_fen) <> SUM(credit_fen)')).toEqual([]);
  });
});

/** Presence, leave with its handover slip, relief, attendance, and the administrator's roster (AB-1 to AB-5), through HTTP on both databases. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as duty from '@shouwen/shared/contract/duty';
import * as staff from '@shouwen/shared/contract/staff';
import { registerTicket, respond, staffTicket } from '@shouwen/shared/contract/ticket';
import { ticketIdOf } from '@shouwen/shared/value';
import { LeaveService } from '../../server/src/duty/leave.service.js';
import { PresenceService } from '../../server/src/duty/presence.service.js';
import { hashPassword, Staff, StaffService } from '../../server/src/staff/index.js';
import { Transactions } from '../../server/src/database/index.js';
import { StaffNoticeRow } from '../../server/src/notice/index.js';
import { verifyChain } from '../../server/src/ticket/index.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { Client } from '../support/http.js';
import { type ServerInProcess, startServer } from '../support/server.js';
import { buildTown, type Town, type TownPerson } from '../support/ticket-town.js';

/** A Monday, 9:00 in China. */
const monday = '2026-11-23T01:00:00.000Z';
const instant = (date: string, time = '00:00') => new Date(`${date}T${time}:00+08:00`).toISOString();

describeOnBothDatabases('duty', (engine) => {
  let database: TestDatabase;
  let server: ServerInProcess;
  let town: Town;
  let manager: TownPerson;
  let leader: TownPerson;
  beforeAll(async () => {
    database = await engine.create();
    server = await startServer(database);
    server.clock.set(monday);
    town = await buildTown(server);
    manager = await town.hire('6002', ['hall-manager'], town.centre, null);
    leader = await town.hire('6003', ['company-leader'], null, null);
  });
  afterAll(async () => {
    await server?.close();
    await database?.drop();
  });

  const refusal = async (answer: Promise<{ status: number; body: unknown }>) => {
    const { status, body } = await answer;
    const { code, rule, message } = body as { code: string; rule?: string; message: string };
    return { status, code, rule, message };
  };
  const register = async (person: TownPerson, title = '咨询水费') =>
    (await person.client.call(registerTicket, { body: { category: 'ask-inquiry', source: 'counter', title, description: '窗口咨询', contactName: '何静', contactPhone: '13712345678', accountId: null, address: '善国路2号', landmark: '', place: null, zone: 'urban', hallId: town.centre, confidential: false, complainedStaffIds: [], attachmentIds: [] } as never })).number;
  const standsInFor = (person: TownPerson) => server.app.get(Transactions).run((tx) => server.app.get(StaffService).standsInFor(tx, person.id));
  const sweep = async () => {
    await server.app.get(PresenceService).sweep(server.clock.now());
    await server.app.get(LeaveService).sweep(server.clock.now());
  };
  const ask = (person: TownPerson, from: string, until: string, reliefId: number | null = null) =>
    person.client.send(duty.requestLeave, { body: { kind: 'annual', from, until, reason: '回老家', reliefId } });
  const step = (person: TownPerson, endpoint: typeof duty.signLeave, leave: { id: number; version: number }) => person.client.send(endpoint, { path: { id: leave.id }, body: { version: leave.version } });
  const asked = (person: TownPerson, from: string, until: string, reliefId: number | null = null) =>
    person.client.call(duty.requestLeave, { body: { kind: 'annual', from, until, reason: '回老家', reliefId } });
  const take = (person: TownPerson, endpoint: typeof duty.signLeave, leave: { id: number; version: number }) => person.client.call(endpoint, { path: { id: leave.id }, body: { version: leave.version } });
  /** All four steps of AB-3. */
  const grant = async (person: TownPerson, relief: TownPerson, from: string, until: string) => {
    let leave = await asked(person, from, until, relief.id);
    for (const [who, endpoint] of [[manager, duty.signLeave], [person, duty.signSlip], [relief, duty.signSlip], [town.director, duty.approveLeave]] as const)
      leave = await who.client.call(endpoint, { path: { id: leave.id }, body: { version: leave.version } });
    expect(leave.state).toBe('approved');
    return leave;
  };

  describe('presence (AB-4)', () => {
    it('goes from sign-in to sign-out, each step guarded, twice the same answer', async () => {
      const before = await town.off.client.call(duty.myPresence);
      expect(before).toMatchObject({ state: 'off', version: 0, onDuty: false });
      expect(await refusal(town.off.client.send(duty.changePresence, { body: { to: 'away' } }))).toMatchObject({ status: 409, code: 'PRESENCE_NOT_ALLOWED', rule: 'AB-4' });
      const key = 'presence-key-0123456789';
      const first = await town.off.client.call(duty.changePresence, { body: { to: 'present', version: 0 }, idempotencyKey: key });
      expect(await town.off.client.call(duty.changePresence, { body: { to: 'present', version: 0 }, idempotencyKey: key })).toEqual(first);
      expect(first).toMatchObject({ state: 'present', since: monday, version: 1, onDuty: true });
      expect(await refusal(town.off.client.send(duty.changePresence, { body: { to: 'serving', version: 0 } }))).toMatchObject({ code: 'PRESENCE_CHANGED' });
      await town.off.client.call(duty.changePresence, { body: { to: 'serving', version: 1 } });
      expect(await refusal(town.off.client.send(duty.changePresence, { body: { to: 'off', version: 2 } }))).toMatchObject({ code: 'PRESENCE_NOT_ALLOWED' });
      await town.off.client.call(duty.changePresence, { body: { to: 'present' } });
      expect(await town.off.client.call(duty.changePresence, { body: { to: 'off' } })).toMatchObject({ state: 'off', onDuty: false });
    });

    it('tells once of an absence that becomes too long, leaves the person out meanwhile, and lets B act (AB-1)', async () => {
      const away = await town.wang.client.call(duty.changePresence, { body: { to: 'away' } });
      const told = () => server.app.get(Transactions).run((tx) => tx.find(StaffNoticeRow, { where: { kind: 'away', staffId: manager.id }, order: { id: 'ASC' } }));
      server.clock.advance(10 * 60_000 - 1);
      await sweep();
      expect([(await told()).length, (await town.wang.client.call(duty.myPresence)).onDuty, await standsInFor(town.li)]).toEqual([0, true, []]);
      server.clock.advance(1);
      await Promise.all([sweep(), sweep()]);
      await sweep();
      expect((await told()).map((row) => row.text)).toEqual(['王芳（1001）11月23日 09:00起暂离已满 10 分钟，请安排顶岗']);
      expect(await town.wang.client.call(duty.myPresence)).toMatchObject({ state: 'away', awayTooLong: true, onDuty: false, since: away.since });
      expect(await standsInFor(town.li)).toEqual([town.wang.id]);
      const board = await manager.client.call(duty.dutyBoard);
      const people = board.places.flatMap((place) => place.people);
      expect(people.find((p) => p.staffId === town.wang.id)).toMatchObject({ awayTooLong: true, coveredBy: ['李娜'] });
      expect(people.find((p) => p.staffId === town.li.id)).toMatchObject({ standsInFor: ['王芳'] });
      await town.wang.client.call(duty.changePresence, { body: { to: 'present' } });
      await sweep();
      expect([(await told()).length, (await town.wang.client.call(duty.myPresence)).onDuty, await standsInFor(town.li)]).toEqual([1, true, []]);
      // The server was down for the whole of it.
      await town.wang.client.call(duty.changePresence, { body: { to: 'away' } });
      server.clock.advance(25 * 60_000);
      await town.wang.client.call(duty.changePresence, { body: { to: 'present' } });
      expect((await told()).map((row) => row.text)[1]).toContain('暂离 25 分钟，现已返回');
      expect(await told()).toHaveLength(2);
      server.clock.set(monday);
    });
  });

  describe('leave (AB-2, AB-3)', () => {
    it('takes four steps, hands the tickets over when it begins, and back when it is over', async () => {
      const number = await register(town.wang);
      await register(town.wang, '第二件');
      let leave = await asked(town.wang, instant('2026-11-24'), instant('2026-11-26'));
      expect(leave).toMatchObject({ state: 'requested', relief: { id: town.li.id }, waitsFor: [{ id: manager.id }], slip: null });
      // Not out of order, not by others.
      expect(await refusal(step(town.director, duty.approveLeave, leave))).toMatchObject({ code: 'LEAVE_ACTION_NOT_ALLOWED', rule: 'AB-3' });
      expect(await refusal(step(town.wang, duty.signLeave, leave))).toMatchObject({ code: 'LEAVE_ACTION_NOT_ALLOWED' });
      expect(await refusal(step(town.crew, duty.signLeave, leave))).toMatchObject({ code: 'NOT_FOUND' });
      expect((await manager.client.call(duty.leaves, { query: { view: 'waiting' } })).items.map((item) => item.id)).toEqual([leave.id]);
      expect([(await manager.client.call(duty.leaveCounts)).waiting, (await town.director.client.call(duty.leaveCounts)).waiting]).toEqual([1, 0]);
      leave = await take(manager, duty.signLeave, leave);
      expect(leave.slip?.tickets.map((t) => [t.number, t.dueAt !== null, t.addedAtStart])).toContainEqual([number, true, false]);
      expect(await refusal(step(manager, duty.signLeave, { ...leave, version: 1 }))).toMatchObject({ status: 409, code: 'LEAVE_CHANGED' });
      leave = await take(town.wang, duty.signSlip, leave);
      expect(leave).toMatchObject({ state: 'signed', waitsFor: [{ id: town.li.id }] });
      const seenByRelief = await town.li.client.call(duty.leaveDetail, { path: { id: leave.id } });
      expect([seenByRelief.reason, leave.reason]).toEqual(['', '回老家']);
      leave = await take(town.li, duty.signSlip, leave);
      leave = await take(town.director, duty.approveLeave, leave);
      expect(leave.state).toBe('approved');

      await sweep();
      const responsible = async () => (await town.director.client.call(staffTicket, { path: { number } })).firstResponsible.name;
      expect(await responsible()).toBe('王芳');
      const late = await register(town.wang, '交接后来的');
      server.clock.set(instant('2026-11-24'));
      await Promise.all([sweep(), sweep()]);
      const effect = await town.wang.client.call(duty.leaveDetail, { path: { id: leave.id } });
      expect(effect.state).toBe('in-effect');
      expect(effect.slip?.tickets.find((t) => t.number === late)).toMatchObject({ addedAtStart: true, handedOver: true });
      expect(effect.slip?.tickets.every((t) => t.handedOver)).toBe(true);
      expect(await responsible()).toBe('李娜');
      expect(await standsInFor(town.li)).toEqual([town.wang.id]);
      expect(await refusal(town.wang.client.send(duty.changePresence, { body: { to: 'present' } }))).toMatchObject({ code: 'ON_LEAVE', rule: 'AB-3' });
      const paper = await fetch(`${server.url}/api/staff/leaves/${leave.id}/slip.pdf`, { headers: { authorization: `Bearer ${town.wang.token}` } });
      expect([paper.status, paper.headers.get('content-type'), Buffer.from(await paper.arrayBuffer()).subarray(0, 5).toString()]).toEqual([200, 'application/pdf', '%PDF-']);

      server.clock.set(instant('2026-11-25', '10:00'));
      const back = await town.wang.client.call(duty.returnFromLeave, { path: { id: leave.id }, body: { version: effect.version } });
      expect([back.state, back.slip?.tickets.every((t) => t.handedBack), await responsible()]).toEqual(['ended', true, '王芳']);
      await town.wang.client.call(duty.changePresence, { body: { to: 'present' } });
      expect(await standsInFor(town.li)).toEqual([]);
      expect((await server.app.get(Transactions).run((tx) => verifyChain(tx))).faults).toEqual([]);
      server.clock.set(monday);
    });

    it('is refused when it would leave the post empty, with the clash named, until a third person is named', async () => {
      const first = await grant(town.wang, town.li, instant('2026-12-01'), instant('2026-12-03'));
      const clash = await refusal(ask(town.li, instant('2026-12-02'), instant('2026-12-04'), town.wang.id));
      expect(clash).toMatchObject({ status: 409, code: 'POST_WOULD_BE_EMPTY', rule: 'AB-2' });
      expect(clash.message).toContain('综合窗口');
      expect(clash.message).toContain('王芳');
      const second = await grant(town.li, town.off, instant('2026-12-02'), instant('2026-12-04'));
      // The third person cannot go now; and a withdrawn leave is in nobody's way.
      expect(await refusal(ask(town.off, instant('2026-12-02'), instant('2026-12-03'), manager.id))).toMatchObject({ code: 'POST_WOULD_BE_EMPTY' });
      await town.li.client.call(duty.withdrawLeave, { path: { id: second.id }, body: { version: second.version } });
      expect((await ask(town.off, instant('2026-12-02'), instant('2026-12-03'), manager.id)).status).toBe(200);
      await town.wang.client.call(duty.withdrawLeave, { path: { id: first.id }, body: { version: first.version } });
    });

    it('refuses what makes no sense, and changes nothing', async () => {
      const count = async () => Number((await server.query<{ n: number }>('SELECT COUNT(*) AS n FROM leave_request'))[0]!.n);
      const before = await count();
      expect(await refusal(ask(town.wang, instant('2026-12-10'), instant('2026-12-10')))).toMatchObject({ status: 422, code: 'LEAVE_PERIOD_INVALID' });
      expect(await refusal(ask(town.wang, instant('2026-11-20'), instant('2026-12-10')))).toMatchObject({ code: 'LEAVE_PERIOD_INVALID' });
      expect(await refusal(ask(town.wang, '2026-13-40T00:00:00Z', instant('2026-12-10')))).toMatchObject({ status: 400, code: 'INVALID_INPUT' });
      expect(await refusal(ask(town.crew, instant('2026-12-10'), instant('2026-12-11')))).toMatchObject({ code: 'RELIEF_REQUIRED' });
      expect(await refusal(ask(town.wang, instant('2026-12-10'), instant('2026-12-11'), town.wang.id))).toMatchObject({ code: 'RELIEF_REQUIRED' });
      expect(await count()).toBe(before);
      const one = await asked(town.wang, instant('2026-12-10'), instant('2026-12-12'));
      expect(await refusal(ask(town.wang, instant('2026-12-11'), instant('2026-12-13')))).toMatchObject({ code: 'LEAVE_OVERLAPS' });
      const refused = await manager.client.call(duty.refuseLeave, { path: { id: one.id }, body: { version: one.version, reason: '年底忙' } });
      expect([refused.state, refused.steps.at(-1)?.note]).toEqual(['refused', '年底忙']);
      expect(await refusal(step(town.wang, duty.withdrawLeave, refused))).toMatchObject({ code: 'LEAVE_ACTION_NOT_ALLOWED' });
    });

    it('asks both to sign again when the relief is changed, and the company for the director', async () => {
      let leave = await asked(town.director, instant('2026-12-20'), instant('2026-12-21'), manager.id);
      leave = await leader.client.call(duty.leaveDetail, { path: { id: leave.id } });
      expect(leave.waitsFor.map((p) => p.id)).toEqual([manager.id]);
      leave = await take(manager, duty.signLeave, leave);
      leave = await take(town.director, duty.signSlip, leave);
      leave = await town.director.client.call(duty.nameRelief, { path: { id: leave.id }, body: { version: leave.version, reliefId: leader.id } });
      expect([leave.state, leave.slip?.absentSignedAt, leave.relief.id]).toEqual(['signed', null, leader.id]);
      leave = await take(town.director, duty.signSlip, leave);
      leave = await take(leader, duty.signSlip, leave);
      expect(leave.waitsFor.map((p) => p.id)).toEqual([leader.id]);
      expect((await take(leader, duty.approveLeave, leave)).state).toBe('approved');
    });

    it('ends by itself at its time', async () => {
      const leave = await grant(town.li, town.wang, instant('2026-12-15'), instant('2026-12-16'));
      // The server was down for all of it.
      server.clock.set(instant('2026-12-17'));
      await sweep();
      await sweep();
      expect((await town.li.client.call(duty.leaveDetail, { path: { id: leave.id } })).state).toBe('ended');
      expect(await standsInFor(town.wang)).toEqual([town.li.id]);
      await town.li.client.call(duty.changePresence, { body: { to: 'present' } });
      server.clock.set(monday);
    });
  });

  it('shows cover on what B does for the absent A, and lets A take it back (AB-1)', async () => {
    const number = await register(town.wang, '顶岗');
    expect((await town.li.client.send(respond, { path: { number }, body: { version: 1, text: '正在查' } })).status).not.toBe(200);
    await town.wang.client.call(duty.changePresence, { body: { to: 'off' } });
    const seen = await town.li.client.call(staffTicket, { path: { number } });
    expect((await town.li.client.send(respond, { path: { number }, body: { version: seen.version, text: '正在查' } })).status).toBe(200);
    const events = await server.query<{ type: string; actor_id: number }>('SELECT type, actor_id FROM ticket_event WHERE ticket_id = ? ORDER BY sequence', [ticketIdOf(number)]);
    expect(events.map((e) => [e.type, e.actor_id])).toContainEqual(['covered', town.li.id]);
    await town.wang.client.call(duty.changePresence, { body: { to: 'present' } });
  });

  describe('attendance (AB-5)', () => {
    it('is derived from sign-in and sign-out, and gives the list of consequences', async () => {
      const clerk = await town.hire('1201', ['clerk'], town.south, null);
      const southDirector = await town.hire('6010', ['hall-director'], town.south, null);
      await town.administrator.client.call(duty.saveWorkingHours, { body: { hallId: town.south, departmentId: null, staffId: null, since: '2026-11-01', days: 'hall', weekdays: [1, 2, 3, 4, 5], spans: [{ from: '08:30', to: '12:00' }, { from: '13:30', to: '17:30' }] } });
      const times: [string, string, string | null][] = [
        ['2026-11-02', '08:20', '17:30'], ['2026-11-03', '08:31', '17:30'], ['2026-11-04', '08:10', '17:29'], ['2026-11-05', '13:30', '17:30'], ['2026-11-06', '09:00', null],
      ];
      for (const [date, from, until] of times) {
        server.clock.set(instant(date, from));
        await clerk.client.call(duty.changePresence, { body: { to: 'present' } });
        if (until === null) {
          server.clock.set(instant('2026-11-07', '00:01'));
          await sweep(); // signed out, the day being over
        } else {
          server.clock.set(instant(date, until));
          await clerk.client.call(duty.changePresence, { body: { to: 'off' } });
        }
      }
      server.clock.set(instant('2026-11-11', '09:00'));
      const month = await clerk.client.call(duty.myAttendance, { query: { month: '2026-11' } });
      const found = Object.fromEntries(month.days.map((day) => [day.date, day.findings.join()]));
      expect(found).toMatchObject({ '2026-11-02': '', '2026-11-03': 'late', '2026-11-04': 'left-early', '2026-11-05': 'absent-half-day', '2026-11-06': 'late,no-sign-out', '2026-11-07': '', '2026-11-09': 'absent-longer' });
      expect(month.days.find((day) => day.date === '2026-11-07')?.free).toBe('每周休息日');
      expect(month.days.find((day) => day.date === '2026-11-01')?.free).not.toBeNull();
      expect([month.counts.late, month.counts['left-early'], month.consequence]).toEqual([2, 1, 'circular']);
      const list = await southDirector.client.call(duty.attendanceList, { query: { month: '2026-11' } });
      expect(list.items.find((row) => row.person.id === clerk.id)).toMatchObject({ consequence: 'circular' });
      expect(list.items.every((row) => row.person.id !== town.wang.id)).toBe(true);
      expect(await refusal(clerk.client.send(duty.attendanceList, { query: { month: '2026-11' } }))).toMatchObject({ status: 403 });
      expect(await refusal(town.wang.client.send(duty.myAttendance, { query: { month: '2026-11', staffId: clerk.id } }))).toMatchObject({ status: 403 });
      server.clock.set(monday);
    });

    it('keeps hours and numbers that make sense', async () => {
      const save = (body: object) => refusal(town.administrator.client.send(duty.saveWorkingHours, { body: { hallId: null, departmentId: null, staffId: null, since: '2026-01-01', days: 'working', weekdays: [1], spans: [{ from: '09:00', to: '08:00' }], ...body } as never }));
      expect(await save({})).toMatchObject({ status: 422, code: 'WORKING_HOURS_UNSOUND', rule: 'AB-5' });
      expect(await save({ hallId: 999, spans: [{ from: '08:00', to: '09:00' }] })).toMatchObject({ code: 'NOT_FOUND' });
      expect(await refusal(town.administrator.client.send(duty.saveDutyPolicy, { body: { version: 1, awayMinutes: 10, earlyMinutes: 10, circularFrom: 5, centreFrom: 5 } }))).toMatchObject({ code: 'WORKING_HOURS_UNSOUND' });
      expect(await refusal(town.director.client.send(duty.saveDutyPolicy, { body: { version: 1, awayMinutes: 5, earlyMinutes: 10, circularFrom: 3, centreFrom: 10 } }))).toMatchObject({ status: 403 });
    });
  });

  describe('the roster', () => {
    const seenOf = async (id: number) => (await town.administrator.client.call(staff.roster, { query: { size: 100, active: 'all' } })).items.find((p) => p.id === id)!;

    it('gives a one-time password that opens nothing but the choice of another', async () => {
      const { person, oneTimePassword } = await town.administrator.client.call(staff.addPerson, { body: { staffNumber: '8001', name: '新来的', roles: ['clerk'], hallId: town.centre, departmentId: null } });
      expect(await refusal(town.administrator.client.send(staff.addPerson, { body: { staffNumber: '8001', name: '又一个', roles: ['clerk'], hallId: null, departmentId: null } }))).toMatchObject({ code: 'STAFF_NUMBER_TAKEN' });
      const stranger = new Client(server.url);
      const session = await stranger.call(staff.staffLogin, { body: { staffNumber: '8001', password: oneTimePassword } });
      expect(session.staff.mustChangePassword).toBe(true);
      const client = new Client(server.url, session.token);
      expect(await refusal(client.send(duty.myPresence))).toMatchObject({ status: 403, code: 'PASSWORD_MUST_CHANGE' });
      expect((await client.call(staff.staffMe)).mustChangePassword).toBe(true);
      expect(await refusal(client.send(staff.changePassword, { body: { current: 'wrong-wrong', next: 'my-own-password' } }))).toMatchObject({ status: 400 });
      expect(await refusal(client.send(staff.changePassword, { body: { current: oneTimePassword, next: 'has-8001-in-it' } }))).toMatchObject({ code: 'PASSWORD_UNSUITABLE' });
      expect((await client.call(staff.changePassword, { body: { current: oneTimePassword, next: 'my-own-password' } })).mustChangePassword).toBe(false);
      expect((await client.call(duty.myPresence)).state).toBe('off');
      // Reset: the old password and the sessions end.
      await town.administrator.client.call(staff.resetPassword, { path: { id: person.id }, body: { seen: (await seenOf(person.id)).seen } });
      expect((await client.send(staff.staffMe)).status).toBe(401);
      expect((await stranger.send(staff.staffLogin, { body: { staffNumber: '8001', password: 'my-own-password' } })).status).toBe(401);
    });

    it('keeps an administrator, tickets with somebody, and posts held', async () => {
      const admin = await seenOf(town.administrator.id);
      const { seen, name, hallId, departmentId } = admin;
      expect(await refusal(town.administrator.client.send(staff.editPerson, { path: { id: admin.id }, body: { seen, name, roles: ['clerk'], hallId, departmentId } }))).toMatchObject({ code: 'LAST_ADMINISTRATOR' });
      expect(await refusal(town.administrator.client.send(staff.setPersonActive, { path: { id: admin.id }, body: { seen, active: false } }))).toMatchObject({ code: 'LAST_ADMINISTRATOR' });
      const clerk = await town.hire('8100', ['clerk'], town.centre, null);
      const number = await register(clerk);
      const open = await refusal(town.administrator.client.send(staff.setPersonActive, { path: { id: clerk.id }, body: { seen: (await seenOf(clerk.id)).seen, active: false } }));
      expect(open).toMatchObject({ code: 'STAFF_HAS_OPEN_TICKETS', rule: 'FI-2' });
      expect(open.message.replace(/ /g, '')).toContain(number);
      const crew = await seenOf(town.crew.id);
      const post = await town.administrator.client.call(staff.addPost, { body: { name: '抢修一组', aStaffId: town.crew.id, bStaffId: town.crewMate.id, leaderId: town.director.id } });
      expect(await refusal(town.administrator.client.send(staff.setPersonActive, { path: { id: crew.id }, body: { seen: crew.seen, active: false } }))).toMatchObject({ code: 'STAFF_HOLDS_POST' });
      expect(await refusal(town.administrator.client.send(staff.addPost, { body: { name: '一人两角', aStaffId: crew.id, bStaffId: crew.id, leaderId: null } }))).toMatchObject({ status: 400, rule: 'AB-1' });
      expect(await refusal(town.administrator.client.send(staff.removePost, { path: { id: post.id }, body: { seen: 'another' } }))).toMatchObject({ code: 'STAFF_CHANGED' });
      await town.administrator.client.call(staff.removePost, { path: { id: post.id }, body: { seen: post.seen } });
      expect((await town.administrator.client.call(staff.setPersonActive, { path: { id: crew.id }, body: { seen: crew.seen, active: false } })).active).toBe(false);
      expect((await town.crew.client.send(staff.staffMe)).status).toBe(401);
      expect(await refusal(town.wang.client.send(staff.roster))).toMatchObject({ status: 403 });
    });

    it('records who gave whom which role, and gives nobody more through their own hand', async () => {
      const person = await town.hire('8200', ['clerk'], town.centre, null);
      const { seen, name, hallId, departmentId } = await seenOf(person.id);
      const { client } = town.administrator;
      const given = await client.call(staff.editPerson, { path: { id: person.id }, body: { seen, name, roles: ['clerk', 'finance'], hallId: null, departmentId } });
      await client.call(staff.resetPassword, { path: { id: person.id }, body: { seen: given.seen } });
      const changes = await client.call(staff.rosterChanges, { path: { id: person.id }, query: { size: 1 } });
      expect(changes.items).toMatchObject([{ text: '重置密码', by: expect.any(String) }]);
      const [edited] = (await client.call(staff.rosterChanges, { path: { id: person.id }, query: { cursor: changes.next! } })).items;
      expect(edited!.text).toMatch(/^角色 窗口\S* → \S+；营业厅 \S+ → 无$/);
      expect((await client.refused(staff.rosterChanges, { path: { id: person.id }, query: { cursor: 'x' } })).code).toBe('INVALID_INPUT');
      expect((await town.wang.client.refused(staff.rosterChanges, { path: { id: person.id }, query: {} })).code).toBe('FORBIDDEN');
      const self = await seenOf(town.administrator.id);
      const more = { path: { id: self.id }, body: { seen: self.seen, name: self.name, roles: [...self.roles, 'finance' as const], hallId: self.hallId, departmentId: self.departmentId } };
      expect((await client.refused(staff.editPerson, more)).code).toBe('OWN_ROLES');
      expect((await seenOf(self.id)).roles).toEqual(self.roles);
    });

    it('lets one of two administrators go, never both at once', async () => {
      const other = await town.hire('9100', ['administrator'], null, null);
      const [one, two] = [await seenOf(town.administrator.id), await seenOf(other.id)];
      const answers = await Promise.all([
        other.client.send(staff.setPersonActive, { path: { id: one.id }, body: { seen: one.seen, active: false } }),
        town.administrator.client.send(staff.setPersonActive, { path: { id: two.id }, body: { seen: two.seen, active: false } }),
      ]);
      expect(answers.filter((a) => a.status === 200).length).toBeLessThanOrEqual(1);
      const left = (await server.app.get(Transactions).run((tx) => tx.find(Staff, { where: { active: true } }))).filter((p) => p.roles.includes('administrator'));
      expect(left.length).toBeGreaterThanOrEqual(1);
    });
  });
});

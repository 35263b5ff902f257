/** Booking a counter and being served there (QU-1, QU-2, QU-4, FI-1). */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { BodyInput } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/appointment';
import * as ticketContract from '@shouwen/shared/contract/ticket';
import { AppointmentService } from '../../server/src/appointment/index.js';
import { decrypt } from '../../server/src/database/index.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { type Halls, openHalls, type Person, residents } from '../support/halls.js';
import { Client } from '../support/http.js';
import { type ServerInProcess, startServer } from '../support/server.js';

const tuesday = '2026-03-03';
const wednesday = '2026-03-04';

describeOnBothDatabases('appointments', (engine) => {
  let database: TestDatabase;
  let server: ServerInProcess;
  let halls: Halls;
  let anyone: Client;
  let resident: Person;
  let serviceId: number;

  beforeAll(async () => {
    database = await engine.create();
    server = await startServer(database);
    server.clock.set('2026-03-02T10:00:00+08:00'); // a Monday
    halls = await openHalls(server);
    anyone = new Client(server.url);
    serviceId = halls.service('过户');
  });
  beforeEach(async () => {
    await server.query('DELETE FROM appointment');
    await server.query('DELETE FROM slot_counter');
    server.clock.set('2026-03-02T10:00:00+08:00');
    resident = (await residents(server, 1))[0]!;
  });
  afterAll(async () => {
    await server?.close();
    await database?.drop();
  });

  const wish = (changes: Partial<BodyInput<typeof contract.book>> = {}): BodyInput<typeof contract.book> => ({
    serviceId, hallId: halls.center, date: tuesday, startTime: '09:30', contactName: '张三', contactPhone: '13812340001', note: '', materialsConfirmed: true, ...changes,
  });
  const book = (person: Person, changes: Partial<BodyInput<typeof contract.book>> = {}) => person.client.call(contract.book, { body: wish(changes) });
  const free = async (date: string, startTime: string) => (await anyone.call(contract.slots, { path: { hallId: halls.center }, query: { serviceId, date } })).items.find((slot) => slot.startTime === startTime)?.free;
  /** An appointment of `tuesday`, checked in at its time. */
  const present = async () => {
    const appointment = await book(resident);
    server.clock.set(`${tuesday}T09:00:00+08:00`);
    return halls.clerk.client.call(contract.checkIn, { body: { code: appointment.checkInCode } });
  };

  it('shows services with every material and how to get it, and halls, to anyone', async () => {
    const { items } = await anyone.call(contract.services);
    expect(items.length).toBeGreaterThanOrEqual(13);
    for (const service of items) {
      expect(service.materials.length).toBeGreaterThan(0);
      for (const material of service.materials) expect(material.howToGet).not.toBe('');
      expect(service.limit).not.toBe('');
    }
    expect((await anyone.call(contract.halls)).items.map((hall) => hall.name)).toEqual(['城区营业厅', '城西营业厅']);
  });

  it('lists today and fourteen days, saying why a day cannot be booked', async () => {
    const { items } = await anyone.call(contract.bookableDays, { path: { hallId: halls.west }, query: { serviceId } });
    expect(items).toHaveLength(15);
    expect(items[0]).toMatchObject({ date: '2026-03-02', open: true, why: null });
    expect(items.find((day) => day.date === '2026-03-07')).toEqual({ date: '2026-03-07', open: false, why: '每周休息日', free: 0 });
    expect((await anyone.call(contract.slots, { path: { hallId: halls.west }, query: { serviceId, date: '2026-03-02' } })).items[0]?.startTime).toBe('10:30');
    expect(await anyone.refused(contract.bookableDays, { path: { hallId: 999 }, query: { serviceId } })).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('follows exceptions of a hall\'s calendar: a holiday closes it, a worked weekend day opens it with a Friday\'s places', async () => {
    server.clock.set('2026-09-28T10:00:00+08:00');
    const days = (await anyone.call(contract.bookableDays, { path: { hallId: halls.west }, query: { serviceId } })).items;
    expect(days.find((day) => day.date === '2026-10-01')).toMatchObject({ open: false, why: '国庆节放假' });
    expect(days.find((day) => day.date === '2026-10-10')).toMatchObject({ open: true, why: null, free: 30 });
  });

  it('books, shows and lists it, and keeps phone and name unreadable in the table', async () => {
    const before = (await free(tuesday, '09:30'))!;
    const appointment = await book(resident, { note: '有老人同行' });
    expect(appointment).toMatchObject({ state: 'booked', date: tuesday, startTime: '09:30', endTime: '10:30', contactName: '张三', contactPhoneMasked: '138****0001', note: '有老人同行', ticketNumber: null });
    expect(appointment.checkInCode).toMatch(/^[0-9]{6}$/);
    expect(appointment.allowedActions).toEqual([{ action: 'move', allowed: true, why: null }, { action: 'cancel', allowed: true, why: null }]);
    expect(await free(tuesday, '09:30')).toBe(before - 1);
    expect(await resident.client.call(contract.appointmentDetail, { path: { id: appointment.id } })).toEqual(appointment);
    expect((await resident.client.call(contract.myAppointments)).items).toEqual([appointment]);
    const [row] = await server.query<{ contact_name: string; contact_phone: string }>('SELECT contact_name, contact_phone FROM appointment WHERE id = ?', [appointment.id]);
    expect(JSON.stringify(row)).not.toMatch(/张三|13812340001/);
  });

  it('pages the list of one person, newest first', async () => {
    const made = [];
    for (const [index, date] of [tuesday, wednesday, '2026-03-05'].entries()) made.push(await book(resident, { date, startTime: ['08:30', '14:00', '15:00'][index]! }));
    const first = await resident.client.call(contract.myAppointments, { query: { size: 2 } });
    const second = await resident.client.call(contract.myAppointments, { query: { size: 2, cursor: first.next! } });
    expect([...first.items, ...second.items].map((item) => item.id)).toEqual(made.map((item) => item.id).reverse());
    expect(second.next).toBeNull();
  });

  it.each<[string, Partial<BodyInput<typeof contract.book>>, string]>([
    ['without the materials confirmed', { materialsConfirmed: false }, 'MATERIALS_NOT_CONFIRMED'],
    ['a slot that has begun', { date: '2026-03-02', startTime: '09:30' }, 'SLOT_UNAVAILABLE'],
    ['yesterday', { date: '2026-03-01', startTime: '14:00' }, 'SLOT_UNAVAILABLE'],
    ['the fifteenth day', { date: '2026-03-17' }, 'SLOT_UNAVAILABLE'],
    ['a time that is no slot', { startTime: '12:00' }, 'SLOT_UNAVAILABLE'],
    ['a name with an emoji', { contactName: '张三😀' }, 'INVALID_INPUT'],
    ['a day that does not exist', { date: '2026-02-30' }, 'INVALID_INPUT'],
    ['an unknown service', { serviceId: 4711 }, 'NOT_FOUND'],
  ])('refuses %s, and takes no place', async (_, changes, code) => {
    expect(await resident.client.refused(contract.book, { body: wish(changes) })).toMatchObject({ code, message: expect.stringMatching(/[\u4e00-\u9fff]/) });
    expect((await resident.client.call(contract.myAppointments)).items).toEqual([]);
  });

  it('refuses a closed day', async () => {
    expect(await resident.client.refused(contract.book, { body: wish({ hallId: halls.west, date: '2026-03-08' }) })).toMatchObject({ code: 'SLOT_UNAVAILABLE' });
  });

  it('allows one booking per person, service and day, and another after it was cancelled', async () => {
    const first = await book(resident);
    expect(await resident.client.refused(contract.book, { body: wish({ startTime: '15:00' }) })).toMatchObject({ code: 'ALREADY_BOOKED' });
    await book(resident, { serviceId: halls.service('移表'), startTime: '15:00' });
    await resident.client.call(contract.cancelAppointment, { path: { id: first.id }, body: { version: first.version } });
    await book(resident, { startTime: '15:00' });
  });

  it('answers a repeated call with the first answer, and refuses the key for another wish', async () => {
    const idempotencyKey = randomUUID();
    const first = await resident.client.call(contract.book, { body: wish({ startTime: '14:00' }), idempotencyKey });
    const places = await free(tuesday, '14:00');
    expect(await resident.client.call(contract.book, { body: wish({ startTime: '14:00' }), idempotencyKey })).toEqual(first);
    expect(await free(tuesday, '14:00')).toBe(places);
    expect(await resident.client.refused(contract.book, { body: wish({ startTime: '15:00' }), idempotencyKey })).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  it('moves: the old place is free again, the code stays; a stale version is refused', async () => {
    const appointment = await book(resident, { startTime: '16:00' });
    const [old, wanted] = [await free(tuesday, '16:00'), await free(wednesday, '08:30')];
    const move = { path: { id: appointment.id }, body: { version: appointment.version, date: wednesday, startTime: '08:30' }, idempotencyKey: randomUUID() };
    const moved = await resident.client.call(contract.moveAppointment, move);
    expect(moved).toMatchObject({ date: wednesday, startTime: '08:30', endTime: '09:30', checkInCode: appointment.checkInCode, version: appointment.version + 1 });
    expect(await resident.client.call(contract.moveAppointment, move)).toEqual(moved);
    expect([await free(tuesday, '16:00'), await free(wednesday, '08:30')]).toEqual([old! + 1, wanted! - 1]);
    expect(await resident.client.refused(contract.cancelAppointment, { path: { id: appointment.id }, body: { version: appointment.version } })).toMatchObject({ code: 'APPOINTMENT_CHANGED', status: 409 });
    expect(await resident.client.refused(contract.moveAppointment, { path: { id: appointment.id }, body: { version: moved.version, date: wednesday, startTime: '08:30' } })).toMatchObject({ code: 'SLOT_UNAVAILABLE' });
  });

  it('does not move onto a day with another booking of the same service, nor after the slot began', async () => {
    const first = await book(resident);
    await book(resident, { date: wednesday });
    expect(await resident.client.refused(contract.moveAppointment, { path: { id: first.id }, body: { version: 0, date: wednesday, startTime: '15:00' } })).toMatchObject({ code: 'ALREADY_BOOKED' });
    server.clock.set(`${tuesday}T09:30:00+08:00`);
    expect(await resident.client.refused(contract.moveAppointment, { path: { id: first.id }, body: { version: 0, date: '2026-03-06', startTime: '15:00' } })).toMatchObject({ code: 'APPOINTMENT_ACTION_NOT_ALLOWED', rule: 'QU-1' });
    expect(await resident.client.refused(contract.cancelAppointment, { path: { id: first.id }, body: { version: 0 } })).toMatchObject({ message: expect.stringContaining('已开始') });
  });

  it('gives another code when someone has it on the new day', async () => {
    const appointment = await book(resident, { date: '2026-03-09' });
    const [other] = await residents(server, 1);
    const there = await book(other!, { date: '2026-03-10' });
    await server.query('UPDATE appointment SET check_in_code = ? WHERE id = ?', [appointment.checkInCode, there.id]);
    const moved = await resident.client.call(contract.moveAppointment, { path: { id: appointment.id }, body: { version: 0, date: '2026-03-10', startTime: '15:00' } });
    expect(moved.checkInCode).not.toBe(appointment.checkInCode);
  });

  it('does not tell another\'s appointment from none', async () => {
    const appointment = await book(resident);
    const [stranger] = await residents(server, 1);
    const path = { id: appointment.id };
    expect(await stranger!.client.refused(contract.appointmentDetail, { path })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await stranger!.client.refused(contract.cancelAppointment, { path, body: { version: 0 } })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await stranger!.client.refused(contract.moveAppointment, { path, body: { version: 0, date: wednesday, startTime: '15:00' } })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await anyone.refused(contract.appointmentDetail, { path })).toMatchObject({ code: 'SIGN_IN_REQUIRED' });
  });

  it('checks in by code at the right hall, on the day, from an hour before', async () => {
    const appointment = await book(resident);
    const enter = (person: Person, code = appointment.checkInCode) => person.client.refused(contract.checkIn, { body: { code } });
    expect(await enter(halls.clerk)).toMatchObject({ code: 'CHECK_IN_CODE_UNKNOWN', status: 404 }); // not today
    server.clock.set(`${tuesday}T08:29:00+08:00`);
    expect(await enter(halls.clerk)).toMatchObject({ code: 'APPOINTMENT_ACTION_NOT_ALLOWED', message: expect.stringContaining('09:30') });
    server.clock.set(`${tuesday}T08:30:00+08:00`);
    expect(await enter(halls.westClerk)).toMatchObject({ code: 'CHECK_IN_CODE_UNKNOWN' });
    expect(await enter(halls.clerk, String((Number(appointment.checkInCode) + 1) % 1_000_000).padStart(6, '0'))).toMatchObject({ code: 'CHECK_IN_CODE_UNKNOWN' });
    expect(await enter(halls.clerk, '12345')).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await enter(resident)).toMatchObject({ code: 'SIGN_IN_REQUIRED' });
    expect(await halls.clerk.client.call(contract.checkIn, { body: { code: appointment.checkInCode } })).toMatchObject({ id: appointment.id, state: 'checked-in', checkedInAt: '2026-03-03T00:30:00.000Z', serviceName: '过户' });
    expect(await enter(halls.clerk)).toMatchObject({ message: '已经签到，请等候叫号' });
  });

  it('calls, recalls and finishes; two clerks at once: one of them learns that it changed', async () => {
    const checkedIn = await present();
    const path = { id: checkedIn.id };
    const both = await Promise.all([halls.clerk, halls.partner].map((person) => person.client.send(contract.callAppointment, { path, body: { version: checkedIn.version, window: '3号' } })));
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 409]);
    const called = both.find((answer) => answer.status === 200)!.body as contract.HallDayItem;
    expect(called).toMatchObject({ state: 'called', window: '3号', calledAt: '2026-03-03T01:00:00.000Z', calledBy: expect.stringMatching(/王芳|李娜/) });
    expect(await resident.client.call(contract.appointmentDetail, { path })).toMatchObject({ state: 'called', window: '3号' });
    // AB-4: no one is called to a window whose clerk is away.
    await server.query('UPDATE staff SET on_duty = ? WHERE id = ?', [0, halls.clerk.id]);
    expect(await halls.clerk.client.refused(contract.callAppointment, { path, body: { version: called.version, window: '5号' } })).toMatchObject({ status: 409, code: 'PRESENCE_NOT_ALLOWED', rule: 'AB-4' });
    await server.query('UPDATE staff SET on_duty = ? WHERE id = ?', [1, halls.clerk.id]);
    const recalled = await halls.clerk.client.call(contract.callAppointment, { path, body: { version: called.version, window: '5号' } });
    expect(await halls.westClerk.client.refused(contract.finishAppointment, { path, body: { version: recalled.version, result: '已办' } })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await halls.clerk.client.call(contract.finishAppointment, { path, body: { version: recalled.version, result: '已办妥，新户主次月生效' } })).toMatchObject({ state: 'finished' });
    expect(await halls.clerk.client.refused(contract.finishAppointment, { path, body: { version: recalled.version + 1, result: '再来' } })).toMatchObject({ code: 'APPOINTMENT_ACTION_NOT_ALLOWED' });
    await book(resident, { startTime: '16:00' }); // what is finished stands in nobody's way
  });

  it('turns into a ticket with the acting clerk as first responsible, in one act, once (FI-1)', async () => {
    const checkedIn = await present();
    const path = { id: checkedIn.id };
    const called = await halls.clerk.client.call(contract.callAppointment, { path, body: { version: checkedIn.version, window: '2号' } });
    const body = { version: called.version, category: 'follow-on', title: '过户材料待核实', description: '原户主在外地，材料需核实', address: '荆河路8号2栋301' };
    expect(await halls.clerk.client.refused(contract.appointmentToTicket, { path, body: { ...body, category: 'toString' } })).toMatchObject({ code: 'INVALID_INPUT' });
    const idempotencyKey = randomUUID();
    const { appointment, ticketNumber } = await halls.clerk.client.call(contract.appointmentToTicket, { path, body, idempotencyKey });
    expect(appointment).toMatchObject({ state: 'finished', ticketNumber });
    expect(await halls.clerk.client.call(contract.appointmentToTicket, { path, body, idempotencyKey })).toMatchObject({ ticketNumber });
    expect(await halls.partner.client.refused(contract.appointmentToTicket, { path, body })).toMatchObject({ code: 'APPOINTMENT_CHANGED' });
    expect(await resident.client.call(ticketContract.ticketProgress, { path: { number: ticketNumber } })).toMatchObject({ kind: 'appointment-follow-on', firstResponsible: { name: '王芳', staffNumber: '1001', hallName: '城区营业厅' } });
    expect(await halls.clerk.client.call(ticketContract.staffTicket, { path: { number: ticketNumber } })).toMatchObject({ source: 'counter', title: '过户材料待核实' });
    expect((await server.query<{ n: number }>('SELECT COUNT(*) AS n FROM ticket WHERE resident_id = ?', [resident.id])).map((row) => Number(row.n))).toEqual([1]);
  });

  it('shows a hall its own day only, with places of all groups', async () => {
    await book(resident, { date: '2026-03-11', startTime: '14:00' });
    const day = await halls.clerk.client.call(contract.hallDay, { query: { date: '2026-03-11' } });
    expect(day.items).toMatchObject([{ state: 'booked', contactPhoneMasked: '138****0001', serviceName: '过户' }]);
    expect(JSON.stringify(day)).not.toContain('13812340001');
    expect(day.slots.find((slot) => slot.startTime === '14:00')).toMatchObject({ capacity: 13, free: 12 });
    expect((await halls.westClerk.client.call(contract.hallDay, { query: { date: '2026-03-11' } })).items).toEqual([]);
    expect(await halls.agent.client.refused(contract.hallDay)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await resident.client.refused(contract.hallDay)).toMatchObject({ code: 'SIGN_IN_REQUIRED' });
  });

  it('is booked by phone for who has no WeChat, once per number, service and day', async () => {
    const body = { serviceId, hallId: halls.west, date: wednesday, startTime: '10:30', contactName: '刘奶奶', contactPhone: '0632-5567890', note: '' };
    expect(await halls.agent.client.call(contract.bookByPhone, { body })).toMatchObject({ state: 'booked', serviceName: '过户', checkInCode: expect.stringMatching(/^\d{6}$/) });
    expect(await halls.clerk.client.refused(contract.bookByPhone, { body: { ...body, startTime: '14:00', contactPhone: '06325567890' } })).toMatchObject({ code: 'ALREADY_BOOKED' });
    expect(await halls.supervisor.client.refused(contract.bookByPhone, { body })).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('is moved and cancelled for who rings up: by the hall its own, by the hotline any', async () => {
    const { id } = await book(resident);
    const to = { version: 0, date: wednesday, startTime: '14:00' };
    expect(await halls.westClerk.client.refused(contract.moveForResident, { path: { id }, body: to })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await halls.supervisor.client.refused(contract.cancelForResident, { path: { id }, body: { version: 0 } })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await resident.client.refused(contract.cancelForResident, { path: { id }, body: { version: 0 } })).toMatchObject({ code: 'SIGN_IN_REQUIRED' });
    expect(await halls.clerk.client.call(contract.moveForResident, { path: { id }, body: to })).toMatchObject({ state: 'booked', date: wednesday, startTime: '14:00', version: 1 });
    expect([await free(tuesday, '09:30'), await free(wednesday, '14:00')]).toEqual([5, 4]);
    expect(await halls.agent.client.refused(contract.cancelForResident, { path: { id }, body: { version: 0 } })).toMatchObject({ code: 'APPOINTMENT_CHANGED' });
    expect(await halls.agent.client.call(contract.cancelForResident, { path: { id }, body: { version: 1 } })).toMatchObject({ state: 'cancelled', allowedActions: expect.not.arrayContaining([expect.objectContaining({ allowed: true })]) });
    expect(await free(wednesday, '14:00')).toBe(5);
    const notices = await server.query<{ notice_key: string }>('SELECT notice_key FROM notice WHERE resident_id = ? ORDER BY id', [resident.id]);
    expect(notices.map((row) => row.notice_key)).toEqual(['booked', 'moved:1', 'cancelled'].map((what) => `appointment:${id}:${what}`));
    // Cancelled, it stands in the way of no other.
    await book(resident, { date: wednesday, startTime: '14:00' });
  });

  it('booked by phone, is moved by phone, once per number, service and day; staff read what they can do', async () => {
    const body = { serviceId, hallId: halls.center, date: tuesday, startTime: '09:30', contactName: '刘奶奶', contactPhone: '0632-5567890', note: '' };
    const first = await halls.clerk.client.call(contract.bookByPhone, { body });
    await halls.clerk.client.call(contract.bookByPhone, { body: { ...body, date: wednesday } });
    const refused = await halls.clerk.client.refused(contract.moveForResident, { path: { id: first.id }, body: { version: 0, date: wednesday, startTime: '14:00' } });
    expect(refused).toMatchObject({ code: 'ALREADY_BOOKED', message: expect.stringContaining('这位居民') });
    expect((await halls.clerk.client.refused(contract.bookByPhone, { body })).message).not.toContain('我的预约');
    expect(await halls.clerk.client.call(contract.moveForResident, { path: { id: first.id }, body: { version: 0, date: tuesday, startTime: '14:00' } })).toMatchObject({ startTime: '14:00' });
  });

  it('is missed when nobody came by the end of the day, and not before', async () => {
    const appointment = await book(resident);
    const service = server.app.get(AppointmentService);
    await service.markMissed(new Date(`${tuesday}T23:59:00+08:00`));
    expect((await resident.client.call(contract.appointmentDetail, { path: { id: appointment.id } })).state).toBe('booked');
    await service.markMissed(new Date(`${wednesday}T00:00:00+08:00`));
    expect(await resident.client.call(contract.appointmentDetail, { path: { id: appointment.id } })).toMatchObject({ state: 'missed', version: 1, allowedActions: [{ allowed: false }, { allowed: false }] });
  });

  it('tells the hall of changes, and the resident when booked, moved and called', async () => {
    const appointment = await book(resident);
    const moved = await resident.client.call(contract.moveAppointment, { path: { id: appointment.id }, body: { version: 0, date: wednesday, startTime: '14:00' } });
    server.clock.set(`${wednesday}T13:30:00+08:00`);
    const checkedIn = await halls.clerk.client.call(contract.checkIn, { body: { code: moved.checkInCode } });
    await halls.clerk.client.call(contract.callAppointment, { path: { id: moved.id }, body: { version: checkedIn.version, window: '1号' } });
    const hints = await server.query<{ audience: string; subject: string }>("SELECT audience, subject FROM live_update WHERE topic = 'appointments'");
    expect(hints.filter((hint) => decrypt(hint.subject) === String(moved.id)).map((hint) => hint.audience)).toEqual(Array(4).fill(`hall:${halls.center}`));
    const notices = await server.query<{ notice_key: string; page: string }>('SELECT notice_key, page FROM notice WHERE resident_id = ? ORDER BY id', [resident.id]);
    expect(notices).toMatchObject([`appointment:${moved.id}:booked`, `appointment:${moved.id}:moved:1`, `appointment:${moved.id}:called:3`].map((notice_key) => ({ notice_key, page: `appointment/detail/index?id=${moved.id}` })));
  });
});

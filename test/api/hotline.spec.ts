/** A call: what is known of the caller, and what the call becomes (HL-3, HL-4, FI-1, CP-6, CP-7). */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { BodyInput } from '@shouwen/shared/contract';
import * as appointmentContract from '@shouwen/shared/contract/appointment';
import * as contract from '@shouwen/shared/contract/hotline';
import * as ticketContract from '@shouwen/shared/contract/ticket';
import { Bill } from '../../server/src/billing/index.js';
import { WaterAccount } from '../../server/src/customer/index.js';
import { digestOf, Transactions } from '../../server/src/database/index.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { type Halls, openHalls, residents } from '../support/halls.js';
import { Client } from '../support/http.js';
import { type ServerInProcess, startServer } from '../support/server.js';
import { billRow } from '../support/paying.js';

let lastPhone = 13912340000;

describeOnBothDatabases('hotline', (engine) => {
  let database: TestDatabase;
  let server: ServerInProcess;
  let halls: Halls;
  let agent: Client;
  /** A number that nobody has called from. */
  let phone: string;

  beforeAll(async () => {
    database = await engine.create();
    server = await startServer(database);
    server.clock.set('2026-03-02T10:00:00+08:00');
    halls = await openHalls(server);
    agent = halls.agent.client;
  });
  beforeEach(() => {
    phone = String(++lastPhone);
  });
  afterAll(async () => {
    await server?.close();
    await database?.drop();
  });

  const account = async (accountNumber: string, hallId = halls.west) => {
    const { identifiers } = await server.app.get(Transactions).run((tx) =>
      tx.insert(WaterAccount, { accountNumber, name: '李建国', address: '龙泉路6号1单元201', zone: 'suburban', phone, phoneDigest: digestOf(phone), householdSize: 3, meterNumber: '20260001', tariffCode: 'residential', hallId }),
    );
    return identifiers[0]!.id as number;
  };
  const begin = (client = agent, number = phone) => client.call(contract.beginCall, { body: { phone: number } });
  const form = (changes: Partial<BodyInput<typeof contract.ticketFromCall>> = {}): BodyInput<typeof contract.ticketFromCall> => ({
    category: 'ask-inquiry', title: '询问水费', description: '想知道上月为何偏高', contactName: '李建国', address: '龙泉路6号1单元201', accountId: null, transferToDepartmentId: null, ...changes,
  });
  const ticketFrom = (callId: number, changes: Partial<BodyInput<typeof contract.ticketFromCall>> = {}, client = agent) => client.call(contract.ticketFromCall, { path: { callId }, body: form(changes) });

  it('shows nothing for a number nobody knows', async () => {
    expect(await begin()).toEqual({ callId: expect.any(Number), phone, startedAt: '2026-03-02T02:00:00.000Z', accounts: [], openTickets: [], appointments: [], recentCalls: [] });
  });

  it('shows the caller\'s accounts with their debts, masked names, open tickets, bookings and earlier calls', async () => {
    const id = await account('630200000011');
    await server.app.get(Transactions).run((tx) => tx.insert(Bill, bill(id)));
    const first = await begin();
    const ticket = await ticketFrom(first.callId, { accountId: id });
    await agent.call(contract.endCall, { path: { callId: first.callId }, body: { summary: '问水费' } });
    await agent.call(appointmentContract.bookByPhone, {
      body: { serviceId: halls.service('过户'), hallId: halls.west, date: '2026-03-03', startTime: '09:30', contactName: '李建国', contactPhone: phone, note: '' },
    });
    const card = await begin(halls.otherAgent.client);
    expect(card.callId).not.toBe(first.callId);
    expect(card.accounts).toEqual([{ id, accountNumber: '630200000011', nameMasked: '李**', address: '龙泉路6号1单元201', zone: 'suburban', owedFen: 3500, unpaidBillCount: 1 }]);
    expect(card.openTickets).toMatchObject([{ number: ticket.number, kind: 'consultation', state: 'registered', title: '询问水费', firstResponsibleName: '孙丽' }]);
    expect(card.appointments).toMatchObject([{ serviceName: '过户', hallName: '城西营业厅', date: '2026-03-03', startTime: '09:30' }]);
    expect(card.recentCalls).toEqual([{ at: first.startedAt, agentName: '孙丽', summary: '问水费' }]);
  });

  it('knows one number in its spellings', async () => {
    const id = await account(`63${phone.slice(-8)}`);
    expect((await begin(agent, `0${phone}`)).accounts).toMatchObject([{ id }]);
    const spelled = `${phone.slice(0, 3)}-${phone.slice(3)}`;
    expect((await begin(agent, spelled)).accounts).toMatchObject([{ id }]);
    const { number } = await halls.clerk.client.call(ticketContract.registerTicket, {
      body: { source: 'counter', category: 'ask-inquiry', title: '询问水费', description: '窗口登记', contactName: '李建国', contactPhone: spelled, address: '龙泉路6号' },
    });
    expect((await begin()).openTickets).toMatchObject([{ number }]);
  });

  it('is one call when begun again while open, also at the same moment, and another after its end', async () => {
    const cards = await Promise.all(Array.from({ length: 6 }, () => begin()));
    expect(new Set(cards.map((card) => card.callId)).size).toBe(1);
    const { callId } = cards[0]!;
    expect((await begin(halls.otherAgent.client)).callId).not.toBe(callId);
    const end = { path: { callId }, body: { summary: '已答复' } };
    expect(await agent.call(contract.endCall, end)).toEqual({ done: true });
    expect(await agent.call(contract.endCall, { ...end, body: { summary: '改了' } })).toEqual({ done: true });
    expect((await begin()).callId).not.toBe(callId);
    const { items } = await agent.call(contract.recentCalls);
    expect(items.find((call) => call.callId === callId)).toMatchObject({ phone, summary: '已答复', endedAt: '2026-03-02T02:00:00.000Z', ticketNumber: null });
  });

  it('keeps numbers and summaries unreadable in the table', async () => {
    const { callId } = await begin();
    await agent.call(contract.endCall, { path: { callId }, body: { summary: '来电人住龙泉路' } });
    const [row] = await server.query('SELECT * FROM hotline_call WHERE id = ?', [callId]);
    expect(JSON.stringify(row)).not.toMatch(new RegExp(`${phone}|龙泉路`));
  });

  it('is for the agent who took it, and for hotline staff', async () => {
    const { callId } = await begin();
    expect(await halls.otherAgent.client.refused(contract.callerCard, { path: { callId } })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await halls.otherAgent.client.refused(contract.ticketFromCall, { path: { callId }, body: form() })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await halls.otherAgent.client.refused(contract.endCall, { path: { callId }, body: { summary: '' } })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await halls.clerk.client.refused(contract.callerCard, { path: { callId } })).toMatchObject({ code: 'FORBIDDEN' });
    const [resident] = await residents(server, 1);
    expect(await resident!.client.refused(contract.beginCall, { body: { phone } })).toMatchObject({ code: 'SIGN_IN_REQUIRED' });
  });

  it('becomes a ticket with the agent first responsible, of the account\'s hall, seen in the app of whoever owns the number (FI-1)', async () => {
    const accountId = await account(`64${phone.slice(-8)}`);
    const [resident] = await residents(server, 1, phone);
    const { callId } = await begin();
    const idempotencyKey = randomUUID();
    const request = { path: { callId }, body: form({ accountId, landmark: '东沙河小学' }), idempotencyKey };
    const ticket = await agent.call(contract.ticketFromCall, request);
    expect(ticket).toMatchObject({ source: 'hotline', state: 'registered', landmark: '东沙河小学', contactName: expect.stringContaining('李'), firstResponsible: { name: '孙丽', staffNumber: '2001' } });
    expect((await agent.call(contract.ticketFromCall, request)).number).toBe(ticket.number);
    expect(await server.query<{ hall_id: number }>('SELECT hall_id FROM ticket WHERE account_id = ?', [accountId])).toEqual([{ hall_id: halls.west }]);
    expect((await agent.call(contract.recentCalls)).items.find((call) => call.callId === callId)).toMatchObject({ ticketNumber: ticket.number });
    expect((await resident!.client.call(ticketContract.myTickets)).items).toMatchObject([{ number: ticket.number }]);
  });

  it('goes to a department in the same act (FI-3)', async () => {
    const { callId } = await begin();
    const ticket = await ticketFrom(callId, { category: 'road-leak', title: '路面冒水', transferToDepartmentId: halls.repairs });
    expect(ticket).toMatchObject({ kind: 'leak', state: 'transferred', departmentName: '抢修队', firstResponsibleName: '孙丽' });
    expect(await agent.refused(contract.ticketFromCall, { path: { callId }, body: form({ transferToDepartmentId: 4711 }) })).toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('is answered by speech and closed when solved in the call, unless the answer is none (HL-3, FI-9)', async () => {
    const { callId } = await begin();
    expect(await ticketFrom(callId, { category: 'ask-simple', solvedInCall: '已告知营业时间为 8:30 至 17:00' })).toMatchObject({ state: 'closed' });
    const before = await server.query('SELECT id FROM ticket');
    expect(await agent.refused(contract.ticketFromCall, { path: { callId }, body: form({ solvedInCall: '不清楚' }) })).toMatchObject({ code: 'DISMISSIVE_ANSWER', rule: 'FI-9' });
    expect(await agent.refused(contract.ticketFromCall, { path: { callId }, body: form({ solvedInCall: '已答复', transferToDepartmentId: halls.repairs }) })).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await agent.refused(contract.ticketFromCall, { path: { callId }, body: form({ category: 'constructor' }) })).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await agent.refused(contract.ticketFromCall, { path: { callId }, body: form({ accountId: 999_999 }) })).toMatchObject({ code: 'INVALID_INPUT' });
    // Nothing of a refused call is half done.
    expect(await server.query('SELECT id FROM ticket')).toEqual(before);
  });

  it('is noted on the ticket that exists, not filed again', async () => {
    const first = await begin();
    const ticket = await ticketFrom(first.callId);
    await agent.call(contract.endCall, { path: { callId: first.callId }, body: { summary: '' } });
    const again = await begin(halls.otherAgent.client);
    expect(again.openTickets.map((open) => open.number)).toEqual([ticket.number]);
    const spoken = ticket.numberSpoken;
    const noted = await halls.otherAgent.client.call(contract.noteFromCall, { path: { callId: again.callId }, body: { ticketNumber: spoken, text: '催问进度' } });
    expect(noted.number).toBe(ticket.number);
    expect(noted.timeline.at(-1)).toMatchObject({ type: 'noted', text: '来电：催问进度', actor: expect.stringContaining('周洁') });
    expect(noted.firstResponsible.staffNumber).toBe('2001');
    const wrong = ticket.number.slice(0, 8) + String((Number(ticket.number[8]) + 1) % 10);
    expect(await halls.otherAgent.client.refused(contract.noteFromCall, { path: { callId: again.callId }, body: { ticketNumber: wrong, text: '催问' } })).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('keeps a confidential complainant off every card and list (CP-6)', async () => {
    const { callId } = await begin();
    const ticket = await ticketFrom(callId, { category: 'complaint-rude', title: '窗口态度', contactName: '李建国', confidential: true, complainedStaffIds: [halls.clerk.id] });
    await agent.call(contract.endCall, { path: { callId }, body: { summary: '李建国投诉窗口' } });
    const later = await begin(halls.otherAgent.client);
    expect(later.openTickets).toEqual([]);
    expect(later.recentCalls).toEqual([]);
    const seenByColleague = await halls.otherAgent.client.call(ticketContract.staffTicket, { path: { number: ticket.number } });
    expect(JSON.stringify(seenByColleague)).not.toMatch(new RegExp(`李建国|${phone}|${phone.slice(0, 3)}\\*{4}${phone.slice(-4)}`));
    const listed = (await agent.call(contract.recentCalls)).items.find((call) => call.callId === callId);
    expect(listed).toMatchObject({ phone: '保密', summary: '', ticketNumber: ticket.number });
    expect(await agent.call(contract.callerCard, { path: { callId } })).toMatchObject({ phone: '保密', accounts: [], openTickets: [], recentCalls: [] });
    // Not through the app of whoever owns the number either, which others may hold in their hands.
    const [resident] = await residents(server, 1, phone);
    expect((await resident!.client.call(ticketContract.myTickets)).items).toEqual([]);
  });

  it('hides a secret matter also when a later call was noted on it', async () => {
    const first = await begin();
    const ticket = await ticketFrom(first.callId, { category: 'complaint-rude', confidential: true });
    const again = await begin(halls.otherAgent.client);
    await halls.otherAgent.client.call(contract.noteFromCall, { path: { callId: again.callId }, body: { ticketNumber: ticket.number, text: '问投诉进展' } });
    await halls.otherAgent.client.call(contract.endCall, { path: { callId: again.callId }, body: { summary: '问投诉' } });
    await agent.call(contract.endCall, { path: { callId: first.callId }, body: { summary: '投诉' } });
    expect((await begin()).recentCalls).toEqual([]);
  });

  it('cannot be taken down by the person complained of or a partner (CP-7)', async () => {
    const { callId } = await begin();
    expect(await agent.refused(contract.ticketFromCall, { path: { callId }, body: form({ category: 'complaint-rude', complainedStaffIds: [halls.agent.id] }) })).toMatchObject({ code: 'FORBIDDEN', rule: 'CP-7' });
  });

  it('shows no earlier call about a complaint to the person complained of (CP-7)', async () => {
    const { callId } = await begin(halls.otherAgent.client);
    await halls.otherAgent.client.call(contract.ticketFromCall, { path: { callId }, body: form({ category: 'complaint-rude', complainedStaffIds: [halls.agent.id] }) });
    await halls.otherAgent.client.call(contract.endCall, { path: { callId }, body: { summary: '投诉坐席态度' } });
    expect((await begin()).recentCalls).toEqual([]);
    expect((await begin(halls.otherAgent.client)).recentCalls.map(({ summary }) => summary)).toContain('投诉坐席态度');
  });

  it('rings at the agent\'s console, for the exchange only', async () => {
    const anyone = new Client(server.url);
    const ring = (token: string | null, staffNumber = '2001') => anyone.send(contract.incomingCall, { body: { phone: `0${phone}`, staffNumber }, headers: token === null ? {} : { authorization: `Bearer ${token}` } });
    expect((await ring(null)).status).toBe(403);
    expect((await ring('exchange-token-of-a-test-ruN')).status).toBe(403);
    expect((await ring(halls.agent.token)).status).toBe(403);
    expect((await ring('exchange-token-of-a-test-run', '1001')).status).toBe(404); // a clerk takes no calls
    const stream = await fetch(`${server.url}/api/staff/live`, { headers: { authorization: `Bearer ${halls.agent.token}` } });
    const reader = stream.body!.getReader();
    try {
      await reader.read(); // the greeting
      expect((await ring('exchange-token-of-a-test-run')).body).toEqual({ accepted: true });
      let heard = '';
      while (!heard.includes('"call"')) heard += new TextDecoder().decode((await reader.read()).value);
      expect(heard).toContain(JSON.stringify({ topic: 'call', subject: phone }));
    } finally {
      await reader.cancel();
    }
  });
});

describeOnBothDatabases('hotline without an exchange', (engine) => {
  it('has no door for one', async () => {
    const database = await engine.create();
    const server = await startServer(database, { HOTLINE_EXCHANGE_TOKEN: '' });
    try {
      const answer = await new Client(server.url).send(contract.incomingCall, { body: { phone: '13812340001', staffNumber: '2001' }, headers: { authorization: 'Bearer ' } });
      expect(answer).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    } finally {
      await server.close();
      await database.drop();
    }
  });
});

/** Ten cubic metres at 3.50 yuan, due before the day of the tests. */
const bill = (accountId: number): Partial<Bill> => ({
  ...billRow(accountId, 3500), readingOrdinal: 1, dueOn: '2026-02-15', lateFeeFromOn: '2026-02-15', lateFeeRate: 0,
});

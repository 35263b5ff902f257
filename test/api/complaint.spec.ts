/** Complaints: out of reach of the person complained of, secret where asked for, answered in writing (CP-3, CP-5, CP-6, CP-7). */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { fileComplaint } from '@shouwen/shared/contract/complaint';
import * as ticket from '@shouwen/shared/contract/ticket';
import { ticketIdOf, ticketNumberOf } from '@shouwen/shared/value';
import { Transactions } from '../../server/src/database/index.js';
import { LiveUpdateRow } from '../../server/src/http/index.js';
import { Notice } from '../../server/src/notice/index.js';
import { Post } from '../../server/src/staff/index.js';
import { TicketService } from '../../server/src/ticket/index.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { type ServerInProcess, startServer } from '../support/server.js';
import { buildTown, type Town, type TownPerson } from '../support/ticket-town.js';

describeOnBothDatabases('complaints', (engine) => {
  let database: TestDatabase;
  let server: ServerInProcess;
  let town: Town;
  let resident: TownPerson;
  beforeAll(async () => {
    database = await engine.create();
    server = await startServer(database);
    town = await buildTown(server);
  });
  afterAll(async () => {
    await server?.close();
    await database?.drop();
  });
  beforeEach(async () => {
    server.clock.set('2026-09-28T10:00:00+08:00');
    resident = await town.resident();
  });
  const file = (more: object = {}) =>
    resident.client.call(fileComplaint, {
      body: {
        category: 'complaint-rude', title: '窗口态度', description: '办业务时被训斥', hallId: town.centre, complainedStaffNumber: '', confidential: false, accountId: null,
        contactName: '何静', contactPhone: '13712345678', address: '平行路6号', attachmentIds: [], ...more,
      },
    });

  it('the person complained of and their partner never learn of it, whatever they try', async () => {
    const filed = await file({ complainedStaffNumber: town.wang.staffNumber });
    const path = { number: filed.number };
    // Both clerks on duty are out of the question, and so is nobody else.
    expect(filed.firstResponsible.staffNumber).toBe(town.off.staffNumber);
    for (const person of [town.wang, town.li]) {
      const unknown = await person.client.refused(ticket.staffTicket, { path: { number: ticketNumberOf(70_000_000) } });
      const { requestId: _, ...refusal } = await person.client.refused(ticket.staffTicket, { path });
      expect(refusal).toEqual({ code: 'NOT_FOUND', message: unknown.message, status: 404 });
      const tries = [
        person.client.refused(ticket.note, { path, body: { version: 1, text: '我看看', attachmentIds: [] } }),
        person.client.refused(ticket.note, { path, body: { version: 7, text: '我看看', attachmentIds: [] } }),
        person.client.refused(ticket.transfer, { path, body: { version: 1, departmentId: 4711 } }),
        person.client.refused(ticket.answer, { path, body: { version: 1, text: '已道歉', written: true } }),
        person.client.refused(ticket.unmask, { path, body: { reason: '核实' } }),
      ];
      for (const refused of await Promise.all(tries)) expect([refused.code, refused.message, refused.rule]).toEqual(['NOT_FOUND', unknown.message, undefined]);
      for (const view of ['mine', 'department'] as const) expect((await person.client.call(ticket.staffTickets, { query: { view, status: 'all' } })).items.map((i) => i.number)).not.toContain(filed.number);
      expect((await person.client.call(ticket.staffTickets, { query: { number: filed.number } })).items).toEqual([]);
      expect(await server.app.get(TicketService).openTicketsForCaller(person, { phone: '13712345678', accountIds: [] })).toEqual([]);
    }
    // The hotline's card shows it to anyone else.
    expect((await server.app.get(TicketService).openTicketsForCaller(town.agent, { phone: '13712345678', accountIds: [] })).map((t) => t.number)).toContain(filed.number);
    const hints = await server.app.get(Transactions).run((tx) => tx.find(LiveUpdateRow));
    const words = hints.filter((hint) => hint.subject === filed.number).flatMap((hint) => hint.audience.split(' '));
    expect(words).toContain(`staff:${town.off.id}`);
    expect(words).toContain(`staff:${town.director.id}`);
    expect(words.filter((word) => !word.startsWith('staff:'))).toEqual([]);
    expect(words).not.toContain(`staff:${town.wang.id}`);
    expect(words).not.toContain(`staff:${town.li.id}`);
  });

  it('knows the badge however the number was written', async () => {
    const [first, ...rest] = town.wang.staffNumber;
    for (const written of [town.wang.staffNumber.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)), `${town.wang.staffNumber}号`, `工号：${town.wang.staffNumber}`, `${first} ${rest.join('')}`]) {
      const filed = await file({ complainedStaffNumber: written, confidential: true });
      expect([written, filed.firstResponsible.staffNumber]).toEqual([written, town.off.staffNumber]);
      expect(await town.wang.client.refused(ticket.staffTicket, { path: { number: filed.number } })).toMatchObject({ code: 'NOT_FOUND' });
    }
  });

  it('a leader complained of loses sight of it too, and so does whoever becomes their partner later', async () => {
    const filed = await file({ complainedStaffNumber: town.director.staffNumber });
    const path = { number: filed.number };
    expect((await town.director.client.refused(ticket.staffTicket, { path })).code).toBe('NOT_FOUND');
    expect((await town.director.client.call(ticket.staffTickets, { query: { view: 'hall', status: 'all' } })).items.map((i) => i.number)).not.toContain(filed.number);
    expect((await town.supervisor.client.call(ticket.staffTicket, { path })).number).toBe(filed.number);
    await server.app.get(Transactions).run((tx) => tx.insert(Post, { name: '代班', aStaffId: town.director.id, bStaffId: town.supervisor.id }));
    expect((await town.supervisor.client.refused(ticket.staffTicket, { path })).code).toBe('NOT_FOUND');
    expect((await town.supervisor.client.call(ticket.staffTickets, { query: { view: 'hall', kind: 'complaint' } })).items.map((i) => i.number)).not.toContain(filed.number);
    await server.app.get(Transactions).run((tx) => tx.delete(Post, { name: '代班' }));
  });

  it('an unknown staff number is taken as if it were known, and kept in the words', async () => {
    const known = await file({ complainedStaffNumber: town.southClerk.staffNumber });
    const unknown = await file({ complainedStaffNumber: '8888' });
    const shape = (progress: ticket.TicketProgress) => ({ ...progress, number: '', numberSpoken: '', description: '', firstResponsible: '', timeline: progress.timeline.map((e) => e.type) });
    expect(shape(unknown)).toEqual(shape(known));
    expect(unknown.description).toContain('被投诉人工号：8888');
    expect(JSON.stringify(known)).not.toContain('钱进');
  });

  it('a secret complainant is known to the first responsible, the handler and the supervisor only', async () => {
    const filed = await file({ confidential: true, category: 'complaint-meter', title: '水表走得快' });
    const path = { number: filed.number };
    const clerk = [town.wang, town.li].find((p) => p.staffNumber === filed.firstResponsible.staffNumber)!;
    const secret = { contactName: '保密', contactPhone: '保密', address: '保密', mayUnmask: false, accountNumber: null };
    const known = { contactName: '何*', contactPhone: '137****5678', address: '平行路6号', mayUnmask: true };
    expect(await clerk.client.call(ticket.staffTicket, { path })).toMatchObject(known);
    expect(await town.supervisor.client.call(ticket.staffTicket, { path })).toMatchObject(known);
    expect(await town.director.client.call(ticket.staffTicket, { path })).toMatchObject(secret);
    expect(await town.director.client.refused(ticket.unmask, { path, body: { reason: '了解情况' } })).toMatchObject({ code: 'FORBIDDEN', rule: 'CP-6' });
    expect((await town.administrator.client.refused(ticket.staffTicket, { path })).code).toBe('NOT_FOUND');
    for (const list of [clerk.client.call(ticket.staffTickets, { query: { view: 'mine' } }), town.director.client.call(ticket.staffTickets, { query: { view: 'hall' } })])
      expect((await list).items.find((i) => i.number === filed.number)).toMatchObject({ confidential: true, address: '保密' });
    expect((await server.app.get(TicketService).openTicketsForCaller(town.agent, { phone: '13712345678', accountIds: [] })).map((t) => t.number)).not.toContain(filed.number);
    // By its number the hotline finds it, without the person.
    const asked = await town.agent.client.call(ticket.staffTicket, { path });
    expect(asked).toMatchObject(secret);
    expect(JSON.stringify(asked)).not.toMatch(/何静|13712345678|平行路/);

    await clerk.client.call(ticket.transfer, { path, body: { version: 1, departmentId: town.metering } });
    expect(await town.handler.client.call(ticket.staffTicket, { path })).toMatchObject(secret);
    await town.handler.client.call(ticket.accept, { path, body: { version: 2 } });
    expect(await town.handler.client.call(ticket.staffTicket, { path })).toMatchObject(known);
    expect(await town.handler.client.call(ticket.unmask, { path, body: { reason: '约时间验表' } })).toEqual({ contactName: '何静', contactPhone: '13712345678' });
    await town.handler.client.call(ticket.returnResult, { path, body: { version: 3, result: '验表合格', attachmentIds: [] } });
    expect(await town.handler.client.call(ticket.staffTicket, { path })).toMatchObject(secret);
    const looks = await server.query('SELECT staff_id, ticket_id, reason FROM personal_data_access ORDER BY id');
    expect(looks).toEqual([{ staff_id: town.handler.id, ticket_id: ticketIdOf(filed.number), reason: '约时间验表' }]);
    // What is stored is not readable by whoever gets hold of the file.
    const [row] = await server.query<Record<string, unknown>>('SELECT * FROM ticket WHERE id = ?', [ticketIdOf(filed.number)]);
    expect(JSON.stringify(row)).not.toMatch(/何静|13712345678|平行路|水表走得快/);
  });

  it('what a secret complainant called a file is forgotten (CP-6)', async () => {
    const upload = async () => {
      const form = new FormData();
      form.append('file', new Blob([Buffer.from('%PDF-1.4\n%%EOF')]), '何静的投诉书.pdf');
      const answer = await fetch(`${server.url}/api/attachments`, { method: 'POST', headers: { authorization: `Bearer ${resident.token}` }, body: form });
      return ((await answer.json()) as { id: number }).id;
    };
    const secret = await file({ confidential: true, attachmentIds: [await upload()] });
    await resident.client.call(ticket.addNote, { path: { number: secret.number }, body: { text: '补充材料', attachmentIds: [await upload()] } });
    const seen = await town.director.client.call(ticket.staffTicket, { path: { number: secret.number } });
    expect(seen.timeline.flatMap((entry) => entry.attachments.map(({ name }) => name))).toEqual(['文件.pdf', '文件.pdf']);
    expect((await fetch(server.url + seen.attachments[0]!.url)).headers.get('content-disposition')).not.toContain(encodeURIComponent('何静'));
    const open = await file({ attachmentIds: [await upload()] });
    expect(open.attachments.map(({ name }) => name)).toEqual(['何静的投诉书.pdf']);
  });

  it('runs its clocks over the national holiday, closes with a written answer only, and messages name nothing', async () => {
    const filed = await file();
    const path = { number: filed.number };
    const clerk = [town.wang, town.li].find((p) => p.staffNumber === filed.firstResponsible.staffNumber)!;
    expect(filed.clocks.map((c) => [c.clock, c.dueAt])).toEqual([['first-response', '2026-09-28T06:00:00.000Z'], ['resolution', '2026-10-10T16:00:00.000Z']]);
    expect(filed.clocks[1]!.why.join('')).toMatch(/国庆/);
    let seen = await clerk.client.call(ticket.respond, { path, body: { version: 1, text: '您好，已收到，正在核查' } });
    expect(seen.clocks[0]).toMatchObject({ clock: 'first-response', state: 'met' });
    expect((await resident.client.call(ticket.ticketProgress, { path })).timeline.at(-1)).toMatchObject({ type: 'responded', label: '首问责任人已联系您', text: '您好，已收到，正在核查' });
    seen = await clerk.client.call(ticket.answer, { path, body: { version: 2, text: '已向您电话道歉', written: false, close: false } });
    expect(seen).toMatchObject({ state: 'answered', nextClock: 'resolution' });
    expect(await clerk.client.refused(ticket.close, { path, body: { version: 3 } })).toMatchObject({ code: 'WRITTEN_ANSWER_REQUIRED', rule: 'CP-5' });
    expect(seen.allowedActions.find((a) => a.action === 'close')).toMatchObject({ allowed: false, why: expect.stringContaining('书面') });
    seen = await clerk.client.call(ticket.answer, { path, body: { version: 3, text: '经核查属实，已批评教育并致歉', written: true, close: false } });
    expect(seen).toMatchObject({ state: 'answered', nextClock: null });
    expect(await clerk.client.refused(ticket.close, { path, body: { version: 4 } })).toMatchObject({ code: 'CONCLUSION_REQUIRED', rule: 'CP-8' });
    await clerk.client.call(ticket.conclude, { path, body: { version: 4, outcome: 'upheld', finding: '监控可见训斥', lesson: '忙时先请居民稍坐' } });
    seen = await clerk.client.call(ticket.close, { path, body: { version: 5 } });
    expect(seen.state).toBe('closed');
    const notices = await server.app.get(Transactions).run((tx) => tx.findBy(Notice, { residentId: resident.id }));
    expect(notices.length).toBe(3);
    expect(notices.map((notice) => notice.fields ?? '').join()).not.toMatch(/窗口态度|何静|投诉|道歉/);
  });

  it('water quality needs someone on site within four hours', async () => {
    const filed = await file({ category: 'complaint-quality' });
    expect(filed.clocks.map((c) => c.clock).sort()).toEqual(['first-response', 'on-site', 'resolution']);
    expect(filed.next).toBe('预计今天 14:00 前与您联系');
  });

  it('nobody registers a complaint about themselves or their partner', async () => {
    const body = {
      source: 'counter' as const, category: 'complaint-rude', title: '态度', description: '当面投诉', address: '大厅', contactName: '', contactPhone: '', complainedStaffIds: [town.li.id],
    };
    const before = await server.query('SELECT id FROM ticket');
    for (const person of [town.wang, town.li]) expect(await person.client.refused(ticket.registerTicket, { body })).toMatchObject({ code: 'FORBIDDEN', rule: 'CP-7' });
    expect(await server.query('SELECT id FROM ticket')).toEqual(before);
    const taken = await town.off.client.call(ticket.registerTicket, { body });
    expect(taken).toMatchObject({ writtenAnswerRequired: false, firstResponsibleNumber: town.off.staffNumber });
  });

  it('bad input: an account or a hall that is not theirs or not there', async () => {
    const body = { category: 'complaint-bill' as const, title: '账单', description: '不对', hallId: null, accountId: 77, contactName: '何静', contactPhone: '13712345678', attachmentIds: [] };
    expect((await resident.client.refused(fileComplaint, { body })).code).toBe('NOT_FOUND');
    expect((await resident.client.refused(fileComplaint, { body: { ...body, accountId: null, hallId: 4711 } })).code).toBe('INVALID_INPUT');
    expect((await town.wang.client.refused(fileComplaint, { body: { ...body, accountId: null } })).code).toBe('SIGN_IN_REQUIRED');
  });
});

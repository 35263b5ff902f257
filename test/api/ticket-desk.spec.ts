/** What goes with a ticket on the desk: templates and drafts, who else is there, who has seen it, the written notice and the register. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { reportLeak } from '@shouwen/shared/contract/leak';
import * as ticket from '@shouwen/shared/contract/ticket';
import * as desk from '@shouwen/shared/contract/ticket-desk';
import { pathOf } from '@shouwen/shared/contract';
import ExcelJS from 'exceljs';
import { Transactions } from '../../server/src/database/index.js';
import { RegisterExport, ReplyDraftRow, TicketReading } from '../../server/src/ticket/index.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { textOfPdf, tight } from '../support/pdf.js';
import { type ServerInProcess, startServer } from '../support/server.js';
import { buildTown, PLACES, type Town, type TownPerson } from '../support/ticket-town.js';

describeOnBothDatabases('the desk around a ticket', (engine) => {
  let database: TestDatabase;
  let server: ServerInProcess;
  let town: Town;
  beforeAll(async () => {
    database = await engine.create();
    server = await startServer(database);
    town = await buildTown(server);
  });
  afterAll(async () => {
    await server?.close();
    await database?.drop();
  });
  beforeEach(() => server.clock.set('2026-11-18T10:00:00+08:00'));

  const register = (clerk: TownPerson, more: object = {}) =>
    clerk.client.call(ticket.registerTicket, {
      body: { source: 'counter', category: 'bill-volume', title: '水量偏高', description: '比上月多一倍', contactName: '马强', contactPhone: '13600001111', address: '学院路3号', landmark: '邮局旁', ...more },
    });
  const at = ({ number }: { number: string }) => ({ path: { number } });
  const stored = <T>(read: Parameters<Transactions['run']>[0]) => server.app.get(Transactions).run(read) as Promise<T>;
  const file = async (person: TownPerson, path: string) => {
    const response = await fetch(server.url + path, { headers: { authorization: `Bearer ${person.token}` } });
    return { status: response.status, type: response.headers.get('content-type') ?? '', bytes: Buffer.from(await response.arrayBuffer()) };
  };

  it('templates come filled, without the whole name; what is not known stays in sight (FI-9, PR-1)', async () => {
    const made = await register(town.wang);
    const { templates, dismissivePhrases, draft } = await town.wang.client.call(desk.replyAids, at(made));
    expect(dismissivePhrases).toContain('不归我管');
    expect(draft).toEqual({ text: '', revision: 0, updatedAt: null });
    expect(templates.length).toBeGreaterThan(0);
    const all = templates.map((template) => template.text).join('\n');
    expect(all).toContain('马先生/女士');
    expect(all).not.toContain('马强');
    expect(all).toContain(made.numberSpoken);
    for (const template of templates) for (const field of template.unfilled) expect(template.text).toContain(`{${field}}`);
  });

  it('a draft is kept for its writer alone, and two windows do not overwrite each other', async () => {
    const made = await register(town.wang);
    const keep = (text: string, revision: number) => town.wang.client.call(desk.keepReplyDraft, { ...at(made), body: { text, revision } });
    expect(await keep('您好', 0)).toMatchObject({ text: '您好', revision: 1 });
    expect(await keep('您好，已核实', 1)).toMatchObject({ revision: 2 });
    for (const revision of [0, 1, 7]) expect((await town.wang.client.refused(desk.keepReplyDraft, { ...at(made), body: { text: '另一个窗口', revision } })).code).toBe('DRAFT_CHANGED');
    expect((await town.wang.client.call(desk.replyAids, at(made))).draft).toMatchObject({ text: '您好，已核实', revision: 2 });
    expect((await town.director.client.call(desk.replyAids, at(made))).draft.text).toBe('');
    expect((await stored<{ text: string }[]>((tx) => tx.query('SELECT text FROM reply_draft')))[0]!.text).not.toContain('已核实');
    // Sent, it is no draft any more.
    await town.wang.client.call(ticket.answer, { ...at(made), body: { version: made.version, text: '您好，已核实，水表正常', written: false } });
    expect(await stored<number>((tx) => tx.countBy(ReplyDraftRow, {}))).toBe(0);
  });

  it('two at one ticket see each other while both are there; nobody else does (CP-7)', async () => {
    const made = await register(town.southClerk, { category: 'complaint-rude', complainedStaffIds: [town.li.id] });
    const be = (person: TownPerson, writing = false) => person.client.call(desk.beAtTicket, { ...at(made), body: { writing } });
    const clerk = await register(town.southClerk, { title: '另一件' });
    const mine = (person: TownPerson, writing: boolean) => person.client.call(desk.beAtTicket, { ...at(clerk), body: { writing } });
    expect(await mine(town.southClerk, true)).toEqual({ others: [] });
    expect(await mine(town.agent, false)).toEqual({ others: [{ name: '钱进', staffNumber: '1101', writing: true }] });
    expect(await mine(town.southClerk, false)).toEqual({ others: [{ name: '郑丽', staffNumber: '2001', writing: false }] });
    server.clock.set('2026-11-18T10:01:00+08:00');
    expect(await mine(town.agent, false)).toEqual({ others: [] });
    // The one complained of and whoever shares the post: neither may know of it.
    for (const person of [town.li, town.wang]) expect((await person.client.refused(desk.beAtTicket, { ...at(made), body: { writing: false } })).code).toBe('NOT_FOUND');
    await be(town.supervisor);
  });

  it('who has seen a ticket is recorded once an hour, and shown to those who lead (PR-2)', async () => {
    const made = await register(town.wang);
    await town.wang.client.call(ticket.staffTicket, at(made));
    await town.wang.client.call(ticket.staffTicket, at(made));
    server.clock.set('2026-11-18T11:05:00+08:00');
    await town.wang.client.call(ticket.staffTicket, at(made));
    await town.agent.client.call(ticket.staffTicket, at(made));
    await town.wang.client.call(ticket.unmask, { ...at(made), body: { reason: '联系居民核实情况' } });
    expect((await town.southClerk.client.refused(ticket.staffTicket, at(made))).code).toBe('NOT_FOUND');
    const first = await town.director.client.call(desk.ticketReaders, { ...at(made), query: { size: 2 } });
    expect(first.items.map((reading) => reading.name)).toEqual(['郑丽', '王芳']);
    expect(first.unmasked).toMatchObject([{ name: '王芳', reason: '联系居民核实情况' }]);
    const rest = await town.director.client.call(desk.ticketReaders, { ...at(made), query: { size: 2, cursor: first.next! } });
    expect(rest.items.map(({ name, at: when }) => [name, when])).toEqual([['王芳', '2026-11-18T02:00:00.000Z']]);
    expect(rest.next).toBeNull();
    expect((await town.wang.client.refused(desk.ticketReaders, at(made))).code).toBe('FORBIDDEN');
    expect(await stored<number>((tx) => tx.countBy(TicketReading, { staffId: town.southClerk.id }))).toBe(0);
  });

  it('who has read a complaint is the supervisor’s to know: it would tell who investigates (CP-6)', async () => {
    const made = await register(town.southClerk, { category: 'complaint-meter' });
    const leader = await town.hire('1601', ['hall-director'], town.south, null);
    await leader.client.call(ticket.staffTicket, at(made));
    expect((await leader.client.refused(desk.ticketReaders, at(made))).code).toBe('FORBIDDEN');
    expect((await town.supervisor.client.call(desk.ticketReaders, at(made))).items.map((reading) => reading.name)).toEqual(['员工1601']);
  });

  it('the written notice names every item with how to meet it, on the screen and on paper, for staff and the one it is about (TL-5)', async () => {
    const resident = await town.resident('13677778888');
    const made = await register(town.wang, { category: 'apply-move-meter', contactPhone: '13677778888', title: '移表' });
    expect((await town.wang.client.refused(desk.materialsNotice, at(made))).code).toBe('NOT_FOUND');
    const listed = made.materials.checklist[0]!;
    const items = [{ code: listed.code, name: listed.name, howToGet: listed.howToGet }, { code: null, name: '邻居同意书（签字）', howToGet: '请相邻两户签字' }];
    const asked = await town.wang.client.call(ticket.requestMaterials, { ...at(made), body: { version: made.version, items, note: '可以手机上传' } });
    const told = { notice: 1, items: [{ name: listed.name, howToGet: listed.howToGet }, { name: '邻居同意书（签字）', howToGet: '请相邻两户签字' }], note: '可以手机上传', reason: '', residentName: '马*', awaited: true };
    expect(await town.wang.client.call(desk.materialsNotice, at(made))).toMatchObject({ ...told, hall: { name: '城区营业厅', phone: '0632-5510001' }, firstResponsible: { name: '王芳', staffNumber: '1001' } });
    const mine = await resident.client.call(desk.myMaterialsNotice, at(made));
    expect(mine).toMatchObject(told);
    const other = await town.resident();
    expect((await other.client.refused(desk.myMaterialsNotice, at(made))).code).toBe('NOT_FOUND');
    expect((await town.southClerk.client.refused(desk.materialsNotice, at(made))).code).toBe('NOT_FOUND');

    const staffPaper = await file(town.wang, pathOf(desk.materialsNoticePaper, { number: made.number }));
    expect(staffPaper).toMatchObject({ status: 200, type: 'application/pdf' });
    const residentPaper = await fetch(server.url + mine.paperUrl);
    for (const paper of [staffPaper.bytes, Buffer.from(await residentPaper.arrayBuffer())]) {
      const text = tight(textOfPdf(paper).join(''));
      for (const words of [made.numberSpoken, listed.name, listed.howToGet, '邻居同意书（签字）', '请相邻两户签字', '城区营业厅', '0632-5510001', '王芳', '次日起']) expect(text).toContain(tight(words));
    }
    expect(tight(textOfPdf(staffPaper.bytes).join(''))).not.toContain('马强');
    expect((await fetch(server.url + mine.paperUrl.replace(/signature=./, 'signature=_'))).status).toBe(403);
    expect((await fetch(server.url + pathOf(desk.materialsNoticePaper, { number: made.number }))).status).toBe(401);

    // A second notice says why, on the paper too.
    const second = { version: asked.version, items: [{ code: null, name: '水费结清证明', howToGet: '窗口打印' }] };
    expect((await town.wang.client.refused(ticket.requestMaterials, { ...at(made), body: second })).code).toBe('SECOND_NOTICE_NEEDS_REASON');
    await town.wang.client.call(ticket.requestMaterials, { ...at(made), body: { ...second, reason: '户主刚变更' } });
    expect(await resident.client.call(desk.myMaterialsNotice, at(made))).toMatchObject({ notice: 2, items: [{ name: '水费结清证明', howToGet: '窗口打印' }], reason: '户主刚变更' });
  });

  it('the register has a line for every matter of the day, masked, each sees their part of it (FI-5, CP-6, CP-7, PR-1)', async () => {
    server.clock.set('2026-11-20T09:00:00+08:00');
    const made = await register(town.wang, { title: '第一件' });
    server.clock.set('2026-11-20T09:10:00+08:00');
    const secret = await register(town.wang, { category: 'complaint-quality', title: '第二件', confidential: true, contactName: '孙丽华' });
    const against = await register(town.wang, { category: 'complaint-rude', title: '第三件', complainedStaffIds: [town.director.id] });
    const south = await register(town.southClerk, { title: '第四件' });
    server.clock.set('2026-11-21T09:00:00+08:00');
    await register(town.wang, { title: '次日' });
    await town.wang.client.call(ticket.answer, { ...at(made), body: { version: made.version, text: '已当面说明，水表正常', written: false } });

    const page = (person: TownPerson, query: object = {}) => person.client.call(desk.firstInquiryRegister, { query: { date: '2026-11-20', ...query } });
    const hall = await page(town.director);
    expect(hall.items.map((entry) => entry.matter)).toEqual(['第一件', '第二件']);
    expect(hall.items[0]).toMatchObject({ contactName: '马*', contactPhone: '136****1111', address: '学院路3号', landmark: '邮局旁', firstResponsibleNumber: '1001', state: 'closed', result: '已当面说明，水表正常' });
    expect(hall.items[1]).toMatchObject({ contactName: '保密', contactPhone: '保密', address: '保密', landmark: '' });
    expect((await page(town.wang)).items.map((entry) => entry.number)).toEqual([made.number, secret.number, against.number]);
    expect((await page(town.southClerk)).items.map((entry) => entry.number)).toEqual([south.number]);
    expect((await page(town.supervisor, { hallId: town.centre })).items.map((entry) => entry.matter)).toEqual(['第二件', '第三件']);
    expect((await town.director.client.refused(desk.firstInquiryRegister, { query: { date: '2026-11-20', hallId: town.south } })).code).toBe('FORBIDDEN');
    const first = await page(town.wang, { size: 2 });
    expect((await page(town.wang, { size: 2, cursor: first.next! })).items.map((entry) => entry.number)).toEqual([against.number]);

    const paper = await file(town.director, `${desk.firstInquiryRegisterPaper.path}?date=2026-11-20`);
    const text = tight(textOfPdf(paper.bytes).join(''));
    for (const words of ['首问登记表', '第一件', '马*', '学院路3号（邮局旁）', '王芳', '已当面说明']) expect(text).toContain(tight(words));
    for (const words of ['第三件', '孙丽华', '马强']) expect(text).not.toContain(words);
    const slip = await file(town.wang, pathOf(desk.firstInquirySlip, { number: made.number }));
    expect(tight(textOfPdf(slip.bytes).join(''))).toContain('首问登记单');
    expect((await file(town.southClerk, pathOf(desk.firstInquirySlip, { number: made.number }))).status).toBe(404);
  });

  it('leaders take the register as a spreadsheet, and that is recorded; a clerk may not (PR-1)', async () => {
    const path = `${desk.exportFirstInquiryRegister.path}?from=2026-11-20&to=2026-11-21`;
    expect((await file(town.wang, path)).status).toBe(403);
    const sheet = await file(town.director, path);
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(sheet.bytes as unknown as ArrayBuffer);
    const rows = book.worksheets[0]!.getSheetValues().slice(1).map((row) => (row as unknown[]).slice(1).join('|'));
    expect(rows[0]).toContain('首问责任人');
    expect(rows.length).toBe(4); // the head, two of the day, one of the next
    expect(rows.join('\n')).not.toMatch(/马强|孙丽华|第三件|13600001111/);
    expect(await stored<RegisterExport[]>((tx) => tx.find(RegisterExport))).toMatchObject([{ staffId: town.director.id, hallId: town.centre, fromDay: '2026-11-20', toDay: '2026-11-21' }]);
    expect((await file(town.director, `${desk.exportFirstInquiryRegister.path}?from=2025-01-01&to=2026-11-21`)).status).toBe(422);
  });

  it('a resident’s own report can be supplied by phone and confirmed (TL-2)', async () => {
    const resident = await town.resident();
    const leak = await resident.client.call(reportLeak, { body: { category: 'road-leak', place: PLACES.centre, address: '善国路', landmark: '邮局旁', description: '漏水', contactPhone: '13600002222', attachmentIds: [] } as never });
    // Repairs ask for no papers: there is no notice, and nothing to supply.
    expect((await resident.client.refused(ticket.supplyMaterials, { ...at(leak), body: { note: '给您照片', attachmentIds: [] } })).code).toBe('TICKET_ACTION_NOT_ALLOWED');
    expect((await resident.client.refused(desk.myMaterialsNotice, at(leak))).code).toBe('NOT_FOUND');
  });
});

/** Applications from plain words to the archive: triage, papers, steps, the weekly check, the ledger (AP-1 to AP-7). */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import * as application from '@shouwen/shared/contract/application';
import * as ticket from '@shouwen/shared/contract/ticket';
import { addDays, shanghaiDate, ticketIdOf } from '@shouwen/shared/value';
import ExcelJS from 'exceljs';
import { ArchiveService, WeeklyCheckService } from '../../server/src/application/index.js';
import { insertRows, Transactions } from '../../server/src/database/index.js';
import { PersonalDataAccess, verifyChain } from '../../server/src/ticket/index.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { textOfPdf, tight } from '../support/pdf.js';
import { type ServerInProcess, startServer } from '../support/server.js';
import { buildTown, takePhoto, type Town, type TownPerson, upload } from '../support/ticket-town.js';

describeOnBothDatabases('applications', (engine) => {
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
    server.clock.set('2026-09-28T10:00:00+08:00'); // a Monday
    resident = await town.resident();
  });

  const body = (more: object = {}) => ({
    category: 'apply-move-meter' as const, requested: { from: '厨房水池下', to: '大门外墙边' }, description: '老人看不清表', address: '善国北路12号', landmark: '农行对面', accountId: null,
    contactName: '何静', contactPhone: '13712345678', attachmentIds: [] as number[], ...more,
  });
  const apply = (more: object = {}) => resident.client.call(application.apply, { body: body(more) });
  const clerkOf = (filed: { firstResponsible: { staffNumber: string } }) => [town.wang, town.li].find((p) => p.staffNumber === filed.firstResponsible.staffNumber)!;
  const see = (clerk: TownPerson, number: string) => clerk.client.call(application.staffApplication, { path: { number } });
  const accept = async (clerk: TownPerson, number: string) => clerk.client.call(application.acceptApplication, { path: { number }, body: { version: (await see(clerk, number)).ticket.version } });
  const sign = async (clerk: TownPerson, number: string, step: string, more: object = {}) =>
    clerk.client.call(application.signStep, { path: { number }, body: { version: (await see(clerk, number)).ticket.version, step: step as 'survey', passed: true, note: '', approved: null, ...more } });
  /** Everything up to the window: all steps passed, approved as given. */
  const work = async (clerk: TownPerson, number: string, approved: Record<string, string | number>) => {
    const accepted = await accept(clerk, number);
    for (const { step } of accepted.steps) await sign(clerk, number, step, step === 'approval' ? { approved } : {});
  };
  const compare = async (clerk: TownPerson, number: string, matches = true, difference = '') =>
    clerk.client.call(application.signComparison, { path: { number }, body: { version: (await see(clerk, number)).ticket.version, matches, difference } });
  const close = async (clerk: TownPerson, number: string) =>
    clerk.client.call(ticket.answer, { path: { number }, body: { version: (await see(clerk, number)).ticket.version, text: '水表已移到大门外，请查看', written: true, close: true } });
  const proven = async () => expect((await server.app.get(Transactions).run((tx) => verifyChain(tx))).faults).toEqual([]);
  const file = async (person: TownPerson, path: string) => {
    const answer = await fetch(`${server.url}${path}`, { headers: { authorization: `Bearer ${person.token}` } });
    return { status: answer.status, type: answer.headers.get('content-type'), bytes: Buffer.from(await answer.arrayBuffer()) };
  };
  const paper = async (person: TownPerson, number: string, kind: string) => {
    const { status, type, bytes } = await file(person, `/api/staff/applications/${number}/${kind}`);
    expect([status, type]).toEqual([200, 'application/pdf']);
    return tight(textOfPdf(bytes).join(''));
  };

  it('anybody can ask in their own words what they want (AP-1)', async () => {
    const { items } = await resident.client.call(application.triage, { query: { words: '水表在屋里不方便，想移到外面去' } });
    expect(items[0]).toMatchObject({ category: 'apply-move-meter', kind: 'application', label: '移表', guide: { steps: expect.arrayContaining([{ step: 'survey', label: expect.any(String) }]) } });
    expect(items[0]!.guide!.materials.length).toBeGreaterThan(2);
    expect(items[0]!.guide!.limits.join()).toContain('5 个工作日');
    expect((await town.wang.client.call(application.triage, { query: { words: '门口马路上一直冒水' } })).items[0]).toMatchObject({ kind: 'leak', guide: null });
    expect((await resident.client.call(application.triage, { query: { words: '你好' } })).items).toEqual([]);
    expect((await resident.client.call(application.guides)).items.map((guide) => guide.label)).toHaveLength(8);
    expect((await resident.client.call(application.guides)).items.find((guide) => guide.category === 'apply-connection')!.limits).toEqual(['现场勘察：5 个工作日', '设计：3 个工作日', '施工：5 个工作日', '办结：13 个工作日']);
  });

  it('is filed with its fields, each fault named at its field, once for each intent', async () => {
    expect(await resident.client.refused(application.apply, { body: body({ requested: { from: '厨房', meters: 3 } }) })).toMatchObject({
      status: 400, code: 'INVALID_INPUT', fields: [{ path: 'requested.to', message: expect.stringContaining('想移到哪里') }, { path: 'requested.meters', message: '这项业务没有这一栏' }],
    });
    expect((await resident.client.refused(application.apply, { body: body({ category: 'apply-change-ratio', requested: { residential: 60, business: 60, special: 0, reason: '店面变小' } }) })).fields).toMatchObject([{ message: expect.stringContaining('100') }]);
    expect((await resident.client.refused(application.apply, { body: body({ accountId: 4711 }) })).code).toBe('NOT_FOUND');
    const idempotencyKey = 'application-spec-key-0001';
    const filed = await resident.client.call(application.apply, { body: body(), idempotencyKey });
    expect((await resident.client.call(application.apply, { body: body(), idempotencyKey })).number).toBe(filed.number);
    expect(filed.firstResponsible.hallPhone).toBe('0632-5510001');
    expect(filed.kind).toBe('application');
    expect(await resident.client.call(application.myApplication, { path: { number: filed.number } })).toMatchObject({
      stage: 'filed', slipUrl: null, rows: [{ label: '水表现在在哪里', requested: '厨房水池下', approved: null }, { requested: '大门外墙边' }],
    });
    const other = await town.resident();
    expect((await other.client.refused(application.myApplication, { path: { number: filed.number } })).code).toBe('NOT_FOUND');
    expect((await town.southClerk.client.call(application.staffApplications, { query: { stage: 'filed' } })).items).toEqual([]);
    expect((await clerkOf(filed).client.call(application.staffApplications, { query: { stage: 'filed' } })).items.map((item) => item.number)).toContain(filed.number);
  });

  it('goes through slip, steps, approval, weekly check and answer; each at its time', async () => {
    const photo = await upload(resident, await takePhoto(), '表的位置.jpg');
    const filed = await apply({ attachmentIds: [photo.body.id] });
    const path = { number: filed.number };
    const clerk = clerkOf(filed);
    expect((await clerk.client.refused(application.signStep, { path, body: { version: 1, step: 'survey', passed: true } })).code).toBe('TICKET_ACTION_NOT_ALLOWED');
    expect((await fetch(`${server.url}/api/staff/applications/${filed.number}/acceptance-slip`, { headers: { authorization: `Bearer ${clerk.token}` } })).status).toBeGreaterThanOrEqual(400);
    const accepted = await accept(clerk, filed.number);
    expect(accepted).toMatchObject({ stage: 'accepted', approvalStep: 'approval' });

    // AP-2: at the counter and for the resident, by an address that carries its own permission.
    const slip = await paper(clerk, filed.number, 'acceptance-slip');
    for (const said of ['业务申请受理通知单', filed.numberSpoken, '移表', '何静', filed.firstResponsible.name, '0632-5510001', '5个工作日', '厨房水池下', '10月']) expect(slip).toContain(tight(said));
    const mine = await resident.client.call(application.myApplication, { path });
    const byLink = await fetch(`${server.url}${mine.slipUrl}`);
    expect([byLink.status, byLink.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect((await fetch(`${server.url}${mine.slipUrl!.replace(/signature=...../, 'signature=AAAAA')}`)).status).toBe(403);
    expect((await fetch(`${server.url}/api/applications/${filed.number}/acceptance-slip`)).status).toBe(403);
    // PR-1: who may not know the applicant reads a masked name; who may is recorded.
    expect((await server.app.get(Transactions).run((tx) => tx.findBy(PersonalDataAccess, { ticketId: ticketIdOf(filed.number)! }))).map((row) => row.reason)).toEqual(['打印受理通知单']);

    // AP-3
    expect((await clerk.client.refused(application.signStep, { path, body: { version: accepted.ticket.version, step: 'approval', passed: true, approved: { from: '厨房', to: '门外' } } })).code).toBe('STEP_OUT_OF_ORDER');
    await sign(clerk, filed.number, 'survey', { note: '现场可以移' });
    const { ticket: surveyed } = await see(clerk, filed.number);
    expect(await clerk.client.refused(application.signStep, { path, body: { version: surveyed.version, step: 'approval', passed: true } })).toMatchObject({ code: 'APPROVED_VALUES_REQUIRED', rule: 'AP-4' });
    expect((await clerk.client.refused(application.signStep, { path, body: { version: surveyed.version, step: 'approval', passed: true, approved: { from: '厨房' } } })).fields).toMatchObject([{ path: 'approved.to' }]);
    // Nor by the ticket's own door.
    expect((await clerk.client.refused(ticket.signStep, { path, body: { version: surveyed.version, step: 'approval', passed: true } })).code).toBe('APPROVED_VALUES_REQUIRED');
    expect((await see(clerk, filed.number)).approved).toBeNull();
    await sign(clerk, filed.number, 'approval', { approved: { from: '厨房水池下', to: '楼道表箱' } });
    expect((await see(clerk, filed.number)).rows).toMatchObject([{ differs: false }, { requested: '大门外墙边', approved: '楼道表箱', differs: true }]);
    for (const step of ['works', 'acceptance']) await sign(clerk, filed.number, step);
    expect((await see(clerk, filed.number)).stage).toBe('ready');
    const processing = await paper(town.director, filed.number, 'processing-slip');
    for (const said of ['业务申请处理笺', '现场可以移', '楼道表箱（与申请不同）', `${filed.firstResponsible.name}（${clerk.staffNumber}）`, '2026年9月28日10:00', '何*']) expect(processing).toContain(said);
    expect(processing).not.toContain('何静');

    // AP-4: closing needs the comparison, which needs the difference in words.
    expect((await clerk.client.refused(ticket.answer, { path, body: { version: (await see(clerk, filed.number)).ticket.version, text: '已移好', written: true, close: true } })).code).toBe('COMPARISON_REQUIRED');
    server.clock.set('2026-09-30T08:30:00+08:00');
    await server.app.get(WeeklyCheckService).makeDue();
    await server.app.get(WeeklyCheckService).makeDue();
    const check = await clerk.client.call(application.weeklyCheck);
    expect(check.lists[0]).toMatchObject({ day: '2026-09-30', madeBy: null });
    expect(check.items.find((item) => item.number === filed.number)).toMatchObject({ onTime: true, result: 'granted', signed: null, rows: [{}, { differs: true }] });
    expect((await clerk.client.refused(application.signComparison, { path, body: { version: (await see(clerk, filed.number)).ticket.version, matches: false, difference: ' ' } })).fields).toMatchObject([{ path: 'difference' }]);
    const signed = await compare(clerk, filed.number, false, '门外没有位置，经居民同意改在楼道');
    expect(signed.signed).toMatchObject({ matches: false, difference: '门外没有位置，经居民同意改在楼道' });
    expect((await close(clerk, filed.number)).state).toBe('closed');
    expect(await see(clerk, filed.number)).toMatchObject({ stage: 'closed', result: 'granted', onTime: true });
    expect((await clerk.client.call(application.weeklyCheck)).lists[0]!.signed).toBeGreaterThan(0);

    // AP-5
    server.clock.set('2026-10-01T08:30:00+08:00');
    await server.app.get(ArchiveService).archiveDue();
    expect((await see(clerk, filed.number)).stage).toBe('closed');
    server.clock.set('2026-11-20T08:30:00+08:00');
    await server.app.get(ArchiveService).archiveDue();
    await server.app.get(ArchiveService).archiveDue();
    const archived = await see(clerk, filed.number);
    expect(archived).toMatchObject({ stage: 'archived', archive: { number: '2026-移表-0001' } });
    expect((await clerk.client.refused(ticket.note, { path, body: { version: archived.ticket.version, text: '再记一笔', attachmentIds: [] } })).code).toBe('TICKET_ARCHIVED');
    const whole = await paper(clerk, filed.number, 'case-file');
    for (const said of ['移表案卷', '档案号2026-移表-0001', '何静', '13712345678', '不一致，门外没有位置，经居民同意改在楼道', '现场可以移', '水表已移到大门外，请查看', '表的位置.jpg', '提交申请', '已归档']) expect(whole).toContain(said);
    expect((await file(town.administrator, `/api/staff/applications/${filed.number}/case-file`)).status).toBeGreaterThanOrEqual(400);
    await proven();
  });

  it('is put right before the acceptance, with a reason, and not after (AP-1)', async () => {
    const filed = await apply();
    const path = { number: filed.number };
    const clerk = clerkOf(filed);
    const other = clerk === town.wang ? town.li : town.wang;
    const pipe = { category: 'apply-move-pipe' as const, requested: { from: '院中间', to: '东墙', metres: 12 } };
    expect((await other.client.refused(application.requalify, { path, body: { version: 1, ...pipe, reason: '是管不是表' } })).code).toBe('NOT_FOUND');
    expect(await town.director.client.refused(application.requalify, { path, body: { version: 1, ...pipe, reason: '是管不是表' } })).toMatchObject({ code: 'TICKET_ACTION_NOT_ALLOWED', rule: 'AP-1' });
    const changed = await clerk.client.call(application.requalify, { path, body: { version: 1, ...pipe, reason: '居民要移的是水管' } });
    expect(changed).toMatchObject({ category: 'apply-move-pipe', label: '移管', requested: pipe.requested, rows: [{}, {}, { requested: '12 米' }] });
    expect((await resident.client.call(ticket.ticketProgress, { path })).timeline).toContainEqual(expect.objectContaining({ type: 'recategorised', text: '移表 改为 移管' }));
    await accept(clerk, filed.number);
    expect((await clerk.client.refused(application.requalify, { path, body: { version: (await see(clerk, filed.number)).ticket.version, ...body(), reason: '又改' } })).code).toBe('TICKET_ACTION_NOT_ALLOWED');
    // The engine's own door forgets what was asked for another service, and then cannot be accepted before it is asked.
    const again = await apply();
    const second = clerkOf(again);
    await second.client.call(ticket.recategorise, { path: { number: again.number }, body: { version: 1, category: 'apply-change-use', reason: '其实是改性质' } });
    expect((await see(second, again.number)).requested).toBeNull();
    expect((await second.client.refused(application.acceptApplication, { path: { number: again.number }, body: { version: 2 } })).code).toBe('APPLICATION_INCOMPLETE');
    expect((await second.client.refused(ticket.acceptApplication, { path: { number: again.number }, body: { version: 2 } })).code).toBe('APPLICATION_INCOMPLETE');
    await second.client.call(ticket.recategorise, { path: { number: again.number }, body: { version: 2, category: 'ask-simple', reason: '只是问问' } });
    expect((await second.client.refused(application.staffApplication, { path: { number: again.number } })).code).toBe('NOT_FOUND');
  });

  it('is taken at the counter by its clerk, also from a ticket that says nothing yet', async () => {
    const { accountId: _, ...counter } = body({ category: 'apply-split-meter', requested: { meters: 2, reason: '分家' } });
    const taken = await town.wang.client.call(application.registerApplication, { body: { ...counter, category: 'apply-split-meter', accountNumber: '' } });
    expect(taken.ticket.firstResponsible.staffNumber).toBe(town.wang.staffNumber);
    expect((await town.wang.client.refused(application.registerApplication, { body: { ...counter, category: 'apply-split-meter', accountNumber: '999' } })).fields).toMatchObject([{ path: 'accountNumber' }]);
    expect((await town.handler.client.refused(application.registerApplication, { body: { ...counter, category: 'apply-split-meter' } })).code).toBe('FORBIDDEN');
    const plain = await town.wang.client.call(ticket.registerTicket, { body: { source: 'counter', category: 'apply-change-ratio', title: '调比例', description: '来窗口说的', contactName: '李四', contactPhone: '13700000000', address: '平行路6号', attachmentIds: [] } });
    const path = { number: plain.number };
    expect(await see(town.wang, plain.number)).toMatchObject({ stage: 'filed', requested: null, rows: [] });
    expect((await town.wang.client.refused(application.acceptApplication, { path, body: { version: plain.version } })).code).toBe('APPLICATION_INCOMPLETE');
    await town.wang.client.call(application.requalify, { path, body: { version: plain.version, category: 'apply-change-ratio', requested: { residential: 70, business: 30, special: 0, reason: '店面缩小' } } });
    expect((await accept(town.wang, plain.number)).rows[0]).toMatchObject({ requested: '70 %' });
  });

  it('refused at a step, it is checked and closed as refused', async () => {
    const filed = await apply({ category: 'apply-change-use', requested: { fromUse: 'business', toUse: 'residential', reason: '不开店了' } });
    const clerk = clerkOf(filed);
    await accept(clerk, filed.number);
    expect((await clerk.client.refused(application.signStep, { path: { number: filed.number }, body: { version: (await see(clerk, filed.number)).ticket.version, step: 'survey', passed: false } })).code).toBe('REASON_REQUIRED');
    await sign(clerk, filed.number, 'survey', { passed: false, note: '现场仍在营业' });
    expect((await see(clerk, filed.number)).stage).toBe('ready');
    // By hand, on any day.
    expect((await clerk.client.call(application.makeCheck)).added).toBeGreaterThan(0);
    expect((await clerk.client.call(application.makeCheck)).added).toBe(0);
    const check = await clerk.client.call(application.weeklyCheck, { query: { day: '2026-09-28' } });
    expect(check.items.find((item) => item.number === filed.number)).toMatchObject({ result: 'refused', day: '2026-09-28' });
    await compare(clerk, filed.number, false, '未批准，现场仍在营业');
    await close(clerk, filed.number);
    expect(await see(clerk, filed.number)).toMatchObject({ result: 'refused', stage: 'closed' });
  });

  it('the list of a Wednesday is made once, also after the server was down, and carries on what nobody signed', async () => {
    const filed = await apply();
    const clerk = clerkOf(filed);
    await work(clerk, filed.number, body().requested);
    server.clock.set('2026-10-09T09:00:00+08:00'); // a Friday: down since Tuesday
    await server.app.get(WeeklyCheckService).makeDue();
    const check = await clerk.client.call(application.weeklyCheck);
    expect(check.lists[0]).toMatchObject({ day: '2026-10-07', madeBy: null });
    expect(check.items.map((item) => item.number)).toContain(filed.number);
    server.clock.set('2026-10-14T09:00:00+08:00');
    await server.app.get(WeeklyCheckService).makeDue();
    const next = await clerk.client.call(application.weeklyCheck);
    expect(next.lists.map((list) => list.day).slice(0, 2)).toEqual(['2026-10-14', '2026-10-07']);
    expect(next.items.find((item) => item.number === filed.number)).toMatchObject({ day: '2026-10-07', onTime: false, signed: null });
    expect((await town.southClerk.client.call(application.weeklyCheck)).items).toEqual([]);
  });

  it('the published year: 909 applications, all of them within a week (AP-7)', async () => {
    const kinds = ['apply-connection', 'apply-split-meter', 'apply-move-meter', 'apply-larger-meter', 'apply-move-pipe', 'apply-replace-pipe', 'apply-change-use', 'apply-change-ratio'];
    const columns = ['ticket_id', 'category', 'hall_id', 'stage', 'result', 'on_time', 'filed_at', 'accepted_at', 'closed_at'];
    const firstDay = '2025-01-01';
    const year = Array.from({ length: 909 }, (_, n) => {
      const filedAt = new Date(`${addDays(firstDay, Math.floor((n * 365) / 909))}T09:00:00+08:00`);
      return [10_000_000 + n, kinds[n % 8]!, town.south, 'closed', 'granted', true, filedAt, filedAt, new Date(filedAt.getTime() + (n % 5) * 86_400_000)];
    });
    const late = [10_000_909, 'apply-move-meter', town.south, 'closed', 'granted', false, new Date('2024-12-31T23:59:59+08:00'), null, new Date('2025-01-20T10:00:00+08:00')];
    await server.app.get(Transactions).run((tx) => insertRows(tx, 'application', columns, [...year, late]));
    const whole = { from: firstDay, to: '2025-12-31' };
    const figures = await town.supervisor.client.call(application.applicationFigures, { query: whole });
    expect(figures).toMatchObject({ total: 909, closed: 909, onTime: 909, granted: 909, refused: 0 });
    expect(figures.byCategory).toHaveLength(8);
    expect(figures.byCategory.find((row) => row.category === 'apply-connection')).toMatchObject({ label: '接水报装', total: 114, onTime: 114 });
    expect((await town.supervisor.client.call(application.applicationFigures, { query: { ...whole, from: '2024-12-31' } }))).toMatchObject({ total: 910, onTime: 909 });
    expect((await town.supervisor.client.call(application.applicationFigures, { query: { ...whole, category: 'apply-move-meter', result: 'granted' } })).total).toBe(114);
    expect((await town.wang.client.call(application.applicationFigures, { query: whole })).total).toBe(0);
    expect((await town.southClerk.client.call(application.applicationFigures, { query: { ...whole, onTime: 'no' } })).total).toBe(0);
    const seen = new Set<string>();
    for (let cursor: string | undefined; ; ) {
      const page = await town.supervisor.client.call(application.applicationLedger, { query: { ...whole, size: 100, ...(cursor === undefined ? {} : { cursor }) } });
      for (const item of page.items) seen.add(item.number);
      if (page.next === null) break;
      cursor = page.next;
    }
    expect(seen.size).toBe(909);
    expect((await town.supervisor.client.refused(application.applicationLedger, { query: { from: '2025-02-01', to: '2025-01-01' } })).code).toBe('INVALID_INPUT');
    // Leaders and the supervisor take it along; that is recorded.
    const query = new URLSearchParams(whole).toString();
    expect((await file(town.wang, `/api/staff/application-ledger/export?${query}`)).status).toBe(403);
    const sheet = await file(town.supervisor, `/api/staff/application-ledger/export?${query}`);
    expect(sheet.status).toBe(200);
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(sheet.bytes as never);
    expect(book.worksheets[0]!.rowCount).toBe(910);
    expect(book.worksheets[0]!.getRow(1).values).toEqual(expect.arrayContaining(['单号', '是否按时', '档案号']));
    const [{ staff_id, row_count }] = (await server.query<{ staff_id: number; row_count: number }>('SELECT staff_id, row_count FROM application_export')) as [{ staff_id: number; row_count: number }];
    expect([staff_id, row_count]).toEqual([town.supervisor.id, 909]);
    expect(shanghaiDate(new Date(late[6] as Date))).toBe('2024-12-31');
  });
});

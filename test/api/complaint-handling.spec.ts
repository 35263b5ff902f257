/** What follows from a complaint: the desk, the register, study items, yearly sheets and the year's figures (CP-3, CP-7 to CP-10). */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { fileComplaint } from '@shouwen/shared/contract/complaint';
import * as desk from '@shouwen/shared/contract/complaint-desk';
import * as ticket from '@shouwen/shared/contract/ticket';
import type { ComplaintOutcome } from '@shouwen/shared/vocabulary';
import ExcelJS from 'exceljs';
import { Transactions } from '../../server/src/database/index.js';
import { verifyChain } from '../../server/src/ticket/index.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { type ServerInProcess, startServer } from '../support/server.js';
import { buildTown, type Town, type TownPerson } from '../support/ticket-town.js';

describeOnBothDatabases('the handling of complaints', (engine) => {
  let database: TestDatabase;
  let server: ServerInProcess;
  let town: Town;
  let resident: TownPerson;
  let leader: TownPerson;
  beforeAll(async () => {
    database = await engine.create();
    server = await startServer(database);
    town = await buildTown(server);
    leader = await town.hire('8001', ['company-leader'], null, null);
    resident = await town.resident();
  });
  afterAll(async () => {
    await server?.close();
    await database?.drop();
  });
  beforeEach(() => server.clock.set('2026-09-14T10:00:00+08:00'));

  const file = (more: object = {}) =>
    resident.client.call(fileComplaint, {
      body: {
        category: 'complaint-rude', title: '窗口态度', description: '办业务时被训斥', hallId: town.centre, complainedStaffNumber: '', confidential: false, accountId: null,
        contactName: '何静', contactPhone: '13712345678', address: '平行路6号', attachmentIds: [], ...more,
      },
    });
  const supervisor = () => town.supervisor.client;
  const conclude = async (number: string, outcome: ComplaintOutcome, lesson = '先道歉再说明') => {
    const path = { number };
    const { version } = await supervisor().call(ticket.staffTicket, { path });
    return supervisor().call(ticket.conclude, { path, body: { version, outcome, finding: '监控与录音相符', lesson } });
  };
  const close = async (number: string) => {
    const path = { number };
    const seen = await supervisor().call(ticket.staffTicket, { path });
    const clerk = [town.wang, town.li, town.off, town.southClerk].find((person) => person.staffNumber === seen.firstResponsibleNumber)!;
    return clerk.client.call(ticket.answer, { path, body: { version: seen.version, text: '经查属实，已批评教育，向您致歉。', written: true, close: true } });
  };
  const waiting = async (wait?: desk.ComplaintWait) => (await supervisor().call(desk.waitingComplaints, { query: { wait, size: 100 } })).items;
  const registered = async (query: object = {}) => (await supervisor().call(desk.complaintRegister, { query: { year: 2026, size: 100, ...query } })).items;

  it('the desk says what each waits for, and no more once it is closed (CP-3, CP-8, CP-10)', async () => {
    const { number } = await file();
    const mine = async () => (await waiting()).find((item) => item.number === number);
    expect(await mine()).toMatchObject({ waits: ['investigator'], investigatorName: null, overdue: false });
    await supervisor().call(ticket.assignInvestigator, { path: { number }, body: { version: 1, staffId: town.handler.id } });
    expect(await mine()).toMatchObject({ waits: ['conclusion'], investigatorName: '吴静' });
    server.clock.advance(4 * 3_600_000);
    expect(await mine()).toMatchObject({ waits: ['conclusion', 'overdue'], overdue: true });
    expect((await waiting('overdue')).map((item) => item.number)).toContain(number);
    expect((await supervisor().call(desk.complaintCounts)).waiting.overdue).toBeGreaterThan(0);
    server.clock.set('2026-09-14T10:00:00+08:00');
    await conclude(number, 'unfounded');
    expect(await mine()).toMatchObject({ waits: ['answer'] });
    await close(number);
    expect(await mine()).toBeUndefined();
    expect((await registered({ state: 'closed' })).find((row) => row.number === number)).toMatchObject({ outcome: 'unfounded', answeredInTime: true, resolvedInTime: true });
  });

  it('nothing is closed without outcome and lesson (CP-8)', async () => {
    const filed = await file();
    const path = { number: filed.number };
    const clerk = [town.wang, town.li].find((person) => person.staffNumber === filed.firstResponsible.staffNumber)!;
    const body = { version: 1, text: '已查实，向您致歉。', written: true, close: true };
    expect(await clerk.client.refused(ticket.answer, { path, body })).toMatchObject({ code: 'CONCLUSION_REQUIRED', rule: 'CP-8' });
    expect((await supervisor().refused(ticket.conclude, { path, body: { version: 1, outcome: 'upheld', finding: '属实', lesson: '' } })).code).toBe('INVALID_INPUT');
    await clerk.client.call(ticket.conclude, { path, body: { version: 1, outcome: 'outside-policy', finding: '不在减免范围', lesson: '公示减免范围' } });
    expect((await clerk.client.call(ticket.answer, { path, body: { ...body, version: 2 } })).state).toBe('closed');
  });

  it('what the supervisor made into something else stays in the register, with the reason (CP-3)', async () => {
    const { number } = await file({ category: 'complaint-bill', title: '账单不对' });
    await supervisor().call(ticket.recategorise, { path: { number }, body: { version: 1, category: 'bill-amount', reason: '只是询问金额' } });
    expect((await waiting()).map((item) => item.number)).not.toContain(number);
    expect((await registered({ state: 'left' })).find((row) => row.number === number)).toMatchObject({ categoryLabel: '水费账单', left: { categoryLabel: '金额疑问', reason: '只是询问金额' } });
    expect((await registered()).map((row) => row.number)).toContain(number);
  });

  it('a policy question goes to the director, is studied, and told by whoever knows the complainant (CP-8)', async () => {
    const { number } = await file({ title: '困难户减免' });
    await conclude(number, 'policy-question');
    const items = async (person: TownPerson, state: desk.StudyState = 'open') => (await person.client.call(desk.studyItems, { query: { state } })).items;
    const item = (await items(town.director)).find((study) => study.number === number)!;
    expect(item).toMatchObject({ question: '监控与录音相符', mayStudy: true, mayTell: false });
    expect((await items(town.supervisor)).find((study) => study.id === item.id)).toMatchObject({ mayStudy: false });
    const path = { id: item.id };
    expect(await supervisor().refused(desk.recordStudy, { path, body: { version: 1, result: '可以' } })).toMatchObject({ code: 'FORBIDDEN', rule: 'CP-8' });
    expect(await supervisor().refused(desk.tellStudy, { path, body: { version: 1, told: '打过电话' } })).toMatchObject({ code: 'STUDY_ACTION_NOT_ALLOWED' });
    await town.director.client.call(desk.recordStudy, { path, body: { version: 1, result: '自下月起每户减免 5 立方米' } });
    expect((await town.director.client.refused(desk.recordStudy, { path, body: { version: 1, result: '再来一次' } })).code).toBe('STUDY_ACTION_NOT_ALLOWED');
    expect((await town.director.client.refused(desk.tellStudy, { path, body: { version: 2, told: '已打电话' } })).code).toBe('FORBIDDEN');
    expect(await supervisor().call(desk.tellStudy, { path, body: { version: 2, told: '电话告知，居民表示满意' } })).toMatchObject({ state: 'told', result: '自下月起每户减免 5 立方米', toldBy: '陈正' });
    expect((await items(town.director, 'told')).map((study) => study.id)).toContain(item.id);
    expect((await server.query('SELECT id FROM staff_notice WHERE staff_id = ? AND kind = ?', [town.director.id, 'study'])).length).toBeGreaterThan(0);
    // Concluded again, it is another question; the same event twice would not be.
    expect((await server.query('SELECT id FROM study_item WHERE ticket_id = (SELECT ticket_id FROM study_item WHERE id = ?)', [item.id])).length).toBe(1);
  });

  it('upheld complaints stand on the yearly sheet once the supervisor enters them, the third for more (CP-9)', async () => {
    const numbers: string[] = [];
    for (let n = 0; n < 3; n++) {
      const { number } = await file({ complainedStaffNumber: town.southClerk.staffNumber, title: `第${n + 1}件` });
      await conclude(number, 'upheld');
      numbers.push(number);
    }
    const proposed = (await supervisor().call(desk.consequences, { query: {} })).items.filter((item) => numbers.includes(item.number));
    expect(proposed.map((item) => [item.staffNumber, item.state, item.caseFen])).toEqual(Array(3).fill(['1101', 'proposed', 0]));
    const sheet = () => leader.client.call(desk.yearlySheet, { path: { year: 2026, staffId: town.southClerk.id } });
    expect((await sheet()).rows).toEqual([]);
    for (const item of proposed.reverse()) {
      await supervisor().call(desk.enterConsequence, { path: { id: item.id }, body: { version: item.version, note: '' } });
      expect(await supervisor().refused(desk.enterConsequence, { path: { id: item.id }, body: { version: item.version, note: '' } })).toMatchObject({ code: 'CONSEQUENCE_CHANGED', rule: 'CP-9' });
      server.clock.advance(60_000);
    }
    expect((await sheet()).rows.map(({ caseFen, thirdFen }) => [caseFen, thirdFen])).toEqual([[5000, 0], [5000, 0], [5000, 20_000]]);
    expect(await sheet()).toMatchObject({ upheld: 3, totalFen: 35_000, staffName: '钱进' });
    expect((await leader.client.call(desk.yearlySheets, { path: { year: 2026 } })).items).toContainEqual(expect.objectContaining({ staffNumber: '1101', upheld: 3, totalFen: 35_000 }));
    // Taken back, the third is a second.
    const [first] = (await sheet()).rows;
    await supervisor().call(desk.withdrawConsequence, { path: { id: first!.id }, body: { version: first!.version, reason: '申诉成立' } });
    expect(await sheet()).toMatchObject({ upheld: 2, totalFen: 10_000 });
    // A conclusion that changes takes its entry with it.
    const last = (await sheet()).rows.at(-1)!;
    await conclude(last.number, 'unfounded');
    expect(await sheet()).toMatchObject({ upheld: 1, totalFen: 5000 });
    const paper = await leader.client.send(desk.yearlySheetPaper, { path: { year: 2026, staffId: town.southClerk.id } });
    expect([paper.status, paper.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    for (const person of [town.southClerk, town.wang, town.director]) expect((await person.client.refused(desk.yearlySheet, { path: { year: 2026, staffId: town.southClerk.id } })).code).toBe('FORBIDDEN');
  });

  it('whom the investigation found is entered too, but nobody enters themselves (CP-7, CP-9)', async () => {
    const { number } = await file({ category: 'complaint-repair', title: '修了三次' });
    expect(await supervisor().refused(desk.proposeConsequence, { body: { number, staffId: town.crew.id } })).toMatchObject({ code: 'NOT_UPHELD' });
    await conclude(number, 'upheld');
    expect(await supervisor().call(desk.proposeConsequence, { body: { number, staffId: town.crew.id } })).toMatchObject({ state: 'proposed', staffName: '孙勇' });
    await supervisor().call(desk.proposeConsequence, { body: { number, staffId: town.crew.id } });
    expect((await server.query('SELECT id FROM consequence_entry WHERE staff_id = ?', [town.crew.id])).length).toBe(1);
    expect(await supervisor().refused(desk.proposeConsequence, { body: { number, staffId: town.supervisor.id } })).toMatchObject({ code: 'STAFF_NOT_SUITABLE', rule: 'CP-7' });
  });

  it('whom it is about, found out later, and their partner see no more of it; who answers for it is changed first (CP-7)', async () => {
    const { number } = await file();
    const path = { number };
    const seen = await supervisor().call(ticket.staffTicket, { path });
    const [clerk, partner] = seen.firstResponsibleNumber === town.wang.staffNumber ? [town.wang, town.li] : [town.li, town.wang];
    await clerk.client.call(ticket.transfer, { path, body: { version: 1, departmentId: town.metering } });
    await town.handler.client.call(ticket.accept, { path, body: { version: 2 } });
    for (const person of [clerk, partner])
      expect(await supervisor().refused(ticket.nameComplained, { path, body: { version: 3, staffId: person.id, note: '录像证实' } })).toMatchObject({ code: 'STAFF_NOT_SUITABLE', rule: 'CP-7' });
    expect((await clerk.client.refused(ticket.nameComplained, { path, body: { version: 3, staffId: town.handler.id, note: '录像证实' } })).code).toBe('FORBIDDEN');
    await supervisor().call(ticket.nameComplained, { path, body: { version: 3, staffId: town.handler.id, note: '录像证实' } });
    expect((await town.handler.client.refused(ticket.staffTicket, { path })).code).toBe('NOT_FOUND');
    expect((await town.handler.client.refused(ticket.returnResult, { path, body: { version: 4, result: '无此事' } })).code).toBe('NOT_FOUND');
    expect((await town.handler.client.call(ticket.staffTickets, { query: { view: 'department' } })).items.map((item) => item.number)).not.toContain(number);
    // Now the clerk it turns out to be about: first the matter goes to somebody else.
    await supervisor().call(ticket.reassign, { path, body: { version: 4, staffId: town.southClerk.id, reason: '涉及本人' } });
    const told = await supervisor().call(ticket.nameComplained, { path, body: { version: 5, staffId: clerk.id, note: '居民当面指认' } });
    expect(told.investigation!.entries.filter(({ type }) => type === 'complained-named')).toHaveLength(2);
    for (const person of [clerk, partner]) expect((await person.client.refused(ticket.staffTicket, { path })).code).toBe('NOT_FOUND');
    expect((await town.southClerk.client.call(ticket.staffTicket, { path })).firstResponsibleNumber).toBe(town.southClerk.staffNumber);
    expect((await server.app.get(Transactions).run((tx) => verifyChain(tx))).faults).toEqual([]);
  });

  it('a supervisor complained of sees none of it, in no list, number or sheet (CP-7)', async () => {
    const before = [await supervisor().call(desk.complaintCounts), await supervisor().call(desk.complaintYear, { path: { year: 2026 } })];
    const { number } = await file({ complainedStaffNumber: town.supervisor.staffNumber, title: '监察不理' });
    const other = await town.hire('7002', ['supervisor'], null, null);
    const { version } = await other.client.call(ticket.staffTicket, { path: { number } });
    await other.client.call(ticket.conclude, { path: { number }, body: { version, outcome: 'upheld', finding: '属实', lesson: '当日回复' } });
    expect((await other.client.call(desk.consequences, { query: {} })).items.map((item) => item.number)).toContain(number);
    for (const items of [await waiting(), await registered(), (await supervisor().call(desk.consequences, { query: {} })).items]) expect(items.map((item) => item.number)).not.toContain(number);
    expect([await supervisor().call(desk.complaintCounts), await supervisor().call(desk.complaintYear, { path: { year: 2026 } })]).toEqual(before);
    const [entry] = (await other.client.call(desk.consequences, { query: {} })).items.filter((item) => item.number === number);
    expect((await supervisor().refused(desk.enterConsequence, { path: { id: entry!.id }, body: { version: entry!.version, note: '' } })).code).toBe('NOT_FOUND');
    await other.client.call(desk.enterConsequence, { path: { id: entry!.id }, body: { version: entry!.version, note: '' } });
    expect((await supervisor().refused(desk.yearlySheet, { path: { year: 2026, staffId: town.supervisor.id } })).code).toBe('NOT_FOUND');
    expect((await supervisor().call(desk.yearlySheets, { path: { year: 2026 } })).items.map((item) => item.staffId)).not.toContain(town.supervisor.id);
  });

  it('the year in figures, on paper and as a sheet, each recorded, secrets left out (CP-6, CP-10, PR-1)', async () => {
    const secret = await file({ confidential: true, title: '请替我保密的事由', category: 'complaint-meter' });
    await conclude(secret.number, 'upheld', '保密的教训');
    const year = await supervisor().call(desk.complaintYear, { path: { year: 2026 } });
    expect(year).toMatchObject({ promisedPerMille: 990, left: 1 });
    expect(year.bySource).toEqual([{ source: 'online', count: year.total }]);
    expect(year.byOutcome.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(4);
    expect(year.response.perMille).not.toBeNull();
    expect(year.lessons.map(({ lesson }) => lesson)).toContain('公示减免范围');
    expect(JSON.stringify(year)).not.toMatch(/保密/);
    const paper = await supervisor().send(desk.complaintYearPaper, { path: { year: 2026 } });
    expect(paper.status).toBe(200);
    const answer = await fetch(`${server.url}/api/staff/complaints/register/export?year=2026`, { headers: { authorization: `Bearer ${town.supervisor.token}` } });
    const book = new ExcelJS.Workbook();
    await book.xlsx.load((await answer.arrayBuffer()) as never);
    const rows = book.worksheets[0]!.getSheetValues().slice(1).map((row) => (row as unknown[]).slice(1).map(String));
    const row = rows.find(([number]) => number === secret.number)!;
    expect(row).toContain('（保密）');
    expect(JSON.stringify(rows)).not.toMatch(/请替我保密的事由|何静|13712345678|平行路/);
    expect((await server.query('SELECT what FROM complaint_export WHERE staff_id = ? ORDER BY id', [town.supervisor.id])).map(({ what }) => what)).toEqual(['year', 'register']);
    expect((await town.director.client.call(desk.complaintRegister, { query: { year: 2026, size: 100 } })).items.find(({ number }) => number === secret.number)).toMatchObject({ title: '', confidential: true });
    for (const person of [town.wang, town.handler, town.agent, town.administrator]) expect((await person.client.refused(desk.exportComplaintRegister, { query: { year: 2026 } })).code).toBe('FORBIDDEN');
    expect((await town.director.client.refused(desk.complaintRegister, { query: { year: 2026, hallId: town.south } })).code).toBe('FORBIDDEN');
  });

  it('comment cards and the director’s reception are registered by the supervisor too, whoever they are about (CP-2, CP-7)', async () => {
    const body = { source: 'comment-card' as const, category: 'complaint-rude', title: '意见卡', description: '箱中取出', address: '大厅', contactName: '', contactPhone: '', complainedStaffIds: [town.wang.id] };
    const card = await supervisor().call(ticket.registerTicket, { body });
    expect(card).toMatchObject({ source: 'comment-card', writtenAnswerRequired: true, firstResponsibleNumber: town.supervisor.staffNumber });
    expect((await waiting()).map(({ number }) => number)).toContain(card.number);
    expect((await town.wang.client.refused(ticket.staffTicket, { path: { number: card.number } })).code).toBe('NOT_FOUND');
    expect((await supervisor().call(ticket.registerTicket, { body: { ...body, source: 'director', complainedStaffIds: [] } })).source).toBe('director');
  });

  it('pages of the register and of the desk meet without a gap', async () => {
    const all = (await registered()).map((row) => row.number);
    const paged: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await supervisor().call(desk.complaintRegister, { query: { year: 2026, size: 2, cursor } });
      paged.push(...page.items.map((row) => row.number));
      if (page.next === null) break;
      cursor = page.next;
    }
    expect(paged).toEqual(all);
    expect((await supervisor().refused(desk.complaintRegister, { query: { year: 2026, cursor: 'x' } })).code).toBe('INVALID_INPUT');
    expect((await supervisor().refused(desk.complaintYear, { path: { year: 'x' } })).code).toBe('INVALID_INPUT');
  });
});

/** Who is called back, by whom, and what a bad word leads to; the evaluator at the counter (FU-1 to FU-3, CP-6, CP-7). */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { fileComplaint } from '@shouwen/shared/contract/complaint';
import * as followUp from '@shouwen/shared/contract/follow-up';
import * as ticket from '@shouwen/shared/contract/ticket';
import { ticketIdOf } from '@shouwen/shared/value';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { type ServerInProcess, startServer } from '../support/server.js';
import { buildTown, type Town, type TownPerson } from '../support/ticket-town.js';

const good = { manner: 5, quality: 5, time: 4, result: 5, comment: '' };

describeOnBothDatabases('follow-ups', (engine) => {
  let database: TestDatabase;
  let server: ServerInProcess;
  let town: Town;
  let otherAgent: TownPerson;
  let manager: TownPerson;
  beforeAll(async () => {
    database = await engine.create();
    server = await startServer(database);
    town = await buildTown(server);
    otherAgent = await town.hire('2002', ['hotline'], null, null);
    manager = await town.hire('6002', ['hall-manager'], town.centre, null);
  });
  afterAll(async () => {
    await server?.close();
    await database?.drop();
  });
  beforeEach(() => server.clock.set('2026-09-14T10:00:00+08:00'));

  /** Registered at a counter by `clerk`, and closed. */
  const settled = async (clerk: TownPerson, more: object = {}) => {
    const filed = await clerk.client.call(ticket.registerTicket, {
      body: { source: 'counter', category: 'ask-inquiry', title: '查水量', description: '上月水量', address: '荆河路2号', contactName: '何静', contactPhone: '13712345678', ...more },
    });
    await clerk.client.call(ticket.answer, { path: { number: filed.number }, body: { version: filed.version, text: '已查明，上月读数无误。', written: true, close: true } });
    return filed.number;
  };
  const due = async (person: TownPerson, desk: followUp.FollowUpDesk, state: 'due' | 'later' | 'ended' = 'due') => (await person.client.call(followUp.followUps, { query: { desk, state, size: 100 } })).items;
  const of = async (person: TownPerson, desk: followUp.FollowUpDesk, number: string, state: 'due' | 'later' | 'ended' = 'due') => (await due(person, desk, state)).find((item) => item.number === number);
  const reviews = async (person: TownPerson) => (await person.client.call(followUp.reviews, { query: { size: 100 } })).items;

  it('what closes is on the list in the same transaction: the hall’s at its hall, the hotline everywhere, nobody else (FU-1)', async () => {
    const number = await settled(town.wang);
    expect(await of(manager, 'hall', number)).toMatchObject({ title: '查水量', hallName: '城区营业厅', attempts: 0, state: 'open' });
    expect(await of(town.agent, 'hall', number)).toBeDefined();
    const south = await town.hire('6101', ['hall-manager'], town.south, null);
    expect(await of(south, 'hall', number)).toBeUndefined();
    expect(await town.wang.client.refused(followUp.followUps, { query: { desk: 'hall' } })).toMatchObject({ code: 'FORBIDDEN', rule: 'FU-1' });
    expect((await manager.client.refused(followUp.followUps, { query: { desk: 'hotline' } })).code).toBe('FORBIDDEN');
    const { id } = (await of(manager, 'hall', number))!;
    for (const person of [town.wang, south]) expect((await person.client.refused(followUp.claimFollowUp, { path: { id } })).code).toBe('NOT_FOUND');
    // Nobody can be called without a number.
    const silent = await settled(town.li, { contactPhone: '' });
    expect(await of(manager, 'hall', silent)).toBeUndefined();
  });

  it('one caller at a time; the look at the number is recorded; a caller who goes away does not block it (FU-1, PR-1)', async () => {
    const number = await settled(town.wang);
    const { id } = (await of(manager, 'hall', number))!;
    const path = { id };
    expect(await manager.client.refused(followUp.answerFollowUp, { path, body: good })).toMatchObject({ code: 'FOLLOW_UP_NOT_YOURS' });
    expect(await manager.client.call(followUp.claimFollowUp, { path })).toMatchObject({ contactName: '何静', contactPhone: '13712345678', answer: '已查明，上月读数无误。', mine: true, firstResponsibleName: '王芳' });
    expect(await town.agent.client.refused(followUp.claimFollowUp, { path })).toMatchObject({ code: 'FOLLOW_UP_TAKEN', rule: 'FU-1' });
    expect(await of(town.agent, 'hall', number)).toMatchObject({ callingBy: '员工6002', mine: false });
    expect(await server.query('SELECT reason FROM personal_data_access WHERE staff_id = ? AND ticket_id = ?', [manager.id, ticketIdOf(number)])).toEqual([{ reason: '回访' }]);
    server.clock.advance(15 * 60_000);
    await town.agent.client.call(followUp.claimFollowUp, { path });
    expect((await manager.client.refused(followUp.answerFollowUp, { path, body: good })).code).toBe('FOLLOW_UP_NOT_YOURS');
    await town.agent.client.call(followUp.releaseFollowUp, { path });
    await manager.client.call(followUp.claimFollowUp, { path });
    expect(await manager.client.call(followUp.answerFollowUp, { path, body: good })).toMatchObject({ state: 'done', stars: 4, scores: { manner: 5, time: 4 } });
    expect(await of(manager, 'hall', number)).toBeUndefined();
    expect(await of(manager, 'hall', number, 'ended')).toMatchObject({ state: 'done' });
    const seen = await town.wang.client.call(ticket.staffTicket, { path: { number } });
    expect(seen.rating).toMatchObject({ stars: 4, comment: '电话回访：态度 5、质量 5、时效 4、结果 5' });
    expect((await reviews(town.supervisor)).filter((item) => item.number === number)).toEqual([]);
    for (const score of [0, 6, 2.5]) expect((await manager.client.refused(followUp.answerFollowUp, { path, body: { ...good, manner: score } })).code).toBe('INVALID_INPUT');
  });

  it('nobody answers: later, in the morning, then it rests (FU-1)', async () => {
    const number = await settled(town.wang);
    const { id } = (await of(manager, 'hall', number))!;
    const miss = async () => {
      await manager.client.call(followUp.claimFollowUp, { path: { id } });
      return manager.client.call(followUp.notReached, { path: { id } });
    };
    expect(await miss()).toMatchObject({ attempts: 1, nextAt: '2026-09-14T04:00:00.000Z', state: 'open', callingBy: null });
    expect(await of(manager, 'hall', number)).toBeUndefined();
    expect(await of(manager, 'hall', number, 'later')).toBeDefined();
    server.clock.set('2026-09-14T12:00:00+08:00');
    expect(await miss()).toMatchObject({ attempts: 2, nextAt: '2026-09-15T01:00:00.000Z' });
    server.clock.set('2026-09-15T09:00:00+08:00');
    expect(await miss()).toMatchObject({ attempts: 3, state: 'unreached' });
    expect((await manager.client.refused(followUp.claimFollowUp, { path: { id } })).code).toBe('FOLLOW_UP_NOT_YOURS');
  });

  it('online the resident is asked in the app and called only when they say nothing (FU-1, FU-2)', async () => {
    const file = async () => {
      const resident = await town.resident();
      const { number } = await resident.client.call(fileComplaint, {
        body: { category: 'complaint-bill', title: '账单', description: '不对', hallId: town.centre, complainedStaffNumber: '', confidential: false, accountId: null, contactName: '何静', contactPhone: '13712345678', address: '', attachmentIds: [] },
      });
      const path = { number };
      const { version } = await town.supervisor.client.call(ticket.conclude, { path, body: { version: 1, outcome: 'unfounded', finding: '读数无误', lesson: '账单附读数照片' } });
      const first = (await resident.client.call(ticket.ticketProgress, { path })).firstResponsible.staffNumber;
      await [town.wang, town.li].find((clerk) => clerk.staffNumber === first)!.client.call(ticket.answer, { path, body: { version, text: '经核查读数无误，照片已附上。', written: true, close: true } });
      return { resident, number };
    };
    const [quiet, content, angry] = [await file(), await file(), await file()];
    for (const { number } of [quiet, content, angry]) {
      expect(await of(town.agent, 'hotline', number)).toBeUndefined();
      expect(await of(town.agent, 'hotline', number, 'later')).toMatchObject({ nextAt: '2026-09-17T16:00:00.000Z' });
    }
    await content.resident.client.call(ticket.rate, { path: { number: content.number }, body: { stars: 5, comment: '' } });
    await angry.resident.client.call(ticket.rate, { path: { number: angry.number }, body: { stars: 1, comment: '没人来看过' } });
    expect(await of(town.agent, 'hotline', content.number, 'ended')).toMatchObject({ state: 'done', stars: 5 });
    server.clock.set('2026-09-18T00:00:00+08:00');
    expect(await of(town.agent, 'hotline', quiet.number)).toBeDefined();
    expect(await of(town.agent, 'hotline', angry.number)).toBeUndefined();
    // FU-3: the resident says "not solved" first: nothing is left to review or to call.
    expect(await reviews(town.supervisor)).toContainEqual(expect.objectContaining({ number: angry.number, cause: 'rating', stars: 1, comment: '没人来看过', state: 'open' }));
    await angry.resident.client.call(ticket.notSolved, { path: { number: angry.number }, body: { reason: '还是不对', attachmentIds: [] } });
    expect((await reviews(town.supervisor)).map((item) => item.number)).not.toContain(angry.number);
    await quiet.resident.client.call(ticket.notSolved, { path: { number: quiet.number }, body: { reason: '还是不对', attachmentIds: [] } });
    expect(await of(town.agent, 'hotline', quiet.number, 'ended')).toMatchObject({ state: 'withdrawn' });
  });

  it('a bad answer on the phone is looked into: opened again, or explained (FU-3)', async () => {
    const bad = async () => {
      const number = await settled(town.wang);
      expect((await town.supervisor.client.refused(ticket.staffTicket, { path: { number } })).code).toBe('NOT_FOUND');
      const { id } = (await of(manager, 'hall', number))!;
      await manager.client.call(followUp.claimFollowUp, { path: { id } });
      await manager.client.call(followUp.answerFollowUp, { path: { id }, body: { ...good, manner: 2, comment: '说话很冲' } });
      const item = (await reviews(town.supervisor)).find((review) => review.number === number)!;
      expect(item).toMatchObject({ cause: 'call', stars: 2, staffName: '王芳', mayDecide: true, comment: expect.stringContaining('说话很冲') });
      return { number, item };
    };
    const first = await bad();
    expect((await town.wang.client.refused(followUp.reviews, {})).code).toBe('FORBIDDEN');
    const path = { id: first.item.id };
    expect(await town.supervisor.client.call(followUp.decideReview, { path, body: { version: 1, decision: 'reopened', reason: '请重新说明水量' } })).toMatchObject({ state: 'reopened', decidedBy: '陈正' });
    expect(await town.wang.client.call(ticket.staffTicket, { path: { number: first.number } })).toMatchObject({ state: 'in-progress' });
    expect(await town.supervisor.client.refused(followUp.decideReview, { path, body: { version: 2, decision: 'explained', reason: '改主意' } })).toMatchObject({ code: 'REVIEW_DECIDED', rule: 'FU-3' });
    const second = await bad();
    expect(await town.director.client.call(followUp.decideReview, { path: { id: second.item.id }, body: { version: 1, decision: 'explained', reason: '已当面致歉，居民接受' } })).toMatchObject({ state: 'explained' });
    expect((await town.wang.client.call(ticket.staffTicket, { path: { number: second.number } })).state).toBe('closed');
    expect((await town.supervisor.client.call(followUp.reviews, { query: { state: 'decided' } })).items.map((item) => item.number)).toEqual(expect.arrayContaining([first.number, second.number]));
  });

  it('a confidential complainant is called by the investigator or the supervisor only (CP-6)', async () => {
    const filed = await town.off.client.call(ticket.registerTicket, {
      body: { source: 'counter', category: 'complaint-rude', title: '保密投诉', description: '当面投诉', address: '平行路6号', contactName: '何静', contactPhone: '13712345678', confidential: true, complainedStaffIds: [town.wang.id] },
    });
    const path = { number: filed.number };
    await town.supervisor.client.call(ticket.assignInvestigator, { path, body: { version: 1, staffId: town.handler.id } });
    await town.handler.client.call(ticket.conclude, { path, body: { version: 2, outcome: 'upheld', finding: '属实', lesson: '先听完' } });
    await town.off.client.call(ticket.answer, { path, body: { version: 3, text: '已查实，向您致歉。', written: false, close: true } });
    for (const person of [town.handler, town.supervisor]) expect(await of(person, 'secret', filed.number)).toMatchObject({ title: '', confidential: true });
    for (const desk of ['hotline', 'hall', 'secret'] as const) expect(await of(town.agent, desk, filed.number)).toBeUndefined();
    const { id } = (await of(town.handler, 'secret', filed.number))!;
    for (const person of [town.agent, manager, town.director, town.off, town.wang, town.li, town.administrator]) expect((await person.client.refused(followUp.claimFollowUp, { path: { id } })).code).toBe('NOT_FOUND');
    expect((await town.handler.client.call(followUp.claimFollowUp, { path: { id } })).contactPhone).toBe('13712345678');
    expect((await town.handler.client.call(followUp.followUpCounts)).due).toEqual({ hotline: null, hall: null, secret: 1 });
    await town.handler.client.call(followUp.answerFollowUp, { path: { id }, body: { ...good, result: 1, comment: '何静说还会再来' } });
    const shown = (item: followUp.ReviewItem) => item.number === filed.number;
    expect((await reviews(town.supervisor)).find(shown)).toMatchObject({ comment: expect.stringContaining('何静说还会再来'), title: '' });
    expect((await reviews(town.director)).find(shown)).toMatchObject({ comment: '', title: '' });
  });

  it('the evaluator: one rating by link, without signing in, once, in time (FU-2)', async () => {
    const open = () => town.wang.client.call(followUp.openEvaluation, { body: { service: '<b>过户</b>' } });
    const rate = (url: string, stars: string) => fetch(server.url + url, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: `stars=${stars}` });
    const { id, url } = await open();
    const page = await (await fetch(server.url + url)).text();
    expect(page).toMatch(/请您为本次服务评价/);
    expect(page).toContain('王芳');
    expect(page).not.toContain('<b>过户</b>');
    expect(await town.wang.client.call(followUp.evaluationState, { path: { id } })).toEqual({ id, state: 'open' });
    expect((await town.li.client.refused(followUp.evaluationState, { path: { id } })).code).toBe('NOT_FOUND');
    expect(await (await rate(url.replace(/signature=..../, 'signature=AAAA'), '5')).text()).toMatch(/失效/);
    expect(await (await rate(url.replace(`/${id}?`, `/${id + 1}?`), '5')).text()).toMatch(/失效/);
    expect((await rate(url, '9')).status).toBe(400);
    expect(await (await rate(url, '2')).text()).toMatch(/谢谢您的评价/);
    await rate(url, '5');
    expect(await server.query('SELECT staff_id, hall_id, service, stars FROM counter_evaluation WHERE id = ?', [id])).toEqual([{ staff_id: town.wang.id, hall_id: town.centre, service: '<b>过户</b>', stars: 2 }]);
    expect(await town.wang.client.call(followUp.evaluationState, { path: { id } })).toEqual({ id, state: 'rated' });
    const late = await open();
    server.clock.advance(16 * 60_000);
    expect(await (await rate(late.url, '5')).text()).toMatch(/失效/);
    expect(await town.wang.client.call(followUp.evaluationState, { path: { id: late.id } })).toEqual({ id: late.id, state: 'expired' });
    // FU-3: looked into, by others than whom it is about.
    const [item] = (await reviews(town.supervisor)).filter((review) => review.cause === 'evaluation');
    expect(item).toMatchObject({ number: null, title: '<b>过户</b>', staffName: '王芳', stars: 2 });
    expect((await town.supervisor.client.refused(followUp.decideReview, { path: { id: item!.id }, body: { version: 1, decision: 'reopened', reason: '重办' } })).code).toBe('INVALID_INPUT');
    await town.supervisor.client.call(followUp.decideReview, { path: { id: item!.id }, body: { version: 1, decision: 'explained', reason: '已谈话' } });
    const figures = await town.director.client.call(followUp.evaluationFigures, { query: { from: '2026-09-14', to: '2026-09-14' } });
    expect(figures.items).toEqual([{ staffId: town.wang.id, staffName: '王芳', staffNumber: '1001', service: '<b>过户</b>', count: 1, averageHundredths: 200, bad: 1 }]);
    expect((await town.agent.client.refused(followUp.openEvaluation, { body: { service: '查询' } })).code).toBe('FORBIDDEN');
  });

  it('pages of the list meet without a gap', async () => {
    for (let n = 0; n < 3; n++) await settled(town.wang);
    const all = (await due(manager, 'hall')).map(({ id }) => id);
    const paged: number[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await manager.client.call(followUp.followUps, { query: { desk: 'hall', size: 2, cursor } });
      paged.push(...page.items.map(({ id }) => id));
      if (page.next === null) break;
      cursor = page.next;
    }
    expect(paged).toEqual(all);
  });
});

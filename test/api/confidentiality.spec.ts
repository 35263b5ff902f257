/**
 * CP-6 and CP-7 through every way out: a confidential complaint with strings of its own is walked through its whole life, and everybody asks for
 * everything. The strings may come out only for the investigator and the supervisor; the person complained of and their partner, whatever their role,
 * get the answers of a ticket that does not exist.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AnyEndpoint } from '@shouwen/shared/contract';
import * as followUp from '@shouwen/shared/contract/follow-up';
import { beginCall, endCall } from '@shouwen/shared/contract/hotline';
import * as ticket from '@shouwen/shared/contract/ticket';
import { ticketIdOf, ticketNumberOf } from '@shouwen/shared/value';
import type { Role } from '@shouwen/shared/vocabulary';
import { WaterAccount } from '../../server/src/customer/index.js';
import { Transactions } from '../../server/src/database/index.js';
import { Staff } from '../../server/src/staff/index.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { type ServerInProcess, startServer } from '../support/server.js';
import { buildTown, type Town, type TownPerson } from '../support/ticket-town.js';
import { type Answer, ask, everyEndpoint, everythingStored, logLines, read, type Told } from '../support/whole-house.js';

const secret = { name: '钟离墨染', phone: '13798765432', address: '紫薇花径97号东户', landmark: '八角石亭旁', account: '88001234', pinyin: 'zhonglimoran' };
const words = Object.values(secret);
const title = '窗口推诿三次之事';
const everyRole: Role[] = ['clerk', 'hotline', 'handler', 'crew', 'section-leader', 'hall-manager', 'shift-leader', 'hall-director', 'company-leader', 'supervisor', 'administrator'];

describeOnBothDatabases('the walls around a confidential complaint', (engine) => {
  let database: TestDatabase;
  let server: ServerInProcess;
  let town: Town;
  let number: string;
  let endpoints: Map<string, AnyEndpoint>;
  let log: string[];
  let outsiders: TownPerson[];
  let transferredTo: TownPerson;
  let blind: TownPerson[];
  let ownNumber: string;
  const unknown = ticketNumberOf(70_000_000);

  beforeAll(async () => {
    database = await engine.create();
    server = await startServer(database);
    log = logLines(server);
    server.clock.set('2026-09-14T10:00:00+08:00');
    town = await buildTown(server);
    endpoints = await everyEndpoint();
    const complained = await town.hire('1301', everyRole, town.centre, town.metering);
    const partner = await town.hire('1302', everyRole, town.centre, town.metering);
    blind = [complained, partner];
    const colleague = await town.hire('5002', ['handler'], null, town.metering);
    const section = await town.hire('5003', ['section-leader'], null, town.metering);
    const manager = await town.hire('6002', ['hall-manager', 'shift-leader'], town.centre, null);
    const leader = await town.hire('8001', ['company-leader'], null, null);
    // Who may see what is decided above the engine; what differs there is how it is found.
    const everybody = [town.wang, town.li, town.off, town.southClerk, town.crew, town.agent, town.director, town.administrator, colleague, section, manager, leader];
    outsiders = engine.name === 'SQLite' ? everybody : [town.off, town.agent, town.director, leader];
    transferredTo = colleague;
    await server.app.get(Transactions).run(async (tx) => {
      await tx.query('INSERT INTO post (name, a_staff_id, b_staff_id) VALUES (?, ?, ?)', ['咨询台', complained.id, partner.id]);
      // Account 1 is a neighbour's: who opens an account by its own id is told its number, whoever complained.
      for (const [accountNumber, address] of [['88009999', '隔壁'], [secret.account, '另一处']] as const)
        await tx.insert(WaterAccount, {
          accountNumber, name: '无关户名', address, zone: 'urban', phone: null, phoneDigest: null, householdSize: 3, meterNumber: `M${accountNumber}`, tariffCode: 'annual-5-7-9', hallId: town.centre,
        });
      // The one who registered it is off, so that nobody stands in for them by chance.
      await tx.update(Staff, { id: town.off.id }, { onDuty: true });
    });
    const filed = await town.off.client.call(ticket.registerTicket, {
      body: {
        source: 'letter', category: 'complaint-refused', title, description: '三次去办都被推走', contactName: secret.name, contactPhone: secret.phone, address: secret.address, landmark: secret.landmark,
        accountNumber: secret.account, confidential: true, complainedStaffIds: [complained.id],
      },
    });
    number = filed.number;
    const path = { number };
    // Somebody else's matter of the same kind and place, to look for alike ones from.
    ownNumber = (await complained.client.call(ticket.registerTicket, {
      body: { source: 'counter', category: 'complaint-refused', title: '另一件', description: '另一件', contactName: '李建国', contactPhone: '13700001111', address: secret.address.slice(0, 4), accountNumber: secret.account, complainedStaffIds: [] },
    })).number;
    await town.supervisor.client.call(ticket.assignInvestigator, { path, body: { version: 1, staffId: town.handler.id } });
    await town.handler.client.call(ticket.recordFinding, { path, body: { version: 2, text: '已约谈当事人', attachmentIds: [] } });
    await town.off.client.call(ticket.transfer, { path, body: { version: 3, departmentId: town.metering } });
    await colleague.client.call(ticket.accept, { path, body: { version: 4 } });
    await town.off.client.call(ticket.requestExtension, { path, body: { version: 5, until: '2026-09-28', plan: '等当事人回来' } });
    await colleague.client.call(ticket.escalate, { path, body: { version: 6, level: 'company-leader', reason: '请指示' } });
  });
  afterAll(async () => {
    await server?.close();
    await database?.drop();
  });

  /** All that somebody can read, of everything there is to ask. */
  const askEverything = async (token: string | undefined): Promise<Answer[]> => {
    const answers: Answer[] = [];
    const parameters = { number, id: 1, callId: 1, hallId: town.centre, year: 2026, staffId: blind[0]!.id, kind: 'ladder', edition: 1, date: '2026-09-14', billId: 1, accountNumber: '10000001', book: 'WX2026', ordinal: 1, item: 1 };
    const common = { size: '100', year: '2026', from: '2026-09-01', to: '2026-09-30', date: '2026-09-14', day: '2026-09-14', month: '2026-09', status: 'all' };
    for (const [name, endpoint] of endpoints) {
      if (endpoint.method !== 'GET' || endpoint.path === '/api/staff/live') continue;
      // Lists by their views, the search by each secret.
      const variants: Record<string, string>[] = name === 'ticket.staffTickets' ? ['mine', 'department', 'hall', 'leader'].flatMap((view): Record<string, string>[] => [{ view }, { view, number }])
        : name.startsWith('search.') ? [...words, title, number].map((q) => ({ q }))
        : name === 'follow-up.followUps' ? ['hotline', 'hall', 'secret'].map((desk) => ({ desk }))
        : [{}];
      for (const variant of variants) answers.push(await ask(server, token, name, endpoint, parameters, { ...common, ...variant }));
    }
    return answers;
  };
  /** The account that the complaint is about, opened by its own id: everything about it but who complained. */
  const askAboutTheAccount = async (token: string): Promise<Told[]> => {
    const { id } = await server.app.get(Transactions).run((tx) => tx.findOneByOrFail(WaterAccount, { accountNumber: secret.account }));
    const answers: Answer[] = [];
    for (const [name, endpoint] of endpoints)
      if (endpoint.method === 'GET' && endpoint.path.includes(':id') && /^(account|arrears|billing|counter|payment|usage)/.test(name)) answers.push(await ask(server, token, name, endpoint, { id, billId: 1 }, {}));
    return read(answers);
  };
  const leaks = (told: readonly Told[], strings: readonly string[]) => told.flatMap(({ endpoint, head, content }) => strings.filter((word) => head.includes(word) || content.includes(word)).map((word) => `${endpoint}: ${word}`));
  const walk = async (people: readonly TownPerson[] = outsiders) => {
    const stranger = await town.resident();
    const answers = new Map<string | undefined, Answer[]>();
    for (const token of [...[...people, ...blind, stranger].map((person) => person.token), undefined]) answers.set(token, await askEverything(token));
    await read([...answers.values()].flat()); // papers are read together
    const toldTo = (token: string | undefined) => read(answers.get(token)!);
    for (const person of people) expect([person.staffNumber, leaks(await toldTo(person.token), words)]).toEqual([person.staffNumber, []]);
    for (const token of [undefined, stranger.token]) expect(leaks(await toldTo(token), [...words, number, title])).toEqual([]);
    for (const person of blind) {
      const told = await toldTo(person.token);
      expect([person.staffNumber, leaks(told, [...words, number, title])]).toEqual([person.staffNumber, []]);
      const page = await askAboutTheAccount(person.token);
      expect([person.staffNumber, leaks(page, [secret.name, secret.phone, secret.landmark, secret.pinyin, number, title])]).toEqual([person.staffNumber, []]);
      expect(page.some(({ status, content }) => status === 200 && content.includes(secret.account))).toBe(true);
      // The walk is worth something: this person may ask for nearly everything.
      expect(told.filter(({ status }) => status === 200).length).toBeGreaterThan(40);
    }
  };
  /** A body that fits every command; what a contract does not know it drops. */
  const anyBody = (changes: object = {}) => ({
    version: 1, text: '了解情况', note: '说明', reason: '核实', result: '办完', comment: '', plan: '计划', until: '2026-09-30', approved: true, departmentId: town.repairs, coDepartmentIds: [], proposedDepartmentId: town.repairs,
    rejectionUnfounded: false, level: 'section-leader', staffId: town.wang.id, fault: 'delayed', outcome: 'unfounded', finding: '无', lesson: '无', category: 'ask-simple', step: 'survey', passed: true, matches: true,
    difference: '', mainNumber: ownNumber, written: true, close: false, delayReason: '', signpost: '', items: [{ code: null, name: '身份证', howToGet: '' }], complete: true, codes: [], stars: 1, attachmentIds: [],
    requested: {}, title: '标题', description: '说明', address: '某处', ...changes,
  });
  const sameAsUnknown = async (person: TownPerson, name: string, endpoint: AnyEndpoint, of: (target: string) => { parameters: Record<string, string>; body?: object }) => {
    const answers = [];
    for (const target of [number, unknown]) {
      const { parameters, body } = of(target);
      const [told] = await read([await ask(server, person.token, name, endpoint, parameters, {}, body)]);
      const { status, content } = told!;
      answers.push([name, status, content.startsWith('{') ? { ...(JSON.parse(content) as object), requestId: '' } : content.replaceAll(target, '')]);
    }
    expect(answers[0]).toEqual(answers[1]);
    return answers[0]![1];
  };

  it('investigator and supervisor know the complainant; that is what must not show elsewhere', async () => {
    for (const person of [town.handler, town.supervisor]) {
      const seen = await person.client.call(ticket.staffTicket, { path: { number } });
      expect(seen).toMatchObject({ address: secret.address, landmark: secret.landmark, accountNumber: secret.account, mayUnmask: true });
      expect(await person.client.call(ticket.unmask, { path: { number }, body: { reason: '核实' } })).toEqual({ contactName: secret.name, contactPhone: secret.phone });
    }
    expect(leaks(await read(await askEverything(town.supervisor.token)), words)).not.toEqual([]);
  });

  it('while it is open nobody else reads any of it, anywhere', () => walk(), 240_000);

  it('to the complained-of and their partner each way in answers as for no ticket at all', async () => {
    for (const person of blind) {
      const codes: unknown[] = [];
      for (const [name, endpoint] of endpoints) {
        if (!endpoint.path.includes(':number') || endpoint.path.startsWith('/api/tickets')) continue;
        codes.push(await sameAsUnknown(person, name, endpoint, (target) => ({ parameters: { number: target }, ...(endpoint.method === 'POST' ? { body: anyBody() } : {}) })));
      }
      expect(codes.filter((code) => code === 404).length).toBeGreaterThan(35);
      // Named by another ticket, or on the phone.
      for (const command of [ticket.attach, ticket.merge]) await sameAsUnknown(person, 'main', command, (target) => ({ parameters: { number: ownNumber }, body: anyBody({ mainNumber: target, version: 99 }) }));
      const [attached, merged] = [endpoints.get('ticket.attach')!, endpoints.get('ticket.merge')!];
      for (const command of [attached, merged]) await sameAsUnknown(blind[0]!, 'main', command, (target) => ({ parameters: { number: ownNumber }, body: anyBody({ mainNumber: target, version: 1 }) }));
      const call = await person.client.call(beginCall, { body: { phone: '13700002222' } });
      const note = endpoints.get('hotline.noteFromCall')!;
      await sameAsUnknown(person, 'hotline.noteFromCall', note, (target) => ({ parameters: { callId: String(call.callId) }, body: { ticketNumber: target, text: '来电' } }));
      await person.client.call(endCall, { path: { callId: call.callId }, body: { summary: '' } });
      const propose = endpoints.get('complaint-desk.proposeConsequence')!;
      await sameAsUnknown(person, 'propose', propose, (target) => ({ parameters: {}, body: { number: target, staffId: town.wang.id } }));
    }
  }, 120_000);

  it('the caller’s card does not tell who complains', async () => {
    const card = await town.agent.client.call(beginCall, { body: { phone: secret.phone } });
    expect(card.openTickets).toEqual([]);
    expect(JSON.stringify(card)).not.toContain(number);
    await town.agent.client.call(endCall, { path: { callId: card.callId }, body: { summary: '' } });
    await server.app.get(Transactions).run((tx) => tx.query('DELETE FROM hotline_call'));
  });

  it('overdue, concluded, answered, closed, followed up and opened again, it tells nobody more', async () => {
    const path = { number };
    server.clock.set('2026-09-30T10:00:00+08:00');
    const version = async () => (await town.supervisor.client.call(ticket.staffTicket, { path })).version;
    await transferredTo.client.call(ticket.returnResult, { path, body: { version: await version(), result: '已说明', attachmentIds: [] } });
    await town.handler.client.call(ticket.conclude, { path, body: { version: await version(), outcome: 'policy-question', finding: '规定不清', lesson: '写清楚' } });
    await town.handler.client.call(ticket.conclude, { path, body: { version: await version(), outcome: 'upheld', finding: '属实', lesson: '首问必接' } });
    await town.off.client.call(ticket.answer, { path, body: { version: await version(), text: '您反映的情况属实，已处理。', written: true, close: true, delayReason: '当事人休假' } });
    const [item] = (await town.handler.client.call(followUp.followUps, { query: { desk: 'secret' } })).items;
    expect((await town.handler.client.call(followUp.claimFollowUp, { path: { id: item!.id } })).contactPhone).toBe(secret.phone);
    await town.handler.client.call(followUp.answerFollowUp, { path: { id: item!.id }, body: { manner: 1, quality: 1, time: 1, result: 1, comment: `${secret.name}仍不满意` } });
    await walk();
    const [review] = (await town.supervisor.client.call(followUp.reviews, {})).items;
    await town.supervisor.client.call(followUp.decideReview, { path: { id: review!.id }, body: { version: review!.version, decision: 'reopened', reason: '再查' } });
    await walk([town.off, town.director]);
  }, 240_000);

  it('the database and the log keep none of it readable, and no hint or message goes to those it is about', async () => {
    // The number of the account is the company's own register; it must stand nowhere else.
    for (const [table, text] of await everythingStored(server, engine.name))
      expect([table, words.filter((word) => text.includes(word) && !(table === 'water_account' && word === secret.account))]).toEqual([table, []]);
    expect(log.length).toBeGreaterThan(500);
    expect(log.filter((line) => [...words, title].some((word) => line.includes(word)))).toEqual([]);
    const id = ticketIdOf(number);
    const told = await server.query<{ staff_id: number }>('SELECT staff_id FROM staff_notice WHERE ticket_id = ?', [id]);
    expect(told.map(({ staff_id }) => staff_id).filter((staffId) => blind.some((person) => person.id === staffId))).toEqual([]);
    expect(told.length).toBeGreaterThan(0);
  });
});

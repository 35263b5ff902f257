/** Ways round the walls of a complaint: links, cursors, re-categorising, reassigning, company at a ticket, another hall's item (CP-6, CP-7, FU-3). */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { complaintRegister, waitingComplaints } from '@shouwen/shared/contract/complaint-desk';
import type { Page } from '@shouwen/shared/contract';
import * as followUp from '@shouwen/shared/contract/follow-up';
import * as ticket from '@shouwen/shared/contract/ticket';
import { beAtTicket, firstInquiryRegister } from '@shouwen/shared/contract/ticket-desk';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { type ServerInProcess, startServer } from '../support/server.js';
import { buildTown, type Town, type TownPerson } from '../support/ticket-town.js';

describeOnBothDatabases('side doors', (engine) => {
  let database: TestDatabase;
  let server: ServerInProcess;
  let town: Town;
  /** Leads the hall of the tickets and may ask for every register; complained of. */
  let blind: TownPerson;
  beforeAll(async () => {
    database = await engine.create();
    server = await startServer(database);
    town = await buildTown(server);
    blind = await town.hire('6002', ['clerk', 'hall-manager', 'supervisor'], town.centre, null);
  });
  afterAll(async () => {
    await server?.close();
    await database?.drop();
  });
  beforeEach(() => server.clock.set('2026-09-14T10:00:00+08:00'));

  const register = (clerk: TownPerson, more: object = {}) =>
    clerk.client.call(ticket.registerTicket, {
      body: { source: 'counter', category: 'complaint-bill', title: '账单', description: '不对', contactName: '何静', contactPhone: '13712345678', address: '平行路6号', ...more },
    });
  const about = (person: TownPerson, more: object = {}) => register(town.wang, { category: 'complaint-rude', title: '态度', complainedStaffIds: [person.id], ...more });
  const versionOf = async (number: string) => (await town.supervisor.client.call(ticket.staffTicket, { path: { number } })).version;

  it('a complaint about somebody is linked to nothing that they may see, in neither direction (CP-7)', async () => {
    const [theirs, complaint, alike] = [await register(blind), await about(blind), await about(blind)];
    for (const command of [ticket.attach, ticket.merge]) {
      for (const [from, to] of [[complaint, theirs], [theirs, complaint]] as const)
        expect(await town.supervisor.client.refused(command, { path: { number: from.number }, body: { version: 1, mainNumber: to.number, reason: '同一事' } })).toMatchObject({ code: 'LINK_NOT_ALLOWED', rule: 'CP-7' });
    }
    expect((await town.supervisor.client.call(ticket.attach, { path: { number: alike.number }, body: { version: 1, mainNumber: complaint.number, reason: '同一事' } })).link).toMatchObject({ mainNumber: complaint.number });
    expect(JSON.stringify(await blind.client.call(ticket.staffTicket, { path: { number: theirs.number } }))).not.toContain(complaint.number);
  });

  it('a secret matter is linked to none that names its people (CP-6)', async () => {
    const [open, secret] = [await register(town.wang), await register(town.wang, { confidential: true })];
    for (const [from, to] of [[open, secret], [secret, open]] as const)
      expect(await town.wang.client.refused(ticket.attach, { path: { number: from.number }, body: { version: 1, mainNumber: to.number, reason: '' } })).toMatchObject({ code: 'LINK_NOT_ALLOWED', rule: 'CP-6' });
  });

  it('a leader does not come to know a secret complainant by giving themselves the matter (CP-6)', async () => {
    const { number } = await register(town.wang, { category: 'complaint-rude', confidential: true });
    const reassign = (staffId: number, version: number) => ({ path: { number }, body: { version, staffId, reason: '我来办' } });
    expect(await town.director.client.refused(ticket.reassign, reassign(town.director.id, 1))).toMatchObject({ code: 'STAFF_NOT_SUITABLE', rule: 'CP-6' });
    expect((await town.director.client.call(ticket.staffTicket, { path: { number } })).contactName).toBe('保密');
    // With an investigator named, taking it over tells nothing; an open one they may always take.
    await town.supervisor.client.call(ticket.assignInvestigator, { path: { number }, body: { version: 1, staffId: town.handler.id } });
    expect(await town.director.client.call(ticket.reassign, reassign(town.director.id, 2))).toMatchObject({ firstResponsibleNumber: '6001', contactName: '保密' });
  });

  it('the investigator’s file stays shut, and who investigates unsaid, when the matter is no complaint any more, or two meet at it (CP-6)', async () => {
    const { number } = await register(town.wang);
    const path = { number };
    await town.supervisor.client.call(ticket.assignInvestigator, { path, body: { version: 1, staffId: town.handler.id } });
    await town.handler.client.call(ticket.recordFinding, { path, body: { version: 2, text: '已约谈当事人', attachmentIds: [] } });
    await town.handler.client.call(ticket.conclude, { path, body: { version: 3, outcome: 'unfounded', finding: '录音相符', lesson: '写清楚' } });
    await town.handler.client.call(beAtTicket, { path, body: { writing: false } });
    const told = async (person: TownPerson) =>
      JSON.stringify([await person.client.call(ticket.staffTicket, { path }), await person.client.call(beAtTicket, { path, body: { writing: false } })]);
    const fileShut = async () => {
      for (const person of [town.wang, town.director, town.agent]) for (const word of ['约谈', '录音相符', '吴静', '5001']) expect([person.staffNumber, (await told(person)).includes(word) && word]).toEqual([person.staffNumber, false]);
      expect(await told(town.supervisor)).toMatch(/约谈.*录音相符.*吴静/s);
    };
    await fileShut();
    await town.supervisor.client.call(ticket.recategorise, { path, body: { version: await versionOf(number), category: 'bill-amount', reason: '只是询问金额' } });
    await fileShut();
  });

  it('pages and cursors are those of a house without the complaint (CP-7)', async () => {
    /** Every page, one line each. */
    const pages = async (ask: (cursor: string | undefined) => Promise<Page<{ number: string }>>) => {
      const all: (string | null)[][] = [];
      for (let cursor: string | undefined; ; ) {
        const page = await ask(cursor);
        all.push([...page.items.map(({ number }) => number), page.next]);
        if (page.next === null) return all;
        cursor = page.next;
      }
    };
    const close = async (number: string) => {
      await town.supervisor.client.call(ticket.conclude, { path: { number }, body: { version: 1, outcome: 'unfounded', finding: '无', lesson: '无' } });
      await town.wang.client.call(ticket.answer, { path: { number }, body: { version: 2, text: '已查明，读数无误。', written: true, close: true } });
    };
    const query = { size: 1 };
    const lists: Record<string, (cursor: string | undefined) => Promise<Page<{ number: string }>>> = {
      register: (cursor) => blind.client.call(firstInquiryRegister, { query: { ...query, date: '2026-09-14', cursor } }),
      complaints: (cursor) => blind.client.call(complaintRegister, { query: { ...query, year: 2026, cursor } }),
      waiting: (cursor) => blind.client.call(waitingComplaints, { query: { ...query, cursor } }),
      calls: (cursor) => blind.client.call(followUp.followUps, { query: { ...query, desk: 'hall', cursor } }),
    };
    await close((await register(town.wang)).number);
    await register(town.wang);
    await about(blind);
    const closed = await about(blind);
    await close(closed.number);
    const last = await register(town.wang);
    await close(last.number);
    for (const [name, ask] of Object.entries(lists)) {
      const now = await pages(ask);
      // What is hidden takes no place.
      expect([name, now.filter((page) => page.length < 2)]).toEqual([name, []]);
      expect([name, now.flat().filter((entry) => entry === closed.number)]).toEqual([name, []]);
    }
  });

  it('a director looks into what was rated badly at their own hall only (FU-3)', async () => {
    const { id, url } = await town.southClerk.client.call(followUp.openEvaluation, { body: { service: '缴费' } });
    expect((await fetch(`${server.url}${url}`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'stars=1' })).status).toBeLessThan(300);
    const [review] = (await town.supervisor.client.call(followUp.reviews, {})).items;
    expect(review).toMatchObject({ cause: 'evaluation', hallName: '城南营业厅' });
    expect(id).toBeGreaterThan(0);
    const decision = { path: { id: review!.id }, body: { version: review!.version, decision: 'explained' as const, reason: '已核查' } };
    expect((await town.director.client.refused(followUp.decideReview, decision)).code).toBe('NOT_FOUND');
    const south = await town.hire('6101', ['hall-director'], town.south, null);
    expect(await south.client.call(followUp.decideReview, decision)).toMatchObject({ state: 'explained' });
  });
});

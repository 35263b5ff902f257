/** The engine through its endpoints: registration at the counter, work lists, materials, looking at personal data, and the proof of the record. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { reportLeak } from '@shouwen/shared/contract/leak';
import * as ticket from '@shouwen/shared/contract/ticket';
import { groupTicketNumber, ticketIdOf } from '@shouwen/shared/value';
import { Transactions } from '../../server/src/database/index.js';
import { TicketService, verifyChain } from '../../server/src/ticket/index.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { type ServerInProcess, startServer } from '../support/server.js';
import { buildTown, PLACES, takePhoto, type Town, type TownPerson, upload } from '../support/ticket-town.js';

describeOnBothDatabases('tickets', (engine) => {
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
      body: { source: 'counter', category: 'bill-volume', title: '水量偏高', description: '比上月多一倍', contactName: '马强', contactPhone: '13600001111', address: '学院路3号', ...more },
    });
  const path = (view: { number: string }) => ({ number: view.number });

  it('whoever registers at the counter is first responsible; a spoken matter is answered by speech (FI-1, CP-5)', async () => {
    const photo = await upload(town.wang, await takePhoto());
    const made = await register(town.wang, { attachmentIds: [photo.body.id] });
    expect(made).toMatchObject({ source: 'counter', kind: 'billing-question', state: 'registered', firstResponsibleNumber: '1001', writtenAnswerRequired: false, nextDueAt: '2026-11-25T16:00:00.000Z' });
    expect(made.attachments.map((a) => a.id)).toEqual([photo.body.id]);
    const closed = await town.wang.client.call(ticket.answer, { path: path(made), body: { version: 1, text: '已当面说明，水表正常', written: false } });
    expect(closed.state).toBe('closed');
    for (const [more, field] of [[{ category: 'no-such' }, 'category'], [{ accountNumber: '00000000' }, 'accountNumber'], [{ title: '' }, 'title']] as const)
      expect(await town.wang.client.refused(ticket.registerTicket, { body: { source: 'counter', category: 'bill-volume', title: '水量', description: '多', address: '学院路', ...more } })).toMatchObject({ code: 'INVALID_INPUT', fields: [{ path: field }] });
  });

  it('every way in leads to the same ticket, under a number whose mistakes show', async () => {
    for (const source of ['counter', 'letter', 'comment-card', 'director', 'government-hotline'] as const) {
      const made = await register(town.wang, { source, category: 'complaint-bill' });
      expect(made).toMatchObject({ source, firstResponsibleNumber: '1001', state: 'registered', numberSpoken: groupTicketNumber(made.number) });
      expect(made.number).toMatch(/^\d{9}$/);
      const mistaken = `${made.number.slice(0, -1)}${(Number(made.number.at(-1)) + 1) % 10}`;
      expect([ticketIdOf(made.number), ticketIdOf(mistaken)]).toEqual([expect.any(Number), null]);
    }
  });

  it('what is registered for a number that a resident has proven theirs appears in that resident’s app, unless it is secret', async () => {
    const resident = await town.resident('13655556666');
    const open = await register(town.wang, { contactPhone: '136 5555-6666' }); // as a clerk may write it
    await register(town.wang, { contactPhone: '13655556666', category: 'complaint-bill', confidential: true });
    await register(town.wang, { contactPhone: '13655557777' });
    expect((await resident.client.call(ticket.myTickets)).items.map((i) => i.number)).toEqual([open.number]);
    expect((await resident.client.call(ticket.ticketProgress, { path: path(open) })).timeline[0]).toMatchObject({ actor: '王芳（工号 1001）' });
  });

  it('while materials are awaited no limit runs; complete, the whole limit starts again (TL-2)', async () => {
    const made = await register(town.li, { category: 'bill-amount' });
    expect((await town.li.client.refused(ticket.requestMaterials, { path: path(made), body: { version: 1, items: [] } })).code).toBe('INVALID_INPUT');
    server.clock.set('2026-11-19T10:00:00+08:00');
    let seen = await town.li.client.call(ticket.requestMaterials, { path: path(made), body: { version: 1, items: [{ name: '身份证', howToGet: '' }, { name: '房产证', howToGet: '到档案馆复印' }], note: '复印件即可' } });
    expect(seen).toMatchObject({ state: 'waiting-materials', nextDueAt: null, overdue: false });
    expect(seen.timeline.at(-1)!.text).toBe('1. 身份证\n2. 房产证（到档案馆复印）\n复印件即可');
    expect(seen.clocks[0]).toMatchObject({ state: 'waiting-materials', dueAt: null });
    server.clock.set('2026-12-03T10:00:00+08:00');
    seen = await town.li.client.call(ticket.confirmMaterials, { path: path(made), body: { version: 2, complete: false, note: '缺房产证' } });
    expect(seen).toMatchObject({ state: 'waiting-materials', nextDueAt: null });
    expect(seen.timeline.at(-1)!.label).toContain('部分');
    seen = await town.li.client.call(ticket.confirmMaterials, { path: path(made), body: { version: 3, complete: true } });
    expect(seen).toMatchObject({ state: 'in-progress', nextDueAt: '2026-12-10T16:00:00.000Z' });
    expect(seen.clocks[0]!.why.join('')).toContain('重新计算');
  });

  it('work lists go by the next deadline, page by page, and each sees their own', async () => {
    const clerk = await town.hire('1500', ['clerk'], town.south, null);
    const leader = await town.hire('1501', ['hall-director'], town.south, null);
    const made: string[] = [];
    for (const [category, minute] of [['bill-amount', 0], ['ask-inquiry', 1], ['apply-move-pipe', 2], ['ask-simple', 3], ['bill-volume', 4]] as const) {
      server.clock.set(`2026-11-18T10:0${minute}:00+08:00`);
      made.push((await register(clerk, { category })).number);
    }
    await clerk.client.call(ticket.requestMaterials, { path: { number: made[4]! }, body: { version: 1, items: [{ name: '水费单' }] } });
    const expected = [made[1], made[3], made[0], made[2], made[4]];
    for (const [person, view] of [[clerk, 'mine'], [leader, 'hall']] as const) {
      const found: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await person.client.call(ticket.staffTickets, { query: { view, size: 2, ...(cursor === undefined ? {} : { cursor }) } });
        expect(page.items.length).toBeLessThanOrEqual(2);
        found.push(...page.items.map((i) => i.number));
        cursor = page.next ?? undefined;
      } while (cursor !== undefined);
      expect(found).toEqual(expected);
    }
    server.clock.set('2026-11-18T11:00:00+08:00');
    for (const number of [made[0]!, made[1]!]) {
      await clerk.client.call(ticket.answer, { path: { number }, body: { version: 1, text: '已说明清楚', written: false } });
      server.clock.advance(60_000);
    }
    const numbers = async (query: object) => (await clerk.client.call(ticket.staffTickets, { query })).items.map((i) => i.number);
    expect(await numbers({ status: 'closed' })).toEqual([made[1], made[0]]);
    expect(await numbers({ status: 'all' })).toEqual([made[3], made[2], made[4], made[1], made[0]]);
    expect(await numbers({ kind: 'application' })).toEqual([made[2]]);
    expect(await numbers({ number: groupTicketNumber(made[2]!) })).toEqual([made[2]]);
    expect(await numbers({ number: '1234' })).toEqual([]);
    expect((await clerk.client.refused(ticket.staffTickets, { query: { view: 'hall' } })).code).toBe('FORBIDDEN');
    expect((await clerk.client.refused(ticket.staffTickets, { query: { cursor: 'x' } })).code).toBe('INVALID_INPUT');
    expect((await town.wang.client.call(ticket.staffTickets, { query: { number: made[2]! } })).items).toEqual([]);
    expect((await town.administrator.client.refused(ticket.staffTicket, { path: { number: made[2]! } })).code).toBe('NOT_FOUND');
  });

  it('looking at a name and number in full is an act with a reason, on record (PR-1)', async () => {
    const made = await register(town.wang);
    expect(made).toMatchObject({ contactName: '马*', contactPhone: '136****1111' });
    expect((await town.wang.client.refused(ticket.unmask, { path: path(made), body: { reason: ' ' } })).code).toBe('INVALID_INPUT');
    expect(await town.wang.client.call(ticket.unmask, { path: path(made), body: { reason: '电话核实' } })).toEqual({ contactName: '马强', contactPhone: '13600001111' });
    expect(await server.query('SELECT staff_id, ticket_id, reason FROM personal_data_access')).toEqual([{ staff_id: town.wang.id, ticket_id: ticketIdOf(made.number), reason: '电话核实' }]);
  });

  it('a reader who needs no name does not get one: no list or detail carries a whole phone number', async () => {
    const made = await register(town.wang, { contactPhone: '13698765432' });
    const views = [await town.wang.client.call(ticket.staffTickets), await town.wang.client.call(ticket.staffTicket, { path: path(made) }), await town.agent.client.call(ticket.staffTicket, { path: path(made) })];
    expect(JSON.stringify(views)).not.toContain('13698765432');
  });

  it('a call about a ticket is noted by an agent; the resident reads their own notes, not the house’s', async () => {
    const resident = await town.resident();
    const filed = await resident.client.call(reportLeak, { body: { category: 'burst', description: '', address: '善国路', landmark: '东门', place: PLACES.centre, contactPhone: '13812341234', attachmentIds: [] } });
    const transactions = server.app.get(Transactions);
    await transactions.run((tx) => server.app.get(TicketService).act(tx, ticketIdOf(filed.number)!, null, { type: 'note', text: '来电催问', attachmentIds: [] }, { kind: 'staff', id: town.agent.id }, server.clock.now()));
    const noted = await resident.client.call(ticket.addNote, { path: path(filed), body: { text: '水已漫到门口', attachmentIds: [] } });
    expect(noted.timeline.map((e) => [e.type, e.text])).toEqual([['registered', expect.any(String)], ['noted', '水已漫到门口']]);
    const clerk = [town.wang, town.li].find((p) => p.staffNumber === filed.firstResponsible.staffNumber)!;
    expect((await clerk.client.call(ticket.staffTicket, { path: path(filed) })).timeline.map((e) => e.text)).toEqual([expect.any(String), '来电催问', '水已漫到门口']);
  });

  it('departments say what their scope is (FI-3)', async () => {
    expect((await town.wang.client.call(ticket.departments)).items).toContainEqual({ id: town.repairs, name: '抢修队', kinds: ['leak'] });
  });

  it('the record is proven, and the first damage is named (PR-2, CP-3)', async () => {
    const made = await register(town.wang);
    const id = ticketIdOf(made.number)!;
    await town.wang.client.call(ticket.respond, { path: path(made), body: { version: 1, text: '已联系' } });
    await town.wang.client.call(ticket.transfer, { path: path(made), body: { version: 2, departmentId: town.metering } });
    const check = () => server.app.get(Transactions).run((tx) => verifyChain(tx));
    const sound = await check();
    expect(sound.faults).toEqual([]);
    expect(sound.tickets).toBeGreaterThan(5);
    expect(sound.events).toBeGreaterThan(sound.tickets);

    // The resident's words and contact are no part of the record: they can be taken out, or enciphered anew.
    await server.query('DELETE FROM ticket_text WHERE ticket_id = ?', [id]);
    await server.query('UPDATE ticket SET contact_name = NULL, contact_phone = NULL, contact_phone_digest = NULL WHERE id = ?', [id]);
    expect((await check()).faults).toEqual([]);

    const damages: [string, string, number | null][] = [
      [`UPDATE ticket_event SET payload = '{"written":true}' WHERE ticket_id = ${id} AND sequence = 2`, '这条记录被改动过', 2],
      [`UPDATE ticket_event SET actor_id = ${town.li.id} WHERE ticket_id = ${id} AND sequence = 3`, '这条记录被改动过', 3],
      [`UPDATE ticket_event SET at = '2020-01-01 00:00:00.000' WHERE ticket_id = ${id} AND sequence = 1`, '这条记录被改动过', 1],
      [`DELETE FROM ticket_event WHERE ticket_id = ${id} AND sequence = 2`, '缺少这条记录', 2],
      [`DELETE FROM ticket_event WHERE ticket_id = ${id} AND sequence = 3`, '工单现状与记录不符', null],
      [`UPDATE ticket SET first_responsible_id = ${town.li.id} WHERE id = ${id}`, 'firstResponsibleId', null],
      [`UPDATE ticket_clock SET due_at = '2030-01-01 00:00:00.000' WHERE ticket_id = ${id} AND clock = 'resolution'`, '时限与记录不符', null],
      [`INSERT INTO ticket_excluded (ticket_id, staff_id, complained_of) VALUES (${id}, ${town.wang.id}, 1)`, '回避名单与记录不符', null],
      [`DELETE FROM ticket WHERE id = ${id}`, '工单已被删除', null],
    ];
    for (const [damage, reason, sequence] of damages) {
      const undone = new Error('undone');
      await server.app
        .get(Transactions)
        .run(async (tx) => {
          await tx.query(damage);
          const { faults } = await verifyChain(tx);
          expect(faults).toEqual([{ ticketId: id, sequence, reason: expect.stringContaining(reason) }]);
          throw undone;
        })
        .catch((error: unknown) => {
          if (error !== undone) throw error;
        });
    }
    expect((await check()).faults).toEqual([]);
  });
});

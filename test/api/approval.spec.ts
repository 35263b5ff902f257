/** What needs a second person: asked for once, decided once by somebody else who may, carried out with the decision or not at all. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { approval, approvalCounts, approvals, decideApproval, withdrawApproval, type ApprovalView } from '@shouwen/shared/contract/approval';
import { staffNotices } from '@shouwen/shared/contract/notice';
import { ApprovalService, holds, type ApprovalHandler } from '../../server/src/approval/index.js';
import { Transactions } from '../../server/src/database/index.js';
import { Refusal } from '../../server/src/http/index.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { type ServerInProcess, startServer } from '../support/server.js';
import { buildTown, type Town, type TownPerson } from '../support/ticket-town.js';

describeOnBothDatabases('approval', (engine) => {
  let database: TestDatabase;
  let server: ServerInProcess;
  let town: Town;
  let leader: TownPerson;
  let southLeader: TownPerson;
  let subject = 100;
  let subjectRefuses: Refusal | null;
  const applied: number[] = [];
  const ended: string[] = [];
  beforeAll(async () => {
    database = await engine.create();
    server = await startServer(database);
    town = await buildTown(server);
    leader = await town.hire('3001', ['shift-leader'], town.centre, null);
    southLeader = await town.hire('3002', ['shift-leader'], town.south, null);
    const handler: ApprovalHandler = {
      mayDecide: (viewer, request) => holds(['shift-leader', 'company-leader'], viewer, request),
      apply: async (tx, request) => {
        await tx.query('UPDATE hall SET open_hours = ? WHERE id = ?', [`号${request.subjectId}`, town.centre]);
        if (subjectRefuses) throw subjectRefuses;
        applied.push(request.subjectId);
      },
      refused: async (_tx, request) => void ended.push(request.state),
      involved: async (_manager, request) => [(request.detail['hadBy'] as number | undefined) ?? null],
      describe: async (_manager, request) => ({ subject: `收款 ${request.subjectId}`, effects: [`作废 ${String(request.detail['what'])}`], address: '/payments/1' }),
    };
    // The service of the house, with a kind whose subject the test has in hand.
    (server.app.get(ApprovalService) as unknown as { handlers: Map<string, ApprovalHandler> }).handlers.set('void-payment', handler);
  });
  afterAll(async () => {
    await server?.close();
    await database?.drop();
  });
  beforeEach(() => {
    subjectRefuses = null;
    applied.length = ended.length = 0;
  });
  const ask = (by: TownPerson = town.wang, more: { subjectId?: number; hallId?: number | null; reason?: string; detail?: Record<string, unknown> } = {}) =>
    server.app.get(Transactions).run((tx) =>
      server.app.get(ApprovalService).request(tx, { kind: 'void-payment', subjectId: ++subject, amountFen: 1234, hallId: town.centre, reason: '收错户号', detail: { what: '12.34 元' }, ...more }, by, server.clock.now()),
    );
  const listed = async (person: TownPerson, view: ApprovalView) => (await person.client.call(approvals, { query: { view, size: 100 } })).items.map(({ id }) => id);
  const told = async (person: TownPerson) => (await person.client.call(staffNotices, { query: { size: 100 } })).items.filter(({ kind }) => kind === 'approval').map(({ text }) => text);
  const yes = { version: 1, outcome: 'approved' } as const;

  it('tells who may decide, shows what will happen, and is done with the decision', async () => {
    const id = await ask();
    expect(await told(leader)).toEqual(['作废收款 12.34 元，等您审批']);
    expect(await told(southLeader)).toEqual([]);
    expect(await leader.client.call(approvalCounts)).toEqual({ toDecide: 1 });
    expect(await listed(southLeader, 'to-decide')).toEqual([]);
    const item = await leader.client.call(approval, { path: { id } });
    expect(item).toMatchObject({ state: 'open', subject: `收款 ${subject}`, effects: ['作废 12.34 元'], amountFen: 1234, reason: '收错户号', requestedBy: { name: '王芳', staffNumber: '1001' }, mayDecide: true, mayWithdraw: false, address: '/payments/1' });
    expect(await leader.client.call(decideApproval, { path: { id }, body: { ...yes, reason: '核对过' } })).toMatchObject({ state: 'approved', decision: { by: '员工3001', reason: '核对过' }, mayDecide: false });
    expect(applied).toEqual([subject]);
    expect(await told(town.wang)).toEqual(['您申请的作废收款 12.34 元：已同意。核对过']);
    expect(await listed(leader, 'to-decide')).toEqual([]);
    expect(await listed(leader, 'decided')).toEqual([id]);
    expect(await listed(town.wang, 'own')).toEqual([id]);
  });

  it('is never decided by who asked, though they may decide others; nor by who may not', async () => {
    const id = await ask(leader);
    expect(await leader.client.refused(decideApproval, { path: { id }, body: yes })).toMatchObject({ status: 403, code: 'APPROVAL_OWN' });
    expect((await leader.client.call(approval, { path: { id } })).mayDecide).toBe(false);
    expect(await listed(leader, 'to-decide')).toEqual([]);
    for (const person of [southLeader, town.wang, town.administrator]) {
      expect(await person.client.refused(decideApproval, { path: { id }, body: yes })).toMatchObject({ code: 'NOT_FOUND' });
      expect(await person.client.refused(approval, { path: { id } })).toMatchObject({ code: 'NOT_FOUND' });
    }
    expect(await town.wang.client.refused(withdrawApproval, { path: { id }, body: { version: 1 } })).toMatchObject({ code: 'NOT_FOUND' });
    expect(applied).toEqual([]);
  });

  it('is never decided by who had the matter in hand, though somebody else asks for them', async () => {
    const before = (await told(leader)).length;
    const id = await ask(town.wang, { detail: { what: '12.34 元', hadBy: leader.id } });
    expect((await told(leader)).length).toBe(before);
    expect(await listed(leader, 'to-decide')).toEqual([]);
    expect((await leader.client.call(approval, { path: { id } })).mayDecide).toBe(false);
    expect(await leader.client.refused(decideApproval, { path: { id }, body: yes })).toMatchObject({ status: 403, code: 'APPROVAL_OWN', message: '这件事是您经手的，要由其他负责人审批' });
    expect(applied).toEqual([]);
    expect(await town.wang.client.call(withdrawApproval, { path: { id }, body: { version: 1 } })).toMatchObject({ state: 'withdrawn' });
  });

  it('of ten decisions at once one counts', async () => {
    const id = await ask();
    const second = await town.hire(engine.name === 'SQLite' ? '3003' : '3004', ['shift-leader'], town.centre, null);
    const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => (i % 2 ? leader : second).client.send(decideApproval, { path: { id }, body: { version: 1, outcome: i % 3 ? 'approved' : 'refused', reason: '看过' } })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const { status, body } of answers) if (status !== 200) expect(['APPROVAL_CHANGED', 'APPROVAL_NOT_OPEN']).toContain((body as { code: string }).code);
    expect(applied.length + ended.length).toBe(1);
  });

  it('one open request for one thing, from however many at once; after a no it may be asked again', async () => {
    const of = { subjectId: ++subject };
    const asked = await Promise.allSettled(Array.from({ length: 5 }, () => ask(town.wang, of)));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of asked) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'APPROVAL_ALREADY_REQUESTED' });
    const id = (asked.find(({ status }) => status === 'fulfilled') as PromiseFulfilledResult<number>).value;
    const manager = server.app.get(Transactions);
    expect(await manager.run((tx) => server.app.get(ApprovalService).openFor(tx, 'void-payment', [of.subjectId, 7]))).toEqual(new Map([[of.subjectId, id]]));
    expect(await leader.client.refused(decideApproval, { path: { id }, body: { version: 1, outcome: 'refused' } })).toMatchObject({ code: 'REASON_REQUIRED' });
    expect(await leader.client.call(decideApproval, { path: { id }, body: { version: 1, outcome: 'refused', reason: '没有收错' } })).toMatchObject({ state: 'refused' });
    expect([applied, ended]).toEqual([[], ['refused']]);
    const again = await ask(town.wang, of);
    expect(again).toBeGreaterThan(id);
    await expect(ask(town.wang, { reason: '  ' })).rejects.toMatchObject({ code: 'REASON_REQUIRED' });
  });

  it('expires, with the reason told, when its subject has changed: nothing of it is kept', async () => {
    const [before] = await server.query('SELECT open_hours FROM hall WHERE id = ?', [town.centre]);
    const id = await ask();
    subjectRefuses = new Refusal('BILL_ALREADY_PAID');
    expect(await leader.client.refused(decideApproval, { path: { id }, body: yes })).toMatchObject({ code: 'BILL_ALREADY_PAID' });
    expect(await server.query('SELECT open_hours FROM hall WHERE id = ?', [town.centre])).toEqual([before]);
    expect(await town.wang.client.call(approval, { path: { id } })).toMatchObject({ state: 'expired', decision: { by: null, reason: '这笔账单已经缴清，无需再付' } });
    expect(ended).toEqual(['expired']);
    expect((await told(town.wang))[0]).toContain('已失效');
    expect(await leader.client.refused(decideApproval, { path: { id }, body: { ...yes, version: 2 } })).toMatchObject({ code: 'APPROVAL_NOT_OPEN' });
    // A server in trouble is no reason.
    const other = await ask();
    subjectRefuses = new Refusal('BUSY');
    expect(await leader.client.refused(decideApproval, { path: { id: other }, body: yes })).toMatchObject({ code: 'BUSY' });
    expect(await leader.client.call(approval, { path: { id: other } })).toMatchObject({ state: 'open' });
    await server.app.get(Transactions).run((tx) => server.app.get(ApprovalService).expire(tx, 'void-payment', subject, '当班已交班', server.clock.now()));
    expect(await town.wang.client.call(approval, { path: { id: other } })).toMatchObject({ state: 'expired', decision: { by: null, reason: '当班已交班' } });
  });

  it('is withdrawn by who asked, once, and not after a decision; a stale page is told so', async () => {
    const id = await ask();
    expect(await town.wang.client.refused(withdrawApproval, { path: { id }, body: { version: 7 } })).toMatchObject({ code: 'APPROVAL_CHANGED' });
    expect(await leader.client.refused(decideApproval, { path: { id }, body: { ...yes, version: 7 } })).toMatchObject({ code: 'APPROVAL_CHANGED' });
    expect(await leader.client.refused(withdrawApproval, { path: { id }, body: { version: 1 } })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await town.wang.client.call(withdrawApproval, { path: { id }, body: { version: 1 } })).toMatchObject({ state: 'withdrawn', mayWithdraw: false });
    expect(await town.wang.client.refused(withdrawApproval, { path: { id }, body: { version: 2 } })).toMatchObject({ code: 'APPROVAL_NOT_OPEN' });
    expect(await leader.client.refused(decideApproval, { path: { id }, body: { ...yes, version: 2 } })).toMatchObject({ code: 'APPROVAL_NOT_OPEN' });
    expect(ended).toEqual(['withdrawn']);
  });

  it('pages; bad input is told in words; a repeated call is answered alike', async () => {
    for (let i = 0; i < 5; i++) await ask(town.li);
    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await town.li.client.call(approvals, { query: { view: 'own', size: 2, ...(cursor && { cursor }) } });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next ?? undefined;
    } while (cursor);
    expect(seen).toEqual([...seen].sort((a, b) => b - a));
    expect(seen).toHaveLength(5);
    for (const query of [{ cursor: 'x' }, { cursor: '' }, { cursor: '-1' }, { view: 'all' }, { kind: 'gift' }, { size: 0 }]) expect((await leader.client.refused(approvals, { query: query as never })).code).toBe('INVALID_INPUT');
    expect((await leader.client.refused(decideApproval, { path: { id: seen[0]! }, body: { version: 1, outcome: 'perhaps' } as never })).code).toBe('INVALID_INPUT');
    expect((await leader.client.refused(approval, { path: { id: 999_999 } })).code).toBe('NOT_FOUND');
    const key = { path: { id: seen[0]! }, body: yes, idempotencyKey: 'approval-decided-once' };
    expect(await leader.client.call(decideApproval, key)).toEqual(await leader.client.call(decideApproval, key));
    expect(applied).toHaveLength(1);
  });
});

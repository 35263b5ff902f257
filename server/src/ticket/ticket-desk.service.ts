import { Injectable } from '@nestjs/common';
import type { Page, ResponseOf } from '@shouwen/shared/contract';
import type { CallerCard } from '@shouwen/shared/contract/hotline';
import type { MyTicketItem, StaffTicketDetail, StaffTicketItem, staffTicketCounts, TicketProgress } from '@shouwen/shared/contract/ticket';
import { ticketIdOf, ticketNumberOf } from '@shouwen/shared/value';
import { DataSource, type EntityManager, In } from 'typeorm';
import { AttachmentService } from '../attachment/index.js';
import { CustomerService } from '../customer/index.js';
import { phoneDigestOf, readRow, selectList } from '../database/index.js';
import { Clock, Refusal } from '../http/index.js';
import type { StaffViewer } from '../staff/index.js';
import { departmentsNamedIn, staffNamedIn } from './rules/who-is-named.js';
import type { Actor, ActorFacts } from './rules/ticket-types.js';
import { mayKnowIdentity, maySee } from './rules/who-may-see.js';
import { TicketBooks } from './ticket-books.js';
import { TicketPeople } from './ticket-people.js';
import { LISTED, leaderRanges, type ListedTicket, type ListQuery, MINE, notExcluded, type Range, rangesOf, stretchOf } from './ticket-ranges.js';
import { OPEN_BELOW } from './ticket-row.js';
import { type LoadedTicket, TicketStore } from './ticket-store.js';
import { PersonalDataAccess, Ticket, TicketExcluded } from './ticket.entity.js';
import { myTicketItem, progressView, staffItem, staffView, type TicketMaterial } from './ticket.view.js';
import { withoutExcludedTickets } from './without-excluded.js';

const CALLER_TICKETS = 20;

/** What each viewer gets to see of tickets: lists, details, progress. Every way out passes `maySee` or its equal in SQL. */
@Injectable()
export class TicketDesk {
  constructor(
    private readonly dataSource: DataSource,
    private readonly store: TicketStore,
    private readonly people: TicketPeople,
    private readonly attachments: AttachmentService,
    private readonly customers: CustomerService,
    private readonly books: TicketBooks,
    private readonly clock: Clock,
  ) {}

  /** Refuses `NOT_FOUND` for a ticket that is not the resident's, as for one that does not exist. */
  async progress(residentId: number, ticketId: number, manager: EntityManager = this.dataSource.manager): Promise<TicketProgress> {
    return progressView(await this.material(manager, await this.seen(manager, ticketId, { kind: 'resident', id: residentId })));
  }

  /** The same of a ticket that was just written. */
  async progressOf(residentId: number, written: LoadedTicket, manager: EntityManager): Promise<TicketProgress> {
    return progressView(await this.material(manager, { ...written, facts: await this.people.facts(manager, { kind: 'resident', id: residentId }) }));
  }

  async staffDetail(viewer: Pick<StaffViewer, 'id'>, ticketId: number, manager: EntityManager = this.dataSource.manager): Promise<StaffTicketDetail> {
    return staffView(await this.material(manager, await this.seen(manager, ticketId, { kind: 'staff', id: viewer.id })));
  }

  /** The same of a ticket that `viewer` has just written; `facts` when they are known already. */
  async staffDetailOf(viewer: Pick<StaffViewer, 'id'>, written: LoadedTicket & { facts?: ActorFacts }, manager: EntityManager): Promise<StaffTicketDetail> {
    const facts = written.facts ?? (await this.people.facts(manager, { kind: 'staff', id: viewer.id }));
    if (!maySee(facts, written.fold)) throw new Refusal('NOT_FOUND');
    return staffView(await this.material(manager, { ...written, facts }));
  }

  /** The resident's tickets, newest first. */
  async mine(residentId: number, { cursor, size }: { cursor?: string | undefined; size: number }): Promise<Page<MyTicketItem>> {
    const { manager } = this.dataSource;
    const before = cursor === undefined ? undefined : Number(cursor);
    if (before !== undefined && !Number.isSafeInteger(before)) throw new Refusal('INVALID_INPUT');
    const found: Record<string, unknown>[] = await manager.query(
      `SELECT ${selectList(manager, Ticket, 't', MINE)} FROM ticket t WHERE t.resident_id = ?${before === undefined ? '' : ' AND t.id < ?'} ORDER BY t.id DESC LIMIT ${size + 1}`,
      [residentId, ...(before === undefined ? [] : [before])],
    );
    const rows = found.map((raw) => readRow(manager, Ticket, raw, MINE));
    const page = rows.slice(0, size);
    const now = this.clock.now();
    const labels = await this.books.categoryLabels(manager);
    const items = page.map((row) => myTicketItem(row, now, labels));
    return { items, next: rows.length > size ? String(page.at(-1)?.id) : null };
  }

  /** A work list, the next deadline first. Refuses `FORBIDDEN` for a hall list of someone who leads none. */
  async list(viewer: StaffViewer, query: ListQuery): Promise<Page<StaffTicketItem>> {
    const { manager } = this.dataSource;
    const facts = await this.people.facts(manager, viewer);
    if (query.number !== undefined && query.number.trim() !== '') return this.byNumber(facts, query.number);
    const rows = await this.rows(manager, facts, query);
    const page = rows.slice(0, query.size);
    const last = page.at(-1);
    return { items: await this.items(manager, page, facts), next: rows.length > query.size && last ? `${last.queueOrder}.${last.id}` : null };
  }

  /** Each range is one stretch of one index, at most a page of it; merged here, so that the database never sorts a list. One query, of what is shown. */
  private async rows(manager: EntityManager, viewer: ActorFacts, query: ListQuery): Promise<ListedTicket[]> {
    const ranges = rangesOf(viewer, query, (await this.people.directory(manager, [], [])).halls.keys());
    if (ranges.length === 0) return [];
    const columns = selectList(manager, Ticket, 't', LISTED);
    const parts = ranges.map((range) => stretchOf(columns, viewer, query, range));
    const sql = parts.length === 1 ? parts[0]!.sql : parts.map((part, i) => `SELECT * FROM (${part.sql}) r${i}`).join(' UNION ALL ');
    const found: Record<string, unknown>[] = await manager.query(sql, parts.flatMap(({ values }) => values));
    const rows = new Map(found.map((raw) => [Number(raw['id']), raw]));
    return [...rows.values()].map((raw) => readRow(manager, Ticket, raw, LISTED)).sort((a, b) => a.queueOrder - b.queueOrder || a.id - b.id);
  }

  async counts(viewer: StaffViewer): Promise<ResponseOf<typeof staffTicketCounts>> {
    const { manager } = this.dataSource;
    const facts = await this.people.facts(manager, viewer);
    const count = async (columns: string, { where, values }: Range): Promise<Record<string, string | number | null>> => {
      const unknown = notExcluded(facts);
      const [row] = await manager.query(`SELECT ${columns} FROM ticket t WHERE ${where} AND t.queue_order < ${OPEN_BELOW} AND ${unknown.sql}`, [...values, ...unknown.values]);
      return row;
    };
    const answers = [viewer.id, ...facts.standsInFor];
    const overdue = 'SUM(CASE WHEN t.queue_order <= ? THEN 1 ELSE 0 END)';
    const mine = await count(`COUNT(*) AS mine, ${overdue} AS mineOverdue, SUM(CASE WHEN t.state = 'returned' THEN 1 ELSE 0 END) AS toAnswer`, {
      where: `t.first_responsible_id IN (${answers.map(() => '?').join(', ')})`, values: [this.clock.now().getTime(), ...answers],
    });
    let leader = 0;
    for (const range of leaderRanges(facts)) leader += Number((await count('COUNT(*) AS n', range))['n']);
    const department = facts.departmentId === null ? 0 : (await count('COUNT(*) AS n', { where: 't.department_id = ?', values: [facts.departmentId] }))['n'];
    return { leader, mine: Number(mine['mine']), mineOverdue: Number(mine['mineOverdue']), toAnswer: Number(mine['toAnswer']), department: Number(department) };
  }

  /** HL-4: open tickets of a caller's number or accounts. Confidential ones are left out (CP-6): the number itself would tell who complains. */
  async openTicketsForCaller(viewer: Pick<StaffViewer, 'id'>, { phone, accountIds }: { phone: string; accountIds: readonly number[] }): Promise<CallerCard['openTickets']> {
    const { manager } = this.dataSource;
    const facts = await this.people.facts(manager, { kind: 'staff', id: viewer.id });
    const find = (where: string, parameters: Record<string, unknown>) => {
      const select = manager
        .createQueryBuilder(Ticket, 't')
        .where(where, parameters)
        .andWhere('t.queueOrder < :openBelow AND t.confidential = :no', { openBelow: OPEN_BELOW, no: false })
        .orderBy('t.queueOrder')
        .limit(CALLER_TICKETS);
      return withoutExcludedTickets(select, 't.id', facts).getMany();
    };
    const byPhone = await find('t.contactPhoneDigest = :digest', { digest: phoneDigestOf(phone) });
    const byAccount = accountIds.length === 0 ? [] : await find('t.accountId IN (:...accountIds)', { accountIds: [...accountIds] });
    const rows = [...new Map([...byPhone, ...byAccount].map((row) => [row.id, row])).values()].sort((a, b) => a.queueOrder - b.queueOrder).slice(0, CALLER_TICKETS);
    const { staff } = await this.people.directory(manager, rows.map((row) => row.firstResponsibleId), []);
    const labels = await this.books.categoryLabels(manager);
    return rows.map((row) => ({
      number: ticketNumberOf(row.id), kind: row.kind, categoryLabel: labels.get(row.category) ?? row.category, state: row.state, title: row.title,
      firstResponsibleName: staff.get(row.firstResponsibleId)?.name ?? '', createdAt: row.createdAt.toISOString(), nextDueAt: row.nextDueAt?.toISOString() ?? null,
    }));
  }

  /** CP-7: those of the tickets that the viewer must never learn of, also not through what else hangs on them. */
  async hiddenFrom(viewer: Pick<StaffViewer, 'id'>, ticketIds: readonly number[], manager: EntityManager = this.dataSource.manager): Promise<ReadonlySet<number>> {
    if (ticketIds.length === 0) return new Set();
    const excluded = await manager.findBy(TicketExcluded, { ticketId: In([...ticketIds]) });
    // Few tickets are about anyone.
    if (excluded.length === 0) return new Set();
    const { partnerIds } = await this.people.facts(manager, { kind: 'staff', id: viewer.id });
    return new Set(excluded.flatMap(({ ticketId, staffId, complainedOf }) => (staffId === viewer.id || (complainedOf && partnerIds.includes(staffId)) ? [ticketId] : [])));
  }

  /** PR-1: name and phone in full, and the record of who asked and why. Refuses `FORBIDDEN` (CP-6). */
  async unmask(tx: EntityManager, viewer: StaffViewer, ticketId: number, reason: string, now: Date): Promise<{ contactName: string; contactPhone: string }> {
    const { row, fold, facts } = await this.seen(tx, ticketId, { kind: 'staff', id: viewer.id });
    if (!mayKnowIdentity(facts, fold)) throw new Refusal('FORBIDDEN', { rule: 'CP-6', message: '居民要求保密，只有首问责任人、承办人和监察人员可以查看' });
    await tx.insert(PersonalDataAccess, { staffId: viewer.id, ticketId, reason, at: now });
    return { contactName: row.contactName ?? '', contactPhone: row.contactPhone ?? '' };
  }

  private async seen(manager: EntityManager, ticketId: number, viewer: Actor): Promise<LoadedTicket & { facts: ActorFacts }> {
    const facts = await this.people.facts(manager, viewer);
    const loaded = await this.store.load(manager, ticketId);
    if (!loaded || !maySee(facts, loaded.fold)) throw new Refusal('NOT_FOUND');
    return { ...loaded, facts };
  }

  private async material(manager: EntityManager, { row, fold, events, words, hasFiles, facts }: LoadedTicket & { facts: ActorFacts }): Promise<TicketMaterial> {
    const directory = await this.people.directory(manager, staffNamedIn(fold, events), departmentsNamedIn(fold, events));
    return {
      row, fold, events, directory, viewer: facts, now: this.clock.now(), daysOf: await this.books.countedThen(manager, fold.hallId, fold.clocks),
      labels: await this.books.categoryLabels(manager), checklist: await this.books.checklistOf(manager, fold.category, fold.editions.checklist),
      texts: new Map([...words].map(([sequence, body]) => [sequence, body()])),
      attachments: hasFiles ? await this.attachments.viewsOfTicket(row.id, manager) : new Map(),
      firstResponsible: this.people.firstResponsible(directory, fold.firstResponsibleId),
      accountNumber: fold.accountId === null ? null : await this.customers.accountNumberOf(fold.accountId, manager),
    };
  }

  private async byNumber(viewer: ActorFacts, number: string): Promise<Page<StaffTicketItem>> {
    const { manager } = this.dataSource;
    const id = ticketIdOf(number);
    const loaded = id === null ? null : await this.store.load(manager, id);
    return { items: loaded && maySee(viewer, loaded.fold) ? await this.items(manager, [loaded.row], viewer) : [], next: null };
  }

  private async items(manager: EntityManager, rows: readonly ListedTicket[], viewer: ActorFacts): Promise<StaffTicketItem[]> {
    const directory = await this.people.directory(manager, rows.flatMap((row) => [row.firstResponsibleId, row.handlerId]), rows.map((row) => row.departmentId));
    const now = this.clock.now();
    const labels = await this.books.categoryLabels(manager);
    return rows.map((row) => staffItem(row, { directory, viewer, now, labels }));
  }
}

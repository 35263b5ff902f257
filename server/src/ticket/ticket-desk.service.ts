import { Injectable } from '@nestjs/common';
import type { Page, QueryOf, ResponseOf } from '@shouwen/shared/contract';
import type { CallerCard } from '@shouwen/shared/contract/hotline';
import type { MyTicketItem, StaffTicketDetail, StaffTicketItem, staffTicketCounts, staffTickets, TicketProgress } from '@shouwen/shared/contract/ticket';
import { ticketIdOf, ticketNumberOf } from '@shouwen/shared/value';
import { DataSource, type EntityManager, In, LessThan, type SelectQueryBuilder } from 'typeorm';
import { AttachmentService } from '../attachment/index.js';
import { CustomerService } from '../customer/index.js';
import { phoneDigestOf } from '../database/index.js';
import { Clock, Refusal } from '../http/index.js';
import type { StaffViewer } from '../staff/index.js';
import { eventOf } from './event-chain.js';
import { foldEvents } from './rules/evolve.js';
import { departmentsNamedIn, staffNamedIn } from './rules/who-is-named.js';
import type { Actor, ActorFacts } from './rules/ticket-types.js';
import { isLeader, mayKnowIdentity, maySee } from './rules/who-may-see.js';
import { TicketBooks } from './ticket-books.js';
import { TicketPeople } from './ticket-people.js';
import { OPEN_BELOW } from './ticket-row.js';
import { type LoadedTicket, TicketStore } from './ticket-store.js';
import { PersonalDataAccess, Ticket, TicketEventRow, TicketExcluded, TicketText } from './ticket.entity.js';
import { myTicketItem, progressView, staffItem, staffView, type TicketMaterial } from './ticket.view.js';

type ListQuery = QueryOf<typeof staffTickets>;
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
    return progressView(await this.material(manager, ticketId, { kind: 'resident', id: residentId }));
  }

  async staffDetail(viewer: Pick<StaffViewer, 'id'>, ticketId: number, manager: EntityManager = this.dataSource.manager): Promise<StaffTicketDetail> {
    return staffView(await this.material(manager, ticketId, { kind: 'staff', id: viewer.id }));
  }

  /** The resident's tickets, newest first. */
  async mine(residentId: number, { cursor, size }: { cursor?: string | undefined; size: number }): Promise<Page<MyTicketItem>> {
    const { manager } = this.dataSource;
    const before = cursor === undefined ? undefined : Number(cursor);
    if (before !== undefined && !Number.isSafeInteger(before)) throw new Refusal('INVALID_INPUT');
    const rows = await manager.find(Ticket, { where: { residentId, ...(before === undefined ? {} : { id: LessThan(before) }) }, order: { id: 'DESC' }, take: size + 1 });
    const page = rows.slice(0, size);
    const entries = page.length === 0 ? [] : await manager.find(TicketEventRow, { where: { ticketId: In(page.map((row) => row.id)) }, order: { ticketId: 'ASC', sequence: 'ASC' } });
    const now = this.clock.now();
    const labels = await this.books.categoryLabels(manager);
    const items = page.map((row) => myTicketItem(row, foldEvents(entries.filter((entry) => entry.ticketId === row.id).map(eventOf)), now, labels));
    return { items, next: rows.length > size ? String(page.at(-1)?.id) : null };
  }

  /** A work list, the next deadline first. Refuses `FORBIDDEN` for a hall list of someone who leads none. */
  async list(viewer: StaffViewer, query: ListQuery): Promise<Page<StaffTicketItem>> {
    const { manager } = this.dataSource;
    const facts = await this.people.facts(manager, viewer);
    if (query.number !== undefined && query.number.trim() !== '') return this.byNumber(facts, query.number);
    const ranges = rangesOf(facts, query);
    // Each range is one stretch of one index; merged here, so that no list is ever sorted by the database.
    const found: Ticket[][] = [];
    for (const range of ranges) found.push(await this.range(manager, facts, query, range));
    const rows = [...new Map(found.flat().map((row) => [row.id, row])).values()].sort((a, b) => a.queueOrder - b.queueOrder || a.id - b.id);
    const page = rows.slice(0, query.size);
    const last = page.at(-1);
    return { items: await this.items(manager, page, facts), next: rows.length > query.size && last ? `${last.queueOrder}.${last.id}` : null };
  }

  private range(manager: EntityManager, viewer: ActorFacts, { status, kind, cursor, size }: ListQuery, { where, parameters }: Range): Promise<Ticket[]> {
    const select = manager.createQueryBuilder(Ticket, 't').where(where, parameters).orderBy('t.queueOrder').addOrderBy('t.id').limit(size + 1);
    if (status === 'open') select.andWhere('t.queueOrder < :openBelow', { openBelow: OPEN_BELOW });
    if (status === 'closed') select.andWhere('t.queueOrder >= :openBelow', { openBelow: OPEN_BELOW });
    if (kind !== undefined) select.andWhere('t.kind = :kind', { kind });
    if (cursor !== undefined) {
      const [order, id] = cursor.split('.').map(Number);
      if (!Number.isSafeInteger(order) || !Number.isSafeInteger(id)) throw new Refusal('INVALID_INPUT');
      select.andWhere('t.queueOrder >= :order AND (t.queueOrder > :order OR t.id > :id)', { order, id });
    }
    withoutExcluded(select, viewer);
    return select.getMany();
  }

  async counts(viewer: StaffViewer): Promise<ResponseOf<typeof staffTicketCounts>> {
    const { manager } = this.dataSource;
    const facts = await this.people.facts(manager, viewer);
    const own = manager
      .createQueryBuilder(Ticket, 't')
      .select('COUNT(*)', 'mine')
      .addSelect('SUM(CASE WHEN t.queueOrder <= :now THEN 1 ELSE 0 END)', 'mineOverdue')
      .addSelect("SUM(CASE WHEN t.state = 'returned' THEN 1 ELSE 0 END)", 'toAnswer')
      .where('t.firstResponsibleId IN (:...answers) AND t.queueOrder < :openBelow', { answers: [viewer.id, ...facts.standsInFor], openBelow: OPEN_BELOW, now: this.clock.now().getTime() });
    withoutExcluded(own, facts);
    const mine = await own.getRawOne<{ mine: string; mineOverdue: string | null; toAnswer: string | null }>();
    const theirs = manager.createQueryBuilder(Ticket, 't').where('t.departmentId = :department', { department: facts.departmentId });
    withoutExcluded(theirs, facts);
    let leader = 0;
    for (const { where, parameters } of leaderRanges(facts)) {
      const waiting = manager.createQueryBuilder(Ticket, 't').where(where, parameters).andWhere('t.queueOrder < :openBelow', { openBelow: OPEN_BELOW });
      withoutExcluded(waiting, facts);
      leader += await waiting.getCount();
    }
    return {
      leader, mine: Number(mine?.mine ?? 0), mineOverdue: Number(mine?.mineOverdue ?? 0), toAnswer: Number(mine?.toAnswer ?? 0),
      department: facts.departmentId === null ? 0 : await theirs.getCount(),
    };
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
      withoutExcluded(select, facts);
      return select.getMany();
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

  private async material(manager: EntityManager, ticketId: number, viewer: Actor): Promise<TicketMaterial> {
    const { row, fold, events, facts } = await this.seen(manager, ticketId, viewer);
    const texts = await manager.findBy(TicketText, { ticketId });
    const directory = await this.people.directory(manager, staffNamedIn(fold, events), departmentsNamedIn(fold, events));
    const account = fold.accountId === null ? null : await this.customers.accountById(fold.accountId, manager);
    return {
      row, fold, events, directory, viewer: facts, now: this.clock.now(), daysOf: await this.books.countedThen(manager, fold.hallId, fold.clocks),
      labels: await this.books.categoryLabels(manager), checklist: await this.books.checklistOf(manager, fold.category, fold.editions.checklist),
      texts: new Map(texts.map(({ sequence, body }) => [sequence, body])),
      attachments: await this.attachments.viewsOfTicket(ticketId, manager),
      firstResponsible: this.people.firstResponsible(directory, fold.firstResponsibleId),
      accountNumber: account?.accountNumber ?? null,
    };
  }

  private async byNumber(viewer: ActorFacts, number: string): Promise<Page<StaffTicketItem>> {
    const { manager } = this.dataSource;
    const id = ticketIdOf(number);
    const loaded = id === null ? null : await this.store.load(manager, id);
    return { items: loaded && maySee(viewer, loaded.fold) ? await this.items(manager, [loaded.row], viewer) : [], next: null };
  }

  private async items(manager: EntityManager, rows: readonly Ticket[], viewer: ActorFacts): Promise<StaffTicketItem[]> {
    const directory = await this.people.directory(manager, rows.flatMap((row) => [row.firstResponsibleId, row.handlerId]), rows.map((row) => row.departmentId));
    const now = this.clock.now();
    const labels = await this.books.categoryLabels(manager);
    return rows.map((row) => staffItem(row, { directory, viewer, now, labels }));
  }
}

/** One stretch of one index. */
interface Range {
  where: string;
  parameters: Record<string, unknown>;
}

/** Whose tickets a list shows; none: an empty list. Refuses `FORBIDDEN` for a leader's list of someone who leads nothing. */
function rangesOf(viewer: ActorFacts, { view, status, kind }: ListQuery): Range[] {
  switch (view) {
    case 'mine':
      return [
        ...[viewer.id, ...viewer.standsInFor].map((staff, i) => ({ where: `t.firstResponsibleId = :staff${i}`, parameters: { [`staff${i}`]: staff } })),
        { where: 't.coveredForId = :me', parameters: { me: viewer.id } },
        { where: 't.investigatorId = :me', parameters: { me: viewer.id } },
      ];
    case 'department':
      if (viewer.departmentId === null) return [];
      return [
        { where: status === 'open' ? 't.departmentId = :department' : 't.lastDepartmentId = :department', parameters: { department: viewer.departmentId } },
        // Few: what a department still has to contribute, and what waits before the leader for its word.
        ...(status === 'open'
          ? [{ where: 't.id IN (SELECT p.ticket_id FROM ticket_co_part p WHERE p.department_id = :department AND p.finished_at IS NULL)', parameters: { department: viewer.departmentId } }]
          : []),
      ];
    case 'leader': {
      const ranges = leaderRanges(viewer);
      if (ranges.length === 0) throw new Refusal('FORBIDDEN');
      return ranges;
    }
    case 'hall':
      if (viewer.roles.includes('supervisor') && (kind === 'complaint' || !isLeader(viewer) || viewer.hallId === null)) return [{ where: "t.kind = 'complaint'", parameters: {} }];
      if (viewer.roles.includes('company-leader')) return [{ where: 't.queueOrder > 0', parameters: {} }];
      if (isLeader(viewer) && viewer.hallId !== null) return [{ where: 't.hallId = :hall', parameters: { hall: viewer.hallId } }];
      if (isLeader(viewer) && viewer.departmentId !== null) return [{ where: 't.lastDepartmentId = :department', parameters: { department: viewer.departmentId } }];
      throw new Refusal('FORBIDDEN');
  }
}

/** FI-3, TL-6, FI-8: what waits for a leader's decision; of coordination and extensions those of their hall, the company's leaders all. */
function leaderRanges(viewer: ActorFacts): Range[] {
  if (viewer.roles.includes('company-leader')) return [{ where: 't.awaitsLeader IS NOT NULL', parameters: {} }];
  if (isLeader(viewer) && viewer.hallId !== null) return [{ where: 't.awaitsLeader IS NOT NULL AND t.hallId = :hall', parameters: { hall: viewer.hallId } }];
  if (isLeader(viewer) && viewer.departmentId !== null) return [{ where: 't.awaitsLeader IS NOT NULL AND t.lastDepartmentId = :department', parameters: { department: viewer.departmentId } }];
  if (viewer.roles.includes('supervisor')) return [{ where: "t.awaitsLeader IS NOT NULL AND t.kind = 'complaint'", parameters: {} }];
  return [];
}

/** CP-7 in SQL, the equal of `isExcluded`. */
function withoutExcluded(select: SelectQueryBuilder<Ticket>, viewer: ActorFacts): void {
  const partners = viewer.partnerIds.length === 0 ? '' : ' OR (x.complained_of = 1 AND x.staff_id IN (:...partners))';
  select.andWhere(`NOT EXISTS (SELECT 1 FROM ticket_excluded x WHERE x.ticket_id = t.id AND (x.staff_id = :viewer${partners}))`, { viewer: viewer.id, partners: [...viewer.partnerIds] });
}

import { Injectable } from '@nestjs/common';
import type { Page, QueryOf } from '@shouwen/shared/contract';
import type * as contract from '@shouwen/shared/contract/complaint-desk';
import { ticketNumberOf } from '@shouwen/shared/value';
import { DataSource, type EntityManager, In, type SelectQueryBuilder } from 'typeorm';
import { rowsById } from '../database/index.js';
import { Clock, Refusal } from '../http/index.js';
import { Hall, Staff, type StaffViewer } from '../staff/index.js';
import { Ticket, TicketBooks, TicketService, TicketSight, TicketText, withoutExcludedTickets } from '../ticket/index.js';
import { ComplaintRecord, ConsequenceEntry, StudyItemRow } from './complaint.entity.js';
import { hallScopeOf, placeOf, seenTickets } from './complaint-sight.js';
import { inTime } from './rules/worst-round-counts.js';
import { startOfYear } from './year.js';

export type RegisterFilter = QueryOf<typeof contract.exportComplaintRegister>;

/** What waits for the supervisor, and the register of every complaint (CP-3). Nobody learns of one about themselves (CP-7). */
@Injectable()
export class ComplaintDeskService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly sight: TicketSight,
    private readonly tickets: TicketService,
    private readonly books: TicketBooks,
    private readonly clock: Clock,
  ) {}

  /** Open complaints, the oldest first. */
  async waiting(viewer: StaffViewer, { wait, cursor, size }: QueryOf<typeof contract.waitingComplaints>): Promise<Page<contract.ComplaintItem>> {
    const { manager } = this.dataSource;
    const now = this.clock.now();
    const select = waitingFor(manager.createQueryBuilder(ComplaintRecord, 'c'), wait, now).orderBy('c.ticketId').limit(size + 1);
    if (cursor !== undefined) {
      if (!Number.isSafeInteger(Number(cursor))) throw new Refusal('INVALID_INPUT');
      select.andWhere('c.ticketId > :after', { after: Number(cursor) });
    }
    const rows = await withoutExcludedTickets(select, 'c.ticketId', await this.sight.viewer(manager, viewer)).getMany();
    const page = rows.slice(0, size);
    return { items: await this.items(manager, viewer, page, now), next: rows.length > size ? String(page.at(-1)?.ticketId) : null };
  }

  async counts(viewer: StaffViewer): Promise<contract.ComplaintCounts> {
    const { manager } = this.dataSource;
    const now = this.clock.now();
    // Open complaints are few: counted as they are seen, so that a number tells nobody of one about themselves.
    const open = await waitingFor(manager.createQueryBuilder(ComplaintRecord, 'c'), undefined, now).getMany();
    const late = new Set((await waitingFor(manager.createQueryBuilder(ComplaintRecord, 'c'), 'overdue', now).getMany()).map(({ ticketId }) => ticketId));
    const studies = await manager.find(StudyItemRow, { where: { state: In(['open', 'studied']) }, select: { id: true, ticketId: true } });
    const proposed = await manager.find(ConsequenceEntry, { where: { state: 'proposed' }, select: { id: true, ticketId: true } });
    const hidden = await this.tickets.hiddenFrom(viewer, [...open, ...studies, ...proposed].map(({ ticketId }) => ticketId), manager);
    const shown = open.filter(({ ticketId }) => !hidden.has(ticketId));
    const count = (wait: ComplaintRecord['wait']) => shown.filter((row) => row.wait === wait).length;
    return {
      waiting: { investigator: count('investigator'), conclusion: count('conclusion'), answer: count('answer'), overdue: shown.filter(({ ticketId }) => late.has(ticketId)).length },
      open: shown.length, studies: studies.filter(({ ticketId }) => !hidden.has(ticketId)).length, consequences: proposed.filter(({ ticketId }) => !hidden.has(ticketId)).length,
    };
  }

  /** CP-3: the latest first. Refuses `FORBIDDEN` for whoever oversees no hall. */
  async register(viewer: StaffViewer, { cursor, size, ...filter }: QueryOf<typeof contract.complaintRegister>): Promise<Page<contract.ComplaintRegisterRow>> {
    const { manager } = this.dataSource;
    const select = filtered(manager.createQueryBuilder(ComplaintRecord, 'c'), viewer, filter).orderBy('c.registeredAt', 'DESC').addOrderBy('c.ticketId', 'DESC').limit(size + 1);
    if (cursor !== undefined) select.andWhere('c.registeredAt <= :at AND (c.registeredAt < :at OR c.ticketId < :id)', placeOf(cursor));
    const rows = await withoutExcludedTickets(select, 'c.ticketId', await this.sight.viewer(manager, viewer)).getMany();
    const page = rows.slice(0, size);
    const last = page.at(-1);
    return { items: await this.registerRows(manager, viewer, page), next: rows.length > size && last ? `${last.registeredAt.getTime()}.${last.ticketId}` : null };
  }

  /** For exports: how many there would be, before CP-7 takes any away. */
  countRegister(viewer: StaffViewer, filter: RegisterFilter): Promise<number> {
    return filtered(this.dataSource.manager.createQueryBuilder(ComplaintRecord, 'c'), viewer, filter).getCount();
  }

  private async items(manager: EntityManager, viewer: StaffViewer, page: readonly ComplaintRecord[], now: Date): Promise<contract.ComplaintItem[]> {
    const seen = await seenTickets(manager, this.sight, viewer, page.map(({ ticketId }) => ticketId));
    const [halls, people, labels] = [await rowsById(manager, Hall, page.map(({ hallId }) => hallId)), await rowsById(manager, Staff, page.map(({ investigatorId }) => investigatorId)), await this.books.categoryLabels(manager)];
    return page.flatMap((row) => {
      const ticket = seen.get(row.ticketId);
      if (!ticket || row.wait === null) return [];
      const overdue = ticket.row.nextDueAt !== null && ticket.row.nextDueAt <= now;
      return [{
        number: ticketNumberOf(row.ticketId), title: ticket.mayKnowIdentity ? ticket.row.title : '', category: row.category, categoryLabel: labels.get(row.category) ?? row.category,
        source: row.source, state: ticket.row.state, hallName: halls.get(row.hallId)?.name ?? '', registeredAt: row.registeredAt.toISOString(), confidential: row.confidential,
        investigatorName: people.get(row.investigatorId ?? 0)?.name ?? null, nextDueAt: ticket.row.nextDueAt?.toISOString() ?? null, overdue,
        waits: [row.wait, ...(overdue ? (['overdue'] as const) : [])],
      }];
    });
  }

  private async registerRows(manager: EntityManager, viewer: StaffViewer, page: readonly ComplaintRecord[]): Promise<contract.ComplaintRegisterRow[]> {
    const seen = await seenTickets(manager, this.sight, viewer, page.map(({ ticketId }) => ticketId));
    const left = page.filter(({ leftSequence }) => leftSequence !== null);
    const reasons = left.length === 0 ? [] : await manager.findBy(TicketText, left.map(({ ticketId, leftSequence }) => ({ ticketId, sequence: leftSequence! })));
    const [halls, labels] = [await rowsById(manager, Hall, page.map(({ hallId }) => hallId)), await this.books.categoryLabels(manager)];
    const now = this.clock.now();
    const label = (category: string) => labels.get(category) ?? category;
    return page.flatMap((row) => {
      const ticket = seen.get(row.ticketId);
      if (!ticket) return [];
      return [{
        number: ticketNumberOf(row.ticketId), title: ticket.mayKnowIdentity ? ticket.row.title : '', categoryLabel: label(row.category), source: row.source, hallName: halls.get(row.hallId)?.name ?? '',
        registeredAt: row.registeredAt.toISOString(), closedAt: row.closedAt?.toISOString() ?? null, state: ticket.row.state, confidential: row.confidential, outcome: row.outcome,
        answeredInTime: inTime(row.responseDueAt, row.respondedAt, now), resolvedInTime: inTime(row.resolutionDueAt, row.resolvedAt, now),
        left: row.leftAt === null || row.leftCategory === null ? null : {
          at: row.leftAt.toISOString(), categoryLabel: label(row.leftCategory), reason: ticket.mayKnowIdentity ? (reasons.find(({ ticketId }) => ticketId === row.ticketId)?.body ?? '') : '',
        },
      }];
    });
  }
}

function waitingFor(select: SelectQueryBuilder<ComplaintRecord>, wait: contract.ComplaintWait | undefined, now: Date): SelectQueryBuilder<ComplaintRecord> {
  select.innerJoin(Ticket, 't', 't.id = c.ticketId');
  if (wait === 'overdue') return select.where('c.wait IS NOT NULL AND t.nextDueAt <= :now', { now });
  return wait === undefined ? select.where('c.wait IS NOT NULL') : select.where('c.wait = :wait', { wait });
}

/** The viewer's part of the register of one Asia/Shanghai year. */
function filtered(select: SelectQueryBuilder<ComplaintRecord>, viewer: StaffViewer, { year, hallId, outcome, state }: RegisterFilter): SelectQueryBuilder<ComplaintRecord> {
  const scope = hallScopeOf(viewer);
  if (scope !== null && hallId !== undefined && hallId !== scope) throw new Refusal('FORBIDDEN');
  select.where('c.registeredAt >= :from AND c.registeredAt < :before', { from: startOfYear(year), before: startOfYear(year + 1) });
  const hall = scope ?? hallId;
  if (hall !== undefined) select.andWhere('c.hallId = :hall', { hall });
  if (outcome !== undefined) select.andWhere('c.outcome = :outcome', { outcome });
  if (state === 'open') select.andWhere('c.wait IS NOT NULL');
  if (state === 'closed') select.andWhere('c.closedAt IS NOT NULL AND c.leftAt IS NULL');
  if (state === 'left') select.andWhere('c.leftAt IS NOT NULL');
  return select;
}

import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { BodyOf, ResponseOf } from '@shouwen/shared/contract';
import type { corrections, MovedDeadline, previewCorrection } from '@shouwen/shared/contract/calendar';
import { shanghaiDate, startOfShanghaiDay, ticketNumberOf, type DateString } from '@shouwen/shared/value';
import { DataSource, type EntityManager } from 'typeorm';
import { CalendarService, firstHallDayThatChanged, hallCalendarOf, HallCalendarService, workingCalendarOf, workingDaysThatChanged } from '../calendar/index.js';
import { isDuplicateKey, rowsById, Transactions } from '../database/index.js';
import { Clock } from '../http/index.js';
import { Outbox } from '../jobs/index.js';
import { RulebookService } from '../rulebook/index.js';
import { Hall, type StaffViewer } from '../staff/index.js';
import { CalendarCorrection } from './calendar-correction.entity.js';
import { type Candidate, candidatesAfter, type ChangedDays, type CorrectionScope, movedDue, positionOf } from './calendar-correction-scan.js';
import { TicketBooks } from './ticket-books.js';
import { TicketService } from './ticket.service.js';
import { TicketStore } from './ticket-store.js';
import { Ticket } from './ticket.entity.js';

const topic = 'calendar.correct';
/** Other duties wait for a slice to end, so it is short. */
const sliceMs = 2000;
const chunk = 100;
/** Counting for a preview stops here: more than this is “many” to whoever decides. */
const mostCounted = 20_000;
/** Whoever registered by the calendar before, in a transaction that was open then, has ended by this time. */
const lateSeconds = 90;

/** TL-3: shows what a change of calendar would move, and, once it is published, records it on each ticket. */
@Injectable()
export class CalendarCorrectionService implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly rulebook: RulebookService,
    private readonly calendars: CalendarService,
    private readonly halls: HallCalendarService,
    private readonly tickets: TicketService,
    private readonly store: TicketStore,
    private readonly books: TicketBooks,
  ) {}

  onModuleInit(): void {
    this.rulebook.follow('working-calendar', (tx, { edition, before, after, now }) => this.begin(tx, { calendar: 'working', hallId: null, edition }, workingDaysThatChanged(before, after)[0] ?? null, now));
    this.halls.follow((tx, { hallId, edition, before, after, now }) => this.begin(tx, { calendar: 'hall', hallId, edition }, firstHallDayThatChanged(before, after, shanghaiDate(now)), now));
    this.outbox.handle(topic, ({ id, position }) => this.work(Number(id), position === null ? null : String(position)));
  }

  /** What a change would move; changes nothing. Refuses what publishing it refuses. CP-7: without tickets the viewer may not know of. */
  async preview(viewer: StaffViewer, { change, cursor, size }: BodyOf<typeof previewCorrection>): Promise<ResponseOf<typeof previewCorrection>> {
    const { manager } = this.dataSource;
    const { scope, days } = change.calendar === 'working' ? await this.workingChange(manager, change.basedOn, change.content) : await this.hallChange(manager, change.hallId, change.basedOn, change);
    if (!scope) return { items: [], next: null, total: cursor === undefined ? 0 : null, more: false };
    const found: { candidate: Candidate; due: Date }[] = [];
    let total = 0;
    let examined = 0;
    let next: string | null = null;
    let position = cursor ?? '';
    for (;;) {
      const candidates = await candidatesAfter(manager, scope, position, chunk * 5);
      for (const candidate of candidates) {
        const due = await movedDue(manager, candidate, days, this.calendars, this.store);
        if (due === null) continue;
        total += 1;
        if (found.length < size) found.push({ candidate, due });
        else next ??= positionOf(found[size - 1]!.candidate);
      }
      examined += candidates.length;
      if (candidates.length < chunk * 5 || (cursor !== undefined && next !== null)) break;
      position = positionOf(candidates.at(-1)!);
      if (examined >= mostCounted) {
        next ??= position;
        break;
      }
    }
    return { items: await this.views(manager, viewer, found), next, total: cursor === undefined ? total : null, more: examined >= mostCounted };
  }

  /** The newest twenty. */
  async list(): Promise<ResponseOf<typeof corrections>> {
    const { manager } = this.dataSource;
    const rows = await manager.find(CalendarCorrection, { order: { id: 'DESC' }, take: 20 });
    const halls = await rowsById(manager, Hall, rows.map((row) => row.hallId));
    return {
      items: rows.map(({ id, calendar, hallId, edition, examined, moved, startedAt, finishedAt }) => ({
        id, calendar, hallName: halls.get(hallId ?? 0)?.name ?? null, edition, state: finishedAt ? 'done' : 'running', examined, moved, startedAt: startedAt.toISOString(),
        finishedAt: finishedAt?.toISOString() ?? null,
      })),
    };
  }

  private async begin(tx: EntityManager, cause: Pick<CalendarCorrection, 'calendar' | 'hallId' | 'edition'>, firstDay: DateString | null, now: Date): Promise<void> {
    if (firstDay === null) return;
    const { identifiers } = await tx.insert(CalendarCorrection, { ...cause, dueAfter: startOfShanghaiDay(firstDay), position: '', examined: 0, moved: 0, startedAt: now, finishedAt: null });
    const { id } = identifiers[0] as { id: number };
    await this.outbox.add(tx, topic, `${id}:`, { id, position: null }, now);
    await this.outbox.add(tx, topic, `${id}:late:`, { id, position: '' }, now, new Date(now.getTime() + lateSeconds * 1000));
  }

  /**
   * A slice of the correction, then a duty to go on. `latePosition` null: the correction itself, from where it stands; else the second walk, from
   * there, for tickets registered by the calendar before while it was being changed. Repeating any part changes nothing.
   */
  private async work(id: number, latePosition: string | null): Promise<void> {
    const { manager } = this.dataSource;
    const correction = await manager.findOneBy(CalendarCorrection, { id });
    if (!correction || (latePosition === null && correction.finishedAt)) return;
    const until = Date.now() + sliceMs;
    let position = latePosition ?? correction.position;
    do {
      const candidates = await candidatesAfter(manager, correction, position, chunk);
      for (const ticketId of new Set(candidates.map((candidate) => candidate.ticketId))) await this.recount(id, ticketId);
      const last = candidates.at(-1);
      if (latePosition === null && !(await this.advance(id, position, last ? positionOf(last) : null, candidates.length))) return; // another server goes on
      if (!last) return;
      position = positionOf(last);
    } while (Date.now() < until);
    try {
      const late = latePosition !== null;
      await this.transactions.run((tx) => this.outbox.add(tx, topic, `${id}:${late ? 'late:' : ''}${position}`, { id, position: late ? position : null }, this.clock.now()));
    } catch (error) {
      if (!isDuplicateKey(error)) throw error; // the duty to go on from here is there already
    }
  }

  /** One ticket, in a transaction of its own; what was answered meanwhile has no running clock and is left alone. */
  private recount(id: number, ticketId: number): Promise<void> {
    return this.transactions.run(async (tx) => {
      if (await this.tickets.recount(tx, ticketId, this.clock.now())) await tx.increment(CalendarCorrection, { id }, 'moved', 1);
    });
  }

  /** False when another server has gone on from `from` already. */
  private async advance(id: number, from: string, to: string | null, examined: number): Promise<boolean> {
    const { affected } = await this.transactions.run((tx) =>
      tx.createQueryBuilder().update(CalendarCorrection)
        .set(to === null ? { finishedAt: this.clock.now() } : { position: to, examined: () => `examined + ${examined}` })
        .where({ id, position: from })
        .execute(),
    );
    return affected === 1;
  }

  private async workingChange(manager: EntityManager, basedOn: number, content: unknown): Promise<{ scope: CorrectionScope | null; days: ChangedDays }> {
    const { before, after } = await this.rulebook.judge('working-calendar', basedOn, content);
    const [first] = workingDaysThatChanged(before, after);
    return { scope: first === undefined ? null : { hallId: null, dueAfter: startOfShanghaiDay(first), edition: basedOn + 1 }, days: { edition: basedOn + 1, working: workingCalendarOf(after), hall: null } };
  }

  private async hallChange(manager: EntityManager, hallId: number, basedOn: number, after: Parameters<HallCalendarService['judge']>[3]): Promise<{ scope: CorrectionScope | null; days: ChangedDays }> {
    const { before } = await this.halls.judge(manager, hallId, basedOn, after);
    const first = firstHallDayThatChanged(before, after, shanghaiDate(this.clock.now()));
    const { edition, calendar } = await this.calendars.working(manager);
    return {
      scope: first === null ? null : { hallId, dueAfter: startOfShanghaiDay(first), edition: basedOn + 1 },
      days: { edition, working: calendar, hall: { before: hallCalendarOf(before), after: hallCalendarOf(after) } },
    };
  }

  private async views(manager: EntityManager, viewer: StaffViewer, found: readonly { candidate: Candidate; due: Date }[]): Promise<MovedDeadline[]> {
    const ids = found.map(({ candidate }) => candidate.ticketId);
    const tickets = await rowsById(manager, Ticket, ids);
    const hidden = await this.tickets.hiddenFrom(viewer, ids, manager);
    const labels = await this.books.categoryLabels(manager);
    return found.flatMap(({ candidate: { ticketId, clock, startedAt, dueAt, dueByLimit }, due }) => {
      const ticket = tickets.get(ticketId);
      if (!ticket || hidden.has(ticketId)) return [];
      return [{
        ticketNumber: ticketNumberOf(ticketId), categoryLabel: labels.get(ticket.category) ?? ticket.category, clock, startedAt: startedAt.toISOString(),
        dueBefore: dueByLimit!.toISOString(), dueAfter: due.toISOString(), extended: dueAt!.getTime() !== dueByLimit!.getTime(),
      }];
    });
  }
}

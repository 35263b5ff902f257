import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { groupTicketNumber, ticketNumberOf } from '@shouwen/shared/value';
import { breachKindLabels, CONTEST_DAYS, ticketEventLabels, type TicketEventType } from '@shouwen/shared/vocabulary';
import { DataSource, type EntityManager, In, LessThanOrEqual } from 'typeorm';
import { CalendarService } from '../calendar/index.js';
import { insertRows, Transactions } from '../database/index.js';
import { Clock } from '../http/index.js';
import { Scheduler } from '../jobs/index.js';
import { NoticeService } from '../notice/index.js';
import { Staff } from '../staff/index.js';
import { type Followed, limitInWorkingDays, type TicketFold, TicketService, TicketStore } from '../ticket/index.js';
import { Breach, ChaseWatch } from './breach.entity.js';
import { breachesOf, type BreachFound, unattended } from './rules/what-is-a-breach.js';

const EVERY_SECONDS = 60;
const BATCH = 200;

/** KP-3: keeps the register, in the transaction that makes the fact. */
@Injectable()
export class BreachFollower implements OnModuleInit {
  private readonly logger = new Logger('Breach');

  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly scheduler: Scheduler,
    private readonly clock: Clock,
    private readonly calendars: CalendarService,
    private readonly tickets: TicketService,
    private readonly store: TicketStore,
    private readonly notices: NoticeService,
  ) {}

  onModuleInit(): void {
    this.tickets.follow(Object.keys(ticketEventLabels) as TicketEventType[], (tx, followed) => this.followed(tx, followed));
    this.scheduler.every(EVERY_SECONDS, 'unattended-chases', async () => void (await this.sweep()));
  }

  private async followed(tx: EntityManager, followed: Followed): Promise<void> {
    const { ticketId, before, after, event, now } = followed;
    for (const found of breachesOf(before, after, event)) await this.record(tx, ticketId, after, found, now);
    if (event.type === 'concluded' && event.payload.outcome !== 'upheld') await this.groundFellAway(tx, ticketId, now);
    if (event.sequence === after.version) await this.watchChase(tx, followed);
  }

  /** FI-7: a working day to say how it stands, from the first of the chases that stand. */
  private async watchChase(tx: EntityManager, { ticketId, before, after, now }: Followed): Promise<void> {
    if (before?.chase && after.chase === null) {
      const watch = await tx.findOneBy(ChaseWatch, { ticketId });
      if (watch?.dueAt && watch.dueAt <= now) await this.record(tx, ticketId, before, unattended(before, watch.sequence), now);
      await tx.delete(ChaseWatch, { ticketId });
    }
    if (!before?.chase && after.chase !== null) {
      const { calendar } = await this.calendars.working(tx);
      await tx.delete(ChaseWatch, { ticketId });
      await tx.insert(ChaseWatch, { ticketId, sequence: after.chase.sequence, dueAt: limitInWorkingDays(after.chase.at, 1, calendar) });
    }
  }

  /** Chases that have stood too long, by their index; each in a transaction that takes it with a guarded update. */
  async sweep(): Promise<void> {
    const now = this.clock.now();
    let failed = 0;
    for (;;) {
      const due = await this.dataSource.manager.find(ChaseWatch, { where: { dueAt: LessThanOrEqual(now) }, order: { dueAt: 'ASC' }, skip: failed, take: BATCH });
      for (const watch of due) {
        try {
          await this.transactions.run(async (tx) => {
            const loaded = await this.store.load(tx, watch.ticketId);
            const { affected } = await tx.update(ChaseWatch, { ticketId: watch.ticketId, sequence: watch.sequence, dueAt: watch.dueAt! }, { dueAt: null });
            if (affected === 1 && loaded?.fold.chase) await this.record(tx, watch.ticketId, loaded.fold, unattended(loaded.fold, watch.sequence), now);
          });
        } catch (error) {
          failed += 1;
          this.logger.error({ message: 'an unanswered chase could not be counted', ticketId: watch.ticketId, reason: error instanceof Error ? error.message : String(error) });
        }
      }
      if (due.length < BATCH || failed >= BATCH) return;
    }
  }

  private async record(tx: EntityManager, ticketId: number, ticket: TicketFold, { cause, kind, clause, staffId, departmentId }: BreachFound, now: Date): Promise<void> {
    const known = await tx.findOneBy(Breach, { ticketId, cause });
    // Held unfounded, then upheld after all: it counts again, and can be contested anew.
    if (known?.state === 'withdrawn' && known.decidedById === null) {
      await tx.update(Breach, { id: known.id, version: known.version }, { state: 'recorded', at: now, contest: null, contestedById: null, contestedAt: null, reason: null, decidedAt: null, version: known.version + 1 });
      return;
    }
    if (known) return;
    await insertRows(
      tx, 'breach', ['ticket_id', 'cause', 'kind', 'state', 'clause', 'staff_id', 'department_id', 'hall_id', 'at', 'version'],
      [[ticketId, cause, kind, 'recorded', clause, staffId, departmentId, ticket.hallId, now, 1]], { skipExisting: true },
    );
    const people = staffId !== null ? [staffId] : await this.leadersOf(tx, departmentId);
    // CP-7: whoever is complained of hears that it is held against them, but not from which ticket.
    const hidden = ticket.complainedStaffIds.length > 0;
    for (const id of people)
      await this.notices.toStaff(tx, {
        staffId: id, key: `breach:${ticketId}:${cause}`, kind: 'breach', ticketId: hidden ? null : ticketId,
        text: `考核登记：${breachKindLabels[kind]}${hidden ? '' : `，工单 ${groupTicketNumber(ticketNumberOf(ticketId))}`}。如有异议，请在 ${CONTEST_DAYS} 天内到“考核登记”申诉`,
      }, now);
  }

  /** A complaint that is held unfounded after all: what was recorded for it is withdrawn. */
  private async groundFellAway(tx: EntityManager, ticketId: number, now: Date): Promise<void> {
    const rows = await tx.findBy(Breach, { ticketId, kind: 'upheld-complaint', state: In(['recorded', 'contested', 'upheld']) });
    for (const row of rows) await tx.update(Breach, { id: row.id, version: row.version }, { state: 'withdrawn', reason: '投诉结论已改变，由系统撤销', decidedById: null, decidedAt: now, version: row.version + 1 });
  }

  private async leadersOf(tx: EntityManager, departmentId: number | null): Promise<number[]> {
    if (departmentId === null) return [];
    return (await tx.findBy(Staff, { departmentId, active: true })).filter((staff) => staff.roles.includes('section-leader')).map(({ id }) => id);
  }
}

import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DataSource, type EntityManager, IsNull, LessThanOrEqual } from 'typeorm';
import { Transactions } from '../database/index.js';
import { Clock } from '../http/index.js';
import { Scheduler } from '../jobs/index.js';
import { NoticeService } from '../notice/index.js';
import { LadderPeople } from './ladder-people.js';
import { climbOf, LadderStore } from './ladder-store.js';
import { TicketLadderRow } from './ladder.entity.js';
import { ladderWords } from './ladder-words.js';
import { decideChase } from './rules/decide-by-system.js';
import { isLate, isRepeat, type LadderRun, type LadderRung, runOf } from './rules/ladder-steps.js';
import type { TicketClock, TicketFold } from './rules/ticket-types.js';
import { TicketService } from './ticket.service.js';
import { TicketStore } from './ticket-store.js';

const EVERY_SECONDS = 5;
const BATCH = 200;
/** Another server was first: what this one did is rolled back. */
class FiredElsewhere extends Error {}

/**
 * ES-1, ES-2: fires the steps that are due. What is due follows from stored rows alone, found by their index; each row is one transaction that takes
 * it with a guarded update, so a step fires once however many servers sweep, and one that was cut short fires after the restart.
 */
@Injectable()
export class LadderSweep implements OnModuleInit {
  private readonly logger = new Logger('Ladder');

  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly scheduler: Scheduler,
    private readonly clock: Clock,
    private readonly store: TicketStore,
    private readonly ladder: LadderStore,
    private readonly people: LadderPeople,
    private readonly tickets: TicketService,
    private readonly notices: NoticeService,
  ) {}

  onModuleInit(): void {
    this.scheduler.every(EVERY_SECONDS, 'ladder', async () => void (await this.sweep()));
  }

  /** Fires all that is due. Returns how many steps it fired. A row that fails is left for the next sweep and does not hold up the others. */
  async sweep(): Promise<number> {
    const now = this.clock.now();
    let fired = 0;
    let failed = 0;
    for (;;) {
      const due = await this.dataSource.manager.find(TicketLadderRow, { where: { nextStepAt: LessThanOrEqual(now) }, order: { nextStepAt: 'ASC' }, skip: failed, take: BATCH });
      for (const row of due) {
        try {
          fired += await this.transactions.run((tx) => this.fire(tx, row, now));
        } catch (error) {
          if (error instanceof FiredElsewhere) continue;
          failed += 1;
          this.logger.error({ message: 'a step of the ladder could not be fired', ticketId: row.ticketId, reason: error instanceof Error ? (error.stack ?? error.message) : String(error) });
        }
      }
      if (due.length < BATCH || failed >= BATCH) return fired;
    }
  }

  private async fire(tx: EntityManager, row: TicketLadderRow, now: Date): Promise<number> {
    const loaded = await this.store.load(tx, row.ticketId);
    const clock = loaded?.fold.clocks.find((c) => c.terms.clock === row.clock && c.round === row.round);
    const run = loaded && clock ? await this.ladder.run(tx, loaded.fold, clock) : null;
    if (!loaded || !clock || !run) {
      await tx.delete(TicketLadderRow, keyOf(row));
      return 0;
    }
    const { rungs, fired, next } = climbOf(row, clock, run, now);
    for (const rung of rungs) await this.tell(tx, row, loaded.fold, clock, run, rung, now);
    // After the record: whoever writes to a ticket locks it before its ladder.
    const { affected } = await tx.update(
      TicketLadderRow,
      { ...keyOf(row), run: row.run, firedSteps: row.firedSteps, nextStepAt: row.nextStepAt ?? IsNull() },
      { run: runOf(clock), firedSteps: fired, nextStepAt: next },
    );
    if (affected !== 1) throw new FiredElsewhere();
    return rungs.length;
  }

  /** A step after the deadline also stands on the ticket, and asks for an answer; a repeat only when the last was answered: one question is not asked twice. */
  private async tell(tx: EntityManager, row: TicketLadderRow, fold: TicketFold, clock: TicketClock, run: LadderRun, rung: LadderRung, now: Date): Promise<void> {
    const step = run.steps[rung.step]!;
    const { ticketId, round } = row;
    const told = await this.people.told(tx, fold, step.tell);
    const notice = (ordinal: number) => `ladder:${ticketId}:${row.clock}:${round}:${runOf(clock)}:${ordinal}:${run.due.getTime().toString(36)}`;
    const words = { key: notice(rung.ordinal), kind: 'ladder', ...(isRepeat(run, rung) ? { replaces: notice(rung.ordinal - rung.passed - 1) } : {}) };
    for (const staffId of told) await this.notices.toStaff(tx, { ...words, staffId, ticketId, text: ladderWords(ticketId, fold, clock, step, rung, null) }, now);
    const main = fold.link?.how === 'merge' ? await this.store.load(tx, fold.link.mainTicketId) : null;
    const others = main === null ? [] : (await this.people.told(tx, main.fold, step.tell)).filter((id) => !told.includes(id));
    // CP-7: about the main ticket, which is the one they know.
    for (const staffId of others) await this.notices.toStaff(tx, { ...words, staffId, ticketId: main!.row.id, text: ladderWords(main!.row.id, main!.fold, clock, step, rung, ticketId) }, now);
    if (!isLate(step)) return;
    const chased = { clock: row.clock, round, step: rung.step, late: true, told: [...told, ...others], ...(rung.passed > 0 ? { passed: rung.passed } : {}) };
    await this.tickets.record(tx, ticketId, (ticket) => (isRepeat(run, rung) && ticket.chase !== null ? null : decideChase(ticket, chased)), now);
  }
}

const keyOf = ({ ticketId, clock, round }: TicketLadderRow) => ({ ticketId, clock, round });

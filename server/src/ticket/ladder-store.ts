import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { CalendarService } from '../calendar/index.js';
import { insertAll } from '../database/index.js';
import { RuleBook } from '../rulebook/index.js';
import { TicketLadderRow } from './ladder.entity.js';
import { climb, firedAfterMove, ladderRun, type LadderRun, rungAt, runOf } from './rules/ladder-steps.js';
import type { TicketClock, TicketFold } from './rules/ticket-types.js';

/** Keeps the ladder of each running clock, in the transaction that moves the clock. Clocks that did not change cost nothing. */
@Injectable()
export class LadderStore {
  constructor(
    private readonly ruleBook: RuleBook,
    private readonly calendars: CalendarService,
  ) {}

  async keep(tx: EntityManager, ticketId: number, before: TicketFold | null, after: TicketFold, now: Date): Promise<void> {
    const changed = after.clocks.flatMap((clock) => {
      const old = before?.clocks.find((c) => c.terms.clock === clock.terms.clock && c.round === clock.round) ?? null;
      return old === clock || (old !== null && sameRun(old, clock)) ? [] : [{ clock, old }];
    });
    const stopped = changed.filter(({ clock, old }) => old?.state === 'running' && clock.state !== 'running');
    if (stopped.length > 0) await tx.query(`DELETE FROM ticket_ladder WHERE ticket_id = ? AND clock IN (${stopped.map(() => '?').join(', ')})`, [ticketId, ...stopped.map(({ clock }) => clock.terms.clock)]);
    const started: TicketLadderRow[] = [];
    for (const { clock, old } of changed) {
      const run = await this.run(tx, after, clock);
      if (run === null) continue;
      if (old?.state === 'running') await this.move(tx, ticketId, clock, run, now);
      else started.push(rowOf(ticketId, clock, 0, rungAt(run, 0)));
    }
    await insertAll(tx, TicketLadderRow, started);
  }

  /** By the edition the ticket began under, and the days its deadline was counted by; null for a clock that does not run. */
  async run(manager: EntityManager, { editions }: TicketFold, clock: TicketClock): Promise<LadderRun | null> {
    if (clock.state !== 'running') return null;
    const calendar = await this.calendars.workingEdition(manager, clock.calendar);
    return ladderRun(clock, await this.ruleBook.edition(manager, 'ladder', editions.ladder), calendar);
  }

  /** TL-6, TL-3: another deadline, the same run. */
  private async move(tx: EntityManager, ticketId: number, clock: TicketClock, run: LadderRun, now: Date): Promise<void> {
    const at = { ticketId, clock: clock.terms.clock, round: clock.round };
    const row = await tx.findOneBy(TicketLadderRow, at);
    const firedSteps = firedAfterMove(run, row?.firedSteps ?? 0, now);
    const moved = { run: runOf(clock), firedSteps, nextStepAt: rungAt(run, firedSteps) };
    if (row) await tx.update(TicketLadderRow, at, moved);
    else await tx.insert(TicketLadderRow, { ...at, ...moved });
  }
}

function sameRun(a: TicketClock, b: TicketClock): boolean {
  return a.state === b.state && a.due?.getTime() === b.due?.getTime() && a.calendar === b.calendar && runOf(a) === runOf(b);
}

const rowOf = (ticketId: number, clock: TicketClock, firedSteps: number, nextStepAt: Date | null): TicketLadderRow => ({
  ticketId, clock: clock.terms.clock, round: clock.round, run: runOf(clock), firedSteps, nextStepAt,
});

/** What is to be done for a row now. One of another run (it was there before ladders were) begins at the foot. */
export function climbOf(row: Pick<TicketLadderRow, 'run' | 'firedSteps'>, clock: TicketClock, run: LadderRun, now: Date): ReturnType<typeof climb> {
  return climb(run, row.run === runOf(clock) ? row.firedSteps : 0, now);
}

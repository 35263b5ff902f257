import { Injectable } from '@nestjs/common';
import type * as contract from '@shouwen/shared/contract/complaint-desk';
import { ticketNumberOf } from '@shouwen/shared/value';
import { complaintOutcomeLabels, type ComplaintOutcome, type TicketSource, ticketSourceLabels } from '@shouwen/shared/vocabulary';
import { And, DataSource, type EntityManager, LessThan, MoreThanOrEqual } from 'typeorm';
import { Clock } from '../http/index.js';
import type { StaffViewer } from '../staff/index.js';
import { TicketBooks, TicketService, TicketText } from '../ticket/index.js';
import { ComplaintRecord } from './complaint.entity.js';
import { hallScopeOf } from './complaint-sight.js';
import { partsOfConclusion } from './rules/lesson-of-conclusion.js';
import { inTime } from './rules/worst-round-counts.js';
import { startOfYear } from './year.js';

/** CP-10: at least so many of a thousand in time. */
const PROMISED_PER_MILLE = 990;

/** A year's complaints in figures, with what was learnt from them (CP-8, CP-10). */
@Injectable()
export class ComplaintYearService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tickets: TicketService,
    private readonly books: TicketBooks,
    private readonly clock: Clock,
  ) {}

  /** Refuses `FORBIDDEN` for whoever oversees no hall. */
  async year(viewer: StaffViewer, year: number): Promise<contract.ComplaintYear> {
    const { manager } = this.dataSource;
    const scope = hallScopeOf(viewer);
    const all = await manager.find(ComplaintRecord, {
      where: { ...(scope === null ? {} : { hallId: scope }), registeredAt: And(MoreThanOrEqual(startOfYear(year)), LessThan(startOfYear(year + 1))) },
      order: { registeredAt: 'ASC', ticketId: 'ASC' },
    });
    // A year has a few hundred: what the viewer must not know of is not counted either (CP-7).
    const hidden = await this.tickets.hiddenFrom(viewer, all.map(({ ticketId }) => ticketId), manager);
    const rows = all.filter(({ ticketId }) => !hidden.has(ticketId));
    const stay = rows.filter(({ leftAt }) => leftAt === null);
    const labels = await this.books.categoryLabels(manager);
    const now = this.clock.now();
    const label = (category: string) => labels.get(category) ?? category;
    return {
      year, total: rows.length, closed: stay.filter(({ closedAt }) => closedAt !== null).length, left: rows.length - stay.length, promisedPerMille: PROMISED_PER_MILLE,
      response: shareOf(stay.map((row) => inTime(row.responseDueAt, row.respondedAt, now))),
      resolution: shareOf(stay.map((row) => inTime(row.resolutionDueAt, row.resolvedAt, now))),
      bySource: (Object.keys(ticketSourceLabels) as TicketSource[]).map((source) => ({ source, count: rows.filter((row) => row.source === source).length })).filter(({ count }) => count > 0),
      byCategory: [...new Set(rows.map(({ category }) => category))].map((category) => {
        const of = rows.filter((row) => row.category === category);
        return { category, label: label(category), count: of.length, upheld: of.filter(({ outcome }) => outcome === 'upheld').length };
      }).sort((a, b) => b.count - a.count),
      byOutcome: (Object.keys(complaintOutcomeLabels) as ComplaintOutcome[]).map((outcome) => ({ outcome, count: stay.filter((row) => row.outcome === outcome).length })).filter(({ count }) => count > 0),
      lessons: await this.lessons(manager, stay, label),
    };
  }

  private async lessons(manager: EntityManager, rows: readonly ComplaintRecord[], label: (category: string) => string): Promise<contract.ComplaintYear['lessons']> {
    // CP-6: words about a confidential complaint may tell who complained.
    const concluded = rows.flatMap(({ ticketId, confidential, outcome, concludedSequence, category }) =>
      confidential || outcome === null || concludedSequence === null ? [] : [{ ticketId, sequence: concludedSequence, outcome, category }]);
    if (concluded.length === 0) return [];
    const words = await manager.findBy(TicketText, concluded.map(({ ticketId, sequence }) => ({ ticketId, sequence })));
    return concluded.map(({ ticketId, outcome, category }) => ({
      number: ticketNumberOf(ticketId), categoryLabel: label(category), outcome, lesson: partsOfConclusion(words.find((text) => text.ticketId === ticketId)?.body ?? '').lesson,
    }));
  }
}

function shareOf(decisions: readonly (boolean | null)[]): contract.ComplaintYear['response'] {
  const decided = decisions.filter((decision) => decision !== null);
  const timely = decided.filter(Boolean).length;
  return { decided: decided.length, inTime: timely, perMille: decided.length === 0 ? null : Math.floor((timely * 1000) / decided.length) };
}

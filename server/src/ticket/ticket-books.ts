import { Injectable } from '@nestjs/common';
import type { TicketCategory, TicketSource, Zone } from '@shouwen/shared/vocabulary';
import type { EntityManager } from 'typeorm';
import { CalendarService } from '../calendar/index.js';
import { RuleBook } from '../rulebook/index.js';
import type { ExplainedDays } from './rules/explain-deadline.js';
import { policyInForce } from './rules/policy-in-force.js';
import type { CategoryTerms, TicketClock } from './rules/ticket-types.js';

/** The days deadlines are counted by, and the edition that is recorded with them. */
export interface CountedBy {
  calendar: ExplainedDays;
  calendarEdition: number;
}

/** What the books say about a ticket: its terms when it begins, its days, its labels. */
@Injectable()
export class TicketBooks {
  constructor(
    private readonly ruleBook: RuleBook,
    private readonly calendars: CalendarService,
  ) {}

  /** TL-7, AP-3: what a category brings, by the editions in force; null when there is no such category, or it is not used any more. */
  async termsOf(manager: EntityManager, { category, source, zone }: { category: TicketCategory; source: TicketSource; zone: Zone }): Promise<CategoryTerms | null> {
    const books = await this.ruleBook.currents(manager, ['category', 'service-policy', 'procedure', 'ladder', 'checklist']);
    const entry = books.category.content.find(({ code, active }) => code === category && active);
    if (!entry) return null;
    return {
      kind: entry.kind, category, terms: policyInForce(books['service-policy'].content, { kind: entry.kind, category, source, zone }),
      steps: books.procedure.content.find((procedure) => procedure.category === category)?.steps ?? [], outOfScope: entry.outOfScope,
      editions: { policy: books['service-policy'].edition, ladder: books.ladder.edition, checklist: books.checklist.edition },
    };
  }

  /** The days of a ticket's hall, by the calendar in force. */
  async countedBy(manager: EntityManager, hallId: number): Promise<CountedBy> {
    const { edition, calendar } = await this.calendars.working(manager);
    return { calendar: withHall(calendar, await this.calendars.hall(manager, hallId)), calendarEdition: edition };
  }

  /** TL-9: a clock that has stopped is explained by the calendar it was counted by, a running one by the calendar in force. */
  async countedThen(manager: EntityManager, hallId: number, clocks: readonly TicketClock[]): Promise<(clock: TicketClock) => ExplainedDays> {
    const { calendar, calendarEdition } = await this.countedBy(manager, hallId);
    const then = new Map<number, ExplainedDays>([[calendarEdition, calendar]]);
    for (const edition of clocks.filter(({ state }) => state !== 'running').map((clock) => clock.calendar))
      if (!then.has(edition)) then.set(edition, withHall(await this.calendars.workingEdition(manager, edition), calendar.hall));
    return (clock) => (clock.state === 'running' ? calendar : (then.get(clock.calendar) ?? calendar));
  }

  async dismissivePhrases(manager: EntityManager): Promise<readonly string[]> {
    return (await this.ruleBook.current(manager, 'dismissive-phrase')).content;
  }

  /** TL-5: of the edition the ticket began under. */
  async checklistOf(manager: EntityManager, category: TicketCategory, edition: number) {
    const checklists = await this.ruleBook.edition(manager, 'checklist', edition);
    return checklists.find((checklist) => checklist.category === category)?.items ?? [];
  }

  async categoryLabels(manager: EntityManager): Promise<ReadonlyMap<TicketCategory, string>> {
    const { content } = await this.ruleBook.current(manager, 'category');
    return new Map(content.map(({ code, label }) => [code, label]));
  }
}

function withHall(calendar: Awaited<ReturnType<CalendarService['working']>>['calendar'], hall: ExplainedDays['hall']): ExplainedDays {
  return {
    ...(hall ? { hall } : {}),
    isWorkingDay: (date) => calendar.isWorkingDay(date),
    reasonNotWorking: (date) => calendar.reasonNotWorking(date),
    isMakeUpDay: (date) => calendar.isMakeUpDay(date),
    isProvisional: (year) => calendar.isProvisional(year),
  };
}

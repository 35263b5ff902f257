import { Injectable } from '@nestjs/common';
import type { BodyOf, Page, QueryOf } from '@shouwen/shared/contract';
import type * as contract from '@shouwen/shared/contract/complaint-desk';
import { shanghaiDate, ticketNumberOf } from '@shouwen/shared/value';
import { DataSource, type EntityManager, In } from 'typeorm';
import { isDuplicateKey, rowsById } from '../database/index.js';
import { Clock, Once, Refusal } from '../http/index.js';
import { RuleBook } from '../rulebook/index.js';
import { Hall, Staff, StaffService, type StaffViewer } from '../staff/index.js';
import { Ticket, TicketBooks, TicketService, TicketSight } from '../ticket/index.js';
import { ConsequenceEntry } from './complaint.entity.js';
import { seenTickets, ticketIdOrRefuse } from './complaint-sight.js';
import { amountsOfYear } from './rules/third-in-a-year-weighs-more.js';

/** CP-9: upheld complaints on the yearly sheet of the person they are about, kept by the supervisor. Nobody sees their own, or a partner's (CP-7). */
@Injectable()
export class ConsequenceService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly once: Once,
    private readonly clock: Clock,
    private readonly ruleBook: RuleBook,
    private readonly staff: StaffService,
    private readonly sight: TicketSight,
    private readonly tickets: TicketService,
    private readonly books: TicketBooks,
  ) {}

  async list(viewer: StaffViewer, { state, cursor, size }: QueryOf<typeof contract.consequences>): Promise<Page<contract.ConsequenceItem>> {
    const { manager } = this.dataSource;
    const select = manager.createQueryBuilder(ConsequenceEntry, 'e').where('e.state = :state', { state }).orderBy('e.id', 'DESC').limit(size + 1);
    if (cursor !== undefined) {
      if (!Number.isSafeInteger(Number(cursor))) throw new Refusal('INVALID_INPUT');
      select.andWhere('e.id < :cursor', { cursor: Number(cursor) });
    }
    const rows = await select.getMany();
    const page = rows.slice(0, size);
    return { items: await this.views(manager, viewer, page), next: rows.length > size ? String(page.at(-1)?.id) : null };
  }

  /** The investigation found whom it is about. Refuses `NOT_UPHELD`, `STAFF_NOT_SUITABLE`; proposing the same again changes nothing. */
  propose(viewer: StaffViewer, { number, staffId }: BodyOf<typeof contract.proposeConsequence>): Promise<contract.ConsequenceItem> {
    const ticketId = ticketIdOrRefuse(number);
    return this.once.run(async (tx) => {
      const ticket = (await seenTickets(tx, this.sight, viewer, [ticketId])).get(ticketId);
      if (!ticket?.fold.onceComplaint) throw new Refusal('NOT_FOUND');
      if (ticket.fold.kind !== 'complaint' || ticket.fold.outcome !== 'upheld') throw new Refusal('NOT_UPHELD', { rule: 'CP-9' });
      if ((await this.ownSide(tx, viewer)).includes(staffId) || !(await tx.existsBy(Staff, { id: staffId }))) throw new Refusal('STAFF_NOT_SUITABLE', { rule: 'CP-7' });
      const concludedAt = ticket.fold.updatedAt;
      if (!(await tx.existsBy(ConsequenceEntry, { ticketId, staffId }))) {
        try {
          await tx.insert(ConsequenceEntry, { ticketId, staffId, year: yearOf(concludedAt), concludedAt, state: 'proposed', caseFen: 0, thirdFen: 0, note: null, decidedById: null, decidedAt: null, version: 1 });
        } catch (error) {
          if (!isDuplicateKey(error)) throw error;
        }
      }
      return this.one(tx, viewer, (await tx.findOneByOrFail(ConsequenceEntry, { ticketId, staffId })).id);
    });
  }

  /** With the amounts of the book in force. Refuses `NOT_FOUND`, `CONSEQUENCE_CHANGED`. */
  enter(viewer: StaffViewer, id: number, { version, note }: BodyOf<typeof contract.enterConsequence>): Promise<contract.ConsequenceItem> {
    const now = this.clock.now();
    return this.once.run(async (tx) => {
      await this.one(tx, viewer, id);
      const { content } = await this.ruleBook.current(tx, 'consequence');
      const { affected } = await tx.update(ConsequenceEntry, { id, version, state: 'proposed' }, {
        state: 'entered', caseFen: content.upheldComplaintFen, thirdFen: content.threeInYearFen, note, decidedById: viewer.id, decidedAt: now, version: version + 1,
      });
      if (affected !== 1) throw new Refusal('CONSEQUENCE_CHANGED', { rule: 'CP-9' });
      return this.one(tx, viewer, id);
    });
  }

  /** E.g. after a contest that was granted (KP-3). */
  withdraw(viewer: StaffViewer, id: number, { version, reason }: BodyOf<typeof contract.withdrawConsequence>): Promise<contract.ConsequenceItem> {
    const now = this.clock.now();
    return this.once.run(async (tx) => {
      await this.one(tx, viewer, id);
      const { affected } = await tx.update(ConsequenceEntry, { id, version, state: In(['proposed', 'entered']) }, { state: 'withdrawn', note: reason, decidedById: viewer.id, decidedAt: now, version: version + 1 });
      if (affected !== 1) throw new Refusal('CONSEQUENCE_CHANGED', { rule: 'CP-9' });
      return this.one(tx, viewer, id);
    });
  }

  /** Everyone with something on their sheet of the year, the most first. */
  async sheets(viewer: StaffViewer, year: number): Promise<contract.YearlySheetItem[]> {
    const { manager } = this.dataSource;
    const shown = await this.views(manager, viewer, await manager.findBy(ConsequenceEntry, { year, state: 'entered' }));
    const people = await rowsById(manager, Staff, shown.map(({ staffId }) => staffId));
    const halls = await rowsById(manager, Hall, [...people.values()].map(({ hallId }) => hallId));
    return [...people.values()].map((person) => {
      const rows = shown.filter(({ staffId }) => staffId === person.id);
      return { ...headOf(person, halls), upheld: rows.length, totalFen: totalOf(rows) };
    }).sort((a, b) => b.totalFen - a.totalFen || a.staffNumber.localeCompare(b.staffNumber));
  }

  /** Refuses `NOT_FOUND` for one's own sheet and a partner's, as for a person who does not exist. */
  async sheet(viewer: StaffViewer, year: number, staffId: number): Promise<contract.YearlySheet> {
    const { manager } = this.dataSource;
    const person = await manager.findOneBy(Staff, { id: staffId });
    if (!person || (await this.ownSide(manager, viewer)).includes(staffId)) throw new Refusal('NOT_FOUND');
    const halls = await rowsById(manager, Hall, [person.hallId]);
    const rows = await this.views(manager, viewer, await manager.find(ConsequenceEntry, { where: { year, staffId, state: 'entered' }, order: { decidedAt: 'ASC', id: 'ASC' } }));
    return { ...headOf(person, halls), year, upheld: rows.length, totalFen: totalOf(rows), rows };
  }

  private async one(manager: EntityManager, viewer: StaffViewer, id: number): Promise<contract.ConsequenceItem> {
    const row = await manager.findOneBy(ConsequenceEntry, { id });
    const [view] = row ? await this.views(manager, viewer, [row]) : [];
    if (!view) throw new Refusal('NOT_FOUND');
    return view;
  }

  /** CP-7: oneself and whoever shares a post with one. */
  private ownSide(manager: EntityManager, viewer: StaffViewer): Promise<number[]> {
    return this.staff.withPartners(manager, [viewer.id]);
  }

  private async views(manager: EntityManager, viewer: StaffViewer, rows: readonly ConsequenceEntry[]): Promise<contract.ConsequenceItem[]> {
    if (rows.length === 0) return [];
    const hidden = await this.tickets.hiddenFrom(viewer, rows.map(({ ticketId }) => ticketId), manager);
    const own = await this.ownSide(manager, viewer);
    const shown = rows.filter(({ ticketId, staffId }) => !hidden.has(ticketId) && !own.includes(staffId));
    if (shown.length === 0) return [];
    const tickets = await rowsById(manager, Ticket, shown.map(({ ticketId }) => ticketId));
    const labels = await this.books.categoryLabels(manager);
    const people = await rowsById(manager, Staff, shown.flatMap(({ staffId, decidedById }) => [staffId, decidedById]));
    const years = shown.filter(({ state }) => state === 'entered').map(({ year, staffId }) => ({ year, staffId, state: 'entered' as const }));
    const beside = years.length === 0 ? [] : await manager.find(ConsequenceEntry, { where: years });
    const amounts = new Map(years.flatMap(({ year, staffId }) => [...amountsOfYear(beside.filter((entry) => entry.year === year && entry.staffId === staffId))]));
    return shown.map((row) => {
      const category = tickets.get(row.ticketId)?.category ?? '';
      const person = people.get(row.staffId);
      return {
        id: row.id, number: ticketNumberOf(row.ticketId), categoryLabel: labels.get(category) ?? category, staffId: row.staffId, staffName: person?.name ?? '', staffNumber: person?.staffNumber ?? '',
        year: row.year, concludedAt: row.concludedAt.toISOString(), state: row.state, ...(amounts.get(row.id) ?? { caseFen: 0, thirdFen: 0 }), note: row.note ?? '',
        decidedBy: people.get(row.decidedById ?? 0)?.name ?? null, decidedAt: row.decidedAt?.toISOString() ?? null, version: row.version,
      };
    });
  }
}

const yearOf = (at: Date) => Number(shanghaiDate(at).slice(0, 4));
const headOf = ({ id, name, staffNumber, hallId }: Staff, halls: ReadonlyMap<number, Hall>) => ({ staffId: id, staffName: name, staffNumber, hallName: halls.get(hallId ?? 0)?.name ?? null });
const totalOf = (rows: readonly contract.ConsequenceItem[]) => rows.reduce((sum, { caseFen, thirdFen }) => sum + caseFen + thirdFen, 0);

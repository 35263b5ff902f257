import { Injectable } from '@nestjs/common';
import type { BodyOf, Page, QueryOf, ResponseOf } from '@shouwen/shared/contract';
import type * as contract from '@shouwen/shared/contract/follow-up';
import { ticketNumberOf } from '@shouwen/shared/value';
import { Brackets, DataSource, type EntityManager, type SelectQueryBuilder } from 'typeorm';
import { rowsById } from '../database/index.js';
import { Clock, Once, Refusal } from '../http/index.js';
import { Hall, Staff, type StaffViewer } from '../staff/index.js';
import { PersonalDataAccess, type SeenByStaff, Ticket, TicketBooks, TicketService, TicketSight, TicketText, withoutExcludedTickets } from '../ticket/index.js';
import { FollowUp } from './follow-up.entity.js';
import { ReviewService } from './review.service.js';
import { tryAgainAt } from './rules/not-reached-is-tried-again.js';
import { desksOf } from './rules/who-is-called.js';
import { scoresInWords, starsOfScores } from './rules/worst-answer-counts.js';

/** So long a caller has the person to themselves. */
const HELD_MS = 15 * 60_000;

/** FU-1: the list of who is to be called back, and the calls. */
@Injectable()
export class FollowUpService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly once: Once,
    private readonly clock: Clock,
    private readonly sight: TicketSight,
    private readonly tickets: TicketService,
    private readonly books: TicketBooks,
    private readonly reviews: ReviewService,
  ) {}

  /** Who waits longest first; what has ended latest first. Refuses `FORBIDDEN` for a list that is not the viewer's. */
  async list(viewer: StaffViewer, { desk, state, cursor, size }: QueryOf<typeof contract.followUps>): Promise<Page<contract.FollowUpItem>> {
    const { manager } = this.dataSource;
    const now = this.clock.now();
    const latestFirst = state === 'ended';
    const order = latestFirst ? 'DESC' : 'ASC';
    const select = ofDesk(manager.createQueryBuilder(FollowUp, 'f'), viewer, desk).orderBy('f.nextAt', order).addOrderBy('f.id', order).limit(size + 1);
    if (state === 'ended') select.andWhere("f.state <> 'open'");
    else select.andWhere(`f.state = 'open' AND f.nextAt ${state === 'due' ? '<=' : '>'} :now`, { now });
    if (cursor !== undefined) {
      const [at, id] = cursor.split('.').map(Number);
      if (!Number.isSafeInteger(at) || !Number.isSafeInteger(id)) throw new Refusal('INVALID_INPUT');
      const beyond = latestFirst ? '<' : '>';
      select.andWhere(new Brackets((where) => where.where(`f.nextAt ${beyond} :at`).orWhere(`f.nextAt = :at AND f.id ${beyond} :id`)), { at: new Date(at!), id });
    }
    const rows = await withoutExcludedTickets(select, 'f.ticketId', await this.sight.viewer(manager, viewer)).getMany();
    const page = rows.slice(0, size);
    const last = page.at(-1);
    const views = await this.views(manager, viewer, page, now);
    return { items: page.flatMap((row) => views.get(row.id)?.item ?? []), next: rows.length > size && last ? `${last.nextAt.getTime()}.${last.id}` : null };
  }

  async counts(viewer: StaffViewer): Promise<ResponseOf<typeof contract.followUpCounts>> {
    const { manager } = this.dataSource;
    const now = this.clock.now();
    const own = desksOf(viewer);
    const due = (desk: contract.FollowUpDesk) => ofDesk(manager.createQueryBuilder(FollowUp, 'f'), viewer, desk).andWhere("f.state = 'open' AND f.nextAt <= :now", { now }).getCount();
    const secret = await due('secret');
    return {
      due: { hotline: own.hotline ? await due('hotline') : null, hall: own.hall === undefined ? null : await due('hall'), secret: own.secret === 'own' && secret === 0 ? null : secret },
      reviews: await this.reviews.openFor(viewer),
    };
  }

  /** Whom to call, for this caller alone for a while. Refuses `NOT_FOUND`, `FOLLOW_UP_TAKEN`. The look at the number is recorded (PR-1). */
  claim(viewer: StaffViewer, id: number): Promise<contract.FollowUpCall> {
    const now = this.clock.now();
    return this.once.run(async (tx) => {
      const { row, ticket } = await this.one(tx, viewer, id, now);
      if (row.state !== 'open') throw new Refusal('FOLLOW_UP_NOT_YOURS', { rule: 'FU-1', message: '这位居民已经回访过，请回访下一位' });
      const heldUntil = new Date(now.getTime() + HELD_MS);
      const { affected } = await tx.createQueryBuilder().update(FollowUp).set({ heldById: viewer.id, heldUntil, version: row.version + 1 })
        .where("id = :id AND version = :version AND state = 'open' AND (held_by_id IS NULL OR held_by_id = :viewer OR held_until <= :now)", { id, version: row.version, viewer: viewer.id, now }).execute();
      if (affected !== 1) throw new Refusal('FOLLOW_UP_TAKEN', { rule: 'FU-1' });
      await tx.insert(PersonalDataAccess, { staffId: viewer.id, ticketId: row.ticketId, reason: '回访', at: now });
      const { item } = await this.one(tx, viewer, id, now);
      const answer = ticket.fold.answer === null ? null : await tx.findOneBy(TicketText, { ticketId: row.ticketId, sequence: ticket.fold.answer.sequence });
      const first = await tx.findOneBy(Staff, { id: ticket.fold.firstResponsibleId });
      return {
        ...item, contactName: ticket.row.contactName ?? '', contactPhone: ticket.row.contactPhone ?? '', matter: ticket.row.description, answer: answer?.body ?? '',
        firstResponsibleName: first?.name ?? '', heldUntil: heldUntil.toISOString(),
      };
    });
  }

  release(viewer: StaffViewer, id: number): Promise<{ done: true }> {
    return this.once.run(async (tx) => {
      await tx.update(FollowUp, { id, heldById: viewer.id, state: 'open' }, { heldById: null, heldUntil: null });
      return { done: true as const };
    });
  }

  /** The four answers become the ticket's rating; a bad one is looked into (FU-3). Refuses `FOLLOW_UP_NOT_YOURS`. */
  answer(viewer: StaffViewer, id: number, { comment, ...scores }: BodyOf<typeof contract.answerFollowUp>): Promise<contract.FollowUpItem> {
    const now = this.clock.now();
    return this.once.run(async (tx) => {
      const row = await this.held(tx, viewer, id, now);
      const stars = starsOfScores(scores);
      await this.end(tx, row, { state: 'done', scores, stars, attempts: row.attempts + 1, lastAttemptAt: now, endedById: viewer.id, endedAt: now });
      // CP-6: on the ticket more people read than may know who complained.
      const text = scoresInWords(scores, row.desk === 'secret' ? '' : comment);
      // What is archived or open again is not changed; the answers stand here.
      const recorded = await this.tickets.record(tx, row.ticketId, ({ state, archivedAt }) =>
        archivedAt === null && (state === 'closed' || state === 'answered') ? { type: 'rated', payload: { stars }, text, attachmentIds: [] } : null, now);
      await this.reviews.openForCall(tx, row, { stars, scores, comment: scoresInWords(scores, comment) }, recorded, now);
      return (await this.one(tx, viewer, id, now)).item;
    });
  }

  notReached(viewer: StaffViewer, id: number): Promise<contract.FollowUpItem> {
    const now = this.clock.now();
    return this.once.run(async (tx) => {
      const row = await this.held(tx, viewer, id, now);
      const attempts = row.attempts + 1;
      const nextAt = tryAgainAt(attempts, now);
      await this.end(tx, row, {
        attempts, lastAttemptAt: now, ...(nextAt ? { nextAt } : { state: 'unreached' as const, endedById: viewer.id, endedAt: now }),
      });
      return (await this.one(tx, viewer, id, now)).item;
    });
  }

  private async held(tx: EntityManager, viewer: StaffViewer, id: number, now: Date): Promise<FollowUp> {
    const { row } = await this.one(tx, viewer, id, now);
    if (row.state !== 'open' || row.heldById !== viewer.id) throw new Refusal('FOLLOW_UP_NOT_YOURS', { rule: 'FU-1' });
    return row;
  }

  private async end(tx: EntityManager, row: FollowUp, columns: Partial<FollowUp>): Promise<void> {
    const { affected } = await tx.update(FollowUp, { id: row.id, version: row.version, state: 'open' }, { ...columns, heldById: null, heldUntil: null, version: row.version + 1 } as never);
    if (affected !== 1) throw new Refusal('FOLLOW_UP_NOT_YOURS', { rule: 'FU-1' });
  }

  /** Refuses `NOT_FOUND` for whoever may not call this person. */
  private async one(manager: EntityManager, viewer: StaffViewer, id: number, now: Date): Promise<{ row: FollowUp; item: contract.FollowUpItem; ticket: SeenByStaff }> {
    const row = await manager.findOneBy(FollowUp, { id });
    const view = row && mayCall(viewer, row) ? (await this.views(manager, viewer, [row], now)).get(id) : undefined;
    if (!row || !view) throw new Refusal('NOT_FOUND');
    return { row, ...view };
  }

  /** Those the viewer may know of and whose person they may know (CP-6, CP-7). */
  private async views(manager: EntityManager, viewer: StaffViewer, rows: readonly FollowUp[], now: Date): Promise<Map<number, { item: contract.FollowUpItem; ticket: SeenByStaff }>> {
    const tickets = await rowsById(manager, Ticket, rows.map(({ ticketId }) => ticketId));
    const seen = new Map((await this.sight.see(manager, await this.sight.viewer(manager, viewer), [...tickets.values()])).map((ticket) => [ticket.row.id, ticket]));
    const [halls, callers, labels] = [await rowsById(manager, Hall, rows.map(({ hallId }) => hallId)), await rowsById(manager, Staff, rows.map(({ heldById }) => heldById)), await this.books.categoryLabels(manager)];
    return new Map(rows.flatMap((row) => {
      const ticket = seen.get(row.ticketId);
      if (!ticket?.mayKnowIdentity) return [];
      const held = row.heldById !== null && row.heldUntil !== null && row.heldUntil > now;
      const { kind, category, source, confidential, title } = ticket.row;
      return [[row.id, { ticket, item: {
        id: row.id, number: ticketNumberOf(row.ticketId), kind, categoryLabel: labels.get(category) ?? category, source, title: confidential ? '' : title, hallName: halls.get(row.hallId)?.name ?? '',
        closedAt: row.closedAt.toISOString(), nextAt: row.nextAt.toISOString(), attempts: row.attempts, lastAttemptAt: row.lastAttemptAt?.toISOString() ?? null,
        callingBy: held ? (callers.get(row.heldById!)?.name ?? null) : null, mine: held && row.heldById === viewer.id, confidential, state: row.state,
        scores: row.scores, stars: row.stars, version: row.version,
      } }]];
    }));
  }
}

function ofDesk(select: SelectQueryBuilder<FollowUp>, viewer: StaffViewer, desk: contract.FollowUpDesk): SelectQueryBuilder<FollowUp> {
  const own = desksOf(viewer);
  select.where('f.desk = :desk', { desk });
  if (desk === 'secret') return own.secret === 'all' ? select : select.andWhere('f.investigatorId = :viewer', { viewer: viewer.id });
  if (desk === 'hotline' ? !own.hotline : own.hall === undefined) throw new Refusal('FORBIDDEN', { rule: 'FU-1', message: '这份回访名单不由您负责' });
  return desk === 'hall' && own.hall !== null ? select.andWhere('f.hallId = :hall', { hall: own.hall }) : select;
}

function mayCall(viewer: StaffViewer, { desk, hallId, investigatorId }: FollowUp): boolean {
  const own = desksOf(viewer);
  if (desk === 'secret') return own.secret === 'all' || investigatorId === viewer.id;
  return desk === 'hotline' ? own.hotline : own.hall === null || own.hall === hallId;
}

import { Injectable } from '@nestjs/common';
import type { BodyOf, Page, QueryOf } from '@shouwen/shared/contract';
import type * as contract from '@shouwen/shared/contract/follow-up';
import { ticketNumberOf } from '@shouwen/shared/value';
import { DataSource, type EntityManager } from 'typeorm';
import { isDuplicateKey, rowsById } from '../database/index.js';
import { Clock, Once, Refusal } from '../http/index.js';
import { Hall, Staff, StaffService, type StaffViewer } from '../staff/index.js';
import { type Followed, isBadRating, Ticket, TicketService, TicketSight } from '../ticket/index.js';
import { type CounterEvaluation, type FollowUp, ReviewRow } from './follow-up.entity.js';

const MOST_COUNTED = 100;

/** FU-3: what was rated badly waits here until the supervisor has looked into it, and either opened it again or explained it. */
@Injectable()
export class ReviewService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly once: Once,
    private readonly clock: Clock,
    private readonly staff: StaffService,
    private readonly sight: TicketSight,
    private readonly tickets: TicketService,
  ) {}

  /** Of the app, or of a call: those come through the same event. */
  async openForRating(tx: EntityManager, { ticketId, after, event, text, now }: Followed, stars: number): Promise<void> {
    if (!isBadRating(stars) || event.actor.kind !== 'resident') return;
    await this.open(tx, { reviewKey: `ticket:${ticketId}:${event.sequence}`, cause: 'rating', ticketId, hallId: after.hallId, staffId: after.firstResponsibleId, service: null, stars, scores: null, comment: text, at: now });
  }

  async openForCall(tx: EntityManager, row: FollowUp, { stars, scores, comment }: Pick<ReviewRow, 'stars' | 'scores' | 'comment'>, onTicket: boolean, now: Date): Promise<void> {
    if (!isBadRating(stars)) return;
    const ticket = await tx.findOneByOrFail(Ticket, { id: row.ticketId });
    // Opened again already: it is being looked into.
    if (!onTicket && ticket.closedAt === null) return;
    await this.open(tx, { reviewKey: `call:${row.id}`, cause: 'call', ticketId: row.ticketId, hallId: row.hallId, staffId: ticket.firstResponsibleId, service: null, stars, scores, comment, at: now });
  }

  async openForEvaluation(tx: EntityManager, { id, hallId, staffId, service }: CounterEvaluation, stars: number, now: Date): Promise<void> {
    if (!isBadRating(stars)) return;
    await this.open(tx, { reviewKey: `evaluation:${id}`, cause: 'evaluation', ticketId: null, hallId, staffId, service, stars, scores: null, comment: null, at: now });
  }

  /** The resident said "not solved", or somebody opened the matter again by themselves. */
  async reopenedElsewhere(tx: EntityManager, { ticketId, event, now }: Followed): Promise<void> {
    for (const row of await tx.findBy(ReviewRow, { ticketId, state: 'open' }))
      await tx.update(ReviewRow, { id: row.id, version: row.version }, { state: 'reopened', decidedById: event.actor.kind === 'staff' ? event.actor.id : null, decidedAt: now, version: row.version + 1 });
  }

  /** What waits longest first. */
  async list(viewer: StaffViewer, { state, cursor, size }: QueryOf<typeof contract.reviews>): Promise<Page<contract.ReviewItem>> {
    const { manager } = this.dataSource;
    const waiting = state === 'open';
    const select = manager.createQueryBuilder(ReviewRow, 'r').where(waiting ? "r.state = 'open'" : "r.state <> 'open'").orderBy('r.id', waiting ? 'ASC' : 'DESC').limit(size + 1);
    if (!overseesReviews(viewer)) select.andWhere('r.hallId = :hallId', { hallId: viewer.hallId ?? 0 });
    if (cursor !== undefined) {
      if (!Number.isSafeInteger(Number(cursor))) throw new Refusal('INVALID_INPUT');
      select.andWhere(waiting ? 'r.id > :cursor' : 'r.id < :cursor', { cursor: Number(cursor) });
    }
    const rows = await select.getMany();
    const page = rows.slice(0, size);
    return { items: await this.views(manager, viewer, page), next: rows.length > size ? String(page.at(-1)?.id) : null };
  }

  /** How many wait for this viewer, at most a hundred; none for whoever decides none. */
  async openFor(viewer: StaffViewer): Promise<number> {
    if (!overseesReviews(viewer) && !viewer.roles.includes('hall-director')) return 0;
    const { manager } = this.dataSource;
    const rows = await manager.find(ReviewRow, { where: { state: 'open', ...(overseesReviews(viewer) ? {} : { hallId: viewer.hallId ?? 0 }) }, order: { id: 'ASC' }, take: MOST_COUNTED });
    return (await this.views(manager, viewer, rows)).length;
  }

  /** Opens the ticket again, or explains why not. Refuses `NOT_FOUND`, `REVIEW_DECIDED`, and what the ticket refuses. */
  decide(viewer: StaffViewer, id: number, { version, decision, reason }: BodyOf<typeof contract.decideReview>): Promise<contract.ReviewItem> {
    const now = this.clock.now();
    return this.once.run(async (tx) => {
      const row = await tx.findOneBy(ReviewRow, { id });
      const [view] = row ? await this.views(tx, viewer, [row]) : [];
      if (!row || !view) throw new Refusal('NOT_FOUND');
      if (row.state !== 'open' || row.version !== version) throw new Refusal('REVIEW_DECIDED', { rule: 'FU-3' });
      if (decision === 'reopened' && row.ticketId === null) throw new Refusal('INVALID_INPUT', { message: '窗口当场办理的业务没有工单，请写明核查情况' });
      // Before the ticket is opened, so that it finds nothing left to settle here.
      const { affected } = await tx.update(ReviewRow, { id, version, state: 'open' }, { state: decision, reason, decidedById: viewer.id, decidedAt: now, version: version + 1 });
      if (affected !== 1) throw new Refusal('REVIEW_DECIDED', { rule: 'FU-3' });
      if (decision === 'reopened' && row.ticketId !== null) await this.tickets.act(tx, row.ticketId, null, { type: 'reopen', reason: `评价不满意，重新办理：${reason}` }, { kind: 'staff', id: viewer.id }, now);
      const [decided] = await this.views(tx, viewer, [await tx.findOneByOrFail(ReviewRow, { id })]);
      if (!decided) throw new Refusal('NOT_FOUND');
      return decided;
    });
  }

  private async open(tx: EntityManager, columns: Omit<ReviewRow, 'id' | 'state' | 'reason' | 'decidedById' | 'decidedAt' | 'version'>): Promise<void> {
    try {
      await tx.insert(ReviewRow, { ...columns, state: 'open', reason: null, decidedById: null, decidedAt: null, version: 1 });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }

  /** Nobody looks into what was said about them or their partner (CP-7), or at another hall. */
  private async views(manager: EntityManager, viewer: StaffViewer, rows: readonly ReviewRow[]): Promise<contract.ReviewItem[]> {
    if (rows.length === 0) return [];
    const own = await this.staff.withPartners(manager, [viewer.id]);
    const tickets = await rowsById(manager, Ticket, rows.map(({ ticketId }) => ticketId));
    const seen = new Map((await this.sight.see(manager, await this.sight.viewer(manager, viewer), [...tickets.values()])).map((ticket) => [ticket.row.id, ticket]));
    const people = await rowsById(manager, Staff, rows.flatMap(({ staffId, decidedById }) => [staffId, decidedById]));
    const halls = await rowsById(manager, Hall, rows.map(({ hallId }) => hallId));
    return rows.flatMap((row) => {
      const ticket = row.ticketId === null ? null : seen.get(row.ticketId);
      if (ticket === undefined || own.includes(row.staffId) || !(overseesReviews(viewer) || row.hallId === viewer.hallId)) return [];
      const known = ticket === null || ticket.mayKnowIdentity;
      return [{
        id: row.id, cause: row.cause, number: row.ticketId === null ? null : ticketNumberOf(row.ticketId), title: ticket === null ? (row.service ?? '') : known && !ticket.row.confidential ? ticket.row.title : '',
        staffName: people.get(row.staffId)?.name ?? '', hallName: halls.get(row.hallId)?.name ?? '', stars: row.stars, scores: row.scores, comment: known ? (row.comment ?? '') : '', at: row.at.toISOString(),
        state: row.state, reason: row.reason, decidedBy: people.get(row.decidedById ?? 0)?.name ?? null, decidedAt: row.decidedAt?.toISOString() ?? null,
        mayDecide: row.state === 'open', version: row.version,
      }];
    });
  }
}

const overseesReviews = ({ roles }: Pick<StaffViewer, 'roles'>) => roles.includes('supervisor') || roles.includes('company-leader');

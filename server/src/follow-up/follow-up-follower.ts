import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { insertRows } from '../database/index.js';
import { RuleBook } from '../rulebook/index.js';
import { type Followed, Ticket, TicketService } from '../ticket/index.js';
import { FollowUp } from './follow-up.entity.js';
import { ReviewService } from './review.service.js';
import { callFrom, deskOf } from './rules/who-is-called.js';

/** FU-1, FU-3: what closes is asked about, in the transaction that closes it; a rating ends the asking; what is opened again is not asked about. */
@Injectable()
export class FollowUpFollower implements OnModuleInit {
  constructor(
    private readonly tickets: TicketService,
    private readonly ruleBook: RuleBook,
    private readonly reviews: ReviewService,
  ) {}

  onModuleInit(): void {
    this.tickets.follow(['closed', 'rated', 'not-solved', 'reopened'], (tx, followed) => this.followed(tx, followed));
  }

  private async followed(tx: EntityManager, followed: Followed): Promise<void> {
    const { event, ticketId, now } = followed;
    if (event.type === 'closed') return this.closed(tx, followed);
    if (event.type === 'rated') {
      const { stars } = event.payload;
      await tx.update(FollowUp, { ticketId, state: 'open' }, { state: 'done', stars, endedAt: now, heldById: null, heldUntil: null });
      return this.reviews.openForRating(tx, followed, stars);
    }
    await tx.update(FollowUp, { ticketId, state: 'open' }, { state: 'withdrawn', endedAt: now, heldById: null, heldUntil: null });
    await this.reviews.reopenedElsewhere(tx, followed);
  }

  private async closed(tx: EntityManager, { ticketId, after, event, now }: Followed): Promise<void> {
    const ticket = await tx.findOne(Ticket, { where: { id: ticketId }, select: { id: true, contactPhone: true } });
    if (!ticket?.contactPhone) return;
    const { content } = await this.ruleBook.current(tx, 'consequence');
    const { desk, investigatorId } = deskOf(after);
    // Rated since it was opened: asked and answered.
    const rated = after.rating !== null && after.rating.at >= after.openedAt ? after.rating.stars : null;
    await insertRows(tx, 'follow_up', ['ticket_id', 'sequence', 'hall_id', 'desk', 'investigator_id', 'state', 'closed_at', 'next_at', 'attempts', 'stars', 'ended_at', 'version'], [[
      ticketId, event.sequence, after.hallId, desk, investigatorId, rated === null ? 'open' : 'done', event.at, callFrom(after, event.at, content.followUpDays), 0, rated, rated === null ? null : now, 1,
    ]], { skipExisting: true });
  }
}

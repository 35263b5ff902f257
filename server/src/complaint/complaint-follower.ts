import { Injectable, type OnModuleInit } from '@nestjs/common';
import { shanghaiDate, ticketNumberOf } from '@shouwen/shared/value';
import { ticketEventLabels, type TicketEventType } from '@shouwen/shared/vocabulary';
import { type EntityManager, In } from 'typeorm';
import { insertRows } from '../database/index.js';
import { NoticeService } from '../notice/index.js';
import { Staff } from '../staff/index.js';
import { type Followed, type TicketFold, TicketService } from '../ticket/index.js';
import { ComplaintRecord, ConsequenceEntry } from './complaint.entity.js';
import { whatAComplaintWaitsFor } from './rules/what-a-complaint-waits-for.js';
import { worstRound } from './rules/worst-round-counts.js';

/** What a complaint brings with it, in the transaction that moves its ticket: the register, a study item, the proposal for the yearly sheet. */
@Injectable()
export class ComplaintFollower implements OnModuleInit {
  constructor(
    private readonly tickets: TicketService,
    private readonly notices: NoticeService,
  ) {}

  onModuleInit(): void {
    this.tickets.follow(Object.keys(ticketEventLabels) as TicketEventType[], (tx, followed) => this.followed(tx, followed));
  }

  private async followed(tx: EntityManager, followed: Followed): Promise<void> {
    if (!followed.after.onceComplaint) return;
    await this.keepRecord(tx, followed);
    const { event } = followed;
    if (event.type === 'concluded') {
      if (event.payload.outcome === 'policy-question') await this.openStudy(tx, followed);
      if (event.payload.outcome === 'upheld') await this.propose(tx, followed);
      else await this.takeBack(tx, followed, ['proposed', 'entered']);
    }
    // What is open again is not upheld yet; what stands on a sheet stays until the new conclusion.
    if (event.type === 'reopened' || event.type === 'not-solved') await this.takeBack(tx, followed, ['proposed']);
  }

  private async keepRecord(tx: EntityManager, { ticketId, before, after, event }: Followed): Promise<void> {
    const left = event.type === 'recategorised' && before?.kind === 'complaint' && after.kind !== 'complaint';
    const columns = {
      ...columnsOf(after),
      ...(event.type === 'concluded' ? { concludedSequence: event.sequence } : after.outcome === null ? { concludedSequence: null } : {}),
      ...(left ? { leftAt: event.at, leftSequence: event.sequence, leftCategory: after.category } : after.kind === 'complaint' ? { leftAt: null, leftSequence: null, leftCategory: null } : {}),
      ...(after.kind === 'complaint' ? { category: after.category } : {}),
    };
    const { affected } = await tx.update(ComplaintRecord, { ticketId }, columns);
    if (affected === 0 && !(await tx.existsBy(ComplaintRecord, { ticketId })))
      await tx.insert(ComplaintRecord, {
        ticketId, registeredAt: after.registeredAt, hallId: after.hallId, source: after.source, confidential: after.confidential, concludedSequence: null, leftAt: null, leftSequence: null, leftCategory: null,
        ...columns, category: after.category,
      });
  }

  /** CP-8: to the director of the hall, or the company's leaders where the director must not know of it (CP-7). */
  private async openStudy(tx: EntityManager, { ticketId, after, event, now }: Followed): Promise<void> {
    await insertRows(tx, 'study_item', ['ticket_id', 'sequence', 'hall_id', 'state', 'opened_at', 'version'], [[ticketId, event.sequence, after.hallId, 'open', now, 1]], { skipExisting: true });
    const people = await tx.createQueryBuilder(Staff, 's').where('s.active = :yes AND (s.roles LIKE :leader OR (s.hallId = :hallId AND s.roles LIKE :director))', {
      yes: true, hallId: after.hallId, leader: '%"company-leader"%', director: '%"hall-director"%',
    }).getMany();
    for (const { id } of people)
      await this.notices.toStaff(tx, { staffId: id, key: `study:${ticketId}:${event.sequence}:${id}`, kind: 'study', ticketId, text: `投诉 ${ticketNumberOf(ticketId)} 提出政策问题，请研究并写明结果` }, now);
  }

  private async propose(tx: EntityManager, { ticketId, after, event }: Followed): Promise<void> {
    const year = Number(shanghaiDate(event.at).slice(0, 4));
    for (const staffId of after.complainedStaffIds) {
      const entry = await tx.findOneBy(ConsequenceEntry, { ticketId, staffId });
      if (!entry) await tx.insert(ConsequenceEntry, { ticketId, staffId, year, concludedAt: event.at, state: 'proposed', caseFen: 0, thirdFen: 0, note: null, decidedById: null, decidedAt: null, version: 1 });
      else if (entry.state === 'withdrawn' && entry.decidedById === null)
        await tx.update(ConsequenceEntry, { id: entry.id }, { state: 'proposed', year, concludedAt: event.at, note: null, decidedAt: null, version: entry.version + 1 });
    }
  }

  private async takeBack(tx: EntityManager, { ticketId, now }: Followed, states: ConsequenceEntry['state'][]): Promise<void> {
    for (const entry of await tx.findBy(ConsequenceEntry, { ticketId, state: In(states) }))
      await tx.update(ConsequenceEntry, { id: entry.id }, { state: 'withdrawn', note: '结论已改变，系统撤销', decidedById: null, decidedAt: now, version: entry.version + 1 });
  }
}

function columnsOf(after: TicketFold): Partial<ComplaintRecord> {
  const response = worstRound(roundsOf(after, 'first-response'));
  const resolution = worstRound(roundsOf(after, 'resolution'));
  return {
    wait: whatAComplaintWaitsFor(after), closedAt: after.closedAt, investigatorId: after.investigatorId, outcome: after.outcome,
    // What left keeps the times it had as a complaint.
    ...(after.kind === 'complaint'
      ? { responseDueAt: response?.dueByLimit ?? null, respondedAt: response?.stoppedAt ?? null, resolutionDueAt: resolution?.dueByLimit ?? null, resolvedAt: resolution?.stoppedAt ?? null }
      : {}),
  };
}

const roundsOf = ({ clocks }: TicketFold, kind: 'first-response' | 'resolution') => clocks.filter(({ terms }) => terms.clock === kind);


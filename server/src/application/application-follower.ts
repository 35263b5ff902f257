import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type ApplicationCategory, isApplicationCategory, type TicketEventType } from '@shouwen/shared/vocabulary';
import type { EntityManager } from 'typeorm';
import { Refusal } from '../http/index.js';
import { type TicketEvent, type TicketFold, TicketService } from '../ticket/index.js';
import { Application } from './application.entity.js';
import { approvalStepOf } from './rules/approval-is-recorded-with-its-step.js';
import { onTimeByTheOriginalLimits } from './rules/on-time-by-the-original-limits.js';
import { resultOfApplication, stageOfApplication } from './rules/stage-of-application.js';

const followed: TicketEventType[] = [
  'registered', 'recategorised', 'application-accepted', 'step-signed', 'comparison-signed', 'transferred', 'coordinated', 'returned', 'answered', 'closed', 'not-solved', 'reopened', 'archived',
];
const beforeTheCheck = ['filed', 'accepted'];

/** Keeps what lists and ledger need of each application in step with its ticket, in the same transaction, whoever moved it. */
@Injectable()
export class ApplicationFollower implements OnModuleInit {
  constructor(private readonly tickets: TicketService) {}

  onModuleInit(): void {
    this.tickets.follow(followed, (tx, { ticketId, before, after, event, now }) => this.followed(tx, ticketId, before, after, event, now));
  }

  private async followed(tx: EntityManager, ticketId: number, before: TicketFold | null, after: TicketFold, event: TicketEvent, now: Date): Promise<void> {
    if (after.kind !== 'application' || !isApplicationCategory(after.category)) {
      // AP-1: it turned out to be no application at all.
      if (before?.kind === 'application') await tx.delete(Application, { ticketId });
      return;
    }
    const row = await tx.findOneBy(Application, { ticketId });
    refuseWithoutContent(event, after, row);
    const columns = columnsOf(after.category, before, after, now);
    if (!row) await tx.insert(Application, { ticketId, requested: null, approved: null, readyAt: null, checkId: null, ...columns });
    // What was asked for another service says nothing about this one.
    else await tx.update(Application, { ticketId }, { ...columns, ...(row.category === after.category ? {} : { requested: null, approved: null }) });
  }
}

/** AP-2, AP-3: through whichever door the signature comes. */
function refuseWithoutContent(event: TicketEvent, { steps }: TicketFold, row: Application | null): void {
  if (event.type === 'application-accepted' && !row?.requested) throw new Refusal('APPLICATION_INCOMPLETE', { rule: 'AP-2' });
  if (event.type !== 'step-signed' || !event.payload.passed || row?.approved) return;
  if (event.payload.step === approvalStepOf(steps.map(({ step }) => step))) throw new Refusal('APPROVED_VALUES_REQUIRED', { rule: 'AP-4' });
}

function columnsOf(category: ApplicationCategory, before: TicketFold | null, after: TicketFold, now: Date): Partial<Application> & Pick<Application, 'category' | 'hallId' | 'stage' | 'filedAt'> {
  const stage = stageOfApplication(after);
  return {
    category, stage,
    hallId: after.hallId,
    result: resultOfApplication(after),
    onTime: after.closedAt ? onTimeByTheOriginalLimits(after.clocks, after.closedAt) : null,
    filedAt: after.registeredAt,
    acceptedAt: after.acceptedAt,
    comparedAt: after.comparison?.at ?? null,
    closedAt: after.closedAt,
    archivedAt: after.archivedAt,
    archiveNumber: after.archiveNumber,
    // Back to work leaves the list; back at the window is for the next one.
    ...(beforeTheCheck.includes(stage) ? { readyAt: null, checkId: null } : stage === 'ready' && (!before || stageOfApplication(before) !== 'ready') ? { readyAt: now, checkId: null } : {}),
  };
}

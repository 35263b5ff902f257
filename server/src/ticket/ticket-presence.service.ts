import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Companion } from '@shouwen/shared/contract/ticket-desk';
import { LessThan, MoreThan, Not } from 'typeorm';
import { isDuplicateKey, rowsById, Transactions } from '../database/index.js';
import { Clock } from '../http/index.js';
import { Scheduler } from '../jobs/index.js';
import { Staff, type StaffViewer } from '../staff/index.js';
import { mayReadInvestigation } from './rules/who-may-see.js';
import { SeenTicket } from './seen-ticket.service.js';
import { TicketPresence } from './ticket-company.entity.js';

/** Whoever has not said so for two beats and a little is gone. */
const GONE_AFTER_MS = 40_000;
const KEPT_MS = 24 * 3_600_000;

/** Who has a ticket open at the same time, on whichever server. */
@Injectable()
export class TicketPresenceService implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly seen: SeenTicket,
    private readonly scheduler: Scheduler,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.scheduler.every(3600, 'ticket-presence', (now) =>
      this.transactions.run(async (tx) => void (await tx.delete(TicketPresence, { seenAt: LessThan(new Date(now.getTime() - KEPT_MS)) }))));
  }

  /** Says that the viewer is at the ticket; answers who else is. Refuses `NOT_FOUND` (CP-6, CP-7). */
  async beAt(viewer: StaffViewer, ticketId: number, writing: boolean): Promise<Companion[]> {
    const now = this.clock.now();
    const key = { ticketId, staffId: viewer.id };
    return this.transactions.run(async (tx) => {
      const { fold, facts } = await this.seen.load(tx, ticketId, viewer);
      const { affected } = await tx.update(TicketPresence, key, { writing, seenAt: now });
      if (affected === 0) {
        await tx.insert(TicketPresence, { ...key, writing, seenAt: now }).catch((error: unknown) => {
          // Two windows of one person, at the same moment.
          if (!isDuplicateKey(error)) throw error;
        });
      }
      const others = await tx.find(TicketPresence, { where: { ticketId, staffId: Not(viewer.id), seenAt: MoreThan(new Date(now.getTime() - GONE_AFTER_MS)) }, order: { staffId: 'ASC' }, take: 20 });
      const staff = await rowsById(tx, Staff, others.map(({ staffId }) => staffId));
      // CP-6: who investigates is told to nobody who may not read what they find.
      const secretId = fold.investigatorId === fold.firstResponsibleId || mayReadInvestigation(facts, fold) ? null : fold.investigatorId;
      return others.flatMap(({ staffId, writing: writes }) => {
        const person = staff.get(staffId);
        return person && staffId !== secretId ? [{ name: person.name, staffNumber: person.staffNumber, writing: writes }] : [];
      });
    });
  }
}

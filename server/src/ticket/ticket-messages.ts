import { Injectable } from '@nestjs/common';
import { shanghaiIso, ticketNumberOf } from '@shouwen/shared/value';
import { categoryLabel, ticketKindLabels, ticketStateLabels, type TicketEventType } from '@shouwen/shared/vocabulary';
import { type EntityManager, In } from 'typeorm';
import { LiveUpdates } from '../http/index.js';
import { NoticeService } from '../notice/index.js';
import { Staff, StaffService } from '../staff/index.js';
import { nextStepInWords } from './rules/next-step-in-words.js';
import type { NewEvent, TicketFold } from './rules/ticket-types.js';
import { isLeader } from './rules/who-may-see.js';

/** Steps that a resident would want to be told of while not looking; each costs them one consent. */
const WORTH_A_MESSAGE: readonly TicketEventType[] = ['responded', 'arrived', 'application-accepted', 'materials-requested', 'extension-decided', 'handed-over', 'reassigned', 'answered', 'reopened'];
/** Audience of one hint; its column holds 200 characters. */
const PER_HINT = 10;

/** Tells those concerned that a ticket has changed, in the transaction that changes it. */
@Injectable()
export class TicketMessages {
  constructor(
    private readonly live: LiveUpdates,
    private readonly notices: NoticeService,
    private readonly staff: StaffService,
  ) {}

  async changed(tx: EntityManager, ticketId: number, before: TicketFold | null, after: TicketFold, events: readonly NewEvent[], now: Date): Promise<void> {
    const parts = after.coParts.map((part) => part.departmentId);
    const departments = [...new Set([before?.departmentId, after.departmentId, after.coordination?.departmentId, after.coordination?.proposedDepartmentId, ...parts].filter((id): id is number => typeof id === 'number'))];
    const people = [...new Set([after.firstResponsibleId, ...after.handlers, ...[before?.firstResponsibleId, after.coveredForId, after.investigatorId].filter((id): id is number => typeof id === 'number')])];
    const number = ticketNumberOf(ticketId);
    if (after.complainedStaffIds.length === 0) {
      const audience = [...people.map((id) => `staff:${id}`), ...departments.map((id) => `department:${id}`), `hall:${after.hallId}`];
      await this.hint(tx, audience, number, now);
    } else {
      // CP-7: no group may be told of a complaint that one of its members must not know of.
      await this.hint(tx, (await this.namedAudience(tx, after, people, departments)).map((id) => `staff:${id}`), number, now);
    }
    await this.tellResident(tx, ticketId, after, events, now);
  }

  private async hint(tx: EntityManager, audience: readonly string[], number: string, now: Date): Promise<void> {
    for (let i = 0; i < audience.length; i += PER_HINT) await this.live.publish(tx, audience.slice(i, i + PER_HINT), 'tickets', number, now);
  }

  private async namedAudience(tx: EntityManager, ticket: TicketFold, people: readonly number[], departments: readonly number[]): Promise<number[]> {
    const staff = await tx.find(Staff, { where: [{ hallId: ticket.hallId, active: true }, ...(departments.length > 0 ? [{ departmentId: In(departments), active: true }] : [])] });
    const concerned = staff.filter((s) => departments.includes(s.departmentId ?? 0) || isLeader(s)).map((s) => s.id);
    const excluded = new Set([...ticket.partnerIds, ...(await this.staff.withPartners(tx, [...ticket.complainedStaffIds]))]);
    return [...new Set([...people, ...concerned])].filter((id) => !excluded.has(id));
  }

  /** CP-6: the words are the same for everyone and name nobody; a complaint is not called one on a locked screen. */
  private async tellResident(tx: EntityManager, ticketId: number, ticket: TicketFold, events: readonly NewEvent[], now: Date): Promise<void> {
    if (ticket.residentId === null) return;
    const number = ticketNumberOf(ticketId);
    for (const [index, event] of events.entries()) {
      if (!WORTH_A_MESSAGE.includes(event.type) || (event.type === 'extension-decided' && !event.payload.approved)) continue;
      const sequence = ticket.version - events.length + 1 + index;
      const matter = ticket.kind === 'complaint' ? '您反映的事项' : `${ticketKindLabels[ticket.kind]}：${categoryLabel(ticket.category)}`;
      await this.notices.toResident(tx, {
        residentId: ticket.residentId, purpose: 'ticket', key: `ticket:${ticketId}:${sequence}`, page: `ticket/detail/index?number=${number}`,
        fields: { number, matter, state: ticketStateLabels[ticket.state].slice(0, 5), at: shanghaiIso(now).slice(0, 16).replace('T', ' '), note: nextStepInWords(ticket, now) },
      }, now);
    }
  }
}

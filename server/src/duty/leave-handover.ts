import { Injectable } from '@nestjs/common';
import { type EntityManager, In, IsNull, LessThan } from 'typeorm';
import { PostRelief } from '../staff/index.js';
import { OPEN_BELOW, Ticket, TicketService } from '../ticket/index.js';
import { type Leave, LeaveTicket } from './duty.entity.js';
import { PresenceService } from './presence.service.js';

/** AB-3: the tickets that go to the relief when a leave begins, and come back when it ends. */
@Injectable()
export class LeaveHandover {
  constructor(
    private readonly tickets: TicketService,
    private readonly presence: PresenceService,
  ) {}

  openTicketsOf(manager: EntityManager, staffId: number): Promise<Ticket[]> {
    return manager.find(Ticket, { where: { firstResponsibleId: staffId, queueOrder: LessThan(OPEN_BELOW) }, order: { queueOrder: 'ASC', id: 'ASC' } });
  }

  /** CP-7. */
  hiddenFrom(manager: EntityManager, viewer: { id: number }, tickets: readonly Ticket[]): Promise<ReadonlySet<number>> {
    return this.tickets.hiddenFrom(viewer, tickets.map((ticket) => ticket.id), manager);
  }

  /** The slip as it stands when the leader signs: every open ticket with its deadline. */
  async writeSlip(tx: EntityManager, leave: Leave): Promise<void> {
    await this.add(tx, leave, false);
  }

  /** Tickets that came since the slip are put on it; all go to the relief, but for those the relief must not see (CP-7). */
  async begin(tx: EntityManager, leave: Leave, now: Date): Promise<void> {
    const { id: leaveId, staffId, reliefId } = leave;
    const open = (await this.add(tx, leave, true)).map((ticket) => ticket.id);
    const hidden = await this.tickets.hiddenFrom({ id: reliefId }, open, tx);
    const ticketIds = open.filter((id) => !hidden.has(id));
    await this.tickets.handOver(tx, { fromStaffId: staffId, toStaffId: reliefId, ticketIds, cause: 'handover', reference: leaveId, now });
    if (ticketIds.length > 0) await tx.update(LeaveTicket, { leaveId, ticketId: In(ticketIds) }, { handedOver: true });
    await tx.insert(PostRelief, { absentId: staffId, reliefId, leaveId, startedAt: now, endedAt: null });
    await this.presence.signOut(tx, staffId, now);
  }

  /** What is still open and still with the relief comes back. */
  async giveBack(tx: EntityManager, { id: leaveId, staffId, reliefId }: Leave, now: Date): Promise<void> {
    await tx.update(PostRelief, { leaveId }, { endedAt: now });
    const lines = await tx.findBy(LeaveTicket, { leaveId, handedOver: true, handedBack: false });
    if (lines.length === 0) return;
    const reliefs = In(await this.reliefsOf(tx, reliefId));
    const stillOpen = { id: In(lines.map((line) => line.ticketId)), queueOrder: LessThan(OPEN_BELOW) };
    // Also what somebody covers for the relief (AB-1).
    const open = await tx.find(Ticket, { where: [{ ...stillOpen, firstResponsibleId: reliefs }, { ...stillOpen, coveredForId: reliefs }] });
    const hidden = await this.tickets.hiddenFrom({ id: staffId }, open.map((ticket) => ticket.id), tx);
    for (const fromStaffId of new Set(open.map((ticket) => ticket.firstResponsibleId))) {
      const ticketIds = open.filter((ticket) => ticket.firstResponsibleId === fromStaffId && !hidden.has(ticket.id)).map((ticket) => ticket.id);
      if (ticketIds.length === 0) continue;
      await this.tickets.handOver(tx, { fromStaffId, toStaffId: staffId, ticketIds, cause: 'handover-back', reference: leaveId, now });
      await tx.update(LeaveTicket, { leaveId, ticketId: In(ticketIds) }, { handedBack: true });
    }
  }

  /** The relief, and who relieves them if they went on leave themselves. */
  private async reliefsOf(tx: EntityManager, reliefId: number): Promise<number[]> {
    const chain = [reliefId];
    for (let next: number | undefined = reliefId; next !== undefined; ) {
      const further: PostRelief | null = await tx.findOneBy(PostRelief, { absentId: next, endedAt: IsNull() });
      next = further && !chain.includes(further.reliefId) ? further.reliefId : undefined;
      if (next !== undefined) chain.push(next);
    }
    return chain;
  }

  private async add(tx: EntityManager, { id: leaveId, staffId }: Leave, addedAtStart: boolean): Promise<Ticket[]> {
    const open = await this.openTicketsOf(tx, staffId);
    const listed = new Set((await tx.findBy(LeaveTicket, { leaveId })).map((line) => line.ticketId));
    const lines = open.filter((ticket) => !listed.has(ticket.id)).map((ticket) => ({ leaveId, ticketId: ticket.id, dueAt: ticket.nextDueAt, addedAtStart, handedOver: false, handedBack: false }));
    if (lines.length > 0) await tx.insert(LeaveTicket, lines);
    return open;
  }
}

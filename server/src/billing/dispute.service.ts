import { Injectable, type OnModuleInit } from '@nestjs/common';
import { addDays, shanghaiDate } from '@shouwen/shared/value';
import { DataSource, type EntityManager, In, IsNull } from 'typeorm';
import { Refusal } from '../http/index.js';
import { TicketService } from '../ticket/index.js';
import { BillFollowers } from './bill-followers.js';
import { Bill, BillDispute } from './billing.entity.js';
import { isAboutTheBill } from './rules/disputed-while-the-complaint-is-open.js';

/**
 * PY-9: while a complaint or a question about a bill is open no late fee grows on it. That follows the ticket by itself: its registration freezes, its
 * closing thaws, opening it again freezes again; a complaint that turns out to be about something else thaws, too. All in the ticket's transactions.
 */
@Injectable()
export class DisputeService implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tickets: TicketService,
    private readonly followers: BillFollowers,
  ) {}

  onModuleInit(): void {
    this.tickets.follow(['registered'], async (tx, { ticketId, row, after, billId, now }) => {
      if (billId !== null && billId !== undefined) await this.open(tx, billId, { id: ticketId, accountId: row.accountId, aboutTheBill: isAboutTheBill(after) }, now);
    });
    this.tickets.follow(['closed'], (tx, { ticketId, now }) => this.thaw(tx, ticketId, now));
    this.tickets.follow(['reopened', 'not-solved'], async (tx, { ticketId, after, now }) => {
      if (isAboutTheBill(after)) await this.freezeAgain(tx, ticketId, now);
    });
    this.tickets.follow(['recategorised'], (tx, { ticketId, after, now }) => (isAboutTheBill(after) && after.closedAt === null ? this.freezeAgain(tx, ticketId, now) : this.thaw(tx, ticketId, now)));
  }

  /** Ties a ticket to a bill of its account, and freezes the late fee. A matter of another kind is tied and freezes nothing. Refuses `NOT_FOUND`. */
  async open(tx: EntityManager, billId: number, ticket: { id: number; accountId: number | null; aboutTheBill: boolean }, now: Date): Promise<void> {
    const bill = await tx.findOneBy(Bill, { id: billId });
    if (!bill || bill.state === 'draft' || bill.accountId !== ticket.accountId) throw new Refusal('NOT_FOUND', { message: '没有这笔账单，或账单不是这一户的，请返回重新选择' });
    if (bill.state === 'void') throw new Refusal('BILL_NOT_OPEN', { message: '这笔账单已冲销，请对新账单提出疑问' });
    const today = shanghaiDate(now);
    // Frozen for no day: what is tied can be frozen later, should the matter be found to be about the bill.
    await tx.insert(BillDispute, { billId, ticketId: ticket.id, fromOn: today, toOn: ticket.aboutTheBill ? null : addDays(today, -1) });
    if (ticket.aboutTheBill) await this.followers.disputed(tx, 'begun', [bill.accountId], now);
  }

  /** The open tickets about each bill. One query. */
  async openOn(billIds: readonly number[], manager: EntityManager = this.dataSource.manager): Promise<Map<number, number>> {
    const rows = billIds.length === 0 ? [] : await manager.findBy(BillDispute, { billId: In([...billIds]), toOn: IsNull() });
    return new Map(rows.map(({ billId, ticketId }) => [billId, ticketId]));
  }

  private async thaw(tx: EntityManager, ticketId: number, now: Date): Promise<void> {
    const open = await tx.findBy(BillDispute, { ticketId, toOn: IsNull() });
    if (open.length === 0) return;
    await tx.update(BillDispute, { ticketId, toOn: IsNull() }, { toOn: shanghaiDate(now) });
    await this.followers.disputed(tx, 'ended', await accountsOf(tx, open), now);
  }

  private async freezeAgain(tx: EntityManager, ticketId: number, now: Date): Promise<void> {
    const known = await tx.findBy(BillDispute, { ticketId });
    const frozen = new Set(known.filter(({ toOn }) => toOn === null).map(({ billId }) => billId));
    const billIds = [...new Set(known.map(({ billId }) => billId))].filter((billId) => !frozen.has(billId));
    const live = billIds.length === 0 ? [] : await tx.find(Bill, { select: { id: true, accountId: true }, where: { id: In(billIds), state: In(['unpaid', 'paid']) } });
    if (live.length === 0) return;
    await tx.insert(BillDispute, live.map(({ id }) => ({ billId: id, ticketId, fromOn: shanghaiDate(now), toOn: null })));
    await this.followers.disputed(tx, 'begun', [...new Set(live.map(({ accountId }) => accountId))], now);
  }
}

async function accountsOf(tx: EntityManager, disputes: readonly BillDispute[]): Promise<number[]> {
  const bills = await tx.find(Bill, { select: { id: true, accountId: true }, where: { id: In(disputes.map(({ billId }) => billId)) } });
  return [...new Set(bills.map(({ accountId }) => accountId))];
}

/** Days in dispute by bill; bills that never were are absent. One query. */
export async function disputesOf(manager: EntityManager, billIds: readonly number[]): Promise<Map<number, BillDispute[]>> {
  const disputes = new Map<number, BillDispute[]>();
  const rows = billIds.length === 0 ? [] : await manager.find(BillDispute, { where: { billId: In([...billIds]) }, order: { id: 'ASC' } });
  for (const row of rows) disputes.set(row.billId, [...(disputes.get(row.billId) ?? []), row]);
  return disputes;
}

import { Injectable } from '@nestjs/common';
import type { BodyOf, ResponseOf } from '@shouwen/shared/contract';
import type * as contract from '@shouwen/shared/contract/hotline';
import type { StaffTicketDetail } from '@shouwen/shared/contract/ticket';
import { maskName, plainPhoneNumber, ticketIdOf, ticketNumberOf } from '@shouwen/shared/value';
import { DataSource, type EntityManager, In, IsNull, Not } from 'typeorm';
import { AppointmentService } from '../appointment/index.js';
import { BillingService } from '../billing/index.js';
import { CustomerService } from '../customer/index.js';
import { isDuplicateKey, phoneDigestOf, Transactions } from '../database/index.js';
import { Clock, LiveUpdates, Once, Refusal } from '../http/index.js';
import { Staff, type StaffViewer } from '../staff/index.js';
import { TicketService } from '../ticket/index.js';
import { HotlineCall } from './call.entity.js';

const cardCalls = 5;
const listedCalls = 20;
/** What stands in a list where a number must not (CP-6). */
const secretNumber = '保密';

/** HL: calls, what is known of a caller, and what a call becomes. An agent sees their own calls only. */
@Injectable()
export class HotlineService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly once: Once,
    private readonly customers: CustomerService,
    private readonly billing: BillingService,
    private readonly tickets: TicketService,
    private readonly appointments: AppointmentService,
    private readonly live: LiveUpdates,
    private readonly clock: Clock,
  ) {}

  /** Begun again while it is open, it is the same call. */
  async begin(viewer: StaffViewer, number: string): Promise<contract.CallerCard> {
    const phone = plainPhoneNumber(number);
    const now = this.clock.now();
    // Read before writing: the card costs several queries, the call one row.
    const known = await this.knownOf(viewer, phone, now);
    return this.once.run(async (tx) => {
      const call = await this.openCall(tx, viewer, phone, now);
      return { ...cardHead(call), ...known, recentCalls: await this.earlierCalls(tx, viewer, call) };
    });
  }

  async card(viewer: StaffViewer, callId: number): Promise<contract.CallerCard> {
    const { manager } = this.dataSource;
    const call = await ownCall(manager, viewer, callId);
    if (call.confidential && call.endedAt !== null) return { ...cardHead(call), phone: secretNumber, accounts: [], openTickets: [], appointments: [], recentCalls: [] };
    const known = await this.knownOf(viewer, call.phone, this.clock.now());
    return { ...cardHead(call), ...known, recentCalls: await this.earlierCalls(manager, viewer, call) };
  }

  /**
   * HL-4, FI-1: the agent is first responsible. Goes to a department at once (FI-3), or was solved in the call (HL-3), or stays
   * with the agent. Refuses `FORBIDDEN` (CP-7) when the agent or a partner is complained of.
   */
  async toTicket(viewer: StaffViewer, callId: number, body: BodyOf<typeof contract.ticketFromCall>): Promise<StaffTicketDetail> {
    const { category } = body;
    if (body.solvedInCall !== null && body.transferToDepartmentId !== null)
      throw new Refusal('INVALID_INPUT', { message: '当场答复的事项不用再转部门，请只选一种', fields: [{ path: 'transferToDepartmentId', message: '当场答复的事项不用再转部门' }] });
    const now = this.clock.now();
    const actor = { kind: 'staff', id: viewer.id } as const;
    return this.once.run(async (tx) => {
      const call = await ownCall(tx, viewer, callId);
      const account = body.accountId === null ? null : await this.customers.accountById(body.accountId, tx);
      if (body.accountId !== null && account === null) throw new Refusal('INVALID_INPUT', { message: '没有这个户号，请重新选择', fields: [{ path: 'accountId', message: '没有这个户号' }] });
      const ticket = await this.tickets.register(tx, {
        category, source: 'hotline', title: body.title, description: body.description, contactName: body.contactName, contactPhone: call.phone,
        residentId: null, accountId: account?.id ?? null, address: body.address, landmark: body.landmark, place: null, zone: body.zone,
        hallId: account?.hallId ?? viewer.hallId, confidential: body.confidential, complainedStaffIds: body.complainedStaffIds, attachmentIds: [], firstResponsibleId: viewer.id, billId: body.billId,
      }, actor, now);
      if (body.solvedInCall !== null)
        // A complaint is still to be looked into (CP-8): told on the spot, closed with its outcome.
        await this.tickets.act(tx, ticket.id, null, { type: 'answer', text: body.solvedInCall, written: false, close: ticket.kind !== 'complaint', delayReason: '', signpost: body.signpost, attachmentIds: [] }, actor, now);
      else if (body.transferToDepartmentId !== null)
        await this.tickets.act(tx, ticket.id, null, { type: 'transfer', departmentId: body.transferToDepartmentId, note: '' }, actor, now);
      await tx.update(HotlineCall, { id: call.id }, { ticketId: ticket.id, confidential: call.confidential || body.confidential });
      return this.tickets.staffDetail(viewer, ticket.id, tx);
    });
  }

  /** A matter that exists is not filed again: what the caller says is noted on it. */
  async note(viewer: StaffViewer, callId: number, ticketNumber: string, text: string): Promise<StaffTicketDetail> {
    const ticketId = ticketIdOf(ticketNumber);
    if (ticketId === null) throw new Refusal('NOT_FOUND', { message: '没有这个工单号，请与来电人核对后重新输入' });
    const now = this.clock.now();
    return this.once.run(async (tx) => {
      const call = await ownCall(tx, viewer, callId);
      await this.tickets.act(tx, ticketId, null, { type: 'note', text: `来电：${text}`, attachmentIds: [] }, { kind: 'staff', id: viewer.id }, now);
      const detail = await this.tickets.staffDetail(viewer, ticketId, tx);
      await tx.update(HotlineCall, { id: call.id }, { ticketId: call.ticketId ?? ticketId, confidential: call.confidential || detail.confidential });
      return detail;
    });
  }

  /** Ending a call that has ended changes nothing. */
  async end(viewer: StaffViewer, callId: number, summary: string): Promise<{ done: true }> {
    const now = this.clock.now();
    return this.once.run(async (tx) => {
      const call = await ownCall(tx, viewer, callId);
      await tx.update(HotlineCall, { id: call.id, endedAt: IsNull() }, { endedAt: now, openKey: null, summary });
      return { done: true as const };
    });
  }

  async recent(viewer: StaffViewer): Promise<ResponseOf<typeof contract.recentCalls>> {
    const calls = await this.dataSource.manager.find(HotlineCall, { where: { agentId: viewer.id }, order: { id: 'DESC' }, take: listedCalls });
    return {
      items: calls.map((call) => ({
        callId: call.id,
        phone: call.confidential ? secretNumber : call.phone,
        startedAt: call.startedAt.toISOString(),
        endedAt: call.endedAt?.toISOString() ?? null,
        ticketNumber: call.ticketId === null ? null : ticketNumberOf(call.ticketId),
        summary: call.confidential ? '' : call.summary,
      })),
    };
  }

  /** From the exchange: rings at the agent's console. `NOT_FOUND` for a staff number that takes no calls. */
  async incoming(phone: string, staffNumber: string): Promise<{ accepted: true }> {
    const now = this.clock.now();
    const agent = await this.dataSource.manager.findOneBy(Staff, { staffNumber, active: true });
    if (!agent?.roles.includes('hotline')) throw new Refusal('NOT_FOUND', { message: '没有这个坐席工号' });
    await this.transactions.run((tx) => this.live.publish(tx, [`staff:${agent.id}`], 'call', plainPhoneNumber(phone), now));
    return { accepted: true };
  }

  private async openCall(tx: EntityManager, viewer: StaffViewer, phone: string, now: Date): Promise<HotlineCall> {
    const digest = phoneDigestOf(phone);
    const openKey = `${viewer.id}:${digest}`;
    const open = await tx.findOneBy(HotlineCall, { openKey });
    if (open) return open;
    try {
      const call = tx.create(HotlineCall, { agentId: viewer.id, phone, phoneDigest: digest, openKey, startedAt: now, endedAt: null, ticketId: null, confidential: false, summary: '' });
      const { identifiers } = await tx.insert(HotlineCall, call);
      return Object.assign(call, { id: (identifiers[0] as { id: number }).id });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      return tx.findOneByOrFail(HotlineCall, { openKey });
    }
  }

  /** HL-4; what CP-6 and CP-7 keep from the viewer, the ticket capability leaves out. */
  private async knownOf(viewer: StaffViewer, phone: string, now: Date): Promise<Pick<contract.CallerCard, 'accounts' | 'openTickets' | 'appointments'>> {
    const accounts = await this.customers.accountsByPhone(phone);
    const accountIds = accounts.map((account) => account.id);
    const owed = await this.billing.owedBy(accountIds, now);
    return {
      accounts: accounts.map(({ id, accountNumber, name, address, zone }) => {
        const { owedFen, unpaidBillCount } = owed.get(id) ?? { owedFen: 0, unpaidBillCount: 0 };
        return { id, accountNumber, nameMasked: maskName(name), address, zone, owedFen, unpaidBillCount };
      }),
      openTickets: await this.tickets.openTicketsForCaller(viewer, { phone, accountIds }),
      appointments: await this.appointments.upcomingByPhone(phone, now),
    };
  }

  /** Earlier calls from the number, without those that led to a secret matter (CP-6) or to one the viewer must not know of (CP-7): a summary would tell. */
  private async earlierCalls(manager: EntityManager, viewer: StaffViewer, call: HotlineCall): Promise<contract.CallerCard['recentCalls']> {
    const latest = await manager.find(HotlineCall, { where: { phoneDigest: call.phoneDigest, confidential: false, id: Not(call.id) }, order: { id: 'DESC' }, take: listedCalls });
    const hidden = await this.tickets.hiddenFrom(viewer, latest.flatMap(({ ticketId }) => ticketId ?? []), manager);
    const calls = latest.filter(({ ticketId }) => ticketId === null || !hidden.has(ticketId)).slice(0, cardCalls);
    const agentIds = [...new Set(calls.map((row) => row.agentId))];
    const agents = new Map(agentIds.length === 0 ? [] : (await manager.findBy(Staff, { id: In(agentIds) })).map((agent) => [agent.id, agent.name]));
    return calls.map((row) => ({ at: row.startedAt.toISOString(), agentName: agents.get(row.agentId) ?? '', summary: row.summary }));
  }
}

const cardHead = (call: HotlineCall) => ({ callId: call.id, phone: call.phone, startedAt: call.startedAt.toISOString() });

async function ownCall(manager: EntityManager, viewer: StaffViewer, id: number): Promise<HotlineCall> {
  const call = await manager.findOneBy(HotlineCall, { id, agentId: viewer.id });
  if (!call) throw new Refusal('NOT_FOUND');
  return call;
}

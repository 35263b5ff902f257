import { Injectable } from '@nestjs/common';
import type { Page, QueryOf } from '@shouwen/shared/contract';
import type { LeaveDetail, LeaveItem, leaves, PersonName, SlipTicket } from '@shouwen/shared/contract/duty';
import { ticketNumberOf } from '@shouwen/shared/value';
import { categoryLabel, leaveActionLabels, leaveActions, ticketStateLabels } from '@shouwen/shared/vocabulary';
import { DataSource, type EntityManager, In, LessThan, MoreThan } from 'typeorm';
import { rowsById } from '../database/index.js';
import { Clock, Refusal } from '../http/index.js';
import type { StaffViewer } from '../staff/index.js';
import { Ticket, TicketService } from '../ticket/index.js';
import { Leave, LeaveStep, LeaveTicket } from './duty.entity.js';
import { type Company, factsOf, LeaveFactsService } from './leave-facts.js';
import { whyNotAct } from './rules/leave-lifecycle.js';

const WAITING = ['requested', 'signed', 'handed-over'] as const;
/** How many leaves under way are looked through at a time for those that wait for the viewer. */
const SCANNED = 200;
const stepLabels = { ...leaveActionLabels, request: '书面申请', start: '假期开始，工单已移交', end: '假期结束，工单已交回' } as const;

/** What each viewer gets to see of leaves, slips and what waits for them. */
@Injectable()
export class LeaveDesk {
  constructor(
    private readonly dataSource: DataSource,
    private readonly facts: LeaveFactsService,
    private readonly tickets: TicketService,
    private readonly clock: Clock,
  ) {}

  async list(viewer: StaffViewer, { view, cursor, size }: QueryOf<typeof leaves>): Promise<Page<LeaveItem>> {
    const { manager } = this.dataSource;
    const after = cursor === undefined ? undefined : Number(cursor);
    if (after !== undefined && !Number.isSafeInteger(after)) throw new Refusal('INVALID_INPUT');
    const company = await this.facts.company(manager);
    const actsFor = await this.facts.actsFor(manager, viewer.id);
    if (view === 'waiting') return this.waiting(company, viewer, actsFor, after ?? 0, size);
    const where = view === 'mine' ? { staffId: viewer.id } : view === 'relief' ? { reliefId: viewer.id } : placeOf(viewer);
    if (where === null) throw new Refusal('FORBIDDEN');
    const rows = await manager.find(Leave, { where: { ...where, ...(after === undefined ? {} : { id: LessThan(after) }) }, order: { id: 'DESC' }, take: size + 1 });
    return { items: rows.slice(0, size).map((leave) => this.item(company, leave, viewer, actsFor)), next: rows.length > size ? String(rows[size - 1]?.id) : null };
  }

  async counts(viewer: StaffViewer): Promise<{ waiting: number }> {
    const { manager } = this.dataSource;
    const underWay = await manager.findBy(Leave, { state: In([...WAITING]) });
    if (underWay.length === 0) return { waiting: 0 };
    const company = await this.facts.company(manager);
    const actsFor = await this.facts.actsFor(manager, viewer.id);
    return { waiting: underWay.filter((leave) => this.waitsForViewer(company, leave, viewer, actsFor)).length };
  }

  /** Refuses `NOT_FOUND` to who has no part in it. */
  async detail(viewer: StaffViewer, leaveId: number, manager: EntityManager = this.dataSource.manager): Promise<LeaveDetail> {
    const leave = await manager.findOneBy(Leave, { id: leaveId });
    const company = await this.facts.company(manager);
    const actsFor = await this.facts.actsFor(manager, viewer.id);
    if (!leave || !this.maySee(company, leave, viewer, actsFor)) throw new Refusal('NOT_FOUND');
    const now = this.clock.now();
    const party = this.facts.party(company, leave, viewer.id, actsFor);
    const steps = await manager.find(LeaveStep, { where: { leaveId }, order: { id: 'ASC' } });
    const underWay = (WAITING as readonly string[]).includes(leave.state);
    return {
      ...this.item(company, leave, viewer, actsFor),
      steps: steps.map(({ action, staffId, at, note }) => ({ label: stepLabels[action], by: staffId === null ? null : (company.byId.get(staffId)?.name ?? ''), at: at.toISOString(), note })),
      slip: leave.leaderId === null ? null : {
        tickets: await this.slip(manager, viewer, leave), absentSignedAt: leave.absentSignedAt?.toISOString() ?? null, reliefSignedAt: leave.reliefSignedAt?.toISOString() ?? null, note: leave.handoverNote,
      },
      clashes: underWay ? await this.facts.clashes(manager, company, leave, now) : [],
      waitsFor: this.waitsFor(company, leave).map((id) => nameOf(company, id)),
      allowedActions: leaveActions.map((action) => {
        const why = whyNotAct(factsOf(leave), action, party, now);
        return { action, allowed: why === null, why };
      }),
    };
  }

  /** Who asked, who relieves, who signs, and the leaders of the place. */
  maySee(company: Company, leave: Leave, viewer: StaffViewer, actsFor: readonly number[]): boolean {
    const { requester, relief, leader, director } = this.facts.party(company, leave, viewer.id, actsFor);
    if (requester || relief || leader || director || leave.leaderId === viewer.id) return true;
    if (viewer.roles.includes('company-leader')) return true;
    const leads = viewer.roles.some((role) => role === 'hall-director' || role === 'section-leader' || role === 'hall-manager');
    return leads && ((viewer.hallId !== null && viewer.hallId === leave.hallId) || (viewer.departmentId !== null && viewer.departmentId === leave.departmentId));
  }

  private async waiting(company: Company, viewer: StaffViewer, actsFor: readonly number[], after: number, size: number): Promise<Page<LeaveItem>> {
    const rows = await this.dataSource.manager.find(Leave, { where: { state: In([...WAITING]), id: MoreThan(after) }, order: { id: 'ASC' }, take: SCANNED });
    const items: LeaveItem[] = [];
    for (const leave of rows) {
      if (items.length === size) return { items, next: String(items.at(-1)?.id) };
      if (this.waitsForViewer(company, leave, viewer, actsFor)) items.push(this.item(company, leave, viewer, actsFor));
    }
    return { items, next: rows.length === SCANNED ? String(rows.at(-1)?.id) : null };
  }

  private waitsForViewer(company: Company, leave: Leave, viewer: StaffViewer, actsFor: readonly number[]): boolean {
    const party = this.facts.party(company, leave, viewer.id, actsFor);
    return (['sign', 'sign-slip', 'approve'] as const).some((action) => whyNotAct(factsOf(leave), action, party, this.clock.now()) === null);
  }

  private waitsFor(company: Company, leave: Leave): number[] {
    const { leaders, directors } = this.facts.signers(company, leave);
    if (leave.state === 'requested') return leaders;
    if (leave.state === 'handed-over') return directors;
    if (leave.state === 'signed') return [...(leave.absentSignedAt === null ? [leave.staffId] : []), ...(leave.reliefSignedAt === null ? [leave.reliefId] : [])];
    return [];
  }

  private item(company: Company, leave: Leave, viewer: StaffViewer, actsFor: readonly number[]): LeaveItem {
    const { id, kind, state, version } = leave;
    const party = this.facts.party(company, leave, viewer.id, actsFor);
    return {
      id, kind, state, version, person: nameOf(company, leave.staffId), relief: nameOf(company, leave.reliefId), from: leave.fromAt.toISOString(), until: leave.untilAt.toISOString(),
      // Why somebody is ill or marries is for who decides.
      reason: party.relief && !party.leader && !party.director ? '' : leave.reason,
      requestedAt: leave.requestedAt.toISOString(), waitsForViewer: this.waitsForViewer(company, leave, viewer, actsFor),
    };
  }

  /** CP-7: without what the viewer must not know of. CP-6: of a confidential matter only the number and the category. */
  private async slip(manager: EntityManager, viewer: StaffViewer, leave: Leave): Promise<SlipTicket[]> {
    const lines = await manager.findBy(LeaveTicket, { leaveId: leave.id });
    const ids = lines.map((line) => line.ticketId);
    const [hidden, reliefHidden] = [await this.tickets.hiddenFrom(viewer, ids, manager), await this.tickets.hiddenFrom({ id: leave.reliefId }, ids, manager)];
    const tickets = await rowsById(manager, Ticket, ids);
    return lines
      .flatMap((line) => {
        const ticket = tickets.get(line.ticketId);
        return ticket && !hidden.has(line.ticketId) ? [{ line, ticket }] : [];
      })
      .sort((a, b) => Number(a.line.addedAtStart) - Number(b.line.addedAtStart) || (a.line.dueAt?.getTime() ?? Infinity) - (b.line.dueAt?.getTime() ?? Infinity) || a.ticket.id - b.ticket.id)
      .map(({ line, ticket }) => ({
        number: ticketNumberOf(ticket.id), categoryLabel: categoryLabel(ticket.category), title: ticket.confidential ? '' : ticket.title, state: ticketStateLabels[ticket.state],
        dueAt: line.dueAt?.toISOString() ?? null, addedAtStart: line.addedAtStart, handedOver: line.handedOver, handedBack: line.handedBack, reliefExcluded: reliefHidden.has(ticket.id),
      }));
  }
}

function nameOf({ byId }: Company, id: number): PersonName {
  const person = byId.get(id);
  return { id, name: person?.name ?? '', staffNumber: person?.staffNumber ?? '' };
}

/** The leaves a leader looks over; null: leads nothing. */
function placeOf({ roles, hallId, departmentId }: StaffViewer): { hallId?: number; departmentId?: number } | null {
  if (roles.includes('company-leader')) return {};
  if (hallId !== null && roles.some((role) => role === 'hall-director' || role === 'hall-manager' || role === 'section-leader')) return { hallId };
  if (departmentId !== null && roles.includes('section-leader')) return { departmentId };
  return null;
}

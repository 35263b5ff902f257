import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { BodyOf } from '@shouwen/shared/contract';
import type { LeaveDetail, requestLeave } from '@shouwen/shared/contract/duty';
import { daysBetween, formatInstant, shanghaiDate, startOfShanghaiDay } from '@shouwen/shared/value';
import { leaveStateLabels, type LeaveAction } from '@shouwen/shared/vocabulary';
import { DataSource, type EntityManager, In, LessThan, LessThanOrEqual, MoreThan } from 'typeorm';
import { Transactions } from '../database/index.js';
import { Clock, Once, Refusal } from '../http/index.js';
import { Scheduler } from '../jobs/index.js';
import type { StaffViewer } from '../staff/index.js';
import { DutyMessages } from './duty-messages.js';
import { Leave, LeaveStep } from './duty.entity.js';
import { type Company, factsOf, LeaveFactsService } from './leave-facts.js';
import { LeaveDesk } from './leave-desk.service.js';
import { LeaveHandover } from './leave-handover.js';
import { leaveTransitions, whyNotAct } from './rules/leave-lifecycle.js';

const LIVE = ['requested', 'signed', 'handed-over', 'approved', 'in-effect'] as const;
const LONGEST_DAYS = 366;
const MOST_AT_ONCE = 100;

/** AB-2, AB-3: leave, from the written request to the return. */
@Injectable()
export class LeaveService implements OnModuleInit {
  private readonly logger = new Logger('Leave');

  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly once: Once,
    private readonly facts: LeaveFactsService,
    private readonly desk: LeaveDesk,
    private readonly handover: LeaveHandover,
    private readonly messages: DutyMessages,
    private readonly scheduler: Scheduler,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.scheduler.every(15, 'duty-leave', () => this.sweep(this.clock.now()));
  }

  /** Refuses `LEAVE_PERIOD_INVALID`, `LEAVE_OVERLAPS`, `RELIEF_REQUIRED`, and `POST_WOULD_BE_EMPTY` with the clash named (AB-2). */
  request(viewer: StaffViewer, body: BodyOf<typeof requestLeave>): Promise<LeaveDetail> {
    return this.once.run(async (tx) => {
      const now = this.clock.now();
      const [fromAt, untilAt] = [new Date(body.from), new Date(body.until)];
      refusePeriod(fromAt, untilAt, now);
      await this.facts.takeTurn(tx, 'leave');
      const own = await tx.findOneBy(Leave, { staffId: viewer.id, state: In([...LIVE]), fromAt: LessThan(untilAt), untilAt: MoreThan(fromAt) });
      if (own) throw new Refusal('LEAVE_OVERLAPS', { rule: 'AB-3', message: `${formatInstant(own.fromAt)}至${formatInstant(own.untilAt)}您已有另一份请假，请先撤回那一份` });
      const company = await this.facts.company(tx);
      const reliefId = body.reliefId ?? partnerOf(company, viewer.id);
      refuseRelief(company, viewer.id, reliefId);
      const leave = {
        staffId: viewer.id, reliefId, hallId: viewer.hallId, departmentId: viewer.departmentId, kind: body.kind, fromAt, untilAt, reason: body.reason, handoverNote: body.handoverNote,
        state: 'requested' as const, leaderId: null, absentSignedAt: null, reliefSignedAt: null, approvedAt: null, endedAt: null, requestedAt: now, version: 1,
      };
      await this.refuseClash(tx, company, leave, now);
      const { leaders } = this.facts.signers(company, leave);
      if (leaders.length === 0) throw new Refusal('LEAVE_ACTION_NOT_ALLOWED', { rule: 'AB-3', message: '没有可以签字的负责人，请联系系统管理员设置岗位负责人' });
      const { id } = (await tx.insert(Leave, leave)).identifiers[0] as { id: number };
      await tx.insert(LeaveStep, { leaveId: id, action: 'request', staffId: viewer.id, at: now, note: '' });
      await this.messages.leaveMoved(tx, leaders, { id, version: 1 }, `${viewer.name}请假，等您签字`, now);
      return this.desk.detail(viewer, id, tx);
    });
  }

  /** Refuses `NOT_FOUND` to who has no part in it, `LEAVE_CHANGED` on a stale version, `LEAVE_ACTION_NOT_ALLOWED`, and on approval `POST_WOULD_BE_EMPTY` (AB-2). */
  act(viewer: StaffViewer, leaveId: number, action: LeaveAction, version: number, more: { reason?: string; reliefId?: number } = {}): Promise<LeaveDetail> {
    return this.once.run(async (tx) => {
      const now = this.clock.now();
      // Before anything is read: two approvals that meet must see each other.
      if (action === 'approve' || action === 'name-relief') await this.facts.takeTurn(tx, 'leave');
      const company = await this.facts.company(tx);
      const leave = await tx.findOneBy(Leave, { id: leaveId });
      if (!leave || !this.desk.maySee(company, leave, viewer, await this.facts.actsFor(tx, viewer.id))) throw new Refusal('NOT_FOUND');
      if (leave.version !== version) throw new Refusal('LEAVE_CHANGED', { rule: 'AB-3' });
      const party = this.facts.party(company, leave, viewer.id, await this.facts.actsFor(tx, viewer.id));
      const why = whyNotAct(factsOf(leave), action, party, now);
      if (why !== null) throw new Refusal('LEAVE_ACTION_NOT_ALLOWED', { rule: 'AB-3', message: why });

      const changes = this.changes(leave, action, viewer.id, more, now);
      const after: Leave = { ...leave, ...changes };
      if (action === 'name-relief') refuseRelief(company, leave.staffId, after.reliefId);
      if (action === 'approve' || action === 'name-relief' || action === 'sign') await this.refuseClash(tx, company, after, now);
      await this.change(tx, leave, changes);
      await tx.insert(LeaveStep, { leaveId, action, staffId: viewer.id, at: now, note: more.reason ?? (action === 'name-relief' ? (company.byId.get(after.reliefId)?.name ?? '') : '') });
      if (action === 'sign') await this.handover.writeSlip(tx, after);
      if (action === 'return') await this.handover.giveBack(tx, after, now);
      const moved = { id: leaveId, version: version + 1 };
      const person = company.byId.get(leave.staffId)?.name ?? '';
      const others = [leave.staffId, leave.reliefId, after.reliefId].filter((id) => id !== viewer.id);
      await this.messages.leaveMoved(tx, others, moved, `${person}的请假“${leaveStateLabels[after.state]}”`, now);
      if (after.state === 'handed-over') await this.messages.leaveMoved(tx, this.facts.signers(company, after).directors, moved, `${person}请假，交接单已签，等您批准`, now);
      return this.desk.detail(viewer, leaveId, tx);
    });
  }

  /** AB-3, ES-2: what is approved begins at its time, what is over ends; also what fell due while the server was down. */
  async sweep(now: Date): Promise<void> {
    const { manager } = this.dataSource;
    for (const leave of await manager.find(Leave, { where: { state: 'approved', fromAt: LessThanOrEqual(now) }, order: { id: 'ASC' }, take: MOST_AT_ONCE }))
      await this.attempt(leave, 'start', now, (tx) => this.handover.begin(tx, leave, now));
    for (const leave of await manager.find(Leave, { where: { state: 'in-effect', untilAt: LessThanOrEqual(now) }, order: { id: 'ASC' }, take: MOST_AT_ONCE }))
      await this.attempt(leave, 'end', now, (tx) => this.handover.giveBack(tx, leave, now));
  }

  private async attempt(leave: Leave, action: 'start' | 'end', now: Date, work: (tx: EntityManager) => Promise<void>): Promise<void> {
    const state = leaveTransitions[action][leave.state];
    if (state === undefined) return;
    try {
      await this.transactions.run(async (tx) => {
        await this.change(tx, leave, { state, ...(action === 'end' ? { endedAt: now } : {}) });
        await tx.insert(LeaveStep, { leaveId: leave.id, action, staffId: null, at: now, note: '' });
        await work(tx);
        await this.messages.leaveMoved(tx, [leave.staffId, leave.reliefId], { id: leave.id, version: leave.version + 1 }, action === 'start' ? '请假开始，工单已移交顶岗人' : '请假结束，未办结的工单已交回', now);
      });
    } catch (error) {
      // Somebody else was first; a ticket that changed meanwhile is taken at the next turn.
      this.logger.warn({ message: `leave did not ${action} yet`, leave: leave.id, reason: error instanceof Error ? error.message : String(error) });
    }
  }

  private changes(leave: Leave, action: LeaveAction, actorId: number, more: { reliefId?: number }, now: Date): Partial<Leave> {
    const state = leaveTransitions[action][leave.state] ?? leave.state;
    switch (action) {
      case 'sign':
        return { state, leaderId: actorId };
      case 'sign-slip': {
        const signed = actorId === leave.staffId ? { absentSignedAt: now } : { reliefSignedAt: now };
        const both = { ...leave, ...signed };
        return { ...signed, state: both.absentSignedAt !== null && both.reliefSignedAt !== null ? state : leave.state };
      }
      case 'approve':
        return { state, approvedAt: now };
      case 'name-relief':
        return { state, reliefId: more.reliefId ?? leave.reliefId, absentSignedAt: null, reliefSignedAt: null };
      case 'return':
        return { state, endedAt: now };
      default:
        return { state };
    }
  }

  private async change(tx: EntityManager, { id, version, state }: Leave, changes: Partial<Leave>): Promise<void> {
    const { affected } = await tx.update(Leave, { id, version, state }, { ...changes, version: version + 1 });
    if (affected !== 1) throw new Refusal('LEAVE_CHANGED', { rule: 'AB-3' });
  }

  private async refuseClash(tx: EntityManager, company: Company, leave: Pick<Leave, 'staffId' | 'reliefId' | 'fromAt' | 'untilAt'>, now: Date): Promise<void> {
    const words = await this.facts.clashes(tx, company, leave, now);
    if (words.length > 0) throw new Refusal('POST_WOULD_BE_EMPTY', { rule: 'AB-2', message: `${words.join('；')}。请换时间，或指定第三人顶岗` });
  }
}

function refusePeriod(from: Date, until: Date, now: Date): void {
  const fault =
    from >= until ? '结束时间须晚于开始时间'
    : until <= now || from < startOfShanghaiDay(shanghaiDate(now)) ? '不能补请已经过去的日子，请从今天起选择'
    : daysBetween(shanghaiDate(now), shanghaiDate(from)) > LONGEST_DAYS || daysBetween(shanghaiDate(from), shanghaiDate(until)) > LONGEST_DAYS ? '请假时间太远或太长，请重新选择'
    : null;
  if (fault !== null) throw new Refusal('LEAVE_PERIOD_INVALID', { rule: 'AB-3', message: fault, fields: [{ path: 'from', message: fault }] });
}

function refuseRelief({ everyone }: Company, staffId: number, reliefId: number): void {
  if (reliefId === staffId || !everyone.some((person) => person.id === reliefId)) throw new Refusal('RELIEF_REQUIRED', { rule: 'AB-2', fields: [{ path: 'reliefId', message: '请选择顶岗人' }] });
}

/** AB-1: who shares the post; 0 when nobody does. */
function partnerOf({ posts }: Company, staffId: number): number {
  const post = posts.find(({ aStaffId, bStaffId }) => aStaffId === staffId || bStaffId === staffId);
  return post ? (post.aStaffId === staffId ? post.bStaffId : post.aStaffId) : 0;
}

import { Injectable } from '@nestjs/common';
import type { BodyOf, Page, QueryOf } from '@shouwen/shared/contract';
import type * as contract from '@shouwen/shared/contract/application';
import { checkedValues, type ApplicationValues } from '@shouwen/shared/contract/application-form';
import type { TicketProgress } from '@shouwen/shared/contract/ticket';
import { ticketNumberOf } from '@shouwen/shared/value';
import { applicationStageLabels, type ApplicationCategory, type ApplicationStage, categoryLabel } from '@shouwen/shared/vocabulary';
import { DataSource, type EntityManager, IsNull } from 'typeorm';
import { CustomerService } from '../customer/index.js';
import { rowsById } from '../database/index.js';
import { Clock, Once, Refusal } from '../http/index.js';
import type { ResidentViewer } from '../identity/index.js';
import { Staff, StaffService, type StaffViewer } from '../staff/index.js';
import { type Actor, Ticket, TicketService } from '../ticket/index.js';
import { Application } from './application.entity.js';
import { nextStepIn, recordsOf } from './application-record.js';
import { scopeOf, within } from './application-scope.js';
import { ApplicationViews, ticketIdOrRefuse } from './application.view.js';
import { approvalStepOf } from './rules/approval-is-recorded-with-its-step.js';

/** Applications from their filing to the last signature; the weekly check, the archive and the ledger have services of their own. */
@Injectable()
export class ApplicationService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly once: Once,
    private readonly clock: Clock,
    private readonly tickets: TicketService,
    private readonly customers: CustomerService,
    private readonly staff: StaffService,
    private readonly views: ApplicationViews,
  ) {}

  /** A resident's own; the answer names the first responsible (FI-1). `NOT_FOUND` for an account that is not theirs. */
  async apply(viewer: ResidentViewer, body: BodyOf<typeof contract.apply>): Promise<TicketProgress> {
    const now = this.clock.now();
    const account = body.accountId === null ? null : await this.customers.requireBound(viewer.id, body.accountId);
    return this.once.run(async (tx) => {
      const ticketId = await this.file(tx, { ...body, source: 'online', residentId: viewer.id, accountId: account?.id ?? null, zone: account?.zone ?? 'urban', hallId: account?.hallId ?? null, firstResponsibleId: null }, viewer, now);
      return this.tickets.progressFor(viewer.id, ticketId, tx);
    });
  }

  /** At the counter: whoever takes it is first responsible (FI-1). */
  async register(viewer: StaffViewer, body: BodyOf<typeof contract.registerApplication>): Promise<contract.StaffApplication> {
    const now = this.clock.now();
    const account = body.accountNumber === '' ? null : await this.customers.accountByNumber(body.accountNumber);
    if (body.accountNumber !== '' && !account) throw new Refusal('INVALID_INPUT', { message: '没有这个户号，请核对', fields: [{ path: 'accountNumber', message: '没有这个户号' }] });
    return this.once.run(async (tx) => {
      const ticketId = await this.file(tx, { ...body, residentId: null, accountId: account?.id ?? null, zone: account?.zone ?? body.zone, hallId: viewer.hallId, firstResponsibleId: viewer.id }, viewer, now);
      return this.views.staffView(tx, viewer, ticketId);
    });
  }

  /** AP-1: what is asked for is put right, and another category chosen with the reason, before acceptance. */
  async requalify(viewer: StaffViewer, number: string, body: BodyOf<typeof contract.requalify>): Promise<contract.StaffApplication> {
    const ticketId = ticketIdOrRefuse(number);
    const now = this.clock.now();
    return this.once.run(async (tx) => {
      const { ticket } = await this.views.staffView(tx, viewer, ticketId);
      // Whoever may accept it may say what it is.
      const accepting = ticket.allowedActions.find(({ action }) => action === 'accept-application');
      if (!accepting?.allowed) throw new Refusal('TICKET_ACTION_NOT_ALLOWED', { rule: 'AP-1', message: accepting?.why ?? '已受理的申请不能更改内容' });
      if (ticket.category !== body.category) await this.act(tx, ticketId, body.version, { type: 'recategorise', category: body.category, reason: body.reason }, viewer, now);
      else await this.act(tx, ticketId, body.version, { type: 'note', text: `申请内容已填写${body.reason === '' ? '' : `：${body.reason}`}`, attachmentIds: [] }, viewer, now);
      await this.keep(tx, ticketId, 'requested', body.requested);
      return this.views.staffView(tx, viewer, ticketId);
    });
  }

  /** AP-2. */
  accept(viewer: StaffViewer, number: string, body: BodyOf<typeof contract.acceptApplication>): Promise<contract.StaffApplication> {
    const ticketId = ticketIdOrRefuse(number);
    const now = this.clock.now();
    return this.once.run(async (tx) => {
      await this.act(tx, ticketId, body.version, { type: 'accept-application', note: body.note }, viewer, now);
      return this.views.staffView(tx, viewer, ticketId);
    });
  }

  /** AP-3; with the approval, what was approved (AP-4). */
  signStep(viewer: StaffViewer, number: string, { version, step, passed, note, approved, attachmentIds }: BodyOf<typeof contract.signStep>): Promise<contract.StaffApplication> {
    const ticketId = ticketIdOrRefuse(number);
    const now = this.clock.now();
    return this.once.run(async (tx) => {
      const row = await tx.findOneBy(Application, { ticketId });
      const steps = (await recordsOf(tx, [ticketId])).get(ticketId)?.steps.map((s) => s.step) ?? [];
      // First: the engine's "yes" comes with what it was said to. A refusal takes both back.
      if (row && passed && step === approvalStepOf(steps)) await this.keep(tx, ticketId, 'approved', approvedValues(row.category, approved));
      await this.act(tx, ticketId, version, { type: 'sign-step', step, passed, note, attachmentIds }, viewer, now);
      return this.views.staffView(tx, viewer, ticketId);
    });
  }

  detail(viewer: StaffViewer, number: string): Promise<contract.StaffApplication> {
    return this.views.staffView(this.dataSource.manager, viewer, ticketIdOrRefuse(number));
  }

  mine(viewer: ResidentViewer, number: string): Promise<contract.MyApplication> {
    return this.views.residentView(this.dataSource.manager, viewer, ticketIdOrRefuse(number));
  }

  /** Oldest first: what waits longest comes first. */
  async list(viewer: StaffViewer, { stage, scope, cursor, size }: QueryOf<typeof contract.staffApplications>): Promise<Page<contract.ApplicationItem>> {
    const { manager } = this.dataSource;
    const finished = stage === 'closed' || stage === 'archived';
    const select = manager.createQueryBuilder(Application, 'a').where('a.stage = :stage', { stage }).orderBy('a.ticketId', finished ? 'DESC' : 'ASC').limit(size + 1);
    if (cursor !== undefined) {
      if (!Number.isSafeInteger(Number(cursor))) throw new Refusal('INVALID_INPUT');
      select.andWhere(finished ? 'a.ticketId < :cursor' : 'a.ticketId > :cursor', { cursor: Number(cursor) });
    }
    if (scope === 'mine') within(select, await scopeOf(manager, this.staff, viewer));
    else if (viewer.departmentId === null) return { items: [], next: null };
    else select.innerJoin(Ticket, 't', 't.id = a.ticketId AND t.departmentId = :departmentId', { departmentId: viewer.departmentId });
    const rows = await select.getMany();
    const page = rows.slice(0, size);
    return { items: await this.items(manager, viewer, page), next: rows.length > size ? String(page.at(-1)?.ticketId) : null };
  }

  async counts(viewer: StaffViewer): Promise<Record<ApplicationStage, number>> {
    const { manager } = this.dataSource;
    const stages = Object.keys(applicationStageLabels) as ApplicationStage[];
    // What is finished only grows; nobody works through it.
    const open = stages.filter((stage) => stage !== 'closed' && stage !== 'archived');
    const select = manager.createQueryBuilder(Application, 'a').select('a.stage', 'stage').addSelect('COUNT(*)', 'n').where('a.stage IN (:...open)', { open });
    const counted = await within(select, await scopeOf(manager, this.staff, viewer)).groupBy('a.stage').getRawMany<{ stage: ApplicationStage; n: number | string }>();
    return Object.fromEntries(stages.map((stage) => [stage, Number(counted.find((row) => row.stage === stage)?.n ?? 0)])) as Record<ApplicationStage, number>;
  }

  private async file(tx: EntityManager, body: Filing, actor: Actor, now: Date): Promise<number> {
    const { category, source, residentId, accountId, zone, hallId, firstResponsibleId, description, contactName, contactPhone, address, landmark, attachmentIds } = body;
    const label = categoryLabel(category);
    const ticket = await this.tickets.register(tx, {
      category, source, title: `${label}（${address}）`.slice(0, 60), description: description === '' ? `申请${label}` : description, contactName, contactPhone, residentId, accountId,
      address, landmark, place: null, zone, hallId, confidential: false, complainedStaffIds: [], attachmentIds, firstResponsibleId,
    }, { kind: actor.kind, id: actor.id }, now);
    await this.keep(tx, ticket.id, 'requested', body.requested);
    return ticket.id;
  }

  /** What was asked for stays as it is after the acceptance, what was approved after the comparison. */
  private async keep(tx: EntityManager, ticketId: number, what: 'requested' | 'approved', values: ApplicationValues): Promise<void> {
    const { affected } = await tx.update(Application, { ticketId, ...(what === 'requested' ? { acceptedAt: IsNull() } : { comparedAt: IsNull() }) }, { [what]: JSON.stringify(values) });
    if (affected !== 1) throw new Refusal('TICKET_CHANGED');
  }

  private act(tx: EntityManager, ticketId: number, version: number, command: Parameters<TicketService['act']>[3], viewer: StaffViewer, now: Date): Promise<Ticket> {
    return this.tickets.act(tx, ticketId, version, command, { kind: 'staff', id: viewer.id }, now);
  }

  private async items(manager: EntityManager, viewer: StaffViewer, page: readonly Application[]): Promise<contract.ApplicationItem[]> {
    const ids = page.map((row) => row.ticketId);
    const records = await recordsOf(manager, ids);
    const tickets = await this.views.seen(manager, viewer, ids);
    const people = await rowsById(manager, Staff, [...tickets.values()].map((ticket) => ticket.firstResponsibleId));
    const now = this.clock.now();
    return page.flatMap((row) => {
      const ticket = tickets.get(row.ticketId);
      if (!ticket) return [];
      return {
        number: ticketNumberOf(row.ticketId), category: row.category, label: categoryLabel(row.category), stage: row.stage, title: ticket.title, filedAt: row.filedAt.toISOString(),
        acceptedAt: row.acceptedAt?.toISOString() ?? null, dueAt: ticket.nextDueAt?.toISOString() ?? null, overdue: ticket.nextDueAt !== null && ticket.nextDueAt <= now,
        firstResponsibleName: people.get(ticket.firstResponsibleId)?.name ?? '', nextStep: row.acceptedAt ? (nextStepIn(records.get(row.ticketId)!)?.label ?? null) : null,
      };
    });
  }
}

type Filing = Pick<BodyOf<typeof contract.registerApplication>, 'category' | 'requested' | 'description' | 'landmark' | 'address' | 'attachmentIds' | 'contactName' | 'contactPhone' | 'zone'> & {
  source: 'online' | 'counter' | 'hotline' | 'letter';
  residentId: number | null;
  accountId: number | null;
  hallId: number | null;
  firstResponsibleId: number | null;
};

/** The values approved, which must be as complete as those asked for. */
function approvedValues(category: ApplicationCategory, approved: Readonly<Record<string, unknown>> | null): ApplicationValues {
  if (approved === null) throw new Refusal('APPROVED_VALUES_REQUIRED', { rule: 'AP-4' });
  const { values, faults } = checkedValues(category, approved);
  if (faults.length > 0) throw new Refusal('INVALID_INPUT', { message: faults[0]!.message, fields: faults.map(({ code, message }) => ({ path: `approved.${code}`, message })) });
  return values;
}

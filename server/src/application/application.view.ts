import { Injectable } from '@nestjs/common';
import { pathOf } from '@shouwen/shared/contract';
import { myAcceptanceSlip, type MyApplication, type StaffApplication } from '@shouwen/shared/contract/application';
import type { ApplicationValues } from '@shouwen/shared/contract/application-form';
import { ticketIdOf, ticketNumberOf } from '@shouwen/shared/value';
import { categoryLabel, type TicketAction } from '@shouwen/shared/vocabulary';
import { type EntityManager, In } from 'typeorm';
import { Clock, Refusal, SignedLinks } from '../http/index.js';
import type { ResidentViewer } from '../identity/index.js';
import type { StaffViewer } from '../staff/index.js';
import { Ticket, TicketService, TicketSight } from '../ticket/index.js';
import { Application } from './application.entity.js';
import { ApplicationGuideService } from './application-guide.service.js';
import { type ApplicationRecord, recordsOf } from './application-record.js';
import { approvalStepOf } from './rules/approval-is-recorded-with-its-step.js';
import { requestedBesideApproved } from './rules/requested-beside-approved.js';

const actions: readonly TicketAction[] = ['recategorise', 'accept-application', 'sign-step', 'sign-comparison', 'transfer', 'request-materials', 'confirm-materials', 'answer', 'close'];

/** An application as staff and as its resident see it. Who may see it is the ticket's to say. */
@Injectable()
export class ApplicationViews {
  constructor(
    private readonly tickets: TicketService,
    private readonly sight: TicketSight,
    private readonly guides: ApplicationGuideService,
    private readonly links: SignedLinks,
    private readonly clock: Clock,
  ) {}

  /** Those of the tickets that the viewer may see, by id. */
  async seen(manager: EntityManager, viewer: Pick<StaffViewer, 'id'>, ticketIds: readonly number[]): Promise<Map<number, Ticket>> {
    if (ticketIds.length === 0) return new Map();
    const rows = await manager.findBy(Ticket, { id: In([...ticketIds]) });
    return new Map((await this.sight.see(manager, await this.sight.viewer(manager, viewer), rows)).map(({ row }) => [row.id, row]));
  }

  /** Refuses `NOT_FOUND` for what is no application, and for one the viewer may not know of. */
  async staffView(manager: EntityManager, viewer: Pick<StaffViewer, 'id'>, ticketId: number): Promise<StaffApplication> {
    const row = await rowOrRefuse(manager, ticketId);
    const ticket = await this.tickets.staffDetail(viewer, ticketId, manager);
    const record = (await recordsOf(manager, [ticketId])).get(ticketId)!;
    return {
      ...coreOf(row, record), requested: valuesIn(row.requested), approved: valuesIn(row.approved), approvalStep: approvalStepOf(record.steps.map(({ step }) => step)),
      comparison: record.comparison, archive: record.archive, materials: (await this.guides.guide(row.category, manager)).materials, result: row.result, onTime: row.onTime,
      ticket, allowedActions: ticket.allowedActions.filter(({ action }) => actions.includes(action)),
    };
  }

  async residentView(manager: EntityManager, viewer: Pick<ResidentViewer, 'id'>, ticketId: number): Promise<MyApplication> {
    await this.tickets.progressFor(viewer.id, ticketId, manager);
    const row = await rowOrRefuse(manager, ticketId);
    const record = (await recordsOf(manager, [ticketId])).get(ticketId)!;
    const steps = record.steps.map(({ signed, ...step }) => ({ ...step, signed: signed && { ...signed, by: '' } }));
    return { ...coreOf(row, { ...record, steps }), slipUrl: row.acceptedAt ? this.links.sign(pathOf(myAcceptanceSlip, { number: ticketNumberOf(ticketId) }), this.clock.now()) : null };
  }
}

export async function rowOrRefuse(manager: EntityManager, ticketId: number): Promise<Application> {
  const row = await manager.findOneBy(Application, { ticketId });
  if (!row) throw new Refusal('NOT_FOUND');
  return row;
}
export function ticketIdOrRefuse(number: string): number {
  const id = ticketIdOf(number);
  if (id === null) throw new Refusal('NOT_FOUND');
  return id;
}
export const valuesIn = (json: string | null): ApplicationValues | null => (json === null ? null : (JSON.parse(json) as ApplicationValues));

function coreOf(row: Application, { steps }: Pick<ApplicationRecord, 'steps'>) {
  return {
    number: ticketNumberOf(row.ticketId), category: row.category, label: categoryLabel(row.category), stage: row.stage, filedAt: row.filedAt.toISOString(), acceptedAt: row.acceptedAt?.toISOString() ?? null,
    rows: requestedBesideApproved(row.category, valuesIn(row.requested), valuesIn(row.approved)), steps,
  };
}

import { Injectable } from '@nestjs/common';
import type { CallerCard } from '@shouwen/shared/contract/hotline';
import type { StaffTicketDetail, TicketProgress } from '@shouwen/shared/contract/ticket';
import { isTicketCategory, kindOfCategory, type TicketCategory, type TicketSource, type Zone } from '@shouwen/shared/vocabulary';
import { type EntityManager, In } from 'typeorm';
import { phoneDigestOf } from '../database/index.js';
import { Refusal } from '../http/index.js';
import { Resident } from '../identity/index.js';
import { Department, Hall, Staff, StaffService, type StaffViewer } from '../staff/index.js';
import { ResponsibilityService } from './responsibility.service.js';
import { decide } from './rules/decide.js';
import { decideRegistration } from './rules/decide-registration.js';
import { DISMISSIVE_PHRASES } from './rules/dismissive-answer-is-refused.js';
import { policyInForce } from './rules/policy-in-force.js';
import type { Actor, Refused, TicketCommand, TicketFold } from './rules/ticket-types.js';
import { evolve } from './rules/evolve.js';
import { TicketDesk } from './ticket-desk.service.js';
import { TicketMessages } from './ticket-messages.js';
import { TicketPeople } from './ticket-people.js';
import { TicketStore } from './ticket-store.js';
import { ServicePolicy, Ticket } from './ticket.entity.js';
import { workingCalendar } from './working-calendar.js';

export interface Registration {
  category: TicketCategory;
  source: TicketSource;
  title: string;
  description: string;
  contactName: string | null;
  contactPhone: string | null;
  residentId: number | null;
  accountId: number | null;
  address: string;
  landmark: string;
  /** GCJ-02, degrees. */
  place: { latitude: number; longitude: number } | null;
  zone: Zone;
  /** Null: the first responsible's hall, or the first hall. */
  hallId: number | null;
  confidential: boolean;
  complainedStaffIds: readonly number[];
  attachmentIds: readonly number[];
  /** Null: chosen by FI-1. */
  firstResponsibleId: number | null;
}

/** A command without a version (a resident's) that meets another is decided again on what the other left. */
const MOST_MEETINGS = 20;

/** The one way into the ticket engine: registers tickets and acts on them. */
@Injectable()
export class TicketService {
  constructor(
    private readonly store: TicketStore,
    private readonly responsibility: ResponsibilityService,
    private readonly messages: TicketMessages,
    private readonly staff: StaffService,
    private readonly people: TicketPeople,
    private readonly desk: TicketDesk,
  ) {}

  /**
   * FI-1: a ticket with its first responsible, its clocks running, in `tx`. Refuses `NO_ONE_TO_ASSIGN`, `ATTACHMENT_MISSING`, and `FORBIDDEN` (CP-7)
   * when the first responsible named is complained of.
   */
  async register(tx: EntityManager, registration: Registration, actor: Actor, now: Date): Promise<Ticket> {
    const { category, source, zone, confidential, accountId, attachmentIds } = registration;
    if (!isTicketCategory(category)) throw new Refusal('INVALID_INPUT', { message: '请选择事项类别', fields: [{ path: 'category', message: '没有这个类别' }] });
    const complainedStaffIds = [...new Set(registration.complainedStaffIds)];
    if ((await tx.countBy(Staff, { id: In(complainedStaffIds) })) !== complainedStaffIds.length) throw new Refusal('INVALID_INPUT', { message: '被投诉人不存在，请重新选择' });
    const excluded = await this.staff.withPartners(tx, complainedStaffIds);
    if (registration.firstResponsibleId !== null && excluded.includes(registration.firstResponsibleId))
      throw new Refusal('FORBIDDEN', { rule: 'CP-7', message: '涉及您本人或搭档的投诉，请由其他同事登记' });
    const hallId = registration.hallId ?? (await this.hallOf(tx, registration.firstResponsibleId));
    // Last before the writes: it may wait for its turn.
    const firstResponsibleId = registration.firstResponsibleId ?? (await this.responsibility.choose(tx, hallId, excluded));
    const kind = kindOfCategory(category);
    const first = decideRegistration({
      category, source, zone, hallId, confidential, accountId, firstResponsibleId, complainedStaffIds, attachmentIds,
      residentId: registration.residentId ?? (await this.residentByPhone(tx, registration)),
      partnerIds: excluded.filter((id) => !complainedStaffIds.includes(id)),
      terms: policyInForce(await tx.find(ServicePolicy), { kind, category, source, zone }),
      now, calendar: workingCalendar,
    });
    const id = await this.store.begin(tx, first, matterOf(registration), actor, now);
    const fold = evolve(null, { sequence: 1, type: 'registered', at: now, actor, payload: first.payload } as Parameters<typeof evolve>[1]);
    await this.messages.changed(tx, id, null, fold, [first], now);
    return tx.findOneByOrFail(Ticket, { id });
  }

  /**
   * Does `command` to a ticket in `tx`. `version`: the one the actor saw, null for residents. Refuses with the rule's code; `TICKET_CHANGED` when the
   * ticket is not as the actor saw it; `NOT_FOUND` when the actor may not know of it.
   */
  async act(tx: EntityManager, ticketId: number, version: number | null, command: TicketCommand, actor: Actor, now: Date): Promise<Ticket> {
    const facts = await this.people.facts(tx, actor);
    for (let meeting = 0; meeting < MOST_MEETINGS; meeting++) {
      const loaded = await this.store.load(tx, ticketId);
      if (!loaded) throw new Refusal('NOT_FOUND');
      const decision = decide(loaded.fold, command, {
        actor: facts, seenVersion: version, now, calendar: workingCalendar, dismissivePhrases: DISMISSIVE_PHRASES, departmentCoversKind: await this.departmentCovers(tx, command, loaded.fold),
      });
      if (decision.refused) throw refusalOf(decision.refused);
      const after = await this.store.append(tx, loaded, decision.events, actor, now);
      if (after) {
        await this.messages.changed(tx, ticketId, loaded.fold, after, decision.events, now);
        return tx.findOneByOrFail(Ticket, { id: ticketId });
      }
      if (version !== null) throw new Refusal('TICKET_CHANGED');
    }
    throw new Refusal('BUSY');
  }

  /** As the viewer may see it, with what they may do. Refuses `NOT_FOUND` for a ticket they may not know of (CP-7). */
  staffDetail(viewer: Pick<StaffViewer, 'id'>, ticketId: number, manager?: EntityManager): Promise<StaffTicketDetail> {
    return this.desk.staffDetail(viewer, ticketId, manager);
  }

  /** As its resident sees it. Refuses `NOT_FOUND`. */
  progressFor(residentId: number, ticketId: number, manager?: EntityManager): Promise<TicketProgress> {
    return this.desk.progress(residentId, ticketId, manager);
  }

  /** HL-4, without what CP-6 and CP-7 keep from the viewer. */
  openTicketsForCaller(viewer: Pick<StaffViewer, 'id'>, caller: { phone: string; accountIds: readonly number[] }): Promise<CallerCard['openTickets']> {
    return this.desk.openTicketsForCaller(viewer, caller);
  }

  /** CP-7: those of the tickets that the viewer must never learn of. */
  hiddenFrom(viewer: Pick<StaffViewer, 'id'>, ticketIds: readonly number[], manager?: EntityManager): Promise<ReadonlySet<number>> {
    return this.desk.hiddenFrom(viewer, ticketIds, manager);
  }

  private async departmentCovers(tx: EntityManager, command: TicketCommand, ticket: TicketFold): Promise<boolean | null> {
    if (command.type !== 'transfer') return null;
    const department = await tx.findOneBy(Department, { id: command.departmentId });
    return department && department.kinds.includes(ticket.kind);
  }

  private async hallOf(tx: EntityManager, staffId: number | null): Promise<number> {
    const staff = staffId === null ? null : await tx.findOneBy(Staff, { id: staffId });
    if (staff?.hallId) return staff.hallId;
    const [hall] = await tx.find(Hall, { order: { id: 'ASC' }, take: 1 });
    if (!hall) throw new Refusal('NO_ONE_TO_ASSIGN', { rule: 'FI-1' });
    return hall.id;
  }

  /** What a clerk or agent registers for a number that one resident has proven to be theirs also appears in that resident's app. */
  private async residentByPhone(tx: EntityManager, { contactPhone, confidential }: Registration): Promise<number | null> {
    if (contactPhone === null || contactPhone === '' || confidential) return null;
    const residents = await tx.find(Resident, { where: { phoneDigest: phoneDigestOf(contactPhone) }, select: { id: true }, take: 2 });
    return residents.length === 1 && residents[0] ? residents[0].id : null;
  }
}

/** CP-7: a ticket that must not be known of is refused in the very words of one that does not exist. */
function refusalOf({ code, rule, why }: Refused): Refusal {
  return code === 'NOT_FOUND' ? new Refusal(code) : new Refusal(code, { message: why, ...(rule ? { rule } : {}) });
}

function matterOf({ title, description, address, landmark, place, contactName, contactPhone }: Registration): Parameters<TicketStore['begin']>[2] {
  const phone = contactPhone === '' ? null : contactPhone;
  return {
    title, description, address, landmark,
    latitudeE6: place ? Math.round(place.latitude * 1e6) : null,
    longitudeE6: place ? Math.round(place.longitude * 1e6) : null,
    contactName: contactName === '' ? null : contactName,
    contactPhone: phone,
    contactPhoneDigest: phone === null ? null : phoneDigestOf(phone),
  };
}

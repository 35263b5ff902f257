import { Injectable } from '@nestjs/common';
import type { CallerCard } from '@shouwen/shared/contract/hotline';
import type { StaffTicketDetail, TicketProgress } from '@shouwen/shared/contract/ticket';
import type { TicketCategory, TicketEventType, TicketKind, TicketSource, Zone } from '@shouwen/shared/vocabulary';
import { type EntityManager, In } from 'typeorm';
import { phoneDigestOf } from '../database/index.js';
import { Refusal } from '../http/index.js';
import type { Resident } from '../identity/index.js';
import { Department, Hall, Staff, StaffService, type StaffViewer } from '../staff/index.js';
import { ResponsibilityService } from './responsibility.service.js';
import { decide } from './rules/decide.js';
import { decideArchive, decideFollower, decideHandOver, decideRecount } from './rules/decide-by-system.js';
import { decideRegistration } from './rules/decide-registration.js';
import type { Actor, ActorFacts, Facts, NewEvent, Refused, TicketCommand, TicketFold } from './rules/ticket-types.js';
import { TicketBooks } from './ticket-books.js';
import { TicketDesk } from './ticket-desk.service.js';
import { TicketFollowers, type FollowHandler } from './ticket-followers.js';
import { TicketMessages } from './ticket-messages.js';
import { TicketPeople } from './ticket-people.js';
import { type LoadedTicket, TicketStore } from './ticket-store.js';
import { Ticket } from './ticket.entity.js';

const SYSTEM: Actor = { kind: 'system', id: null };

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
  /** The bill the matter is about. The ticket keeps no bills: it is for those who follow the registration. */
  billId?: number | null;
}

/** A command that meets another is decided again on what the other left: refused as stale, unless that was only the system's chase. */
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
    private readonly books: TicketBooks,
    private readonly followers: TicketFollowers,
    private readonly desk: TicketDesk,
  ) {}

  /** What another capability does in the same transaction when something happens to a ticket. Call it in `onModuleInit`. */
  follow(types: readonly TicketEventType[], handler: FollowHandler): void {
    this.followers.follow(types, handler);
  }

  /**
   * FI-1: a ticket with its first responsible, its clocks running, in `tx`. Refuses `INVALID_INPUT` for an unknown category, `NO_ONE_TO_ASSIGN`,
   * `ATTACHMENT_MISSING`, and `FORBIDDEN` (CP-7) when the first responsible named is complained of.
   */
  async register(tx: EntityManager, registration: Registration, actor: Actor, now: Date): Promise<Ticket> {
    return (await this.registered(tx, registration, actor, now)).row;
  }

  /** The same, with the record it begins: for an answer that shows the ticket. */
  async registered(tx: EntityManager, registration: Registration, actor: Actor, now: Date): Promise<LoadedTicket> {
    const { category, source, zone, confidential, accountId, attachmentIds } = registration;
    const terms = await this.books.termsOf(tx, { category, source, zone });
    if (!terms) throw new Refusal('INVALID_INPUT', { message: '请选择事项类别', fields: [{ path: 'category', message: '没有这个类别' }] });
    const complainedStaffIds = [...new Set(registration.complainedStaffIds)];
    if (complainedStaffIds.length > 0 && (await tx.countBy(Staff, { id: In(complainedStaffIds) })) !== complainedStaffIds.length) throw new Refusal('INVALID_INPUT', { message: '被投诉人不存在，请重新选择' });
    const excluded = await this.staff.withPartners(tx, complainedStaffIds);
    if (registration.firstResponsibleId !== null && excluded.includes(registration.firstResponsibleId))
      throw new Refusal('FORBIDDEN', { rule: 'CP-7', message: '涉及您本人或搭档的投诉，请由其他同事登记' });
    const hallId = registration.hallId ?? (await this.hallOf(tx, registration.firstResponsibleId));
    const counted = await this.books.countedBy(tx, hallId);
    const residentId = registration.residentId ?? (await this.residentByPhone(tx, registration));
    // Last before the writes: it may wait for its turn.
    const firstResponsibleId = registration.firstResponsibleId ?? (await this.responsibility.choose(tx, hallId, excluded));
    const first = decideRegistration({
      ...terms, source, zone, hallId, confidential, accountId, firstResponsibleId, complainedStaffIds, attachmentIds, residentId,
      partnerIds: excluded.filter((id) => !complainedStaffIds.includes(id)),
      now, ...counted,
    });
    const begun = await this.store.begin(tx, first, matterOf(registration), actor, now);
    await this.messages.changed(tx, begun.row.id, null, begun.fold, [first], now);
    for (const event of begun.events) await this.followers.tell(tx, { ticketId: begun.row.id, row: begun.row, before: null, after: begun.fold, event, text: null, billId: registration.billId ?? null, now });
    return begun;
  }

  /**
   * Does `command` to a ticket in `tx`. `version`: the one the actor saw, null for residents. Refuses with the rule's code; `TICKET_CHANGED` when the
   * ticket is not as the actor saw it; `NOT_FOUND` when the actor may not know of it.
   */
  async act(tx: EntityManager, ticketId: number, version: number | null, command: TicketCommand, actor: Actor, now: Date): Promise<Ticket> {
    return (await this.acted(tx, ticketId, version, command, actor, now)).row;
  }

  /** The same, with its record and who acted as the rules saw them: for an answer that shows the ticket. */
  async acted(tx: EntityManager, ticketId: number, version: number | null, command: TicketCommand, actor: Actor, now: Date): Promise<LoadedTicket & { facts: ActorFacts }> {
    const facts = await this.people.facts(tx, actor);
    for (let meeting = 0; meeting < MOST_MEETINGS; meeting++) {
      const loaded = await this.store.load(tx, ticketId);
      if (!loaded) throw new Refusal('NOT_FOUND');
      const decision = decide(loaded.fold, command, { actor: facts, seenVersion: version, now, ...(await this.named(tx, ticketId, command, loaded.fold)) });
      if (decision.refused) throw refusalOf(decision.refused);
      const appended = await this.append(tx, loaded, decision.events, actor, now);
      if (!appended) continue;
      await this.tellTheOtherTicket(tx, ticketId, decision.events, now);
      return { ...appended, facts };
    }
    throw new Refusal('BUSY');
  }

  /** ES-1, TL-3, AB-3, AP-5: what the system adds; null from `decideIt` means that there is nothing to add any more. Returns whether it was added. */
  async record(tx: EntityManager, ticketId: number, decideIt: (fold: TicketFold) => NewEvent | null, now: Date): Promise<boolean> {
    for (let meeting = 0; meeting < MOST_MEETINGS; meeting++) {
      const loaded = await this.store.load(tx, ticketId);
      const event = loaded && decideIt(loaded.fold);
      if (!loaded || !event) return false;
      if (await this.append(tx, loaded, [event], SYSTEM, now)) return true;
    }
    throw new Refusal('BUSY');
  }

  /** AB-3: by the signed slip `reference`. Tickets that are no longer `fromStaffId`'s are left alone. Returns how many were handed over. */
  async handOver(
    tx: EntityManager,
    { ticketIds, now, ...slip }: { fromStaffId: number; toStaffId: number; ticketIds: readonly number[]; cause: 'handover' | 'handover-back'; reference: number; now: Date },
  ): Promise<number> {
    let count = 0;
    for (const ticketId of ticketIds) if (await this.record(tx, ticketId, (fold) => decideHandOver(fold, slip), now)) count += 1;
    return count;
  }

  /** TL-3: the deadlines of a ticket by the calendars in force now. Returns whether any moved. */
  async recount(tx: EntityManager, ticketId: number, now: Date): Promise<boolean> {
    const ticket = await tx.findOne(Ticket, { where: { id: ticketId }, select: { id: true, hallId: true } });
    if (!ticket) return false;
    const counted = await this.books.countedBy(tx, ticket.hallId);
    return this.record(tx, ticketId, (fold) => decideRecount(fold, counted), now);
  }

  /** AP-5: read-only from now on, under its index number. Returns false for what is not closed, or archived already. */
  archive(tx: EntityManager, ticketId: number, archiveNumber: string, now: Date): Promise<boolean> {
    return this.record(tx, ticketId, (fold) => decideArchive(fold, archiveNumber), now);
  }

  private async append(tx: EntityManager, loaded: LoadedTicket, added: readonly NewEvent[], actor: Actor, now: Date): Promise<LoadedTicket | null> {
    const appended = await this.store.append(tx, loaded, added, actor, now);
    if (!appended) return null;
    const ticketId = loaded.row.id;
    await this.messages.changed(tx, ticketId, loaded.fold, appended.fold, added, now);
    for (const [index, event] of appended.events.slice(-added.length).entries())
      await this.followers.tell(tx, { ticketId, row: appended.row, before: loaded.fold, after: appended.fold, event, text: added[index]?.text ?? null, now });
    return appended;
  }

  /** The main ticket knows who follows it. */
  private async tellTheOtherTicket(tx: EntityManager, ticketId: number, events: readonly NewEvent[], now: Date): Promise<void> {
    for (const event of events) {
      if (event.type === 'linked') await this.record(tx, event.payload.mainTicketId, (main) => decideFollower(main, { how: event.payload.how, ticketId }, true), now);
      if (event.type === 'unlinked') await this.record(tx, event.payload.mainTicketId, (main) => decideFollower(main, { how: 'attach', ticketId }, false), now);
    }
  }

  /** As the viewer may see it, with what they may do. Refuses `NOT_FOUND` for a ticket they may not know of (CP-7). */
  staffDetail(viewer: Pick<StaffViewer, 'id'>, ticketId: number, manager?: EntityManager): Promise<StaffTicketDetail> {
    return this.desk.staffDetail(viewer, ticketId, manager);
  }

  /** A ticket that was just written, as the resident sees it. */
  progressOf(residentId: number, written: LoadedTicket, manager: EntityManager): Promise<TicketProgress> {
    return this.desk.progressOf(residentId, written, manager);
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

  /** What a command names, loaded. */
  private async named(tx: EntityManager, ticketId: number, command: TicketCommand, ticket: TicketFold): Promise<Omit<Facts, 'actor' | 'seenVersion' | 'now'>> {
    const namesDepartment = command.type === 'transfer' || command.type === 'coordinate' || command.type === 'reject';
    const departments = namesDepartment ? await tx.find(Department) : [];
    const speaks = command.type === 'respond' || command.type === 'answer';
    const main = (command.type === 'attach' || command.type === 'merge') && command.mainTicketId !== ticketId ? await this.store.load(tx, command.mainTicketId) : null;
    return {
      ...(await this.books.countedBy(tx, ticket.hallId)),
      departments: new Map(departments.map(({ id, kinds }) => [id, kinds as TicketKind[]])),
      dismissivePhrases: speaks ? await this.books.dismissivePhrases(tx) : [],
      namedStaff: command.type === 'reassign' || command.type === 'assign-investigator' || command.type === 'name-complained' ? await this.people.factsOfNamed(tx, command.staffId) : null,
      namedCategory: command.type === 'recategorise' ? await this.books.termsOf(tx, { category: command.category, source: ticket.source, zone: ticket.zone }) : null,
      namedTicket: main?.fold ?? null,
    };
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
    const residents: Pick<Resident, 'id'>[] = await tx.query('SELECT id FROM resident WHERE phone_digest = ? LIMIT 2', [phoneDigestOf(contactPhone)]);
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

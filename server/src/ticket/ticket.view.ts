import type { AttachmentView } from '@shouwen/shared/contract/attachment';
import type {
  AllowedAction, ClockView, FirstResponsible, MyTicketItem, Rating, StaffTicketDetail, StaffTicketItem, TicketProgress, TimelineEntry,
} from '@shouwen/shared/contract/ticket';
import { groupTicketNumber, maskName, maskPhone, ticketNumberOf } from '@shouwen/shared/value';
import { categoryLabel, clockLabels, ticketEventLabels, type TicketEventType } from '@shouwen/shared/vocabulary';
import type { WorkingDays } from './rules/clock-types.js';
import { explainDeadline } from './rules/explain-deadline.js';
import { nextStepInWords } from './rules/next-step-in-words.js';
import { openedAt } from './rules/opened-at.js';
import type { ActorFacts, TicketClock, TicketEvent, TicketFold } from './rules/ticket-types.js';
import { actionsFor, refuseAction } from './rules/who-may-act.js';
import { mayKnowIdentity } from './rules/who-may-see.js';
import { writtenAnswerRequired } from './rules/written-matters-get-written-answers.js';
import type { Directory } from './ticket-people.js';
import type { Ticket } from './ticket.entity.js';

/** What stands where a confidential complainant's identity must not (CP-6). */
const SECRET = '保密';

/** Everything a view is made of, loaded. */
export interface TicketMaterial {
  row: Ticket;
  fold: TicketFold;
  events: readonly TicketEvent[];
  texts: ReadonlyMap<number, string>;
  attachments: ReadonlyMap<number, AttachmentView[]>;
  directory: Directory;
  firstResponsible: FirstResponsible;
  accountNumber: string | null;
  viewer: ActorFacts;
  now: Date;
  calendar: WorkingDays;
}

export function myTicketItem(row: Ticket, fold: TicketFold, now: Date): MyTicketItem {
  return {
    number: ticketNumberOf(row.id), kind: row.kind, category: row.category, categoryLabel: categoryLabel(row.category), state: fold.state, title: row.title,
    createdAt: row.createdAt.toISOString(), next: nextStepInWords(fold, now),
  };
}

export function progressView(material: TicketMaterial): TicketProgress {
  const { row, fold, now } = material;
  return {
    ...myTicketItem(row, fold, now),
    numberSpoken: groupTicketNumber(ticketNumberOf(row.id)),
    description: row.description, address: row.address, landmark: row.landmark, place: placeOf(row), confidential: row.confidential,
    attachments: material.attachments.get(1) ?? [],
    firstResponsible: material.firstResponsible,
    clocks: fold.clocks.filter((clock) => clock.terms.clock !== 'return' && clock.startedAt >= openedAt(fold)).flatMap((clock) => clockView(clock, material, 'resident')),
    timeline: timelineForResident(material),
    answer: latestAnswer(material),
    rating: ratingOf(material),
    allowedActions: allowedActions(material),
    version: fold.version,
  };
}

export function staffItem(row: Ticket, directory: Directory, now: Date): StaffTicketItem {
  const firstResponsible = directory.staff.get(row.firstResponsibleId);
  return {
    number: ticketNumberOf(row.id), kind: row.kind, category: row.category, categoryLabel: categoryLabel(row.category), source: row.source, state: row.state,
    title: row.title, address: row.confidential ? SECRET : row.address, zone: row.zone, createdAt: row.createdAt.toISOString(), updatedAt: row.updatedAt.toISOString(),
    firstResponsibleName: firstResponsible?.name ?? '', firstResponsibleNumber: firstResponsible?.staffNumber ?? '',
    departmentName: directory.departments.get(row.departmentId ?? 0)?.name ?? null, handlerName: directory.staff.get(row.handlerId ?? 0)?.name ?? null,
    nextClock: row.nextClock, nextDueAt: row.nextDueAt?.toISOString() ?? null, overdue: row.nextDueAt !== null && now >= row.nextDueAt,
    confidential: row.confidential, version: row.version,
  };
}

export function staffView(material: TicketMaterial): StaffTicketDetail {
  const { row, fold, viewer } = material;
  const known = mayKnowIdentity(viewer, fold);
  return {
    ...staffItem(row, material.directory, material.now),
    state: fold.state, version: fold.version,
    address: known ? row.address : SECRET,
    numberSpoken: groupTicketNumber(ticketNumberOf(row.id)),
    description: row.description,
    landmark: known ? row.landmark : '',
    place: known ? placeOf(row) : null,
    contactName: known ? maskName(row.contactName ?? '') : SECRET,
    contactPhone: known ? maskPhone(row.contactPhone ?? '') : SECRET,
    mayUnmask: known && (row.contactName !== null || row.contactPhone !== null),
    accountNumber: known ? material.accountNumber : null,
    attachments: material.attachments.get(1) ?? [],
    firstResponsible: material.firstResponsible,
    clocks: fold.clocks.flatMap((clock) => clockView(clock, material, 'staff')),
    timeline: material.events.map((event) => staffEntry(event, material)),
    writtenAnswerRequired: writtenAnswerRequired(fold.source),
    rating: ratingOf(material),
    allowedActions: allowedActions(material),
  };
}

function allowedActions({ fold, viewer, now }: TicketMaterial): AllowedAction[] {
  return actionsFor(viewer).map((action) => {
    const refused = refuseAction(fold, action, viewer, now);
    return { action, allowed: refused === null, why: refused?.why ?? null };
  });
}

/** A clock whose event is no longer awaited says nothing any more. */
function clockView(clock: TicketClock, { now, calendar }: TicketMaterial, reader: 'staff' | 'resident'): ClockView[] {
  if (clock.state === 'withdrawn') return [];
  const { clock: kind, limit, clause, action } = clock.terms;
  return [{
    clock: kind, label: clockLabels[kind], state: clock.state, startedAt: clock.startedAt.toISOString(), dueAt: clock.due?.toISOString() ?? null,
    stoppedAt: clock.stoppedAt?.toISOString() ?? null, overdue: clock.state === 'missed' || (clock.state === 'running' && clock.due !== null && now >= clock.due),
    why: [...explainDeadline({ clause, action }, limit, clock.events, calendar)[reader]],
  }];
}

function staffEntry(event: TicketEvent, material: TicketMaterial): TimelineEntry {
  const { directory, texts, attachments } = material;
  const actor = event.actor.kind === 'resident' ? '居民' : event.actor.kind === 'system' ? '系统' : staffName(directory, event.actor.id);
  const said = texts.get(event.sequence) ?? null;
  return {
    sequence: event.sequence, type: event.type, label: labelOf(event), at: event.at.toISOString(), actor,
    text: [factOf(event, directory), said].filter((part) => part !== null).join('\n') || null,
    attachments: attachments.get(event.sequence) ?? [],
  };
}

/** What is said to the resident; everything else on the timeline stays in the house. */
const SAID_TO_RESIDENT: readonly TicketEventType[] = ['responded', 'materials-requested', 'answered', 'not-solved', 'rated', 'noted'];
const BY_DEPARTMENT: readonly TicketEventType[] = ['accepted', 'arrived', 'returned'];

/** Every step in plain words to the one it is about; notes of staff and what departments tell one another are left out. */
function timelineForResident({ events, texts, attachments, directory }: TicketMaterial): TimelineEntry[] {
  let departmentId: number | null = null;
  const entries: TimelineEntry[] = [];
  for (const event of events) {
    if (event.type === 'transferred') departmentId = event.payload.departmentId;
    const own = event.actor.kind === 'resident';
    if (event.type === 'noted' && !own) continue;
    const shown = SAID_TO_RESIDENT.includes(event.type);
    const department = directory.departments.get(departmentId ?? 0)?.name;
    const actor = own ? '您' : event.actor.kind === 'system' ? '系统' : BY_DEPARTMENT.includes(event.type) && department ? department : staffName(directory, event.actor.id);
    entries.push({
      sequence: event.sequence, type: event.type, label: labelOf(event).replace('居民', '您'), at: event.at.toISOString(), actor,
      text: shown ? (texts.get(event.sequence) ?? null) : factOf(event, directory),
      attachments: shown || event.type === 'registered' ? (attachments.get(event.sequence) ?? []) : [],
    });
  }
  return entries;
}

function labelOf(event: TicketEvent): string {
  if (event.type === 'materials-supplied' && !event.payload.complete) return '补交了部分材料，仍未补齐';
  return ticketEventLabels[event.type];
}

/** What an event says by itself, apart from anyone's words. */
function factOf(event: TicketEvent, directory: Directory): string | null {
  if (event.type === 'registered') return `首问责任人：${staffName(directory, event.payload.firstResponsibleId)}`;
  if (event.type === 'transferred') return `承办部门：${directory.departments.get(event.payload.departmentId)?.name ?? '—'}`;
  if (event.type === 'rated') return `${event.payload.stars} 星`;
  return null;
}

function staffName(directory: Directory, id: number | null): string {
  const staff = directory.staff.get(id ?? 0);
  return staff ? `${staff.name}（工号 ${staff.staffNumber}）` : '工作人员';
}

function latestAnswer({ events, texts, directory }: TicketMaterial): TicketProgress['answer'] {
  const answered = events.findLast((event) => event.type === 'answered');
  if (answered?.type !== 'answered') return null;
  return { text: texts.get(answered.sequence) ?? '', at: answered.at.toISOString(), by: staffName(directory, answered.actor.id), written: answered.payload.written };
}

function ratingOf({ fold: { rating }, texts }: TicketMaterial): Rating | null {
  return rating && { stars: rating.stars, comment: texts.get(rating.sequence) ?? '', ratedAt: rating.at.toISOString() };
}

function placeOf({ latitudeE6, longitudeE6 }: Ticket): { latitude: number; longitude: number } | null {
  return latitudeE6 === null || longitudeE6 === null ? null : { latitude: latitudeE6 / 1e6, longitude: longitudeE6 / 1e6 };
}

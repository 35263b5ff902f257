import type { AttachmentView } from '@shouwen/shared/contract/attachment';
import type { AllowedAction, ClockView, FirstResponsible, MyTicketItem, Rating, StaffTicketDetail, StaffTicketItem, StepView, TicketProgress } from '@shouwen/shared/contract/ticket';
import { groupTicketNumber, maskName, maskPhone, ticketNumberOf } from '@shouwen/shared/value';
import { clockLabels, insideClocks, type TicketCategory } from '@shouwen/shared/vocabulary';
import { isStep } from './rules/clocks-of-ticket.js';
import { explainDeadline, type Beginning, type ExplainedDays } from './rules/explain-deadline.js';
import { nextStepInWords, stepInWords } from './rules/next-step-in-words.js';
import { nextStepOf } from './rules/steps-are-signed-in-order.js';
import type { ActorFacts, TicketClock, TicketEvent, TicketFold } from './rules/ticket-types.js';
import { actionsFor, refuseAction } from './rules/what-may-be-done.js';
import { investigatorOf, mayKnowIdentity, mayReadInvestigation } from './rules/who-may-see.js';
import { mayAnswerFor } from './rules/whoever-stands-in-covers.js';
import { writtenAnswerRequired } from './rules/written-matters-get-written-answers.js';
import type { Directory } from './ticket-people.js';
import { ratingOf, staffName, timelineForResident, timelineForStaff } from './ticket-timeline.view.js';
import type { ListedTicket, MyTicket } from './ticket-ranges.js';
import type { Ticket } from './ticket.entity.js';

/** What stands where a confidential complainant's identity must not (CP-6). */
const SECRET = '保密';

type Labels = ReadonlyMap<TicketCategory, string>;
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
  /** The days a clock is explained by. */
  daysOf: (clock: TicketClock) => ExplainedDays;
  labels: Labels;
  /** TL-5: of the category, in the edition the ticket began under. */
  checklist: readonly { readonly code: string; readonly name: string; readonly howToGet: string }[];
}

export function myTicketItem(row: MyTicket, now: Date, labels: Labels): MyTicketItem {
  return {
    number: ticketNumberOf(row.id), kind: row.kind, category: row.category, categoryLabel: labels.get(row.category) ?? row.category, state: row.state, title: row.title,
    createdAt: row.createdAt.toISOString(), next: stepInWords({ step: row.residentStep, due: row.residentDueAt }, now),
  };
}

export function progressView(material: TicketMaterial): TicketProgress {
  const { row, fold, now, labels } = material;
  return {
    ...myTicketItem(row, now, labels),
    state: fold.state, next: nextStepInWords(fold, now),
    numberSpoken: groupTicketNumber(ticketNumberOf(row.id)),
    description: row.description, address: row.address, landmark: row.landmark, place: placeOf(row), confidential: row.confidential,
    attachments: material.attachments.get(1) ?? [],
    firstResponsible: material.firstResponsible,
    clocks: fold.clocks.filter((clock) => !insideClocks.includes(clock.terms.clock) && clock.startedAt >= fold.openedAt).flatMap((clock) => clockView(clock, material, 'resident')),
    timeline: timelineForResident(material),
    materials: fold.state === 'waiting-materials' ? awaitedMaterials(material) : null,
    steps: stepsOf(material),
    coveredFor: fold.coveredForId === null ? null : staffName(material.directory, fold.coveredForId),
    answer: latestAnswer(material),
    rating: ratingOf(material),
    allowedActions: allowedActions(material),
    version: fold.version,
  };
}

export function staffItem(row: ListedTicket, { directory, viewer, now, labels }: Pick<TicketMaterial, 'directory' | 'viewer' | 'now' | 'labels'>): StaffTicketItem {
  const firstResponsible = directory.staff.get(row.firstResponsibleId);
  return {
    number: ticketNumberOf(row.id), kind: row.kind, category: row.category, categoryLabel: labels.get(row.category) ?? row.category, source: row.source, state: row.state,
    title: row.title, address: row.confidential ? SECRET : row.address, zone: row.zone, createdAt: row.createdAt.toISOString(), updatedAt: row.updatedAt.toISOString(),
    firstResponsibleName: firstResponsible?.name ?? '', firstResponsibleNumber: firstResponsible?.staffNumber ?? '',
    departmentName: directory.departments.get(row.departmentId ?? 0)?.name ?? null, handlerName: directory.staff.get(row.handlerId ?? 0)?.name ?? null,
    nextClock: row.nextClock, nextDueAt: row.nextDueAt?.toISOString() ?? null, overdue: row.nextDueAt !== null && now >= row.nextDueAt,
    confidential: row.confidential, coverFor: viewer.standsInFor.includes(row.firstResponsibleId) ? (firstResponsible?.name ?? '') : null,
    awaitsLeader: row.awaitsLeader, version: row.version,
  };
}

export function staffView(material: TicketMaterial): StaffTicketDetail {
  const { row, fold, viewer, directory } = material;
  const known = mayKnowIdentity(viewer, fold);
  return {
    ...staffItem(row, material),
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
    timeline: timelineForStaff(material),
    writtenAnswerRequired: writtenAnswerRequired(fold.source),
    rating: ratingOf(material),
    allowedActions: allowedActions(material),
    outOfScope: fold.outOfScope,
    coveredFor: fold.coveredForId === null ? null : staffName(directory, fold.coveredForId),
    asCoverFor: viewer.id !== fold.firstResponsibleId && viewer.id !== fold.coveredForId && mayAnswerFor(fold, viewer) ? staffName(directory, fold.firstResponsibleId) : null,
    coordination: coordinationOf(material),
    coParts: fold.coParts.map(({ departmentId, finishedAt }) => ({ departmentId, departmentName: departmentName(directory, departmentId) ?? '', finishedAt: finishedAt?.toISOString() ?? null })),
    escalation: fold.escalation,
    extension: extensionOf(material),
    chase: fold.chase && { at: fold.chase.at.toISOString() },
    materials: {
      checklist: material.checklist.map((item) => ({ ...item, named: fold.materialsNamed.includes(item.code), awaited: fold.materialsAwaited.includes(item.code) })),
      notices: fold.materialNotices, broughtAt: fold.materialsBroughtAt?.toISOString() ?? null,
    },
    investigation: investigationOf(material),
    outcome: fold.outcome,
    application: applicationOf(material),
    archivedAt: fold.archivedAt?.toISOString() ?? null,
    archiveNumber: fold.archiveNumber,
    link: fold.link && { how: fold.link.how, mainNumber: ticketNumberOf(fold.link.mainTicketId) },
    followers: fold.followers.map(({ how, ticketId }) => ({ how, number: ticketNumberOf(ticketId) })),
  };
}

function allowedActions({ fold, viewer, now }: TicketMaterial): AllowedAction[] {
  return actionsFor(viewer).map((action) => {
    const refused = refuseAction(fold, action, viewer, now);
    return { action, allowed: refused === null, why: refused?.why ?? null };
  });
}

/** A clock whose event is no longer awaited says nothing any more. */
function clockView(clock: TicketClock, { now, daysOf, fold }: TicketMaterial, reader: 'staff' | 'resident'): ClockView[] {
  if (clock.state === 'withdrawn') return [];
  const { clock: kind, limit, clause, action } = clock.terms;
  return [{
    clock: kind, label: clockLabels[kind], state: clock.state, startedAt: clock.startedAt.toISOString(), dueAt: clock.due?.toISOString() ?? null,
    stoppedAt: clock.stoppedAt?.toISOString() ?? null, overdue: clock.state === 'missed' || (clock.state === 'running' && clock.due !== null && now >= clock.due),
    why: [...explainDeadline({ clause, action, ...(kind === 'first-response' ? { deed: '与您联系' } : {}), beganWith: beginningOf(clock, fold) }, limit, clock.events, daysOf(clock))[reader]],
  }];
}

/** TL-9: what set the clock going. */
function beginningOf(clock: TicketClock, { registeredAt, openedAt }: TicketFold): Beginning {
  if (clock.terms.clock === 'return') return 'passed-on';
  if (clock.startedAt.getTime() === registeredAt.getTime()) return 'registered';
  return isStep(clock.terms.clock) && clock.startedAt > openedAt ? 'step-before-done' : 'reopened';
}

/** TL-5: in the words of the notice, with what the checklist knows of each item. */
function awaitedMaterials({ fold, events, texts, checklist }: TicketMaterial): NonNullable<TicketProgress['materials']> {
  const notice = events.findLast((event) => event.type === 'materials-requested');
  return {
    notice: texts.get(notice?.sequence ?? 0) ?? '', broughtAt: fold.materialsBroughtAt?.toISOString() ?? null,
    items: checklist.filter(({ code }) => fold.materialsAwaited.includes(code)).map((item) => ({ ...item })),
  };
}

function stepsOf({ fold, directory }: TicketMaterial): StepView[] {
  return fold.steps.map(({ step, signed }) => ({
    step, label: clockLabels[step], signed: signed && { at: signed.at.toISOString(), by: staffName(directory, signed.by), passed: signed.passed },
  }));
}

function applicationOf(material: TicketMaterial): StaffTicketDetail['application'] {
  const { fold, directory, events, texts } = material;
  if (fold.kind !== 'application') return null;
  const compared = events.findLast((event) => event.type === 'comparison-signed');
  return {
    acceptedAt: fold.acceptedAt?.toISOString() ?? null, steps: stepsOf(material), nextStep: nextStepOf(fold),
    comparison: fold.comparison && {
      at: fold.comparison.at.toISOString(), by: staffName(directory, fold.comparison.by), matches: fold.comparison.matches, difference: texts.get(compared?.sequence ?? 0) ?? '',
    },
  };
}

/** FI-3: what came, from whom, and what each department said since. */
function coordinationOf({ fold: { coordination }, events, texts, directory }: TicketMaterial): StaffTicketDetail['coordination'] {
  if (!coordination) return null;
  const opened = events.find((event) => event.sequence === coordination.sequence);
  return {
    cause: coordination.cause, at: coordination.at.toISOString(), by: staffName(directory, opened?.actor.id ?? null), reason: texts.get(coordination.sequence) ?? '',
    departmentName: departmentName(directory, coordination.departmentId),
    proposedDepartmentId: coordination.proposedDepartmentId, proposedDepartmentName: departmentName(directory, coordination.proposedDepartmentId),
    statements: events.flatMap((event) =>
      event.type === 'department-stated' && event.sequence > coordination.sequence
        ? [{ departmentName: departmentName(directory, event.payload.departmentId) ?? '', by: staffName(directory, event.actor.id), at: event.at.toISOString(), text: texts.get(event.sequence) ?? '' }]
        : [],
    ),
  };
}

function extensionOf({ fold: { extension }, events, texts, directory }: TicketMaterial): StaffTicketDetail['extension'] {
  if (!extension) return null;
  const at = events.find((event) => event.sequence === extension.sequence)?.at;
  return { until: extension.until, plan: texts.get(extension.sequence) ?? '', by: staffName(directory, extension.by), at: at?.toISOString() ?? '' };
}

/** CP-3, CP-6: the investigator's file. */
function investigationOf({ fold, viewer, events, texts, attachments, directory }: TicketMaterial): StaffTicketDetail['investigation'] {
  if (fold.kind !== 'complaint' || !mayReadInvestigation(viewer, fold)) return null;
  const ofFile = events.filter(({ type }) => type === 'complained-named' || type === 'investigator-assigned' || type === 'finding-recorded' || type === 'concluded');
  return {
    investigator: staffName(directory, investigatorOf(fold)), investigatorId: investigatorOf(fold),
    entries: ofFile.map(({ sequence, at, actor, type }) => ({
      at: at.toISOString(), by: staffName(directory, actor.id), type, text: texts.get(sequence) ?? '', attachments: attachments.get(sequence) ?? [],
    })),
  };
}

function latestAnswer({ events, texts, directory }: TicketMaterial): TicketProgress['answer'] {
  const answered = events.findLast((event) => event.type === 'answered');
  if (answered?.type !== 'answered') return null;
  return { text: texts.get(answered.sequence) ?? '', at: answered.at.toISOString(), by: staffName(directory, answered.actor.id), written: answered.payload.written };
}

const departmentName = (directory: Directory, id: number | null): string | null => (id === null ? null : (directory.departments.get(id)?.name ?? null));

function placeOf({ latitudeE6, longitudeE6 }: Ticket): { latitude: number; longitude: number } | null {
  return latitudeE6 === null || longitudeE6 === null ? null : { latitude: latitudeE6 / 1e6, longitude: longitudeE6 / 1e6 };
}

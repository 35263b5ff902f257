import type { Rating, TimelineEntry } from '@shouwen/shared/contract/ticket';
import { formatFullDate, ticketNumberOf } from '@shouwen/shared/value';
import { clockLabels, complaintOutcomeLabels, escalationLabels, faultLabels, ticketEventLabels, type TicketEventType } from '@shouwen/shared/vocabulary';
import type { TicketEvent } from './rules/ticket-types.js';
import { leads, mayReadInvestigation } from './rules/who-may-see.js';
import type { Directory } from './ticket-people.js';
import type { TicketMaterial } from './ticket.view.js';

type Told = Pick<TicketMaterial, 'directory' | 'labels'>;

/** The whole record, but for the investigator's file (CP-6), also of what is no complaint any more, and what was held against a person (FI-11), which are for those they concern. */
export function timelineForStaff(material: TicketMaterial): TimelineEntry[] {
  const { events, viewer, fold } = material;
  const investigates = !fold.onceComplaint || mayReadInvestigation(viewer, fold);
  return events.flatMap((event) => {
    if (!investigates && (event.type === 'finding-recorded' || event.type === 'investigator-assigned' || event.type === 'complained-named')) return [];
    if (event.type === 'fault-found' && event.payload.staffId !== viewer.id && !leads(viewer, fold)) return [];
    const entry = staffEntry(event, material);
    return [event.type === 'concluded' && !investigates ? { ...entry, actor: '调查人', text: factOf(event, material) } : entry];
  });
}

function staffEntry(event: TicketEvent, material: TicketMaterial): TimelineEntry {
  const { directory, texts, attachments } = material;
  const actor = event.actor.kind === 'resident' ? '居民' : event.actor.kind === 'system' ? '系统' : staffName(directory, event.actor.id);
  const said = texts.get(event.sequence) ?? null;
  return {
    sequence: event.sequence, type: event.type, label: labelOf(event), at: event.at.toISOString(), actor,
    text: [factOf(event, material), said].filter((part) => part !== null).join('\n') || null,
    attachments: attachments.get(event.sequence) ?? [],
  };
}

/** What a resident reads of; everything else on the timeline stays in the house. */
const FOR_RESIDENT: readonly TicketEventType[] = [
  'registered', 'responded', 'transferred', 'coordination-opened', 'coordinated', 'accepted', 'arrived', 'returned', 'extension-decided', 'deadline-moved', 'covered', 'handed-over',
  'reassigned', 'recategorised', 'application-accepted', 'step-signed', 'archived', 'materials-requested', 'materials-brought', 'materials-supplied', 'answered', 'closed', 'rated', 'not-solved', 'reopened',
];
/** Of these also the words. */
const SAID_TO_RESIDENT: readonly TicketEventType[] = ['responded', 'materials-requested', 'materials-brought', 'materials-supplied', 'answered', 'not-solved', 'rated', 'noted'];
const BY_DEPARTMENT: readonly TicketEventType[] = ['accepted', 'arrived', 'returned'];

/** Every step in plain words to the one it is about; notes of staff and what departments tell one another are left out. */
export function timelineForResident(material: TicketMaterial): TimelineEntry[] {
  const { events, texts, attachments, directory } = material;
  let departmentId: number | null = null;
  let plan: string | null = null;
  const entries: TimelineEntry[] = [];
  for (const event of events) {
    if (event.type === 'transferred' || event.type === 'coordinated') departmentId = event.payload.departmentId;
    if (event.type === 'extension-requested') plan = texts.get(event.sequence) ?? null;
    const own = event.actor.kind === 'resident';
    if (event.type === 'noted' ? !own : !FOR_RESIDENT.includes(event.type)) continue;
    if (event.type === 'extension-decided' && !event.payload.approved) continue;
    const shown = SAID_TO_RESIDENT.includes(event.type);
    const department = directory.departments.get(departmentId ?? 0)?.name;
    const actor = own ? '您' : event.actor.kind === 'system' ? '系统' : BY_DEPARTMENT.includes(event.type) && department ? department : staffName(directory, event.actor.id);
    entries.push({
      sequence: event.sequence, type: event.type, label: labelForResident(event), at: event.at.toISOString(), actor,
      // TL-6: the resident is told the plan and the new date.
      text: shown ? (texts.get(event.sequence) ?? null) : event.type === 'extension-decided' ? [plan, factOf(event, material)].filter((part) => part !== null).join('\n') : factForResident(event, material),
      attachments: shown || event.type === 'registered' ? (attachments.get(event.sequence) ?? []) : [],
    });
  }
  return entries;
}

/** What the house has a word of its own for, in words a resident uses. */
const plainly: Partial<Record<TicketEventType, string>> = {
  'coordination-opened': '由哪个部门办还没定，已请领导来定', coordinated: '领导已定下由谁办', 'materials-requested': '告诉您还缺哪些材料',
  'materials-supplied': '材料齐了，办理时间从头算起', covered: '换了一位工作人员接着办', 'handed-over': '换了一位工作人员负责', reassigned: '换了一位工作人员负责',
};

function labelForResident(event: TicketEvent): string {
  const partly = event.type === 'materials-supplied' && !event.payload.complete;
  return (partly ? undefined : plainly[event.type]) ?? labelOf(event).replace('居民', '您');
}

/** FI-4: who sent what back to whom, and whether rightly, is between the house's own people. */
function factForResident(event: TicketEvent, told: Told): string | null {
  switch (event.type) {
    case 'coordination-opened':
      return null;
    case 'coordinated':
      return factOf({ ...event, payload: { ...event.payload, unfoundedRejectionOf: null } }, told);
    case 'covered':
    case 'handed-over':
    case 'reassigned':
      return `原来是${staffName(told.directory, event.payload.fromStaffId)}，现在由${staffName(told.directory, event.payload.toStaffId)}负责到底`;
    case 'recategorised':
      return factOf(event, told)?.replace(' → ', ' 改为 ') ?? null;
    default:
      return factOf(event, told);
  }
}

function labelOf(event: TicketEvent): string {
  if (event.type === 'materials-supplied' && !event.payload.complete) return '补交了部分材料，仍未补齐';
  if (event.type === 'extension-decided') return event.payload.approved ? '经批准，办理期限延长' : '延期申请未获批准';
  if (event.type === 'step-signed') return `${clockLabels[event.payload.step]}${event.payload.passed ? '已完成' : '未通过'}`;
  return ticketEventLabels[event.type];
}

/** What an event says by itself, apart from anyone's words. */
function factOf(event: TicketEvent, { directory, labels }: Told): string | null {
  const department = (id: number | null) => directory.departments.get(id ?? 0)?.name ?? '—';
  switch (event.type) {
    case 'registered':
      return `首问责任人：${staffName(directory, event.payload.firstResponsibleId)}`;
    case 'transferred':
      return `承办部门：${department(event.payload.departmentId)}`;
    case 'coordination-opened':
      if (event.payload.cause === 'rejected') return `${department(event.payload.departmentId)}退回，提议由${department(event.payload.proposedDepartmentId)}办理`;
      return event.payload.cause === 'third-department' ? `将转到第三个部门（${department(event.payload.departmentId)}），自动报领导协调` : null;
    case 'department-stated':
    case 'part-finished':
      return department(event.payload.departmentId);
    case 'coordinated': {
      const { departmentId, coDepartmentIds, unfoundedRejectionOf } = event.payload;
      return [
        `主办部门：${department(departmentId)}`,
        ...(coDepartmentIds.length > 0 ? [`协办部门：${coDepartmentIds.map(department).join('、')}`] : []),
        ...(unfoundedRejectionOf === null ? [] : [`${department(unfoundedRejectionOf)}的退回不成立`]),
      ].join('\n');
    }
    case 'escalated':
      return `上报：${escalationLabels[event.payload.level]}`;
    case 'chased':
      return `${clockLabels[event.payload.clock]}${event.payload.late ? '已超时' : '临近期限'}`;
    case 'extension-requested':
    case 'extension-decided':
      return `延期至${formatFullDate(event.payload.until)}`;
    case 'covered':
    case 'handed-over':
    case 'reassigned':
      return `首问责任人：${staffName(directory, event.payload.fromStaffId)} → ${staffName(directory, event.payload.toStaffId)}`;
    case 'fault-found':
      return `${staffName(directory, event.payload.staffId)}：${faultLabels[event.payload.fault]}`;
    case 'complained-named':
      return `被投诉人：${staffName(directory, event.payload.staffId)}`;
    case 'investigator-assigned':
      return `调查人：${staffName(directory, event.payload.staffId)}`;
    case 'concluded':
      return `结论：${complaintOutcomeLabels[event.payload.outcome]}`;
    case 'recategorised':
      return `${labels.get(event.payload.fromCategory) ?? event.payload.fromCategory} → ${labels.get(event.payload.category) ?? event.payload.category}`;
    case 'comparison-signed':
      return event.payload.matches ? '批准内容与申请一致' : '批准内容与申请不一致';
    case 'archived':
      return `档案号：${event.payload.archiveNumber}`;
    case 'linked':
      return `${event.payload.how === 'merge' ? '并入' : '关联'} ${ticketNumberOf(event.payload.mainTicketId)}`;
    case 'unlinked':
      return ticketNumberOf(event.payload.mainTicketId);
    case 'follower-linked':
    case 'follower-unlinked':
      return ticketNumberOf(event.payload.ticketId);
    case 'rated':
      return `${event.payload.stars} 星`;
    default:
      return null;
  }
}

export function staffName(directory: Directory, id: number | null): string {
  const staff = directory.staff.get(id ?? 0);
  return staff ? `${staff.name}（工号 ${staff.staffNumber}）` : '工作人员';
}

export function ratingOf({ fold: { rating }, texts }: TicketMaterial): Rating | null {
  return rating && { stars: rating.stars, comment: texts.get(rating.sequence) ?? '', ratedAt: rating.at.toISOString() };
}

import type { StaffProfile } from '@shouwen/shared/contract/staff';
import type { Role } from '@shouwen/shared/vocabulary';

export type Workplace = 'account' | 'tariff' | 'charge-rule' | 'bill-run' | 'counter' | 'shift' | 'refund' | 'receipt' | 'invoice' | 'complaints' | 'follow-ups' | 'mine' | 'department' | 'hall' | 'leader' | 'register' | 'first-inquiry' | 'appointments' | 'applications' | 'hotline' | 'import' | 'duty' | 'breach' | 'roster' | 'rulebook' | 'approval' | 'reconciliation' | 'report' | 'arrears';

const leaders: readonly Role[] = ['section-leader', 'hall-manager', 'hall-director'];
const counter: readonly Role[] = ['clerk', 'hall-manager', 'hall-director'];

/** Which views a person needs, the one to begin with first. The server decides what may be done; this only keeps the desk uncluttered. */
export function workplacesOf(staff: StaffProfile): Workplace[] {
  const has = (...roles: readonly Role[]) => staff.roles.some((role) => roles.includes(role));
  const places: Workplace[] = [];
  if (has('administrator')) places.push('import', 'rulebook');
  if (has('finance')) places.push('bill-run');
  if (has('hotline')) places.push('hotline');
  const oversees = overseesComplaints(staff) || has('company-leader') || (staff.hallId !== null && has(...leaders));
  // Who takes no matters at a desk begins with what others take.
  if (oversees && has('supervisor', 'hall-director', 'hall-manager', 'company-leader') && !has('clerk', 'hotline')) places.push('hall');
  if (has(...leaders, 'company-leader', 'supervisor')) places.push('leader');
  if (has('hotline', 'supervisor', 'shift-leader', ...counter)) places.push('mine');
  if (has('crew', 'handler', 'section-leader') || (staff.departmentId !== null && !has('administrator'))) places.push('department');
  if (oversees && !places.includes('hall')) places.push('hall');
  if (has('supervisor', 'company-leader', 'hall-director', 'hall-manager')) places.push('complaints');
  // An investigator calls the confidential complainant back (CP-6).
  if (has('hotline', 'hall-manager', 'hall-director', 'supervisor', 'handler', 'section-leader')) places.push('follow-ups');
  if (has(...counter, 'hotline', 'supervisor')) places.push('register');
  if (has(...counter, 'hotline', 'supervisor', 'company-leader')) places.push('first-inquiry');
  if (staff.hallId !== null && has(...counter)) places.push('appointments');
  if (has(...counter, 'hotline', 'handler', 'section-leader', 'supervisor', 'company-leader')) places.push('applications');
  if (has('clerk', 'shift-leader', 'hall-director', 'section-leader', 'company-leader', 'finance', 'administrator')) places.push('approval');
  if (staff.hallId !== null && has('clerk', 'shift-leader')) places.push('counter');
  if (has('clerk', 'shift-leader', 'hall-director', 'finance', 'administrator')) places.push('shift');
  if (has('clerk', 'shift-leader', 'hall-director', 'finance')) places.push('refund', 'receipt', 'invoice');
  if (has('finance', 'section-leader', 'hall-director', 'company-leader')) places.push('reconciliation');
  if (has('shift-leader', 'hall-director', 'company-leader', 'finance')) places.push('report');
  if (has('hotline', 'clerk', 'shift-leader', 'hall-director', 'company-leader', 'finance')) places.push('arrears');
  if (has('clerk', 'hotline', 'handler', 'hall-manager', 'shift-leader', 'section-leader', 'hall-director', 'finance')) places.push('account');
  if (has('finance', 'administrator')) places.push('tariff', 'charge-rule');
  if (has('hall-manager') && !has('hotline')) places.push('hotline');
  if (places.length === 0) places.push('mine');
  places.push('duty', 'breach');
  if (has('administrator')) places.push('roster');
  return places;
}

/** The complaint supervisor's overview is of complaints, a leader's of the hall. */
export function overseesComplaints(staff: Pick<StaffProfile, 'roles' | 'hallId'>): boolean {
  return staff.roles.includes('supervisor') && !(staff.hallId !== null && staff.roles.some((role) => leaders.includes(role)));
}
export const overviewLabel = (staff: StaffProfile): string => (overseesComplaints(staff) ? '全部投诉' : staff.hallId === null && staff.roles.includes('company-leader') ? '全部工单' : '本厅工单');

export const workplacePaths: Record<Workplace, string> = {
  mine: '/tickets/mine',
  department: '/tickets/department',
  hall: '/tickets/hall',
  leader: '/tickets/leader',
  complaints: '/complaints',
  'follow-ups': '/follow-ups',
  register: '/register',
  'first-inquiry': '/first-inquiry',
  appointments: '/appointments',
  applications: '/applications',
  hotline: '/hotline',
  account: '/account',
  tariff: '/tariffs',
  'charge-rule': '/charge-rules',
  'bill-run': '/bill-runs',
  counter: '/counter',
  shift: '/shift',
  refund: '/refunds',
  receipt: '/receipts',
  invoice: '/invoices/all',
  approval: '/approvals',
  report: '/reports',
  arrears: '/arrears',
  import: '/imports',
  reconciliation: '/reconciliation',
  duty: '/duty',
  breach: '/breaches',
  roster: '/roster',
  rulebook: '/rulebook',
};

/** Where a person opens a ticket that was found outside their lists: beside the first list they have. */
export function ticketAddress(staff: StaffProfile, number: string): string {
  const list = workplacesOf(staff).find((place) => place === 'mine' || place === 'department' || place === 'hall') ?? 'mine';
  return `${workplacePaths[list]}/${number}`;
}

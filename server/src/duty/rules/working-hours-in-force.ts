import { type DateString, weekday } from '@shouwen/shared/value';

export interface HoursRule {
  readonly hallId: number | null;
  readonly departmentId: number | null;
  readonly staffId: number | null;
  readonly since: DateString;
  readonly days: 'working' | 'hall' | 'none';
  readonly weekdays: readonly number[];
  readonly spans: readonly { readonly from: string; readonly to: string }[];
}
/** What the calendars say of a day. */
export interface DayFacts {
  /** National working day, and one that makes up for a holiday (TL-3). */
  readonly working: boolean;
  readonly makeUp: boolean;
  /** The person's hall is open; `special`: by an exception, not by its week. Null: belongs to no hall. */
  readonly hall: { readonly open: boolean; readonly special: boolean } | null;
  /** Why it is no working day, or the hall is closed. */
  readonly why: string | null;
}

/** The person's own rule before that of the department, the hall, and everyone's; of each the latest that has begun. */
export function hoursInForce(rules: readonly HoursRule[], person: { id: number; hallId: number | null; departmentId: number | null }, date: DateString): HoursRule | null {
  const begun = rules.filter((rule) => rule.since <= date);
  const groups = [
    begun.filter((rule) => rule.staffId === person.id),
    begun.filter((rule) => rule.staffId === null && rule.departmentId !== null && rule.departmentId === person.departmentId),
    begun.filter((rule) => rule.staffId === null && rule.departmentId === null && rule.hallId !== null && rule.hallId === person.hallId),
    begun.filter((rule) => rule.staffId === null && rule.departmentId === null && rule.hallId === null),
  ];
  const [latest] = [...(groups.find((group) => group.length > 0) ?? [])].sort((a, b) => (a.since < b.since ? 1 : -1));
  return latest ?? null;
}

/** AB-5: null when the person is expected on the day, otherwise why not. Holidays, make-up days and the hall's own days are respected (TL-3). */
export function whyFree(rule: HoursRule | null, date: DateString, day: DayFacts): string | null {
  if (rule === null || rule.days === 'none') return '不按考勤';
  const inWeek = rule.weekdays.includes(weekday(date));
  if (rule.days === 'working') {
    if (!day.working) return day.why ?? '休息日';
    return inWeek || day.makeUp ? null : '轮休';
  }
  if (day.hall === null) return '不按考勤';
  if (!day.hall.open) return day.why ?? '营业厅不营业';
  return inWeek || day.hall.special ? null : '轮休';
}

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

export function spansOf(rule: HoursRule): { from: number; until: number }[] {
  return rule.spans.map(({ from, to }) => ({ from: minutesOf(from), until: minutesOf(to) }));
}

/** What is wrong with hours as an administrator enters them; null when sound. */
export function faultOfHours(rule: HoursRule): string | null {
  if ([rule.hallId, rule.departmentId, rule.staffId].filter((id) => id !== null).length > 1) return '请只选择一个营业厅、部门或人员';
  if (rule.days === 'none') return null;
  if (rule.days === 'hall' && rule.departmentId !== null) return '部门不按营业厅开放日考勤，请选择工作日';
  const spans = spansOf(rule);
  if (spans.length === 0) return '请填写上班时间';
  if (rule.weekdays.length === 0) return '请至少选择一个上班日';
  for (const [index, { from, until }] of spans.entries()) {
    if (from >= until) return '每段上班时间的结束必须晚于开始';
    if (index > 0 && from < spans[index - 1]!.until) return '各段上班时间须按先后排列，不能重叠';
  }
  return null;
}

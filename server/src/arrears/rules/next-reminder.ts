import type { ReminderStep } from '@shouwen/shared/contract/arrears';
import { daysBetween, type DateString } from '@shouwen/shared/value';

/**
 * The step that is due now for a debt whose oldest bill was on time until `dueOn`: the latest one that has come, unless it or a later one has been
 * done. What was missed while no server ran is passed over: nobody gets three reminders at once (ES-2).
 */
export function nextReminder(steps: readonly ReminderStep[], dueOn: DateString, today: DateString, done: readonly number[]): ReminderStep | null {
  const overdue = daysBetween(dueOn, today);
  const due = steps.filter(({ days }) => days <= overdue).at(-1);
  return due !== undefined && !done.some((days) => days >= due.days) ? due : null;
}

/** Null: sound. Each step is later than the one before. */
export function faultOfSteps(steps: readonly ReminderStep[]): { path: string; message: string } | null {
  const wrong = steps.findIndex(({ days }, i) => i > 0 && days <= steps[i - 1]!.days);
  return wrong < 0 ? null : { path: `steps.${wrong}.days`, message: '每一步的天数应大于上一步' };
}

const FIRST_HOUR = 9;
const LAST_HOUR = 20;
/** Nobody is reminded at night: from nine to eight in the evening, Asia/Shanghai. */
export function isReminderHour(now: Date): boolean {
  const hour = (now.getUTCHours() + 8) % 24;
  return hour >= FIRST_HOUR && hour < LAST_HOUR;
}


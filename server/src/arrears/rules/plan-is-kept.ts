import type { Instalment } from '@shouwen/shared/contract/arrears';
import { addDays, type DateString } from '@shouwen/shared/value';

const LONGEST_DAYS = 3 * 366;

/** Null: sound. One after the other, from today on, within three years, and together the whole debt. Fen. */
export function faultOfPlan(instalments: readonly Instalment[], debtFen: number, today: DateString): { code: 'INVALID_INPUT' | 'PLAN_NOT_THE_DEBT'; path: string; message: string } | null {
  for (const [i, { dueOn, amountFen }] of instalments.entries()) {
    if (dueOn < today) return { code: 'INVALID_INPUT', path: `instalments.${i}.dueOn`, message: '付款日期不能早于今天' };
    if (dueOn > addDays(today, LONGEST_DAYS)) return { code: 'INVALID_INPUT', path: `instalments.${i}.dueOn`, message: '分期最长三年' };
    if (i > 0 && dueOn <= instalments[i - 1]!.dueOn) return { code: 'INVALID_INPUT', path: `instalments.${i}.dueOn`, message: '每期的日期应晚于上一期' };
    if (amountFen <= 0) return { code: 'INVALID_INPUT', path: `instalments.${i}.amountFen`, message: '每期金额应大于零' };
  }
  const sum = instalments.reduce((all, { amountFen }) => all + amountFen, 0);
  return sum === debtFen ? null : { code: 'PLAN_NOT_THE_DEBT', path: 'instalments', message: '各期金额之和应等于欠费总额' };
}

export interface PlanFacts {
  instalments: readonly Instalment[];
  /** Paid on its bills since it was agreed, late fees included. */
  paidFen: number;
  /** None of its bills is open any more: paid in another way, or reversed. */
  allSettled: boolean;
}
/** An instalment may be paid until the end of its day. What is caught up is kept again. */
export function standingOf({ instalments, paidFen, allSettled }: PlanFacts, today: DateString): { standing: 'kept' | 'broken' | 'fulfilled'; behindFen: number; missedOn: DateString | null } {
  if (allSettled || paidFen >= instalments.reduce((all, { amountFen }) => all + amountFen, 0)) return { standing: 'fulfilled', behindFen: 0, missedOn: null };
  let due = 0;
  let missedOn: DateString | null = null;
  for (const { dueOn, amountFen } of instalments) {
    if (dueOn >= today) break;
    due += amountFen;
    if (paidFen < due) missedOn ??= dueOn;
  }
  return { standing: missedOn === null ? 'kept' : 'broken', behindFen: Math.max(0, due - paidFen), missedOn };
}

import { addDays, type DateString } from '@shouwen/shared/value';
import type { ArrearsAge } from '@shouwen/shared/vocabulary';

/** The youngest first: a bill belongs to the first class whose `since` is no later than its due day. Null: everything before. */
export function ageClasses(today: DateString): { age: ArrearsAge; since: DateString | null }[] {
  const days = ['30', '60', '90', '180', '365'] as const;
  return [{ age: 'current', since: today }, ...days.map((age) => ({ age, since: addDays(today, -Number(age)) })), { age: 'over', since: null }];
}

/** How old a debt is that fell due on `dueOn`, its last day on time. */
export function ageOf(dueOn: DateString, today: DateString): ArrearsAge {
  return ageClasses(today).find(({ since }) => since === null || dueOn >= since)!.age;
}

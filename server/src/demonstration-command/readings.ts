import { addDays, type DateString } from '@shouwen/shared/value';
import type { DemonstrationAccount, Habit } from './accounts.js';
import type { Chance } from './random.js';

export interface DemonstrationReading {
  accountNumber: string;
  readOn: DateString;
  value: number;
  settledOn: DateString | null;
}

/** Winter to winter. */
const season = [0.86, 0.84, 0.92, 0.98, 1.05, 1.18, 1.34, 1.36, 1.14, 1.0, 0.92, 0.88] as const;
/** m³ a month through a toilet that leaks. */
const RUNNING_AWAY = 26;
const openBills: Record<Habit, number> = { prompt: 0, 'one-open': 1, overdue: 2, 'several-open': 5 };

/** The opening reading and `months` more, the last on the newest reading day before `today`. */
export function generateReadings(account: DemonstrationAccount, months: number, today: DateString, chance: Chance): DemonstrationReading[] {
  const days = readingDays(account.readingDay, months + 1, today);
  const leakAt = account.leaky ? chance.between(months - Math.min(months - 1, 8), months - 1) : -1;
  let value = chance.between(0, 2500);
  return days.map((readOn, i) => {
    if (i > 0) value += volumeOf(account, Number(readOn.slice(5, 7)), i === leakAt, chance) + (account.leaksNow && i === months ? RUNNING_AWAY : 0);
    const paidAfter = chance.happens(0.93) ? chance.between(1, 19) : chance.between(20, 55);
    const settledOn = addDays(readOn, paidAfter);
    const open = i === 0 || i > months - openBills[account.habit] || settledOn > today;
    return { accountNumber: account.accountNumber, readOn, value, settledOn: open ? null : settledOn };
  });
}

function volumeOf(account: DemonstrationAccount, month: number, leak: boolean, chance: Chance): number {
  const usual = Math.round(account.usage * (season[month - 1] ?? 1) * (0.8 + chance.next() * 0.4));
  return leak ? usual + chance.between(70, 180) : usual;
}

/** The same day of consecutive months, oldest first. */
function readingDays(day: number, count: number, today: DateString): DateString[] {
  const [year, month, date] = today.split('-').map(Number) as [number, number, number];
  const newest = year * 12 + (month - 1) - (day < date ? 0 : 1);
  return Array.from({ length: count }, (_, i) => {
    const index = newest - (count - 1 - i);
    return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  });
}

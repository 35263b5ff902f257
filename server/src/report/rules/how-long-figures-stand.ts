import { shanghaiDate } from '@shouwen/shared/value';

const HOUR_MS = 3_600_000;
/** Bills of the last months are paid by the minute, older ones now and then. */
const RECENT_MONTHS = 3;
const RECENT_HOURS = 1;
const OLD_HOURS = 7 * 24;

/** `2026-01` … `2026-03`, both included; none when `from` is later. */
export function monthsBetween(from: string, to: string): string[] {
  const months: string[] = [];
  for (let n = ordinal(from); n <= ordinal(to); n++) months.push(`${Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}`);
  return months;
}

/** Whether a month's figures, summed up at `builtAt`, should be made anew before they are shown. */
export function isStale(month: string, builtAt: Date | null, now: Date): boolean {
  if (builtAt === null) return true;
  const recent = ordinal(month) > ordinal(shanghaiDate(now).slice(0, 7)) - RECENT_MONTHS;
  return now.getTime() - builtAt.getTime() >= (recent ? RECENT_HOURS : OLD_HOURS) * HOUR_MS;
}

const ordinal = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;

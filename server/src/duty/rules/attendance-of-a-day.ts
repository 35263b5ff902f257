import type { AttendanceFinding } from '@shouwen/shared/vocabulary';

/** Minutes of the Shanghai day, 0 to 1440. */
export interface Minutes {
  readonly from: number;
  readonly until: number;
}
export interface DayOfWork {
  /** Working hours, in order, without overlap. */
  readonly spans: readonly Minutes[];
  readonly leave: readonly Minutes[];
  /** Signed in until signed out, in order. An open end (nobody signed out that day) is 1440 with `open`. */
  readonly present: readonly (Minutes & { readonly open?: boolean })[];
  /** AB-5: how long before the start one should be there. */
  readonly earlyMinutes: number;
}

/** What of the working hours leave does not cover. */
export function expectedMinutes({ spans, leave }: Pick<DayOfWork, 'spans' | 'leave'>): Minutes[] {
  return leave.reduce<Minutes[]>(
    (parts, { from, until }) =>
      parts.flatMap((part) => [{ from: part.from, until: Math.min(part.until, from) }, { from: Math.max(part.from, until), until: part.until }].filter((piece) => piece.from < piece.until)),
    [...spans],
  );
}

/**
 * AB-5, one day that is over: late is after the start, early is before the end (also for a while in between), each once for each part of the
 * day; a part in which the person never came is absence, graded by whether it makes more than half of the day's working hours.
 */
export function attendanceOfDay(day: DayOfWork): AttendanceFinding[] {
  const expected = expectedMinutes(day);
  const found: AttendanceFinding[] = [];
  let absent = 0;
  for (const part of expected) {
    const here = day.present.filter((stay) => stay.from < part.until && stay.until > part.from);
    const first = here[0];
    if (first === undefined) {
      absent += part.until - part.from;
      continue;
    }
    if (first.from > part.from) found.push('late');
    // Ten minutes early is asked at the beginning of the day, not after lunch, and not of who comes back from leave.
    else if (part.from === day.spans[0]?.from && first.from > part.from - day.earlyMinutes) found.push('not-early');
    // Out and in again at the same instant is not leaving.
    if (here.some((stay, index) => stay.until < part.until && here[index + 1]?.from !== stay.until)) found.push('left-early');
  }
  if (absent > 0) found.push(absent * 2 <= lengthOf(day.spans) ? 'absent-half-day' : 'absent-longer');
  if (day.present.some((stay) => stay.open)) found.push('no-sign-out');
  return found;
}

function lengthOf(parts: readonly Minutes[]): number {
  return parts.reduce((sum, { from, until }) => sum + until - from, 0);
}

import type { AttendanceConsequence, AttendanceFinding } from '@shouwen/shared/vocabulary';

/** AB-5: three or more times late or early in a month are named in a circular, ten or more are passed to the centre (numbers are data). */
export function attendanceConsequenceOfMonth(counts: Readonly<Record<AttendanceFinding, number>>, { circularFrom, centreFrom }: { circularFrom: number; centreFrom: number }): AttendanceConsequence {
  const times = counts.late + counts['left-early'];
  if (times >= centreFrom) return 'centre';
  return times >= circularFrom ? 'circular' : 'none';
}

export function countFindings(days: readonly { readonly findings: readonly AttendanceFinding[] }[]): Record<AttendanceFinding, number> {
  const counts: Record<AttendanceFinding, number> = { 'not-early': 0, late: 0, 'left-early': 0, 'absent-half-day': 0, 'absent-longer': 0, 'no-sign-out': 0 };
  for (const { findings } of days) for (const finding of findings) counts[finding] += 1;
  return counts;
}

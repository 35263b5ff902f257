const MS_PER = { hours: 3_600_000, minutes: 60_000 } as const;

/** TL-4: limits in minutes or hours run on the wall clock, day and night, through holidays. Returns the first instant that is late. */
export function limitInElapsedTime(start: Date, unit: 'hours' | 'minutes', n: number): Date {
  if (!Number.isFinite(n) || n < 0) throw new RangeError(`not a limit in ${unit}: ${n}`);
  return new Date(start.getTime() + n * MS_PER[unit]);
}

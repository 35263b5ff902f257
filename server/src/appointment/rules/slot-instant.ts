import { startOfShanghaiDay, type DateString } from '@shouwen/shared/value';

/** The instant of `HH:mm` on an Asia/Shanghai day. */
export function slotInstant(date: DateString, time: string): Date {
  const [hours, minutes] = time.split(':').map(Number) as [number, number];
  return new Date(startOfShanghaiDay(date).getTime() + (hours * 60 + minutes) * 60_000);
}

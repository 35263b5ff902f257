import type { AppointmentState } from '@shouwen/shared/vocabulary';
import type { DateString } from '@shouwen/shared/value';

/** Who an appointment is for: a signed-in resident, or a phone number that was booked for. */
export type Booker = { residentId: number } | { phoneDigest: string };

/** Equal for two bookings that may not both stand (QU-1). */
export function liveKeyOf(booker: Booker, serviceItemId: number, date: DateString): string {
  const who = 'residentId' in booker ? `resident:${booker.residentId}` : `phone:${booker.phoneDigest}`;
  return `${who}:${serviceItemId}:${date}`;
}

/** Once in another state it no longer stands in the way of a second booking. */
export const liveStates: readonly AppointmentState[] = ['booked', 'checked-in', 'called'];

import type { PresenceState } from '@shouwen/shared/vocabulary';

/** AB-4: from where one may go where. Whoever serves a resident finishes first. */
export const presenceChanges: Readonly<Record<PresenceState, readonly PresenceState[]>> = {
  off: ['present'],
  present: ['serving', 'away', 'off'],
  serving: ['present', 'away'],
  away: ['present', 'serving', 'off'],
};

/** Null when the change may be made; otherwise why not. */
export function whyNoChange(from: PresenceState, to: PresenceState): string | null {
  if (from === to || presenceChanges[from].includes(to)) return null;
  if (from === 'off') return '请先上岗';
  return '正在服务居民，请先结束服务再签退';
}

/** AB-4: present, serving and shortly away are on duty; who is away for too long is left out of what comes in, until they are back. */
export function isOnDuty(state: PresenceState, since: Date, now: Date, awayMinutes: number): boolean {
  if (state === 'off') return false;
  return state !== 'away' || !isAwayTooLong(state, since, now, awayMinutes);
}

/** From `awayMinutes` on; up to then (9:59) it is "temporarily away". */
export function isAwayTooLong(state: PresenceState, since: Date | null, now: Date, awayMinutes: number): boolean {
  return state === 'away' && since !== null && now.getTime() - since.getTime() >= awayMinutes * 60_000;
}

/** Puts a time of the test's choosing in the place of the server's one clock. */
import { Clock } from '../../server/src/http/index.js';

export interface FixedClock {
  /** `2026-03-02T09:00:00+08:00` */
  set(instant: string | Date): void;
  advance(milliseconds: number): void;
  now(): Date;
  /** Back to real time. */
  release(): void;
}

export function fixedClock(app: { get(token: typeof Clock): Clock }): FixedClock {
  const clock = app.get(Clock);
  let fixed: number | undefined;
  clock.now = () => (fixed === undefined ? new Date() : new Date(fixed));
  return {
    set: (instant) => void (fixed = new Date(instant).getTime()),
    advance: (milliseconds) => void (fixed = clock.now().getTime() + milliseconds),
    now: () => clock.now(),
    release: () => void (fixed = undefined),
  };
}

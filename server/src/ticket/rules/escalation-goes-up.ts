import { escalationLabels, type EscalationLevel } from '@shouwen/shared/vocabulary';

const LEVELS = Object.keys(escalationLabels) as EscalationLevel[];

/** FI-8: section leader, hall director, company leader; whether `level` lies above what it already went up to. */
export function isHigher(level: EscalationLevel, reached: EscalationLevel | null): boolean {
  return reached === null || LEVELS.indexOf(level) > LEVELS.indexOf(reached);
}

import type { ApplicationResult, ApplicationStage, ApplicationStep } from '@shouwen/shared/vocabulary';

interface Facts {
  readonly acceptedAt: Date | null;
  readonly steps: readonly { readonly step: ApplicationStep; readonly signed: { readonly passed: boolean } | null }[];
  /** Null when the work lies with the window. */
  readonly departmentId: number | null;
  readonly comparison: object | null;
  readonly closedAt: Date | null;
  readonly archivedAt: Date | null;
}

/** All steps signed, or one not passed, which ends them (AP-3). */
export const stepsAreDone = ({ steps }: Pick<Facts, 'steps'>): boolean => steps.some(({ signed }) => signed?.passed === false) || steps.every(({ signed }) => signed !== null);

/** How far an application has come. `ready`: everything is done and it is back at the window, so the next weekly check takes it (AP-4). */
export function stageOfApplication(facts: Facts): ApplicationStage {
  if (facts.archivedAt) return 'archived';
  if (facts.closedAt) return 'closed';
  if (!facts.acceptedAt) return 'filed';
  if (facts.comparison) return 'checked';
  return stepsAreDone(facts) && facts.departmentId === null ? 'ready' : 'accepted';
}

/** What came of it; null while steps are still to be done. */
export function resultOfApplication(facts: Pick<Facts, 'acceptedAt' | 'steps' | 'closedAt'>): ApplicationResult | null {
  if (!facts.acceptedAt) return facts.closedAt ? 'not-accepted' : null;
  if (facts.steps.some(({ signed }) => signed?.passed === false)) return 'refused';
  return facts.steps.every(({ signed }) => signed) ? 'granted' : null;
}

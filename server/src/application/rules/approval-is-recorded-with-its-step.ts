import type { ApplicationStep } from '@shouwen/shared/vocabulary';

/** AP-3, AP-4: the step whose signature says what was approved: the approval, or the last step of a service item without one. Null without steps. */
export function approvalStepOf(steps: readonly ApplicationStep[]): ApplicationStep | null {
  return steps.includes('approval') ? 'approval' : (steps.at(-1) ?? null);
}

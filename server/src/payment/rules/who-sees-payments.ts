import type { PaymentMethod, PaymentState, Role } from '@shouwen/shared/vocabulary';

/** Those who keep the company's money see every hall's. */
const everywhere: readonly Role[] = ['finance', 'section-leader', 'company-leader', 'administrator'];

/** Money taken in a hall is that hall's to look at; what came online is everybody's at a counter. */
export const mayLookAt = (viewer: { roles: readonly Role[]; hallId: number | null }, { hallId }: { hallId: number | null }) =>
  hallId === null || viewer.hallId === hallId || viewer.hallId === null || everywhere.some((role) => viewer.roles.includes(role));

/** In its own shift, which is seen to when it is done: money taken at the counter of which nothing went back. WeChat's is refunded instead. */
export const mayBeVoided = (payment: { state: PaymentState; refundedFen: number; method: PaymentMethod; shiftId: number | null }) =>
  payment.state === 'paid' && payment.refundedFen === 0 && (payment.method === 'cash' || payment.method === 'card') && payment.shiftId !== null;

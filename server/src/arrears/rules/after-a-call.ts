import { addDays, type DateString } from '@shouwen/shared/value';
import type { ArrearsCallResult, ArrearsCallState } from '@shouwen/shared/vocabulary';

const MOST_ATTEMPTS = 3;
const MOST_CALLBACK_DAYS = 60;
/** Said to be paid: looked at again when the money has had time to come in. */
const PAID_AFTER_DAYS = 3;

/** What the list does next. `callbackOn` is what was agreed with the person. */
export function afterCall(result: ArrearsCallResult, attempts: number, callbackOn: DateString | null, today: DateString): { state: Exclude<ArrearsCallState, 'withdrawn'>; nextOn: DateString } {
  if (callbackOn !== null) return { state: 'open', nextOn: callbackOn };
  if (result === 'paid') return { state: 'open', nextOn: addDays(today, PAID_AFTER_DAYS) };
  if (result === 'no-answer') return attempts < MOST_ATTEMPTS ? { state: 'open', nextOn: addDays(today, 1) } : { state: 'unreached', nextOn: today };
  return { state: 'done', nextOn: today };
}

/** Null: sound. A promise has its day; a number that is wrong needs none. */
export function faultOfCallback(result: ArrearsCallResult, callbackOn: DateString | null, today: DateString): string | null {
  if (callbackOn === null) return result === 'promised' ? '请填写答应缴费的日期，到时再核对' : null;
  if (callbackOn <= today) return '再拨日期应晚于今天';
  return callbackOn > addDays(today, MOST_CALLBACK_DAYS) ? `再拨日期最晚 ${MOST_CALLBACK_DAYS} 天后` : null;
}

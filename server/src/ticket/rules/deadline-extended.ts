import { addDays, startOfShanghaiDay, type DateString } from '@shouwen/shared/value';
import type { ClockState } from './clock-types.js';

/**
 * TL-6, the date: an approved extension moves the deadline to the end of the given day. The deadline by the limit is kept beside it, for an
 * extended ticket never counts as on time by it. While materials are awaited no deadline runs, so there is none to extend.
 */
export function deadlineExtended(state: ClockState, until: DateString): ClockState {
  if (state.kind !== 'running') return state;
  return { ...state, due: startOfShanghaiDay(addDays(until, 1)) };
}

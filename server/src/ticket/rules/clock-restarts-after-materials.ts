import type { ClockEvent, ClockState } from './clock-types.js';

type MaterialsEvent = Extract<ClockEvent, { type: 'materials-missing' | 'materials-supplied' }>;

/**
 * TL-2: from the notice that materials are missing no deadline runs; when everything is supplied the whole limit starts anew, with the day
 * of supply as the uncounted start day. A partial supply changes nothing. `startAt` starts the ticket's limit at an instant.
 */
export function clockRestartsAfterMaterials(state: ClockState, event: MaterialsEvent, startAt: (at: Date) => ClockState): ClockState {
  if (event.type === 'materials-supplied') return event.complete ? startAt(event.at) : state;
  return state.kind === 'waiting' ? state : { kind: 'waiting', since: event.at };
}

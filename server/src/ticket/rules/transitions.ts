import type { TicketAction, TicketEventType, TicketState } from '@shouwen/shared/vocabulary';

type From = TicketState | 'none';
const stays = (...states: TicketState[]) => Object.fromEntries(states.map((state) => [state, state])) as Partial<Record<From, TicketState>>;

/**
 * In which states each event may happen, and the state after it. A partial supply of materials (`complete: false`) leaves the state as it is.
 */
export const transitions: Readonly<Record<TicketEventType, Partial<Record<From, TicketState>>>> = {
  registered: { none: 'registered' },
  responded: { registered: 'in-progress', ...stays('in-progress', 'transferred', 'returned') },
  transferred: { registered: 'transferred', 'in-progress': 'transferred', transferred: 'transferred', returned: 'transferred' },
  accepted: { transferred: 'in-progress' },
  arrived: stays('in-progress'),
  returned: { 'in-progress': 'returned' },
  'materials-requested': { registered: 'waiting-materials', 'in-progress': 'waiting-materials', returned: 'waiting-materials' },
  'materials-supplied': { 'waiting-materials': 'in-progress' },
  answered: { registered: 'answered', 'in-progress': 'answered', 'waiting-materials': 'answered', returned: 'answered', answered: 'answered' },
  closed: { answered: 'closed' },
  rated: stays('answered', 'closed'),
  'not-solved': { answered: 'in-progress', closed: 'in-progress' },
  noted: stays('registered', 'transferred', 'in-progress', 'waiting-materials', 'returned', 'answered', 'closed'),
};

/** The event each action leads to. */
export const eventOfAction: Readonly<Record<TicketAction, TicketEventType>> = {
  respond: 'responded',
  transfer: 'transferred',
  accept: 'accepted',
  arrive: 'arrived',
  return: 'returned',
  answer: 'answered',
  close: 'closed',
  note: 'noted',
  'request-materials': 'materials-requested',
  'confirm-materials': 'materials-supplied',
  rate: 'rated',
  'not-solved': 'not-solved',
};

/** Null: the event cannot happen in that state. */
export function stateAfter(from: From, event: TicketEventType): TicketState | null {
  return transitions[event][from] ?? null;
}

/** What is wrong with a table of transitions: states never reached, and open states from which no way leads to `closed`. Empty when sound. */
export function faultsOfTransitions(states: readonly TicketState[], table: Readonly<Record<string, Partial<Record<string, string>>>>): string[] {
  const edges = Object.values(table).flatMap((row) => Object.entries(row) as [string, string][]);
  const spread = (start: string, next: (edge: [string, string]) => [string, string]): Set<string> => {
    const reached = new Set([start]);
    for (let size = 0; size !== reached.size; ) {
      size = reached.size;
      for (const edge of edges) {
        const [a, b] = next(edge);
        if (reached.has(a)) reached.add(b);
      }
    }
    return reached;
  };
  const reachable = spread('none', (edge) => edge);
  const closing = spread('closed', ([from, to]) => [to, from]);
  return states.flatMap((state) => [
    ...(reachable.has(state) ? [] : [`no event leads to ${state}`]),
    ...(closing.has(state) ? [] : [`no way from ${state} to closed`]),
  ]);
}

import type { TicketEventType, TicketState } from '@shouwen/shared/vocabulary';

type From = TicketState | 'none';
const stays = (...states: readonly TicketState[]) => Object.fromEntries(states.map((state) => [state, state])) as Partial<Record<From, TicketState>>;

const OPEN: readonly TicketState[] = ['registered', 'coordinating', 'transferred', 'in-progress', 'waiting-materials', 'returned', 'answered'];
const ALL: readonly TicketState[] = [...OPEN, 'closed'];
/** Where the work lies with the first responsible. */
const WITH_FIRST_RESPONSIBLE: readonly TicketState[] = ['registered', 'in-progress', 'returned'];
const to = (state: TicketState, ...from: readonly From[]) => Object.fromEntries(from.map((f) => [f, state])) as Partial<Record<From, TicketState>>;

/**
 * In which states each event may happen, and the state after it. A partial supply of materials (`complete: false`) leaves the state as it is.
 */
export const transitions: Readonly<Record<TicketEventType, Partial<Record<From, TicketState>>>> = {
  registered: { none: 'registered' },
  responded: { registered: 'in-progress', ...stays('coordinating', 'in-progress', 'transferred', 'returned') },
  transferred: to('transferred', ...WITH_FIRST_RESPONSIBLE, 'transferred'),
  'coordination-opened': to('coordinating', ...WITH_FIRST_RESPONSIBLE, 'transferred'),
  'department-stated': stays('coordinating'),
  coordinated: to('transferred', ...WITH_FIRST_RESPONSIBLE, 'coordinating', 'transferred'),
  accepted: { transferred: 'in-progress' },
  arrived: stays('in-progress'),
  'part-finished': stays('transferred', 'in-progress', 'waiting-materials'),
  returned: { 'in-progress': 'returned' },
  escalated: stays(...OPEN),
  chased: stays(...OPEN),
  'chase-answered': stays(...OPEN),
  'extension-requested': stays('registered', 'coordinating', 'transferred', 'in-progress', 'returned'),
  'extension-decided': stays(...OPEN),
  'deadline-moved': stays(...OPEN),
  covered: stays(...ALL),
  'handed-over': stays(...OPEN),
  reassigned: stays(...OPEN),
  'fault-found': stays(...ALL),
  'complained-named': stays(...OPEN),
  'investigator-assigned': stays(...OPEN),
  'finding-recorded': stays(...OPEN),
  concluded: stays(...OPEN),
  recategorised: stays('registered', 'coordinating', 'in-progress', 'returned'),
  'application-accepted': { registered: 'in-progress', ...stays('in-progress', 'returned') },
  'step-signed': { registered: 'in-progress', ...stays('transferred', 'in-progress', 'returned') },
  'comparison-signed': stays('in-progress', 'returned', 'answered'),
  archived: stays('closed'),
  linked: stays('registered', 'coordinating', 'transferred', 'in-progress', 'waiting-materials', 'returned'),
  unlinked: stays(...OPEN),
  'follower-linked': stays(...OPEN),
  'follower-unlinked': stays(...ALL),
  'materials-requested': to('waiting-materials', ...WITH_FIRST_RESPONSIBLE, 'coordinating', 'waiting-materials'),
  'materials-brought': stays('waiting-materials'),
  'materials-supplied': { 'waiting-materials': 'in-progress' },
  answered: to('answered', ...WITH_FIRST_RESPONSIBLE, 'coordinating', 'waiting-materials', 'answered'),
  closed: { answered: 'closed' },
  rated: stays('answered', 'closed'),
  'not-solved': to('in-progress', 'answered', 'closed'),
  reopened: to('in-progress', 'answered', 'closed'),
  noted: stays(...ALL),
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

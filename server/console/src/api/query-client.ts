import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError } from './api-error';

/** One key per kind of knowledge, so that a live update can name what is stale. */
export const queryKeys = {
  me: ['me'] as const,
  configuration: ['configuration'] as const,
  departments: ['departments'] as const,
  colleagues: (search: string) => ['colleagues', search] as const,
  catalogue: ['catalogue'] as const,
  tickets: ['tickets'] as const,
  ticketCounts: ['tickets', 'counts'] as const,
  ticketList: (view: string, filter: object) => ['tickets', 'list', view, filter] as const,
  ticket: (number: string) => ['tickets', 'one', number] as const,
  ticketSearch: (words: string, size: number) => ['tickets', 'search', words, size] as const,
  similarTickets: (number: string) => ['tickets', 'similar', number] as const,
  similarToDraft: (draft: object) => ['tickets', 'similar-to-draft', draft] as const,
  appointments: ['appointments'] as const,
  hallDay: (date: string) => ['appointments', 'day', date] as const,
  bookable: (...of: (string | number)[]) => ['appointments', 'bookable', ...of] as const,
  calls: ['calls'] as const,
  call: (callId: number) => ['calls', 'one', callId] as const,
  recentCalls: ['calls', 'recent'] as const,
  imports: ['imports'] as const,
  import: (id: number) => ['imports', 'one', id] as const,
  duty: ['duty'] as const,
  presence: ['duty', 'presence'] as const,
  dutyBoard: ['duty', 'board'] as const,
  leaveCounts: ['duty', 'leave-counts'] as const,
  leaveList: (view: string) => ['duty', 'leaves', view] as const,
  leave: (id: number) => ['duty', 'leave', id] as const,
  attendance: (...of: (string | number)[]) => ['duty', 'attendance', ...of] as const,
  workingHours: ['duty', 'working-hours'] as const,
  roster: (...of: string[]) => ['roster', ...of] as const,
  rosterChanges: (id: number) => ['roster', 'changes', id] as const,
  posts: ['roster-posts'] as const,
  billRuns: ['bill-runs'] as const,
  billRun: (id: number) => ['bill-runs', 'one', id] as const,
  billRunReviews: (id: number, filter: object) => ['bill-runs', 'reviews', id, filter] as const,
  notices: ['notices'] as const,
  unreadNotices: ['notices', 'unread'] as const,
  noticeList: ['notices', 'list'] as const,
  /** What moves with the money of an account; not who it is: opening that is recorded. */
  accountMoney: ['account', 'money'] as const,
  cashier: ['cashier'] as const,
  myShift: ['cashier', 'mine'] as const,
  importTemplate: (kind: string) => ['import-template', kind] as const,
};

function onError(error: unknown): void {
  // The gate sees that nobody is signed in and shows the login page over the same address.
  if (error instanceof ApiError && error.signedOut) queryClient.setQueryData(queryKeys.me, null);
}

/** When this person last acted on a ticket, by its number. */
const ownActs = new Map<string, number>();

function onSuccess(answer: unknown): void {
  const { number, ticketNumber } = (answer ?? {}) as { number?: unknown; ticketNumber?: unknown };
  for (const acted of [number, ticketNumber]) if (typeof acted === 'string') ownActs.set(acted, Date.now());
}

/** Whether a change of this ticket is the echo of one's own act, which needs no announcement. */
export function isOwnEcho(number: string): boolean {
  return Date.now() - (ownActs.get(number) ?? 0) < 10_000;
}

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError, onSuccess }),
  // `call` repeats what may be repeated.
  defaultOptions: { queries: { retry: false, staleTime: 10_000, refetchOnWindowFocus: true, networkMode: 'always' }, mutations: { networkMode: 'always' } },
});

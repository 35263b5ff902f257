import type { ClockKind, TicketCategory, TicketKind, TicketSource, Zone } from '@shouwen/shared/vocabulary';
import type { Limit } from './clock-types.js';
import type { ClockTerms } from './ticket-types.js';

/** One row of the policy table (TL-7); null means "any". */
export interface ServicePolicyRow {
  readonly kind: TicketKind | null;
  readonly category: TicketCategory | null;
  readonly source: TicketSource | null;
  readonly zone: Zone | null;
  readonly clock: ClockKind;
  readonly unit: Limit['unit'];
  readonly n: number;
  readonly clause: string;
  readonly action: string;
}
export interface Matter {
  readonly kind: TicketKind;
  readonly category: TicketCategory;
  readonly source: TicketSource;
  readonly zone: Zone;
}

/** TL-7: of each clock the most particular policy that fits: category before source before zone before kind. */
export function policyInForce(rows: readonly ServicePolicyRow[], matter: Matter): ClockTerms[] {
  const best = new Map<ClockKind, ServicePolicyRow>();
  for (const row of rows) {
    if (!fits(row, matter)) continue;
    const other = best.get(row.clock);
    if (!other || particularity(row) > particularity(other)) best.set(row.clock, row);
  }
  return [...best.values()].map(({ clock, unit, n, clause, action }) => ({ clock, limit: { unit, n }, clause, action }));
}

function fits(row: ServicePolicyRow, matter: Matter): boolean {
  return (['kind', 'category', 'source', 'zone'] as const).every((field) => row[field] === null || row[field] === matter[field]);
}

function particularity(row: ServicePolicyRow): number {
  return (row.category === null ? 0 : 8) + (row.source === null ? 0 : 4) + (row.zone === null ? 0 : 2) + (row.kind === null ? 0 : 1);
}

/** What the rule asks of a complaint. */
export interface OpenComplaint {
  readonly kind: string;
  readonly state: string;
  readonly investigatorId: number | null;
  readonly outcome: string | null;
}

/** CP-3, CP-8: an investigator, then a conclusion, then the answer and the closing; null for what is closed or no complaint any more. */
export function whatAComplaintWaitsFor({ kind, state, investigatorId, outcome }: OpenComplaint): 'investigator' | 'conclusion' | 'answer' | null {
  if (kind !== 'complaint' || state === 'closed') return null;
  if (outcome !== null) return 'answer';
  return investigatorId === null ? 'investigator' : 'conclusion';
}

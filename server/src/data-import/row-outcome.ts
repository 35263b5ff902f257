import type { Problem } from './rules/check-row.js';

/** What became of one row. */
export type RowOutcome = { kind: 'created' | 'updated' | 'unchanged' } | { kind: 'faulty'; problems: Problem[] };

const letters = { created: 'c', updated: 'u', unchanged: 'n' } as const;
export const outcomeLabels = { c: '新增', u: '更新', n: '无变化' } as const;
export type OutcomeLetter = keyof typeof outcomeLabels;

/** Good rows of a chunk, packed: `17c,18n`. */
export function packOutcomes(rows: readonly number[], outcomes: readonly RowOutcome[]): string {
  return outcomes.flatMap((outcome, i) => (outcome.kind === 'faulty' ? [] : [`${rows[i]}${letters[outcome.kind]}`])).join(',');
}

export function unpackOutcomes(packed: string): { row: number; letter: OutcomeLetter }[] {
  return packed === '' ? [] : packed.split(',').map((text) => ({ row: Number(text.slice(0, -1)), letter: text.slice(-1) as OutcomeLetter }));
}

import type { Zone } from '@shouwen/shared/vocabulary';
import type { EntityManager } from 'typeorm';
import { BillRunSum } from './bill-run.entity.js';
import type { StoredBill } from './stored-bills.js';

/** Of a zone and tariff, beside the same accounts' bills before. Amounts in fen. */
export interface Sum {
  zone: Zone;
  tariffCode: string;
  billCount: number;
  volume: number;
  totalFen: number;
  previousCount: number;
  previousVolume: number;
  previousFen: number;
}

const counted = ['billCount', 'volume', 'totalFen', 'previousCount', 'previousVolume', 'previousFen'] as const;

export const sumOfDraft = ({ zone, tariffCode, volume, totalFen }: StoredBill, previous: StoredBill | undefined): Sum => ({
  zone, tariffCode, billCount: 1, volume, totalFen, previousCount: previous ? 1 : 0, previousVolume: previous?.volume ?? 0, previousFen: previous?.totalFen ?? 0,
});

/** All zones and tariffs together. */
export function totalOf(sums: readonly Sum[]): { billCount: number; volume: number; totalFen: number } {
  const total = (of: 'billCount' | 'volume' | 'totalFen') => sums.reduce((all, sum) => all + sum[of], 0);
  return { billCount: total('billCount'), volume: total('volume'), totalFen: total('totalFen') };
}

/** To a run's sums, or off them. The run's row is held by `tx`. */
export async function addToSums(tx: EntityManager, runId: number, sums: readonly Sum[], sign: 1 | -1): Promise<void> {
  const merged = new Map<string, Sum>();
  for (const sum of sums) {
    const key = `${sum.zone} ${sum.tariffCode}`;
    const before = merged.get(key);
    merged.set(key, before ? { ...sum, ...Object.fromEntries(counted.map((name) => [name, before[name] + sum[name]])) } : sum);
  }
  for (const { zone, tariffCode, ...sum } of merged.values()) {
    const known = await tx.findOneBy(BillRunSum, { runId, zone, tariffCode });
    if (known) await tx.update(BillRunSum, { runId, zone, tariffCode }, Object.fromEntries(counted.map((name) => [name, known[name] + sign * sum[name]])));
    else await tx.insert(BillRunSum, { runId, zone, tariffCode, ...sum });
  }
}

import type { Zone } from '@shouwen/shared/vocabulary';
import type { DateString } from '@shouwen/shared/value';
import type { EntityManager } from 'typeorm';
import { BillRun, BillRunPolicy } from './bill-run.entity.js';

export interface WantedRun {
  zone?: Zone;
  hallId?: number;
  /** Reading days, both inclusive. */
  from: DateString;
  to: DateString;
}

/** A run that begins, by the policy of today. Fails on a unique key while one of the same scope and days is not finished. */
export async function openBillRun(tx: EntityManager, { zone, hallId, from, to }: WantedRun, by: { id: number; name: string }, now: Date): Promise<number> {
  const [policy] = await tx.find(BillRunPolicy, { order: { edition: 'DESC' }, take: 1 });
  if (!policy) throw new Error('no policy for bill runs');
  const [{ last }] = await tx.query('SELECT MAX(id) AS last FROM water_account');
  const { identifiers } = await tx.insert(BillRun, {
    zone: zone ?? null, hallId: hallId ?? null, fromOn: from, toOn: to, state: 'computing', liveKey: `${zone ?? ''}:${hallId ?? ''}:${from}:${to}`, position: 0, firstPosition: 0, lastPosition: last ?? 0,
    policyId: policy.id, billCount: 0, volume: 0, totalFen: 0, openReviews: 0, issuedCount: 0, zeroCount: 0, prepaidCount: 0, prepaidFen: 0, trouble: null, startedByStaffId: by.id, startedBy: by.name,
    startedAt: now, computedAt: null, issuedBy: null, issuedAt: null, cancelledBy: null, cancelReason: null, version: 1,
  });
  return (identifiers[0] as { id: number }).id;
}

import type { EntityManager } from 'typeorm';
import { ReconciliationDayRow, ReconciliationEvent } from './reconciliation.entity.js';

/** Until the transaction ends nobody else signs the day, matches it or handles its differences. The day as it is from then on. */
export async function lockDay(tx: EntityManager, id: number): Promise<ReconciliationDayRow> {
  await tx.update(ReconciliationDayRow, { id }, { state: () => 'state' });
  return tx.findOneByOrFail(ReconciliationDayRow, { id });
}

/** PY-7: one of its differences counts (again), so a signature there was holds no more. The day as it was before. */
export async function openAgain(tx: EntityManager, id: number, why: string, now: Date): Promise<ReconciliationDayRow> {
  const day = await lockDay(tx, id);
  const signed = day.state === 'closed';
  await tx.update(ReconciliationDayRow, { id }, { version: day.version + 1, ...(signed && { state: 'matched' as const, signedById: null, signedAt: null }) });
  if (signed) await tx.insert(ReconciliationEvent, { dayId: id, byId: null, text: `自动重新打开：${why}，处理后请重新签字`, at: now });
  return day;
}

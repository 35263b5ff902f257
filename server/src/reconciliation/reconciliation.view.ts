import type * as contract from '@shouwen/shared/contract/reconciliation';
import { shanghaiDate } from '@shouwen/shared/value';
import type { EntityManager } from 'typeorm';
import { In } from 'typeorm';
import { Approval } from '../approval/index.js';
import { rowsById } from '../database/index.js';
import { Staff, type StaffViewer } from '../staff/index.js';
import { FinanceItemEvent, FinanceItemRow, ReconciliationDayRow, ReconciliationEvent, ReconciliationFileRow } from './reconciliation.entity.js';
import { type hadAHand, mayWork, refuseToHandle } from './rules/day-is-closed-by-signature.js';
import { feeFenOf } from './rules/match-lines.js';
import { advise } from './rules/say-a-difference.js';
import { correctionOf } from './rules/what-confirmed-money-moves.js';

/** Days with their counts of differences, in three queries however many. */
export async function dayViews(manager: EntityManager, rows: readonly ReconciliationDayRow[]): Promise<contract.ReconciliationDay[]> {
  if (rows.length === 0) return [];
  const staff = await rowsById(manager, Staff, rows.map((row) => row.signedById));
  const counted = await manager.createQueryBuilder(FinanceItemRow, 'i').select('i.dayId', 'day').addSelect('i.state', 'state').addSelect('COUNT(*)', 'n')
    .where({ dayId: In(rows.map(({ id }) => id)) }).groupBy('i.dayId').addGroupBy('i.state').getRawMany<{ day: number; state: string; n: string | number }>();
  return rows.map((row) => {
    const { sums } = row;
    const count = (...states: string[]) => counted.filter((one) => one.day === row.id && (states.length === 0 || states.includes(one.state))).reduce((sum, { n }) => sum + Number(n), 0);
    return {
      id: row.id, source: row.source, date: row.onDate, state: row.state,
      ours: sums && { count: sums.ourCount, paidFen: sums.ourPaidFen, refundFen: sums.ourRefundFen },
      theirs: sums && { count: sums.theirCount, paidFen: sums.theirPaidFen, refundFen: sums.theirRefundFen },
      feeFen: sums && feeFenOf(sums.feeMilli), matchedCount: sums?.matchedCount ?? null,
      openItems: count('open', 'correcting'), waitingItems: count('waiting'), items: count(), trouble: row.trouble, nextTryAt: row.nextTryAt?.toISOString() ?? null,
      settlement: row.settlesOn === null || row.netFen === null || row.feeFen === null ? null : { dueOn: row.settlesOn, fen: row.netFen - row.feeFen, confirmedAt: row.settledAt?.toISOString() ?? null },
      signedBy: row.signedById === null ? null : (staff.get(row.signedById)?.name ?? null), signedAt: row.signedAt?.toISOString() ?? null, version: row.version,
    };
  });
}

/** Differences as a member of staff reads them, each with its story. */
export async function itemViews(manager: EntityManager, rows: readonly FinanceItemRow[], viewer: StaffViewer, now: Date): Promise<contract.FinanceItem[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const events = await manager.find(FinanceItemEvent, { where: { itemId: In(ids) }, order: { id: 'ASC' } });
  const staff = await rowsById(manager, Staff, [...rows.map((row) => row.ownerId), ...events.map((event) => event.byId)]);
  const files = await rowsById(manager, ReconciliationFileRow, rows.map((row) => row.fileId));
  const closed = await manager.find(ReconciliationDayRow, { where: { id: In(rows.map((row) => row.dayId)), state: 'closed' }, select: { id: true } });
  const today = shanghaiDate(now);
  return rows.map((row) => ({
    id: row.id, dayId: row.dayId, source: row.source, date: row.onDate, kind: row.kind, line: row.line, reference: row.reference, ourFen: row.ourFen, theirFen: row.theirFen,
    paymentId: row.line === 'payment' ? row.ourId : null, fileName: row.fileId === null ? null : (files.get(row.fileId)?.name ?? null), row: row.fileRow,
    words: row.words, advice: advise(row), state: row.state, resolution: row.resolution,
    owner: row.ownerId === null ? null : { id: row.ownerId, name: staff.get(row.ownerId)?.name ?? '' },
    dueOn: row.dueOn, overdue: row.state !== 'resolved' && row.dueOn !== null && row.dueOn < today, explanation: row.explanation,
    history: events.filter(({ itemId }) => itemId === row.id).map(({ at, byId, text }) => ({ at: at.toISOString(), by: byId === null ? null : (staff.get(byId)?.name ?? null), text })),
    mayHandle: mayWork(viewer) && refuseToHandle(row.state) === null && !closed.some(({ id }) => id === row.dayId),
    correctionFen: correctionOf(row), version: row.version,
  }));
}

export async function fileViews(manager: EntityManager, day: ReconciliationDayRow, viewer: StaffViewer): Promise<contract.ReconciliationFile[]> {
  const rows = await manager.find(ReconciliationFileRow, { where: { dayId: day.id }, order: { id: 'ASC' } });
  const staff = await rowsById(manager, Staff, rows.flatMap((row) => [row.byId, row.withdrawnById]));
  const nameOf = (id: number | null) => (id === null ? null : (staff.get(id)?.name ?? null));
  return rows.map(({ id, name, rows: count, bytes, sha256, at, byId, withdrawnAt, withdrawnById, withdrawReason }) => ({
    id, name, rows: count, bytes, sha256, at: at.toISOString(), by: nameOf(byId),
    withdrawn: withdrawnAt && { at: withdrawnAt.toISOString(), by: nameOf(withdrawnById), reason: withdrawReason ?? '' },
    mayWithdraw: mayWork(viewer) && byId !== null && withdrawnAt === null && day.state !== 'closed',
  }));
}

/** Who uploaded what counts, took out what does not, explained, or asked for a correction. */
export async function handsIn(manager: EntityManager, dayId: number): Promise<Parameters<typeof hadAHand>[1]> {
  const files = await manager.find(ReconciliationFileRow, { where: { dayId }, select: { id: true, byId: true, withdrawnKey: true, withdrawnById: true } });
  const explained = await manager.createQueryBuilder(FinanceItemRow, 'i').select('DISTINCT i.explainedById', 'id').where({ dayId, resolution: 'explanation' }).getRawMany<{ id: number | null }>();
  const corrected = await manager.createQueryBuilder(FinanceItemRow, 'i').innerJoin(Approval, 'a', "a.kind = 'correct-difference' AND a.subjectId = i.id").select('DISTINCT a.requestedById', 'id').where('i.dayId = :dayId', { dayId }).getRawMany<{ id: number }>();
  return {
    uploadedBy: files.filter(({ withdrawnKey }) => withdrawnKey === 0).map(({ byId }) => byId), withdrawnBy: files.map(({ withdrawnById }) => withdrawnById),
    explainedBy: explained.map(({ id }) => id), correctedBy: corrected.map(({ id }) => id),
  };
}

export async function dayHistory(manager: EntityManager, dayId: number): Promise<contract.ReconciliationDayDetail['history']> {
  const rows = await manager.find(ReconciliationEvent, { where: { dayId }, order: { id: 'ASC' }, take: 200 });
  const staff = await rowsById(manager, Staff, rows.map((row) => row.byId));
  return rows.map(({ at, byId, text }) => ({ at: at.toISOString(), by: byId === null ? null : (staff.get(byId)?.name ?? null), text }));
}

import type { DepositView, DrawerView, ShiftView } from '@shouwen/shared/contract/cashier';
import type { EntityManager } from 'typeorm';
import { In } from 'typeorm';
import { rowsById } from '../database/index.js';
import { Hall, Staff } from '../staff/index.js';
import { BankDeposit, CashDrawer, CashShift } from './cashier.entity.js';

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** The count is blind: what should be there is told only once it has been counted. */
export async function shiftViews(manager: EntityManager, rows: readonly CashShift[]): Promise<ShiftView[]> {
  const drawers = await rowsById(manager, CashDrawer, rows.map((row) => row.drawerId));
  const staff = await rowsById(manager, Staff, rows.flatMap((row) => [row.cashierId, row.lateConfirmedById]));
  return rows.map((row) => ({
    id: row.id, drawerId: row.drawerId, drawerName: drawers.get(row.drawerId)?.name ?? '', hallId: row.hallId,
    cashierId: row.cashierId, cashierName: staff.get(row.cashierId)?.name ?? '', cashierNumber: staff.get(row.cashierId)?.staffNumber ?? '',
    date: row.date, book: row.book, state: row.state, floatFen: row.floatFen, openingNote: row.openingNote, openedAt: row.openedAt.toISOString(),
    countedFen: row.countedFen, expectedFen: row.expectedFen, differenceFen: row.countedFen === null || row.expectedFen === null ? null : row.countedFen - row.expectedFen,
    explanation: row.explanation, closedAt: iso(row.closedAt), toBankFen: row.closedAt === null ? null : row.toBankFen, depositId: row.depositId,
    lateConfirmedBy: staff.get(row.lateConfirmedById ?? 0)?.name ?? null, lateConfirmedAt: iso(row.lateConfirmedAt), version: row.version,
  }));
}

export async function depositViews(manager: EntityManager, rows: readonly BankDeposit[]): Promise<DepositView[]> {
  if (rows.length === 0) return [];
  const shifts = await shiftViews(manager, await manager.find(CashShift, { where: { depositId: In(rows.map((row) => row.id)) }, order: { id: 'ASC' } }));
  const staff = await rowsById(manager, Staff, rows.flatMap((row) => [row.carrierId, row.companionId, row.createdById]));
  const halls = await rowsById(manager, Hall, rows.map((row) => row.hallId));
  const name = (id: number) => staff.get(id)?.name ?? '';
  return rows.map((row) => ({
    id: row.id, hallId: row.hallId, hallName: halls.get(row.hallId)?.name ?? '', date: row.date, slipNumber: row.slipNumber, amountFen: row.amountFen,
    carrierName: name(row.carrierId), companionName: name(row.companionId), state: row.state, createdByName: name(row.createdById), createdAt: row.createdAt.toISOString(),
    bankedAt: iso(row.bankedAt), confirmedAt: iso(row.confirmedAt), version: row.version,
    shifts: shifts.filter((shift) => shift.depositId === row.id).map(({ id, drawerName, cashierName, date, book, toBankFen }) => ({ id, drawerName, cashierName, date, book, toBankFen: toBankFen ?? 0 })),
  }));
}

export async function drawerViews(manager: EntityManager, rows: readonly CashDrawer[]): Promise<DrawerView[]> {
  const halls = await rowsById(manager, Hall, rows.map((row) => row.hallId));
  return rows.map(({ id, hallId, name, floatFen, active, version }) => ({ id, hallId, hallName: halls.get(hallId)?.name ?? '', name, floatFen, active, version }));
}

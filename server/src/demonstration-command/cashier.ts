import { shanghaiDate } from '@shouwen/shared/value';
import type { EntityManager } from 'typeorm';
import { CashDayRow, CashDrawer, CashShift, DrawerCount } from '../cashier/index.js';

const floatFen = 20_000;

/** A drawer per window; the first clerk has sat down already, so that a payment can be tried at once. */
export async function seedCashier(tx: EntityManager, halls: readonly { id: number; clerkId: number | null }[], now: Date): Promise<void> {
  const date = shanghaiDate(now);
  for (const { id: hallId, clerkId } of halls) {
    const drawers = [];
    for (const name of ['1 号窗口', '2 号窗口']) drawers.push(await tx.save(CashDrawer, { hallId, name, floatFen, active: true, version: 1 }));
    const [drawer] = drawers;
    if (clerkId === null || !drawer) continue;
    await tx.insert(CashDayRow, { hallId, date, state: 'open', signedById: null, signedAt: null, version: 1 });
    const shift = await tx.save(CashShift, {
      drawerId: drawer.id, hallId, cashierId: clerkId, date, book: 'regular' as const, state: 'open' as const, openCashierKey: clerkId, openDrawerKey: drawer.id, floatFen, openingNote: '', openedAt: now, movements: 0,
      countedFen: null, expectedFen: null, toBankFen: null, explanation: '', closedAt: null, depositId: null, lateConfirmedById: null, lateConfirmedAt: null, version: 1,
    });
    await tx.insert(DrawerCount, { shiftId: shift.id, ordinal: 1, counts: { '1000': 10, '500': 20 }, totalFen: floatFen, byId: clerkId, at: now });
  }
}

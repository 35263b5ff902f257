import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Refusal } from '../http/index.js';
import type { CounterShift } from './counter-payments.js';

/** What payment must know of drawers without knowing cashiers: cashier hands itself in. Each answer holds until `tx` ends. */
export interface DrawerKeeper {
  /** The shift is open, and cannot be closed before `tx` is done; false when it is not. */
  holdOpen(tx: EntityManager, shiftId: number): Promise<boolean>;
  /** The open shift of this person, held likewise; null without one. */
  holdShiftOf(tx: EntityManager, staffId: number): Promise<CounterShift | null>;
  /** Of a held shift: the cash it took that is still in the drawer, without the float; fen. */
  takingsOf(tx: EntityManager, shift: Pick<CounterShift, 'id' | 'lateBook'>): Promise<number>;
}

@Injectable()
export class Drawers {
  private keeper: DrawerKeeper | undefined;

  /** Called once at start by cashier. */
  use(keeper: DrawerKeeper): void {
    this.keeper = keeper;
  }

  /** Refuses SHIFT_ACTION_NOT_ALLOWED when the shift is over. */
  async requireOpen(tx: EntityManager, shiftId: number | null): Promise<void> {
    if (shiftId === null || !(await this.keeper?.holdOpen(tx, shiftId))) throw new Refusal('SHIFT_ACTION_NOT_ALLOWED', { rule: 'PY-4' });
  }

  /** To pay out of a held shift's drawer. The float is for change: no part of the books, and not to be given away. Refuses DRAWER_SHORT. */
  async requireCash(tx: EntityManager, shift: Pick<CounterShift, 'id' | 'lateBook'>, fen: number): Promise<void> {
    if (((await this.keeper?.takingsOf(tx, shift)) ?? 0) < fen) throw new Refusal('DRAWER_SHORT', { rule: 'PY-4' });
  }

  /** The open shift of this person, if there is one, held likewise. */
  async shiftOf(tx: EntityManager, staffId: number): Promise<CounterShift | null> {
    try {
      return (await this.keeper?.holdShiftOf(tx, staffId)) ?? null;
    } catch (error) {
      if (error instanceof Refusal) return null;
      throw error;
    }
  }

  /** Refuses SHIFT_NOT_OPEN. */
  async requireShiftOf(tx: EntityManager, staffId: number): Promise<CounterShift> {
    const shift = await this.keeper?.holdShiftOf(tx, staffId);
    if (!shift) throw new Refusal('SHIFT_NOT_OPEN', { rule: 'PY-4' });
    return shift;
  }
}

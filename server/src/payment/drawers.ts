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

  /** Refuses SHIFT_NOT_OPEN. */
  async requireShiftOf(tx: EntityManager, staffId: number): Promise<CounterShift> {
    const shift = await this.keeper?.holdShiftOf(tx, staffId);
    if (!shift) throw new Refusal('SHIFT_NOT_OPEN', { rule: 'PY-4' });
    return shift;
  }
}

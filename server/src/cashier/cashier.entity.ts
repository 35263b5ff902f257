import type { DateString } from '@shouwen/shared/value';
import type { CashCount, CashDayState, DepositState, ShiftBook, ShiftState } from '@shouwen/shared/vocabulary';
import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { bigInteger } from '../database/index.js';

/** Where the cash of a window lies. */
@Entity('cash_drawer')
@Index('uq_cash_drawer_name', ['hallId', 'name'], { unique: true })
export class CashDrawer {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) hallId: number;
  @Column({ type: 'varchar', length: 30 }) name: string;
  /** For change; it stays in the drawer and is no part of the ledger. */
  @Column({ type: 'integer' }) floatFen: number;
  @Column({ type: 'boolean' }) active: boolean;
  @Column({ type: 'integer' }) version: number;
}

/** PY-4: one cashier's takings at one drawer, from the counted float to the bank. */
@Entity('cash_shift')
@Index('uq_cash_shift_cashier', ['openCashierKey'], { unique: true })
@Index('uq_cash_shift_drawer', ['openDrawerKey'], { unique: true })
@Index('ix_cash_shift_drawer', ['drawerId', 'state'])
@Index('ix_cash_shift_day', ['hallId', 'date'])
@Index('ix_cash_shift_state', ['hallId', 'state', 'id'])
@Index('ix_cash_shift_cashier', ['cashierId', 'id'])
@Index('ix_cash_shift_deposit', ['depositId'])
export class CashShift {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) drawerId: number;
  @Column({ type: 'integer' }) hallId: number;
  @Column({ type: 'integer' }) cashierId: number;
  @Column({ type: 'varchar', length: 10 }) date: DateString;
  @Column({ type: 'varchar', length: 8 }) book: ShiftBook;
  @Column({ type: 'varchar', length: 10 }) state: ShiftState;
  /** The cashier's and the drawer's id until the cash is counted and explained, null afterwards: one at a time of each. */
  @Column({ type: 'integer', nullable: true }) openCashierKey: number | null;
  @Column({ type: 'integer', nullable: true }) openDrawerKey: number | null;
  @Column({ type: 'integer' }) floatFen: number;
  @Column({ type: 'varchar', length: 200 }) openingNote: string;
  @Column({ type: 'datetime', precision: 3 }) openedAt: Date;
  /** Payments and voids so far; each adds one while the shift is open, so that none can slip past a closing. */
  @Column({ type: 'integer' }) movements: number;
  @Column({ type: 'bigint', nullable: true, transformer: bigInteger }) countedFen: number | null;
  @Column({ type: 'bigint', nullable: true, transformer: bigInteger }) expectedFen: number | null;
  @Column({ type: 'bigint', nullable: true, transformer: bigInteger }) toBankFen: number | null;
  @Column({ type: 'varchar', length: 200 }) explanation: string;
  @Column({ type: 'datetime', precision: 3, nullable: true }) closedAt: Date | null;
  @Column({ type: 'integer', nullable: true }) depositId: number | null;
  @Column({ type: 'integer', nullable: true }) lateConfirmedById: number | null;
  @Column({ type: 'datetime', precision: 3, nullable: true }) lateConfirmedAt: Date | null;
  @Column({ type: 'integer' }) version: number;
}

/** Every count of a drawer, recounts too; never changed. */
@Entity('drawer_count')
@Index('uq_drawer_count', ['shiftId', 'ordinal'], { unique: true })
export class DrawerCount {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) shiftId: number;
  /** 1 is the float at the opening. */
  @Column({ type: 'integer' }) ordinal: number;
  @Column({ type: 'simple-json' }) counts: CashCount;
  @Column({ type: 'bigint', transformer: bigInteger }) totalFen: number;
  @Column({ type: 'integer' }) byId: number;
  @Column({ type: 'datetime', precision: 3 }) at: Date;
}

/** PY-5: cash on its way to the bank, with two people. */
@Entity('bank_deposit')
@Index('uq_bank_deposit_slip', ['slipNumber'], { unique: true })
@Index('ix_bank_deposit_day', ['hallId', 'date'])
@Index('ix_bank_deposit_hall', ['hallId', 'id'])
export class BankDeposit {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) hallId: number;
  @Column({ type: 'varchar', length: 10 }) date: DateString;
  /** Printed on the bank's slip. */
  @Column({ type: 'varchar', length: 32 }) slipNumber: string;
  @Column({ type: 'bigint', transformer: bigInteger }) amountFen: number;
  @Column({ type: 'integer' }) carrierId: number;
  @Column({ type: 'integer' }) companionId: number;
  @Column({ type: 'varchar', length: 10 }) state: DepositState;
  @Column({ type: 'integer' }) createdById: number;
  @Column({ type: 'datetime', precision: 3 }) createdAt: Date;
  @Column({ type: 'integer', nullable: true }) bankedById: number | null;
  @Column({ type: 'datetime', precision: 3, nullable: true }) bankedAt: Date | null;
  /** When the bank's own list agreed (PY-7). */
  @Column({ type: 'datetime', precision: 3, nullable: true }) confirmedAt: Date | null;
  @Column({ type: 'integer' }) version: number;
}

/** PY-6: a hall's day. Signed, no shift opens on it any more. */
@Entity('cash_day')
@Index('uq_cash_day', ['hallId', 'date'], { unique: true })
@Index('ix_cash_day_state', ['state', 'date', 'hallId'])
export class CashDayRow {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) hallId: number;
  @Column({ type: 'varchar', length: 10 }) date: DateString;
  @Column({ type: 'varchar', length: 8 }) state: CashDayState;
  @Column({ type: 'integer', nullable: true }) signedById: number | null;
  @Column({ type: 'datetime', precision: 3, nullable: true }) signedAt: Date | null;
  @Column({ type: 'integer' }) version: number;
}

/** Signatures and reopenings of a day; never changed. */
@Entity('cash_day_event')
@Index('ix_cash_day_event_day', ['dayId'])
export class CashDayEvent {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) dayId: number;
  @Column({ type: 'varchar', length: 8 }) what: 'sign' | 'reopen';
  @Column({ type: 'integer' }) byId: number;
  @Column({ type: 'varchar', length: 200 }) note: string;
  @Column({ type: 'datetime', precision: 3 }) at: Date;
}

/** PY-4: the shift leader let a drawer open once although its last takings were not banked. */
@Entity('drawer_override')
@Index('uq_drawer_override_approval', ['approvalId'], { unique: true })
@Index('ix_drawer_override_drawer', ['drawerId', 'date'])
export class DrawerOverride {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) drawerId: number;
  /** The day on which it holds. */
  @Column({ type: 'varchar', length: 10 }) date: DateString;
  @Column({ type: 'integer' }) approvalId: number;
  @Column({ type: 'varchar', length: 200 }) reason: string;
  @Column({ type: 'integer' }) decidedById: number;
  @Column({ type: 'datetime', precision: 3 }) at: Date;
  @Column({ type: 'integer', nullable: true }) usedByShiftId: number | null;
}

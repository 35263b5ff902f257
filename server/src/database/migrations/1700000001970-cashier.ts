import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { bigint, day, flag, idColumn, instant, integer, longText, nullable, varchar } from '../columns.js';

/** PY-4, PY-5, PY-6: drawers, shifts, deposits, the signed day. */
export class Cashier1700000001970 implements MigrationInterface {
  name = 'Cashier1700000001970';

  async up(q: QueryRunner): Promise<void> {
    await q.createTable(new Table({
      name: 'cash_drawer',
      columns: [idColumn(), integer('hall_id'), varchar('name', 30), integer('float_fen'), flag('active'), integer('version')],
      indices: [{ name: 'uq_cash_drawer_name', columnNames: ['hall_id', 'name'], isUnique: true }],
    }));
    await q.createTable(new Table({
      name: 'cash_shift',
      columns: [
        idColumn(), integer('drawer_id'), integer('hall_id'), integer('cashier_id'), day('date'), varchar('book', 8), varchar('state', 10), integer('open_cashier_key', nullable), integer('open_drawer_key', nullable),
        integer('float_fen'), varchar('opening_note', 200), instant('opened_at'), integer('movements'), bigint('counted_fen', nullable), bigint('expected_fen', nullable), bigint('to_bank_fen', nullable),
        varchar('explanation', 200), instant('closed_at', nullable), integer('deposit_id', nullable), integer('late_confirmed_by_id', nullable), instant('late_confirmed_at', nullable), integer('version'),
      ],
      indices: [
        { name: 'uq_cash_shift_cashier', columnNames: ['open_cashier_key'], isUnique: true },
        { name: 'uq_cash_shift_drawer', columnNames: ['open_drawer_key'], isUnique: true },
        { name: 'ix_cash_shift_drawer', columnNames: ['drawer_id', 'state'] },
        { name: 'ix_cash_shift_day', columnNames: ['hall_id', 'date'] },
        { name: 'ix_cash_shift_state', columnNames: ['hall_id', 'state', 'id'] },
        { name: 'ix_cash_shift_cashier', columnNames: ['cashier_id', 'id'] },
        { name: 'ix_cash_shift_deposit', columnNames: ['deposit_id'] },
      ],
    }));
    await q.createTable(new Table({
      name: 'drawer_count',
      columns: [idColumn(), integer('shift_id'), integer('ordinal'), longText('counts'), bigint('total_fen'), integer('by_id'), instant('at')],
      indices: [{ name: 'uq_drawer_count', columnNames: ['shift_id', 'ordinal'], isUnique: true }],
    }));
    await q.createTable(new Table({
      name: 'bank_deposit',
      columns: [
        idColumn(), integer('hall_id'), day('date'), varchar('slip_number', 32), bigint('amount_fen'), integer('carrier_id'), integer('companion_id'), varchar('state', 10), integer('created_by_id'), instant('created_at'),
        integer('banked_by_id', nullable), instant('banked_at', nullable), instant('confirmed_at', nullable), integer('version'),
      ],
      indices: [
        { name: 'uq_bank_deposit_slip', columnNames: ['slip_number'], isUnique: true },
        { name: 'ix_bank_deposit_day', columnNames: ['hall_id', 'date'] },
        { name: 'ix_bank_deposit_hall', columnNames: ['hall_id', 'id'] },
      ],
    }));
    await q.createTable(new Table({
      name: 'cash_day',
      columns: [idColumn(), integer('hall_id'), day('date'), varchar('state', 8), integer('signed_by_id', nullable), instant('signed_at', nullable), integer('version')],
      indices: [{ name: 'uq_cash_day', columnNames: ['hall_id', 'date'], isUnique: true }, { name: 'ix_cash_day_state', columnNames: ['state', 'date', 'hall_id'] }],
    }));
    await q.createTable(new Table({
      name: 'cash_day_event',
      columns: [idColumn(), integer('day_id'), varchar('what', 8), integer('by_id'), varchar('note', 200), instant('at')],
      indices: [{ name: 'ix_cash_day_event_day', columnNames: ['day_id'] }],
    }));
    await q.createTable(new Table({
      name: 'drawer_override',
      columns: [idColumn(), integer('drawer_id'), day('date'), integer('approval_id'), varchar('reason', 200), integer('decided_by_id'), instant('at'), integer('used_by_shift_id', nullable)],
      indices: [{ name: 'uq_drawer_override_approval', columnNames: ['approval_id'], isUnique: true }, { name: 'ix_drawer_override_drawer', columnNames: ['drawer_id', 'date'] }],
    }));
  }

  async down(q: QueryRunner): Promise<void> {
    for (const table of ['drawer_override', 'cash_day_event', 'cash_day', 'bank_deposit', 'drawer_count', 'cash_shift', 'cash_drawer']) await q.dropTable(table);
  }
}

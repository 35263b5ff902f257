import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { day, idColumn, instant, integer, longText } from '../columns.js';

/** Unusual consumption, and accounts people pay for without being bound to them. */
export class Usage1700000001990 implements MigrationInterface {
  name = 'Usage1700000001990';

  async up(q: QueryRunner): Promise<void> {
    await q.createTable(new Table({
      name: 'usage_alert_policy',
      columns: [
        idColumn(), day('from_on'), integer('season_percent'), integer('history_percent'), integer('history_periods'), integer('least_periods'), integer('rises'), integer('rising_percent'),
        integer('rising_over_season_percent'), integer('least_extra'),
      ],
      indices: [{ name: 'uq_usage_alert_policy_from', columnNames: ['from_on'], isUnique: true }],
    }));
    await q.createTable(new Table({
      name: 'usage_alert_check',
      columns: [idColumn(), integer('resident_id'), integer('bill_id'), instant('at')],
      indices: [{ name: 'uq_usage_alert_check', columnNames: ['resident_id', 'bill_id'], isUnique: true }],
    }));
    await q.createTable(new Table({
      name: 'kept_relative',
      columns: [idColumn(), integer('resident_id'), integer('account_id'), longText('label'), instant('kept_at')],
      indices: [{ name: 'uq_kept_relative', columnNames: ['resident_id', 'account_id'], isUnique: true }],
    }));
    await q.query(
      `INSERT INTO usage_alert_policy (from_on, season_percent, history_percent, history_periods, least_periods, rises, rising_percent, rising_over_season_percent, least_extra)
       VALUES ('2000-01-01', 180, 200, 6, 3, 3, 160, 120, 5)`,
    );
  }

  async down(q: QueryRunner): Promise<void> {
    for (const table of ['kept_relative', 'usage_alert_check', 'usage_alert_policy']) await q.dropTable(table);
  }
}

import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { day, idColumn, instant, integer, varchar } from '../columns.js';

/** Who asked for a new version of a rule about money, who agreed, and on what ground. The version itself is in the table of its rule. */
export class ChargeRules1700000002051 implements MigrationInterface {
  name = 'ChargeRules1700000002051';

  async up(q: QueryRunner): Promise<void> {
    await q.createTable(new Table({
      name: 'charge_rule_change',
      columns: [idColumn(), varchar('kind', 20), day('from_on'), integer('asked_by_id'), integer('approved_by_id'), varchar('basis', 200), instant('at')],
      indices: [{ name: 'uq_charge_rule_change', columnNames: ['kind', 'from_on'], isUnique: true }],
    }));
  }

  async down(q: QueryRunner): Promise<void> {
    await q.dropTable('charge_rule_change');
  }
}

import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { bigint, idColumn, instant, integer, longText, nullable, varchar } from '../columns.js';

/** Electronic invoices, titles residents keep, and how charges are classified for tax. */
export class Invoice1700000001995 implements MigrationInterface {
  name = 'Invoice1700000001995';

  async up(q: QueryRunner): Promise<void> {
    await q.createTable(new Table({
      name: 'invoice',
      columns: [
        idColumn(), varchar('request_number', 32), varchar('kind', 4), integer('payment_id'), varchar('state', 10), bigint('amount_fen'), longText('title'), integer('resident_id', nullable),
        integer('staff_id', nullable), integer('reversed_by_id', nullable), integer('replaced_by_id', nullable), integer('reverses_id', nullable), varchar('reversal', 12, nullable),
        longText('replacement_title', nullable), bigint('replacement_fen', nullable), varchar('number', 40, nullable), instant('issued_at', nullable), varchar('pdf_path', 220, nullable),
        varchar('ofd_path', 220, nullable), varchar('failure', 200, nullable), instant('asked_at', nullable), instant('created_at'), integer('version'),
      ],
      indices: [
        { name: 'uq_invoice_request_number', columnNames: ['request_number'], isUnique: true },
        { name: 'uq_invoice_reverses', columnNames: ['reverses_id'], isUnique: true },
        { name: 'ix_invoice_payment', columnNames: ['payment_id', 'id'] },
        { name: 'ix_invoice_resident', columnNames: ['resident_id', 'id'] },
        { name: 'ix_invoice_state', columnNames: ['state', 'id'] },
      ],
    }));
    await q.createTable(new Table({ name: 'invoice_cover', columns: [integer('payment_id', { isPrimary: true }), bigint('invoiced_fen')] }));
    await q.createTable(new Table({
      name: 'invoice_title',
      columns: [idColumn(), integer('resident_id'), varchar('digest', 64), longText('title'), instant('used_at')],
      indices: [{ name: 'uq_invoice_title', columnNames: ['resident_id', 'digest'], isUnique: true }],
    }));
    await q.createTable(new Table({ name: 'invoice_tax_item', columns: [varchar('kind', 40, { isPrimary: true }), varchar('name', 60), varchar('tax_code', 19), integer('rate')] }));
    const items: [kind: string, name: string, taxCode: string, rate: number][] = [
      ['water', '*水冰雪*自来水', '1100301010000000000', 30],
      ['resource', '*不征税项目*水资源税', '6000000000000000000', 0],
      ['sewage', '*不征税项目*污水处理费', '6000000000000000000', 0],
      ['late-fee', '*水冰雪*违约金', '1100301010000000000', 30],
      ['other', '*水冰雪*水费', '1100301010000000000', 30],
    ];
    for (const item of items) await q.query('INSERT INTO invoice_tax_item (kind, name, tax_code, rate) VALUES (?, ?, ?, ?)', item);
  }

  async down(q: QueryRunner): Promise<void> {
    for (const table of ['invoice_tax_item', 'invoice_title', 'invoice_cover', 'invoice']) await q.dropTable(table);
  }
}

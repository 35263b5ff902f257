import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { flag, idColumn, instant, integer, longText, nullable, varchar } from '../columns.js';

export class Complaint1700000001500 implements MigrationInterface {
  name = 'Complaint1700000001500';

  async up(q: QueryRunner): Promise<void> {
    await q.createTable(new Table({
      name: 'complaint_record',
      columns: [
        integer('ticket_id', { isPrimary: true }), instant('registered_at'), integer('hall_id'), varchar('category', 40), varchar('source', 20), flag('confidential'),
        varchar('wait', 12, nullable), instant('closed_at', nullable), integer('investigator_id', nullable), varchar('outcome', 16, nullable), integer('concluded_sequence', nullable),
        instant('response_due_at', nullable), instant('responded_at', nullable), instant('resolution_due_at', nullable), instant('resolved_at', nullable),
        instant('left_at', nullable), integer('left_sequence', nullable), varchar('left_category', 40, nullable),
      ],
      indices: [
        { name: 'ix_complaint_record_waiting', columnNames: ['wait', 'ticket_id'] },
        { name: 'ix_complaint_record_registered', columnNames: ['registered_at', 'ticket_id'] },
        { name: 'ix_complaint_record_hall', columnNames: ['hall_id', 'registered_at', 'ticket_id'] },
      ],
    }));
    await q.createTable(new Table({
      name: 'study_item',
      columns: [
        idColumn(), integer('ticket_id'), integer('sequence'), integer('hall_id'), varchar('state', 10), instant('opened_at'), longText('result', nullable), integer('studied_by_id', nullable),
        instant('studied_at', nullable), longText('told', nullable), integer('told_by_id', nullable), instant('told_at', nullable), integer('version'),
      ],
      indices: [{ name: 'uq_study_item_conclusion', columnNames: ['ticket_id', 'sequence'], isUnique: true }, { name: 'ix_study_item_state', columnNames: ['state', 'id'] }],
    }));
    await q.createTable(new Table({
      name: 'consequence_entry',
      columns: [
        idColumn(), integer('ticket_id'), integer('staff_id'), integer('year'), instant('concluded_at'), varchar('state', 10), integer('case_fen'), integer('third_fen'),
        longText('note', nullable), integer('decided_by_id', nullable), instant('decided_at', nullable), integer('version'),
      ],
      indices: [
        { name: 'uq_consequence_entry_person', columnNames: ['ticket_id', 'staff_id'], isUnique: true },
        { name: 'ix_consequence_entry_state', columnNames: ['state', 'id'] },
        { name: 'ix_consequence_entry_sheet', columnNames: ['year', 'staff_id', 'state'] },
      ],
    }));
    await q.createTable(new Table({
      name: 'complaint_export',
      columns: [idColumn(), integer('staff_id'), varchar('what', 16), longText('filter'), integer('row_count'), instant('at')],
      indices: [{ name: 'ix_complaint_export_staff', columnNames: ['staff_id', 'id'] }],
    }));
    // Complaints that were there before; by the first start of each clock.
    const clock = (column: string, kind: string) => `(SELECT c.${column} FROM ticket_clock c WHERE c.ticket_id = t.id AND c.clock = '${kind}' AND c.round = 1)`;
    await q.query(`INSERT INTO complaint_record (ticket_id, registered_at, hall_id, category, source, confidential, wait, closed_at, investigator_id, response_due_at, responded_at, resolution_due_at, resolved_at)
      SELECT t.id, t.created_at, t.hall_id, t.category, t.source, t.confidential, CASE WHEN t.closed_at IS NOT NULL THEN NULL WHEN t.investigator_id IS NULL THEN 'investigator' ELSE 'conclusion' END,
        t.closed_at, t.investigator_id, ${clock('due_by_limit', 'first-response')}, ${clock('stopped_at', 'first-response')}, ${clock('due_by_limit', 'resolution')}, ${clock('stopped_at', 'resolution')}
      FROM ticket t WHERE t.kind = 'complaint'`);
  }

  async down(q: QueryRunner): Promise<void> {
    for (const table of ['complaint_export', 'consequence_entry', 'study_item', 'complaint_record']) await q.dropTable(table);
  }
}

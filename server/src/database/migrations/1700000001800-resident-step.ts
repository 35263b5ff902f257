import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';
import { instant, nullable, varchar } from '../columns.js';

const PROMISED = "FROM ticket_clock c WHERE c.ticket_id = ticket.id AND c.state = 'running' AND c.due_at IS NOT NULL AND c.clock <> 'return' ORDER BY c.due_at, c.clock LIMIT 1";
const LAST_OF_MATERIALS = `(SELECT e.type FROM ticket_event e WHERE e.ticket_id = ticket.id AND e.type IN ('materials-requested', 'materials-brought', 'materials-supplied') ORDER BY e.sequence DESC LIMIT 1)`;

/** What a resident's list says of a ticket stands on its row: the list need not read its record. */
export class ResidentStep1700000001800 implements MigrationInterface {
  name = 'ResidentStep1700000001800';

  async up(q: QueryRunner): Promise<void> {
    await q.addColumns('ticket', [new TableColumn(varchar('resident_step', 20, nullable)), new TableColumn(instant('resident_due_at', nullable))]);
    await q.query(`UPDATE ticket SET resident_step = CASE
      WHEN state = 'closed' THEN CASE WHEN EXISTS (SELECT 1 FROM ticket_event e WHERE e.ticket_id = ticket.id AND e.type IN ('rated', 'archived')) THEN 'closed' ELSE 'rate' END
      WHEN state = 'waiting-materials' THEN CASE WHEN ${LAST_OF_MATERIALS} = 'materials-brought' THEN 'checking' ELSE 'materials' END
      WHEN state = 'answered' THEN CASE WHEN EXISTS (SELECT 1 FROM ticket_clock c WHERE c.ticket_id = ticket.id AND c.state = 'running') THEN 'written-answer' ELSE 'answered' END
      ELSE (SELECT c.clock ${PROMISED}) END`);
    await q.query(`UPDATE ticket SET resident_due_at = (SELECT c.due_at ${PROMISED}) WHERE state NOT IN ('closed', 'waiting-materials', 'answered')`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.dropColumns('ticket', ['resident_step', 'resident_due_at']);
  }
}

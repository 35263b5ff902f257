import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { flag, idColumn, instant, integer, longText } from '../columns.js';

/** Replies being written, who has a ticket open, and who has seen it (PR-2). */
export class ReplyDraft1700000001700 implements MigrationInterface {
  name = 'ReplyDraft1700000001700';

  async up(q: QueryRunner): Promise<void> {
    await q.createTable(new Table({
      name: 'reply_draft',
      columns: [integer('staff_id', { isPrimary: true }), integer('ticket_id', { isPrimary: true }), longText('text'), integer('revision'), instant('updated_at')],
      indices: [{ name: 'ix_reply_draft_ticket', columnNames: ['ticket_id'] }],
    }));
    await q.createTable(new Table({
      name: 'ticket_presence',
      columns: [integer('ticket_id', { isPrimary: true }), integer('staff_id', { isPrimary: true }), flag('writing'), instant('seen_at')],
      indices: [{ name: 'ix_ticket_presence_seen', columnNames: ['seen_at'] }],
    }));
    await q.createTable(new Table({
      name: 'ticket_view',
      columns: [idColumn(), integer('ticket_id'), integer('staff_id'), instant('hour'), instant('at')],
      indices: [{ name: 'uq_ticket_view_hour', columnNames: ['ticket_id', 'staff_id', 'hour'], isUnique: true }, { name: 'ix_ticket_view_ticket', columnNames: ['ticket_id', 'id'] }],
    }));
  }

  async down(q: QueryRunner): Promise<void> {
    await q.dropTable('ticket_view');
    await q.dropTable('ticket_presence');
    await q.dropTable('reply_draft');
  }
}

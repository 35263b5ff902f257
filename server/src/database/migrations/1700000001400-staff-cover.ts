import { type MigrationInterface, type QueryRunner, Table, TableColumn } from 'typeorm';
import { idColumn, instant, integer, nullable } from '../columns.js';

/** Who signs for a post, who relieves whom, and passwords that must be changed. */
export class StaffCover1700000001400 implements MigrationInterface {
  name = 'StaffCover1700000001400';

  async up(q: QueryRunner): Promise<void> {
    await q.addColumn('post', new TableColumn(integer('leader_id', nullable)));
    await q.addColumn('staff', new TableColumn(instant('one_time_password_since', nullable)));
    await q.createTable(new Table({
      name: 'post_relief',
      columns: [idColumn(), integer('absent_id'), integer('relief_id'), integer('leave_id'), instant('started_at'), instant('ended_at', nullable)],
      indices: [
        { name: 'uq_post_relief_leave', columnNames: ['leave_id'], isUnique: true },
        { name: 'ix_post_relief_relief', columnNames: ['relief_id', 'ended_at'] },
        { name: 'ix_post_relief_absent', columnNames: ['absent_id', 'ended_at'] },
      ],
    }));
  }

  async down(q: QueryRunner): Promise<void> {
    await q.dropTable('post_relief');
    await q.dropColumn('staff', 'one_time_password_since');
    await q.dropColumn('post', 'leader_id');
  }
}

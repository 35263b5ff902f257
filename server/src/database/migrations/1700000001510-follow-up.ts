import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { idColumn, instant, integer, longText, nullable, varchar } from '../columns.js';

export class FollowUp1700000001510 implements MigrationInterface {
  name = 'FollowUp1700000001510';

  async up(q: QueryRunner): Promise<void> {
    await q.createTable(new Table({
      name: 'follow_up',
      columns: [
        idColumn(), integer('ticket_id'), integer('sequence'), integer('hall_id'), varchar('desk', 10), integer('investigator_id', nullable), varchar('state', 10), instant('closed_at'),
        instant('next_at'), integer('attempts'), instant('last_attempt_at', nullable), integer('held_by_id', nullable), instant('held_until', nullable), longText('scores', nullable),
        integer('stars', nullable), integer('ended_by_id', nullable), instant('ended_at', nullable), integer('version'),
      ],
      indices: [
        { name: 'uq_follow_up_closing', columnNames: ['ticket_id', 'sequence'], isUnique: true },
        { name: 'ix_follow_up_desk', columnNames: ['desk', 'state', 'next_at', 'id'] },
        { name: 'ix_follow_up_hall', columnNames: ['hall_id', 'desk', 'state', 'next_at', 'id'] },
        { name: 'ix_follow_up_investigator', columnNames: ['investigator_id', 'state', 'next_at', 'id'] },
      ],
    }));
    await q.createTable(new Table({
      name: 'review_item',
      columns: [
        idColumn(), varchar('review_key', 40), varchar('cause', 12), integer('ticket_id', nullable), integer('hall_id'), integer('staff_id'), varchar('service', 40, nullable), integer('stars'),
        longText('scores', nullable), longText('comment', nullable), instant('at'), varchar('state', 10), longText('reason', nullable), integer('decided_by_id', nullable),
        instant('decided_at', nullable), integer('version'),
      ],
      indices: [
        { name: 'uq_review_item_key', columnNames: ['review_key'], isUnique: true },
        { name: 'ix_review_item_state', columnNames: ['state', 'id'] },
        { name: 'ix_review_item_ticket', columnNames: ['ticket_id'] },
      ],
    }));
    await q.createTable(new Table({
      name: 'counter_evaluation',
      columns: [
        idColumn(), integer('staff_id'), integer('hall_id'), varchar('service', 40), instant('opened_at'), instant('expires_at'), integer('stars', nullable), instant('rated_at', nullable),
      ],
      indices: [{ name: 'ix_counter_evaluation_rated', columnNames: ['rated_at', 'staff_id'] }, { name: 'ix_counter_evaluation_staff', columnNames: ['staff_id', 'id'] }],
    }));
  }

  async down(q: QueryRunner): Promise<void> {
    for (const table of ['counter_evaluation', 'review_item', 'follow_up']) await q.dropTable(table);
  }
}

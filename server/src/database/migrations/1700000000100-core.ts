import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { idColumn, instant, integer, longText, nullable, varchar } from '../columns.js';

/** What the technical folders need: sessions, repeatable calls, duties, leases, hints, limits on guessing. */
export class Core1700000000100 implements MigrationInterface {
  name = 'Core1700000000100';

  async up(q: QueryRunner): Promise<void> {
    await q.createTable(new Table({
      name: 'session',
      columns: [varchar('token_hash', 64, { isPrimary: true }), varchar('subject_kind', 10), integer('subject_id'), instant('created_at'), instant('expires_at')],
      indices: [
        { name: 'ix_session_expires_at', columnNames: ['expires_at'] },
        { name: 'ix_session_subject', columnNames: ['subject_kind', 'subject_id'] },
      ],
    }));
    await q.createTable(new Table({
      name: 'idempotency_key',
      columns: [varchar('key_hash', 64, { isPrimary: true }), varchar('body_hash', 64), longText('response'), instant('created_at')],
      indices: [{ name: 'ix_idempotency_key_created_at', columnNames: ['created_at'] }],
    }));
    await q.createTable(new Table({
      name: 'throttle_attempt',
      columns: [idColumn(), varchar('subject', 64), instant('at')],
      indices: [
        { name: 'ix_throttle_attempt_subject_at', columnNames: ['subject', 'at'] },
        { name: 'ix_throttle_attempt_at', columnNames: ['at'] },
      ],
    }));
    await q.createTable(new Table({
      name: 'live_update',
      columns: [idColumn(), varchar('audience', 200), varchar('topic', 20), longText('subject'), instant('at')],
      indices: [{ name: 'ix_live_update_at', columnNames: ['at'] }],
    }));
    await q.createTable(new Table({
      name: 'job_lease',
      columns: [varchar('name', 60, { isPrimary: true }), varchar('holder', 36), instant('until')],
    }));
    await q.createTable(new Table({
      name: 'outbox',
      columns: [
        idColumn(), varchar('topic', 40), varchar('duty_key', 100), longText('payload'), integer('attempts'), instant('next_attempt_at'),
        instant('done_at', nullable), varchar('last_error', 300, nullable), instant('created_at'),
      ],
      indices: [
        { name: 'ix_outbox_next_attempt', columnNames: ['done_at', 'next_attempt_at'] },
        { name: 'uq_outbox_duty', columnNames: ['topic', 'duty_key'], isUnique: true },
      ],
    }));
  }

  async down(q: QueryRunner): Promise<void> {
    for (const table of ['outbox', 'job_lease', 'live_update', 'throttle_attempt', 'idempotency_key', 'session']) await q.dropTable(table);
  }
}

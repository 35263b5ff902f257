import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { bigint, day, idColumn, instant, integer, longText, nullable, varchar } from '../columns.js';

/** As delivered: reminded in the first weeks, called after a month; finance may change it. */
const STEPS = [
  { days: 3, channel: 'message', text: '水费已逾期，请尽快缴纳' },
  { days: 15, channel: 'message', text: '逾期半月，违约金在增加' },
  { days: 30, channel: 'call', text: '您的水费已逾期一个月，请问什么时候方便缴纳？可在微信缴费，有困难可以申请分期。' },
  { days: 60, channel: 'message', text: '逾期两月，可申请分期缴纳' },
  { days: 90, channel: 'call', text: '您的水费已逾期三个月，请尽快缴清；有困难可以申请分期，有异议我们帮您核查。' },
];

export class Arrears1700000002010 implements MigrationInterface {
  name = 'Arrears1700000002010';

  async up(q: QueryRunner): Promise<void> {
    await q.createTable(new Table({ name: 'reminder_series', columns: [idColumn(), longText('steps'), integer('by_staff_id', nullable), instant('at')] }));
    await q.query('INSERT INTO reminder_series (steps, by_staff_id, at) VALUES (?, NULL, ?)', [JSON.stringify(STEPS), '2026-01-01 00:00:00.000']);
    await q.createTable(new Table({ name: 'arrears_pass', columns: [day('day', { isPrimary: true }), integer('after_account_id'), integer('messages'), integer('calls'), instant('finished_at', nullable)] }));
    await q.createTable(new Table({
      name: 'arrears_reminder', columns: [idColumn(), integer('account_id'), day('due_on'), integer('days'), varchar('channel', 8), bigint('owed_fen'), instant('at')],
      indices: [{ name: 'uq_arrears_reminder', columnNames: ['account_id', 'due_on', 'days'], isUnique: true }],
    }));
    await q.createTable(new Table({
      name: 'arrears_call',
      columns: [
        idColumn(), integer('account_id'), integer('open_key', nullable), varchar('script', 60), varchar('state', 10), day('next_on'), integer('attempts'), varchar('last_result', 12, nullable),
        integer('held_by_id', nullable), instant('held_until', nullable), instant('created_at'), instant('ended_at', nullable), integer('version'),
      ],
      indices: [
        { name: 'uq_arrears_call_open', columnNames: ['open_key'], isUnique: true }, { name: 'ix_arrears_call_state', columnNames: ['state', 'next_on', 'id'] },
        { name: 'ix_arrears_call_account', columnNames: ['account_id', 'id'] },
      ],
    }));
    await q.createTable(new Table({
      name: 'arrears_call_result',
      columns: [idColumn(), integer('call_id'), integer('account_id'), integer('agent_id'), varchar('result', 12), longText('note', nullable), day('callback_on', nullable), instant('at')],
      indices: [{ name: 'ix_arrears_call_result_account', columnNames: ['account_id', 'id'] }],
    }));
    await q.createTable(new Table({
      name: 'instalment_plan',
      columns: [
        idColumn(), integer('account_id'), integer('hall_id'), varchar('state', 10), integer('proposed_key', nullable), integer('active_key', nullable), longText('bill_ids'), bigint('debt_fen'),
        bigint('principal_fen'), bigint('paid_before_fen'), longText('instalments'), longText('reason'), integer('proposed_by_id'), instant('created_at'), instant('decided_at', nullable),
      ],
      indices: [
        { name: 'uq_instalment_plan_proposed', columnNames: ['proposed_key'], isUnique: true }, { name: 'uq_instalment_plan_active', columnNames: ['active_key'], isUnique: true },
        { name: 'ix_instalment_plan_account', columnNames: ['account_id', 'id'] }, { name: 'ix_instalment_plan_state', columnNames: ['state', 'id'] },
      ],
    }));
  }

  async down(q: QueryRunner): Promise<void> {
    for (const table of ['instalment_plan', 'arrears_call_result', 'arrears_call', 'arrears_reminder', 'arrears_pass', 'reminder_series']) await q.dropTable(table);
  }
}

import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { bigint, flag, idColumn, instant, integer, longText, nullable, varchar } from '../columns.js';

const key = { isPrimary: true };
/** Kind, category, source, zone (null: any), clock, unit, n, clause, action: the rule book's defaults (TL-7). */
const policies: [string | null, string | null, string | null, string | null, string, string, number, string, string][] = [
  [null, null, null, null, 'return', 'working-days', 5, '《首问负责制》：承办部门五个工作日内回复首问责任人', '交回处理结果'],
  ['leak', null, null, 'urban', 'on-site', 'minutes', 20, '《服务承诺》E3：城区抢修二十分钟到场', '到达现场'],
  ['leak', null, null, 'suburban', 'on-site', 'minutes', 30, '《服务承诺》E3：郊区抢修三十分钟到场', '到达现场'],
  ['leak', null, null, null, 'resolution', 'same-day', 0, '《服务承诺》E3：小修当日完成，大修连续施工', '修复并答复'],
  ['complaint', null, null, null, 'first-response', 'hours', 4, '《服务承诺》电话服务第8条：投诉四小时内响应', '首次响应'],
  ['complaint', null, null, null, 'resolution', 'working-days', 5, '《服务承诺》电话服务第8条：投诉五个工作日内办结', '办结并答复'],
  ['complaint', 'complaint-quality', null, null, 'on-site', 'hours', 4, '《服务承诺》E1：水质投诉四小时内到场取样', '到场取样'],
  ...['complaint-promise', 'complaint-refused', 'complaint-abuse', 'complaint-rude', 'complaint-not-told'].flatMap((category) =>
    ['counter', 'hotline', 'director'].map((source): (typeof policies)[number] =>
      ['complaint', category, source, null, 'resolution', 'working-days', 1, '《投诉处理制度》C8.8：口头投诉当场答复，不能当场的当日或次日答复', '答复']),
  ),
  ['consultation', null, null, null, 'resolution', 'hours', 24, '《热线服务规范》E8：需查询的咨询二十四小时内答复', '答复'],
  ['application', null, null, null, 'resolution', 'working-days', 5, '《窗口限时办结》A：用水业务五个工作日办结', '办结并答复'],
  ['application', 'apply-connection', null, null, 'resolution', 'working-days', 13, '《服务承诺》E4：勘察五日、设计三日、施工五日', '办结并答复'],
  ['billing-question', null, null, null, 'resolution', 'working-days', 5, '《窗口限时办结》A：五个工作日办结', '核实并答复'],
  ['appointment-follow-on', null, null, null, 'resolution', 'working-days', 5, '《窗口限时办结》A：五个工作日办结', '办结并答复'],
];

export class Ticket1700000000700 implements MigrationInterface {
  name = 'Ticket1700000000700';

  async up(q: QueryRunner): Promise<void> {
    await q.createTable(new Table({
      name: 'ticket',
      columns: [
        idColumn(), varchar('kind', 24), varchar('category', 40), varchar('source', 20), varchar('zone', 10), varchar('state', 20), flag('confidential'),
        integer('hall_id'), integer('resident_id', nullable), integer('account_id', nullable), integer('first_responsible_id'),
        integer('department_id', nullable), integer('handler_id', nullable), integer('last_department_id', nullable),
        varchar('next_clock', 20, nullable), instant('next_due_at', nullable), bigint('queue_order'),
        instant('created_at'), instant('updated_at'), instant('closed_at', nullable), integer('version'),
        longText('title'), longText('description'), longText('address'), longText('landmark'), integer('latitude_e6', nullable), integer('longitude_e6', nullable),
        longText('contact_name', nullable), longText('contact_phone', nullable), varchar('contact_phone_digest', 64, nullable),
      ],
      indices: [
        { name: 'ix_ticket_first_responsible', columnNames: ['first_responsible_id', 'queue_order'] },
        { name: 'ix_ticket_department', columnNames: ['department_id', 'queue_order'] },
        { name: 'ix_ticket_last_department', columnNames: ['last_department_id', 'queue_order'] },
        { name: 'ix_ticket_hall', columnNames: ['hall_id', 'queue_order'] },
        { name: 'ix_ticket_kind', columnNames: ['kind', 'queue_order'] },
        { name: 'ix_ticket_resident', columnNames: ['resident_id', 'id'] },
        { name: 'ix_ticket_account', columnNames: ['account_id', 'queue_order'] },
        { name: 'ix_ticket_contact_phone', columnNames: ['contact_phone_digest', 'queue_order'] },
      ],
    }));
    await q.createTable(new Table({
      name: 'ticket_event',
      columns: [
        idColumn(), integer('ticket_id'), integer('sequence'), varchar('type', 24), instant('at'), varchar('actor_kind', 10), integer('actor_id', nullable),
        longText('payload'), varchar('previous_hash', 64), varchar('hash', 64),
      ],
      indices: [{ name: 'uq_ticket_event_sequence', columnNames: ['ticket_id', 'sequence'], isUnique: true }],
    }));
    await q.createTable(new Table({ name: 'ticket_text', columns: [integer('ticket_id', key), integer('sequence', key), longText('body')] }));
    await q.createTable(new Table({
      name: 'ticket_clock',
      columns: [
        integer('ticket_id', key), varchar('clock', 20, key), integer('round', key), varchar('state', 20), instant('started_at'), instant('due_at', nullable),
        instant('stopped_at', nullable), varchar('limit_unit', 12), integer('limit_n'), varchar('clause', 120),
      ],
      indices: [{ name: 'ix_ticket_clock_due', columnNames: ['state', 'due_at'] }],
    }));
    await q.createTable(new Table({
      name: 'ticket_excluded',
      columns: [integer('ticket_id', key), integer('staff_id', key), flag('complained_of')],
      indices: [{ name: 'ix_ticket_excluded_staff', columnNames: ['staff_id'] }],
    }));
    await q.createTable(new Table({
      name: 'service_policy',
      columns: [
        idColumn(), varchar('kind', 24, nullable), varchar('category', 40, nullable), varchar('source', 20, nullable), varchar('zone', 10, nullable),
        varchar('clock', 20), varchar('unit', 12), integer('n'), varchar('clause', 120), varchar('action', 20),
      ],
    }));
    await q.createTable(new Table({ name: 'responsibility_turn', columns: [integer('staff_id', key), integer('assigned')] }));
    await q.createTable(new Table({
      name: 'personal_data_access',
      columns: [idColumn(), integer('staff_id'), integer('ticket_id'), varchar('reason', 100), instant('at')],
      indices: [
        { name: 'ix_personal_data_access_ticket', columnNames: ['ticket_id', 'id'] },
        { name: 'ix_personal_data_access_staff', columnNames: ['staff_id', 'id'] },
      ],
    }));
    for (const policy of policies)
      await q.query('INSERT INTO service_policy (kind, category, source, zone, clock, unit, n, clause, action) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)', policy);
  }

  async down(q: QueryRunner): Promise<void> {
    for (const table of ['personal_data_access', 'responsibility_turn', 'service_policy', 'ticket_excluded', 'ticket_clock', 'ticket_text', 'ticket_event', 'ticket']) await q.dropTable(table);
  }
}

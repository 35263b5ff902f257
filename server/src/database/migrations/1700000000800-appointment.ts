import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { day, flag, idColumn, instant, integer, longText, nullable, varchar } from '../columns.js';

export class Appointment1700000000800 implements MigrationInterface {
  name = 'Appointment1700000000800';

  async up(q: QueryRunner): Promise<void> {
    await q.createTable(new Table({
      name: 'service_item',
      columns: [
        idColumn(), varchar('name', 60), varchar('service_group', 20), varchar('summary', 200), longText('materials'), longText('process'),
        varchar('fee', 100), varchar('time_limit', 100), integer('position'), flag('active'),
      ],
    }));
    await q.createTable(new Table({
      name: 'hall_open_weekday',
      columns: [idColumn(), integer('hall_id'), integer('weekday')],
      indices: [{ name: 'uq_hall_open_weekday', columnNames: ['hall_id', 'weekday'], isUnique: true }],
    }));
    await q.createTable(new Table({
      name: 'hall_exception',
      columns: [idColumn(), integer('hall_id'), day('date'), flag('open'), varchar('note', 60), integer('slot_weekday', nullable)],
      indices: [{ name: 'uq_hall_exception', columnNames: ['hall_id', 'date'], isUnique: true }],
    }));
    await q.createTable(new Table({
      name: 'hall_booking_policy',
      columns: [integer('hall_id', { isPrimary: true }), integer('days_ahead'), integer('check_in_minutes_before')],
    }));
    await q.createTable(new Table({
      name: 'slot_plan',
      columns: [idColumn(), integer('hall_id'), varchar('service_group', 20), integer('weekday'), varchar('start_time', 5), varchar('end_time', 5), integer('capacity')],
      indices: [{ name: 'uq_slot_plan', columnNames: ['hall_id', 'service_group', 'weekday', 'start_time'], isUnique: true }],
    }));
    await q.createTable(new Table({
      name: 'slot_counter',
      columns: [idColumn(), integer('hall_id'), varchar('service_group', 20), day('date'), varchar('start_time', 5), integer('taken')],
      indices: [{ name: 'uq_slot_counter', columnNames: ['hall_id', 'service_group', 'date', 'start_time'], isUnique: true }],
    }));
    await q.createTable(new Table({
      name: 'appointment',
      columns: [
        idColumn(), varchar('check_in_code', 6), varchar('state', 12), varchar('live_key', 110, nullable), integer('resident_id', nullable),
        integer('booked_by_staff_id', nullable), integer('service_item_id'), varchar('service_group', 20), integer('hall_id'), day('date'),
        varchar('start_time', 5), varchar('end_time', 5), longText('contact_name'), longText('contact_phone'), varchar('contact_phone_digest', 64),
        longText('note'), instant('checked_in_at', nullable), instant('called_at', nullable), integer('called_by_id', nullable),
        varchar('window_name', 10, nullable), instant('finished_at', nullable), longText('result', nullable), integer('ticket_id', nullable),
        instant('created_at'), integer('version'),
      ],
      indices: [
        { name: 'uq_appointment_check_in_code', columnNames: ['hall_id', 'date', 'check_in_code'], isUnique: true },
        { name: 'uq_appointment_live_key', columnNames: ['live_key'], isUnique: true },
        { name: 'ix_appointment_resident', columnNames: ['resident_id', 'id'] },
        { name: 'ix_appointment_phone', columnNames: ['contact_phone_digest', 'date'] },
        { name: 'ix_appointment_state_date', columnNames: ['state', 'date'] },
      ],
    }));
  }

  async down(q: QueryRunner): Promise<void> {
    for (const table of ['appointment', 'slot_counter', 'slot_plan', 'hall_booking_policy', 'hall_exception', 'hall_open_weekday', 'service_item']) await q.dropTable(table);
  }
}

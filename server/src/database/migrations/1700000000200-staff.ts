import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { flag, idColumn, integer, longText, nullable, varchar } from '../columns.js';

export class Staff1700000000200 implements MigrationInterface {
  name = 'Staff1700000000200';

  async up(q: QueryRunner): Promise<void> {
    await q.createTable(new Table({
      name: 'hall',
      columns: [idColumn(), varchar('name', 60), varchar('address', 120), varchar('phone', 20), varchar('open_hours', 60), integer('latitude_e6'), integer('longitude_e6')],
    }));
    await q.createTable(new Table({ name: 'department', columns: [idColumn(), varchar('name', 60), longText('kinds')] }));
    await q.createTable(new Table({
      name: 'staff',
      columns: [
        idColumn(), varchar('staff_number', 12), varchar('name', 30), longText('roles'), integer('hall_id', nullable), integer('department_id', nullable),
        varchar('password_hash', 200), flag('active'), flag('on_duty'),
      ],
      indices: [
        { name: 'uq_staff_staff_number', columnNames: ['staff_number'], isUnique: true },
        { name: 'ix_staff_hall', columnNames: ['hall_id'] },
        { name: 'ix_staff_department', columnNames: ['department_id'] },
      ],
    }));
    await q.createTable(new Table({
      name: 'post',
      columns: [idColumn(), varchar('name', 60), integer('a_staff_id'), integer('b_staff_id')],
      indices: [
        { name: 'ix_post_a_staff', columnNames: ['a_staff_id'] },
        { name: 'ix_post_b_staff', columnNames: ['b_staff_id'] },
      ],
    }));
  }

  async down(q: QueryRunner): Promise<void> {
    for (const table of ['post', 'staff', 'department', 'hall']) await q.dropTable(table);
  }
}

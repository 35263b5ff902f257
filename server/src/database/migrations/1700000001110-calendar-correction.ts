import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { idColumn, instant, integer, longText, nullable, varchar } from '../columns.js';

/** What the calendars were, and the corrections on their way through the tickets (TL-3); the time limits are a book now (TL-7). */
export class CalendarCorrection1700000001110 implements MigrationInterface {
  name = 'CalendarCorrection1700000001110';

  async up(q: QueryRunner): Promise<void> {
    await q.createTable(new Table({
      name: 'hall_calendar_edition',
      columns: [idColumn(), integer('hall_id'), integer('edition'), longText('content'), varchar('reason', 200), integer('edited_by', nullable), instant('at')],
      indices: [{ name: 'uq_hall_calendar_edition', columnNames: ['hall_id', 'edition'], isUnique: true }],
    }));
    await q.createTable(new Table({
      name: 'calendar_correction',
      columns: [
        idColumn(), varchar('calendar', 10), integer('hall_id', nullable), integer('edition'), instant('due_after'), varchar('position', 80), integer('examined'), integer('moved'),
        instant('started_at'), instant('finished_at', nullable),
      ],
      indices: [{ name: 'ix_calendar_correction_finished', columnNames: ['finished_at'] }],
    }));
    // Its rows are the first edition of the book since the migration before.
    await q.dropTable('service_policy');
  }

  async down(q: QueryRunner): Promise<void> {
    await q.createTable(new Table({
      name: 'service_policy',
      columns: [
        idColumn(), varchar('kind', 24, nullable), varchar('category', 40, nullable), varchar('source', 20, nullable), varchar('zone', 10, nullable),
        varchar('clock', 20), varchar('unit', 12), integer('n'), varchar('clause', 120), varchar('action', 20),
      ],
    }));
    const [latest]: { content: string }[] = await q.query("SELECT content FROM book_edition WHERE kind = 'service-policy' ORDER BY edition DESC LIMIT 1");
    for (const { kind, category, source, zone, clock, unit, n, clause, action } of JSON.parse(latest?.content ?? '[]') as Record<string, string | number | null>[])
      await q.query('INSERT INTO service_policy (kind, category, source, zone, clock, unit, n, clause, action) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)', [kind, category, source, zone, clock, unit, n, clause, action]);
    await q.dropTable('calendar_correction');
    await q.dropTable('hall_calendar_edition');
  }
}

import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { integer, varchar } from '../columns.js';

const key = { isPrimary: true };

export class Search1700000001200 implements MigrationInterface {
  name = 'Search1700000001200';

  async up(q: QueryRunner): Promise<void> {
    await q.createTable(new Table({ name: 'search_term', columns: [integer('term', key), integer('ticket_id', key)] }));
    await q.createTable(new Table({ name: 'search_build', columns: [varchar('name', 20, key), integer('below')] }));
    // Later tickets are indexed as they are registered.
    await q.query("INSERT INTO search_build (name, below) SELECT 'tickets', COALESCE(MAX(id), 0) + 1 FROM ticket");
  }

  async down(q: QueryRunner): Promise<void> {
    for (const table of ['search_build', 'search_term']) await q.dropTable(table);
  }
}

import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { instant, integer, longText, nullable, varchar } from '../columns.js';
import { firstCategories } from './first-editions/category.js';
import { firstChecklists } from './first-editions/checklist.js';
import { firstConsequence } from './first-editions/consequence.js';
import { firstDismissivePhrases } from './first-editions/dismissive-phrase.js';
import { firstLadder } from './first-editions/ladder.js';
import { firstProcedures } from './first-editions/procedure.js';
import { firstReplyTemplates } from './first-editions/reply-template.js';
import { firstServicePolicy } from './first-editions/service-policy.js';
import { firstWorkingCalendar } from './first-editions/working-calendar.js';

/** The rule book's defaults become the first edition of each book; the time limits are those that were in force. */
export class Rulebook1700000001100 implements MigrationInterface {
  name = 'Rulebook1700000001100';

  async up(q: QueryRunner): Promise<void> {
    await q.createTable(new Table({
      name: 'book_edition',
      columns: [integer('id', { isPrimary: true }), varchar('kind', 24), integer('edition'), longText('content'), varchar('reason', 200), integer('edited_by', nullable), instant('at')],
      indices: [{ name: 'uq_book_edition', columnNames: ['kind', 'edition'], isUnique: true }],
    }));
    const policies: Parameters<typeof firstServicePolicy>[0] = await q.query('SELECT kind, category, source, zone, clock, unit, n, clause, action FROM service_policy ORDER BY id');
    const contents: [kind: string, content: unknown][] = [
      ['service-policy', firstServicePolicy(policies)], ['category', firstCategories], ['checklist', firstChecklists], ['dismissive-phrase', firstDismissivePhrases],
      ['ladder', firstLadder], ['reply-template', firstReplyTemplates], ['procedure', firstProcedures], ['consequence', firstConsequence], ['working-calendar', firstWorkingCalendar],
    ];
    for (const [index, [kind, content]] of contents.entries())
      await q.query('INSERT INTO book_edition (id, kind, edition, content, reason, edited_by, at) VALUES (?, ?, 1, ?, ?, NULL, ?)', [
        index + 1, kind, JSON.stringify(content), '系统默认', '2026-01-01 00:00:00.000',
      ]);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.dropTable('book_edition');
  }
}

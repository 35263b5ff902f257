import type { EntityManager } from 'typeorm';
import { checksOfAccounts } from './checks-of-accounts.js';
import { checksOfBills } from './checks-of-bills.js';
import { checksOfCash } from './checks-of-cash.js';
import { checksOfIssue } from './checks-of-issue.js';
import { checksOfPayments } from './checks-of-payments.js';
import { checksOfReceipts } from './checks-of-receipts.js';
import { checksOfTheJournal } from './checks-of-the-journal.js';
import type { LedgerCheck } from './ledger-check.js';

export async function checksFor(manager: EntityManager): Promise<LedgerCheck[]> {
  const components = await componentsKnown(manager);
  return [...checksOfTheJournal, ...checksOfAccounts, ...checksOfBills(components), ...checksOfIssue(components), ...checksOfPayments, ...checksOfReceipts, ...checksOfCash];
}

/** What water prices consist of, by the tariffs and the books. */
async function componentsKnown(manager: EntityManager): Promise<string[]> {
  const books: { book: string }[] = await manager.query("SELECT DISTINCT book FROM journal_line WHERE book LIKE 'revenue._%'");
  const versions: { definition: string }[] = await manager.query('SELECT definition FROM tariff_version');
  const ofTariffs = versions.flatMap(({ definition }) => Object.keys((JSON.parse(definition) as { flat: Record<string, unknown> }).flat));
  return [...new Set(['water', ...books.map(({ book }) => book.slice('revenue.'.length)), ...ofTariffs])].sort();
}

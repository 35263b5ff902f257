import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import { CustomerService, WaterAccount } from '../customer/index.js';
import { insertRows, Transactions } from '../database/index.js';
import { Scheduler } from '../jobs/index.js';
import { termOf } from '../search/index.js';
import { AccountToIndex } from './account.entity.js';
import { wordsOfAccount } from './account-words.js';

const CHUNK = 200;
/** A turn must end well before another server may take over. */
const CHUNKS_PER_TURN = 60;
const TURN_SECONDS = 4;
/** Postings of the rarest word that one search looks through, and how far postings are counted. */
const WINDOW = 4000;
const COUNTED = 2000;
const MOST_WORDS = 6;

const keyOf = (word: string) => termOf(`account ${word}`);
const marks = (values: readonly unknown[]) => values.map(() => '?').join(', ');

/** Notes accounts, by their numbers, as new or changed, in the transaction that changed them. */
export async function markToIndex(tx: EntityManager, accountNumbers: readonly string[]): Promise<void> {
  if (accountNumbers.length === 0) return;
  const rows: { id: number }[] = await tx.query(`SELECT id FROM water_account WHERE account_number IN (${marks(accountNumbers)}) ORDER BY id`, [...accountNumbers]);
  await insertRows(tx, 'account_to_index', ['account_id'], rows.map(({ id }) => [id]), { skipExisting: true });
}

/** Keeps and reads the postings of a million accounts. Words of an account that changed its own stay; whoever asks proves what is found. */
@Injectable()
export class AccountIndex implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly scheduler: Scheduler,
    private readonly customers: CustomerService,
  ) {}

  onModuleInit(): void {
    this.customers.onChange((tx, { accountNumber }) => markToIndex(tx, [accountNumber]));
    this.scheduler.every(TURN_SECONDS, 'account-index', async () => { await this.build(); });
  }

  /** Indexes what is new or has changed. Returns how many accounts. */
  async build(): Promise<number> {
    let done = 0;
    for (let chunk = 0; chunk < CHUNKS_PER_TURN; chunk++) {
      const count = await this.buildChunk();
      done += count;
      if (count === 0) break;
    }
    return done;
  }

  private async buildChunk(): Promise<number> {
    const rows = await this.dataSource.manager.find(AccountToIndex, { order: { accountId: 'ASC' }, take: CHUNK });
    if (rows.length === 0) return 0;
    const ids = rows.map(({ accountId }) => accountId);
    await this.transactions.run(async (tx) => {
      // Taken off the list before the accounts are read: whoever changes one meanwhile puts it on again.
      await tx.delete(AccountToIndex, { accountId: In(ids) });
      const accounts = await tx.findBy(WaterAccount, { id: In(ids) });
      const terms = accounts.flatMap((account) => [...new Set([...wordsOfAccount(account)].map(keyOf))].map((term): [number, number] => [term, account.id]));
      terms.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
      await insertRows(tx, 'account_term', ['term', 'account_id'], terms, { skipExisting: true });
    });
    return ids.length;
  }

  /** Accounts that may have all of these words, at most `limit`, the newest first. Two queries, whatever the number of accounts. */
  async candidates(words: readonly string[], limit: number): Promise<number[]> {
    const terms = [...new Set([...words].sort((a, b) => b.length - a.length).slice(0, MOST_WORDS).map(keyOf))];
    if (terms.length === 0) return [];
    const columns = terms.map((_, i) => `(SELECT COUNT(*) FROM (SELECT 1 FROM account_term WHERE term = ? LIMIT ${COUNTED + 1}) n${i}) AS c${i}`);
    const [row]: Record<string, string | number>[] = await this.dataSource.query(`SELECT ${columns.join(', ')}`, terms);
    const counts = terms.map((_, i) => Number(row?.[`c${i}`] ?? 0));
    const rarest = counts.indexOf(Math.min(...counts));
    if (counts[rarest] === 0) return [];
    const others = terms.filter((_, i) => i !== rarest);
    const having = others.map(() => 'AND EXISTS (SELECT 1 FROM account_term s WHERE s.term = ? AND s.account_id = c.account_id)').join(' ');
    const found: { id: number }[] = await this.dataSource.query(
      `SELECT c.account_id AS id FROM (SELECT account_id FROM account_term WHERE term = ? ORDER BY account_id DESC LIMIT ${WINDOW}) c WHERE 1 = 1 ${having} ORDER BY c.account_id DESC LIMIT ${limit}`,
      [terms[rarest] as number, ...others],
    );
    return found.map(({ id }) => Number(id));
  }
}

import { Injectable } from '@nestjs/common';
import type { AccountMatch } from '@shouwen/shared/contract/account';
import { plainPhoneNumber } from '@shouwen/shared/value';
import { DataSource, In, Like } from 'typeorm';
import { CustomerService, WaterAccount } from '../customer/index.js';
import { Refusal } from '../http/index.js';
import { readQuery } from '../search/index.js';
import { AccountIndex } from './account-index.js';
import { matchAccount } from './account-words.js';

export interface FoundAccount {
  account: WaterAccount;
  /** What of it was typed. */
  by: AccountMatch;
}

/** Digits of an account number from which on its beginning is enough. */
const NUMBER_BEGINNING = 4;
/** Accounts that one search proves word by word. */
const MOST_CANDIDATES = 200;
const MOST = 50;

/** Water accounts by number (or its beginning), telephone, meter, name, pinyin, initials or parts of the address (PY-1); a few indexed queries whatever their number. */
@Injectable()
export class AccountSearch {
  constructor(
    private readonly dataSource: DataSource,
    private readonly customers: CustomerService,
    private readonly index: AccountIndex,
  ) {}

  /** At most `limit`, exact numbers first. All words typed must occur. Refuses `SEARCH_TOO_SHORT` for what no index knows. */
  async find(text: string, limit: number): Promise<FoundAccount[]> {
    const most = Math.min(limit, MOST);
    const query = readQuery(text);
    const found = new Map<number, FoundAccount>();
    const keep = (accounts: readonly WaterAccount[], by: AccountMatch) => { for (const account of accounts) if (!found.has(account.id)) found.set(account.id, { account, by }); };
    const [only, ...more] = query.terms;
    const number = more.length === 0 && only && /^\d+$/.test(only.text) ? only.text : null;
    if (number !== null) {
      const exact = await this.customers.accountByNumber(number);
      // A scanned or typed account number is that account and no other.
      if (exact) return [{ account: exact, by: 'number' }];
      if (number.length >= 7) keep(await this.customers.accountsByPhone(plainPhoneNumber(number)), 'phone');
      if (number.length >= NUMBER_BEGINNING && number.length < 12) keep(await this.dataSource.manager.find(WaterAccount, { where: { accountNumber: Like(`${number}%`) }, order: { accountNumber: 'ASC' }, take: most }), 'number');
    }
    if (found.size < most) {
      if (query.tokens.length === 0 && found.size === 0) throw new Refusal('SEARCH_TOO_SHORT');
      const ids = (await this.index.candidates(query.tokens, MOST_CANDIDATES)).filter((id) => !found.has(id));
      const accounts = ids.length === 0 ? [] : await this.dataSource.manager.findBy(WaterAccount, { id: In(ids) });
      for (const account of accounts.sort((a, b) => (a.accountNumber < b.accountNumber ? -1 : 1))) {
        if (found.size >= most) break;
        const by = matchAccount(query, account);
        if (by !== null) found.set(account.id, { account, by });
      }
    }
    return [...found.values()].slice(0, most);
  }
}

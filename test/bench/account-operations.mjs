/** Finding a water account as the window does: by its number, telephone, name, initials, address. Beside it the index and the accounts, read without a look at them. */
import { moduleOf } from '../support/built-company.mjs';
import { serverSettings } from '../support/server-settings.mjs';
import { addressOf, nameOf, phoneOf } from './account-rows.mjs';

/** @param {{ dist: string, money: { accounts: number, first: Record<string, number>, cashiers: number[] }, staffTokens: Map<number, string> }} bench */
export async function accountOperationsOn({ dist, money: { accounts, cashiers }, staffTokens }) {
  const [{ useEncryptionKey }, { termOf }, { nameKeys, nameSyllables, readQuery }] = await Promise.all([moduleOf(dist, 'database/encryption.js'), moduleOf(dist, 'search/index.js'), moduleOf(dist, 'search/index.js')]);
  useEncryptionKey(Buffer.from(serverSettings().SECRET_KEY, 'hex'));
  let turn = 0;
  const account = () => 1 + ((++turn * 7919) % accounts);
  const initials = (name) => [...nameKeys(nameSyllables(name))].reduce((a, b) => (b.length < a.length ? b : a));
  // The limit follows the rarest word alone, which for a part of an address is its longest.
  const longest = (text) => readQuery(text).tokens.reduce((a, b) => (b.length > a.length ? b : a));
  const search = (name, text, word) => ({
    name: `查找户号（${name}）`, target: null,
    limit: () => (word === null ? { path: `/account/${10_000_000 + account()}` } : { path: `/accounts/${termOf(`account ${word(account())}`)}` }),
    product: () => ({ path: `/api/staff/accounts?q=${encodeURIComponent(text(account()))}&size=10`, token: staffTokens.get(cashiers[turn % cashiers.length]) }),
  });
  return [
    search('户号', (n) => String(10_000_000 + n), null),
    search('电话', phoneOf, phoneOf),
    search('姓名', nameOf, (n) => longest(nameOf(n))),
    search('拼音首字母', (n) => initials(nameOf(n)), (n) => initials(nameOf(n))),
    search('地址', addressOf, (n) => longest(addressOf(n))),
  ];
}

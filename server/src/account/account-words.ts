import type { WaterAccount } from '../customer/index.js';
import { plainPhoneNumber } from '@shouwen/shared/value';
import type { AccountMatch } from '@shouwen/shared/contract/account';
import { findTerm, foldText, nameKeys, nameSyllables, type Query, type Term, tokensOfText } from '../search/index.js';

const PHONE_TAIL = 4;
const METER_TAIL = 6;

/** What an account is found by, besides its number: name, its pinyin and initials, address, telephone, meter. */
export function wordsOfAccount(account: Pick<WaterAccount, 'name' | 'address' | 'phone' | 'meterNumber'>): Set<string> {
  const phone = plainPhoneNumber(account.phone ?? '');
  return new Set([
    ...tokensOfText(account.name), ...nameKeys(nameSyllables(account.name)), ...tokensOfText(account.address),
    ...(phone === '' ? [] : [phone, phone.slice(-PHONE_TAIL)]), ...tokensOfText(account.meterNumber), account.meterNumber.slice(-METER_TAIL).toLowerCase(),
  ]);
}

/** The proof of what the index promised: every word typed is somewhere on the account. By what it was found first, or null. */
export function matchAccount({ terms }: Pick<Query, 'terms'>, account: WaterAccount): AccountMatch | null {
  const matches = terms.map((term) => matchOf(term, account));
  return matches.includes(null) ? null : (matches[0] ?? null);
}

function matchOf(term: Term, account: WaterAccount): AccountMatch | null {
  const { text, letters } = term;
  if (account.accountNumber === text) return 'number';
  const phone = plainPhoneNumber(account.phone ?? '');
  if (phone !== '' && /^\d+$/.test(text) && (text === phone || (text.length === PHONE_TAIL && phone.endsWith(text)))) return 'phone';
  const meter = account.meterNumber.toLowerCase();
  if (text === meter || (text.length === METER_TAIL && meter.endsWith(text))) return 'meter';
  if (findTerm(letters, foldText(account.name)).length > 0) return 'name';
  if (findTerm(letters, foldText(account.address)).length > 0) return 'address';
  return nameKeys(nameSyllables(account.name)).has(text) ? 'pinyin' : null;
}

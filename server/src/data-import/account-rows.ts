import { shanghaiDate } from '@shouwen/shared/value';
import { type EntityManager, In } from 'typeorm';
import { markToIndex } from '../account/index.js';
import { type AccountTerms, BillingTerms, MeterReading, type TariffBook, termsByAccount, termsOf, termsOn } from '../billing/index.js';
import { WaterAccount } from '../customer/index.js';
import { encrypted, insertRows, phoneDigestOf, type SqlValue } from '../database/index.js';
import type { AccountRow, Problem } from './rules/check-row.js';
import type { RowOutcome } from './row-outcome.js';

export interface AccountPlan {
  outcomes: RowOutcome[];
  readonly inserts: SqlValue[][];
  readonly updates: { id: number; accountNumber: string; fields: Omit<WaterAccount, 'id' | 'accountNumber'> }[];
  /** Households and prices that changed after the first reading: from the day of the import on. */
  readonly terms: Omit<BillingTerms, 'id'>[];
}
const columns = ['account_number', 'name', 'address', 'zone', 'phone', 'phone_digest', 'household_size', 'meter_number', 'tariff_code', 'hall_id'];

/**
 * Decides on account rows, each number at most once. Reads only. `halls`: name → id.
 * Days that lie behind keep the household and the price they had (PY-9): once an account was read, what the file changes of them holds from the day of `now` on.
 */
export async function planAccounts(manager: EntityManager, book: TariffBook, halls: ReadonlyMap<string, number>, rows: readonly AccountRow[], now: Date): Promise<AccountPlan> {
  const known = rows.length === 0 ? [] : await manager.findBy(WaterAccount, { accountNumber: In(rows.map(({ accountNumber }) => accountNumber)) });
  const byNumber = new Map(known.map((account) => [account.accountNumber, account]));
  const past = await accountsWithPast(manager, known);
  const today = shanghaiDate(now);
  const plan: AccountPlan = { outcomes: [], inserts: [], updates: [], terms: [] };
  for (const row of rows) {
    const tariffCode = book.codeOf(row.tariff);
    const hallId = halls.get(row.hall);
    if (tariffCode === null || hallId === undefined) {
      plan.outcomes.push({
        kind: 'faulty',
        problems: [
          ...(tariffCode === null ? [{ column: '水价', reason: `没有这种水价，可填：${[...book.names].map(([code, name]) => `${code}（${name}）`).join('、')}`.slice(0, 200) }] : []),
          ...(hallId === undefined ? [{ column: '营业厅', reason: `没有这个营业厅，可填：${[...halls.keys()].join('、')}`.slice(0, 200) }] : []),
        ],
      });
      continue;
    }
    const { accountNumber, name, address, zone, phone, meterNumber } = row;
    const before = byNumber.get(accountNumber);
    const dated = before && past.get(before.id);
    // Of an account with a past its own columns say how it began.
    const { householdSize } = dated ? before : row;
    const fields = { name, address, zone, phone, phoneDigest: phone === null ? null : phoneDigestOf(phone), householdSize, meterNumber, tariffCode: dated ? before.tariffCode : tariffCode, hallId };
    if (!before) {
      plan.inserts.push([accountNumber, encrypted.to(name), address, zone, encrypted.to(phone), fields.phoneDigest, householdSize, meterNumber, tariffCode, hallId]);
      plan.outcomes.push({ kind: 'created' });
      continue;
    }
    const changed = dated ? changedTerms(termsOf(before, dated), { householdSize: row.householdSize, tariffCode }, today) : null;
    if (changed && 'problem' in changed) {
      plan.outcomes.push({ kind: 'faulty', problems: [changed.problem] });
      continue;
    }
    if (changed) plan.terms.push({ ...changed, accountId: before.id, ticketId: null, byStaffId: null, reason: '户表导入', createdAt: now });
    const updated = Object.entries(fields).some(([field, value]) => before[field as keyof WaterAccount] !== value);
    if (updated) plan.updates.push({ id: before.id, accountNumber, fields });
    plan.outcomes.push({ kind: updated || changed ? 'updated' : 'unchanged' });
  }
  return plan;
}

/** Those that were read, with their dated terms; two queries. */
async function accountsWithPast(manager: EntityManager, accounts: readonly WaterAccount[]): Promise<Map<number, AccountTerms[]>> {
  const ids = accounts.map(({ id }) => id);
  if (ids.length === 0) return new Map();
  const read = await manager.find(MeterReading, { select: { accountId: true }, where: { accountId: In(ids), ordinal: 1 } });
  const terms = await termsByAccount(manager, ids);
  return new Map([...read.map(({ accountId }) => accountId), ...terms.keys()].map((id) => [id, terms.get(id) ?? []]));
}

/** Null when the file says what holds. A file knows one price for each account: of several uses it may only name one that is there. */
function changedTerms(terms: readonly AccountTerms[], told: { householdSize: number; tariffCode: string }, today: string): Pick<BillingTerms, 'fromOn' | 'householdSize' | 'uses'> | { problem: Problem } | null {
  const { householdSize, uses } = termsOn(terms, today);
  const known = uses.some(({ tariffCode }) => tariffCode === told.tariffCode);
  if (known && householdSize === told.householdSize) return null;
  const column = known ? '家庭人口' : '水价';
  if (!known && uses.length > 1) return { problem: { column, reason: '这个户号现在是混合用水，水价请在“户号账单”里更改' } };
  if (terms.some(({ fromOn }) => fromOn >= today)) return { problem: { column, reason: '这个户号的用水条件今天或以后已有安排，请在“户号账单”里更改' } };
  return { fromOn: today, householdSize: told.householdSize, uses: known ? uses.map((use) => ({ ...use })) : [{ tariffCode: told.tariffCode, share: 1000 }] };
}

/** Throws a duplicate-key error when another writer opened one of the accounts first. */
export async function writeAccounts(tx: EntityManager, plan: AccountPlan): Promise<void> {
  await insertRows(tx, 'water_account', columns, plan.inserts);
  for (const { id, fields } of plan.updates) await tx.update(WaterAccount, { id }, fields);
  if (plan.terms.length > 0) await tx.insert(BillingTerms, plan.terms);
  await markToIndex(tx, [...plan.inserts.map(([number]) => number as string), ...plan.updates.map(({ accountNumber }) => accountNumber)]);
}

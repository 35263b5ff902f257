import { type EntityManager, In } from 'typeorm';
import { markToIndex } from '../account/index.js';
import type { TariffBook } from '../billing/index.js';
import { WaterAccount } from '../customer/index.js';
import { encrypted, insertRows, phoneDigestOf, type SqlValue } from '../database/index.js';
import type { AccountRow } from './rules/check-row.js';
import type { RowOutcome } from './row-outcome.js';

export interface AccountPlan {
  outcomes: RowOutcome[];
  readonly inserts: SqlValue[][];
  readonly updates: { id: number; accountNumber: string; fields: Omit<WaterAccount, 'id' | 'accountNumber'> }[];
}
const columns = ['account_number', 'name', 'address', 'zone', 'phone', 'phone_digest', 'household_size', 'meter_number', 'tariff_code', 'hall_id'];

/** Decides on account rows, each number at most once. Reads only. `halls`: name → id. */
export async function planAccounts(manager: EntityManager, book: TariffBook, halls: ReadonlyMap<string, number>, rows: readonly AccountRow[]): Promise<AccountPlan> {
  const known = rows.length === 0 ? [] : await manager.findBy(WaterAccount, { accountNumber: In(rows.map(({ accountNumber }) => accountNumber)) });
  const byNumber = new Map(known.map((account) => [account.accountNumber, account]));
  const plan: AccountPlan = { outcomes: [], inserts: [], updates: [] };
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
    const { accountNumber, name, address, zone, phone, householdSize, meterNumber } = row;
    const fields = { name, address, zone, phone, phoneDigest: phone === null ? null : phoneDigestOf(phone), householdSize, meterNumber, tariffCode, hallId };
    const before = byNumber.get(accountNumber);
    if (!before) {
      plan.inserts.push([accountNumber, encrypted.to(name), address, zone, encrypted.to(phone), fields.phoneDigest, householdSize, meterNumber, tariffCode, hallId]);
      plan.outcomes.push({ kind: 'created' });
    } else if (Object.entries(fields).every(([field, value]) => before[field as keyof WaterAccount] === value)) {
      plan.outcomes.push({ kind: 'unchanged' });
    } else {
      plan.updates.push({ id: before.id, accountNumber, fields });
      plan.outcomes.push({ kind: 'updated' });
    }
  }
  return plan;
}

/** Throws a duplicate-key error when another writer opened one of the accounts first. */
export async function writeAccounts(tx: EntityManager, plan: AccountPlan): Promise<void> {
  await insertRows(tx, 'water_account', columns, plan.inserts);
  for (const { id, fields } of plan.updates) await tx.update(WaterAccount, { id }, fields);
  await markToIndex(tx, [...plan.inserts.map(([number]) => number as string), ...plan.updates.map(({ accountNumber }) => accountNumber)]);
}

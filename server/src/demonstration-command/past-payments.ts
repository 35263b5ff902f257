import { addDays } from '@shouwen/shared/value';
import type { DemonstrationAccount } from './accounts.js';
import type { Chance } from './random.js';

/** PY-11: the year that source A published: payments and fen by method. */
const YEAR = [
  { method: '现金', count: 3127, fen: 40_187_540 },
  { method: '银行卡', count: 1162, fen: 22_349_175 },
] as const;
const CASHIERS = ['王秀英', '刘建国', '陈玉兰'] as const;

/** Lines of the old books for one year, whose sums are those of the published year: 4,289 payments, 625,367.15 yuan. */
export function pastPayments(accounts: readonly DemonstrationAccount[], year: number, chance: Chance): string[] {
  const lines: string[] = [];
  for (const { method, count, fen } of YEAR) {
    const average = Math.floor(fen / count);
    let left = fen;
    for (let i = 0; i < count; i++) {
      // Half to one and a half times the average, and never so much that the rest would have nothing.
      const amount = i === count - 1 ? left : Math.min(Math.floor(average * (0.5 + chance.next())), left - (count - 1 - i) * 1000);
      left -= amount;
      const window = chance.between(0, CASHIERS.length - 1);
      const account = accounts[chance.between(0, accounts.length - 1)] as DemonstrationAccount;
      lines.push(`${addDays(`${year}-01-01`, chance.between(0, 364))},${account.accountNumber},${method},${(amount / 100).toFixed(2)},${window + 1}号窗口,${CASHIERS[window]}`);
    }
  }
  return lines;
}

import { formatFen } from './fen.js';

/** What the sum at the foot of a bill is made of; fen. */
export interface SummedBill {
  state: 'draft' | 'unpaid' | 'paid' | 'void';
  totalFen: number;
  /** By approved adjustments, signed. */
  adjustedFen: number;
  /** Of the bill itself, and of late fees on it. */
  paidFen: number;
  lateFeePaidFen: number;
  /** What paying now costs. */
  payableFen: number;
  /** Of an unpaid bill the late fee that is open now, what was waived taken off. */
  lateFee: { days: number; ratePerHundredThousand: number; fen: number };
  lateFeeWaivedFen: number;
}
export interface BillSumRow {
  name: string;
  /** Signed. */
  fen: number;
  /** How it came about; empty where the name says all. */
  note: string;
}

/**
 * The rows from what the period costs to what is to be paid now, which add up in every state (PY-9): late fees that were paid with a part stay on the bill, a
 * void bill takes back what it charged, and what was paid of it is the account's money again.
 */
export function sumOfBill(bill: SummedBill): { rows: BillSumRow[]; payableFen: number } {
  const { adjustedFen, lateFeePaidFen, lateFee, lateFeeWaivedFen } = bill;
  const unpaid = bill.state === 'unpaid';
  const openLateFen = unpaid ? lateFee.fen : 0;
  const paidFen = bill.paidFen + lateFeePaidFen;
  const rows: BillSumRow[] = [{ name: '本期水费', fen: bill.totalFen, note: '' }];
  if (adjustedFen !== 0) rows.push({ name: '调整（已批准）', fen: adjustedFen, note: '' });
  if (lateFeePaidFen > 0) rows.push({ name: '违约金（已缴）', fen: lateFeePaidFen, note: '' });
  if (unpaid && (openLateFen > 0 || lateFeeWaivedFen > 0)) {
    const days = lateFee.days > 0 ? `${lateFeePaidFen > 0 ? '上次缴费以后又逾期' : '逾期'} ${lateFee.days} 天，每天按欠费的 ${lateFee.ratePerHundredThousand / 1000}% 计算` : '';
    const waived = lateFeeWaivedFen > 0 ? `已减免 ${formatFen(lateFeeWaivedFen)} 元` : '';
    rows.push({ name: lateFeePaidFen > 0 ? '违约金（新增）' : '违约金（滞纳金）', fen: openLateFen, note: [days, waived].filter((text) => text !== '').join('；') });
  }
  if (bill.state === 'void') rows.push({ name: '作废，不用缴', fen: -(bill.totalFen + adjustedFen + lateFeePaidFen), note: '' });
  if (paidFen > 0) rows.push({ name: '已经缴了', fen: -paidFen, note: '' });
  if (paidFen > 0 && bill.state === 'void') rows.push({ name: '缴过的转为预存款', fen: paidFen, note: '' });
  return { rows, payableFen: bill.payableFen };
}

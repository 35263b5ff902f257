import { describe, expect, it } from 'vitest';
import { sumOfBill, type SummedBill } from './bill-sum.js';

const fresh: SummedBill = { state: 'unpaid', totalFen: 11_900, adjustedFen: 0, paidFen: 0, lateFeePaidFen: 0, payableFen: 11_900, lateFee: { days: 0, ratePerHundredThousand: 50, fen: 0 }, lateFeeWaivedFen: 0 };
const late = (days: number, fen: number) => ({ days, ratePerHundredThousand: 50, fen });

describe('the sum of a bill', () => {
  const cases: [what: string, bill: Partial<SummedBill>, rows: [name: string, fen: number][]][] = [
    ['nothing paid', {}, [['本期水费', 11_900]]],
    ['late', { lateFee: late(72, 428), payableFen: 12_328 }, [['本期水费', 11_900], ['违约金（滞纳金）', 428]]],
    ['a part paid in time', { paidFen: 4_000, payableFen: 7_900 }, [['本期水费', 11_900], ['已经缴了', -4_000]]],
    ['a part paid with its late fee, the same day', { paidFen: 9_572, lateFeePaidFen: 428, payableFen: 2_328 }, [['本期水费', 11_900], ['违约金（已缴）', 428], ['已经缴了', -10_000]]],
    ['a part paid, and a new late fee since', { paidFen: 9_572, lateFeePaidFen: 428, lateFee: late(30, 35), payableFen: 2_363 },
      [['本期水费', 11_900], ['违约金（已缴）', 428], ['违约金（新增）', 35], ['已经缴了', -10_000]]],
    ['a part of the late fee waived', { lateFee: late(72, 128), lateFeeWaivedFen: 300, payableFen: 12_028 }, [['本期水费', 11_900], ['违约金（滞纳金）', 128]]],
    ['all of it waived', { lateFee: late(72, 0), lateFeeWaivedFen: 428, payableFen: 11_900 }, [['本期水费', 11_900], ['违约金（滞纳金）', 0]]],
    ['adjusted', { adjustedFen: -1_900, lateFee: late(10, 50), payableFen: 10_050 }, [['本期水费', 11_900], ['调整（已批准）', -1_900], ['违约金（滞纳金）', 50]]],
    ['paid', { state: 'paid', paidFen: 11_900, payableFen: 0 }, [['本期水费', 11_900], ['已经缴了', -11_900]]],
    // The view says what was paid of late fees as the late fee of a paid bill.
    ['paid late', { state: 'paid', paidFen: 11_900, lateFeePaidFen: 428, lateFee: late(0, 428), payableFen: 0 }, [['本期水费', 11_900], ['违约金（已缴）', 428], ['已经缴了', -12_328]]],
    ['adjusted to nothing', { state: 'paid', adjustedFen: -11_900, payableFen: 0 }, [['本期水费', 11_900], ['调整（已批准）', -11_900]]],
    ['void, never paid', { state: 'void', payableFen: 0 }, [['本期水费', 11_900], ['作废，不用缴', -11_900]]],
    ['void, paid late', { state: 'void', adjustedFen: -900, paidFen: 11_000, lateFeePaidFen: 428, lateFee: late(0, 428), payableFen: 0 },
      [['本期水费', 11_900], ['调整（已批准）', -900], ['违约金（已缴）', 428], ['作废，不用缴', -11_428], ['已经缴了', -11_428], ['缴过的转为预存款', 11_428]]],
  ];
  it.each(cases)('%s', (_, over, rows) => {
    const sum = sumOfBill({ ...fresh, ...over });
    expect(sum.rows.map(({ name, fen }) => [name, fen])).toEqual(rows);
    expect(sum.rows.reduce((fen, row) => fen + row.fen, 0)).toBe(sum.payableFen);
  });
  it('says how the late fee came about', () => {
    const note = (over: Partial<SummedBill>) => sumOfBill({ ...fresh, ...over }).rows.at(-1)!.note;
    expect(note({ lateFee: late(72, 428) })).toBe('逾期 72 天，每天按欠费的 0.05% 计算');
    expect(note({ lateFee: late(72, 128), lateFeeWaivedFen: 300 })).toBe('逾期 72 天，每天按欠费的 0.05% 计算；已减免 3.00 元');
    expect(sumOfBill({ ...fresh, paidFen: 9_572, lateFeePaidFen: 428, lateFee: late(30, 35) }).rows[2]!.note).toBe('上次缴费以后又逾期 30 天，每天按欠费的 0.05% 计算');
    // Given back with a payment and owed again: it did not grow by days.
    expect(note({ lateFee: late(0, 428) })).toBe('');
  });
});

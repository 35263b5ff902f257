import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { addDays } from '@shouwen/shared/value';
import { hadAHand, refuseToSign } from './day-is-closed-by-signature.js';
import { workingDayAfter } from './due-in-working-days.js';
import { daysToFetch, tryAgainAt } from './fetch-the-bill-after-ten.js';
import { type Difference, feeFenOf, Matching, type OurLine } from './match-lines.js';
import { type Elsewhere, judge } from './payments-around-midnight-wait-a-day.js';
import { BankReader, CardBatchReader } from './read-plain-file.js';
import { TradeBillReader } from './read-trade-bill.js';
import { BrokenFile, RowScanner } from './scan-rows.js';
import { type TheirLine, TheirLines } from './their-lines.js';
import { correctionOf, journalOfCorrection, journalOfSettlement } from './what-confirmed-money-moves.js';

const date = '2026-11-20';
const mch = '1600000001';
const columns = '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注';
const summaryColumns = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额';
const yuan = (fen: number) => (fen / 100).toFixed(2);

interface Written {
  kind: 'payment' | 'refund';
  key: string;
  amountFen: number;
  second?: number;
  state?: string;
  feeFen?: number;
  name?: string;
}
const clock = (second: number) => [Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60].map((n) => String(n).padStart(2, '0')).join(':');
function written({ kind, key, amountFen, second = 43_200, state = 'SUCCESS', feeFen = 0, name = '水费,5月' }: Written): string {
  const refund = kind === 'refund';
  const cells = [
    `${date} ${clock(second)}`, 'wx1', mch, '0', '', '42', refund ? `P-of-${key}` : key, 'o1', 'JSAPI', refund ? 'REFUND' : state, 'OTHERS', 'CNY', refund ? '0.00' : yuan(amountFen), '0.00', refund ? '5' : '0',
    refund ? key : '0', refund ? yuan(amountFen) : '0.00', '0.00', refund ? 'ORIGINAL' : '', refund ? state : '', name, '', (feeFen / 100).toFixed(5), '0.60%', refund ? '0.00' : yuan(amountFen), refund ? yuan(amountFen) : '0.00', '',
  ];
  return cells.map((cell) => `\`${cell}`).join(',');
}
function tradeBill(rows: readonly Written[], change: { summary?: string; lines?: (lines: string[]) => string[] } = {}): string {
  const sum = (kind: Written['kind']) => rows.filter((row) => row.kind === kind).reduce((total, row) => total + row.amountFen, 0);
  const fees = rows.reduce((total, row) => total + (row.feeFen ?? 0), 0);
  const summary = [String(rows.length), yuan(sum('payment')), yuan(sum('refund')), '0.00', (fees / 100).toFixed(5), yuan(sum('payment')), yuan(sum('refund'))].map((cell) => `\`${cell}`).join(',');
  const lines = [columns, ...rows.map(written), summaryColumns, change.summary ?? summary];
  return `\ufeff${(change.lines?.(lines) ?? lines).join('\r\n')}\r\n`;
}
/** In pieces of any size, as a download comes. */
function scan(text: string | Uint8Array, reader: { take(row: never): void }, piece = 1 << 16): void {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const scanner = new RowScanner((row) => reader.take(row as never));
  for (let i = 0; i < bytes.length; i += piece) scanner.push(bytes.slice(i, i + piece));
  scanner.end();
}
function readBill(text: string, piece?: number) {
  const lines = new TheirLines();
  const reader = new TradeBillReader(lines, date, mch, 1);
  scan(text, reader, piece);
  return { lines, sums: reader.end(), duplicates: reader.duplicates };
}
const complaint = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof BrokenFile) return error.message;
    throw error;
  }
  throw new Error('was not refused');
};
const ours = (line: Partial<OurLine> & { key: string; amountFen: number }): OurLine => ({ kind: 'payment', second: 43_200, done: true, id: 1, ...line });

describe('the trade bill', () => {
  const rows: Written[] = [{ kind: 'payment', key: 'P1', amountFen: 4250, feeFen: 26 }, { kind: 'payment', key: 'P2', amountFen: 1, name: '一"二`三,四' }, { kind: 'refund', key: 'R1', amountFen: 1250, feeFen: -8 }];

  it.each([1, 3, 64, 100_000])('is read in pieces of %d bytes', (piece) => {
    const { lines, sums } = readBill(tradeBill(rows), piece);
    expect(lines.length).toBe(3);
    expect(lines.at(lines.find('payment', 'P1'))).toEqual({ kind: 'payment', key: 'P1', amountFen: 4250, feeMilli: 26_000, second: 43_200, done: true, file: 1, row: 2 });
    expect(lines.at(lines.find('refund', 'R1'))).toMatchObject({ amountFen: 1250, row: 4 });
    expect(lines.find('payment', 'R1')).toBe(-1);
    expect(sums).toEqual({ count: 3, netFen: 4251 - 1250, feeMilli: 18_000 });
  });
  it('takes columns by name, whatever their order', () => {
    const swapped = tradeBill(rows, { lines: (lines) => lines.map((line, i) => (i < 4 ? line.split(i === 0 ? ',' : ',`').reverse().map((cell, n) => (i === 0 ? cell : `${n === 0 ? '`' : ''}${cell.replace(/^`/, '')}`)).join(i === 0 ? ',' : ',`') : line)) });
    expect(readBill(swapped).lines.length).toBe(3);
  });
  it.each([
    ['a row with a column less', (l: string[]) => l.with(2, l[2]!.replace(',`CNY', '')), '第 3 行：应有 27 列，这一行有 26 列'],
    ['an amount that is none', (l: string[]) => l.with(2, l[2]!.replaceAll('`0.01', '`0,01')), '第 3 行“应结订单金额”列：不是金额'],
    ['a fraction of a fen', (l: string[]) => l.with(1, l[1]!.replaceAll('42.50', '42.505')), '第 2 行“应结订单金额”列：不是金额'],
    ['a negative amount', (l: string[]) => l.with(1, l[1]!.replaceAll('42.50', '-42.50')), '第 2 行“应结订单金额”列：不是金额'],
    ['an unknown state', (l: string[]) => l.with(1, l[1]!.replace('`SUCCESS', '`MAYBE')), '第 2 行“交易状态”列：不认识的状态 MAYBE'],
    ['another day', (l: string[]) => l.with(1, l[1]!.replace('11-20', '11-21')), '第 2 行“交易时间”列：不是 2026-11-20 的交易'],
    ['no time', (l: string[]) => l.with(1, l[1]!.replace('12:00:00', '12:0x:00')), '第 2 行“交易时间”列：时间应写成 2026-11-20 08:15:30'],
    ['another merchant', (l: string[]) => l.with(1, l[1]!.replace(mch, '1600000002')), '第 2 行“商户号”列：不是本公司的商户号'],
    ['no number', (l: string[]) => l.with(1, l[1]!.replace('`P1', '`')), '第 2 行“商户订单号”列：号码为空或太长'],
    ['a row less than the summary says', (l: string[]) => l.toSpliced(1, 1), '第 5 行“总交易单数”列：与明细的 2 笔不符'],
    ['an end cut off', (l: string[]) => l.slice(0, 4), '文件没有汇总行，可能没有下载完整'],
    ['a missing column', (l: string[]) => l.with(0, l[0]!.replace('手续费', '费用')), '第 1 行：缺少这些列：手续费'],
    ['nothing', () => ['', ''], '文件没有汇总行，可能没有下载完整'],
  ])('with %s is refused as a whole', (_, lines, message) => {
    expect(complaint(() => readBill(tradeBill(rows, { lines })))).toBe(message);
  });
  it('whose sum is not that of its lines is refused', () => {
    expect(complaint(() => readBill(tradeBill(rows, { summary: '`3,`42.51,`12.50,`0.00,`0.18000,`42.52,`12.50' })))).toBe('第 6 行“订单总金额”列：与明细合计不符');
  });
  it('tells a number that comes twice', () => {
    const { lines, duplicates } = readBill(tradeBill([...rows, rows[0]!]));
    expect([lines.length, duplicates]).toEqual([3, [expect.objectContaining({ key: 'P1', row: 5, amountFen: 4250 })]]);
  });
});

describe('files of terminals and banks', () => {
  const read = (text: string | Uint8Array, kind: 'card' | 'bank', encoding = 'utf-8') => {
    const lines = new TheirLines();
    const reader = kind === 'card' ? new CardBatchReader(lines, date, 2, new TextDecoder(encoding)) : new BankReader(lines, date, 2, new TextDecoder(encoding));
    scan(text, reader);
    return { lines, sums: reader.end(), duplicates: reader.duplicates };
  };
  const card = '终端号,批次号,参考号,时间,金额,状态\n';

  it('are read by column names', () => {
    const { lines, sums } = read(`\ufeff${card}T1,000012,1001,2026-11-20 08:15:30,"1,234.50",成功\r\nT1,000012,1002,2026/11/20 08:16,9,VOID\nT1,000012,1003,2026-11-20 23:59:59,0.50,退货`, 'card');
    expect(lines.at(lines.find('payment', '000012/1001'))).toMatchObject({ amountFen: 123_450, second: 29_730, done: true });
    expect(lines.at(lines.find('payment', '000012/1002'))).toMatchObject({ done: false });
    expect(lines.find('refund', '1003')).not.toBe(-1);
    expect(sums).toEqual({ count: 3, netFen: 123_400, feeMilli: 0 });
  });
  it('are read in GBK', () => {
    // 终端号,批次号,参考号,时间,金额,状态 / T1,1,2,2026-11-20 08:00:00,1.00,成功
    const gbk = Buffer.from('d6d5b6cbbac52cc5fab4cebac52cb2cebfbcbac52ccab1bce42cbdf0b6ee2cd7b4ccac0a54312c312c322c323032362d31312d32302030383a30303a30302c312e30302cb3c9b9a6', 'hex');
    expect(read(gbk, 'card', 'gb18030').lines.length).toBe(1);
  });
  it.each([
    ['card' as const, `${card}T1,1,2,2026-11-20 08:00:00,1.00,好`, '第 2 行“状态”列：不认识的状态“好”，应为 成功、撤销 或 退货'],
    ['card' as const, `${card}T1,1,2,2026-11-20 08:00:00,1.00,constructor`, '第 2 行“状态”列：不认识的状态“constructor”，应为 成功、撤销 或 退货'],
    ['card' as const, `${card}T1,1,2,2026-11-20 08:00:00,"12,50",成功`, '第 2 行“金额”列：不是金额'],
    ['card' as const, `${card}T1,1,2,2026-11-20 08:00:00,-1,成功`, '第 2 行“金额”列：不是金额'],
    ['card' as const, `${card}T1,1,2,2026-11-19 08:00:00,1,成功`, '第 2 行“时间”列：不是 2026-11-20 的交易，请选择正确的日期或文件'],
    ['card' as const, `${card}T1,1,2,2026-11-20 08:00:00,"1,成功`, '第 2 行：引号没有配对'],
    ['card' as const, `${card}T1,1,参考,2026-11-20 08:00:00,1,成功`, '第 2 行“参考号”列：号码里有不认识的字符'],
    ['bank' as const, '日期,凭证号,金额\n', '第 1 行：缺少这些列：摘要'],
    ['bank' as const, '日期,凭证号,金额,摘要\n2026-11-21,A1,1.00,现金', '第 2 行“日期”列：不是 2026-11-20，请选择正确的日期或文件'],
    ['bank' as const, '', '文件是空的，请确认第一行是列名'],
  ])('%s: what is broken names row and column', (kind, text, message) => {
    expect(complaint(() => read(text, kind))).toBe(message);
  });
  it('tell settlements from deposits by their reference', () => {
    const { lines } = read('日期,凭证号,金额,摘要\n2026-11-20,A1,100.00,现金缴存\n2026-11-20,,99.40,WX-2026-11-19\n', 'bank');
    expect([lines.at(0).kind, lines.at(0).key, lines.at(1).kind, lines.at(1).key]).toEqual(['deposit', 'A1', 'settlement', 'WX-2026-11-19']);
  });
});

describe('matching', () => {
  const shape = ({ kind, ours: our, theirs }: Difference) => `${kind} ${(our ?? theirs)!.kind} ${(our ?? theirs)!.key} ${our?.amountFen ?? '-'} ${theirs?.amountFen ?? '-'}`;
  const plants = ['missing', 'extra', 'amount', 'state', 'none', 'none', 'none'] as const;
  const scene = fc.uniqueArray(
    fc.record({ key: fc.stringMatching(/^[0-9A-Za-z]{1,30}$/), refund: fc.boolean(), amountFen: fc.integer({ min: 1, max: 100_000_000 }), plant: fc.constantFrom(...plants), order: fc.integer(), place: fc.integer() }),
    { selector: ({ key, refund }) => `${refund}:${key}`, maxLength: 60 },
  );

  it('finds what was planted and nothing else, in whatever order the lines come', () => {
    fc.assert(fc.property(scene, fc.integer({ min: 1, max: 500 }), (cases, piece) => {
      const theirRows: (Written & { place: number })[] = [];
      const ourRows: (OurLine & { order: number })[] = [];
      const expected: string[] = [];
      for (const { key, refund, amountFen, plant, order, place } of cases) {
        const kind = refund ? ('refund' as const) : ('payment' as const);
        const theirFen = plant === 'amount' ? amountFen + 1 : amountFen;
        if (plant !== 'missing') theirRows.push({ kind, key, amountFen: theirFen, state: plant === 'state' ? (refund ? 'CHANGE' : 'REVOKED') : 'SUCCESS', place });
        if (plant !== 'extra') ourRows.push({ ...ours({ kind, key, amountFen }), order });
        if (plant === 'missing') expected.push(`only-ours ${kind} ${key} ${amountFen} -`);
        if (plant === 'extra') expected.push(`only-theirs ${kind} ${key} - ${amountFen}`);
        if (plant === 'amount') expected.push(`amount ${kind} ${key} ${amountFen} ${theirFen}`);
        if (plant === 'state') expected.push(`state ${kind} ${key} ${amountFen} ${amountFen}`);
      }
      theirRows.sort((a, b) => a.place - b.place);
      ourRows.sort((a, b) => a.order - b.order);
      const matching = new Matching(readBill(tradeBill(theirRows), piece).lines, null);
      for (const row of ourRows) matching.offer(row);
      const { differences, sums } = matching.end();
      expect(differences.map(shape).sort()).toEqual(expected.sort());
      expect(sums.matchedCount).toBe(cases.filter(({ plant }) => plant === 'none').length);
      // What both sides have in sum differs by the differences.
      const signed = (line: OurLine | TheirLine | null) => (line?.done ? line.amountFen * (line.kind === 'refund' ? -1 : 1) : 0);
      const apart = differences.reduce((total, d) => total + signed(d.theirs) - signed(d.ours), 0);
      expect(sums.theirPaidFen - sums.theirRefundFen - (sums.ourPaidFen - sums.ourRefundFen)).toBe(apart);
    }));
  });
  it('counts what was undone on both sides as nothing', () => {
    const { lines } = readBill(tradeBill([{ kind: 'payment', key: 'V1', amountFen: 5, state: 'REVOKED' }, { kind: 'refund', key: 'F1', amountFen: 5, state: 'PROCESSING' }]));
    const matching = new Matching(lines, null);
    matching.offer(ours({ key: 'V1', amountFen: 5, done: false }));
    matching.offer(ours({ key: 'V2', amountFen: 5, done: false }));
    expect(matching.end()).toMatchObject({ differences: [], sums: { ourCount: 0, theirCount: 0, matchedCount: 0 } });
  });
  it('sees a fee that is not the rate’s, and forgives rounding', () => {
    const bill = (feeFen: number) => readBill(tradeBill([{ kind: 'payment', key: 'P', amountFen: 12_345, feeFen }])).lines;
    const kinds = (feeFen: number) => {
      const matching = new Matching(bill(feeFen), 600);
      matching.offer(ours({ key: 'P', amountFen: 12_345 }));
      return matching.end().differences.map(({ kind }) => kind);
    };
    // 0.6 % of 123.45 is 74.07 fen.
    expect([kinds(74), kinds(75), kinds(74.07), kinds(76), kinds(0)]).toEqual([[], [], [], ['fee'], ['fee']]);
    expect([feeFenOf(499), feeFenOf(500), feeFenOf(-500), feeFenOf(74_070)]).toEqual([0, 1, -1, 74]);
  });
  it('holds many lines of like numbers apart', () => {
    const lines = new TheirLines();
    const bytes = new TextEncoder();
    const add = (key: string) => lines.add({ kind: 'payment', bytes: bytes.encode(key), start: 0, end: key.length, amountFen: 1, feeMilli: 0, second: 0, done: true, file: 1, row: 1 });
    expect(Array.from({ length: 20_000 }, (_, n) => add(`S20261120${n}`))).not.toContain(false);
    expect(add('S202611207')).toBe(false);
    expect([lines.length, lines.at(lines.find('payment', 'S2026112019999')).key, lines.find('payment', 'S2026112020000'), lines.find('payment', '水')]).toEqual([20_000, 'S2026112019999', -1, -1]);
  });
});

describe('midnight', () => {
  const none: Elsewhere = { ours: null, foundInOtherFile: false, nextFileMatched: false };
  const theirs: TheirLine = { kind: 'payment', key: 'P', amountFen: 100, feeMilli: 0, second: 43_200, done: true, file: 1, row: 2 };
  const onlyOurs = (second: number): Difference => ({ kind: 'only-ours', ours: ours({ key: 'P', amountFen: 100, second }), theirs: null });
  const onlyTheirs = (second: number): Difference => ({ kind: 'only-theirs', ours: null, theirs: { ...theirs, second } });
  const judged = (difference: Difference, elsewhere: Partial<Elsewhere> = {}, source: 'wechat' | 'bank' = 'wechat') => judge(difference, source, date, { ...none, ...elsewhere }, 1800);
  const waiting = { kind: 'day-boundary', state: 'waiting' };

  it('makes what is near it wait for the next file, and only that', () => {
    expect([judged(onlyOurs(1799)), judged(onlyOurs(84_600)), judged(onlyTheirs(0))]).toEqual([waiting, waiting, waiting]);
    expect([judged(onlyOurs(1800)), judged(onlyOurs(84_599)), judged(onlyTheirs(43_200))]).toEqual([{ kind: 'only-ours', state: 'open' }, { kind: 'only-ours', state: 'open' }, { kind: 'only-theirs', state: 'open' }]);
    expect(judged(onlyOurs(0), { nextFileMatched: true })).toEqual({ kind: 'only-ours', state: 'open' });
  });
  it('is no difference once both sides are found', () => {
    expect(judged(onlyOurs(5), { foundInOtherFile: true })).toBeNull();
    expect(judged(onlyTheirs(5), { ours: { amountFen: 100, onDate: addDays(date, 1), done: true } })).toEqual({ kind: 'day-boundary', state: 'resolved' });
    expect(judged(onlyTheirs(43_200), { ours: { amountFen: 100, onDate: addDays(date, -3), done: true } })).toEqual({ kind: 'day-boundary', state: 'open' });
  });
  it('hides neither another amount nor what we never took', () => {
    expect(judged(onlyTheirs(5), { ours: { amountFen: 99, onDate: addDays(date, 1), done: true } })).toEqual({ kind: 'amount', state: 'open' });
    expect(judged(onlyTheirs(5), { ours: { amountFen: 100, onDate: null, done: false } })).toEqual({ kind: 'state', state: 'open' });
    expect(judged({ ...onlyTheirs(5), twice: true })).toEqual({ kind: 'only-theirs', state: 'open' });
  });
  it('at the bank a deposit has a day, an unknown credit has none', () => {
    expect([judged(onlyOurs(43_200), {}, 'bank'), judged(onlyTheirs(0), {}, 'bank')]).toEqual([waiting, { kind: 'only-theirs', state: 'open' }]);
  });
});

describe('money that was confirmed', () => {
  const balance = (lines: readonly object[]) => lines.reduce((sum: number, line) => sum + ('debitFen' in line ? Number(line.debitFen) : 0) - ('creditFen' in line ? Number(line.creditFen) : 0), 0);
  it('moves in balanced entries of whole fen', () => {
    const fen = fc.integer({ min: 0, max: 1_000_000_000 });
    fc.assert(fc.property(fen, fen, fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.constantFrom('payment', 'refund', 'deposit', 'settlement'), fc.constantFrom('wechat', 'card', 'bank'), (ourFen, theirFen, feeFen, line, source) => {
      const settlement = line === 'settlement' ? { source: 'wechat' as const, netFen: ourFen + feeFen, feeFen } : null;
      for (const lines of [journalOfSettlement('card', { netFen: ourFen, feeFen }), journalOfCorrection({ source, line, ourFen, theirFen, depositKnown: line === 'deposit', settlement } as Parameters<typeof journalOfCorrection>[0])])
        expect(balance(lines)).toBe(0);
    }));
  });
  it('leaves in clearing what is still open', () => {
    expect(journalOfSettlement('wechat', { netFen: 10_000, feeFen: 60 })).toEqual([{ book: 'bank', debitFen: 9940 }, { book: 'channel-fee', debitFen: 60 }, { book: 'wechat-clearing', creditFen: 10_000 }]);
    expect(journalOfSettlement('wechat', { netFen: -500, feeFen: -3 })).toEqual([{ book: 'bank', creditFen: 497 }, { book: 'channel-fee', creditFen: 3 }, { book: 'wechat-clearing', debitFen: 500 }]);
    expect(journalOfCorrection({ source: 'wechat', line: 'payment', ourFen: 0, theirFen: 300, depositKnown: false, settlement: null })).toEqual([{ book: 'wechat-clearing', debitFen: 300 }, { book: 'reconciliation-difference', creditFen: 300 }]);
    expect(journalOfCorrection({ source: 'wechat', line: 'refund', ourFen: 0, theirFen: 300, depositKnown: false, settlement: null })).toEqual([{ book: 'wechat-clearing', creditFen: 300 }, { book: 'reconciliation-difference', debitFen: 300 }]);
    expect(journalOfCorrection({ source: 'bank', line: 'deposit', ourFen: 500, theirFen: 480, depositKnown: true, settlement: null })).toEqual([{ book: 'bank', creditFen: 20 }, { book: 'reconciliation-difference', debitFen: 20 }]);
    expect(correctionOf({ kind: 'only-theirs', line: 'refund', ourFen: null, theirFen: 300 })).toBe(-300);
    expect([correctionOf({ kind: 'only-ours', line: 'deposit', ourFen: 5, theirFen: null }), correctionOf({ kind: 'fee', line: 'payment', ourFen: null, theirFen: 5 }), correctionOf({ kind: 'amount', line: 'payment', ourFen: 5, theirFen: 4 })]).toEqual([null, null, -1]);
  });
});

describe('days', () => {
  it('are signed when each difference is settled or waits for the next file', () => {
    const matched = (...states: ('waiting' | 'open' | 'correcting' | 'resolved')[]) => refuseToSign({ state: 'matched' }, states.map((state) => ({ state })));
    expect(refuseToSign({ state: 'open' }, [])).toEqual({ code: 'RECONCILIATION_NOT_MATCHED' });
    expect(refuseToSign({ state: 'closed' }, [])).toEqual({ code: 'RECONCILIATION_CLOSED' });
    expect([matched(), matched('waiting', 'resolved')]).toEqual([null, null]);
    expect(matched('open')).toEqual({ code: 'FINANCE_ITEMS_OPEN', message: '还有 1 条差异没有说明或更正，处理完才能签字' });
    expect(matched('waiting', 'correcting', 'resolved')).toEqual({ code: 'FINANCE_ITEMS_OPEN', message: '有 1 条差异的更正还没有审批，等更正审批通过或撤回后再签字' });
    expect(matched('open', 'correcting', 'open')?.message).toBe('还有 2 条差异没有说明或更正，处理完才能签字；有 1 条差异的更正还没有审批，等更正审批通过或撤回后再签字');
  });
  it('are signed by a hand that had no part in them', () => {
    const none = { uploadedBy: [null], withdrawnBy: [], explainedBy: [], correctedBy: [] };
    expect(hadAHand({ id: 7 }, none)).toBe(false);
    for (const part of ['uploadedBy', 'withdrawnBy', 'explainedBy', 'correctedBy']) expect([part, hadAHand({ id: 7 }, { ...none, [part]: [3, 7] }), hadAHand({ id: 8 }, { ...none, [part]: [3, 7] })]).toEqual([part, true, false]);
  });
  it('have their bill after ten the next day', () => {
    expect(daysToFetch('2026-11-18', new Date('2026-11-21T01:59:59Z'))).toEqual(['2026-11-18', '2026-11-19']);
    expect(daysToFetch('2026-11-18', new Date('2026-11-21T02:00:00Z'))).toEqual(['2026-11-18', '2026-11-19', '2026-11-20']);
    expect(daysToFetch('2020-01-01', new Date('2026-11-21T02:00:00Z'))).toHaveLength(85);
    const now = new Date('2026-11-21T02:00:00Z');
    expect([tryAgainAt('creating', 9, now), tryAgainAt('unknown', 0, now), tryAgainAt('unknown', 30, now)].map((at) => (at.getTime() - now.getTime()) / 60_000)).toEqual([30, 1, 30]);
  });
  it('count as working days by the calendar', () => {
    const weekends = { isWorkingDay: (day: string) => ![0, 6].includes(new Date(day).getUTCDay()) };
    expect([workingDayAfter('2026-11-20', 1, weekends), workingDayAfter('2026-11-20', 3, weekends), workingDayAfter('2026-11-21', 1, weekends)]).toEqual(['2026-11-23', '2026-11-25', '2026-11-23']);
    expect(() => workingDayAfter('2026-11-20', 1, { isWorkingDay: () => false })).toThrow(RangeError);
  });
});

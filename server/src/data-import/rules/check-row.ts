import type { ImportKind } from '@shouwen/shared/contract/data-import';
import { type DateString, hasFourByteCharacter, isDateString, parseYuan, toHalfWidth } from '@shouwen/shared/value';
import { errorCodes, type Zone } from '@shouwen/shared/vocabulary';

export interface Problem {
  column: string;
  reason: string;
}
export interface AccountRow {
  accountNumber: string;
  name: string;
  address: string;
  zone: Zone;
  phone: string | null;
  householdSize: number;
  meterNumber: string;
  /** As written; who has the tariffs and halls looks them up. */
  tariff: string;
  hall: string;
}
export interface ReadingRow {
  accountNumber: string;
  readOn: DateString;
  value: number;
  settledOn: DateString | null;
}
/** Waits for a bill run. */
export interface MeterReadingRow {
  accountNumber: string;
  readOn: DateString;
  /** Of a change of meter what the old one showed last. */
  value: number;
  kind: 'regular' | 'estimated' | 'meter-change';
  /** Of a change of meter what the new one showed first. */
  nextValue: number | null;
  note: string;
}
/** PY-11: a line of the old books. */
export interface PaymentRow {
  accountNumber: string;
  paidOn: DateString;
  method: 'cash' | 'card' | 'wechat';
  amountFen: number;
  windowName: string;
  cashierName: string;
  /** Number of the old receipt; empty where there is none. */
  reference: string;
  /** How many lines exactly alike come before it in the file: two payments of one amount on one day are two. */
  occurrence: number;
}
export type RowOf<K extends ImportKind> = K extends 'accounts' ? AccountRow : K extends 'payments' ? PaymentRow : K extends 'meter-readings' ? MeterReadingRow : ReadingRow;

type Cells = Readonly<Record<string, string>>;
const largestReading = 99_999_999;

/** What can be said of a row by itself. Gives the row, or everything that is wrong with it. `today` is the Asia/Shanghai day of the import. */
export function checkRow<K extends ImportKind>(kind: K, cells: Cells, today: DateString): RowOf<K> | Problem[] {
  const problems: Problem[] = [];
  const row = kind === 'accounts' ? accountRow(cells, problems) : kind === 'payments' ? paymentRow(cells, today, problems) : kind === 'meter-readings' ? meterReadingRow(cells, today, problems) : readingRow(cells, today, problems);
  return problems.length > 0 ? problems : (row as RowOf<K>);
}

function accountRow(cells: Cells, problems: Problem[]): AccountRow {
  return {
    accountNumber: accountNumber(cells, problems),
    name: text(cells, '户名', 60, problems),
    address: text(cells, '地址', 200, problems),
    zone: zone(cells, problems),
    phone: phone(cells, problems),
    householdSize: whole(cells, '家庭人口', 1, 99, '家庭人口应为 1 至 99 的整数', problems),
    meterNumber: matching(cells, '表号', /^[0-9A-Za-z-]{6,20}$/, '表号应为 6 至 20 位数字、字母或短横线', problems),
    tariff: text(cells, '水价', 60, problems),
    hall: text(cells, '营业厅', 60, problems),
  };
}

const methods: Readonly<Record<string, PaymentRow['method']>> = { 现金: 'cash', cash: 'cash', 银行卡: 'card', 刷卡: 'card', card: 'card', 微信: 'wechat', 微信支付: 'wechat', wechat: 'wechat' };
const largestPaymentFen = 100_000_000;

function paymentRow(cells: Cells, today: DateString, problems: Problem[]): PaymentRow {
  const say = (column: string, reason: string) => problems.push({ column, reason });
  const paidOn = date(cells, '缴费日期', problems);
  if (paidOn !== '' && paidOn < '1990-01-01') say('缴费日期', '缴费日期早于 1990 年，请核对');
  if (paidOn > today) say('缴费日期', '缴费日期在今天之后，请核对');
  if (paidOn === today) say('缴费日期', '历史缴费只导入今天以前的；今天收的钱请在窗口收费');
  const method = methods[cells['缴费方式'] ?? ''];
  if (method === undefined) say('缴费方式', (cells['缴费方式'] ?? '') === '' ? '缴费方式没有填写' : '缴费方式应为“现金”“银行卡”或“微信”');
  const amountFen = parseYuan(cells['金额'] ?? '');
  if (amountFen === null) say('金额', (cells['金额'] ?? '') === '' ? '金额没有填写' : '金额应为元，最多两位小数，例如 145.80');
  else if (amountFen <= 0) say('金额', '金额应大于零；退款和冲正不能作为缴费导入');
  else if (amountFen > largestPaymentFen) say('金额', '金额超过单笔上限 100 万元，请核对');
  const short = (column: string, longest: number) => {
    const value = cells[column] ?? '';
    if (value.length > longest) say(column, `${column}最多 ${longest} 个字`);
    else if (hasFourByteCharacter(value)) say(column, errorCodes.EMOJI_NOT_ALLOWED[1]);
    return value;
  };
  return { accountNumber: accountNumber(cells, problems), paidOn, method: method ?? 'cash', amountFen: amountFen ?? 0, windowName: short('窗口', 30), cashierName: short('收费员', 30), reference: short('票据号', 40), occurrence: 0 };
}

function readingRow(cells: Cells, today: DateString, problems: Problem[]): ReadingRow {
  const readOn = date(cells, '抄表日期', problems);
  const settled = cells['结清日期'] ?? '';
  const settledOn = settled === '' ? null : date(cells, '结清日期', problems);
  const say = (column: string, reason: string) => problems.push({ column, reason });
  if (readOn !== '' && readOn < '1990-01-01') say('抄表日期', '抄表日期早于 1990 年，请核对');
  if (readOn > today) say('抄表日期', '抄表日期在今天之后，请核对');
  if (settledOn !== null && settledOn !== '') {
    if (settledOn > today) say('结清日期', '结清日期在今天之后，请核对');
    else if (readOn !== '' && settledOn < readOn) say('结清日期', '结清日期早于抄表日期，请核对');
  }
  return { accountNumber: accountNumber(cells, problems), readOn, value: whole(cells, '读数', 0, largestReading, '读数应为 0 至 99999999 的整数（立方米）', problems), settledOn };
}

const readingKinds: Readonly<Record<string, MeterReadingRow['kind']>> = { '': 'regular', 抄见: 'regular', regular: 'regular', 估抄: 'estimated', 估计: 'estimated', estimated: 'estimated', 换表: 'meter-change', 'meter-change': 'meter-change' };

function meterReadingRow(cells: Cells, today: DateString, problems: Problem[]): MeterReadingRow {
  const { accountNumber: number, readOn, value } = readingRow({ ...cells, 结清日期: '' }, today, problems);
  const written = cells['类别'] ?? '';
  const kind = readingKinds[written];
  if (kind === undefined) problems.push({ column: '类别', reason: '类别应为“抄见”“估抄”或“换表”' });
  const first = cells['新表起数'] ?? '';
  const nextValue = first === '' ? null : whole(cells, '新表起数', 0, largestReading, '新表起数应为 0 至 99999999 的整数（立方米）', problems);
  if (kind === 'meter-change' && first === '') problems.push({ column: '新表起数', reason: '换表要填写新表的起数' });
  if (kind !== undefined && kind !== 'meter-change' && first !== '') problems.push({ column: '新表起数', reason: '不是换表的抄表，不填新表起数' });
  const note = cells['备注'] ?? '';
  if (note.length > 200) problems.push({ column: '备注', reason: '备注最多 200 个字' });
  else if (hasFourByteCharacter(note)) problems.push({ column: '备注', reason: errorCodes.EMOJI_NOT_ALLOWED[1] });
  return { accountNumber: number, readOn, value, kind: kind ?? 'regular', nextValue, note };
}

const accountNumber = (cells: Cells, problems: Problem[]) => matching(cells, '户号', /^[0-9]{6,12}$/, '户号应为 6 至 12 位数字', problems);

function matching(cells: Cells, column: string, pattern: RegExp, reason: string, problems: Problem[]): string {
  const value = toHalfWidth(cells[column] ?? '').trim();
  if (!pattern.test(value)) problems.push({ column, reason: value === '' ? `${column}没有填写` : reason });
  return value;
}

function text(cells: Cells, column: string, longest: number, problems: Problem[]): string {
  const value = cells[column] ?? '';
  if (value === '') problems.push({ column, reason: `${column}没有填写` });
  else if (value.length > longest) problems.push({ column, reason: `${column}最多 ${longest} 个字` });
  else if (hasFourByteCharacter(value)) problems.push({ column, reason: errorCodes.EMOJI_NOT_ALLOWED[1] });
  return value;
}

function whole(cells: Cells, column: string, smallest: number, largest: number, reason: string, problems: Problem[]): number {
  const written = matching(cells, column, /^\d{1,9}(\.0+)?$/, reason, problems);
  const value = Number(written);
  if (problems.at(-1)?.column !== column && (value < smallest || value > largest)) problems.push({ column, reason });
  return value;
}

function zone(cells: Cells, problems: Problem[]): Zone {
  const written = cells['区域'] ?? '';
  if (written === '城区' || written === 'urban') return 'urban';
  if (written !== '郊区' && written !== 'suburban') problems.push({ column: '区域', reason: written === '' ? '区域没有填写' : '区域应为“城区”或“郊区”' });
  return 'suburban';
}

function phone(cells: Cells, problems: Problem[]): string | null {
  const digits = toHalfWidth(cells['手机号'] ?? '').replace(/[\s-]/g, '');
  if (digits === '') return null;
  if (!/^(1[3-9]\d{9}|0\d{9,11}|[2-9]\d{6,7})$/.test(digits)) problems.push({ column: '手机号', reason: '手机号应为 11 位数字（也可以是带区号的固定电话）' });
  return digits;
}

/** The ways people write a day: 2026-11-08, 2026/11/8, 2026.11.8, 2026年11月8日, 20261108. Empty when it is none. */
function date(cells: Cells, column: string, problems: Problem[]): DateString {
  const written = toHalfWidth(cells[column] ?? '').trim();
  const match = /^(\d{4})([-/.年])(\d{1,2})(?:[-/.月])(\d{1,2})日?(?:[ T]00:00(?::00)?)?$/.exec(written) ?? /^(\d{4})()(\d{2})(\d{2})$/.exec(written);
  const day = match ? `${match[1]}-${match[3]?.padStart(2, '0')}-${match[4]?.padStart(2, '0')}` : '';
  if (isDateString(day)) return day;
  problems.push({ column, reason: written === '' ? `${column}没有填写` : `${column}不是存在的日期，请写成 2026-01-31 的样子` });
  return '';
}

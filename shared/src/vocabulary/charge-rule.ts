import type { ReconciliationSource } from './reconciliation.js';

/** Rules about money that hold from a day on and have no edition of the rule book; prices have a place of their own. */
export const chargeRuleLabels = {
  'due-and-late-fee': '缴费期限和违约金',
  'online-payment': '网上缴费',
  'usage-alert': '用水异常提醒',
  'reconcile-wechat': '微信对账约定',
  'reconcile-card': '刷卡对账约定',
  'reconcile-bank': '银行对账约定',
} as const;
export type ChargeRuleKind = keyof typeof chargeRuleLabels;
export const chargeRuleKinds = Object.keys(chargeRuleLabels) as ChargeRuleKind[];

/** One figure of a rule: kept as a whole number of `10^-decimals` units, as the rule's own table has it. */
export interface ChargeRuleField {
  name: string;
  label: string;
  unit: string;
  /** Digits after the point that people write. */
  decimals: 0 | 1 | 2 | 3;
  /** Bounds, as kept. */
  least: number;
  most: number;
  hint?: string;
  /** May be left out; what that means. */
  without?: string;
  /** 1 or 0, shown as these words. */
  words?: readonly [no: string, yes: string];
}
const days = (name: string, label: string, least: number, most: number, hint?: string): ChargeRuleField => ({ name, label, unit: '个工作日', decimals: 0, least, most, ...(hint ? { hint } : {}) });
const percent = (name: string, label: string, least = 100): ChargeRuleField => ({ name, label, unit: '%', decimals: 0, least, most: 1000 });
const whole = (name: string, label: string, unit: string, least: number, most: number): ChargeRuleField => ({ name, label, unit, decimals: 0, least, most });
const channel = (boundary: boolean): readonly ChargeRuleField[] => [
  days('settlementDays', '渠道几个工作日到账', 0, 30),
  { name: 'feeRate', label: '手续费率', unit: '%', decimals: 3, least: 0, most: 10_000, without: '不核对', hint: '留空：不核对手续费' },
  ...(boundary ? [whole('boundaryMinutes', '零点前后多少分钟的收款等次日文件', '分钟', 0, 360)] : []),
  days('itemDays', '差异几个工作日办完', 1, 60),
];

export const chargeRuleFields: Record<ChargeRuleKind, readonly ChargeRuleField[]> = {
  'due-and-late-fee': [
    whole('dueDays', '抄表后几天内缴费', '天', 1, 180),
    { name: 'lateFeeRate', label: '违约金每日', unit: '（万分之）', decimals: 1, least: 0, most: 500, hint: '0 为不收；已出的账单仍按出账时的规则' },
  ],
  'online-payment': [
    { name: 'partOnline', label: '网上缴一笔账单的一部分', unit: '', decimals: 0, least: 0, most: 1, words: ['不可以，要缴清整笔', '可以'] },
    { name: 'prepaymentLeastFen', label: '网上预存每笔最少', unit: '元', decimals: 2, least: 1, most: 100_000_000 },
    { name: 'prepaymentMostFen', label: '网上预存每笔最多', unit: '元', decimals: 2, least: 1, most: 100_000_000 },
  ],
  'usage-alert': [
    percent('seasonPercent', '比去年同期每日用水达到'),
    percent('historyPercent', '没有去年同期时，比近几期中间值达到'),
    whole('historyPeriods', '近几期', '期', 1, 36),
    whole('leastPeriods', '至少有几期才提醒', '期', 1, 36),
    whole('rises', '连续几期上升', '次', 2, 12),
    percent('risingPercent', '连续上升时，末期比首期达到'),
    percent('risingOverSeasonPercent', '连续上升时，比去年同期至少'),
    whole('leastExtra', '每月至少多用', 'm³', 0, 1000),
  ],
  'reconcile-wechat': channel(true),
  'reconcile-card': channel(true),
  'reconcile-bank': [days('itemDays', '差异几个工作日办完', 1, 60, '存款超过这些工作日银行还没有确认的，也会提示')],
};
export const sourceOfRule: Partial<Record<ChargeRuleKind, ReconciliationSource>> = { 'reconcile-wechat': 'wechat', 'reconcile-card': 'card', 'reconcile-bank': 'bank' };

export type ChargeRuleValues = Record<string, number | null>;
/** `5.0` → 50; undefined for what is no such number. */
export function chargeRuleNumber({ decimals }: Pick<ChargeRuleField, 'decimals'>, text: string): number | undefined {
  const [, whole, fraction = ''] = /^(\d{1,9})(?:\.(\d{1,3}))?$/.exec(text.trim()) ?? [];
  if (whole === undefined || fraction.length > decimals) return undefined;
  return Number(whole + fraction.padEnd(decimals, '0'));
}
/** 600 of three decimals → `0.6`; of money always two digits. */
export function chargeRuleText({ decimals, unit }: Pick<ChargeRuleField, 'decimals' | 'unit'>, value: number): string {
  if (decimals === 0) return String(value);
  const digits = String(value).padStart(decimals + 1, '0');
  const text = `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  return unit === '元' ? text : text.replace(/\.?0+$/, '');
}
/** As a person reads it. */
export function chargeRuleInWords(field: ChargeRuleField, value: number | null): string {
  if (value === null) return field.without ?? '';
  if (field.words) return field.words[value === 1 ? 1 : 0];
  const text = chargeRuleText(field, value);
  return field.unit === '（万分之）' ? `万分之 ${text}` : `${text} ${field.unit}`;
}

/** What cannot be kept, at its field, in Chinese. */
export function chargeRuleFaults(kind: ChargeRuleKind, values: ChargeRuleValues): { path: string; message: string }[] {
  const faults: { path: string; message: string }[] = [];
  for (const field of chargeRuleFields[kind]) {
    const value = values[field.name];
    const { name: path, label, least, most } = field;
    const [low, high] = [chargeRuleText(field, least), chargeRuleText(field, most)];
    if (value === null && field.without !== undefined) continue;
    if (value === null || value === undefined || !Number.isSafeInteger(value)) faults.push({ path, message: `${label}应为${field.decimals === 0 ? '整数' : `最多 ${field.decimals} 位小数的数字`}` });
    else if (value < least || value > most) faults.push({ path, message: `${label}应在 ${low} 至 ${high} 之间` });
  }
  const known = new Set(chargeRuleFields[kind].map(({ name }) => name));
  for (const name of Object.keys(values)) if (!known.has(name)) faults.push({ path: name, message: '没有这一项，请刷新后再试' });
  if (faults.length > 0) return faults;
  const above = (low: string, high: string, message: string) => { if ((values[low] ?? 0) > (values[high] ?? 0)) faults.push({ path: high, message }); };
  if (kind === 'online-payment') above('prepaymentLeastFen', 'prepaymentMostFen', '最多不能小于最少');
  if (kind === 'usage-alert') above('leastPeriods', 'historyPeriods', '近几期不能少于“至少有几期才提醒”');
  return faults;
}

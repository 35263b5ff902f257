import { formatFen } from '@shouwen/shared/value';

/** The months a bill is for, as people say it: `2026年9月`, `2026年8月至9月`, `2025年12月至2026年1月`. */
export function periodInWords({ from, to }: { from: string; to: string }): string {
  const [fromYear, fromMonth] = [from.slice(0, 4), Number(from.slice(5, 7))];
  const [toYear, toMonth] = [to.slice(0, 4), Number(to.slice(5, 7))];
  if (fromYear !== toYear) return `${fromYear}年${fromMonth}月至${toYear}年${toMonth}月`;
  return fromMonth === toMonth ? `${toYear}年${toMonth}月` : `${fromYear}年${fromMonth}月至${toMonth}月`;
}
/** `8月31日`. */
export function dayOf(date: string): string {
  return `${Number(date.slice(5, 7))}月${Number(date.slice(8, 10))}日`;
}
/** 1/10000 yuan → yuan with at least two decimals, exactly: `5`→`0.0005`, `31500`→`3.15`. */
export function exactYuan(tenThousandths: number): string {
  const whole = Math.floor(tenThousandths / 10_000);
  const rest = String(tenThousandths % 10_000).padStart(4, '0');
  return `${formatFen(whole * 100).slice(0, -3)}.${rest.slice(0, 2)}${rest.slice(2).replace(/0+$/, '')}`;
}

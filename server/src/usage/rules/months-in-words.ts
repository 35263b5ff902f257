import type { DateString } from '@shouwen/shared/value';

/** The months of a period as people say it: `2026年9月`, `2026年8月至9月`, `2025年12月至2026年1月`. */
export function monthsInWords(from: DateString, to: DateString): string {
  const [year, lastYear] = [from.slice(0, 4), to.slice(0, 4)];
  const [month, lastMonth] = [Number(from.slice(5, 7)), Number(to.slice(5, 7))];
  if (year !== lastYear) return `${year}年${month}月至${lastYear}年${lastMonth}月`;
  return month === lastMonth ? `${year}年${month}月` : `${year}年${month}月至${lastMonth}月`;
}

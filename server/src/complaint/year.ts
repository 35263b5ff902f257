import { startOfShanghaiDay } from '@shouwen/shared/value';
import { Refusal } from '../http/index.js';

export const startOfYear = (year: number): Date => startOfShanghaiDay(`${year}-01-01`);

/** From an address. Refuses `INVALID_INPUT`. */
export function yearIn(text: string): number {
  const year = Number(text);
  if (!Number.isInteger(year) || year < 2000 || year > 2199) throw new Refusal('INVALID_INPUT', { message: '年份不对，请重新选择' });
  return year;
}

import { type DateString, isDateString } from '@shouwen/shared/value';
import { Refusal } from '../http/index.js';

/** The last row of a page of rows that have a day each. */
export const writeDayCursor = (date: DateString, id: number): string => `${date}.${id}`;

/** Throws `INVALID_INPUT` for what no page of ours has given. */
export function readDayCursor(cursor: string): { date: DateString; id: number } {
  const [, date, id] = /^([\d-]{10})\.(\d{1,10})$/.exec(cursor) ?? [];
  if (!isDateString(date)) throw new Refusal('INVALID_INPUT');
  return { date, id: Number(id) };
}

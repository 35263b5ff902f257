import type { DateString } from '@shouwen/shared/value';
import type { EntityManager } from 'typeorm';
import type { MeterReading } from './billing.entity.js';

export type Figures = Pick<MeterReading, 'value' | 'kind' | 'nextValue'>;

export const figuresInWords = ({ value, kind, nextValue }: Figures) => `${value}${nextValue === null ? '' : `（新表起数 ${nextValue}）`}${kind === 'estimated' ? '（估抄）' : ''}`;

/** A reading that was changed by hand after it was brought in. */
export interface Correction {
  readonly readOn: DateString;
  /** From what to what, by whom and why. */
  readonly text: string;
}

interface CorrectionRow {
  account_id: number;
  read_on: DateString;
  was: string;
  became: string;
  reason: string;
  name: string | null;
}

/** What people changed of the accounts' readings, as it went on; accounts without any are absent. One query. */
export async function correctionsByAccount(manager: EntityManager, accountIds: readonly number[]): Promise<Map<number, Correction[]>> {
  const corrections = new Map<number, Correction[]>();
  if (accountIds.length === 0) return corrections;
  const rows: CorrectionRow[] = await manager.query(
    `SELECT c.account_id, r.read_on, c.before AS was, c.after AS became, c.reason, s.name FROM rebilling c
     JOIN meter_reading r ON r.account_id = c.account_id AND r.ordinal = c.reading_ordinal LEFT JOIN staff s ON s.id = c.by_staff_id
     WHERE c.account_id IN (${accountIds.map(() => '?').join(', ')}) AND c.cause = 'reading' ORDER BY c.account_id, c.number`,
    [...accountIds],
  );
  for (const { account_id, read_on, was, became, reason, name } of rows) {
    const [from, to] = [JSON.parse(was) as Figures, JSON.parse(became) as Figures];
    const text = `${read_on} 的读数 ${figuresInWords(from)} 改为 ${figuresInWords(to)}（${name ?? ''}：${reason}）`;
    corrections.set(account_id, [...(corrections.get(account_id) ?? []), { readOn: read_on, text }]);
  }
  return corrections;
}

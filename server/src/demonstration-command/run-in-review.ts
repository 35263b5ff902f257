import { readFile } from 'node:fs/promises';
import type { DataSource } from 'typeorm';
import { BillRun, BillRunRunner, openBillRun } from '../bill-run/index.js';
import { Transactions } from '../database/index.js';
import { Staff } from '../staff/index.js';
import { type DemonstrationAccount, shown } from './accounts.js';
import type { DemonstrationReading } from './readings.js';

export interface ReadingForRun {
  accountNumber: string;
  readOn: string;
  value: number;
  kind: '抄见' | '估抄';
}

/** One meter in so many could not be reached, one household had a pipe burst. */
const ESTIMATED = 90;
const BURST = 70;

/** The suburban accounts' last readings wait for a bill run; the examples keep all their bills. */
export function takeForRun(accounts: readonly DemonstrationAccount[], readings: readonly DemonstrationReading[]): { readings: DemonstrationReading[]; forRun: ReadingForRun[] } {
  const suburban = new Map(accounts.slice(shown.length).filter(({ zone }) => zone === '郊区').map(({ accountNumber }, i) => [accountNumber, i]));
  const last = new Map(readings.map((reading) => [reading.accountNumber, reading]));
  const waits = (reading: DemonstrationReading) => suburban.has(reading.accountNumber) && last.get(reading.accountNumber) === reading;
  const forRun = readings.filter(waits).map(({ accountNumber, readOn, value }): ReadingForRun => {
    const i = suburban.get(accountNumber) as number;
    return { accountNumber, readOn, value: i % BURST === 3 ? value + 120 : value, kind: i % ESTIMATED === 5 ? '估抄' : '抄见' };
  });
  return { readings: readings.filter((reading) => !waits(reading)), forRun };
}

/** A run over these readings, computed and not yet reviewed. Does nothing when it is there already. */
export async function runInReview(dataSource: DataSource, path: string): Promise<void> {
  const days = (await readFile(path, 'utf8')).trim().split('\n').slice(1).map((line) => line.split(',')[1] as string).sort();
  const [from, to] = [days[0], days.at(-1)];
  if (from === undefined || to === undefined) return;
  const transactions = new Transactions(dataSource);
  const known = await dataSource.manager.findOneBy(BillRun, { zone: 'suburban', fromOn: from, toOn: to });
  const finance = await dataSource.manager.findOneByOrFail(Staff, { staffNumber: '5001' });
  const id = known?.id ?? (await transactions.run((tx) => openBillRun(tx, { zone: 'suburban', from, to }, finance, new Date())));
  const nothingFollows = { issued: () => Promise.reject(new Error('the demonstration issues nothing')) };
  await new BillRunRunner(dataSource, transactions, { now: () => new Date() }, nothingFollows, null).advance(id, Number.POSITIVE_INFINITY);
}

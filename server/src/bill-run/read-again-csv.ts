import { zoneLabels } from '@shouwen/shared/vocabulary';
import type { WaterAccount } from '../customer/index.js';
import type { BillRunReview } from './bill-run.entity.js';

const head = ['户号', '户名', '地址', '区域', '表号', '抄表日期', '上次读数', '本次读数', '平时用量', '问题', '复抄原因'];

/** CSV for a spreadsheet; with a byte order mark, or it shows Chinese as noise. */
export function readAgainCsv(reviews: readonly BillRunReview[], accounts: ReadonlyMap<number, WaterAccount>): string {
  const lines = reviews.map(({ accountId, zone, readOn, previousReading, reading, compared, findings, note }) => {
    const account = accounts.get(accountId);
    return [account?.accountNumber, account?.name, account?.address, zoneLabels[zone], account?.meterNumber, readOn, previousReading, reading, compared.usual ?? '', findings.map(({ text }) => text).join('；'), note];
  });
  return `\uFEFF${[head, ...lines].map((line) => `${line.map(cell).join(',')}\r\n`).join('')}`;
}

/** What a spreadsheet would take for a formula stays text. */
function cell(value: unknown): string {
  const text = String(value ?? '');
  const safe = /^[=+\-@\t]/.test(text) && !/^-?\d+$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

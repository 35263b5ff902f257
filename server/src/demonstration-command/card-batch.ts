import { Readable } from 'node:stream';
import type { INestApplicationContext } from '@nestjs/common';
import { addDays, type DateString } from '@shouwen/shared/value';
import { DataSource } from 'typeorm';
import { MatchingService, ReconciliationDayRow, StoredFiles } from '../reconciliation/index.js';

/** Yesterday's batch of a terminal with two payments that nobody booked: finance has a day with two differences. Does nothing when it is there already. */
export async function matchCardBatch(app: INestApplicationContext, today: DateString): Promise<void> {
  if (await app.get(DataSource).manager.existsBy(ReconciliationDayRow, {})) return;
  const yesterday = addDays(today, -1);
  const lines = [['1043', '09:42:10', '86.40'], ['1051', '15:07:33', '152.00']].map(([reference, clock, yuan]) => `66021001,000217,${reference},${yesterday} ${clock},${yuan},成功`);
  const file = await app.get(StoredFiles).takeIn(Readable.from([Buffer.from(`终端号,批次号,参考号,时间,金额,状态\r\n${lines.join('\r\n')}\r\n`)]));
  const matching = app.get(MatchingService);
  await matching.match(await matching.day('card', yesterday), { ...file, name: '终端批次-城区1号窗口.csv', encoding: 'utf-8' }, null);
}

/**
 * Makes the demonstration company: halls, people, bookable services, and a city of water accounts with two years of
 * readings that come in through the importer. Does nothing when there is a hall already; goes on where it was cut short.
 * `--small`: 200 accounts and six months.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { NestFactory } from '@nestjs/core';
import { type DateString, shanghaiDate } from '@shouwen/shared/value';
import type { DataSource } from 'typeorm';
import { AppModule } from '../app.module.js';
import { loadConfig } from '../config/index.js';
import { importFile } from '../data-import/index.js';
import { openDatabase, Transactions } from '../database/index.js';
import { entities } from '../entities.js';
import { Hall } from '../staff/index.js';
import { type DemonstrationAccount, generateAccounts, shown } from './accounts.js';
import { seedArrears } from './arrears.js';
import { mapSketch } from './city.js';
import { logins, seedCompany } from './company.js';
import { pastPayments } from './past-payments.js';
import { matchCardBatch } from './card-batch.js';
import { matchTradeBill } from './trade-bill.js';
import { Chance } from './random.js';
import { generateReadings } from './readings.js';
import { runInReview, takeForRun } from './run-in-review.js';
import { seedWindow } from './window-examples.js';

interface Plan {
  today: DateString;
  accounts: number;
  months: number;
}

const config = loadConfig();
const folder = join(config.dataDir, 'demonstration');
/** There while the work is not finished; holds what it must go on with. */
const unfinished = join(folder, 'unfinished.json');

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { small: { type: 'boolean', default: false } } });
  await mkdir(folder, { recursive: true });
  const dataSource = await openDatabase(config, entities);
  try {
    const started = await dataSource.manager.existsBy(Hall, {});
    if (started && !existsSync(unfinished)) return say('数据库里已有营业厅，不再生成演示数据');
    const plan: Plan = existsSync(unfinished)
      ? (JSON.parse(await readFile(unfinished, 'utf8')) as Plan)
      : { today: shanghaiDate(new Date()), ...(values.small ? { accounts: 200, months: 6 } : { accounts: 5000, months: 24 }) };
    await writeFile(unfinished, JSON.stringify(plan));
    if (!started) {
      say('建立营业厅、部门、人员和预约服务');
      await new Transactions(dataSource).run((tx) => seedCompany(tx));
    }
    await writeJson('map-sketch.json', mapSketch());
    const accounts = await writeCity(plan);
    await bringIn(dataSource, 'accounts', '户表');
    await bringIn(dataSource, 'readings', '抄表数据');
    await bringIn(dataSource, 'payments', '历史缴费');
    await bringIn(dataSource, 'meter-readings', '待出账的抄表');
    await runInReview(dataSource, join(folder, 'meter-readings.csv'));
    say('一次出账已计算，等财务审核');
    await seedArrears(dataSource, plan.today, new Date());
    const examples = accounts.slice(0, shown.length).map((account, i) => exampleOf(account, shown[i]?.note ?? ''));
    await writeJson('demonstration-accounts.json', examples);
    await writeJson('demonstration-logins.json', { staff: logins(), accounts: examples });
    await throughTheApplication(dataSource, plan.today, examples.map(({ accountNumber }) => accountNumber));
    await rm(unfinished);
    say('演示数据已就绪');
  } finally {
    if (dataSource.isInitialized) await dataSource.destroy();
  }
}

/** What the capabilities themselves do best. Ends the connection, so it is the last. */
async function throughTheApplication(dataSource: DataSource, today: DateString, examples: readonly string[]): Promise<void> {
  const app = await NestFactory.createApplicationContext(AppModule.with(config, dataSource), { logger: false });
  try {
    await matchCardBatch(app, today);
    await matchTradeBill(app, today);
    await seedWindow(app, examples, new Date());
  } finally {
    await app.close();
  }
}

/** The city as a company would hand it over: two CSV files. */
async function writeCity({ accounts: count, months, today }: Plan): Promise<DemonstrationAccount[]> {
  say(`生成 ${count} 户、${months} 个月的抄表数据`);
  const accounts = generateAccounts(count, today, new Chance(20100301));
  const lines = accounts.map((a) => [a.accountNumber, a.name, a.address, a.zone, a.phone, a.householdSize, a.meterNumber, a.tariff, a.hall].join(','));
  await writeFile(join(folder, 'accounts.csv'), `户号,户名,地址,区域,手机号,家庭人口,表号,水价,营业厅\n${lines.join('\n')}\n`);
  const chance = new Chance(20150707);
  const { readings, forRun } = takeForRun(accounts, accounts.flatMap((account) => generateReadings(account, months, today, chance)));
  await writeFile(join(folder, 'meter-readings.csv'), `户号,抄表日期,读数,类别\n${forRun.map((r) => `${r.accountNumber},${r.readOn},${r.value},${r.kind}`).join('\n')}\n`);
  await writeFile(join(folder, 'readings.csv'), `户号,抄表日期,读数,结清日期\n${readings.map((r) => `${r.accountNumber},${r.readOn},${r.value},${r.settledOn ?? ''}`).join('\n')}\n`);
  await writeFile(join(folder, 'payments.csv'), `缴费日期,户号,缴费方式,金额,窗口,收费员\n${pastPayments(accounts, Number(today.slice(0, 4)) - 1, new Chance(20111231)).join('\n')}\n`);
  return accounts;
}

async function bringIn(dataSource: DataSource, kind: 'accounts' | 'payments' | 'readings' | 'meter-readings', name: string): Promise<void> {
  let shownAt = 0;
  const job = await importFile(dataSource, {
    kind,
    path: join(folder, `${kind}.csv`),
    startedBy: '演示数据',
    progress: ({ doneRows, totalRows }) => {
      if (performance.now() - shownAt < 300) return;
      shownAt = performance.now();
      say(`导入${name} ${doneRows} / ${totalRows}`);
    },
  });
  if (job.state !== 'done' || job.faultyRows > 0) throw new Error(`the demonstration's own ${kind} did not come in cleanly: ${job.failure ?? JSON.stringify(job.firstFaults)}`);
  say(`导入${name}完成：新增 ${job.createdRows}，无变化 ${job.unchangedRows}${kind === 'readings' ? `，出账 ${job.billsIssued} 笔` : ''}`);
}

function exampleOf({ accountNumber, phone, meterNumber, zone, habit }: DemonstrationAccount, note: string) {
  const [phoneTail, meterTail] = [phone.slice(-4), meterNumber.slice(-6)];
  return { accountNumber, phoneTail, meterTail, zone, habit, proof: `手机尾号 ${phoneTail} 或表号后六位 ${meterTail}`, note };
}

const writeJson = (name: string, value: unknown) => writeFile(join(config.dataDir, name), `${JSON.stringify(value, null, 1)}\n`);
const say = (text: string) => void process.stdout.write(`${text}\n`);

await main();

/** Files from the company: good rows go in, bad rows are named, the same file twice changes nothing, a crash loses nothing. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import * as billRun from '@shouwen/shared/contract/bill-run';
import * as contract from '@shouwen/shared/contract/data-import';
import { shanghaiDate } from '@shouwen/shared/value';
import Excel from 'exceljs';
import { ReadingService } from '../../server/src/billing/index.js';
import { CustomerService } from '../../server/src/customer/index.js';
import { csvCell } from '../../server/src/data-import/result-file.js';
import { decrypt } from '../../server/src/database/index.js';
import { type BillRunTown, monthly, now, openBillRunTown, seen } from '../support/bill-run-town.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { type Halls, openHalls } from '../support/halls.js';
import { accountColumns, bringIn, readingColumns, resultLines, upload } from '../support/importing.js';
import { eventually } from '../support/paying.js';
import { type ServerInProcess, startServer } from '../support/server.js';

const account = (number: string, overrides: Partial<Record<string, string>> = {}) => {
  const row: Record<string, string> = { 户号: number, 户名: '王小明', 地址: '海慧路12号', 区域: '城区', 手机号: '13800001234', 家庭人口: '3', 表号: '20181000001', 水价: 'annual-5-7-9', 营业厅: '城区营业厅', ...(overrides as Record<string, string>) };
  return accountColumns.split(',').map((name) => row[name]).join(',');
};
const csv = (head: string, ...rows: string[]) => [head, ...rows].join('\r\n');

describe('a cell of a result file', () => {
  it.each([['=1+1', '"\'=1+1"'], ['+86', '"\'+86"'], ['-1', '"\'-1"'], ['@SUM(A1)', '"\'@SUM(A1)"'], ['a,b', '"a,b"'], ['"', '""""'], ['户号', '户号'], [17, '17']])('%s is no formula', (value, written) => {
    expect(csvCell(value)).toBe(written);
  });
});

describeOnBothDatabases('data import', (engine) => {
  let database: TestDatabase;
  let server: ServerInProcess;
  let halls: Halls;
  const staff = () => halls.administrator.client;
  const count = async (table: string) => Number(((await server.query(`SELECT COUNT(*) AS n FROM ${table}`)) as [{ n: number }])[0].n);

  beforeAll(async () => {
    database = await engine.create();
    server = await startServer(database);
    halls = await openHalls(server);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    server.clock.release();
  });
  afterAll(async () => {
    await server?.close();
    await database?.drop();
  });

  it('is the administrator’s alone', async () => {
    expect((await upload(halls.clerk.client, 'accounts', csv(accountColumns))).status).toBe(403);
    expect((await halls.clerk.client.refused(contract.imports)).code).toBe('FORBIDDEN');
  });

  it('takes good rows, names what is wrong with the others, and keeps no copy of the file', async () => {
    const view = await bringIn(staff(), 'accounts', csv(
      accountColumns, // row 1
      account('30000001'),
      account('30000001', { 户名: '另一人' }),
      account('3000', { 家庭人口: '三' }),
      account('30000002', { 户名: '小😀' }),
      '',
      account('30000003', { 区域: '市区', 手机号: '123' }),
      account('30000004', { 水价: '没有', 营业厅: '月亮营业厅' }),
      account('30000005', { 手机号: '', 区域: '郊区', 水价: '居民月阶梯水价', 营业厅: '城西营业厅' }),
      account('30000006', { 地址: '' }),
    ), { fileName: '户表.csv' });
    expect(view).toMatchObject({ state: 'done', kind: 'accounts', fileName: '户表.csv', totalRows: 8, doneRows: 8, createdRows: 2, faultyRows: 6, startedBy: '管理员', failure: null });
    const lines = await resultLines(staff(), view.id);
    expect(lines.map((line) => line.split(',').slice(0, 3).join(','))).toEqual([
      '2,新增,', '3,有误,户号', '4,有误,户号', '4,有误,家庭人口', '5,有误,户名', '7,有误,区域', '7,有误,手机号', '8,有误,水价', '8,有误,营业厅', '9,新增,', '10,有误,地址',
    ]);
    expect(lines[1]).toBe('3,有误,户号,与第 2 行重复，以那一行为准');
    expect(view.faults.slice(0, 2)).toEqual([{ row: 3, column: '户号', reason: '与第 2 行重复，以那一行为准' }, { row: 4, column: '户号', reason: '户号应为 6 至 12 位数字' }]);
    const stored = await server.app.get(CustomerService).accountByNumber('30000005');
    expect(stored).toMatchObject({ name: '王小明', phone: null, zone: 'suburban', tariffCode: 'monthly-3', hallId: halls.west });
    await eventually('the file is gone', async () => readdirSync(join(database.environment['DATA_DIR'] as string, 'import')).length === 0);
    const hints = await server.query<{ audience: string; subject: string }>("SELECT audience, subject FROM live_update WHERE topic = 'import'");
    expect([...new Set(hints.filter((hint) => decrypt(hint.subject) === String(view.id)).map((hint) => hint.audience))]).toEqual([`staff:${halls.administrator.id}`]);
  });

  it('the same accounts again change nothing; what differs is updated', async () => {
    const rows = [account('31000001'), account('31000002'), account('31000003')];
    expect(await bringIn(staff(), 'accounts', csv(accountColumns, ...rows))).toMatchObject({ createdRows: 3 });
    expect(await bringIn(staff(), 'accounts', csv(accountColumns, ...rows))).toMatchObject({ createdRows: 0, updatedRows: 0, unchangedRows: 3, faultyRows: 0 });
    rows[1] = account('31000002', { 家庭人口: '6', 手机号: '13900000000' });
    expect(await bringIn(staff(), 'accounts', csv(accountColumns, ...rows))).toMatchObject({ updatedRows: 1, unchangedRows: 2 });
    const customers = server.app.get(CustomerService);
    expect((await customers.accountsByPhone('13900000000')).map((a) => [a.accountNumber, a.householdSize])).toEqual([['31000002', 6]]);
  });

  it('once an account was read, another household holds from the day of the file on: what lies behind stays as it was (PY-9)', async () => {
    await bringIn(staff(), 'accounts', csv(accountColumns, account('31500001'), account('31500002')));
    await bringIn(staff(), 'readings', csv(readingColumns, '31500001,2026-01-10,100,', '31500001,2026-02-10,112,'));
    const six = csv(accountColumns, account('31500001', { 家庭人口: '6', 手机号: '13911112222' }), account('31500002', { 家庭人口: '6' }));
    expect(await bringIn(staff(), 'accounts', six)).toMatchObject({ updatedRows: 2, faultyRows: 0 });
    expect(await bringIn(staff(), 'accounts', six)).toMatchObject({ updatedRows: 0, unchangedRows: 2 });
    const terms = await server.query("SELECT w.account_number AS number, t.from_on AS fromOn, t.household_size AS size, t.by_staff_id AS staff FROM billing_terms t JOIN water_account w ON w.id = t.account_id WHERE w.account_number LIKE '315%'");
    expect(terms).toEqual([{ number: '31500001', fromOn: shanghaiDate(server.clock.now()), size: 6, staff: null }]);
    const began = await server.query("SELECT account_number AS number, household_size AS size FROM water_account WHERE account_number LIKE '315%' ORDER BY account_number");
    expect(began).toEqual([{ number: '31500001', size: 3 }, { number: '31500002', size: 6 }]);
    // A day has one set of terms.
    expect(await bringIn(staff(), 'accounts', csv(accountColumns, account('31500001', { 家庭人口: '7', 手机号: '13911112222' })))).toMatchObject({ updatedRows: 0, faultyRows: 1 });
  });

  it('readings become bills whatever their order in the file, and only once', async () => {
    await bringIn(staff(), 'accounts', csv(accountColumns, account('32000001')));
    const file = csv(
      readingColumns,
      '32000001,2026/3/10,130,', // later than the next two
      '32000001,2026-01-10,100,',
      '32000001,2026年2月10日,112,2026-02-20',
      '32000001,2026-04-10,120,', // backwards
      '32000001,2026-02-30,125,',
      '32000001,2099-01-01,999,',
      '32000009,2026-03-10,5,', // nobody's
      '32000001,2026-03-10,131,', // twin
      '32000001,2026-05-10,140,2026-05-01', // settled before it was read
    );
    const view = await bringIn(staff(), 'readings', file);
    expect(view).toMatchObject({ state: 'done', createdRows: 3, faultyRows: 6, billsIssued: 2 });
    expect((await resultLines(staff(), view.id)).map((line) => line.split(',').slice(0, 3).join(','))).toEqual([
      '2,新增,', '3,新增,', '4,新增,', '5,有误,读数', '6,有误,抄表日期', '7,有误,抄表日期', '8,有误,户号', '9,有误,户号', '10,有误,结清日期',
    ]);
    const before = [await count('bill'), await count('meter_reading'), await count('journal_line')];
    expect(await bringIn(staff(), 'readings', file)).toMatchObject({ createdRows: 0, updatedRows: 0, unchangedRows: 3, faultyRows: 6, billsIssued: 0 });
    expect([await count('bill'), await count('meter_reading'), await count('journal_line')]).toEqual(before);

    // Another figure for a known day, and a day between two known ones, are refused.
    const odd = await bringIn(staff(), 'readings', csv(readingColumns, '32000001,2026-02-10,113,', '32000001,2026-02-15,114,'));
    expect(odd).toMatchObject({ faultyRows: 2, createdRows: 0 });
    // What was open is settled by a later file of the old system, once.
    const later = csv(readingColumns, '32000001,2026-03-10,130,2026-03-30');
    expect(await bringIn(staff(), 'readings', later)).toMatchObject({ updatedRows: 1, billsIssued: 0 });
    expect(await bringIn(staff(), 'readings', later)).toMatchObject({ updatedRows: 0, unchangedRows: 1 });
  });

  describe('of an account that this system bills or takes money of', () => {
    let town: BillRunTown;
    beforeAll(async () => {
      town = await openBillRunTown(server, halls);
    });
    const reading = (row: string) => bringIn(staff(), 'readings', csv(readingColumns, row));
    const outcome = async (row: string) => {
      const view = await reading(row);
      return view.faultyRows === 0 ? [view.createdRows, view.updatedRows, view.unchangedRows] : view.faults[0];
    };
    const books = async (accountNumber: string) => ({
      bills: await server.query('SELECT b.id, b.state, b.total_fen, b.paid_fen FROM bill b JOIN water_account a ON a.id = b.account_id WHERE a.account_number = ? ORDER BY b.id', [accountNumber]),
      readings: await server.query('SELECT COUNT(*) AS n FROM meter_reading r JOIN water_account a ON a.id = r.account_id WHERE a.account_number = ?', [accountNumber]),
      lines: await count('journal_line'),
    });

    it('no file settles a bill, and no file makes one: the run does, of readings that wait for it (PY-9)', async () => {
      server.clock.set(now);
      const { id, accountNumber } = await town.household(monthly([12, 12, 12, 12]));
      const history = csv(readingColumns, `${accountNumber},2026-09-10,48,2026-09-30`);
      expect(await bringIn(staff(), 'readings', history)).toMatchObject({ unchangedRows: 1 });
      let run = await town.start();
      expect((await town.billsOf(id)).map(({ state }) => state)).toEqual(['draft']);
      expect(await outcome(`${accountNumber},2026-10-31,75,`)).toMatchObject({ column: '抄表日期', reason: expect.stringContaining('“待出账的抄表”') });
      await town.decideAll(run.id);
      run = await town.finance.client.call(billRun.billRun, { path: { id: run.id } });
      await town.finance.client.call(billRun.issueBillRun, { path: { id: run.id }, body: seen(run) });
      await town.until(run.id, 'issued');
      const [bill] = await town.billsOf(id);
      expect(bill).toMatchObject({ state: 'unpaid', run_id: run.id });

      const before = await books(accountNumber);
      expect(await outcome(`${accountNumber},2026-10-10,60,2026-10-20`)).toMatchObject({ column: '结清日期', reason: expect.stringMatching(/不能用导入结清.*“调整账单”/) });
      expect(await outcome(`${accountNumber},2026-10-31,75,`)).toMatchObject({ column: '抄表日期' });
      expect(await outcome(`${accountNumber},2026-10-31,75,2026-11-01`)).toMatchObject({ column: '抄表日期' });
      expect(await outcome(`${accountNumber},2026-10-10,60,`)).toEqual([0, 0, 1]);
      expect(await bringIn(staff(), 'readings', history)).toMatchObject({ unchangedRows: 1, faultyRows: 0 });
      // The rest of the file goes in as ever.
      await bringIn(staff(), 'accounts', csv(accountColumns, account('37000001')));
      expect(await bringIn(staff(), 'readings', csv(readingColumns, '37000001,2026-09-10,5,', `${accountNumber},2026-10-31,75,`, '37000001,2026-10-10,17,2026-10-20'))).toMatchObject({ createdRows: 2, faultyRows: 1, billsIssued: 1 });
      expect(await books(accountNumber)).toEqual({ ...before, lines: expect.any(Number) as number });
      expect(await bringIn(staff(), 'meter-readings', csv(readingColumns, `${accountNumber},2026-10-31,75,`))).toMatchObject({ createdRows: 1, billsIssued: 0 });
      expect((await town.billsOf(id)).map(({ state }) => state)).toEqual(['unpaid']);
      expect(await server.ledgerFaults()).toEqual([]);
    });

    it('an imported bill is no history either once something was paid here, or it was made anew', async () => {
      server.clock.set(now);
      const billed = async (number: string) => {
        await bringIn(staff(), 'accounts', csv(accountColumns, account(number)));
        await bringIn(staff(), 'readings', csv(readingColumns, `${number},2026-08-10,0,`, `${number},2026-09-10,10,`, `${number},2026-10-10,20,`));
      };
      const change = (number: string, what: string) => server.query(`UPDATE bill SET ${what} WHERE to_on = '2026-09-10' AND account_id = (SELECT id FROM water_account WHERE account_number = ?)`, [number]);
      const settled = { column: '结清日期', reason: expect.stringContaining('不能用导入结清') as string };
      for (const [number, paid] of [['37100001', 'paid_fen = 100'], ['37100002', "state = 'paid', paid_fen = total_fen, payment_id = 1"]] as const) {
        await billed(number);
        await change(number, paid);
        expect(await outcome(`${number},2026-10-10,20,2026-10-20`)).toMatchObject(settled);
        expect(await outcome(`${number},2026-11-04,30,`)).toMatchObject({ column: '抄表日期' });
      }
      await billed('37100003');
      await change('37100003', 'replaces_bill_id = 1');
      expect(await outcome('37100003,2026-09-10,10,2026-09-20')).toMatchObject(settled);
      expect(await outcome('37100003,2026-10-10,20,2026-10-20')).toEqual([0, 1, 0]);
      expect(await outcome('37100003,2026-11-04,30,')).toEqual([1, 0, 0]);
    });
  });

  it('reads GBK, XLSX, and other column names', async () => {
    // 户号,户名,地址,区域,手机号,家庭人口,表号,水价,营业厅 and one row, as Excel in China saves CSV.
    const gbk = Buffer.from(
      'bba7bac52cbba7c3fb2cb5d8d6b72cc7f8d3f22ccad6bbfabac52cbcd2cda5c8cbbfda2cb1edbac52ccbaebcdb2cd3aad2b5ccfc0d0a33333030303030312ccdf5d0a1c3f72cbaa3bbdbc2b73132bac52cb3c7c7f82c2c332c32303138313030303030312c616e6e75616c2d352d372d392cb3c7c7f8d3aad2b5ccfc0d0a', 'hex',
    );
    expect(await bringIn(staff(), 'accounts', gbk)).toMatchObject({ createdRows: 1, faultyRows: 0 });
    expect((await server.app.get(CustomerService).accountByNumber('33000001'))?.name).toBe('王小明');

    const workbook = new Excel.Workbook();
    const sheet = workbook.addWorksheet('抄表');
    sheet.addRows([['用户编号', '抄表日期', '止码'], [33000001, new Date('2026-01-05'), 10], ['33000001', '2026-02-05', 22.0]]);
    const spreadsheet = new Uint8Array(await workbook.xlsx.writeBuffer());
    const refused = await upload(staff(), 'readings', spreadsheet, { fileName: 'a.xlsx' });
    expect([refused.status, await refused.json()]).toMatchObject([422, { code: 'COLUMNS_MISSING', message: expect.stringContaining('户号、读数') }]);
    expect(await bringIn(staff(), 'readings', spreadsheet, { mapping: { 户号: '用户编号', 读数: '止码' }, fileName: 'a.xlsx' })).toMatchObject({ createdRows: 2, billsIssued: 1, faultyRows: 0 });
  });

  it('refuses what is no table, too large, or of no kind, and keeps nothing of it', async () => {
    const jobs = await count('import_job');
    const refusal = async (pending: Promise<Response>) => {
      const answer = await pending;
      return [answer.status, ((await answer.json()) as { code: string }).code];
    };
    expect(await refusal(upload(staff(), 'accounts', Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 16])))).toEqual([422, 'FILE_NOT_READABLE']);
    expect(await refusal(upload(staff(), 'accounts', 'PK\x03\x04 but no spreadsheet'))).toEqual([422, 'FILE_NOT_READABLE']);
    expect(await refusal(upload(staff(), 'accounts', ''))).toEqual([422, 'FILE_NOT_READABLE']);
    expect(await refusal(upload(staff(), 'readings', csv('户号,读数', '30000001,5')))).toEqual([422, 'COLUMNS_MISSING']);
    expect(await refusal(upload(staff(), 'people', csv(accountColumns)))).toEqual([400, 'INVALID_INPUT']);
    expect(await refusal(upload(staff(), 'accounts', new Uint8Array(51 * 1024 * 1024).fill(49)))).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    expect(await count('import_job')).toBe(jobs);
    expect(readdirSync(join(database.environment['DATA_DIR'] as string, 'import'))).toEqual([]);
  });

  it('takes a file larger than photos may be', async () => {
    const view = await bringIn(staff(), 'accounts', csv(accountColumns, account('34000001'), `,${' '.repeat(500)}\r\n`.repeat(25_000)));
    expect(view).toMatchObject({ state: 'done', createdRows: 1, faultyRows: 0, totalRows: 1 });
  }, 60_000);

  it('goes on after a chunk failed at its end, and repeats nothing', async () => {
    const numbers = Array.from({ length: 60 }, (_, i) => String(35_000_001 + i));
    await bringIn(staff(), 'accounts', csv(accountColumns, ...numbers.map((n) => account(n))));
    const days = Array.from({ length: 20 }, (_, i) => `202${5 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}-05`);
    const rows = numbers.flatMap((n) => days.map((day, i) => `${n},${day},${i * 10},`));
    const before = { bills: await count('bill'), readings: await count('meter_reading') };

    const write = ReadingService.prototype.write;
    let calls = 0;
    vi.spyOn(ReadingService.prototype, 'write').mockImplementation(async function (this: ReadingService, ...given) {
      await write.apply(this, given);
      if (++calls === 2) throw new Error('the power went');
    });
    const view = await bringIn(staff(), 'readings', csv(readingColumns, ...rows));
    expect(calls).toBe(4);
    expect(view).toMatchObject({ state: 'done', totalRows: 1200, createdRows: 1200, unchangedRows: 0, faultyRows: 0, billsIssued: 60 * 19 });
    expect(await count('meter_reading')).toBe(before.readings + 1200);
    expect(await count('bill')).toBe(before.bills + 60 * 19);
    expect(await resultLines(staff(), view.id)).toHaveLength(1200);
  });

  it('comes to its end in slices, even when each has time for one chunk only', async () => {
    const numbers = Array.from({ length: 1600 }, (_, i) => String(36_000_001 + i));
    let instant = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => (instant += 60_000));
    const view = await bringIn(staff(), 'accounts', csv(accountColumns, ...numbers.map((n) => account(n))));
    expect(view).toMatchObject({ state: 'done', createdRows: 1600 });
    const duties = await server.query("SELECT duty_key FROM outbox WHERE topic = 'import.advance' AND duty_key LIKE ?", [`${view.id}:%`]);
    expect(duties.map((duty) => duty['duty_key']).sort()).toEqual([`${view.id}:0`, `${view.id}:1000`, `${view.id}:1500`, `${view.id}:500`]);
  });

  it('offers templates that it takes itself', async () => {
    for (const kind of ['accounts', 'readings'] as const) {
      const answer = await staff().send(contract.importTemplate, { query: { kind } });
      expect(answer.headers.get('content-disposition')).toContain('attachment');
      const view = await bringIn(staff(), kind, answer.body as string);
      expect(view).toMatchObject({ totalRows: 1, createdRows: 1, faultyRows: 0 });
    }
    expect((await staff().call(contract.imports)).items[0]).toMatchObject({ kind: 'readings', state: 'done' });
  });
});

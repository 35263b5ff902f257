/** `npm run import`, the command itself: what it prints, what it leaves behind, how it ends. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CustomerService } from '../../server/src/customer/index.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { openHalls } from '../support/halls.js';
import { accountColumns, readingColumns } from '../support/importing.js';
import { serverEnvironment } from '../support/server-environment.js';
import { type ServerInProcess, startServer } from '../support/server.js';

const program = join(import.meta.dirname, '../../server/dist/import-command/main.js');
const row = (number: string, name = '王小明') => `${number},${name},海慧路12号,城区,13800001234,3,20181654321,annual-5-7-9,城区营业厅`;

describeOnBothDatabases('the import command', (engine) => {
  let database: TestDatabase;
  let server: ServerInProcess;
  let folder: string;
  beforeAll(async () => {
    database = await engine.create();
    // It runs beside a server on the same database.
    server = await startServer(database);
    await openHalls(server);
    folder = mkdtempSync(join(tmpdir(), 'shouwen-import-'));
  });
  afterAll(async () => {
    await server?.close();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const file = (name: string, ...lines: string[]) => {
    const path = join(folder, name);
    writeFileSync(path, lines.join('\n'));
    return path;
  };
  const run = (...words: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], { encoding: 'utf8', env: { PATH: process.env['PATH'], ...serverEnvironment(database.environment) }, timeout: 60_000 });
    return { status, stdout, stderr };
  };

  it('brings in what is right, reports what is wrong, and ends well', async () => {
    const accounts = file('accounts.csv', accountColumns, row('60000001'), row('60000002', '小😀'));
    const first = run('accounts', accounts);
    expect(first).toMatchObject({ status: 0, stdout: expect.stringContaining('共 2 行：新增 1，更新 0，无变化 0，有误 1') });
    expect(first.stdout).toContain('第 3 行 户名：');
    expect(readFileSync(`${accounts}.result.csv`, 'utf8')).toContain('\r\n3,有误,户名,');
    expect((await server.app.get(CustomerService).accountByNumber('60000001'))?.name).toBe('王小明');

    const result = join(folder, 'elsewhere.csv');
    const readings = file('readings.csv', readingColumns.replace('户号', '用户编号'), '60000001,2026-01-10,5,', '60000001,2026-02-10,17,');
    const mapping = file('mapping.json', '{"户号":"用户编号"}');
    expect(run('readings', readings, '--mapping', mapping, '--result', result)).toMatchObject({ status: 0, stdout: expect.stringContaining('新增 2，更新 0，无变化 0，有误 0；出账 1 笔') });
    expect(existsSync(`${readings}.result.csv`)).toBe(false);
    expect(run('readings', readings, '--mapping', mapping, '--result', result)).toMatchObject({ status: 0, stdout: expect.stringContaining('新增 0，更新 0，无变化 2，有误 0；出账 0 笔') });
    expect(readFileSync(result, 'utf8')).toContain('2,无变化,,');
  });

  it('ends with 2 for what it cannot use, and writes nothing', async () => {
    const readings = file('columns.csv', '户号,读数', '60000001,5');
    expect(run('readings', readings)).toMatchObject({ status: 2, stderr: expect.stringContaining('抄表日期') });
    expect(run('readings', join(folder, 'nowhere.csv')).status).toBe(2);
    expect(run('people', readings)).toMatchObject({ status: 2, stderr: expect.stringContaining('用法') });
    expect(run('readings', readings, '--mapping', readings).status).toBe(2);
    expect(existsSync(`${readings}.result.csv`)).toBe(false);
    const jobs = await server.query("SELECT DISTINCT file_name FROM import_job WHERE file_name = 'columns.csv'");
    expect(jobs).toEqual([]);
  });
});

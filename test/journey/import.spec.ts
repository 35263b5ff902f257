/** The administrator brings in a file: good rows go in, faults are named, the result can be downloaded, twice changes nothing. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { journey, TestBrowser } from '../support/browser.js';
import { type Road, startRoad } from '../support/road.js';
import { Desk } from './desk.js';

const head = '户号,户名,地址,区域,手机号,家庭人口,表号,水价,营业厅';
const GOOD = 1500;

function accountsFile(): Buffer {
  const good = Array.from({ length: GOOD }, (_, i) => `${90_000_001 + i},王小明,海慧路${i + 1}号,城区,1390000${String(i).padStart(4, '0')},3,LXS${20_260_000_001 + i},annual-5-7-9,城区营业厅`);
  const faulty = ['90009001,李红,海慧路1号,城区,1390000,3,LXS20260009001,annual-5-7-9,城区营业厅', '90009002,李明,海慧路2号,市区,13900009002,3,LXS20260009002,annual-5-7-9,城区营业厅'];
  return Buffer.from([head, faulty[0], ...good, faulty[1]].join('\r\n'));
}

describe('an import', () => {
  let road: Road;
  let browser: TestBrowser;
  let administrator: Desk;
  beforeAll(async () => {
    [road, browser] = await Promise.all([startRoad(), TestBrowser.start()]);
    administrator = await Desk.of(road, browser, '9002');
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await road?.close();
  });

  const choose = async (name: string, content: Buffer) => {
    await administrator.page.getByRole('heading', { name: '导入新文件' }).waitFor();
    const [chooser] = await Promise.all([administrator.page.waitForEvent('filechooser'), administrator.press('o')]);
    await chooser.setFiles({ name, mimeType: 'text/csv', buffer: content });
  };
  /** New, changed, unchanged, faulty. */
  const counts = async () => {
    await administrator.sees(/^已完成，/);
    return administrator.page.locator('dl').filter({ hasText: '没有变化' }).locator('dd').allInnerTexts();
  };

  journey('shows progress, counts and faults, and changes nothing the second time', () => browser, async () => {
    await choose('户表.docx', Buffer.from('x'));
    await administrator.sees('请选择 CSV 或 XLSX 文件');
    await choose('户表.csv', accountsFile());
    await administrator.sees('文件的列名都对得上。');
    await administrator.press('Control+Enter');
    await administrator.page.getByRole('progressbar').last().waitFor();
    expect(await counts()).toEqual([GOOD.toLocaleString(), '0', '0', '2']);
    const faults = await administrator.page.getByRole('table').locator('tbody tr').allInnerTexts();
    expect(faults.map((row) => row.split('\t').slice(0, 2))).toEqual([['2', '手机号'], [String(GOOD + 3), '区域']]);

    const [download] = await Promise.all([administrator.page.waitForEvent('download'), administrator.page.getByRole('link', { name: '下载结果文件' }).click()]);
    const lines = readFileSync(await download.path(), 'utf8').trimEnd().split('\r\n');
    expect(lines).toHaveLength(GOOD + 3);
    expect(lines.filter((line) => line.includes(',有误,')).map((line) => line.split(',').slice(0, 3))).toEqual([['2', '有误', '手机号'], [String(GOOD + 3), '有误', '区域']]);

    await administrator.page.getByRole('link', { name: '导入新文件' }).click();
    await choose('户表再来.csv', accountsFile());
    await administrator.press('Control+Enter');
    await administrator.sees('户表再来.csv');
    expect(await counts()).toEqual(['0', '0', GOOD.toLocaleString(), '2']);
  });
});

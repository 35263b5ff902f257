/** Finance turns readings into bills by keyboard: computed, looked at line by line, left out or confirmed, issued; the resident sees the bill (PY-9). */
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { accountPage } from '@shouwen/shared/contract/account';
import { billRuns, reviewItems } from '@shouwen/shared/contract/bill-run';
import { billDetail } from '@shouwen/shared/contract/billing';
import { formatFen } from '@shouwen/shared/value';
import { journey, TestBrowser } from '../support/browser.js';
import { type Road, startRoad } from '../support/road.js';
import { Desk } from './desk.js';
import { Phone } from './phone.js';

describe('a bill run', () => {
  let road: Road;
  let browser: TestBrowser;
  let finance: Desk;
  beforeAll(async () => {
    [road, browser] = await Promise.all([startRoad(), TestBrowser.start()]);
    finance = await Desk.of(road, browser, '5001', { at: '/bill-runs' });
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await road?.close();
  });

  journey('is computed, reviewed, issued, and its bills are the residents’', () => browser, async () => {
    const client = await finance.client();
    const run = async () => (await client.call(billRuns, { query: { size: 1 } })).items[0]!;
    const { from, to, billCount } = await run();
    // The one of the demonstration goes: its readings wait again.
    await finance.press('j', 'Enter');
    await finance.button('撤销').click();
    await finance.page.getByLabel('撤销原因').fill('核对日期后重算');
    await finance.button('删除草稿并撤销').click();
    await finance.sees('已撤销');
    await finance.press('n');
    await finance.page.getByRole('radiogroup', { name: '范围' }).getByText('郊区', { exact: true }).click();
    await finance.page.getByLabel('抄表起日').fill(from);
    await finance.page.getByLabel('抄表止日').fill(to);
    await finance.press('Control+Enter');
    await finance.sees(`${billCount.toLocaleString()} 笔`, /j k 移动/);
    const { id, openReviews } = await run();

    // The strangest comes first: how it comes to its amount, and then it waits.
    const items = (await client.call(reviewItems, { path: { id }, query: { size: 50 } })).items;
    const [strange, usual, third, fourth] = [items[0]!, items[1]!, items[2]!, items[3]!];
    await finance.page.locator(`[data-item="${strange.id}"]`).focus();
    await finance.press('Enter');
    const working = finance.page.getByRole('region', { name: `${strange.accountNumber} 的计算过程` });
    await working.getByText('本期合计').waitFor();
    expect(await working.locator('tfoot tr').first().innerText()).toContain(formatFen(strange.totalFen!));
    await browser.picture('the working of a draft');
    await finance.press('d');
    await finance.page.getByRole('textbox', { name: '原因' }).fill('疑似漏水，先上门');
    await finance.press('Control+Enter');
    await finance.sees(`已处理 1 条，还剩 ${openReviews - 1} 条`);
    // Whoever confirms one in the middle goes on from there.
    await finance.page.locator(`[data-item="${third.id}"]`).focus();
    await finance.press('c');
    await finance.sees(`已处理 1 条，还剩 ${openReviews - 2} 条`);
    await finance.page.locator(`[data-item="${fourth.id}"]:focus`).waitFor();
    await finance.press('Alt+a');
    await finance.sees(`已标记 ${openReviews - 2} 条`);
    await finance.press('c');
    await finance.sees('没有要审的了');
    await finance.press('F8');
    await finance.sees(/出账后居民会收到通知/);
    await finance.press('Control+Enter');
    await finance.sees('已出账', '预存抵扣');
    expect(await run()).toMatchObject({ state: 'issued', billCount: billCount - 1 });
    await browser.picture('a run that was issued');

    const phone = await Phone.at(road, browser, 'resident');
    await phone.signIn('曹大爷');
    const { phone: number } = await client.call(accountPage, { path: { id: usual.accountId } });
    await phone.bind({ accountNumber: usual.accountNumber, phoneTail: number!.slice(-4), meterTail: '', proof: '' });
    await phone.goto(`/bill/detail/index?id=${usual.billId}`);
    await phone.sees('第三步：加起来', new RegExp(formatFen(usual.totalFen!).replace('.', '\\.')));
    expect(await (await phone.client()).call(billDetail, { path: { id: usual.billId! } })).toMatchObject({ state: 'unpaid', volume: usual.current!.volume, totalFen: usual.totalFen });
  });
});

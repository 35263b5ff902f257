/** A matter sent away is not lost: the leader names lead and co-handler, holds the rejection unfounded, and it is recorded (FI-3, FI-4, FI-6, KP-3). */
import { afterAll, beforeAll, describe } from 'vitest';
import { registerTicket } from '@shouwen/shared/contract/ticket';
import { journey, TestBrowser } from '../support/browser.js';
import { type Road, startRoad } from '../support/road.js';
import { Desk } from './desk.js';

/** From a list that opens below its label, by typing. */
async function choose(desk: Desk, label: string, option: string): Promise<void> {
  await desk.field(label).fill(option);
  await desk.page.locator('.ant-select-item-option:visible', { hasText: option }).first().waitFor();
  await desk.press('Enter');
}
/** What is not done every day stands behind 更多. */
async function act(desk: Desk, action: string): Promise<void> {
  await desk.press('e');
  await desk.page.getByRole('dialog').getByRole('button', { name: action }).click();
  await desk.form(action).waitFor();
}

describe('coordination', () => {
  let road: Road;
  let browser: TestBrowser;
  beforeAll(async () => {
    [road, browser] = await Promise.all([startRoad(), TestBrowser.start()]);
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await road?.close();
  });

  journey('by the leader: a rejection without ground is held against the department, and both departments do their part', () => browser, async () => {
    const title = '水费突然多了一倍';
    const clerk = await Desk.of(road, browser, '1001', { at: '/tickets/mine' });
    const { number } = await (await clerk.client()).call(registerTicket, { body: { source: 'counter', category: 'bill-volume', title, description: '表也换过，量也不对，要求查清。', address: '学院路3号' } });
    await clerk.goto(`/tickets/mine/${number}`);
    await clerk.button(/^转部门/).waitFor();

    // The clerk sends it to metering, who send it back with a proposal.
    await clerk.press('t');
    await choose(clerk, '部门', '水表计量科');
    await clerk.press('Control+Enter');
    await clerk.sees('已转部门，结果会交回首问责任人');
    const metering = await Desk.of(road, browser, '4001', { at: `/tickets/department/${number}` });
    await act(metering, '退回并提议');
    await choose(metering, '提议的承办部门', '营业收费科');
    await metering.form('退回并提议').getByLabel('退回原因').fill('水表检定合格，是账务的问题');
    await metering.press('Control+Enter');
    await metering.sees('已退回，由领导协调指定');

    const director = await Desk.of(road, browser, '1007', { at: '/tickets/leader' });
    await director.row(title, '待协调').click();
    await director.sees('水表计量科退回', '水表检定合格，是账务的问题');
    await director.button(/^协调指定/).click();
    await director.button('采纳提议：营业收费科').click();
    await director.page.getByLabel('水表计量科', { exact: true }).check();
    await director.page.getByLabel(/退回不成立/).check();
    await director.form('协调指定').getByLabel('要求').fill('计量科出检定报告，收费科核账');
    await director.press('Control+Enter');
    await director.sees('已指定主办部门，退回不成立已记入考核登记');

    await act(metering, '协办办完');
    await metering.form('协办办完').getByLabel('协办结果').fill('检定报告已出，误差合格');
    await metering.press('Control+Enter');
    await metering.sees('本部门的协办已办完');
    const billing = await Desk.of(road, browser, '4010', { at: `/tickets/department/${number}` });
    await billing.press('y');
    await billing.sees('已接单');
    await billing.press('b');
    await billing.form('办完交回').getByLabel('处理结果').fill('上月估抄，本月补计，已更正');
    await billing.press('Control+Enter');
    await billing.sees('已交回首问责任人');

    await clerk.goto(`/tickets/mine/${number}`);
    await clerk.sees('上月估抄，本月补计，已更正');
    await clerk.press('a');
    await clerk.form('答复居民').getByLabel('答复内容').fill('上月是估抄，本月已按实补计，多收的下月抵扣。');
    await clerk.press('Control+Enter');
    await clerk.sees(/已办结|已答复/);

    await director.press('g', 'k');
    await director.row('退回不成立', '水表计量科').click();
    await director.sees('首问责任制 C4.4（FI-4）：不得推诿', /申诉期/);
  }, 60_000);
});

/** The hotline: the caller's card comes by itself, a call becomes a ticket by the keys alone, a second call is noted there (HL-4, FI-1). */
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { incomingCall } from '@shouwen/shared/contract/hotline';
import { staffTickets } from '@shouwen/shared/contract/ticket';
import { groupTicketNumber } from '@shouwen/shared/value';
import { journey, TestBrowser } from '../support/browser.js';
import { type Road, startRoad } from '../support/road.js';
import { Desk } from './desk.js';

const exchangeToken = 'exchange-token-of-a-test-run';

describe('a call', () => {
  let road: Road;
  let browser: TestBrowser;
  let agent: Desk;
  beforeAll(async () => {
    [road, browser] = await Promise.all([startRoad({ overrides: { HOTLINE_EXCHANGE_TOKEN: exchangeToken } }), TestBrowser.start()]);
    agent = await Desk.of(road, browser, '2001', { at: '/tickets/mine' });
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await road?.close();
  });

  const ring = async (phone: string) => {
    await road.client.call(incomingCall, { body: { phone, staffNumber: '2001' }, headers: { authorization: `Bearer ${exchangeToken}` } });
    await agent.sees(`来电 ${phone}`);
  };
  const answered = async (phone: string) => {
    await agent.press('F2');
    await agent.page.getByRole('complementary', { name: '来电卡' }).waitFor();
    await agent.sees(phone);
  };
  /** Those the agent answers for. */
  const openTickets = async () => (await (await agent.client()).call(staffTickets, { query: { view: 'mine' } })).items;

  journey('becomes a ticket without touching the mouse, and the next one is noted on it', () => browser, async () => {
    const account = road.accounts[0]!;
    const phone = `1380000${account.phoneTail}`;
    await ring(phone);
    await answered(phone);
    await agent.sees(account.accountNumber, '没有未办结的工单');

    // The form has the focus, and the account's address is in it already.
    await agent.press('Space');
    await agent.tabTo('详细情况');
    await agent.page.keyboard.type('表前阀门处一直滴水，路面湿了。');
    await agent.tabTo('来电人');
    await agent.page.keyboard.type('刘阿姨');
    await agent.tabTo('附近标志物');
    await agent.page.keyboard.type('三单元楼下');
    await agent.tabTo('马上转给');
    await agent.page.keyboard.type('抢修');
    await agent.press('Enter', 'Control+Enter');
    await agent.sees('已登记，请念给来电人', /由 徐静（工号 2001）负责到底，.* 前到达现场/);
    const [ticket, ...others] = await openTickets();
    expect(others).toEqual([]);
    expect(ticket).toMatchObject({ kind: 'leak', category: 'road-leak', source: 'hotline', departmentName: '抢修中心', firstResponsibleNumber: '2001' });
    await agent.press('F9', 'Enter');
    await agent.sees('我的最近通话', groupTicketNumber(ticket!.number));

    await ring(phone);
    await answered(phone);
    await agent.sees('未办结工单', groupTicketNumber(ticket!.number));
    await agent.press('F4');
    await agent.page.keyboard.type('来电催问，水比上午大了。');
    await agent.press('Control+Enter');
    await agent.sees('已记到这张工单');
    expect(await openTickets()).toHaveLength(1);
    await agent.press('o');
    await agent.sees(/刘阿姨|刘\*+/, /三单元楼下/, /来电催问，水比上午大了/);
  });

  journey('that rings during another is answered when that one has ended', () => browser, async () => {
    await agent.goto('/hotline');
    await agent.field('来电号码').waitFor();
    await agent.page.keyboard.type('13800007701');
    await agent.press('Enter');
    await agent.page.getByRole('complementary', { name: '来电卡' }).waitFor();
    await ring('13800007702');
    await agent.press('F9', 'Enter');
    await agent.field('来电号码').waitFor();
    await answered('13800007702');
  });
});

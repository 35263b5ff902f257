/** The reply composer and who is at a ticket: templates, marks, a draft that follows its writer, two who see each other, the register (FI-5, FI-9, PR-2). */
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { registerTicket } from '@shouwen/shared/contract/ticket';
import { replyAids } from '@shouwen/shared/contract/ticket-desk';
import { groupTicketNumber } from '@shouwen/shared/value';
import { journey, TestBrowser } from '../support/browser.js';
import { type Road, startRoad } from '../support/road.js';
import { Desk } from './desk.js';

describe('a reply', () => {
  let road: Road;
  let browser: TestBrowser;
  beforeAll(async () => {
    [road, browser] = await Promise.all([startRoad(), TestBrowser.start()]);
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await road?.close();
  });

  journey('is written with what helps, kept while it is written, and seen by who else is there', () => browser, async () => {
    const director = road.staff.find((person) => person.roles.includes('hall-director') && person.hall === road.staff.find((clerk) => clerk.staffNumber === '1001')!.hall)!;
    const clerk = await Desk.of(road, browser, '1001');
    const own = await clerk.client();
    const { number } = await own.call(registerTicket, {
      body: { source: 'counter', category: 'bill-amount', title: '水费比上月多', description: '多了一倍', contactName: '马国强', contactPhone: '13600001111', address: '学院路3号' },
    });
    const at = `/tickets/mine/${number}`;
    await clerk.goto(at);
    await clerk.sees('多了一倍');

    // Everything else is one key away, by its letter.
    await clerk.press('e');
    const palette = clerk.page.getByRole('dialog', { name: '更多操作' });
    await palette.getByText('请领导协调').waitFor();
    await browser.picture('reply-palette');
    await clerk.press('l');
    await clerk.form('申请延期').getByText(/现在的期限/).waitFor();
    await browser.picture('reply-extension');
    await clerk.press('Escape');
    await clerk.form('申请延期').waitFor({ state: 'detached' });

    await clerk.press('a');
    const form = clerk.form('答复居民');
    const { templates } = await own.call(replyAids, { path: { number } });
    const template = templates.find((other) => other.text.includes('马先生/女士')) ?? templates[0]!;
    await form.getByLabel('套用模板').click();
    await clerk.page.getByTitle(template.title, { exact: true }).click();
    await form.getByLabel('答复内容').press('End');
    await form.getByLabel('答复内容').fill(`${template.text}\n这个不归我管。{期限}前再联系。`);
    await clerk.sees(/写了“不归我管”/, /{期限}.*还没有填/, '草稿已保存，换台电脑也在');
    await browser.picture('reply-marked');
    await clerk.press('Control+Enter');
    await clerk.sees(/还有没填的：{期限}/);

    // The same person at another desk goes on from there.
    const elsewhere = await Desk.of(road, browser, '1001', { at, name: 'desk-1001-elsewhere' });
    await elsewhere.press('a');
    await elsewhere.form('答复居民').waitFor();
    await elsewhere.page.waitForFunction(() => [...document.querySelectorAll('textarea')].some((area) => area.value.includes('这个不归我管')));
    await elsewhere.form('答复居民').getByLabel('答复内容').fill('您好，已核实，水表正常，请放心。');
    await elsewhere.sees('草稿已保存，换台电脑也在');
    // The first window is told, and nothing is lost.
    await form.getByLabel('答复内容').fill('您好，另一种写法。');
    await clerk.sees(/这份草稿刚在另一个窗口改过/);
    await clerk.button('用那边的').click();
    await clerk.page.waitForFunction(() => [...document.querySelectorAll('textarea')].some((area) => area.value === '您好，已核实，水表正常，请放心。'));

    const leader = await Desk.of(road, browser, director.staffNumber, { at: `/tickets/hall/${number}` });
    await leader.sees(/正在写答复/);
    await leader.press('w');
    await leader.page.getByRole('dialog').getByText(clerk.person.name, { exact: true }).first().waitFor();
    await browser.picture('reply-readers');
    await leader.press('Escape');

    await clerk.press('Control+Enter');
    await clerk.sees('已答复居民并办结');
    expect((await own.call(replyAids, { path: { number } })).draft.text).toBe('');

    await leader.goto('/first-inquiry');
    await leader.sees(groupTicketNumber(number), /马\*\*/, /水费比上月多/, '您好，已核实，水表正常，请放心。');
    await browser.picture('reply-register');
  });
});

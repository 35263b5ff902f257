/** The cash desk by keyboard alone: found by pinyin, checked, cash with change, receipt; a part and money in advance; a code scanned (PY-1, PY-2, PY-3). */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { accountPage, searchAccounts } from '@shouwen/shared/contract/account';
import { decideApproval } from '@shouwen/shared/contract/approval';
import { counterAccount, counterPayments, takePayment } from '@shouwen/shared/contract/counter';
import { deskPayment, requestRefund } from '@shouwen/shared/contract/payment-desk';
import { formatFen } from '@shouwen/shared/value';
import { nameSyllables } from '../../server/src/search/name-syllables.js';
import { journey, TestBrowser } from '../support/browser.js';
import { textOfPdf, tight } from '../support/pdf.js';
import { type Road, startRoad } from '../support/road.js';
import { Desk } from './desk.js';

describe('the cash desk', () => {
  let road: Road;
  let browser: TestBrowser;
  let clerk: Desk;
  beforeAll(async () => {
    [road, browser] = await Promise.all([startRoad(), TestBrowser.start()]);
    clerk = await Desk.of(road, browser, '1001', { at: '/counter' });
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await road?.close();
  });

  const accountWith = async (note: RegExp) => {
    const { accountNumber } = road.accounts.find((account) => note.test(account.note ?? ''))!;
    const client = await clerk.client();
    const { items } = await client.call(searchAccounts, { query: { q: accountNumber } });
    return client.call(counterAccount, { path: { id: items[0]!.id } });
  };
  /** A new page, ready to be typed into. */
  const sitDown = async () => {
    await clerk.goto('/counter');
    await clerk.page.locator('#counter-find:focus').waitFor();
  };
  const type = (text: string) => clerk.page.keyboard.type(text);
  /** As it stands in large figures. */
  const figure = async (label: string) => (await clerk.page.locator(`xpath=//span[text()="${label}"]/following-sibling::strong`).first().innerText()).trim();

  journey('an account typed by pinyin is paid in cash, the change called out, the receipt there, within a minute', () => browser, async () => {
    const account = await accountWith(/^一笔待缴/);
    const found = (await (await clerk.client()).call(searchAccounts, { query: { q: account.accountNumber } })).items[0]!;
    const { name } = await (await clerk.client()).call(accountPage, { path: { id: found.id } });
    await clerk.sees(/输入户号、手机号、姓名或拼音/);
    const pinyin = nameSyllables(name).join('');
    // Accounts that have just been brought in are indexed in the background.
    const client = await clerk.client();
    await expect.poll(async () => (await client.call(searchAccounts, { query: { q: pinyin, size: 20 } })).items.some(({ id }) => id === found.id), { timeout: 60_000, interval: 500 }).toBe(true);
    const since = Date.now();
    await type(pinyin);
    const option = clerk.page.getByRole('option', { name: new RegExp(account.accountNumber) });
    await option.waitFor();
    // Others may be called the same.
    for (let down = 0; down < 12 && (await option.getAttribute('aria-selected')) !== 'true'; down++) await clerk.press('ArrowDown');
    await clerk.press('Enter');
    // PY-1: masked, months, m³, amounts.
    await clerk.sees(/请核对：户名、地址对不对/, account.nameMasked);
    expect(await figure('应收')).toBe(formatFen(account.owedFen));
    const tendered = Math.ceil(account.owedFen / 10_000) * 10_000;
    // The next bill scanned into this field: more than a note back is asked about, and not taken.
    await type(account.accountNumber);
    await clerk.press('Enter', 'Enter');
    await clerk.sees(/请再核对收到的金额/);
    expect((await (await clerk.client()).call(counterAccount, { path: { id: account.id } })).owedFen).toBe(account.owedFen);
    await clerk.press('Control+A');
    await type(String(tendered / 100));
    expect(await figure('找零')).toBe(formatFen(tendered - account.owedFen));
    // Twice, as a tired hand does.
    await clerk.press('Enter', 'Enter');
    await clerk.sees('已收款');
    expect((Date.now() - since) / 1000).toBeLessThan(60);
    expect(await clerk.page.getByRole('status', { name: '上一笔' }).innerText()).toMatch(new RegExp(`找零\\s*${formatFen(tendered - account.owedFen)}[\\s\\S]*收据`));
    expect((await (await clerk.client()).call(counterAccount, { path: { id: account.id } })).bills).toEqual([]);
    await browser.picture('the cash desk after a payment');
    await clerk.press('F10');
    await clerk.sees('本班收费记录', new RegExp(account.accountNumber));
    expect(await clerk.page.locator('[data-row]').count()).toBe(1);
    await clerk.press('j', 'Enter');
    await clerk.sees(/申请撤销/);
    await clerk.press('Escape');
    await clerk.sees('从左边选一笔');
    await clerk.press('Escape');
    await clerk.page.locator('#counter-find:focus').waitFor();
  });

  journey('a part of what is owed, and money in advance for another account, in one go', () => browser, async () => {
    const [several, settled] = [await accountWith(/^多个月未缴/), await accountWith(/^已全部缴清/)];
    await sitDown();
    // A scanner types fast and ends with Enter.
    await type(several.accountNumber);
    await clerk.press('Enter');
    await clerk.sees(several.nameMasked);
    await clerk.press('F6');
    await type('10');
    await clerk.sees('缴一部分，先缴最早的账单');
    await clerk.press('F3');
    await type(settled.accountNumber);
    await clerk.press('Enter');
    await clerk.sees(new RegExp(`^${settled.accountNumber}`));
    await clerk.press('F6');
    await type(String((settled.owedFen + 5000) / 100));
    await clerk.sees(/其中预存/);
    await clerk.press('Enter');
    expect(await figure('应收')).toBe(formatFen(6000 + settled.owedFen));
    await browser.picture('the cash desk with two accounts');
    await type('+');
    await clerk.press('Enter');
    await clerk.sees('已收款');
    const client = await clerk.client();
    expect((await client.call(counterAccount, { path: { id: several.id } })).owedFen).toBe(several.owedFen - 1000);
    expect((await client.call(counterAccount, { path: { id: settled.id } })).prepaidFen).toBe(settled.prepaidFen + 5000);
  });

  journey('a bill paid elsewhere meanwhile is said plainly, and nothing is taken', () => browser, async () => {
    const account = await accountWith(/^有逾期账单/);
    await sitDown();
    await type(account.accountNumber);
    await clerk.press('Enter');
    await clerk.sees(/请核对/);
    const bill = account.bills[0]!;
    await (await clerk.client()).call(takePayment, { body: { accounts: [{ accountId: account.id, bills: [{ billId: bill.id, payFen: bill.payableFen, seenFen: bill.payableFen }], prepayFen: 0 }], totalFen: bill.payableFen, how: { method: 'cash', tenderedFen: bill.payableFen }, servedMs: 1000 } });
    await type(`+`);
    await clerk.press('Enter');
    await clerk.sees(/刚在别处缴清.*没有收款/);
  });

  journey('a code at the window is scanned and the screen turns by itself', () => browser, async () => {
    const account = await accountWith(/^郊区，一笔待缴/);
    await sitDown();
    await type(account.accountNumber);
    await clerk.press('Enter');
    await clerk.sees(/请核对/);
    const order = clerk.page.waitForResponse((response) => response.url().endsWith('/api/staff/counter/native'));
    await clerk.press('F8');
    const { codeUrl } = (await (await order).json()) as { codeUrl: string };
    await clerk.sees(/请顾客用微信扫码/);
    await browser.picture('the cash desk with a code');
    const { id: user } = await road.sandbox.createUser();
    await fetch(`${road.sandboxUrl}/sandbox/native`, { method: 'POST', redirect: 'manual', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ code_url: codeUrl, user, choice: 'confirm' }) });
    await clerk.sees('已收款');
    expect((await (await clerk.client()).call(counterAccount, { path: { id: account.id } })).owedFen).toBe(0);
  });

  journey('a refund that WeChat’s balance was too small for goes when finance, having filled it up, says so', () => browser, async () => {
    const client = await clerk.client();
    const paid = (await client.call(counterPayments, {})).items.find(({ method }) => method === 'wechat')!;
    const [item] = (await client.call(deskPayment, { path: { id: paid.id } })).items;
    const { approvalId } = await client.call(requestRefund, { path: { id: paid.id }, body: { items: [{ itemId: item!.id, fen: 100 }], method: 'wechat', reason: '多缴了一元' } });
    await clerk.goto(`/counter/payments/${paid.id}`);
    await clerk.sees(/等待审批/);
    const finance = await Desk.of(road, browser, '5001', { at: '/refunds/trouble' });
    await finance.sees('没有退不成的退款');
    await road.sandbox.setting({ balanceShort: true });
    await (await finance.client()).call(decideApproval, { path: { id: approvalId }, body: { version: 1, outcome: 'approved', reason: '' } });
    // The clerk who has it on the screen sees it decided.
    await clerk.seesNot(/等待审批/);
    await expect.poll(async () => {
      await finance.goto('/refunds/trouble');
      await finance.sees(/余额不足|没有退不成的退款/);
      return finance.row('多缴了一元').isVisible();
    }, { timeout: 20_000 }).toBe(true);
    await finance.press('j', 'Enter');
    await finance.sees(/请财务充值/);
    await browser.picture('a refund that waits for the balance');
    await road.sandbox.setting({ balanceShort: false });
    await finance.press('r');
    await finance.sees('正在重试 1 笔退款', '没有退不成的退款');
    await expect.poll(async () => {
      await finance.goto('/refunds/ended');
      await finance.sees(/多缴了一元|还没有退过款/);
      return finance.row('多缴了一元', '已退').isVisible();
    }, { timeout: 30_000 }).toBe(true);
  });

  journey('the drawer is counted blind, the difference explained, two carry the cash, the shift leader signs', () => browser, async () => {
    await clerk.goto('/shift');
    await clerk.sees('我的班次', /备用金 200.00 元/);
    await clerk.press('k');
    await clerk.sees(/提交后班次不再收款/);
    expect(await clerk.page.getByText(/应有 [0-9]/).count()).toBe(0);
    // Nine hundred-yuan notes: surely not what should be there.
    await clerk.page.locator('input:focus').waitFor();
    await type('9');
    await browser.picture('counting the drawer');
    await clerk.press('Control+Enter');
    await clerk.sees(/应有 .*清点 900.00 元/);
    await clerk.page.locator('textarea:focus').waitFor();
    await type('演示用的清点');
    await clerk.press('Control+Enter');
    await clerk.sees('已交班', /送存/);
    await clerk.goto('/shift/deposit');
    await clerk.page.getByLabel('存款单号').fill('CK20260001');
    for (const [label, person] of [['送存人', '1001'], ['同行人', '1002']] as const) {
      await clerk.field(label).click();
      await type(person);
      await clerk.page.locator('.ant-select-item-option', { hasText: person }).filter({ visible: true }).first().click();
    }
    await browser.picture('filling in the deposit slip');
    await clerk.press('Control+Enter');
    await clerk.sees('送存路上');
    await clerk.button('银行已收妥').click();
    await clerk.sees(/^银行已收/);
    const leader = await Desk.of(road, browser, '1006', { at: '/shift/day' });
    await leader.press('j', 'Enter');
    await leader.sees(/演示用的清点/, /CK20260001/);
    await browser.picture('the day before it is signed');
    await leader.press('Control+Enter');
    await leader.sees(/的账已签字/);
    // The receipt on both papers.
    const client = await clerk.client();
    const { items } = await client.call(counterPayments, {});
    for (const size of ['80mm', 'a4']) {
      const paper = await fetch(`${road.serverUrl}/api/staff/counter/receipts/${items[0]!.receiptNumber}/paper?size=${size}`, { headers: { authorization: `Bearer ${client.token}` } });
      expect([paper.status, paper.headers.get('content-type')]).toEqual([200, 'application/pdf']);
      const file = Buffer.from(await paper.arrayBuffer());
      if (process.env.TEST_PICTURES) writeFileSync(join(process.env.TEST_PICTURES, `receipt-${size}.pdf`), file);
      expect(tight(textOfPdf(file).join(''))).toContain(items[0]!.receiptNumber);
    }
  });
});

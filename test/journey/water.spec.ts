/** A resident pays two bills at once, sees the water beside last year's, checks for a leak, and has an electronic invoice; a child pays for the parents. */
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { type BillItem, myBills } from '@shouwen/shared/contract/billing';
import { fileComplaint } from '@shouwen/shared/contract/complaint';
import { myInvoices } from '@shouwen/shared/contract/invoice';
import { myPayments, receipt } from '@shouwen/shared/contract/payment';
import { plannedUseOfPrepaid } from '@shouwen/shared/contract/usage';
import { formatFen } from '@shouwen/shared/value';
import { journey, TestBrowser } from '../support/browser.js';
import { type Road, startRoad } from '../support/road.js';
import { Phone } from './phone.js';

describe('water at home', () => {
  let road: Road;
  let browser: TestBrowser;
  beforeAll(async () => {
    [road, browser] = await Promise.all([startRoad(), TestBrowser.start()]);
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await road?.close();
  });

  const accountWith = (note: RegExp) => {
    const found = road.accounts.find((account) => note.test(account.note ?? ''));
    if (!found) throw new Error(`no demonstration account is ${note}`);
    return found;
  };

  journey('pays two bills at once, sees the year, has an invoice', () => browser, async () => {
    const phone = await Phone.at(road, browser, 'resident');
    await phone.signIn('赵桂英');
    const account = accountWith(/^多个月未缴/);
    await phone.bind(account);
    const { items: owed } = await (await phone.client()).call(myBills, { query: { state: 'unpaid' } });
    expect(owed.length).toBeGreaterThan(1);

    // Only the two oldest of what is owed.
    await phone.goto('/bill/pay/index');
    await phone.sees('缴哪几笔？');
    for (const bill of owed.slice(0, -2)) await phone.page.locator(`#choose-${bill.id}`).tap();
    await phone.sees('已选 2 笔');
    await phone.tap('下一步');
    await phone.sees('付款前请核对', '万一家人已经先缴了这笔');
    await phone.tap('转为这一户的预存款');
    await phone.tap(/^确认，用微信支付/);
    await phone.tap('确认支付');
    await phone.sees('缴费成功');
    const left = (await (await phone.client()).call(myBills, { query: { state: 'unpaid' } })).items;
    expect(left).toHaveLength(owed.length - 2);

    await phone.tap('查看收据');
    await phone.sees('已收讫', account.accountNumber);
    // Whoever is shown it can see that it is ours; a number alone tells nothing (PY-10).
    const client = await phone.client();
    const [payment] = (await client.call(myPayments, { query: {} })).items;
    const { checkAddress, receiptNumber } = await client.call(receipt, { path: { id: payment!.id } });
    const stranger = await Phone.at(road, browser, 'stranger');
    const page = checkAddress.slice(checkAddress.indexOf('#') + 1);
    await stranger.goto(page);
    await stranger.sees('收据是真的', receiptNumber);
    expect(await stranger.read()).not.toContain(account.accountNumber);
    await stranger.goto(page.replace(receiptNumber, receiptNumber.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10))));
    await stranger.sees('没有查到这张收据');
    await phone.tap('开电子发票');
    await phone.sees('开给谁');
    await phone.tap(/^单位/);
    await phone.fill('单位全称', '清泉饭店有限公司');
    await phone.fill('税号', '9144030071526726XH');
    await phone.tap('申请开票');
    await phone.sees(/税号应为 18 位.*有一位不对/);
    await phone.fill('税号', '9144 0300 7152 6726 XG');
    await phone.tap('申请开票');
    await phone.sees('已开具', '打开发票（PDF）');
    const [invoice] = (await (await phone.client()).call(myInvoices, { query: {} })).items;
    expect(invoice).toMatchObject({ state: 'issued', amountFen: owed.slice(-2).reduce((sum, bill) => sum + bill.payableFen, 0), title: { taxNumber: '9144030071526726XG' } });
    const pdf = await fetch(road.serverUrl + invoice!.pdfUrl);
    expect([pdf.status, pdf.headers.get('content-type')]).toEqual([200, 'application/pdf']);

    await phone.home();
    await phone.tap('用水情况');
    await phone.sees('阶梯用量', '每期用水和去年比', '各期数字', '家庭人口', '谁绑定了这一户');
    expect(await phone.read()).toMatch(/去年同期/);
    await phone.tap('看水费');
    await phone.sees(/[\d,.]+ 元$/);
    await phone.sees(/缴过 [\d,.]+ 元/);
    await phone.tap('人口变了，申请变更');
    await phone.sees('现在住几口人');
  });

  journey('pays for the parents without binding them', () => browser, async () => {
    const phone = await Phone.at(road, browser, 'child');
    await phone.signIn('小李');
    const account = accountWith(/逾期/);
    await phone.tap('帮家人缴水费');
    await phone.fill('户号', account.accountNumber);
    await phone.fill('后 4 位', account.phoneTail);
    await phone.tap('下一步');
    await phone.sees('请核对，是不是这一户？');
    expect(await phone.read()).toMatch(/户名 ?\S\*.*地址 ?\S+\*/);
    await phone.tap('是这一户，下一步');
    await phone.tap('记住这一户，下次直接缴');
    await phone.fill('怎么称呼', '妈妈家');
    await phone.tap(/^确认，用微信支付/);
    // Backing out of the cashier leads back to the same bills: nobody proves an account twice.
    await phone.tap('取消');
    await phone.sees('您刚才没有付款');
    await phone.tap('继续付款');
    await phone.sees('付款前请核对', account.accountNumber);
    await phone.tap(/^确认，用微信支付/);
    await phone.tap('确认支付');
    await phone.sees('缴费成功');
    await phone.goto('/bill/relative/index');
    await phone.tap('妈妈家');
    await phone.sees('这一户没有欠费');
    await phone.tap('给这一户预存水费');
    await phone.sees('存到这一户，请核对', account.accountNumber);
    await phone.tap('50 元');
    await phone.tap('用微信存 ¥50.00');
    // To the same sum, too.
    await phone.tap('取消');
    await phone.sees('您刚才没有付款');
    await phone.tap('继续付款');
    await phone.sees('存到这一户，请核对', account.accountNumber);
    await phone.tap('用微信存 ¥50.00');
    await phone.tap('确认支付');
    await phone.sees('预存成功');
    // Without the proof, or past its half hour, it is said.
    await phone.goto(`/bill/relative/index?again=1&account=${account.accountNumber}&relativeTicket=x.1.x`);
    await phone.sees(/已经过期了。请再核对一次/);
    // Not bound by it: home still asks to bind an account.
    await phone.home();
    await phone.sees('先绑定您家的户号');
  });

  journey('has what is owed paid out of money in advance, having read which bills; a bill in question is left alone', () => browser, async () => {
    const phone = await Phone.at(road, browser, 'saver');
    await phone.signIn('孙淑芬');
    await phone.bind(accountWith(/^郊区，多个月未缴/));
    const client = await phone.client();
    const { items: owed } = await client.call(myBills, { query: { state: 'unpaid' } });
    const [{ id: asked, accountId }] = owed as [BillItem];
    await client.call(fileComplaint, {
      body: { category: 'complaint-bill', title: '多收了钱', description: '没用这么多水', hallId: null, complainedStaffNumber: '', confidential: false, accountId, billId: asked, contactName: '孙淑芬', contactPhone: '13812345678', address: '', attachmentIds: [] },
    });
    await phone.goto(`/bill/prepaid/index?accountId=${accountId}`);
    await phone.tap('100 元');
    await phone.tap('用微信存 ¥100.00');
    await phone.tap('确认支付');
    await phone.sees('预存成功');

    await phone.goto(`/bill/prepaid/index?accountId=${accountId}`);
    await phone.tap('用余额抵欠的水费');
    const { bills, usedFen, leftFen } = await client.call(plannedUseOfPrepaid, { path: { id: accountId } });
    expect(bills.map(({ billId }) => billId)).not.toContain(asked);
    await phone.sees(`用余额抵这 ${bills.length} 笔，请看清再确认`, /元正在核查，不用余额抵/);
    const shown = await phone.read();
    for (const bill of bills) expect(shown).toContain(`抵 ${formatFen(bill.usedFen)} 元`);
    expect(shown).toContain(`余额还剩 ${formatFen(leftFen)} 元`);
    await phone.tap(`确认，用余额抵 ¥${formatFen(usedFen)}`);
    await phone.sees(`-${formatFen(usedFen)}`);

    // Not ticked beforehand, and marked.
    const left = (await client.call(myBills, { query: { state: 'unpaid' } })).items;
    await phone.goto('/bill/pay/index');
    await phone.sees('正在核查', `已选 ${left.length - 1} 笔`);

    // The last one was paid in part, with its late fee: what the page says adds up.
    await phone.goto(`/bill/detail/index?id=${bills.at(-1)!.billId}`);
    await phone.sees('已经缴了');
    const [, sum] = /本期水费 (.+? 现在应缴 [\d,.]+ 元)/.exec(await phone.read()) as unknown as [string, string];
    const fen = [...sum.matchAll(/(−?)([\d,]+\.\d\d) 元/g)].map(([, minus, yuan]) => Number(yuan!.replace(/[,.]/g, '')) * (minus === '' ? 1 : -1));
    expect(fen.length).toBeGreaterThan(2);
    expect(fen.slice(0, -1).reduce((a, b) => a + b, 0)).toBe(fen.at(-1));
  });
});

/** A resident binds an account and pays a bill through WeChat, also when the notification is lost (PY-1, PY-10). */
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { myBills } from '@shouwen/shared/contract/billing';
import { formatFen } from '@shouwen/shared/value';
import { journey, TestBrowser } from '../support/browser.js';
import { type Road, startRoad } from '../support/road.js';
import { Phone } from './phone.js';

describe('paying a bill', () => {
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
  /** Owed by the only account of this resident. */
  const owed = async (phone: Phone) => (await (await phone.client()).call(myBills, { query: { state: 'unpaid' } })).items;

  journey('logs in, binds, sees how the bill was worked out, pays, has a receipt', () => browser, async () => {
    const phone = await Phone.at(road, browser, 'resident');
    await phone.sees('您好，请先登录');
    await phone.signIn('王秀兰');
    await phone.sees('先绑定您家的户号');
    const account = accountWith(/^一笔待缴/);
    await phone.tap('绑定户号');
    await phone.fill('户号', account.accountNumber);
    await phone.fill('后 4 位', account.phoneTail);
    await phone.tap('下一步');
    // PY-1: whose account it is, not more than needed to know one's own.
    await phone.sees('请核对，是不是这一户？');
    expect(await phone.read()).toMatch(/户名 ?\S\*.*地址 ?\S+\*/);
    await phone.tap('是我家，确认绑定');
    await phone.sees('待缴水费（1 笔）');

    const [bill] = await owed(phone);
    await phone.tap('看账单');
    await phone.tap('待缴');
    await phone.sees('第一步：用了多少水', '第二步：每一档多少钱', '第三步：加起来');
    const [, reading, previous, volume] = /本次读数 ?(\d+).*上次读数 ?(\d+).*用水 ?(\d+)/.exec(await phone.read())!.map(Number) as [number, number, number, number];
    expect(reading - previous).toBe(volume);
    const lines = [...(await phone.read()).matchAll(/(\d+) m³ × ([\d.]+) 元 ?([\d.]+) 元/g)];
    expect(lines.length).toBeGreaterThan(0);
    for (const [, cubicMetres, price, yuan] of lines) expect(Number(cubicMetres) * Number(price)).toBeCloseTo(Number(yuan), 6);
    expect(lines.reduce((sum, [, , , yuan]) => sum + Number(yuan), 0)).toBeCloseTo(bill!.totalFen / 100, 2);

    const price = formatFen(bill!.payableFen);
    await phone.tap('去缴费');
    await phone.tap('下一步');
    await phone.sees('付款前请核对', account.accountNumber);
    await phone.tap(`确认，用微信支付 ¥${price}`);
    await phone.sees(`¥${price}`);
    await phone.tap('确认支付');
    await phone.sees('缴费成功');
    expect(await road.sandbox.notifications()).toMatchObject([{ state: 'delivered' }]);

    await phone.tap('查看收据');
    await phone.sees('已收讫', account.accountNumber, /^首问/);
    await phone.tap('回首页');
    await phone.sees('水费已缴清');
    expect(await owed(phone)).toEqual([]);
  });

  journey('is settled by asking when the notification is lost', () => browser, async () => {
    await road.sandbox.fault({ kind: 'notify-lose' });
    const phone = await Phone.at(road, browser, 'resident-2');
    await phone.signIn('李建国');
    await phone.bind(accountWith(/逾期/));
    const bills = await owed(phone);
    await phone.tap('去缴费');
    await phone.sees(/已逾期，含违约金/);
    await phone.tap('下一步');
    await phone.tap(/^确认，用微信支付/);
    await phone.tap('确认支付');
    // The server asks WeChat by itself.
    await phone.sees('缴费成功');
    // However often it was sent by then, it never arrived.
    const [lost] = (await road.sandbox.notifications()).slice(-1) as { state: string; attempts: { fault: string }[] }[];
    expect(lost?.state).toBe('waiting');
    expect(new Set(lost?.attempts.map((attempt) => attempt.fault))).toEqual(new Set(['notify-lose']));
    expect(await owed(phone)).toEqual([]);
    expect(bills.length).toBeGreaterThan(0);
    await road.sandbox.noFaults();
  });
});

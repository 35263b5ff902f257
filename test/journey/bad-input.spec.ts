/** What goes wrong on a phone or at a desk is said clearly, and nothing is half done. */
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { logout } from '@shouwen/shared/contract/identity';
import { staffLogout } from '@shouwen/shared/contract/staff';
import { myTickets } from '@shouwen/shared/contract/ticket';
import { journey, TestBrowser } from '../support/browser.js';
import { type Road, startRoad } from '../support/road.js';
import { Desk } from './desk.js';
import { photo, textNamedJpg } from './files.js';
import { Phone } from './phone.js';

describe('bad input', () => {
  let road: Road;
  let browser: TestBrowser;
  beforeAll(async () => {
    [road, browser] = await Promise.all([startRoad(), TestBrowser.start()]);
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await road?.close();
  });

  const resident = async (name: string) => {
    const phone = await Phone.at(road, browser, name);
    await phone.signIn(name);
    return phone;
  };

  journey('an unknown account and a wrong proof look alike, and guessing ends', () => browser, async () => {
    const phone = await resident('孙明');
    const account = road.accounts[0]!;
    await phone.tap('绑定户号');
    const attempt = async (accountNumber: string, tail: string) => {
      await phone.fill('户号', accountNumber);
      await phone.fill('后 4 位', tail);
      await phone.tap('下一步');
      const said = phone.page.locator('#form-error').filter({ visible: true });
      await said.waitFor();
      const words = await said.innerText();
      return words;
    };
    const unknown = await attempt('99999999', account.phoneTail);
    const wrong = await attempt(account.accountNumber, account.phoneTail === '0000' ? '1111' : '0000');
    expect(unknown).toContain('户号或核对信息不符');
    expect(wrong).toBe(unknown);
    for (let tries = 0; tries < 3; tries++) await attempt(account.accountNumber, `000${tries}`);
    // Now the right answer helps no more.
    await phone.fill('后 4 位', account.phoneTail);
    await phone.tap('下一步');
    await phone.sees(/尝试次数太多/);
  });

  journey('what was typed is still there after leaving the form by mistake, and gone when it is not wanted', () => browser, async () => {
    const phone = await resident('周婷');
    await phone.tap('报漏水');
    await phone.tap('阀门、消火栓漏');
    await phone.fill('地址', '海慧路 12 号');
    await phone.home();
    await phone.tap('报漏水');
    await phone.sees(/上次填的内容还在/);
    expect(await phone.field('地址').inputValue()).toBe('海慧路 12 号');
    await phone.tap('清空重填');
    await phone.seesNot(/上次填的内容还在/);
    expect(await phone.field('地址').inputValue()).toBe('');
  });

  journey('a text that calls itself a photo is refused; without it the report goes out', () => browser, async () => {
    const phone = await resident('钱进');
    await phone.tap('报漏水');
    await phone.tap('提交报漏');
    await phone.sees('请先选是哪种漏水');
    await phone.tap('水管爆了');
    await phone.pick('拍照/相册', textNamedJpg());
    await phone.sees(/这个文件不是可用的照片/);
    await phone.fill('地址', '荆河路8号');
    await phone.fill('旁边有什么', '汽车站');
    await phone.fill('4　您的手机号', '13905550004');
    await phone.tap('提交报漏');
    await phone.sees(/有照片没有传上去/);
    expect((await (await phone.client()).call(myTickets)).items).toEqual([]);
    await phone.page.locator('.photo-remove').tap();
    await phone.pick('拍照/相册', await photo());
    await phone.seesNot(/上传中/);
    await phone.tap('提交报漏');
    await phone.sees('已收到，马上处理');
    expect((await (await phone.client()).call(myTickets)).items).toHaveLength(1);
  });

  journey('an expired session leads to the log-in and back to the same page', () => browser, async () => {
    const phone = await resident('郑好');
    await phone.tap('进度');
    await phone.sees('还没有办理中的事项');
    await (await phone.client()).call(logout);
    await phone.tap('我的');
    await phone.tap('进度');
    await phone.sees('请先登录');
    await phone.signIn('郑好');
    await phone.sees('还没有办理中的事项');
    expect(new URL(phone.page.url()).hash).toContain('/pages/progress/index');

    const desk = await Desk.of(road, browser, '1003', { at: '/tickets/mine?status=closed' });
    await (await desk.client()).call(staffLogout);
    await desk.page.getByText('全部', { exact: true }).click();
    await desk.sees('请先登录，登录后回到刚才的页面。');
    await desk.signIn();
    await desk.sees('我的工单');
    expect(new URL(desk.page.url()).search).toContain('status=all');
  });

  journey('without a network it says so, keeps what was typed, and recovers without doing anything twice', () => browser, async () => {
    const phone = await resident('冯静');
    await phone.tap('报漏水');
    await phone.tap('水表漏水');
    await phone.fill('地址', '善国路3号');
    await phone.fill('旁边有什么', '幼儿园');
    await phone.fill('4　您的手机号', '13905550005');
    await phone.open.context.setOffline(true);
    await phone.tap('提交报漏');
    await phone.sees(/网络不通，没有收到回复/);
    await phone.open.context.setOffline(false);
    // This time the request arrives and the answer is lost on the way.
    await phone.page.route('**/api/leaks', async (route) => {
      await route.fetch();
      await route.abort();
    }, { times: 1 });
    await phone.tap('提交报漏');
    await phone.sees(/网络不通，没有收到回复/);
    await phone.tap('提交报漏');
    await phone.sees('已收到，马上处理');
    expect((await (await phone.client()).call(myTickets)).items).toHaveLength(1);

    await phone.open.context.setOffline(true);
    await phone.tap('看办理进度');
    await phone.sees(/网络不通，下面是上次看到的内容/);
    await phone.home();
    await phone.tap('缴费记录');
    await phone.sees('网络不通');
    await phone.sees('重试');
    await phone.open.context.setOffline(false);
    await phone.seesNot('网络不通');
    await phone.sees(/还没有缴费/);
  });
});

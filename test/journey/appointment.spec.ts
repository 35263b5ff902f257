/** Booking a counter: booked, moved, cancelled; checked in, called and served; or carried on as a ticket (QU-1, QU-2, QU-4, FI-1). */
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { journey, TestBrowser } from '../support/browser.js';
import { type Road, startRoad } from '../support/road.js';
import { Desk } from './desk.js';
import { type OfficeHours, officeHours } from './office-hours.js';
import { Phone } from './phone.js';

describe('an appointment', () => {
  let hours: OfficeHours;
  let road: Road;
  let browser: TestBrowser;
  let clerk: Desk;
  beforeAll(async () => {
    hours = officeHours();
    [road, browser] = await Promise.all([startRoad({ overrides: hours.overrides }), TestBrowser.start()]);
    clerk = await Desk.of(road, browser, '1001', { hours, at: '/appointments' });
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await road?.close();
  });

  const resident = async (name: string) => {
    const phone = await Phone.at(road, browser, name, hours);
    await phone.signIn(name);
    return phone;
  };
  const pickTime = async (phone: Phone, day: '今天' | '明天', time: string) => {
    const [, month, date] = (day === '今天' ? hours.today : hours.tomorrow).split('-').map(Number);
    await phone.tap(`${month}.${date}`);
    await phone.tap(new RegExp(`^${time}–`));
  };
  const book = async (phone: Phone, service: string, day: '今天' | '明天', time: string, person: string) => {
    await phone.home();
    await phone.tap('预约办事');
    await phone.tap(service);
    await phone.tap('下一步，选时间');
    await phone.sees(/请先看材料/);
    await phone.tap('我看清了，会带齐这些材料');
    await phone.tap('下一步，选时间');
    await phone.tap('城区营业厅');
    await pickTime(phone, day, time);
    await phone.tap(`约 ${day} ${time}`);
    await phone.fill('姓名', person);
    await phone.fill('手机号', '13905550003');
    await phone.tap('确认预约');
    await phone.sees('预约好了');
  };
  const codeOf = async (phone: Phone) => /签到码 (\d{3} \d{3})/.exec(await phone.read())![1]!.replace(' ', '');

  journey('is booked, moved and cancelled by the resident', () => browser, async () => {
    const phone = await resident('王芳');
    await book(phone, '过户', '明天', '09:30', '王芳');
    await phone.tap('改时间');
    await pickTime(phone, '明天', '14:00');
    await phone.tap('改到 明天 14:00');
    await phone.sees('14:00–15:00');
    await phone.tap('取消预约');
    await phone.sees('取消这次预约？');
    await phone.tap('取消预约');
    await phone.sees('已取消');
    await phone.seesNot('改时间');
  });

  journey('is checked in by its code, called, and finished on the spot', () => browser, async () => {
    const phone = await resident('李娜');
    await book(phone, '发票开具', '今天', '10:30', '李娜');
    await clerk.sees('李娜');
    const code = await codeOf(phone);
    await clerk.page.getByLabel('签到码').fill(code === '000000' ? '111111' : '000000');
    await clerk.press('Enter');
    await clerk.sees(/没有找到这个签到码/);
    await clerk.page.getByLabel('签到码').fill(code);
    await clerk.press('Enter');
    await clerk.sees('李娜 已签到', /^等候/);
    await clerk.page.getByLabel('窗口').fill('3');
    await clerk.press('Enter');
    await clerk.sees('请 李娜 到3号窗口');
    await phone.sees('请到 3号窗口');
    await clerk.field('办理结果').fill('已开具电子发票，发到本人手机。');
    await clerk.press('Control+Enter');
    await clerk.sees('李娜 的业务已办完');
    await phone.sees('已办完');
  });

  journey('becomes a ticket with the clerk as first responsible', () => browser, async () => {
    const phone = await resident('赵强');
    await book(phone, '移表', '今天', '10:30', '赵强');
    await clerk.page.getByLabel('签到码').fill(await codeOf(phone));
    await clerk.press('Enter');
    await clerk.sees('赵强 已签到');
    await clerk.page.getByLabel('窗口').fill('3');
    await clerk.press('Enter');
    await clerk.sees('请 赵强 到3号窗口');
    await clerk.page.getByText('转工单，由我跟到底').click();
    await clerk.field('详细情况').fill('水表在院内，要移到院门外。');
    await clerk.field('地址').fill('荆河路20号');
    await clerk.press('Control+Enter');
    await clerk.sees(/^已转工单 \d{3} \d{3} \d{3}$/);

    await phone.tap('已转为工单，看办理进度');
    await phone.sees('首问责任人', clerk.person.name, /工号 1001/, '移表', /院内/);
    expect(await phone.read()).toMatch(/已登记，首问责任人已确定/);
  });
});

/** An application, from the resident's own words to the closed case and its papers (AP-1 to AP-5). */
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { caseFile, acceptanceSlip, staffApplication } from '@shouwen/shared/contract/application';
import { pathOf } from '@shouwen/shared/contract';
import { myTickets, ticketProgress } from '@shouwen/shared/contract/ticket';
import { groupTicketNumber } from '@shouwen/shared/value';
import { journey, TestBrowser } from '../support/browser.js';
import { textOfPdf, tight } from '../support/pdf.js';
import { type Road, startRoad } from '../support/road.js';
import { Desk } from './desk.js';
import { Phone } from './phone.js';

describe('an application', () => {
  let road: Road;
  let browser: TestBrowser;
  beforeAll(async () => {
    [road, browser] = await Promise.all([startRoad(), TestBrowser.start()]);
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await road?.close();
  });

  journey('begins in the resident’s own words and ends with what was approved beside what was asked for', () => browser, async () => {
    const resident = await Phone.at(road, browser, 'applicant');
    await resident.signIn('何静');
    await resident.tap('办业务');
    await resident.fill('用自己的话说就行', '今天天气真好');
    await resident.tap('看看怎么办');
    await resident.sees(/没听明白/, /打客服热线 \d/);
    await resident.fill('用自己的话说就行', '水表在屋里不方便，想移到外面去');
    await resident.tap('看看怎么办');
    await resident.sees('您说的可能是', '移表');
    await resident.tap('对，办这个');
    await resident.sees(/要准备的材料/, '5 个工作日');
    await resident.tap('开始申请');
    await resident.tap('提交申请');
    await resident.sees(/还有 \d 处没填好/, '请填写“想移到哪里”');
    await resident.fill('水表现在在哪里', '厨房水池下面');
    await resident.fill('想移到哪里', '大门外墙边');
    await resident.fill('在哪里用水', '善国北路12号');
    await resident.fill('怎么称呼您', '何静');
    await resident.fill('手机号', '13905550009');
    await resident.tap('提交申请');
    await resident.sees('已收到，马上处理');
    const own = await resident.client();
    const [filed] = (await own.call(myTickets)).items;
    const number = filed!.number;
    const { firstResponsible } = await own.call(ticketProgress, { path: { number } });

    const clerk = await Desk.of(road, browser, firstResponsible.staffNumber, { at: '/applications' });
    await clerk.row('移表', groupTicketNumber(number)).click();
    await clerk.sees('厨房水池下面', '大门外墙边');
    await clerk.button(/^受理/).click();
    await clerk.sees('受理通知单');
    for (const step of ['现场勘察', '审批', '施工', '验收']) {
      await clerk.sees(`${step}通过`);
      if (step === '审批') await clerk.page.getByLabel('想移到哪里').fill('楼道表箱');
      await clerk.press('Control+Enter');
      await clerk.sees(`${step}已签字`);
    }
    await clerk.sees('与申请不同', '到周三核对签字');
    await clerk.press('w');
    await clerk.button(/把新交回的 \d+ 件列入今天/).click();
    await clerk.sees(/有不同/);
    await clerk.press('n');
    await clerk.page.getByLabel('哪里不一致，怎么处理').fill('门外没有位置，经居民同意改在楼道');
    await clerk.press('Enter');
    await clerk.sees(/不一致：门外没有位置/);

    const { ticket } = await (await clerk.client()).call(staffApplication, { path: { number } });
    await clerk.goto(`/tickets/mine/${number}`);
    await clerk.button(/^答复居民/).click();
    const form = clerk.form('答复居民');
    await form.getByLabel('答复内容').fill('您好，水表已移到楼道表箱，请查看。');
    await form.getByText('书面答复', { exact: true }).first().click();
    await clerk.press('Control+Enter');
    await clerk.sees('已答复居民并办结');
    expect(ticket.application?.comparison?.matches).toBe(false);

    await resident.tap('看办理进度');
    await resident.sees(/水表已移到楼道表箱/);
    await resident.tap('申请的内容、受理通知单');
    await resident.sees('看受理通知单', /批准的是：楼道表箱/);

    const { token } = await clerk.client();
    const paper = async (path: string) => tight(textOfPdf(Buffer.from(await (await fetch(`${road.serverUrl}${path}`, { headers: { authorization: `Bearer ${token}` } })).arrayBuffer())).join(''));
    expect(await paper(pathOf(acceptanceSlip, { number }))).toContain('业务申请受理通知单');
    const whole = await paper(pathOf(caseFile, { number }));
    for (const said of ['移表案卷', '何静', '楼道表箱（与申请不同）', '不一致，门外没有位置，经居民同意改在楼道', '水表已移到楼道表箱，请查看']) expect(whole).toContain(said);

    await clerk.goto('/applications/ledger');
    await clerk.sees(groupTicketNumber(number), '按时办结');
  });
});

/** Everything that is missing, named at once and in writing; supplied by phone; the whole limit starts again (TL-2, TL-5). */
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { myTickets, staffTicket, ticketProgress } from '@shouwen/shared/contract/ticket';
import { materialsNotice } from '@shouwen/shared/contract/ticket-desk';
import { journey, TestBrowser } from '../support/browser.js';
import { type Road, startRoad } from '../support/road.js';
import { Desk } from './desk.js';
import { photo } from './files.js';
import { Phone } from './phone.js';

describe('missing materials', () => {
  let road: Road;
  let browser: TestBrowser;
  beforeAll(async () => {
    [road, browser] = await Promise.all([startRoad(), TestBrowser.start()]);
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await road?.close();
  });

  journey('are asked for in writing, photographed, and a later demand says why', () => browser, async () => {
    const resident = await Phone.at(road, browser, 'applicant');
    await resident.signIn('何静');
    await resident.tap('办业务');
    await resident.fill('用自己的话说就行', '水表在屋里不方便，想移到外面去');
    await resident.tap('看看怎么办');
    await resident.tap('对，办这个');
    await resident.tap('开始申请');
    await resident.fill('水表现在在哪里', '厨房水池下面');
    await resident.fill('想移到哪里', '大门外墙边');
    await resident.fill('在哪里用水', '善国北路12号');
    await resident.fill('怎么称呼您', '何静');
    await resident.fill('手机号', '13905550009');
    await resident.tap('提交申请');
    await resident.sees('已收到，马上处理');
    const own = await resident.client();
    const number = (await own.call(myTickets)).items[0]!.number;
    const progress = () => own.call(ticketProgress, { path: { number } });
    const { firstResponsible } = await progress();

    const clerk = await Desk.of(road, browser, firstResponsible.staffNumber, { at: `/tickets/mine/${number}` });
    await clerk.button(/^受理/).click();
    await clerk.form('受理').waitFor();
    await clerk.press('Control+Enter');
    await clerk.sees('已受理');
    const before = await (await clerk.client()).call(staffTicket, { path: { number } });
    const [listed] = before.materials.checklist;

    // By the keyboard alone: the first of the checklist, and one of the clerk's own.
    await clerk.press('m');
    const asking = clerk.form('一次性告知');
    await asking.getByText(listed!.name).waitFor();
    await clerk.press('Space');
    await clerk.button('再加一项').click();
    await asking.getByLabel('材料 1', { exact: true }).fill('邻居同意书');
    await asking.getByLabel('如何办到 1').fill('请相邻两户签字');
    await browser.picture('materials-asking');
    await clerk.press('Control+Enter');
    await clerk.sees('已一次性告知居民，时限暂停', /等居民补材料，不计时/);
    await clerk.press('i');
    await clerk.page.getByRole('dialog').getByText('请相邻两户签字').waitFor();
    await clerk.press('Escape');
    expect((await progress()).clocks.every((clock) => clock.state !== 'running' || clock.dueAt === null || clock.clock === 'first-response')).toBe(true);

    await resident.tap('看办理进度');
    await resident.sees('还缺这些材料', listed!.name, '邻居同意书', '请相邻两户签字');
    await browser.picture('materials-told');
    await resident.tap('拍照补交');
    await resident.pick('添加', await photo('同意书.jpg')).catch(async () => resident.pick('照片', await photo('同意书.jpg')));
    await resident.seesNot(/上传中/);
    await resident.fill('说明', '两户都签了');
    await resident.tap('提交材料');
    await resident.sees('已收到，正在核对');
    await browser.picture('materials-brought');

    await clerk.sees(/补交材料/, '等待核对');
    await clerk.press('f');
    await clerk.form('确认材料').getByText('还不齐').click();
    await clerk.form('确认材料').getByRole('textbox').fill('还差一项');
    await clerk.press('Control+Enter');
    await clerk.sees('已确认材料');

    // What could have been named the first time needs a reason.
    await clerk.press('m');
    const again = clerk.form('一次性告知');
    await clerk.button('再加一项').click();
    await again.getByLabel('材料 1', { exact: true }).fill('水费结清证明');
    await clerk.press('Control+Enter');
    await clerk.sees('请写明第一次告知时为什么没有列出');
    await again.getByLabel('再次告知的原因').fill('户主刚变更，第一次看不出来');
    await clerk.press('Control+Enter');
    await clerk.sees('已一次性告知居民，时限暂停');
    expect(await (await clerk.client()).call(materialsNotice, { path: { number } })).toMatchObject({ notice: 2, reason: '户主刚变更，第一次看不出来' });

    await resident.sees('水费结清证明', /户主刚变更，第一次看不出来/);
    await resident.tap('拍照补交');
    await resident.fill('说明', '已在窗口结清');
    await resident.tap('提交材料');
    await resident.sees('已收到，正在核对');

    await clerk.sees('等待核对');
    await clerk.press('f');
    await clerk.form('确认材料').waitFor();
    await clerk.press('Control+Enter');
    await clerk.sees('已确认材料');
    await clerk.press('c');
    await clerk.sees(/重新计算/);
    await resident.sees('材料齐了，办理时间从头算起');
    await browser.picture('materials-restarted');
    const { clocks, materials } = await progress();
    expect(materials).toBeNull();
    expect(clocks.flatMap((clock) => clock.why).join('')).toContain('重新计算');
  });
});

/** A leak from the report to the resident's rating, and back again when it was not solved (FI-1, FI-2, FI-6, FU-2, FU-3, E3). */
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { ticketProgress } from '@shouwen/shared/contract/ticket';
import { journey, TestBrowser } from '../support/browser.js';
import { type Road, startRoad } from '../support/road.js';
import { Crew } from './crew.js';
import { Desk } from './desk.js';
import { photo } from './files.js';
import { Phone } from './phone.js';

describe('a leak', () => {
  let road: Road;
  let browser: TestBrowser;
  /** The clerks of the hall in town; either may be the first responsible. */
  let desks: Desk[];
  let resident: Phone;
  beforeAll(async () => {
    [road, browser] = await Promise.all([startRoad(), TestBrowser.start()]);
    desks = await Promise.all(['1001', '1002'].map((number) => Desk.of(road, browser, number)));
    resident = await Phone.at(road, browser, 'resident');
    await resident.signIn('张桂英');
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await road?.close();
  });

  /** Answers the number as it is shown, and the desk of whom the resident is told of. */
  const report = async (address: string, landmark: string): Promise<{ number: string; spoken: string; first: Desk }> => {
    await resident.home();
    await resident.tap('报漏水');
    await resident.tap('路面漏水');
    await resident.pick('拍照/相册', await photo());
    await resident.tap('在地图上点出位置');
    // The map comes by itself, a moment after the page.
    await resident.sees('拖动地图，让红色标记对准漏水的地方');
    await resident.seesNot(/正在打开地图/);
    await resident.tap('就是这里');
    await resident.sees('位置已标好');
    await resident.fill('地址', address);
    await resident.fill('旁边有什么', landmark);
    await resident.fill('4　您的手机号', '13905550001');
    await resident.seesNot(/上传中/);
    await resident.tap('提交报漏');
    await resident.sees('已收到，马上处理', /预计.*前到场/, /预计.*前办完并答复您/);
    const [, spoken, name, staffNumber] = /您的单号 (\d{3} \d{3} \d{3}).*首问责任人 \S+ (\S+) 工号 (\d+)/.exec(await resident.read()) as unknown as [string, string, string, string];
    const first = desks.find(({ person }) => person.staffNumber === staffNumber);
    expect(first?.person.name).toBe(name);
    return { number: spoken.replaceAll(' ', ''), spoken, first: first as Desk };
  };
  /** From the list to the repairs department, which is chosen beforehand. */
  const transferToRepairs = async (desk: Desk, address: string) => {
    await desk.row(address).click();
    await desk.button(/^转部门/).click();
    await desk.form('转部门').getByTitle('抢修中心').waitFor();
    await desk.press('Control+Enter');
    await desk.sees('已转部门，结果会交回首问责任人');
  };

  journey('goes from the resident to the clerk, the crew and back, and every step is seen', () => browser, async () => {
    const address = '善国路12号';
    const checks = await Promise.all(desks.map((desk) => desk.markLoad()));
    const { spoken, first } = await report(address, '实验小学门口');

    await first.sees('有新工单由您首问负责');
    await first.row(address).waitFor();
    await transferToRepairs(first, address);

    const crew = await Crew.of(road, browser, '3001');
    await crew.phone.tap(address);
    await crew.phone.tap('接单');
    await crew.phone.tap('到达现场');
    await crew.phone.tap('我已到达');
    await crew.phone.tap('修好了，交回');
    await crew.phone.fill('处理结果', '更换了一段开裂的支管，已停止漏水。');
    await crew.phone.pick('拍照/相册', await photo('修好.jpg', '#7fa86b'));
    await crew.phone.seesNot(/上传中/);
    await crew.phone.tap('交回首问责任人');
    await crew.phone.sees('部门已办，待答复');

    await first.sees('部门已办，待答复');
    await first.button(/^答复居民/).click();
    await first.button('引用部门结果').click();
    await first.press('Control+Enter');
    await first.sees('已答复居民并办结');
    for (const sameSinceThen of checks) await sameSinceThen();

    await resident.tap('看办理进度');
    await resident.sees(
      '已登记，首问责任人已确定', '已转交部门办理', '部门已接单', '人员已到现场', '部门已办完，交回首问责任人', '已答复您', /更换了一段开裂的支管/, spoken,
    );
    await resident.tap('评价这次办理');
    await resident.page.locator('#star-5').tap();
    await resident.sees('非常满意');
    await resident.fill('想说的话', '来得快');
    await resident.tap('提交评价');
    await resident.sees('您的评价', '来得快');
  });

  journey('is taken once when two take it at the same moment, and begins again when it was not solved', () => browser, async () => {
    const address = '龙泉路6号';
    const { number, first } = await report(address, '龙泉广场');
    await transferToRepairs(first, address);

    const crew = await Crew.of(road, browser, '3001');
    const colleague = await Desk.of(road, browser, '3002', { at: '/tickets/department' });
    await crew.phone.tap(address);
    await crew.phone.sees('接单');
    await colleague.row(address).click();
    // Both have pressed before either has heard: the colleague's request stays on the wire until the crew's is through.
    let letThrough = () => {};
    const theirTurn = new Promise<void>((resolve) => (letThrough = resolve));
    await colleague.page.route('**/accept', async (route) => {
      await theirTurn;
      await route.continue();
    });
    await colleague.button(/^接单/).click();
    await crew.phone.tap('接单');
    await crew.phone.sees('已接单');
    letThrough();
    await colleague.sees(/这张工单刚被其他人处理过/);
    await colleague.sees('高大勇');
    const progress = () => resident.client().then((client) => client.call(ticketProgress, { path: { number } }));
    expect((await progress()).timeline.filter(({ type }) => type === 'accepted')).toHaveLength(1);

    await crew.phone.tap('修好了，交回');
    await crew.phone.fill('处理结果', '紧固了接口，已停水复查。');
    await crew.phone.tap('交回首问责任人');
    await first.sees('部门已办，待答复');
    await first.button(/^答复居民/).click();
    await first.form('答复居民').getByLabel('答复内容').fill('您好，接口已经紧固，不再漏水。');
    await first.press('Control+Enter');
    await first.sees('已答复居民并办结');

    await resident.tap('看办理进度');
    await resident.tap('没有解决');
    await resident.fill('哪里没有解决？', '还在漏水，比昨天还大');
    await resident.tap('提交，请重新办理');
    await resident.sees('您反映没有解决，重新办理', '还在漏水，比昨天还大');
    await first.row(address).waitFor();
    await first.row(address).click();
    await first.sees('居民反映没有解决，重新办理', /还在漏水，比昨天还大/);
    expect(await progress()).toMatchObject({ state: 'in-progress', firstResponsible: { staffNumber: first.person.staffNumber } });
  });
});

/** A complaint: hidden from the person complained of and their partner, its complainant known to few, answered in writing (CP-5, CP-6, CP-7). */
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { journey, TestBrowser } from '../support/browser.js';
import { type Road, startRoad } from '../support/road.js';
import { Desk } from './desk.js';
import { pdf, photo } from './files.js';
import { Phone } from './phone.js';

describe('a complaint', () => {
  let road: Road;
  let browser: TestBrowser;
  beforeAll(async () => {
    [road, browser] = await Promise.all([startRoad(), TestBrowser.start()]);
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await road?.close();
  });

  journey('is kept from whom it is about, and ends with a written answer only', () => browser, async () => {
    const [complained, partner] = ['1001', '1002'];
    const title = '窗口态度不好，问三遍不理';
    const complainedDesk = await Desk.of(road, browser, complained);
    const resident = await Phone.at(road, browser, 'resident');
    await resident.signIn('周建军');
    await resident.tap('投诉');
    await resident.tap(/^态度恶劣/);
    await resident.tap('下一步');
    await resident.fill('一句话说明', title);
    await resident.fill('详细情况', '今天上午在窗口办过户，工作人员一直看手机。');
    await resident.tap('添加');
    await resident.pick('照片', await photo('窗口.jpg'));
    await resident.tap('添加');
    await resident.pick('PDF 文件', pdf('经过.pdf'));
    await resident.seesNot(/上传中/);
    await resident.tap('城区营业厅');
    await resident.fill('工作人员的工号', complained);
    await resident.tap('下一步');
    await resident.tap('不公开我的姓名');
    await resident.sees(/已打开/);
    await resident.fill('怎么称呼您', '周先生');
    await resident.fill('手机号', '13905550002');
    await resident.tap('提交投诉');
    await resident.sees('已收到，马上处理');
    const [, spoken, first] = /您的单号 (\d{3} \d{3} \d{3}).*工号 (\d+)/.exec(await resident.read()) as unknown as [string, string, string];
    const number = spoken.replaceAll(' ', '');
    expect([complained, partner]).not.toContain(first);

    // CP-7: not in a list, not by its number, not by a link.
    const blind = [complainedDesk, await Desk.of(road, browser, partner)];
    for (const desk of blind) {
      await desk.page.getByLabel('工单号').fill(spoken);
      await desk.sees('这个列表里没有该工单');
      await desk.press('Enter');
      await desk.sees(/没有找到/);
      for (const view of ['mine', 'hall', 'department']) {
        await desk.goto(`/tickets/${view}/${number}`);
        await desk.sees(/没有找到/);
        await desk.seesNot(title);
      }
    }

    const answering = await Desk.of(road, browser, first, { at: '/tickets/mine' });
    await answering.row(title).click();
    await answering.sees('保密', '周**');
    await answering.press('u');
    await answering.button('查看联系方式').click();
    await answering.sees('周先生');
    const supervisor = await Desk.of(road, browser, '9001', { at: '/tickets/mine' });
    await supervisor.page.getByLabel('工单号').fill(spoken);
    await supervisor.press('Enter');
    await supervisor.sees(title);
    // CP-6: the other agent may be asked about it on the phone, and learns no name.
    const other = await Desk.of(road, browser, first === '2001' ? '2002' : '2001', { at: `/tickets/mine/${number}` });
    await other.sees(title, '保密');
    await other.seesNot(/周/);

    // CP-3: it waits at the supervisor's desk.
    await supervisor.goto('/complaints');
    await supervisor.row(title).getByText('待指定调查人').waitFor();

    // CP-8: concluded with its lesson; until then, and without an answer, it cannot be closed.
    await answering.button(/^更多/).click();
    await answering.sees('还没有答复居民，不能办结');
    await answering.press('Escape');
    await answering.press('a');
    await answering.sees(/投诉要先认定结论才能办结/);
    await answering.press('Escape');
    // The keys of presence work where a clerk mostly is: on a ticket.
    await answering.button(/^更多/).waitFor();
    await answering.press('p', 'a');
    await answering.sees(/^暂离 \d/);
    await answering.press('p', 'p');
    await answering.button('在岗状态：在岗').waitFor();
    await answering.button(/^更多/).click();
    await answering.button(/^认定结论/).click();
    const conclusion = answering.form('认定结论');
    await answering.press('Control+Enter');
    await answering.sees('请选择结论', '请填写认定的事实', '请填写经验教训');
    await conclusion.getByText('属实，立即整改').click();
    await conclusion.getByLabel('认定的事实').fill('调看监控，当班人员确在看手机。');
    await conclusion.getByLabel('经验教训').fill('窗口不带手机，忙时先招呼。');
    await answering.press('Control+Enter');
    await answering.sees('调查档案', '属实，立即整改');
    await supervisor.goto('/complaints/consequences');
    await supervisor.sees(/待记入/);
    await supervisor.page.getByText(complained, { exact: false }).first().waitFor();

    // CP-5: what came in writing is not closed without a written answer.
    await answering.button(/^答复居民/).click();
    const form = answering.form('答复居民');
    await form.getByLabel('答复内容').fill('您好，经核实当班人员确有不当，已批评教育并调整岗位。');
    await form.getByText('当面或电话口头答复').click();
    await answering.press('Control+Enter');
    await answering.sees(/书面提交的.*必须书面答复/);
    await form.getByText('书面答复', { exact: true }).first().click();
    await answering.press('Control+Enter');
    await answering.sees('已答复居民并办结');

    await resident.tap('看办理进度');
    await resident.sees(/已批评教育并调整岗位/, /书面答复/, '已办结', /已为您保密/);
  });
});

/**
 * Not a test: the pictures of the README, taken from the running system by `npm run pictures`. A leak has gone all the way to its crew and
 * back, and the clerk has more to do than that.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { BodyInput } from '@shouwen/shared/contract';
import { upload, type AttachmentView } from '@shouwen/shared/contract/attachment';
import { reportLeak } from '@shouwen/shared/contract/leak';
import { changePresence } from '@shouwen/shared/contract/duty';
import { staffLogin } from '@shouwen/shared/contract/staff';
import { accept, arrive, departments, registerTicket, respond, returnResult, transfer } from '@shouwen/shared/contract/ticket';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { journey, TestBrowser } from '../support/browser.js';
import type { Client } from '../support/http.js';
import { type Road, startRoad } from '../support/road.js';
import { Crew } from './crew.js';
import { Desk } from './desk.js';
import { type OfficeHours, officeHours } from './office-hours.js';
import { Phone } from './phone.js';

const folder = join(import.meta.dirname, '../../deploy/pictures');
const LARGEST_BYTES = 150 * 1024;

describe('pictures of the README', () => {
  let hours: OfficeHours;
  let road: Road;
  let browser: TestBrowser;
  beforeAll(async () => {
    hours = officeHours();
    [road, browser] = await Promise.all([startRoad({ overrides: hours.overrides }), TestBrowser.start()]);
    mkdirSync(folder, { recursive: true });
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await road?.close();
  });

  const staff = async (staffNumber: string): Promise<Client> => {
    const person = road.staff.find((member) => member.staffNumber === staffNumber);
    const { token } = await road.client.call(staffLogin, { body: { staffNumber, password: person?.password ?? '' } });
    return road.client.as(token);
  };

  journey('are taken', () => browser, async () => {
    const [clerk, colleague, repairer] = await Promise.all([staff('1001'), staff('1002'), staff('3001')]);
    await colleague.call(changePresence, { body: { to: 'off' } }); // all that comes in online is the clerk's
    const resident = await Phone.at(road, browser, 'resident', hours);
    await resident.signIn('王秀兰');
    await resident.bind(road.accounts.find(({ note }) => note?.includes('多个月未缴'))!);
    await picture(resident.page, 'resident');

    const repairs = (await clerk.call(departments)).items.find(({ name }) => name === '抢修中心')!.id;
    const client = await resident.client();
    const leak = async (body: Partial<BodyInput<typeof reportLeak>>) =>
      client.call(reportLeak, { body: { category: 'road-leak', description: '', address: '', landmark: '', place: { latitude: 35.0815, longitude: 117.1525 }, contactName: '王秀兰', contactPhone: '13805550101', attachmentIds: [], ...body } });
    const atCounter = (body: Partial<BodyInput<typeof registerTicket>>) =>
      clerk.call(registerTicket, { body: { source: 'counter', category: 'ask-inquiry', title: '', description: '居民到窗口反映。', contactName: '李建国', contactPhone: '13805550102', address: '', landmark: '', zone: 'urban', accountNumber: '', confidential: false, complainedStaffIds: [], attachmentIds: [], ...body } });

    await atCounter({ category: 'bill-volume', title: '十月水量比上月多一倍', address: '荆河路21号3单元202' });
    await atCounter({ category: 'apply-connection', title: '新店铺申请接水', address: '龙泉路88号' });
    await atCounter({ category: 'complaint-pressure', title: '六楼晚上水压不足', address: '学院路15号6楼' });
    await leak({ category: 'meter-leak', address: '善国路33号', landmark: '菜市场', description: '水表箱里一直冒水。' });
    const done = await leak({
      category: 'burst', address: '善国中路12号', landmark: '实验小学门口', description: '路面鼓起，水流到小学门口，已经半小时了。', attachmentIds: [await send(client, await wetRoad())],
    });
    let ticket = await clerk.call(respond, { path: { number: done.number }, body: { version: done.version, text: '您好，我是首问责任人王秀英，已请抢修队前往。' } });
    ticket = await clerk.call(transfer, { path: { number: ticket.number }, body: { version: ticket.version, departmentId: repairs, note: '小学十一点半放学，请先围挡。' } });
    ticket = await repairer.call(accept, { path: { number: ticket.number }, body: { version: ticket.version } });
    ticket = await repairer.call(arrive, { path: { number: ticket.number }, body: { version: ticket.version, attachmentIds: [] } });
    await repairer.call(returnResult, { path: { number: ticket.number }, body: { version: ticket.version, result: '更换 DN100 支管 1.2 米，已恢复供水，路面明天修复。', attachmentIds: [await send(repairer, await dryRoad())] } });
    const next = await leak({ address: '龙泉路6号', landmark: '龙泉广场公交站', description: '人行道砖缝往外渗水，越来越大。', attachmentIds: [await send(client, await wetRoad())] });
    await clerk.call(transfer, { path: { number: next.number }, body: { version: next.version, departmentId: repairs, note: '' } });

    const desk = await Desk.of(road, browser, '1001', { hours, at: `/tickets/mine/${ticket.number}` });
    await desk.sees('善国中路12号', '部门已办，待答复');
    await picture(desk.page, 'console');

    const crew = await Crew.of(road, browser, '3001', hours);
    await crew.phone.tap('龙泉路6号');
    await crew.phone.sees('接单');
    await picture(crew.phone.page, 'crew');
  });
});

/** As large as it is shown, in few colours. */
async function picture(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => document.fonts.ready);
  const screen = sharp(await page.screenshot({ animations: 'disabled' }));
  const { size } = await screen.png({ palette: true, colours: 128, effort: 10 }).toFile(join(folder, `${name}.png`));
  expect(size).toBeLessThan(LARGEST_BYTES);
}

async function send(client: Client, photo: Buffer): Promise<number> {
  const form = new FormData();
  form.set('file', new Blob([photo as BlobPart], { type: 'image/jpeg' }), 'photo.jpg');
  const answer = await fetch(`${client.url}${upload.path}`, { method: 'POST', body: form, headers: { authorization: `Bearer ${client.token}` } });
  if (answer.status !== 200) throw new Error(`the photo was answered ${answer.status}: ${await answer.text()}`);
  return ((await answer.json()) as AttachmentView).id;
}

/** A street from above the kerb, drawn: nobody's photo. */
const road = (onIt: string) => sharp(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="960" height="720">
  <filter id="grain"><feTurbulence type="fractalNoise" baseFrequency="0.7" numOctaves="3"/><feColorMatrix values="0 0 0 0 0.2  0 0 0 0 0.2  0 0 0 0 0.2  0 0 0 0.5 0"/></filter>
  <filter id="soft"><feGaussianBlur stdDeviation="9"/></filter>
  <rect width="960" height="720" fill="#7d8184"/><path d="M0 0h960v170L0 240z" fill="#b9b2a6"/><path d="M0 240 960 170v26L0 270z" fill="#dcd7cd"/>
  <path d="M120 560 420 520l20 26-310 44zM560 500l300-40 18 24-304 44z" fill="#e9e6da"/>
  ${onIt}<rect width="960" height="720" filter="url(#grain)" opacity="0.5"/></svg>`)).jpeg({ quality: 82 }).toBuffer();
const wetRoad = () => road(`<ellipse cx="470" cy="430" rx="330" ry="120" fill="#4f6f86" filter="url(#soft)"/><ellipse cx="450" cy="415" rx="210" ry="66" fill="#7fa3bb" filter="url(#soft)"/>
  <ellipse cx="440" cy="405" rx="80" ry="24" fill="#d7e6ee" filter="url(#soft)"/><path d="M400 690q60-120 40-200h90q30 90-10 200z" fill="#56778e" filter="url(#soft)"/>`);
const dryRoad = () => road(`<path d="M300 380 610 345l60 110-330 44z" fill="#4b4d4f"/><path d="M300 380 610 345l8 14-312 36z" fill="#5d6062"/>`);

/** The resident's road through the compiled mini-program: log in, bind, pay, report, book, against the real server and the sandbox. */
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import sharp from 'sharp';
import { appointmentDetail, myAppointments } from '@shouwen/shared/contract/appointment';
import { myBills } from '@shouwen/shared/contract/billing';
import { myPayments } from '@shouwen/shared/contract/payment';
import { ticketProgress } from '@shouwen/shared/contract/ticket';
import type { Client } from '../support/http.js';
import { type Road, startRoad } from '../support/road.js';
import { bootWeapp, type Weapp } from './logic-host.js';

const dist = path.join(import.meta.dirname, '../../miniapp/dist/weapp');
const PHOTO = 'wxfile://tmp_leak.jpg';
const HOME = '/pages/home/index';

describe('the compiled weapp package', () => {
  let road: Road;
  let weapp: Weapp;
  let user: string;
  /** What WeChat's cashier is told to do next. */
  let cashier: 'confirm' | 'cancel' = 'confirm';

  beforeAll(async () => {
    road = await startRoad();
    user = (await road.sandbox.createUser({ name: '王秀兰', phone: '13812341234' })).id;
    const photo = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#6b8ba4' } }).jpeg().toBuffer();
    weapp = await bootWeapp({
      dist,
      serverUrl: road.serverUrl,
      files: new Map([[PHOTO, photo]]),
      wx: {
        login: async () => ({ code: await road.sandbox.loginCode(user) }),
        chooseMedia: () => ({ tempFiles: [{ tempFilePath: PHOTO, size: photo.length, fileType: 'image' }] }),
        chooseLocation: () => ({ name: '人民公园北门', address: '善国路 1 号', latitude: 34.81, longitude: 117.32 }),
        requestSubscribeMessage: async ({ tmplIds }: { tmplIds: string[] }) => {
          for (const id of tmplIds) await road.sandbox.consent(user, id);
          return Object.fromEntries(tmplIds.map((id) => [id, 'accept']));
        },
        requestPayment: async (parameters: Record<string, unknown>) => {
          const { errMsg } = await road.sandbox.pay(parameters, { user, outcome: cashier });
          if (!errMsg.endsWith(':ok')) throw { errMsg };
        },
      },
    });
  }, 180_000);
  afterAll(async () => {
    await weapp?.close();
    await road?.close();
  });

  /** The session the phone keeps: lets the test look behind the screens. */
  const resident = (): Client => road.client.as((JSON.parse(String(weapp.storage.get('shouwen:resident'))) as { token: string }).token);

  it('logs in by itself and invites to bind', async () => {
    await weapp.untilShown('invitation');
    expect(weapp.storage.has('shouwen:resident')).toBe(true);
    expect(weapp.calls.filter(({ name }) => name === 'login')).toHaveLength(1);
  });

  it('refuses a wrong proof without saying which part was wrong, then binds after the masked name was confirmed (PY-1)', async () => {
    const account = road.accounts[0]!;
    await weapp.tap('bind');
    await weapp.untilRoute('/customer/bind/index');
    await weapp.type('account-number', account.accountNumber);
    await weapp.tap('proof-meter-tail');
    await weapp.type('proof-value', account.meterTail === '000000' ? '111111' : '000000');
    await weapp.tap('check-binding');
    await weapp.untilShown('form-error');
    expect(weapp.textOf('form-error')).toContain('户号或核对信息不符');

    await weapp.tap('proof-phone-tail');
    await weapp.type('proof-value', account.phoneTail);
    await weapp.tap('check-binding');
    await weapp.untilShown('confirm-binding');
    expect(weapp.text).toMatch(/户名.\*/);
    await weapp.tap('confirm-binding');
    await weapp.untilRoute(HOME);
    await weapp.until('the bound account', () => weapp.text.includes(account.accountNumber));
  });

  it('pays what is owed, shows what the server knows, and gives a receipt', async () => {
    await weapp.untilShown('pay');
    const owed = await resident().call(myBills, { query: { state: 'unpaid', size: 100 } });
    const totalFen = owed.items.reduce((sum, bill) => sum + bill.payableFen, 0);
    expect(totalFen).toBeGreaterThan(0);

    await weapp.tap('pay');
    await weapp.untilShown(`choose-${owed.items[0]!.id}`);
    await weapp.tap('next');
    await weapp.untilShown('confirm-pay');
    expect(weapp.text).toContain(owed.items[0]!.accountNumber);
    cashier = 'cancel';
    await weapp.tap('confirm-pay');
    await weapp.untilShown('result-unpaid');

    cashier = 'confirm';
    await weapp.tap('pay-again');
    await weapp.untilShown(`choose-${owed.items[0]!.id}`);
    await weapp.tap('next');
    await weapp.untilShown('confirm-pay');
    await weapp.tap('confirm-pay');
    await weapp.untilShown('result-paid', 30);
    await weapp.tap('see-receipt');
    await weapp.untilShown('receipt');

    const { items } = await resident().call(myPayments, {});
    const paid = items.filter(({ state }) => state === 'paid');
    expect(paid).toHaveLength(1);
    expect(paid[0]!.amountFen).toBe(totalFen);
    expect(weapp.textOf('receipt')).toContain(paid[0]!.receiptNumber);
    expect((await resident().call(myBills, { query: { state: 'unpaid' } })).items).toHaveLength(0);
  }, 90_000);

  it('reports a leak with photo, place and landmark, and shows number, first responsible and arrival (FI-1, E3)', async () => {
    await weapp.switchTab(HOME);
    await weapp.untilShown('entry-leak');
    await weapp.tap('entry-leak');
    await weapp.untilShown('file-leak');
    await weapp.tap('file-leak');
    await weapp.untilShown('missing');
    expect(weapp.textOf('missing')).toContain('请先选是哪种漏水');

    await weapp.tap('category-road-leak');
    await weapp.tap('add-photo');
    await weapp.until('the photo to be sent', () => weapp.text.includes('再加一张') && !weapp.text.includes('上传中'));
    await weapp.tap('choose-place');
    await weapp.untilShown('place-chosen');
    await weapp.type('address', '善国路 1 号');
    await weapp.type('landmark', '公交站牌旁边');
    await weapp.type('phone', '13812341234');
    await weapp.tap('file-leak');
    await weapp.untilRoute('/ticket/filed/index');
    await weapp.untilShown('ticket-number');

    const number = weapp.textOf('ticket-number').replace(/ /g, '');
    const ticket = await resident().call(ticketProgress, { path: { number } });
    expect(ticket.attachments).toHaveLength(1);
    expect(ticket.place).toEqual({ latitude: 34.81, longitude: 117.32 });
    expect(weapp.textOf('responsible')).toContain(ticket.firstResponsible.name);
    expect(weapp.textOf('responsible')).toContain(ticket.firstResponsible.staffNumber);
    expect(weapp.text).toMatch(/预计今天 \d\d:\d\d 前到场|预计明天 \d\d:\d\d 前到场/);
    expect(weapp.calls.some(({ name }) => name === 'requestSubscribeMessage')).toBe(true);

    await weapp.tap('see-progress');
    await weapp.untilShown('timeline');
    expect(weapp.textOf('timeline')).toContain('已登记');
  });

  it('books a counter after the materials were confirmed (QU-1), and cancels', async () => {
    await weapp.switchTab(HOME);
    await weapp.untilShown('entry-calendar');
    await weapp.tap('entry-calendar');
    await weapp.until('the catalogue', () => weapp.all(({ uid }) => uid?.startsWith('service-') ?? false).length > 0);
    await weapp.tap(weapp.all(({ uid }) => uid?.startsWith('service-') ?? false)[0]!);
    await weapp.untilShown('materials-confirmed');
    await weapp.tap('next');
    expect(weapp.route).toBe('appointment/service/index');
    await weapp.tap('materials-confirmed');
    await weapp.tap('next');

    const first = async (prefix: string, off: string) => {
      const found = () => weapp.all(({ uid, cl }) => (uid?.startsWith(prefix) ?? false) && !(cl ?? '').includes(off));
      await weapp.until(prefix, () => found().length > 0);
      await weapp.tap(found()[0]!);
    };
    await first('hall-', 'option-on');
    await first('day-', 'day-off');
    await first('slot-', 'slot-off');
    await weapp.tap('next');
    await weapp.untilShown('book');
    await weapp.type('contact-name', '王秀兰');
    await weapp.type('phone', '13812341234');
    await weapp.tap('book');
    await weapp.untilShown('check-in-code');

    const [booked] = (await resident().call(myAppointments, {})).items;
    expect(weapp.textOf('check-in-code').replace(' ', '')).toBe(booked!.checkInCode);
    await weapp.tap('cancel');
    await weapp.tap('dialog-cancel');
    await weapp.tap('cancel');
    await weapp.tap('dialog-confirm');
    await weapp.until('the cancellation', () => weapp.text.includes('已取消'));
    expect((await resident().call(appointmentDetail, { path: { id: booked!.id } })).state).toBe('cancelled');
  });

  it('asks for consent to the privacy notice when WeChat wants it, and hands on the answer', async () => {
    const answers: unknown[] = [];
    await weapp.switchTab(HOME);
    await weapp.emit('onNeedPrivacyAuthorization', (answer: unknown) => answers.push(answer));
    await weapp.trigger('privacy-agree', 'agreeprivacyauthorization');
    expect(answers).toEqual([{ buttonId: 'privacy-agree', event: 'agree' }]);
    await weapp.until('the question to go away', () => !weapp.has('privacy-agree'));
  });

  it('asks WeChat for nothing this host does not know', () => {
    // What Taro itself looks for.
    const probes = ['webpackJsonp', 'env', 'cloud'];
    expect([...weapp.missing].filter((name) => !probes.includes(name))).toEqual([]);
  });
});

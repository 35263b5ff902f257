/** The compiled mini-program as WeChat's own component engine draws it: for what only a picture can tell. */
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { TestBrowser } from '../support/browser.js';
import { type Road, startRoad } from '../support/road.js';
import { type OpenWeapp, openWeapp } from './view/open-weapp.js';

const dist = path.join(import.meta.dirname, '../../miniapp/dist/weapp');
/** MIIT's elder-friendly rules: text, and what is tapped. */
const SMALLEST_TEXT = 16;
const SMALLEST_TARGET = 44;

describe('the drawn weapp package', () => {
  let road: Road;
  let browser: TestBrowser;
  let page: Page;
  let weapp: OpenWeapp;

  beforeAll(async () => {
    [road, browser] = await Promise.all([startRoad(), TestBrowser.start()]);
    const { id: user } = await road.sandbox.createUser({ name: '赵大爷' });
    ({ page } = await browser.phone('weapp'));
    weapp = await openWeapp(page, { dist, serverUrl: road.serverUrl, wx: { login: async () => ({ code: await road.sandbox.loginCode(user) }) } });
  }, 180_000);
  afterAll(async () => {
    await weapp?.close();
    await browser?.close();
    await road?.close();
  });

  const shown = (id: string) => page.locator(`#${id}`).locator('visible=true').last();
  const home = async () => {
    const back = page.locator('#host-title .back');
    while ((await back.count()) > 0) await back.click();
    await shown('entry-leak').waitFor();
  };
  /** Faults of the page in front: wider than the phone, letters too small, targets too small. */
  const faults = () =>
    page.evaluate(
      ({ text, target }) => {
        const front = [...document.querySelectorAll<HTMLElement>('.wx-page')].find((element) => !element.hidden)!;
        const found: string[] = [];
        if (front.scrollWidth > front.clientWidth) found.push(`wider than the screen by ${front.scrollWidth - front.clientWidth}`);
        for (const element of front.querySelectorAll<HTMLElement>('*')) {
          const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim());
          if (own && parseFloat(getComputedStyle(element).fontSize) < text) found.push(`small letters: ${element.textContent?.slice(0, 20)}`);
        }
        for (const element of front.querySelectorAll<HTMLElement>('wx-button, .tile, .option, .list-item, wx-input')) {
          const { width, height } = element.getBoundingClientRect();
          if (width > 0 && (height < target || width < target)) found.push(`small target ${Math.round(width)}×${Math.round(height)}: ${element.textContent?.slice(0, 20)}`);
        }
        return found;
      },
      { text: SMALLEST_TEXT, target: SMALLEST_TARGET },
    );

  it('has templates WeChat compiles without complaint', () => {
    expect(weapp.warnings).toEqual([]);
  });

  it.each([
    ['the first page', async () => undefined],
    ['binding', () => shown('bind').click()],
    ['reporting a leak', () => shown('entry-leak').click()],
    ['a complaint', () => shown('entry-complaint').click()],
    ['the service catalogue', () => shown('entry-calendar').click()],
    ['payments', () => shown('entry-receipt').click()],
  ])('%s fits a phone, in letters and targets an old hand can use', async (_, go) => {
    await home();
    await go();
    await page.waitForTimeout(600);
    expect(await faults()).toEqual([]);
  });

  it('takes what is typed and complains beside the field', async () => {
    await home();
    await shown('bind').click();
    await shown('account-number').locator('input').fill('12');
    await shown('check-binding').click();
    await page.getByText('户号应为 6 至 12 位数字').waitFor();
    await shown('account-number').locator('input').fill('123456');
    await page.getByText('户号应为 6 至 12 位数字').waitFor({ state: 'detached' });
  });

  it('shows larger letters when the resident asks for them', async () => {
    await home();
    await page.locator('#host-tabs div').nth(2).click();
    const size = () => shown('me-accounts').evaluate((element) => parseFloat(getComputedStyle(element).fontSize));
    const usual = await size();
    await shown('text-largest').click();
    await page.waitForTimeout(300);
    expect(await size()).toBeCloseTo(usual * 1.36, 1);
    expect(await faults()).toEqual([]);
  });
});

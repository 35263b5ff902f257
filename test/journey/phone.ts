/** A person with a phone: reads, taps and types what is on the screen. */
import { expect } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import type { OpenPage, TestBrowser } from '../support/browser.js';
import type { DemonstrationAccount, Road } from '../support/road.js';
import type { OfficeHours } from './office-hours.js';

export interface PickedFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

export class Phone {
  readonly page: Page;
  private constructor(readonly open: OpenPage, private readonly road: Road) {
    this.page = open.page;
    // While somebody listens, no picker of the system opens, however fast the key is.
    this.page.on('filechooser', () => undefined);
  }

  /** The app's first page. */
  static async at(road: Road, browser: TestBrowser, name: string, hours?: OfficeHours): Promise<Phone> {
    const phone = new Phone(await browser.phone(name), road);
    await hours?.enter(phone.open);
    await phone.page.goto(`${road.serverUrl}/app/`);
    return phone;
  }

  /** What can be seen of `words`: the pages below this one are still in the document, hidden. */
  text(words: string | RegExp): Locator {
    return this.page.getByText(words, { exact: typeof words === 'string' }).filter({ visible: true });
  }
  async sees(...all: (string | RegExp)[]): Promise<void> {
    for (const words of all) await this.text(words).first().waitFor();
  }
  async seesNot(words: string | RegExp): Promise<void> {
    await this.text(words).first().waitFor({ state: 'detached' });
  }
  /** The last of its kind lies on top. */
  async tap(words: string | RegExp): Promise<void> {
    await this.text(words).last().tap();
  }
  /** Types into the field under (or the field that suggests) `label`. */
  async fill(label: string, value: string): Promise<void> {
    await this.field(label).fill(value);
  }
  field(label: string): Locator {
    const under = `//*[text()[normalize-space()="${label}"]]/following::*[self::input or self::textarea][1]`;
    const suggested = `//*[self::input or self::textarea][@placeholder="${label}"]`;
    return this.page.locator(`xpath=${under} | ${suggested}`).filter({ visible: true }).first();
  }
  /** Taps what opens the picker, and picks. */
  async pick(words: string | RegExp, ...files: PickedFile[]): Promise<void> {
    const [chooser] = await Promise.all([this.page.waitForEvent('filechooser'), this.tap(words)]);
    await chooser.setFiles(files);
  }
  /** All that is on the screen, in reading order. */
  async read(): Promise<string> {
    return (await this.page.locator('.taro_page:visible').last().innerText()).replace(/\s+/g, ' ');
  }

  /** By WeChat's web authorisation, as a person WeChat sees for the first time. */
  async signIn(name: string): Promise<void> {
    await this.tap('微信登录');
    await this.page.getByLabel('新用户的称呼').fill(name);
    await this.page.getByRole('button', { name: '新用户登录' }).tap();
    await this.page.waitForURL(`${this.road.serverUrl}/app/**`);
  }
  /** From the first page, and back to it. */
  async bind({ accountNumber, phoneTail }: DemonstrationAccount): Promise<void> {
    await this.tap('绑定户号');
    await this.fill('户号', accountNumber);
    await this.fill('后 4 位', phoneTail);
    await this.tap('下一步');
    await this.tap('是我家，确认绑定');
    await this.sees(`户号 ${accountNumber}`);
  }
  /** Opens a page of the app by its address, as from a link. */
  async goto(route: string): Promise<void> {
    await this.page.goto(`${this.road.serverUrl}/app/#${route}`);
  }
  async home(): Promise<void> {
    await this.goto('/pages/home/index');
  }
  /** The session the browser keeps: looks behind the screens. */
  async client() {
    const kept = await this.page.evaluate(() => localStorage.getItem('shouwen:resident'));
    // Taro keeps a string as { data: … }.
    const { data } = JSON.parse(kept ?? '{}') as { data?: string };
    expect(data).toBeDefined();
    return this.road.client.as((JSON.parse(data as string) as { token: string }).token);
  }
}

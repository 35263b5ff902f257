/** A member of staff at the console: reads, clicks and types what is on the screen. */
import { expect } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import type { OpenPage, TestBrowser } from '../support/browser.js';
import type { Road, StaffLogin } from '../support/road.js';
import type { OfficeHours } from './office-hours.js';

interface Options {
  hours?: OfficeHours;
  /** Path in the console to begin at. */
  at?: string;
  /** Of the pictures, when one person sits at two desks. */
  name?: string;
}

export class Desk {
  readonly page: Page;
  private constructor(readonly open: OpenPage, private readonly road: Road, readonly person: StaffLogin) {
    this.page = open.page;
    // While somebody listens, no picker of the system opens, however fast the key is.
    this.page.on('filechooser', () => undefined);
  }

  /** Signs in; hears of changes at once from then on. */
  static async of(road: Road, browser: TestBrowser, staffNumber: string, { hours, at = '/', name = `desk-${staffNumber}` }: Options = {}): Promise<Desk> {
    const person = road.staff.find((member) => member.staffNumber === staffNumber);
    if (!person) throw new Error(`nobody has the number ${staffNumber}`);
    const open = await browser.desk(name);
    await hours?.enter(open);
    const desk = new Desk(open, road, person);
    await desk.goto(at);
    await desk.signIn();
    await desk.text('实时').waitFor();
    return desk;
  }

  async goto(path: string): Promise<void> {
    await this.page.goto(`${this.road.serverUrl}/console${path}`);
  }
  /** On the login page, wherever it leads. */
  async signIn(): Promise<void> {
    await this.page.getByLabel('工号').fill(this.person.staffNumber);
    await this.page.getByLabel('密码').fill(this.person.password);
    await this.page.keyboard.press('Enter');
    await this.page.getByRole('navigation', { name: '主导航' }).waitFor();
  }

  text(words: string | RegExp): Locator {
    return this.page.getByText(words, { exact: typeof words === 'string' }).filter({ visible: true });
  }
  async sees(...all: (string | RegExp)[]): Promise<void> {
    for (const words of all) await this.text(words).first().waitFor();
  }
  async seesNot(words: string | RegExp): Promise<void> {
    await this.text(words).first().waitFor({ state: 'detached' });
  }
  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name });
  }
  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }
  /** The line of a list that holds all these words. */
  row(...words: string[]): Locator {
    return words.reduce((row, text) => row.filter({ hasText: text }), this.page.getByRole('link')).first();
  }
  /** The control under a field's label. */
  field(label: string): Locator {
    return this.page.locator(`xpath=//*[text()[normalize-space()="${label}"]]/following::*[self::input or self::textarea][1]`).filter({ visible: true }).first();
  }
  /** By the Tab key alone. */
  async tabTo(label: string): Promise<void> {
    for (let presses = 0; presses < 8; presses++) {
      await this.press('Tab');
      if (await this.field(label).evaluate((control) => control === document.activeElement)) return;
    }
    throw new Error(`Tab does not lead to ${label}`);
  }
  /** Where the words of an action are typed. */
  form(action: string): Locator {
    return this.page.getByRole('region', { name: action, exact: true });
  }

  /** To be asked for later: whether the page has been loaded again since. */
  async markLoad(): Promise<() => Promise<void>> {
    await this.page.evaluate(() => Object.assign(window, { stillTheSamePage: true }));
    return async () => expect(await this.page.evaluate(() => 'stillTheSamePage' in window)).toBe(true);
  }
  /** The session the browser keeps: looks behind the screens. */
  async client() {
    const cookie = (await this.open.context.cookies(`${this.road.serverUrl}/api`)).find(({ name }) => name === 'shouwen_staff');
    if (!cookie) throw new Error('not signed in');
    return this.road.client.as(cookie.value);
  }
}

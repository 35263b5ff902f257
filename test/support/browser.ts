/** A real Chromium over the running system; when a journey fails, pictures of what was open tell why. */
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'vitest';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { findChromium } from './system-programs.mjs';

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];
const CHINA = { locale: 'zh-CN', timezoneId: 'Asia/Shanghai' };

export interface OpenPage {
  page: Page;
  context: BrowserContext;
  /** Uncaught errors and error messages of the page so far. */
  problems: string[];
}

export class TestBrowser {
  private readonly pages: { name: string; open: OpenPage }[] = [];
  private constructor(private readonly browser: Browser) {}

  static async start(): Promise<TestBrowser> {
    const executablePath = findChromium();
    if (!executablePath) throw new Error('chromium is not installed (Debian: apt-get install chromium)');
    return new TestBrowser(await chromium.launch({ executablePath, args: FLAGS }));
  }

  /** A resident's or crew member's phone, 390 × 844, with a place and without history. */
  phone(name: string): Promise<OpenPage> {
    return this.open(name, { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, geolocation: { latitude: 34.81, longitude: 117.32 }, permissions: ['geolocation'] });
  }

  /** A clerk's screen, 1366 × 768. */
  desk(name: string): Promise<OpenPage> {
    return this.open(name, { viewport: { width: 1366, height: 768 } });
  }

  /** Pictures of every open page; answers where they are. */
  async picture(reason: string): Promise<string> {
    const folder = join(process.env.TEST_PICTURES ?? join(tmpdir(), 'shouwen-test-pictures'), reason.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 80));
    mkdirSync(folder, { recursive: true });
    for (const { name, open } of this.pages)
      if (!open.page.isClosed()) await open.page.screenshot({ path: join(folder, `${name}.png`), timeout: 10_000 }).catch(() => undefined);
    return folder;
  }

  problems(): string[] {
    return this.pages.flatMap(({ name, open }) => open.problems.map((problem) => `${name}: ${problem}`));
  }

  async close(): Promise<void> {
    await this.browser.close();
  }

  private async open(name: string, options: Parameters<Browser['newContext']>[0]): Promise<OpenPage> {
    const context = await this.browser.newContext({ ...CHINA, ...options });
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    const open: OpenPage = { page, context, problems: [] };
    page.on('pageerror', (error) => open.problems.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') open.problems.push(message.text());
    });
    this.pages.push({ name, open });
    return open;
  }
}

/** A test of a journey: on failure its message says where the pictures are and what the pages complained of. */
export function journey(name: string, browser: () => TestBrowser, walk: () => Promise<void>, timeout = 180_000): void {
  it(
    name,
    async () => {
      try {
        await walk();
      } catch (error) {
        const folder = await browser().picture(name);
        const text = `\n\npictures: ${folder}\n${browser().problems().slice(-20).join('\n')}`;
        if (error instanceof Error) {
          // Jest prints the stack, which has the message in it.
          error.stack = error.stack?.replace(error.message, () => error.message + text) ?? '';
          error.message += text;
        }
        throw error;
      }
    },
    timeout,
  );
}

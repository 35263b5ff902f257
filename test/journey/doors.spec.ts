/** Every door opens: resident app, console, API documents and sandbox in a real browser, on their own origin, without errors. */
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { journey, TestBrowser } from '../support/browser.js';
import { type Road, startRoad } from '../support/road.js';

describe('doors', () => {
  let road: Road;
  let browser: TestBrowser;
  beforeAll(async () => {
    road = await startRoad();
    browser = await TestBrowser.start();
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await road?.close();
  });

  const doors: [name: string, kind: 'phone' | 'desk', address: () => string, text: RegExp][] = [
    ['the resident app', 'phone', () => `${road.serverUrl}/app/`, /首页/],
    ["the crew's page", 'phone', () => `${road.serverUrl}/app/#/crew/login/index`, /工号/],
    ['the console', 'desk', () => `${road.serverUrl}/console/`, /工号/],
    ['a deep link into the console', 'desk', () => `${road.serverUrl}/console/appointments`, /工号/],
    ['the API documents', 'desk', () => `${road.serverUrl}/api/docs`, /首问 Shouwen/],
    ["the sandbox's page", 'desk', () => `${road.sandboxUrl}/`, /沙箱/],
  ];
  for (const [name, kind, address, text] of doors)
    journey(`${name} opens`, () => browser, async () => {
      const { page, problems } = await browser[kind](name.replaceAll(/\W+/g, '-'));
      const foreign: string[] = [];
      page.on('request', (request) => {
        if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).hostname !== '127.0.0.1') foreign.push(request.url());
      });
      await page.goto(address());
      await page.getByText(text).first().waitFor();
      await page.waitForLoadState('networkidle');
      // The console asks who is signed in; nobody is, and the browser notes that by itself.
      expect({ foreign, problems: problems.filter((problem) => !problem.includes('401 (Unauthorized)')) }).toEqual({ foreign: [], problems: [] });
    });
});

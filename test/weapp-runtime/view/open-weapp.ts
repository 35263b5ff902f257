/** Shows a compiled weapp package in a Chromium page, for journeys and pictures. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { buildSync } from 'esbuild';
import type { Page } from 'playwright-core';
import { httpBridge } from '../http-bridge.js';
import type { WxWork } from '../wx-call.js';
import { bundlePackage } from './bundle.js';

const here = import.meta.dirname;

export interface ViewOptions {
  dist: string;
  serverUrl: string;
  wx?: Record<string, WxWork>;
  files?: Map<string, Uint8Array>;
}
export interface OpenWeapp {
  /** Complaints of the template compiler. */
  warnings: string[];
  close(): Promise<void>;
}

/** Loads the package into `page` and waits for its first page. */
export async function openWeapp(page: Page, { dist, serverUrl, wx = {}, files = new Map() }: ViewOptions): Promise<OpenWeapp> {
  const { script, warnings } = bundlePackage(dist);
  const host = buildSync({ entryPoints: [path.join(here, 'host.ts')], bundle: true, write: false, format: 'iife', target: 'es2022' }).outputFiles[0]?.text ?? '';
  const html = `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><style>${readFileSync(path.join(here, 'host.css'), 'utf8')}</style>
<div id="host-title"></div><div id="host-screen"></div><div id="host-tabs"></div><script src="/package.js"></script><script src="/host.js"></script>`;
  const server = createServer((request, response) => {
    const url = request.url ?? '/';
    const send = (type: string, body: string | Buffer) => void response.setHeader('content-type', type).end(body);
    if (url === '/') return send('text/html', html);
    if (url === '/package.js') return send('text/javascript', script);
    if (url === '/host.js') return send('text/javascript', host);
    if (/^\/package\/assets\/[\w/-]+\.png$/.test(url)) return send('image/png', readFileSync(path.join(dist, url.slice('/package/'.length))));
    response.statusCode = 404;
    response.end();
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const works: Record<string, WxWork> = { ...httpBridge(serverUrl, files), ...wx };
  await page.exposeFunction('answerWx', async (name: string, options: unknown) => {
    const work = works[name] as ((options: unknown) => unknown) | undefined;
    if (!work) return { error: { errMsg: `${name}:fail nobody answers it in this test` } };
    try {
      return { result: (await work(options)) ?? {} };
    } catch (reason) {
      const { errMsg, errno, message } = reason as { errMsg?: string; errno?: number; message?: string };
      return { error: { errMsg: errMsg ?? `${name}:fail ${message ?? String(reason)}`, errno } };
    }
  });
  // Pictures are fetched by the view itself, from the address the package was compiled for.
  await page.route('**/api/attachments/**', (route) => {
    const { pathname, search } = new URL(route.request().url());
    return route.continue({ url: serverUrl + pathname + search });
  });
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.evaluate(() => window.weappReady);
  return { warnings, close: () => new Promise((done) => server.close(() => done())) };
}

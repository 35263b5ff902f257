/**
 * Runs a compiled weapp package the way WeChat's logic layer does: a realm without window, document, URL or fetch, a `wx`
 * that the test provides, `App`, `Page` and `Component`. Nothing is drawn; what would be drawn is the page's data.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { httpBridge } from './http-bridge.js';
import { nodesOf, type PageNode, setPath, textOf } from './page-tree.js';
import { type WxCall, wxFunction, type WxWork } from './wx-call.js';

export interface BootOptions {
  /** The folder with app.json. */
  dist: string;
  /** Where `wx.request` and `wx.uploadFile` really go. */
  serverUrl: string;
  /** What this test's user, phone and WeChat do: `login`, `chooseMedia`, `requestPayment`, … Each gets the options. */
  wx?: Record<string, WxWork>;
  /** Temporary files by path, for `uploadFile`. */
  files?: Map<string, Uint8Array>;
  storage?: Map<string, unknown>;
}

type Listener = (...given: unknown[]) => void;
interface PageDefinition {
  data?: object;
  [member: string]: unknown;
}
interface PageInstance {
  route: string;
  data: { root?: PageNode };
  [member: string]: unknown;
}

/** Functions of `wx` that answer at once. */
function synchronousWx(entry: string, storage: Map<string, unknown>): Record<string, unknown> {
  const screen = { windowWidth: 390, windowHeight: 760, screenWidth: 390, screenHeight: 844, pixelRatio: 3, statusBarHeight: 47, safeArea: { top: 47, bottom: 810, left: 0, right: 390, width: 390, height: 763 } };
  const device = { platform: 'ios', system: 'iOS 17', brand: 'Apple', model: 'iPhone' };
  const base = { SDKVersion: '3.7.0', version: '8.0.50', language: 'zh_CN', fontSizeSetting: 16, fontSizeScaleFactor: 1 };
  const launch = { path: entry, query: {}, scene: 1001 };
  return {
    getSystemInfoSync: () => ({ ...screen, ...device, ...base }),
    getWindowInfo: () => screen,
    getDeviceInfo: () => device,
    getAppBaseInfo: () => base,
    getAccountInfoSync: () => ({ miniProgram: { appId: 'touristappid', envVersion: 'develop', version: '' } }),
    getMenuButtonBoundingClientRect: () => ({ top: 51, left: 281, width: 87, height: 32, right: 368, bottom: 83 }),
    getLaunchOptionsSync: () => launch,
    getEnterOptionsSync: () => launch,
    canIUse: () => true,
    nextTick: (work: () => void) => setTimeout(work, 0),
    getStorageSync: (key: string) => storage.get(key) ?? '',
    setStorageSync: (key: string, value: unknown) => void storage.set(key, value),
    removeStorageSync: (key: string) => void storage.delete(key),
  };
}

/** Happens only when a test says so (`emit`). Named, because Taro takes only the members it finds on `wx`. */
const LISTENERS = [
  'onAppShow', 'onAppHide', 'offAppShow', 'offAppHide', 'onError', 'offError', 'onUnhandledRejection', 'onPageNotFound', 'onThemeChange', 'offThemeChange', 'onMemoryWarning',
  'onNetworkStatusChange', 'offNetworkStatusChange', 'onNeedPrivacyAuthorization', 'onWindowResize', 'offWindowResize',
];
const QUIET = ['showToast', 'hideToast', 'showLoading', 'hideLoading', 'setNavigationBarTitle', 'setNavigationBarColor', 'stopPullDownRefresh', 'pageScrollTo', 'setClipboardData', 'makePhoneCall', 'previewImage'];

export async function bootWeapp(options: BootOptions): Promise<Weapp> {
  const weapp = new Weapp(options);
  await weapp.launch();
  return weapp;
}

export class Weapp {
  readonly calls: WxCall[] = [];
  readonly storage: Map<string, unknown>;
  /** `wx` members the package asked for that nobody provides. */
  readonly missing = new Set<string>();
  private readonly dist: string;
  private readonly app: { pages: string[] };
  private readonly definitions = new Map<string, PageDefinition>();
  private readonly modules = new Map<string, { exports: unknown }>();
  private readonly stack: PageInstance[] = [];
  private readonly realm: vm.Context;
  private readonly listeners = new Map<string, Listener[]>();
  private readonly pending = new Set<NodeJS.Timeout>();
  private appInstance: Record<string, unknown> = {};
  private loading = '';

  constructor({ dist, serverUrl, wx = {}, files = new Map(), storage = new Map() }: BootOptions) {
    this.dist = dist;
    this.storage = storage;
    if (!existsSync(path.join(dist, 'app.json'))) throw new Error(`no compiled weapp package in ${dist}`);
    this.app = JSON.parse(readFileSync(path.join(dist, 'app.json'), 'utf8')) as { pages: string[] };
    const works: Record<string, WxWork> = { ...Object.fromEntries(QUIET.map((name) => [name, () => ({})])), ...httpBridge(serverUrl, files), ...this.navigation(), ...wx };
    const provided: Record<string, unknown> = {
      ...synchronousWx(this.entry, storage),
      ...Object.fromEntries(LISTENERS.map((name) => [name, (listener: Listener) => void this.listeners.set(name, [...(this.listeners.get(name) ?? []), listener])])),
      ...Object.fromEntries(Object.entries(works).map(([name, work]) => [name, wxFunction(name, work, this.calls)])),
    };
    this.realm = vm.createContext({
      console,
      ...this.timers(),
      wx: this.watched(provided),
      App: (definition: Record<string, unknown>) => void (this.appInstance = definition),
      Page: (definition: PageDefinition) => void this.definitions.set(this.loading, definition),
      Component: (definition: PageDefinition) => void this.definitions.set(this.loading, definition),
      Behavior: (definition: unknown) => definition,
      getApp: () => this.appInstance,
      getCurrentPages: () => [...this.stack],
    });
  }

  async launch(): Promise<void> {
    this.load('app');
    for (const event of ['onLaunch', 'onShow']) this.tell(this.appInstance, event, { path: this.entry, query: {}, scene: 1001 });
    await this.open(`/${this.entry}`);
  }

  // ---- what a test sees and does

  get route(): string {
    return this.top.route;
  }
  get text(): string {
    return textOf(this.top.data.root);
  }
  all(matches: (node: PageNode) => boolean): PageNode[] {
    return [...nodesOf(this.top.data.root)].filter(matches);
  }
  has(id: string): boolean {
    return this.all(({ uid }) => uid === id).length > 0;
  }
  textOf(id: string): string {
    return textOf(this.node(id));
  }
  async tap(target: string | PageNode): Promise<void> {
    await this.fire(target, 'tap', { x: 1, y: 1 });
  }
  async type(id: string, value: string): Promise<void> {
    await this.fire(id, 'input', { value, cursor: value.length });
  }
  /** An event of WeChat's own on an element, e.g. `agreeprivacyauthorization`. */
  async trigger(id: string, type: string, detail: object = {}): Promise<void> {
    await this.fire(id, type, detail);
  }
  /** WeChat tells everyone who listens, e.g. by `onNeedPrivacyAuthorization`. */
  async emit(name: string, ...given: unknown[]): Promise<void> {
    this.listeners.get(name)?.forEach((listener) => listener(...given));
    await settle();
  }
  async switchTab(route: string): Promise<void> {
    await this.navigation().switchTab({ url: route });
  }
  /** Waits until the page shows it; on time-out the error shows what there was instead. */
  async until(what: string, holds: (weapp: this) => boolean, seconds = 15): Promise<void> {
    for (const end = Date.now() + seconds * 1000; !holds(this); await settle(30))
      if (Date.now() > end) throw new Error(`${what} did not happen in ${seconds} s on ${this.route}, which says: ${this.text.slice(0, 600)}`);
  }
  async untilShown(id: string, seconds = 15): Promise<void> {
    await this.until(`#${id}`, () => this.has(id), seconds);
  }
  async untilRoute(route: string): Promise<void> {
    await this.until(`going to ${route}`, () => this.stack.length > 0 && `/${this.route}` === route);
  }
  /** Closes every page and stops what the package still has timed, so that nothing goes on asking the server. */
  async close(): Promise<void> {
    while (this.stack.length > 0) await this.closeTop();
    this.pending.forEach((timer) => clearTimeout(timer));
  }

  // ---- inside

  private get entry(): string {
    return this.app.pages[0] as string;
  }
  private get top(): PageInstance {
    const top = this.stack.at(-1);
    if (!top) throw new Error('no page is open');
    return top;
  }
  private node(id: string): PageNode {
    const [node] = this.all(({ uid }) => uid === id);
    if (!node) throw new Error(`no #${id} on ${this.route}, which says: ${this.text.slice(0, 600)}`);
    return node;
  }

  private timers() {
    const kept = (timer: NodeJS.Timeout) => {
      this.pending.add(timer);
      return timer;
    };
    const clear = (timer: NodeJS.Timeout | undefined) => {
      clearTimeout(timer);
      if (timer) this.pending.delete(timer);
    };
    return {
      setTimeout: (work: () => void, ms: number) => {
        const timer = setTimeout(() => {
          this.pending.delete(timer);
          work();
        }, ms);
        return kept(timer);
      },
      setInterval: (work: () => void, ms: number) => kept(setInterval(work, ms)),
      clearTimeout: clear,
      clearInterval: clear,
    };
  }

  private async fire(target: string | PageNode, type: string, detail: object): Promise<void> {
    // On a busy machine the page may not be drawn yet.
    if (typeof target === 'string') await this.untilShown(target);
    const node = typeof target === 'string' ? this.node(target) : target;
    const element = { id: node.uid ?? '', dataset: { sid: node.sid }, offsetLeft: 0, offsetTop: 0 };
    this.tell(this.top, 'eh', { type, timeStamp: Date.now(), target: element, currentTarget: element, mark: {}, detail, touches: [], changedTouches: [] });
    await settle();
  }

  private navigation() {
    const closeAll = async () => {
      while (this.stack.length > 0) await this.closeTop();
    };
    return {
      navigateTo: async ({ url }: { url: string }) => this.open(url),
      redirectTo: async ({ url }: { url: string }) => {
        await this.closeTop();
        await this.open(url);
      },
      switchTab: async ({ url }: { url: string }) => {
        await closeAll();
        await this.open(url);
      },
      reLaunch: async ({ url }: { url: string }) => {
        await closeAll();
        await this.open(url);
      },
      navigateBack: async ({ delta = 1 }: { delta?: number }) => {
        for (let left = delta; left > 0 && this.stack.length > 1; left--) await this.closeTop();
        this.tell(this.top, 'onShow');
      },
    };
  }

  private async open(url: string): Promise<void> {
    const [route = '', query = ''] = url.replace(/^\//, '').split('?');
    if (!this.definitions.has(route)) this.load(route);
    const definition = this.definitions.get(route);
    if (!definition) throw new Error(`${route} defined no page`);
    if (this.stack.length > 0) this.tell(this.top, 'onHide');
    const instance: PageInstance = { route, data: JSON.parse(JSON.stringify(definition.data ?? {})) as PageInstance['data'] };
    for (const [name, member] of Object.entries(definition)) if (name !== 'data') instance[name] = typeof member === 'function' ? member.bind(instance) : member;
    instance['__route__'] = route;
    // WeChat hands the query on as it was written, without decoding it.
    instance['options'] = Object.fromEntries(query.split('&').filter(Boolean).map((pair) => pair.split('=', 2)));
    instance['selectComponent'] = () => null;
    instance['setData'] = (patch: object, done?: () => void) => {
      // Only what survives the wire between the two layers arrives.
      const wire = JSON.parse(JSON.stringify(patch)) as Record<string, unknown>;
      for (const [key, value] of Object.entries(wire)) setPath(instance.data as Record<string, unknown>, key, value);
      setTimeout(() => done?.call(instance), 0);
    };
    this.stack.push(instance);
    this.tell(instance, 'onLoad', instance['options']);
    await settle();
    this.tell(instance, 'onShow');
    this.tell(instance, 'onReady');
    await settle();
  }

  private async closeTop(): Promise<void> {
    const instance = this.stack.pop();
    if (instance) this.tell(instance, 'onUnload');
    await settle();
  }

  private tell(target: Record<string, unknown>, method: string, ...given: unknown[]): void {
    const found = target[method];
    if (typeof found === 'function') found.apply(target, given);
  }

  private load(module: string): unknown {
    const file = path.join(this.dist, module.endsWith('.js') ? module : `${module}.js`);
    const known = this.modules.get(file);
    if (known) return known.exports;
    const made = { exports: {} as unknown };
    this.modules.set(file, made);
    const before = this.loading;
    this.loading = path.relative(this.dist, file).replace(/\.js$/, '');
    const run = vm.runInContext(`(function(require,module,exports){${readFileSync(file, 'utf8')}\n})`, this.realm, {
      // No path on this disk: a report of a failure must not print whole minified files.
      filename: `weapp:///${this.loading}.js`,
    }) as (...given: unknown[]) => void;
    run((other: string) => this.load(path.relative(this.dist, path.resolve(path.dirname(file), other))), made, made.exports);
    this.loading = before;
    return made.exports;
  }

  private watched(provided: Record<string, unknown>): object {
    return new Proxy(provided, {
      get: (target, name) => {
        if (typeof name === 'symbol' || name in target) return target[name as string];
        this.missing.add(name);
        return undefined;
      },
    });
  }
}

const settle = (ms = 20) => new Promise<void>((done) => setTimeout(done, ms));

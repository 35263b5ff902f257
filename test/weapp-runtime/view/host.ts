/**
 * The browser's half of the view host: WeChat's component engine (glass-easel) draws the package's templates into this document,
 * while its modules run with nothing of the browser in reach. Asynchronous `wx` functions are answered by the test's process.
 */
import * as engine from 'glass-easel';

interface WeappPackage {
  templates: Record<string, unknown>;
  modules: Record<string, (...given: unknown[]) => void>;
  json: Record<string, { usingComponents?: Record<string, string>; navigationBarTitleText?: string }> & { app: AppJson };
  styles: Record<string, string>;
  components: Record<string, string[]>;
}
interface AppJson {
  pages: string[];
  window?: Record<string, string>;
  tabBar?: { color: string; selectedColor: string; list: { pagePath: string; text: string; iconPath?: string; selectedIconPath?: string }[] };
}
type Members = Record<string, unknown>;
interface OpenPage {
  instance: Members & { route: string };
  element: HTMLElement;
}
declare global {
  interface Window {
    weappPackage: WeappPackage;
    /** Answers an asynchronous wx function in the test's process: `{ result }` or `{ error }`. */
    answerWx(name: string, options: unknown): Promise<{ result?: object; error?: { errMsg: string; errno?: number } }>;
    weappReady: Promise<unknown>;
  }
}

const app = window.weappPackage;
const copy = <T>(value: T): T => (value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T));
const camel = (name: string) => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
const rpx = (css: string) => css.replace(/(-?[\d.]+)rpx/g, (_, size: string) => `${(Number(size) / 7.5).toFixed(4)}vw`);

// ---- what is drawn

const space = new engine.ComponentSpace();
space.updateComponentOptions({ writeIdToDOM: true } as never);
const template = (name: string) => ({ groupList: app.templates, content: app.templates[name] }) as never;

const backend = new engine.CurrentWindowBackendContext();
(backend as unknown as { document: unknown }).document = {
  createElement(tag: string) {
    const element = document.createElement(tag.startsWith('wx-') ? tag : `wx-${tag}`);
    const set = element.setAttribute.bind(element);
    element.setAttribute = (name: string, value: string) => set(name, name === 'style' ? rpx(value) : value);
    return element;
  },
  createTextNode: (text: string) => document.createTextNode(text),
  createDocumentFragment: () => document.createDocumentFragment(),
};
// The browser's own input and focus events would come in beside the component's.
const watched = backend as unknown as { setListenerStats(element: unknown, type: string, ...given: unknown[]): void };
const listen = watched.setListenerStats.bind(backend);
watched.setListenerStats = (element, type, ...given) => {
  if (/^(touch|animation|transition)/.test(type)) listen(element, type, ...given);
};
(backend as unknown as { onEvent(listener: (...given: unknown[]) => void): void }).onEvent((target, type, detail, options) => {
  engine.Event.triggerEvent(target as never, type as never, detail as never, options as never);
});

interface Native {
  triggerEvent(type: string, detail: unknown): void;
}
type Update = (data: Members) => void;

/** A text box: reports what is typed, and takes what the page sets. */
function textBox(box: HTMLInputElement | HTMLTextAreaElement, host: HTMLElement, component: Native): Update {
  host.appendChild(box);
  for (const type of ['input', 'focus', 'blur']) box.addEventListener(type, () => component.triggerEvent(type, { value: box.value, cursor: box.selectionStart }));
  return (data) => {
    box.placeholder = String(data['placeholder'] ?? '');
    if (Number(data['maxlength']) > 0) box.maxLength = Number(data['maxlength']);
    if (data['password'] && box instanceof HTMLInputElement) box.type = 'password';
    if (data['value'] !== undefined && data['value'] !== null && box.value !== String(data['value'])) box.value = String(data['value']);
  };
}
const fits: Record<string, string> = { aspectFill: 'cover', aspectFit: 'contain' };
const natives: Record<string, (host: HTMLElement, component: Native) => Update> = {
  image(host) {
    const picture = host.appendChild(document.createElement('img'));
    return (data) => {
      picture.src = String(data['src'] ?? '');
      picture.style.objectFit = fits[String(data['mode'])] ?? 'fill';
    };
  },
  input: (host, component) => textBox(document.createElement('input'), host, component),
  textarea: (host, component) => textBox(document.createElement('textarea'), host, component),
  'scroll-view': (host) => (data) => {
    host.style.overflowX = data['scrollX'] ? 'auto' : 'hidden';
    host.style.overflowY = data['scrollY'] ? 'auto' : 'hidden';
  },
};

for (const [tag, attributes] of Object.entries(app.components)) {
  if (tag === 'comp' || tag === 'custom-wrapper') continue;
  const definition = space.define(`wx/${tag}`).definition({
    properties: Object.fromEntries(attributes.map((name) => [camel(name), { type: null }])),
    template: template('host/slot'),
    lifetimes: {
      attached(this: never) {
        const self = this as Members & { $$?: HTMLElement; data: Members; update?: Update };
        const update = self.$$ && natives[tag]?.(self.$$, self as unknown as Native);
        if (update) self.update = update;
        update?.(self.data);
      },
    },
    observers: {
      '**'(this: never) {
        const self = this as { data: Members; update?: Update };
        self.update?.(self.data);
      },
    },
  } as never);
  space.setGlobalUsingComponent(tag, definition.registerComponent().general());
}
space.define('').template(template('host/slot')).registerComponent();

// ---- what runs

let application: Members = {};
let loading = '';
const modules = new Map<string, { exports: unknown }>();
const definitions = new Map<string, { general(): unknown }>();
const stack: OpenPage[] = [];
const tell = (target: Members, method: string, ...given: unknown[]) => (typeof target[method] === 'function' ? (target[method] as (...given: unknown[]) => unknown)(...given) : undefined);
const top = () => stack.at(-1) as OpenPage;

const plain = (element: unknown) => {
  const inner = (element as { _$?: unknown } | null)?._$ ?? element;
  const { id = '', dataset = {} } = (inner ?? {}) as { id?: string; dataset?: object };
  return { id, dataset: { ...dataset }, offsetLeft: 0, offsetTop: 0 };
};

function define(name: string, given: Members, isPage: boolean): void {
  const using = Object.fromEntries(Object.entries(app.json[name]?.usingComponents ?? {}).map(([tag, file]) => [tag, new URL(file, `http://package/${name}`).pathname]));
  const source = (isPage ? given : given['methods'] ?? {}) as Members;
  const methods: Members = {};
  for (const [method, body] of Object.entries(source)) {
    if (typeof body !== 'function') continue;
    methods[method] =
      method === 'eh'
        ? function (this: unknown, event: { type: string; target: unknown; currentTarget: unknown; detail: unknown }) {
            const { type, target, currentTarget, detail } = event;
            return body.call(this, { type, timeStamp: Date.now(), target: plain(target), currentTarget: plain(currentTarget), mark: {}, detail: detail ?? {}, touches: [], changedTouches: [], stopPropagation() {} });
          }
        : body;
  }
  const options = given['options'] as { virtualHost?: boolean } | undefined;
  const lifetimes = (given['lifetimes'] ?? {}) as Members;
  const component = space.define(name).usingComponents(using as never).options({ virtualHost: options?.virtualHost ?? false, dataDeepCopy: 0 } as never).definition({
    data: copy(given['data']) ?? {},
    properties: given['properties'] ?? {},
    observers: given['observers'] ?? {},
    methods,
    template: template(name),
    lifetimes: { attached: lifetimes['attached'] ?? given['attached'] ?? (() => undefined), detached: lifetimes['detached'] ?? given['detached'] ?? (() => undefined) },
  } as never);
  definitions.set(name, component.registerComponent());
}

/** The language without the browser. */
const bare: Members = {
  Object, Array, String, Number, Boolean, Symbol, BigInt, Function, Math, Date, JSON, RegExp, Error, TypeError, RangeError, SyntaxError, Promise, Map, Set, WeakMap, WeakSet, Proxy, Reflect, ArrayBuffer,
  DataView, Uint8Array, Int8Array, Uint16Array, Int16Array, Uint32Array, Int32Array, Float32Array, Float64Array, Uint8ClampedArray, parseInt, parseFloat, isNaN, isFinite, encodeURIComponent,
  decodeURIComponent, encodeURI, decodeURI, Infinity, NaN, console,
  setTimeout: setTimeout.bind(window), clearTimeout: clearTimeout.bind(window), setInterval: setInterval.bind(window), clearInterval: clearInterval.bind(window),
};
bare['global'] = bare['globalThis'] = bare;

function load(file: string): unknown {
  const name = file.replace(/^\//, '').replace(/\.js$/, '');
  const known = modules.get(name);
  if (known) return known.exports;
  const body = app.modules[name];
  if (!body) throw new Error(`the package has no module ${name}`);
  const made = { exports: {} as unknown };
  modules.set(name, made);
  const before = loading;
  loading = name;
  for (const file of Object.values(app.json[name]?.usingComponents ?? {})) {
    const used = new URL(file, `http://package/${name}`).pathname.slice(1);
    if (used !== name) load(used);
    loading = name;
  }
  body(
    (other: string) => load(new URL(other, `http://package/${name}`).pathname),
    made, made.exports, wx,
    (given: Members) => void (application = given),
    (given: Members) => define(loading, given, true),
    (given: Members) => define(loading, given, false),
    (given: unknown) => given,
    () => application,
    () => stack.map(({ instance }) => instance),
    bare, bare,
  );
  loading = before;
  return made.exports;
}

// ---- wx

type Options = Members & { success?: (result: object) => void; fail?: (error: object) => void; complete?: (result: object) => void };
const task = { abort() {}, onProgressUpdate() {}, offProgressUpdate() {}, onHeadersReceived() {}, offHeadersReceived() {} };

/** Same manners as `wx-call.ts`: a promise without callbacks, a task with them. */
function asynchronous(name: string, work?: (options: never) => unknown) {
  return (options: Options = {}) => {
    const { success, fail, complete, ...given } = options;
    const told = (async () => {
      const { result, error } = work ? { result: (await (work as (given: object) => unknown)(given)) as object | undefined, error: undefined } : await window.answerWx(name, copy(given));
      const answer = error ?? { errMsg: `${name}:ok`, ...result };
      (error ? fail : success)?.(answer);
      complete?.(answer);
      if (error && !(success || fail || complete)) throw error;
      return answer;
    })();
    return success || fail || complete ? task : told;
  };
}

const screen = document.getElementById('host-screen') as HTMLElement;
const storage = new Map<string, unknown>();
const launch = { path: app.json.app.pages[0], query: {}, scene: 1001 };
const device = {
  platform: 'ios', SDKVersion: '3.7.0', system: 'iOS 17', version: '8.0.50', brand: 'Apple', model: 'iPhone', language: 'zh_CN', fontSizeSetting: 16, fontSizeScaleFactor: 1, pixelRatio: devicePixelRatio,
  windowWidth: innerWidth, windowHeight: innerHeight - 88, screenWidth: innerWidth, screenHeight: innerHeight, statusBarHeight: 44,
  safeArea: { top: 44, bottom: 810, left: 0, right: innerWidth, width: innerWidth, height: 766 },
};
const answeredByTest = [
  'request', 'uploadFile', 'login', 'requestPayment', 'chooseLocation', 'openLocation', 'chooseMedia', 'chooseMessageFile', 'requestSubscribeMessage', 'previewImage', 'makePhoneCall', 'setClipboardData',
  'openSetting', 'openPrivacyContract', 'downloadFile', 'openDocument',
];
const listeners = [
  'onAppShow', 'onAppHide', 'offAppShow', 'offAppHide', 'onError', 'offError', 'onUnhandledRejection', 'onPageNotFound', 'onThemeChange', 'onMemoryWarning', 'onNetworkStatusChange', 'onNeedPrivacyAuthorization',
];
const wx: Members = {
  ...Object.fromEntries(answeredByTest.map((name) => [name, asynchronous(name)])),
  ...Object.fromEntries(['showToast', 'hideToast', 'showLoading', 'hideLoading', 'stopPullDownRefresh'].map((name) => [name, asynchronous(name, () => ({}))])),
  ...Object.fromEntries(listeners.map((name) => [name, () => undefined])),
  getSystemInfoSync: () => device, getWindowInfo: () => device, getDeviceInfo: () => device, getAppBaseInfo: () => device,
  getAccountInfoSync: () => ({ miniProgram: { appId: 'touristappid', envVersion: 'develop' } }),
  getMenuButtonBoundingClientRect: () => ({ top: 48, left: 281, width: 87, height: 32, right: 368, bottom: 80 }),
  getLaunchOptionsSync: () => launch, getEnterOptionsSync: () => launch,
  canIUse: () => true,
  nextTick: (work: () => void) => setTimeout(work, 0),
  getStorageSync: (key: string) => storage.get(key) ?? '',
  setStorageSync: (key: string, value: unknown) => void storage.set(key, value),
  removeStorageSync: (key: string) => void storage.delete(key),
  setNavigationBarTitle: asynchronous('setNavigationBarTitle', ({ title }: { title: string }) => drawBars(title)),
  pageScrollTo: asynchronous('pageScrollTo', ({ scrollTop = 0 }: { scrollTop?: number }) => screen.scrollTo(0, scrollTop)),
  navigateTo: asynchronous('navigateTo', ({ url }: { url: string }) => open(url)),
  redirectTo: asynchronous('redirectTo', ({ url }: { url: string }) => {
    close();
    return open(url);
  }),
  switchTab: asynchronous('switchTab', ({ url }: { url: string }) => alone(url)),
  reLaunch: asynchronous('reLaunch', ({ url }: { url: string }) => alone(url)),
  navigateBack: asynchronous('navigateBack', ({ delta = 1 }: { delta?: number }) => back(delta)),
};

// ---- pages and bars

function close(): void {
  const page = stack.pop();
  if (!page) return;
  tell(page.instance, 'onUnload');
  page.element.remove();
}
function alone(url: string): unknown {
  while (stack.length > 0) close();
  return open(url);
}
function back(delta: number): void {
  for (let left = delta; left > 0 && stack.length > 1; left--) close();
  top().element.hidden = false;
  tell(top().instance, 'onShow');
  drawBars();
}

function open(url: string): object {
  const [route = '', query = ''] = url.replace(/^\//, '').split('?');
  if (!app.json[route]) throw new Error(`page not found: ${route}`);
  load(route);
  const before = stack.at(-1);
  if (before) {
    tell(before.instance, 'onHide');
    before.element.hidden = true;
  }
  const element = document.createElement('div');
  element.className = 'wx-page';
  const place = element.appendChild(document.createElement('span'));
  screen.appendChild(element);
  const component = engine.Component.createWithContext('page', definitions.get(route)?.general() as never, backend);
  const instance = component.getMethodCaller() as unknown as OpenPage['instance'];
  instance.route = instance['__route__'] = route;
  instance['options'] = Object.fromEntries(query.split('&').filter(Boolean).map((pair) => pair.split('=', 2)));
  const setData = component.setData.bind(component);
  instance['setData'] = (patch: Members, done?: () => void) => {
    // Taro writes `root.cn.[0]`; the engine reads `root.cn[0]`.
    setData(Object.fromEntries(Object.entries(patch).map(([key, value]) => [key.replace(/\.\[/g, '['), copy(value)])) as never);
    setTimeout(() => done?.call(instance), 0);
  };
  stack.push({ instance, element });
  tell(instance, 'onLoad', instance['options']);
  engine.Element.replaceDocumentElement(component as never, element as never, place as never);
  tell(instance, 'onShow');
  tell(instance, 'onReady');
  drawBars();
  return {};
}

function drawBars(title?: string): void {
  const { route } = top().instance;
  const look = { ...app.json.app.window, ...app.json[route] } as Record<string, string>;
  const bar = document.getElementById('host-title') as HTMLElement;
  bar.textContent = title ?? look['navigationBarTitleText'] ?? '';
  bar.style.cssText = `background:${look['navigationBarBackgroundColor']};color:${look['navigationBarTextStyle']}`;
  if (stack.length > 1) {
    const arrow = document.createElement('span');
    Object.assign(arrow, { className: 'back', textContent: '‹', onclick: () => back(1) });
    bar.prepend(arrow);
  }
  const tabs = document.getElementById('host-tabs') as HTMLElement;
  const { list = [], color = '', selectedColor = '' } = app.json.app.tabBar ?? {};
  tabs.hidden = !list.some(({ pagePath }) => pagePath === route);
  tabs.replaceChildren(
    ...list.map(({ pagePath, text, iconPath, selectedIconPath }) => {
      const on = pagePath === route;
      const tab = document.createElement('div');
      tab.style.color = on ? selectedColor : color;
      const icon = tab.appendChild(document.createElement('img'));
      icon.src = `/package/${on ? selectedIconPath : iconPath}`;
      tab.append(text);
      tab.onclick = () => alone(pagePath);
      return tab;
    }),
  );
  screen.style.setProperty('--page-height', `${screen.clientHeight}px`);
}

/** Package styles speak of WeChat's elements; here those are `wx-…`. A page's own height is what is between the bars. */
for (const css of Object.values(app.styles)) {
  const element = document.createElement('style');
  element.textContent = rpx(css)
    .replace(/@import[^;]+;/g, '')
    .replace(/100vh/g, 'var(--page-height)')
    .replace(/(^|[},\s])page(?=[\s{,:.])/g, '$1.wx-page')
    .replace(/(^|[},\s>+~])(view|text|image|button|input|textarea|scroll-view|picker|map|label|form)(?=[\s{,:.>[])/g, '$1wx-$2');
  document.head.appendChild(element);
}

load('app');
tell(application, 'onLaunch', launch);
tell(application, 'onShow', launch);
window.weappReady = Promise.resolve(open(`/${app.json.app.pages[0]}`));

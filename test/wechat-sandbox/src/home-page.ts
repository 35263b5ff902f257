import { FAULT_KINDS, type Fault, type FaultKind } from './faults.js';
import { type Html, html, page } from './html.js';
import type { Notification, NotificationAttempt } from './notifications.js';
import type { PayOrder } from './pay-orders.js';
import type { Refund } from './refunds.js';
import { shanghaiTime } from './sandbox-clock.js';
import type { SandboxParts } from './sandbox-parts.js';
import { SETTING_CHOICES, type SandboxSettings } from './settings.js';

const RECENT = 30;

const yuan = (fen: number): string => (fen / 100).toFixed(2);
const time = (instant: string | undefined): string => (instant ? shanghaiTime(new Date(instant)).slice(5) : '');
const recent = <T>(all: T[]): T[] => all.slice(-RECENT).toReversed();

const ORDER_STATES: Record<PayOrder['state'], [string, string]> = { NOTPAY: ['未支付', 'wait'], SUCCESS: ['已支付', 'good'], CLOSED: ['已关闭', ''], REFUND: ['有退款', 'wait'] };
const REFUND_STATES: Record<Refund['status'], [string, string]> = { PROCESSING: ['处理中', 'wait'], SUCCESS: ['成功', 'good'], CLOSED: ['关闭', ''], ABNORMAL: ['异常', 'bad'] };
const NOTIFICATION_STATES: Record<Notification['state'], [string, string]> = { waiting: ['待送达', 'wait'], delivered: ['已送达', 'good'], 'given-up': ['已放弃', 'bad'] };

const tag = ([label, look]: [string, string]): Html => html`<span class="tag ${look}">${label}</span>`;

/** What the sandbox did lately, and its switches. */
export function homePage(parts: SandboxParts): string {
  const { credentials } = parts.keys;
  return page({ title: '微信沙箱', kind: 'desk' }, html`<main>
    <header><div><h1>微信沙箱</h1><p class="soft">代替微信的服务器：登录、订阅消息、微信支付。商户号 ${credentials.mchId}，小程序 ${credentials.appId}，网页 ${credentials.h5AppId}</p></div>
      <nav><a href="/">刷新</a><a href="/sandbox/phone">手机上的服务通知</a><a href="/sandbox/messages">消息 JSON</a><a href="/sandbox/notifications">通知 JSON</a></nav></header>
    ${orderSection(parts)}
    ${notificationSection(parts.notifications.list())}
    <div class="columns">${faultSection(parts.faults.list())}<div>${settingSection(parts.settings.values)}${messageSection(parts)}${userSection(parts)}</div></div>
  </main>`);
}

function orderSection({ orders, refunds }: SandboxParts): Html {
  const rows = recent(orders.list());
  const refundsOf = (order: PayOrder): Refund[] => refunds.list().filter((refund) => refund.outTradeNo === order.outTradeNo);
  return html`<section id="orders"><h2>最近的订单</h2>${rows.length === 0 && html`<p class="soft">还没有订单。</p>`}
    ${rows.length > 0 && html`<div class="scroll"><table><tr><th>下单时间</th><th>商户单号</th><th>商品</th><th>方式</th><th>金额（元）</th><th>状态</th><th>支付时间</th><th>微信单号</th><th>退款</th></tr>
    ${rows.map((order) => html`<tr><td>${time(order.createdAt)}</td><td><code>${order.outTradeNo}</code></td><td>${order.description}</td><td>${order.tradeType}</td>
      <td class="num">${yuan(order.total)}</td><td>${tag(ORDER_STATES[order.state])} ${nativeLink(order)}</td><td>${time(order.paidAt)}</td><td><code>${order.transactionId}</code></td>
      <td>${refundsOf(order).map((refund) => html`<div>${yuan(refund.refund)} ${tag(REFUND_STATES[refund.status])}</div>`)}</td></tr>`)}</table></div>`}</section>`;
}

function nativeLink(order: PayOrder): Html | undefined {
  const codeUrl = order.sessions.at(-1)?.id;
  if (order.tradeType !== 'NATIVE' || order.state !== 'NOTPAY' || !codeUrl) return undefined;
  return html`<a href="/sandbox/native?code_url=${encodeURIComponent(codeUrl)}">扫码支付</a>`;
}

function notificationSection(notifications: Notification[]): Html {
  const rows = recent(notifications);
  return html`<section id="notifications"><h2>支付与退款通知</h2>${rows.length === 0 && html`<p class="soft">还没有通知。</p>`}
    ${rows.length > 0 && html`<div class="scroll"><table><tr><th>产生时间</th><th>事件</th><th>商户单号</th><th>状态</th><th>各次发送</th><th></th></tr>
    ${rows.map((one) => html`<tr><td>${time(one.createTime)}</td><td>${one.eventType}</td><td><code>${one.outTradeNo}</code></td>
      <td>${tag(NOTIFICATION_STATES[one.state])}${one.nextAttemptAt !== undefined && one.attempts.length > 0 && html`<br><span class="soft">下次 ${time(one.nextAttemptAt)}</span>`}</td>
      <td><ol>${one.attempts.map(attemptLine)}</ol></td>
      <td><form class="inline" method="post" action="/sandbox/page/resend"><input type="hidden" name="id" value="${one.id}"><button>重发</button></form></td></tr>`)}</table></div>`}</section>`;
}

function attemptLine(attempt: NotificationAttempt): Html {
  const accepted = attempt.status === 200 || attempt.status === 204;
  const asExpected = attempt.expected === 'either' || accepted === (attempt.expected === 'accept');
  const outcome = attempt.status !== undefined ? `应答 ${attempt.status}` : attempt.error;
  const verdict = attempt.expected === 'refuse' ? (accepted ? '（错误：伪造的通知被接受）' : '（正确拒绝）') : '';
  return html`<li>${time(attempt.at)} <span class="tag ${asExpected ? 'good' : 'bad'}">${outcome}${verdict}</span> ${attempt.fault && FAULT_KINDS[attempt.fault]}</li>`;
}

function faultSection(active: Fault[]): Html {
  const usesMs: readonly FaultKind[] = ['notify-delay', 'notify-reorder', 'api-slow'];
  return html`<section id="faults"><h2>故障开关</h2><p class="soft">次数留空表示一直有效，直到关闭；重启后全部关闭。</p>
    <form method="post" action="/sandbox/page/fault"><input type="hidden" name="clear" value="yes"><button>全部关闭</button></form>
    <div class="scroll"><table class="faults"><tr><th>故障</th><th>状态</th><th></th></tr>
    ${(Object.keys(FAULT_KINDS) as FaultKind[]).map((kind) => {
      const on = active.filter((fault) => fault.kind === kind);
      return html`<tr><td>${FAULT_KINDS[kind]}<br><span class="soft">${kind}</span></td>
        <td>${on.length === 0 && '关'}${on.map((fault) => html`<span class="tag bad">${fault.count === undefined ? '一直' : `剩 ${fault.count} 次`}${fault.ms !== undefined && ` · ${fault.ms} 毫秒`}</span>`)}</td>
        <td><form method="post" action="/sandbox/page/fault"><input type="hidden" name="kind" value="${kind}">
          <input name="count" type="number" min="1" placeholder="次数" aria-label="${FAULT_KINDS[kind]}：次数">
          ${usesMs.includes(kind) && html`<input name="ms" type="number" min="0" placeholder="毫秒" aria-label="${FAULT_KINDS[kind]}：毫秒">`}
          <button class="primary" name="on" value="yes">打开</button> <button name="on" value="no">关闭</button></form></td></tr>`;
    })}</table></div></section>`;
}

const SETTING_LABELS: Record<keyof SandboxSettings, string> = {
  signingMode: '签名方式', refundOutcome: '退款结果', billReady: '账单何时可取', balanceShort: '商户余额不足', closePaidError: '关闭已支付订单的错误码',
  probeEvery: '每几条通知先发探测（0 为不发）', messagePushUrl: '消息推送地址',
};

const CHOICE_LABELS: Record<string, string> = {
  migration: '切换期：证书与公钥轮流', certificate: '平台证书', 'public-key': '微信支付公钥', SUCCESS: '成功', ABNORMAL: '异常', CLOSED: '关闭', PROCESSING: '一直处理中',
  'next-day-10': '次日 10 点后', 'at-once': '立即（演示用）',
};

function settingSection(values: SandboxSettings): Html {
  return html`<section id="settings"><h2>设置</h2><form class="settings" method="post" action="/sandbox/page/settings">
    ${(Object.keys(SETTING_LABELS) as (keyof SandboxSettings)[]).map((name) => html`<label for="${name}">${SETTING_LABELS[name]}</label>${settingInput(name, values)}`)}
    <span></span><button class="primary">保存</button></form></section>`;
}

function settingInput(name: keyof SandboxSettings, values: SandboxSettings): Html {
  const value = values[name];
  const choices = SETTING_CHOICES[name] as readonly string[] | undefined;
  if (choices) return html`<select id="${name}" name="${name}">${choices.map((choice) => html`<option value="${choice}" ${choice === value && 'selected'}>${CHOICE_LABELS[choice] ?? choice}</option>`)}</select>`;
  if (typeof value === 'boolean') return html`<select id="${name}" name="${name}"><option value="no">否</option><option value="yes" ${value && 'selected'}>是</option></select>`;
  return html`<input id="${name}" name="${name}" type="${typeof value === 'number' ? 'number' : 'url'}" value="${value}">`;
}

function messageSection({ subscribeMessages }: SandboxParts): Html {
  const rows = subscribeMessages.listSent().slice(-5).toReversed();
  return html`<section id="messages"><h2>订阅消息</h2>${rows.length === 0 && html`<p class="soft">还没有发出订阅消息。</p>`}
    ${rows.map((message) => html`<p>${time(message.at)} ${message.userName}：${message.title}<br><span class="soft">${message.lines.map((line) => `${line.label} ${line.value}`).join('；')}</span></p>`)}
    <p><a href="/sandbox/phone">像手机上那样查看 ›</a></p></section>`;
}

function userSection({ users, phoneNumbers }: SandboxParts): Html {
  return html`<section id="users"><h2>微信用户</h2><p class="soft">手机号快速验证已成功 ${phoneNumbers.charged} 次（真实环境按次收费）。</p>
    <table>${users.list().slice(-20).map((user) => html`<tr><td>${user.name}</td><td>${user.phone}</td><td><code>${user.id}</code></td></tr>`)}</table></section>`;
}

import { type Html, html, page } from './html.js';
import type { PayOrder } from './pay-orders.js';
import type { SandboxUser } from './users.js';

export const MERCHANT_NAME = '首问演示水务';

export interface PaySheet {
  order: PayOrder;
  /** Sent back with the choice. */
  hidden: [string, string][];
  action: string;
  /** Native orders: anyone may scan, so the payer is chosen. */
  payers?: SandboxUser[];
  payerName?: string;
  notice?: string;
}

const yuan = (fen: number): string => (fen / 100).toFixed(2);

/** The sheet WeChat pulls up: merchant, what for, how much, confirm or cancel. */
export function paySheetPage(sheet: PaySheet): string {
  const { order } = sheet;
  return page({ title: '微信支付（沙箱）', kind: 'phone' }, html`<main class="sheet">
    <p class="soft">微信支付（沙箱，不会扣款）</p>
    <h1>${MERCHANT_NAME}</h1>
    <p class="yuan">¥${yuan(order.total)}</p>
    ${sheet.notice !== undefined && html`<p class="warn" role="alert">${sheet.notice}</p>`}
    <form method="post" action="${sheet.action}">
      ${sheet.hidden.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
      <dl><div><dt>商品</dt><dd>${order.description}</dd></div>
        <div><dt>商户单号</dt><dd>${order.outTradeNo}</dd></div>
        <div><dt>付款人</dt><dd>${sheet.payers ? payerChoice(sheet.payers) : sheet.payerName}</dd></div>
        <div><dt>付款方式</dt><dd>零钱</dd></div></dl>
      <button class="primary big" name="choice" value="confirm">确认支付</button>
      <button class="big" name="choice" value="cancel">取消</button>
      <p class="soft" style="margin-top:20px">演示失败：<button name="choice" value="decline">余额不足</button></p>
    </form></main>`);
}

function payerChoice(payers: SandboxUser[]): Html {
  return html`<select name="user" aria-label="付款人">${payers.map((user) => html`<option value="${user.id}">${user.name}</option>`)}</select>`;
}

export function payResultPage(title: string, text: string): string {
  return page({ title: '微信支付（沙箱）', kind: 'phone' }, html`<main class="sheet"><h1>${title}</h1><p>${text}</p><p><a href="/">返回沙箱首页</a></p></main>`);
}

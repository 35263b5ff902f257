import { html, page } from './html.js';
import { MERCHANT_NAME } from './cashier-page.js';
import { shanghaiTime } from './sandbox-clock.js';
import type { SentMessage } from './subscribe-message.js';
import type { SandboxUser } from './users.js';

/** The subscribe messages of one user, or of all, as the phone's "service notices" shows them. */
export function phonePage(messages: SentMessage[], users: SandboxUser[], chosen: string): string {
  const shown = messages.filter((message) => chosen === '' || message.userId === chosen).toReversed();
  return page({ title: '服务通知（沙箱）', kind: 'phone' }, html`<div class="cards"><main>
    <h1>服务通知</h1>
    <form class="row" method="get"><select name="user" aria-label="微信用户" style="flex:1;min-height:48px"><option value="">全部用户</option>
      ${users.map((user) => html`<option value="${user.id}" ${user.id === chosen && 'selected'}>${user.name}</option>`)}</select><button>查看</button></form>
    <p></p>
    ${shown.length === 0 && html`<p class="soft">还没有收到订阅消息。</p>`}
    ${shown.map((message) => html`<p class="when">${shanghaiTime(new Date(message.at)).slice(0, 16)}${chosen === '' && ` · 发给${message.userName}`}</p>
      <article class="card"><p class="soft">${MERCHANT_NAME}</p><h2>${message.title}</h2>
        <dl>${message.lines.map((line) => html`<div><dt>${line.label}</dt><dd>${line.value}</dd></div>`)}</dl>
        <footer>${message.page ? `进入小程序：${message.page}` : '不跳转'}</footer></article>`)}
  </main></div>`);
}

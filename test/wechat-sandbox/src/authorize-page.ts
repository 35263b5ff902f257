import { html, page } from './html.js';
import type { SandboxCredentials } from './keys.js';
import type { SandboxUser } from './users.js';

export interface AuthorizeRequest {
  redirectUri: URL;
  state: string;
}

/** What `open.weixin.qq.com/connect/oauth2/authorize` accepts; a text is the page's complaint. */
export function readAuthorizeRequest(query: URLSearchParams, credentials: SandboxCredentials): AuthorizeRequest | string {
  if (query.get('appid') !== credentials.h5AppId) return 'AppID 参数错误（10013）';
  if (query.get('response_type') !== 'code') return 'response_type 参数错误（10004）';
  if (!['snsapi_base', 'snsapi_userinfo'].includes(query.get('scope') ?? '')) return 'Scope 参数错误或没有 Scope 权限（10005）';
  const redirect = query.get('redirect_uri') ?? '';
  if (!URL.canParse(redirect) || !['http:', 'https:'].includes(new URL(redirect).protocol)) return 'redirect_uri 参数错误（10003）';
  const state = query.get('state') ?? '';
  if (!/^[A-Za-z0-9]{0,128}$/.test(state)) return 'state 参数错误：只能是字母和数字，最多 128 个';
  return { redirectUri: new URL(redirect), state };
}

/** Where the browser goes after the choice. */
export function redirectWithCode(request: AuthorizeRequest, code: string): string {
  const target = new URL(request.redirectUri);
  target.searchParams.set('code', code);
  target.searchParams.set('state', request.state);
  return target.toString();
}

export function authorizePage(query: URLSearchParams, users: SandboxUser[]): string {
  const linkAs = (user: string): string => `?${new URLSearchParams([...query.entries(), ['as', user]]).toString()}`;
  return page({ title: '微信登录（沙箱）', kind: 'phone' }, html`<main>
    <h1>选择微信用户</h1>
    <p class="soft">这是微信沙箱。真实环境中微信会直接认出打开网页的人，这里由演示者选择。</p>
    ${users.map((user) => html`<a class="user" href="${linkAs(user.id)}"><span class="face">${[...user.name][0]}</span>
      <span>${user.name}<br><span class="soft">${user.phone ?? '未绑定手机号'}</span></span><span class="go">登录 ›</span></a>`)}
    <form class="row" method="get">
      ${[...query.entries()].map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
      <input type="hidden" name="as" value="new"><input name="name" placeholder="新用户的称呼" aria-label="新用户的称呼" maxlength="20">
      <button class="primary">新用户登录</button>
    </form></main>`);
}

export function authorizeErrorPage(complaint: string): string {
  return page({ title: '微信登录（沙箱）', kind: 'phone' }, html`<main class="sheet"><h1>无法登录</h1><p class="warn">${complaint}</p></main>`);
}

import * as z from 'zod/mini';
import { endpoint } from './endpoint.js';
import { text } from './field.js';

export interface ResidentProfile {
  id: number;
  /** Masked, or null while none was given. */
  phoneMasked: string | null;
  boundAccountCount: number;
}
export interface ResidentSession {
  /** Sent as `Authorization: Bearer …`. */
  token: string;
  expiresAt: string;
  resident: ResidentProfile;
}

/** `via` says which WeChat login the code came from: `wx.login` in the mini-program or the web authorisation. */
export const login = endpoint<ResidentSession>()({
  method: 'POST',
  path: '/api/identity/login',
  summary: '居民登录：用微信登录凭证换取会话',
  body: z.object({ via: z.enum(['weapp', 'h5']), code: text('登录凭证', 200) }),
});
export const logout = endpoint<{ done: true }>()({ method: 'POST', path: '/api/identity/logout', summary: '居民退出登录' });
export const me = endpoint<ResidentProfile>()({ method: 'GET', path: '/api/identity/me', summary: '当前居民' });

/** Where the browser goes to log in; WeChat returns to `returnTo` with `code` and `state`. */
export const webAuthorization = endpoint<{ url: string }>()({
  method: 'GET',
  path: '/api/identity/web-authorization',
  summary: '网页登录地址',
  query: z.object({ returnTo: text('返回地址', 500), state: z.string().check(z.regex(/^[0-9a-zA-Z]{8,64}$/)) }),
});

/** The phone number behind `button open-type=getPhoneNumber`; kept encrypted. Whole in the answer: it is the resident's own, for forms that ask for it. */
export const sharePhone = endpoint<{ phoneMasked: string; phone: string }>()({
  method: 'POST',
  path: '/api/identity/phone',
  summary: '使用微信手机号',
  body: z.object({ code: text('手机号凭证', 200) }),
});

/** What a client must know before it can work; no secrets. */
export interface ClientConfiguration {
  companyName: string;
  hotlinePhone: string;
  /** A page that plays the WeChat cashier for browsers outside WeChat; null in production. */
  cashierPage: string | null;
  /** `https://…/{z}/{x}/{y}.png`, or null: then the map shows the sketch only. */
  mapTiles: string | null;
  mapCenter: { latitude: number; longitude: number };
  /** Streets and districts of the city as a simple sketch, for maps without tiles (GeoJSON FeatureCollection of LineStrings and Polygons with `name`). */
  mapSketch: unknown;
  subscribeTemplates: { id: string; purpose: 'ticket' | 'appointment' | 'bill' }[];
  weappId: string;
}
export const clientConfiguration = endpoint<ClientConfiguration>()({ method: 'GET', path: '/api/client-configuration', summary: '客户端配置' });

/** What the WeChat client, its user and the fault switches do, by the sandbox's control pages. */
import type { Fault, FaultKind } from '../wechat-sandbox/src/faults.js';
import type { Plant } from '../wechat-sandbox/src/trade-bill-plants.js';

export type { Fault, FaultKind };

export class SandboxControl {
  constructor(readonly url: string) {}

  /** A WeChat user; known again by `id` over restarts. */
  createUser(user: { id?: string; name?: string; phone?: string; blocked?: boolean } = {}): Promise<{ id: string; name: string }> {
    return this.post('users', user);
  }
  /** What `wx.login` (weapp) or the web authorisation (h5) hands to the app. */
  async loginCode(user: string, kind: 'weapp' | 'h5' = 'weapp'): Promise<string> {
    return (await this.post<{ code: string }>('login-code', { user, kind })).code;
  }
  async phoneCode(user: string, phone?: string): Promise<string> {
    return (await this.post<{ code: string }>('phone-code', { user, phone })).code;
  }
  /** The user's answer to a request to send `times` messages. */
  consent(user: string, templateId: string, times = 1): Promise<{ left: number }> {
    return this.post('consent', { user, templateId, times });
  }
  /** The user pays (or not) with the signed parameters the server gave; `late`: after the order was to expire. */
  pay(parameters: Record<string, unknown>, options: { outcome?: 'confirm' | 'cancel' | 'decline'; user?: string; late?: boolean } = {}): Promise<{ errMsg: string; trade_state: string; out_trade_no?: string; transaction_id?: string }> {
    return this.post('pay', { ...parameters, ...options });
  }
  async messages(): Promise<Record<string, unknown>[]> {
    return (await this.get<{ messages: Record<string, unknown>[] }>('messages')).messages;
  }
  orders(): Promise<{ orders: Record<string, unknown>[]; refunds: Record<string, unknown>[] }> {
    return this.get('orders');
  }
  async notifications(): Promise<Record<string, unknown>[]> {
    return (await this.get<{ notifications: Record<string, unknown>[] }>('notifications')).notifications;
  }
  resend(notification: string): Promise<unknown> {
    return this.post(`notifications/${notification}/resend`, {});
  }
  fault(fault: Fault): Promise<unknown> {
    return this.post('faults', fault);
  }
  noFaults(): Promise<unknown> {
    return this.post('faults', { clear: true });
  }
  /** A mistake in a trade bill. */
  plant(plant: Plant): Promise<unknown> {
    return this.post('trade-bill-plants', plant);
  }
  noPlants(): Promise<unknown> {
    return this.post('trade-bill-plants', { clear: true });
  }
  /** Moves WeChat's clock: milliseconds ahead of real time. */
  clock(offsetMs: number): Promise<unknown> {
    return this.post('clock', { offsetMs, signatureOffsetMs: offsetMs });
  }
  setting(settings: Record<string, unknown>): Promise<unknown> {
    return this.post('settings', settings);
  }

  /** Another platform certificate signs from now on. */
  rotateCertificate(): Promise<{ serial: string }> {
    return this.post('rotate-certificate', {});
  }

  private get<T>(path: string): Promise<T> {
    return this.answer(fetch(`${this.url}/sandbox/${path}`));
  }
  private post<T>(path: string, body: object): Promise<T> {
    return this.answer(fetch(`${this.url}/sandbox/${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }));
  }
  private async answer<T>(response: Promise<Response>): Promise<T> {
    const answer = await response;
    const body = (await answer.json()) as T;
    if (!answer.ok) throw new Error(`the sandbox answered ${answer.status}: ${JSON.stringify(body)}`);
    return body;
  }
}

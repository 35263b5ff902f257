import { randomUUID } from 'node:crypto';
import type { Fault, FaultKind, Faults } from './faults.js';
import type { JsonObject } from './field-check.js';
import { FORGERIES, type Forgery, type NotificationMessage, composeNotification } from './forged-notification.js';
import type { SandboxKeys } from './keys.js';
import type { PlatformSigner } from './platform-signer.js';
import { type SandboxClock, rfc3339 } from './sandbox-clock.js';
import type { Settings } from './settings.js';
import type { Collection } from './store.js';
import type { Timers } from './timers.js';

export interface NotificationRequest {
  eventType: string;
  summary: string;
  originalType: 'transaction' | 'refund';
  notifyUrl: string;
  outTradeNo: string;
  payload: JsonObject;
}

export interface NotificationContent extends NotificationRequest {
  id: string;
  createTime: string;
}

export interface NotificationAttempt {
  at: string;
  /** The fault at work in this attempt. */
  fault?: FaultKind;
  /** Genuine ones are to be accepted, forged ones and probes refused; a replayed one only must not count twice. */
  expected: 'accept' | 'refuse' | 'either';
  requestHeaders?: Record<string, string>;
  requestBody?: string;
  status?: number;
  responseBody?: string;
  error?: string;
  durationMs?: number;
}

export interface Notification extends NotificationContent {
  state: 'waiting' | 'delivered' | 'given-up';
  /** Attempts of the schedule made so far; re-sends and duplicates do not count. */
  step: number;
  nextAttemptAt?: string;
  attempts: NotificationAttempt[];
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** After the first attempt. */
export const RETRY_SCHEDULE_MS = [
  15 * SECOND, 15 * SECOND, 30 * SECOND, 3 * MINUTE, 10 * MINUTE, 20 * MINUTE, 30 * MINUTE, 30 * MINUTE, 30 * MINUTE, 60 * MINUTE,
  3 * HOUR, 3 * HOUR, 3 * HOUR, 6 * HOUR, 6 * HOUR,
] as const;

const ANSWER_WITHIN_MS = 5 * SECOND;
const LONGEST_HOLD_MS = 10 * SECOND;
const KEPT_RESPONSE_CHARACTERS = 500;

/** Delivers notifications as WeChat does: signed anew each time, again and again until 200 or 204. */
export class Notifications {
  private held?: { release: () => void };
  private sentCount = 0;
  private readonly onTheWay = new Set<Promise<unknown>>();

  constructor(
    private readonly stored: Collection<Notification>,
    private readonly keys: SandboxKeys,
    private readonly signer: PlatformSigner,
    private readonly faults: Faults,
    private readonly settings: Settings,
    private readonly clock: SandboxClock,
    private readonly timers: Timers,
  ) {}

  /** Takes up after a restart what was still to be delivered. */
  resume(): void {
    for (const notification of this.stored.values()) {
      if (notification.state === 'waiting') this.schedule(notification, Math.max(0, Date.parse(notification.nextAttemptAt ?? '') - Date.now() || 0));
    }
  }

  list(): Notification[] {
    return this.stored.values();
  }

  get(id: string): Notification | undefined {
    return this.stored.get(id);
  }

  send(request: NotificationRequest): Notification {
    const notification: Notification = {
      ...request, id: randomUUID(), createTime: rfc3339(this.clock.now()), state: 'waiting', step: 0, attempts: [],
    };
    this.schedule(notification, 0);
    return notification;
  }

  /** Once more now, whatever happened before, untouched by faults. */
  async resend(notification: Notification): Promise<NotificationAttempt> {
    return this.deliver(notification);
  }

  /** When the requests cut off by closing have ended. What was not answered is sent again after a restart. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.onTheWay);
  }

  private schedule(notification: Notification, afterMs: number): void {
    notification.nextAttemptAt = new Date(Date.now() + afterMs).toISOString();
    this.stored.put(notification.id, notification);
    this.timers.after(afterMs, () => void this.attempt(notification));
  }

  private async attempt(notification: Notification): Promise<void> {
    const strikes = (kinds: FaultKind | readonly FaultKind[]): Fault | undefined => this.faults.take(kinds, notification.eventType);
    if (notification.state !== 'waiting') return;
    if (strikes('notify-lose')) {
      this.record(notification, { at: new Date().toISOString(), fault: 'notify-lose', expected: 'accept', error: '丢失，未发送' });
      return this.retryLater(notification);
    }
    const delay = strikes('notify-delay');
    if (delay) await this.pause(delay.ms ?? SECOND);
    const reorder = this.held ? undefined : strikes('notify-reorder');
    if (reorder) await this.holdUntilNext(reorder.ms ?? LONGEST_HOLD_MS);

    const forgery = this.forgeryFor(notification, strikes);
    if (forgery) {
      await this.deliver(notification, forgery, forgery);
      if (this.timers.closing.aborted) return;
      return this.retryLater(notification); // the genuine one follows
    }
    const copies = strikes('notify-duplicate') ? 2 : 1;
    const attempts = await Promise.all(Array.from({ length: copies }, () =>
      this.deliver(notification, undefined, copies > 1 ? 'notify-duplicate' : reorder?.kind ?? delay?.kind)));
    if (this.timers.closing.aborted) return;
    this.releaseHeld();
    const accepted = attempts.find(isAccepted);
    if (!accepted) return this.retryLater(notification);
    notification.state = 'delivered';
    notification.nextAttemptAt = undefined;
    this.stored.put(notification.id, notification);
    if (strikes('notify-replay')) await this.replay(notification, accepted);
  }

  private forgeryFor(notification: Notification, strikes: (kinds: readonly FaultKind[]) => Fault | undefined): Forgery | undefined {
    const fault = strikes(FORGERIES);
    if (fault) return fault.kind as Forgery;
    if (notification.step > 0) return undefined;
    this.sentCount += 1;
    const { probeEvery } = this.settings.values;
    return probeEvery > 0 && this.sentCount % probeEvery === 0 ? 'notify-probe' : undefined;
  }

  private retryLater(notification: Notification): void {
    const wait = RETRY_SCHEDULE_MS[notification.step];
    notification.step += 1;
    if (wait !== undefined) return this.schedule(notification, this.timers.scaled(wait));
    notification.state = 'given-up';
    notification.nextAttemptAt = undefined;
    this.stored.put(notification.id, notification);
  }

  private async deliver(notification: Notification, forgery?: Forgery, fault?: FaultKind): Promise<NotificationAttempt> {
    return this.post(notification, await composeNotification(notification, this.keys, this.signer, forgery), forgery ? 'refuse' : 'accept', fault);
  }

  /** The very bytes and headers of an accepted attempt once more, as an eavesdropper would send them. */
  private async replay(notification: Notification, attempt: NotificationAttempt): Promise<void> {
    const { requestHeaders: headers, requestBody: body } = attempt;
    if (headers && body) await this.post(notification, { headers, body }, 'either', 'notify-replay');
  }

  private async post(notification: Notification, message: NotificationMessage, expected: NotificationAttempt['expected'], fault?: FaultKind): Promise<NotificationAttempt> {
    const attempt: NotificationAttempt = { at: new Date().toISOString(), fault, expected, requestHeaders: message.headers, requestBody: message.body };
    const exchange = this.exchange(notification.notifyUrl, message, attempt);
    this.onTheWay.add(exchange);
    await exchange;
    this.onTheWay.delete(exchange);
    if (!this.timers.closing.aborted) this.record(notification, attempt);
    return attempt;
  }

  private async exchange(url: string, message: NotificationMessage, attempt: NotificationAttempt): Promise<void> {
    const signal = AbortSignal.any([AbortSignal.timeout(ANSWER_WITHIN_MS), this.timers.closing]);
    try {
      const response = await fetch(url, { method: 'POST', headers: message.headers, body: message.body, redirect: 'manual', signal });
      attempt.status = response.status;
      attempt.responseBody = (await response.text()).slice(0, KEPT_RESPONSE_CHARACTERS);
    } catch (error) {
      attempt.error = error instanceof Error && error.name === 'TimeoutError' ? '5 秒内没有应答' : '连接失败';
    }
    attempt.durationMs = Date.now() - Date.parse(attempt.at);
  }

  private record(notification: Notification, attempt: NotificationAttempt): void {
    notification.attempts.push(attempt);
    this.stored.put(notification.id, notification);
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => void this.timers.after(ms, resolve));
  }

  private holdUntilNext(longestMs: number): Promise<void> {
    return new Promise((resolve) => {
      const held = { release: resolve };
      this.held = held;
      this.timers.after(longestMs, () => {
        if (this.held === held) this.releaseHeld();
      });
    });
  }

  private releaseHeld(): void {
    const held = this.held;
    this.held = undefined;
    held?.release();
  }
}

function isAccepted(attempt: NotificationAttempt): boolean {
  return attempt.status === 200 || attempt.status === 204;
}

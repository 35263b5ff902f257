import type { FastifyInstance } from 'fastify';
import { type ClientParameters, PaymentRefused } from './client-payment.js';
import { ControlError, controlBody, optionalTextOf, textOf } from './control-request.js';
import { FAULT_KINDS, type FaultKind } from './faults.js';
import { rotatePlatformCertificate } from './keys.js';
import type { PayOrder } from './pay-orders.js';
import type { SandboxParts } from './sandbox-parts.js';
import type { SubscribeTemplate } from './subscribe-template.js';
import { PLANT_KINDS } from './trade-bill-plants.js';
import type { SandboxUser } from './users.js';

const KEPT_IN_LIST = 500;

/** `/sandbox/…`: what the WeChat client, its user and the fault switches do. Not part of WeChat. */
export function registerControlApi(app: FastifyInstance, parts: SandboxParts): void {
  registerClientActs(app, parts);
  registerObservation(app, parts);
  registerSwitches(app, parts);
}

function registerClientActs(app: FastifyInstance, parts: SandboxParts): void {
  const { users, login, phoneNumbers, subscribeMessages, clock } = parts;

  app.get('/sandbox/users', () => ({ users: users.list() }));
  app.post('/sandbox/users', (request) => {
    const body = controlBody(request);
    const { blocked } = body;
    if (blocked !== undefined && typeof blocked !== 'boolean') throw new ControlError(400, 'BLOCKED', 'blocked is true or false');
    return users.create({ id: optionalTextOf(body, 'id'), name: optionalTextOf(body, 'name'), phone: optionalTextOf(body, 'phone'), blocked });
  });

  app.post('/sandbox/login-code', (request) => {
    const body = controlBody(request);
    const kind = optionalTextOf(body, 'kind') ?? 'weapp';
    if (kind !== 'weapp' && kind !== 'h5') throw new ControlError(400, 'KIND', 'kind is weapp or h5');
    return { code: login.issueCode(userOf(parts, body), kind) };
  });

  app.post('/sandbox/phone-code', (request) => {
    const body = controlBody(request);
    const user = userOf(parts, body);
    const phone = optionalTextOf(body, 'phone') ?? user.phone;
    if (!phone) throw new ControlError(400, 'NO_PHONE', 'this user has no phone number');
    return { code: phoneNumbers.issueCode(phone) };
  });

  app.post('/sandbox/consent', (request) => {
    const body = controlBody(request);
    const times = body['times'] ?? 1;
    if (!Number.isInteger(times)) throw new ControlError(400, 'TIMES', 'times is a whole number');
    const template = templateOf(parts, textOf(body, 'templateId'));
    return { left: subscribeMessages.consent(userOf(parts, body), template, times as number) };
  });
  app.get('/sandbox/templates', () => ({ templates: subscribeMessages.listTemplates() }));
  app.post('/sandbox/templates', (request) => {
    const body = controlBody(request);
    const fields = body['fields'];
    if (typeof fields !== 'object' || fields === null) throw new ControlError(400, 'FIELDS', 'fields is an object of field name → label');
    const added = subscribeMessages.addTemplate({ id: optionalTextOf(body, 'id'), name: optionalTextOf(body, 'name'), title: textOf(body, 'title'), fields: fields as Record<string, string> });
    if (typeof added === 'string') throw new ControlError(400, 'FIELDS', added);
    return added;
  });

  app.post('/sandbox/pay', (request) => {
    const body = controlBody(request);
    try {
      const order = orderToPay(parts, body);
      const choice = optionalTextOf(body, 'outcome') ?? 'confirm';
      if (choice === 'cancel' || choice === 'decline') return { errMsg: `requestPayment:${choice === 'cancel' ? 'fail cancel' : 'fail'}`, trade_state: order.state };
      parts.clientPayment.confirm(order, optionalTextOf(body, 'user'), body['late'] === true);
      return { errMsg: 'requestPayment:ok', trade_state: order.state, out_trade_no: order.outTradeNo, transaction_id: order.transactionId };
    } catch (error) {
      if (error instanceof PaymentRefused) throw new ControlError(400, error.code, error.message);
      throw error;
    }
  });

  app.post('/sandbox/clock', (request) => {
    const { offsetMs = clock.offsetMs, signatureOffsetMs = clock.signatureOffsetMs } = controlBody(request);
    if (!Number.isInteger(offsetMs) || !Number.isInteger(signatureOffsetMs)) throw new ControlError(400, 'CLOCK', 'offsets are whole milliseconds');
    Object.assign(clock, { offsetMs, signatureOffsetMs });
    return { now: clock.now().toISOString(), offsetMs, signatureOffsetMs };
  });
}

function registerObservation(app: FastifyInstance, parts: SandboxParts): void {
  const { notifications, subscribeMessages, orders, refunds, phoneNumbers } = parts;
  app.get('/sandbox/health', () => ({ ok: true }));
  app.get('/sandbox/messages', () => ({ messages: subscribeMessages.listSent() }));
  app.get('/sandbox/orders', () => ({ orders: orders.list().slice(-KEPT_IN_LIST), refunds: refunds.list().slice(-KEPT_IN_LIST) }));
  app.get('/sandbox/phone-numbers', () => ({ charged: phoneNumbers.charged }));
  app.get('/sandbox/notifications', () => ({ notifications: notifications.list().slice(-KEPT_IN_LIST) }));
  app.post<{ Params: { id: string } }>('/sandbox/notifications/:id/resend', (request) => {
    const notification = notifications.get(request.params.id);
    if (!notification) throw new ControlError(404, 'UNKNOWN_NOTIFICATION', 'no such notification');
    return notifications.resend(notification);
  });
}

function registerSwitches(app: FastifyInstance, { faults, settings, plants, keys }: SandboxParts): void {
  app.post('/sandbox/rotate-certificate', async () => {
    await rotatePlatformCertificate(keys);
    return { serial: keys.credentials.platformSerial };
  });
  app.get('/sandbox/faults', () => ({ kinds: FAULT_KINDS, active: faults.list() }));
  app.post('/sandbox/faults', (request) => {
    const body = controlBody(request);
    const complaint = changeFaults(faults, body);
    if (complaint !== undefined) throw new ControlError(400, 'FAULT', complaint);
    return { active: faults.list() };
  });
  app.delete('/sandbox/faults', () => {
    faults.clear();
    return { active: [] };
  });
  app.get('/sandbox/trade-bill-plants', () => ({ kinds: PLANT_KINDS, planted: plants.list() }));
  app.post('/sandbox/trade-bill-plants', (request) => {
    const body = controlBody(request);
    if (body['clear'] === true) plants.clear();
    const complaint = body['clear'] === true ? undefined : plants.plant(body);
    if (complaint !== undefined) throw new ControlError(400, 'PLANT', complaint);
    return { planted: plants.list() };
  });
  app.get('/sandbox/settings', () => settings.values);
  app.post('/sandbox/settings', (request) => {
    const complaint = settings.change(controlBody(request));
    if (complaint !== undefined) throw new ControlError(400, 'SETTING', complaint);
    return settings.values;
  });
}

/** One fault `{kind,…}`, several `{faults:[…]}`, off `{kind,on:false}`, or all off `{clear:true}`. */
export function changeFaults(faults: SandboxParts['faults'], body: Record<string, unknown>): string | undefined {
  if (body['clear'] === true) {
    faults.clear();
    return undefined;
  }
  const wanted = Array.isArray(body['faults']) ? (body['faults'] as Record<string, unknown>[]) : [body];
  for (const fault of wanted) {
    if (fault['on'] === false && String(fault['kind']) in FAULT_KINDS) {
      faults.switchOff(fault['kind'] as FaultKind);
      continue;
    }
    const complaint = faults.switchOn(fault);
    if (complaint !== undefined) return complaint;
  }
  return undefined;
}

function userOf({ users }: SandboxParts, body: Record<string, unknown>): SandboxUser {
  const user = users.find(textOf(body, 'user'));
  if (!user) throw new ControlError(404, 'UNKNOWN_USER', 'no such user; make one with POST /sandbox/users');
  return user;
}

function templateOf({ subscribeMessages }: SandboxParts, reference: string): SubscribeTemplate {
  const template = subscribeMessages.findTemplate(reference);
  if (!template) throw new ControlError(404, 'UNKNOWN_TEMPLATE', 'no such template; add one with POST /sandbox/templates');
  return template;
}

/** By the signed client parameters (checked as the client does), or plainly by prepay_id or code_url. */
function orderToPay({ clientPayment }: SandboxParts, body: Record<string, unknown>): PayOrder {
  if (body['paySign'] !== undefined || body['package'] !== undefined) return clientPayment.openParameters(body as Partial<ClientParameters>);
  return clientPayment.openSession(optionalTextOf(body, 'code_url') ?? textOf(body, 'prepay_id'));
}

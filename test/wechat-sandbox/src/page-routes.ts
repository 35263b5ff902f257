import type { FastifyInstance, FastifyReply } from 'fastify';
import { authorizeErrorPage, authorizePage, readAuthorizeRequest, redirectWithCode } from './authorize-page.js';
import { payResultPage, paySheetPage } from './cashier-page.js';
import { type ClientParameters, PaymentRefused } from './client-payment.js';
import { changeFaults } from './control-api.js';
import { ControlError, formBody } from './control-request.js';
import { homePage } from './home-page.js';
import type { PayOrder } from './pay-orders.js';
import { phonePage } from './phone-page.js';
import type { SandboxParts } from './sandbox-parts.js';
import { DEFAULT_SETTINGS, type SandboxSettings } from './settings.js';

const sendPage = (reply: FastifyReply, text: string, status = 200): FastifyReply => reply.code(status).type('text/html; charset=utf-8').send(text);

const queryOf = (url: string | undefined): URLSearchParams => new URLSearchParams((url ?? '').split('?')[1] ?? '');

export function registerPages(app: FastifyInstance, parts: SandboxParts): void {
  app.get('/', (_request, reply) => sendPage(reply, homePage(parts)));
  app.get('/sandbox/phone', (request, reply) =>
    sendPage(reply, phonePage(parts.subscribeMessages.listSent(), parts.users.list(), queryOf(request.raw.url).get('user') ?? '')));
  registerAuthorize(app, parts);
  registerCashier(app, parts);
  registerHomeForms(app, parts);
}

/** `open.weixin.qq.com/connect/oauth2/authorize`; `&as=<user>` chooses without a tap, `&as=new` makes a user. */
function registerAuthorize(app: FastifyInstance, { keys, users, login }: SandboxParts): void {
  app.get('/connect/oauth2/authorize', (request, reply) => {
    const query = queryOf(request.raw.url);
    const wanted = readAuthorizeRequest(query, keys.credentials);
    if (typeof wanted === 'string') return sendPage(reply, authorizeErrorPage(wanted), 400);
    const as = query.get('as');
    if (as === null) return sendPage(reply, authorizePage(query, users.list()));
    const user = as === 'new' ? users.create({ name: query.get('name')?.trim() || undefined }) : users.find(as);
    if (!user) return sendPage(reply, authorizeErrorPage('没有这个微信用户'), 400);
    return reply.redirect(redirectWithCode(wanted, login.issueCode(user, 'h5')), 302);
  });
}

const PARAMETER_NAMES = ['appId', 'timeStamp', 'nonceStr', 'package', 'signType', 'paySign'] as const;

function registerCashier(app: FastifyInstance, parts: SandboxParts): void {
  const { clientPayment, users } = parts;
  const openCashier = (fields: URLSearchParams): PayOrder =>
    clientPayment.openParameters(Object.fromEntries(PARAMETER_NAMES.map((name) => [name, fields.get(name) ?? ''])) as unknown as ClientParameters);
  const openNative = (fields: URLSearchParams): PayOrder => clientPayment.openSession(fields.get('code_url') ?? '');

  const show = (reply: FastifyReply, action: string, order: PayOrder, fields: URLSearchParams, notice?: string): FastifyReply => sendPage(reply, paySheetPage({
    order, action, notice,
    hidden: [...fields.entries()].filter(([name]) => name !== 'choice' && name !== 'user'),
    payerName: users.find(order.openid ?? '')?.name,
    payers: order.openid === undefined ? users.list() : undefined,
  }));

  for (const [action, open] of [['/sandbox/cashier', openCashier], ['/sandbox/native', openNative]] as const) {
    app.get(action, (request, reply) => {
      const fields = queryOf(request.raw.url);
      return answered(reply, () => show(reply, action, open(fields), fields));
    });
    app.post(action, (request, reply) => {
      const fields = formBody(request);
      return answered(reply, () => {
        const order = open(fields);
        if (fields.get('choice') === 'decline') return show(reply, action, order, fields, '零钱余额不足，请更换付款方式后重试');
        if (fields.get('choice') === 'cancel') return goBack(reply, fields.get('return'), 'cancel');
        clientPayment.confirm(order, fields.get('user') ?? undefined);
        return goBack(reply, fields.get('return'), 'ok');
      });
    });
  }
}

function answered(reply: FastifyReply, act: () => FastifyReply): FastifyReply {
  try {
    return act();
  } catch (error) {
    if (error instanceof PaymentRefused) return sendPage(reply, payResultPage('无法支付', `${error.message}（${error.code}）`), 400);
    throw error;
  }
}

/** Back to the merchant's page, with the client's word for it (`wxpay=ok|cancel`), which is never proof of payment. */
function goBack(reply: FastifyReply, target: string | null, result: 'ok' | 'cancel'): FastifyReply {
  if (!target || !URL.canParse(target) || !['http:', 'https:'].includes(new URL(target).protocol)) {
    return sendPage(reply, payResultPage(result === 'ok' ? '支付成功' : '已取消支付', result === 'ok' ? '可以关闭本页。' : '订单没有支付。'));
  }
  const url = new URL(target);
  url.searchParams.set('wxpay', result);
  return reply.redirect(url.toString(), 303);
}

function registerHomeForms(app: FastifyInstance, parts: SandboxParts): void {
  app.post('/sandbox/page/fault', (request, reply) => {
    const form = formBody(request);
    const number = (name: string): number | undefined => (form.get(name) ? Number(form.get(name)) : undefined);
    const complaint = changeFaults(parts.faults, { kind: form.get('kind'), on: form.get('on') !== 'no', clear: form.get('clear') === 'yes', count: number('count'), ms: number('ms') });
    if (complaint !== undefined) throw new ControlError(400, 'FAULT', complaint);
    return reply.redirect('/#faults', 303);
  });

  app.post('/sandbox/page/settings', (request, reply) => {
    const wanted: Record<string, unknown> = {};
    for (const [name, text] of formBody(request)) {
      const current = DEFAULT_SETTINGS[name as keyof SandboxSettings];
      wanted[name] = typeof current === 'boolean' ? text === 'yes' : typeof current === 'number' ? Number(text) : text;
    }
    const complaint = parts.settings.change(wanted);
    if (complaint !== undefined) throw new ControlError(400, 'SETTING', complaint);
    return reply.redirect('/#settings', 303);
  });

  app.post('/sandbox/page/resend', async (request, reply) => {
    const notification = parts.notifications.get(formBody(request).get('id') ?? '');
    if (!notification) throw new ControlError(404, 'UNKNOWN_NOTIFICATION', 'no such notification');
    await parts.notifications.resend(notification);
    return reply.redirect('/#notifications', 303);
  });
}

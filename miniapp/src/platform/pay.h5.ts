import type { ClientPayParameters } from '@shouwen/shared/contract/payment';
import type { PayOutcome } from './pay';

interface Bridge {
  invoke(name: 'getBrandWCPayRequest', parameters: ClientPayParameters, done: (result: { err_msg: string }) => void): void;
}
const bridge = () => (window as { WeixinJSBridge?: Bridge }).WeixinJSBridge;

export async function openCashier(
  parameters: ClientPayParameters,
  { cashierPage, returnRoute }: { cashierPage: string | null; returnRoute: string },
): Promise<PayOutcome> {
  if (/MicroMessenger/i.test(navigator.userAgent)) return payInsideWeChat(parameters);
  if (cashierPage === null) return 'unavailable';
  const query = new URLSearchParams({ ...parameters, return: `${location.origin}${location.pathname}#${returnRoute}` });
  location.assign(`${cashierPage}${cashierPage.includes('?') ? '&' : '?'}${query.toString()}`);
  return 'left';
}

async function payInsideWeChat(parameters: ClientPayParameters): Promise<PayOutcome> {
  if (!bridge()) await new Promise((ready) => document.addEventListener('WeixinJSBridgeReady', ready, { once: true }));
  return new Promise((resolve) => {
    bridge()!.invoke('getBrandWCPayRequest', parameters, ({ err_msg }) => {
      if (err_msg === 'get_brand_wcpay_request:ok') resolve('closed');
      else resolve(err_msg === 'get_brand_wcpay_request:cancel' ? 'cancelled' : 'unavailable');
    });
  });
}

export const cancelledAtCashier = (): boolean => new URLSearchParams(location.search).get('wxpay') === 'cancel';

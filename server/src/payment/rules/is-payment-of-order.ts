/** Which order, by whom, through which app, and how much (fen). */
export interface OrderFacts {
  outTradeNo: string;
  mchId: string;
  appId: string;
  amountFen: number;
}
export type Mismatch = 'merchant' | 'app' | 'order' | 'amount' | 'currency' | 'transaction';

/** A message truly signed by WeChat can still speak of another's payment: what it says must be our order, to the fen. Null when it is. */
export function mismatchOf(
  order: OrderFacts,
  transaction: { mchid: string; appid: string; out_trade_no: string; transaction_id?: string | undefined; amount?: { total: number; currency?: string | undefined } | undefined },
): Mismatch | null {
  if (transaction.mchid !== order.mchId) return 'merchant';
  if (transaction.appid !== order.appId) return 'app';
  if (transaction.out_trade_no !== order.outTradeNo) return 'order';
  if (transaction.amount?.total !== order.amountFen) return 'amount';
  if ((transaction.amount.currency ?? 'CNY') !== 'CNY') return 'currency';
  return transaction.transaction_id === undefined ? 'transaction' : null;
}

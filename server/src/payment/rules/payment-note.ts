import { formatFen } from '@shouwen/shared/value';
import type { PaymentState } from '@shouwen/shared/vocabulary';

/** What the payer should know and do now, in words. Amounts in fen. */
export function paymentNote(payment: { state: PaymentState; amountFen: number; refundFen: number; refundTrouble: boolean; refundDone: boolean }): string {
  const back = `${formatFen(payment.refundFen)} 元`;
  if (payment.refundTrouble) return `有账单已被他人缴清，应退回您 ${back}，但微信退款遇到问题，工作人员会处理；也可拨打客服热线查询`;
  switch (payment.state) {
    case 'unpaid':
      return '正在等待微信的支付结果。已付款请稍候，不要重复支付；没有付款可以返回账单继续支付';
    case 'closed':
      return '这笔支付已关闭，没有扣款；如需缴费请返回账单重新支付';
    case 'credited':
      return '账单已由他人缴清，您付的钱已转为预存款';
    case 'refunding':
      return `账单已被他人缴清，您付的 ${back} 正在原路退回，一般 1 至 3 个工作日到账`;
    case 'refunded':
      return `账单已被他人缴清，您付的 ${back} 已原路退回，请在微信账单中查看`;
    case 'paid':
      if (payment.refundFen === 0) return '缴费成功，可查看收据';
      return `缴费成功；其中有账单已被他人缴清，多付的 ${back}${payment.refundDone ? '已原路退回' : '正在原路退回，一般 1 至 3 个工作日到账'}`;
  }
}

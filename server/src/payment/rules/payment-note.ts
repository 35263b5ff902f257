import { formatFen } from '@shouwen/shared/value';
import type { PaymentState } from '@shouwen/shared/vocabulary';

/** What the payer should know and do now, in words. Amounts in fen. */
export function paymentNote(payment: { state: PaymentState; amountFen: number; refundedFen: number; refundTrouble: boolean; refundDone: boolean }): string {
  const back = `${formatFen(payment.refundedFen)} 元`;
  if (payment.refundTrouble) return `有账单已被他人缴清，应退回您 ${back}，但微信退款遇到问题，工作人员会处理；也可拨打客服热线查询`;
  switch (payment.state) {
    case 'unpaid':
      return '付过了请稍等，不要再付一次；没有付，可以现在去付';
    case 'closed':
      return '没有扣款。要缴费请重新付款';
    case 'credited':
      return '账单已由他人缴清，您付的钱已转为预存款';
    case 'refunding':
      return `账单已被他人缴清，您付的 ${back} 正在原路退回，一般 1 至 3 个工作日到账`;
    case 'refunded':
      return `账单已被他人缴清，您付的 ${back} 已原路退回，请在微信账单中查看`;
    case 'voided':
      return '这笔缴费已当场撤销，账单恢复待缴';
    case 'paid':
      if (payment.refundedFen === 0) return '可以查看收据';
      return `缴费成功；其中有账单已被他人缴清，多付的 ${back}${payment.refundDone ? '已原路退回' : '正在原路退回，一般 1 至 3 个工作日到账'}`;
  }
}

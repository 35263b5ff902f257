import { formatFen } from '@shouwen/shared/value';
import type { PaymentState } from '@shouwen/shared/vocabulary';

export interface NoteFacts {
  state: PaymentState;
  prepaymentOnly: boolean;
  /** What somebody else had settled: it goes back, or is kept; fen. */
  surplusBackFen: number;
  creditedFen: number;
  /** What goes back because it was asked for and approved; fen. */
  approvedBackFen: number;
  /** All that goes back has arrived; WeChat could not give some of it. */
  refundDone: boolean;
  refundTrouble: boolean;
}

/** Of a payment that was not made, when its bills are not owed any more. */
export const PAID_BY_OTHERS = '没有扣您的钱。这些账单已经缴清，不用再付';

/** What the payer should know and do now, in words. */
export function paymentNote(facts: NoteFacts): string {
  const { state, surplusBackFen, creditedFen, approvedBackFen, refundDone } = facts;
  const yuan = (fen: number) => `${formatFen(fen)} 元`;
  const back = surplusBackFen + approvedBackFen;
  const how = refundDone ? '已退回' : '正在退回，一般 1 至 3 个工作日到账';
  if (facts.refundTrouble) return `${surplusBackFen > 0 ? '有账单已被他人缴清，' : ''}应退回您 ${yuan(back)}，但微信退款遇到问题，工作人员会处理；也可拨打客服热线查询`;
  switch (state) {
    case 'unpaid':
      return '付过了请稍等，不要再付一次；没有付，可以现在去付';
    case 'closed':
      return '没有扣款。要缴费请重新付款';
    case 'voided':
      return '这笔缴费已当场撤销，账单恢复待缴';
    case 'credited':
      return `账单已由他人缴清，您付的 ${yuan(creditedFen)} 已转为预存款${approvedBackFen > 0 ? `；其中 ${yuan(approvedBackFen)} ${how}` : ''}`;
    case 'refunding':
      return surplusBackFen > 0 ? `账单已被他人缴清，您付的 ${yuan(back)} 正在原路退回，一般 1 至 3 个工作日到账` : `您付的 ${yuan(back)} 正在退回，一般 1 至 3 个工作日到账`;
    case 'refunded':
      return surplusBackFen > 0 ? `账单已被他人缴清，您付的 ${yuan(back)} 已原路退回，请在微信账单中查看` : `您付的 ${yuan(back)} 已退回`;
    case 'paid': {
      const parts = [
        ...(surplusBackFen > 0 ? [`其中有账单已被他人缴清，多付的 ${yuan(surplusBackFen)}${refundDone ? '已原路退回' : '正在原路退回，一般 1 至 3 个工作日到账'}`] : []),
        ...(creditedFen > 0 ? [`其中有账单已被他人缴清，多付的 ${yuan(creditedFen)} 已转为预存款`] : []),
        ...(approvedBackFen > 0 ? [`退款 ${yuan(approvedBackFen)} ${how}`] : []),
      ];
      if (parts.length > 0) return `缴费成功；${parts.join('；')}`;
      return facts.prepaymentOnly ? '预存成功，出账后自动抵扣' : '可以查看收据';
    }
  }
}

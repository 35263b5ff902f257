import type { DateString } from '@shouwen/shared/value';
import { monthsInWords } from './months-in-words.js';

export interface PrepaidMove {
  /** Of the journal entry. */
  readonly cause: string;
  /** Above zero: came in. */
  readonly amountFen: number;
  /** The payment was for money in advance. */
  readonly toppedUp: boolean;
  /** How many bills it paid or stood for. */
  readonly bills: number;
  /** Of the bill it is about; the first of several. */
  readonly period: { readonly from: DateString; readonly to: DateString } | null;
}

/** Where money in advance came from or what it was used for, as the account's people would say it. */
export function prepaidInWords({ cause, amountFen, toppedUp, bills, period }: PrepaidMove): string {
  const months = period && monthsInWords(period.from, period.to);
  if (amountFen > 0) {
    if (toppedUp) return '充值';
    if (cause === 'payment') return months ? `${months}水费已由他人缴清，转为预存款` : '转为预存款';
    return cause === 'void' || cause === 'refund' ? '抵缴撤回，退回预存款' : '转入预存款';
  }
  if (cause === 'refund') return '退还给付款人';
  if (cause === 'void') return '充值已撤销';
  if (months && bills > 1) return `抵缴${months}等 ${bills} 笔水费`;
  return months ? `抵缴${months}水费` : '抵缴水费';
}

import { formatFen } from '@shouwen/shared/value';
import type { InvoiceReversal, InvoiceState } from '@shouwen/shared/vocabulary';

export interface InvoiceFacts {
  readonly state: 'requested' | 'issued' | 'failed';
  /** Why the tax system did not take it, in its words. */
  readonly failure: string | null;
  readonly reversal: { readonly reason: InvoiceReversal; readonly state: 'requested' | 'issued' | 'failed'; readonly replaced: boolean } | null;
}

/** Kept as the failure of an invoice whose money went back before it was begun. */
export const GONE_BACK = '款项已退回';

/** What an invoice is to the one who holds it. */
export function stateOf({ state, reversal }: InvoiceFacts): InvoiceState {
  if (state !== 'issued' || !reversal) return state;
  return reversal.state === 'issued' ? 'reversed' : 'reversing';
}

/** To staff who must see to it (no personal data); `id` as the list of invoices shows it. */
export function invoiceAlarm(kind: 'blue' | 'red', cause: 'silent' | 'refused', amountFen: number, id: number): string {
  const what = `${kind === 'red' ? '红字发票' : '电子发票'}（编号 ${id}，${formatFen(amountFen)} 元）`;
  return cause === 'silent' ? `${what}半小时没有等到税务系统的结果，请到“发票”里查看` : `${what}税务系统没有接受，请到“发票”里查看原因并处理`;
}

/** What happens next, or what to do. */
export function noteOf(facts: InvoiceFacts): string {
  const { failure, reversal } = facts;
  switch (stateOf(facts)) {
    case 'requested':
      return '正在向税务系统开票，一般几分钟内开好，不用守在这里';
    case 'issued':
      return '发票已开好，可以查看、保存和转发';
    case 'failed':
      return failure === GONE_BACK ? '没有开成：款项已退回，不能开票' : `没有开成：${failure ?? '税务系统没有接受'}。抬头写错了请改正后重新申请；不是抬头的问题，财务人员已收到提醒，会处理`;
    case 'reversing':
      return reversal?.reason === 'wrong-title' ? '正在收回原来的发票，收回后按新抬头重开' : '款项有退回，正在收回这张发票';
    case 'reversed':
      if (reversal?.reason === 'wrong-title') return '这张已收回，请使用按新抬头重开的发票';
      return reversal?.replaced ? '款项退回了一部分，这张已收回，另按实缴金额重开了一张' : '款项已退回，这张发票已收回，不能再用';
  }
}

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

/** What happens next, or what to do. */
export function noteOf(facts: InvoiceFacts): string {
  const { failure, reversal } = facts;
  switch (stateOf(facts)) {
    case 'requested':
      return '正在向税务系统开票，一般几分钟内开好，不用守在这里';
    case 'issued':
      return '发票已开好，可以查看、保存和转发';
    case 'failed':
      return failure === GONE_BACK ? '没有开成：款项已退回，不能开票' : `没有开成：${failure ?? '税务系统没有接受'}。请改正后重新申请`;
    case 'reversing':
      return reversal?.reason === 'wrong-title' ? '正在收回原来的发票，收回后按新抬头重开' : '款项有退回，正在收回这张发票';
    case 'reversed':
      if (reversal?.reason === 'wrong-title') return '这张已收回，请使用按新抬头重开的发票';
      return reversal?.replaced ? '款项退回了一部分，这张已收回，另按实缴金额重开了一张' : '款项已退回，这张发票已收回，不能再用';
  }
}

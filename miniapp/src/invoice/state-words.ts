import type { InvoiceState } from '@shouwen/shared/vocabulary';

/** What residents read; the house says 红冲. */
export const stateWords: Record<InvoiceState, string> = { requested: '开票中', issued: '已开具', reversing: '正在收回', reversed: '已收回', failed: '没有开成' };

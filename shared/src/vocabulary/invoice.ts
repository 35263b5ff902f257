/** Electronic invoices, as people are told of them. */
export const invoiceStateLabels = { requested: '开票中', issued: '已开具', reversing: '正在红冲', reversed: '已红冲', failed: '没有开成' } as const;
export type InvoiceState = keyof typeof invoiceStateLabels;

export const invoiceTitleLabels = { personal: '个人', company: '单位' } as const;
export type InvoiceTitleKind = keyof typeof invoiceTitleLabels;

/** Why an invoice is taken back by a red one. */
export const invoiceReversalLabels = { refunded: '款项已退回', voided: '收款已作废', 'wrong-title': '抬头有误，换开' } as const;
export type InvoiceReversal = keyof typeof invoiceReversalLabels;

/** How a consumption is found to be unusual. */
export const usageAlertLabels = { season: '比去年同期多很多', history: '比平时多很多', rising: '连续几期越用越多' } as const;
export type UsageAlertKind = keyof typeof usageAlertLabels;

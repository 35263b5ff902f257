/**
 * The books of the ledger. What is owed to the company and what it has grows on the debit side, what it owes and earns on the credit side.
 * Those marked with a subject have a part for each account, shift or deposit.
 */
export const bookLabels = {
  /** By account: what it owes, without late fees. */
  receivable: '应收水费',
  /** By account: what it has paid in advance. */
  prepaid: '预存款',
  /** Earned when it is paid (PY-9). */
  'late-fee': '违约金收入',
  adjustment: '账单调整',
  'wechat-clearing': '微信支付待结算',
  'card-clearing': '银行卡待结算',
  /** By shift: cash in the drawer, the float not counted. */
  cash: '收费班次现金',
  /** By shift: taken after the day's deposit (PY-4). */
  'late-cash': '晚收簿现金',
  /** By deposit: on the way to the bank (PY-5). */
  'cash-in-transit': '在途现金',
  bank: '银行存款',
  'cash-difference': '现金长短款',
  'channel-fee': '支付手续费',
  'refund-payable': '应退款',
  /** What an approved correction after reconciliation could not explain (PY-7). */
  'reconciliation-difference': '对账更正',
  /** The other side of what was before this system. */
  opening: '期初转入',
} as const;

/** Earned when a bill is issued, by component: water, resource, sewage (which is collected for the city). */
export type RevenueBook = `revenue.${string}`;
export type Book = keyof typeof bookLabels | RevenueBook;

export const revenueOf = (component: string): RevenueBook => `revenue.${component}`;

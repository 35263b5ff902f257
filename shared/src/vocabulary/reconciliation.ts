/** PY-7: whose figures ours are held against. */
export const reconciliationSourceLabels = { wechat: '微信交易账单', card: '刷卡终端批次', bank: '银行入账' } as const;
export type ReconciliationSource = keyof typeof reconciliationSourceLabels;

/** `matched`: held against each other, differences named · `closed`: signed. */
export const reconciliationStateLabels = { open: '等待对方文件', matched: '已比对，待签字', closed: '已签字' } as const;
export type ReconciliationState = keyof typeof reconciliationStateLabels;

export const differenceKindLabels = {
  'only-ours': '我方有、对方无',
  'only-theirs': '对方有、我方无',
  amount: '金额不符',
  state: '状态不符',
  /** Ours and theirs stand on the two sides of a midnight: waits for the next file before it counts. */
  'day-boundary': '跨日',
  fee: '手续费不符',
} as const;
export type DifferenceKind = keyof typeof differenceKindLabels;

export const reconciledLineLabels = { payment: '收款', refund: '退款', deposit: '现金缴存', settlement: '渠道结算' } as const;
export type ReconciledLine = keyof typeof reconciledLineLabels;

/** `waiting` counts for nobody yet; `correcting`: a correction waits for its approval. */
export const financeItemStateLabels = { waiting: '等次日文件', open: '待处理', correcting: '更正待审批', resolved: '已解决' } as const;
export type FinanceItemState = keyof typeof financeItemStateLabels;

export const financeResolutionLabels = { itself: '对方次日到账，自行相符', explanation: '已说明', correction: '已更正入账', withdrawn: '文件已撤回' } as const;
export type FinanceResolution = keyof typeof financeResolutionLabels;

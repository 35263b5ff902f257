/** What money needs a second person for (PY-4, PY-9; nobody decides what they asked for). */
export const approvalKindLabels = {
  'void-payment': '作废收款',
  'refund-payment': '退款',
  'waive-late-fee': '减免违约金',
  'adjust-bill': '调整账单',
  'reverse-bill': '冲销账单',
  /** PY-9: a figure that bills were issued by. */
  'correct-reading': '更正抄表',
  /** PY-9: household or uses of days that were billed. */
  'change-terms': '变更用水条件',
  /** PY-9: a new dated version of a price. */
  'publish-tariff': '公布水价',
  'instalment-plan': '分期付款',
  'override-unbanked': '未缴存开班',
  /** PY-7: the ledger follows what the bank or channel says. */
  'correct-difference': '更正对账差异',
  /** A new dated version of a rule about money. */
  'charge-rule': '修改收费规则',
} as const;
export type ApprovalKind = keyof typeof approvalKindLabels;

/** `expired`: what it was about has changed meanwhile, so that it can no longer be done as asked. */
export const approvalStateLabels = { open: '待审批', approved: '已同意', refused: '未同意', withdrawn: '已撤回', expired: '已失效' } as const;
export type ApprovalState = keyof typeof approvalStateLabels;

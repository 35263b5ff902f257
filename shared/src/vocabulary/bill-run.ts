/** `computing` → `review` → `issuing` → `issued`; before it is issued a run can be cancelled, which deletes its drafts. */
export const billRunStateLabels = { computing: '计算中', review: '待审核', issuing: '出账中', issued: '已出账', cancelling: '撤销中', cancelled: '已撤销' } as const;
export type BillRunState = keyof typeof billRunStateLabels;

/** Why somebody must look at an account before its bill goes out, the weightiest first. Those of `unbillable` have no bill to confirm. */
export const reviewReasonLabels = {
  negative: '读数倒走',
  'no-tariff': '无适用水价',
  waits: '前期未出账',
  /** By hand, after it was brought in. */
  corrected: '读数改过',
  'far-above': '用量突增',
  'far-below': '用量突降',
  zero: '在用户零用量',
  estimated: '估抄',
  late: '补出前期',
  'meter-changed': '期间换表',
  'uses-changed': '用水性质变更',
  'tariff-changed': '水价变更',
  'household-changed': '人口变更',
  first: '首次出账',
  /** Found when it was to go out. */
  stale: '资料已变',
} as const;
export type ReviewReason = keyof typeof reviewReasonLabels;
export const unbillable: readonly ReviewReason[] = ['negative', 'no-tariff', 'waits'];

export const reviewStateLabels = { open: '待审', confirmed: '已确认', held: '暂缓', 'to-read': '转复抄' } as const;
export type ReviewState = keyof typeof reviewStateLabels;

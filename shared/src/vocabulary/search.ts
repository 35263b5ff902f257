/** Where a search found what was typed. */
export const searchFieldLabels = {
  number: '工单号',
  title: '事由',
  description: '详细情况',
  text: '办理记录',
  address: '地址',
  landmark: '附近标志物',
  name: '联系人',
  pinyin: '联系人（拼音）',
  phone: '联系电话',
  account: '户号',
} as const;
export type SearchField = keyof typeof searchFieldLabels;

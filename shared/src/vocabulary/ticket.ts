export const ticketKindLabels = {
  leak: '报漏抢修',
  complaint: '投诉',
  consultation: '咨询',
  application: '业务申请',
  'billing-question': '账单疑问',
  'appointment-follow-on': '预约转办',
} as const;
export type TicketKind = keyof typeof ticketKindLabels;

/** Where a matter came in (CP-6 lists the ways in for complaints; all kinds share them). */
export const ticketSourceLabels = {
  online: '微信线上',
  counter: '窗口',
  hotline: '热线',
  letter: '来信',
  'comment-card': '意见卡',
  director: '主任接待',
  'government-hotline': '12345 热线',
} as const;
export type TicketSource = keyof typeof ticketSourceLabels;
/** CP-5: what came in writing must be answered in writing. */
export const writtenSources: readonly TicketSource[] = ['online', 'letter', 'comment-card', 'government-hotline'];

export const ticketStateLabels = {
  registered: '已登记',
  transferred: '已转部门',
  'in-progress': '处理中',
  'waiting-materials': '待补材料',
  returned: '部门已办，待答复',
  answered: '已答复',
  closed: '已办结',
} as const;
export type TicketState = keyof typeof ticketStateLabels;

export const clockLabels = {
  'first-response': '首次响应',
  'on-site': '到达现场',
  return: '部门回复首问',
  resolution: '办结',
} as const;
export type ClockKind = keyof typeof clockLabels;

/** What can be done to a ticket by someone; `allowedActions` of a view says which, and why another is not. */
export const ticketActionLabels = {
  respond: '联系居民',
  transfer: '转部门',
  accept: '接单',
  arrive: '到达现场',
  return: '办完交回',
  answer: '答复居民',
  close: '办结',
  note: '补充记录',
  'request-materials': '一次性告知',
  'confirm-materials': '确认材料',
  rate: '评价',
  'not-solved': '没有解决',
} as const;
export type TicketAction = keyof typeof ticketActionLabels;

/** Everything that can stand on a ticket's timeline. */
export const ticketEventLabels = {
  registered: '已登记，首问责任人已确定',
  responded: '首问责任人已联系居民',
  transferred: '已转交部门办理',
  accepted: '部门已接单',
  arrived: '人员已到现场',
  returned: '部门已办完，交回首问责任人',
  'materials-requested': '已一次性告知需补材料',
  'materials-supplied': '材料已补充',
  answered: '已答复居民',
  closed: '已办结',
  rated: '居民已评价',
  'not-solved': '居民反映没有解决，重新办理',
  noted: '补充记录',
} as const;
export type TicketEventType = keyof typeof ticketEventLabels;

export const zoneLabels = { urban: '城区', suburban: '郊区' } as const;
export type Zone = keyof typeof zoneLabels;

/** Categories by kind. CP-1: complaints about business and about service are two families. */
export const ticketCategoryLabels = {
  leak: { 'road-leak': '路面漏水', burst: '爆管', 'meter-leak': '水表处漏水', 'valve-leak': '阀门、消火栓漏水' },
  complaint: {
    'complaint-meter': '水表计量',
    'complaint-bill': '水费账单',
    'complaint-repair': '维修抢修',
    'complaint-quality': '水质',
    'complaint-pressure': '水压',
    'complaint-connection': '接水报装',
    'complaint-promise': '承诺未兑现',
    'complaint-refused': '推诿、拖延、拒办',
    'complaint-abuse': '以权谋私',
    'complaint-rude': '态度恶劣',
    'complaint-not-told': '没有一次性告知',
  },
  consultation: { 'ask-simple': '一般咨询', 'ask-inquiry': '需查询的咨询' },
  application: { 'apply-connection': '接水报装', 'apply-other': '其他用水业务' },
  'billing-question': { 'bill-volume': '水量疑问', 'bill-amount': '金额疑问' },
  'appointment-follow-on': { 'follow-on': '预约事项后续办理' },
} as const;
export type TicketCategory = { [K in TicketKind]: keyof (typeof ticketCategoryLabels)[K] }[TicketKind];

/** Whether a text that came from outside names a category. */
export function isTicketCategory(text: string): text is TicketCategory {
  return Object.values(ticketCategoryLabels).some((labels) => Object.keys(labels).includes(text));
}

/** The kind a category belongs to. */
export function kindOfCategory(category: TicketCategory): TicketKind {
  for (const kind of Object.keys(ticketCategoryLabels) as TicketKind[]) if (category in ticketCategoryLabels[kind]) return kind;
  throw new Error(`unknown category ${category}`);
}
export function categoryLabel(category: TicketCategory): string {
  return (ticketCategoryLabels[kindOfCategory(category)] as Record<string, string>)[category] ?? category;
}
export function categoriesOf(kind: TicketKind): TicketCategory[] {
  return Object.keys(ticketCategoryLabels[kind]) as TicketCategory[];
}

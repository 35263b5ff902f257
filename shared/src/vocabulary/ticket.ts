export const ticketKindLabels = {
  leak: '报漏抢修',
  complaint: '投诉',
  consultation: '咨询',
  application: '业务申请',
  'billing-question': '账单疑问',
  'appointment-follow-on': '预约转办',
} as const;
export type TicketKind = keyof typeof ticketKindLabels;

/** Where a matter came in (CP-2 lists the ways in for complaints; all kinds share them). */
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
  coordinating: '待协调',
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
  answer: '答复居民',
  resolution: '办结',
  survey: '现场勘察',
  design: '设计',
  approval: '审批',
  works: '施工',
  acceptance: '验收',
} as const;
export type ClockKind = keyof typeof clockLabels;

/** AP-3: the steps of an application, in the order they are done; a service item has some of them. */
export const applicationSteps = ['survey', 'design', 'approval', 'works', 'acceptance'] as const satisfies readonly ClockKind[];
export type ApplicationStep = (typeof applicationSteps)[number];
/** Clocks that are promises between the house's own people, not to the resident. */
export const insideClocks: readonly ClockKind[] = ['return'];

/** FI-8, ES-1: whom a hard or overdue matter goes up to. */
export const escalationLabels = { 'section-leader': '部门负责人', 'hall-director': '大厅主任', 'company-leader': '公司领导' } as const;
export type EscalationLevel = keyof typeof escalationLabels;

/** CP-8. */
export const complaintOutcomeLabels = { upheld: '属实，立即整改', 'outside-policy': '政策规定以外，已说明', 'policy-question': '政策问题，上报研究', unfounded: '不属实' } as const;
export type ComplaintOutcome = keyof typeof complaintOutcomeLabels;

/** FI-11: how a first responsible may have failed the rule. */
export const faultLabels = { refused: '拒绝受理', shifted: '推诿', delayed: '拖延', 'told-wrongly': '告知错误' } as const;
export type ResponsibilityFault = keyof typeof faultLabels;

/** What can be done to a ticket by someone; `allowedActions` of a view says which, and why another is not. */
export const ticketActionLabels = {
  respond: '联系居民',
  transfer: '转部门',
  'request-coordination': '请领导协调',
  'state-position': '说明部门意见',
  coordinate: '协调指定',
  accept: '接单',
  reject: '退回并提议',
  arrive: '到达现场',
  'finish-part': '协办办完',
  return: '办完交回',
  escalate: '上报',
  'answer-chase': '回复催办',
  'request-extension': '申请延期',
  'decide-extension': '审批延期',
  reassign: '改派首问责任人',
  'find-fault': '认定首问过失',
  'name-complained': '补记被投诉人',
  'assign-investigator': '指定调查人',
  'record-finding': '记录调查',
  conclude: '认定结论',
  recategorise: '更正类别',
  'accept-application': '受理',
  'sign-step': '步骤签字',
  'sign-comparison': '核对签字',
  attach: '关联同一事件',
  merge: '并案办理',
  detach: '撤销关联',
  answer: '答复居民',
  close: '办结',
  reopen: '重新办理',
  note: '补充记录',
  'request-materials': '一次性告知',
  'supply-materials': '补交材料',
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
  'coordination-opened': '已报领导协调',
  'department-stated': '部门说明意见',
  coordinated: '领导已协调，指定主办部门',
  accepted: '部门已接单',
  arrived: '人员已到现场',
  'part-finished': '协办部门已办完',
  returned: '部门已办完，交回首问责任人',
  escalated: '已上报',
  chased: '系统催办',
  'chase-answered': '已回复催办',
  'extension-requested': '已申请延期',
  'extension-decided': '延期已审批',
  'deadline-moved': '日历更正，期限重新计算',
  covered: '由同岗人员顶岗',
  'handed-over': '已交接首问责任',
  reassigned: '已改派首问责任人',
  'fault-found': '已认定首问过失',
  'complained-named': '已补记被投诉人',
  'investigator-assigned': '已指定调查人',
  'finding-recorded': '调查记录',
  concluded: '已认定结论',
  recategorised: '已更正类别',
  'application-accepted': '已受理',
  'step-signed': '办理步骤已签字',
  'comparison-signed': '已核对批准与申请',
  archived: '已归档',
  linked: '已关联到同一事件',
  unlinked: '已撤销关联',
  'follower-linked': '有工单关联到本单',
  'follower-unlinked': '有工单撤销关联',
  'materials-requested': '已一次性告知需补材料',
  'materials-brought': '居民已补交材料，等待核对',
  'materials-supplied': '材料已补充',
  answered: '已答复居民',
  closed: '已办结',
  rated: '居民已评价',
  'not-solved': '居民反映没有解决，重新办理',
  reopened: '已重新办理',
  noted: '补充记录',
} as const;
export type TicketEventType = keyof typeof ticketEventLabels;

export const zoneLabels = { urban: '城区', suburban: '郊区' } as const;
export type Zone = keyof typeof zoneLabels;

/** The categories a company begins with, by kind. CP-1: complaints about business and about service are two families. */
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
  consultation: { 'ask-simple': '一般咨询', 'ask-inquiry': '需查询的咨询', 'out-of-scope': '非供水业务' },
  application: {
    'apply-connection': '接水报装',
    'apply-split-meter': '分表',
    'apply-move-meter': '移表',
    'apply-larger-meter': '小表换大表',
    'apply-move-pipe': '移管',
    'apply-replace-pipe': '更换老化管道',
    'apply-change-use': '更改用水性质',
    'apply-change-ratio': '调整用水比例',
    'apply-other': '其他用水业务',
  },
  'billing-question': { 'bill-volume': '水量疑问', 'bill-amount': '金额疑问' },
  'appointment-follow-on': { 'follow-on': '预约事项后续办理' },
} as const;
export type BuiltInCategory = { [K in TicketKind]: keyof (typeof ticketCategoryLabels)[K] }[TicketKind];
/** Administrators add their own to the category book. */
export type TicketCategory = BuiltInCategory | (string & {});

/** Whether a text that came from outside names a category. */
export function isTicketCategory(text: string): text is BuiltInCategory {
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

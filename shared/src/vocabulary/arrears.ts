export const reminderChannelLabels = { message: '微信消息', call: '电话催缴' } as const;
export type ReminderChannel = keyof typeof reminderChannelLabels;

/** What came of a call about arrears. */
export const callResultLabels = { promised: '答应缴费', paid: '说已缴清', plan: '要求分期', dispute: '对账单有异议', refused: '拒绝缴费', 'no-answer': '无人接听', 'wrong-number': '号码不对' } as const;
export type ArrearsCallResult = keyof typeof callResultLabels;

export const arrearsCallStateLabels = { open: '待拨打', done: '已结束', unreached: '多次未接通', withdrawn: '不用再催' } as const;
export type ArrearsCallState = keyof typeof arrearsCallStateLabels;

/** Why a call was `withdrawn`. */
export const arrearsCallEndLabels = { paid: '已缴清', dispute: '账单核查中', plan: '按期分期' } as const;
export type ArrearsCallEnd = keyof typeof arrearsCallEndLabels;

/** `kept`, `broken` and `fulfilled` follow from what has been paid. */
export const planStandingLabels = { proposed: '待审批', refused: '未同意', kept: '按期履行', broken: '逾期未付', fulfilled: '已付清', replaced: '已另订' } as const;
export type PlanStanding = keyof typeof planStandingLabels;

/** KP-3: facts with a clause. FI-11: what a leader found; FI-7: a chase that nobody answered. */
export const breachKindLabels = {
  overdue: '超过时限', 'second-notice': '二次告知', 'unfounded-rejection': '退回不成立', unattended: '催办无人回应', 'upheld-complaint': '投诉属实', 'inquiry-fault': '首问过失',
} as const;
export type BreachKind = keyof typeof breachKindLabels;

export const breachStateLabels = { recorded: '已记录', contested: '申诉待认定', upheld: '认定成立', withdrawn: '已撤销' } as const;
export type BreachState = keyof typeof breachStateLabels;
/** Days within which a breach may be contested, its own day not counted. */
export const CONTEST_DAYS = 7;

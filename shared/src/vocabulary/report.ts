/** How long a bill has been overdue: days since its last day on time. `current`: not due yet. */
export const arrearsAgeLabels = { current: '未到期', '30': '30 天内', '60': '31–60 天', '90': '61–90 天', '180': '91–180 天', '365': '181–365 天', over: '一年以上' } as const;
export type ArrearsAge = keyof typeof arrearsAgeLabels;
/** The youngest first; the labels' own keys would put the numbers before the words. */
export const arrearsAges: readonly ArrearsAge[] = ['current', '30', '60', '90', '180', '365', 'over'];

export const takingsStepLabels = { day: '按日', month: '按月', year: '按年' } as const;
export type TakingsStep = keyof typeof takingsStepLabels;

/** What was put right after the money had moved. */
export const exceptionKindLabels = { void: '作废', refund: '退款', adjustment: '调整与减免' } as const;
export type ExceptionKind = keyof typeof exceptionKindLabels;

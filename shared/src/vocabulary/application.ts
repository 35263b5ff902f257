import { ticketCategoryLabels } from './ticket.js';

/** The applications a company takes (AP). */
export type ApplicationCategory = keyof (typeof ticketCategoryLabels)['application'];
export const applicationCategories = Object.keys(ticketCategoryLabels.application) as ApplicationCategory[];
export function isApplicationCategory(text: string): text is ApplicationCategory {
  return text in ticketCategoryLabels.application;
}

/** How far an application has come, as the counter sorts them. */
export const applicationStageLabels = {
  filed: '待受理',
  accepted: '办理中',
  ready: '待周三核对',
  checked: '已核对，待办结',
  closed: '已办结',
  archived: '已归档',
} as const;
export type ApplicationStage = keyof typeof applicationStageLabels;

/** How it ended. */
export const applicationResultLabels = { granted: '已批准办成', refused: '未批准', 'not-accepted': '未受理' } as const;
export type ApplicationResult = keyof typeof applicationResultLabels;

/** What water is used for, and so at what price. */
export const waterUseLabels = { residential: '居民生活用水', business: '非居民用水', special: '特种用水' } as const;

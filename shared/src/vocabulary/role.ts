/** Staff roles (rule book, "Words"). One person may hold several. */
export const roleLabels = {
  clerk: '窗口人员',
  hotline: '热线人员',
  crew: '抢修人员',
  handler: '承办人员',
  'section-leader': '部门负责人',
  'hall-manager': '大堂经理',
  'shift-leader': '收费班长',
  finance: '财务人员',
  'hall-director': '大厅主任',
  'company-leader': '公司领导',
  supervisor: '效能监察',
  administrator: '系统管理员',
} as const;
export type Role = keyof typeof roleLabels;

import type { ImportKind, ImportView } from '@shouwen/shared/contract/data-import';

export const kindLabels: Record<ImportKind, string> = { accounts: '户表', payments: '历史缴费', readings: '抄表读数', 'meter-readings': '待出账的抄表' };
export const stateLabels: Record<ImportView['state'], string> = { waiting: '排队中', running: '导入中', done: '已完成', failed: '没有导入' };

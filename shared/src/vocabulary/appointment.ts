export const appointmentStateLabels = {
  booked: '已预约',
  'checked-in': '已签到',
  called: '已叫号',
  finished: '已办完',
  cancelled: '已取消',
  missed: '未到',
} as const;
export type AppointmentState = keyof typeof appointmentStateLabels;

export const appointmentActionLabels = { move: '改时间', cancel: '取消', 'check-in': '签到', call: '叫号', finish: '办完', 'to-ticket': '转工单' } as const;
export type AppointmentAction = keyof typeof appointmentActionLabels;

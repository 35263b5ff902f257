/** Presence, leave and attendance (AB-1 to AB-5). */

export const presenceLabels = { off: '离岗', present: '在岗', serving: '服务中', away: '暂离' } as const;
export type PresenceState = keyof typeof presenceLabels;
/** What a person presses to get there. */
export const presenceActionLabels: Readonly<Record<PresenceState, string>> = { off: '签退', present: '上岗', serving: '开始服务', away: '暂离' };

export const leaveKindLabels = {
  annual: '年休假', personal: '事假', sick: '病假', marriage: '婚假', maternity: '产假', bereavement: '丧假', training: '公出、培训', other: '其他',
} as const;
export type LeaveKind = keyof typeof leaveKindLabels;
export const leaveKinds = Object.keys(leaveKindLabels) as LeaveKind[];

/** AB-3: written request, section leader, handover slip, hall director; effective only then. */
export const leaveStateLabels = {
  requested: '待负责人签字', signed: '待双方签交接单', 'handed-over': '待主任批准', approved: '已批准，未到时间', 'in-effect': '休假中', ended: '已返岗', refused: '未批准', withdrawn: '已撤回',
} as const;
export type LeaveState = keyof typeof leaveStateLabels;
export const leaveStates = Object.keys(leaveStateLabels) as LeaveState[];

export const leaveActionLabels = {
  sign: '负责人签字', 'sign-slip': '在交接单上签字', approve: '批准', refuse: '不批准', 'name-relief': '改换顶岗人', withdraw: '撤回', return: '销假返岗',
} as const;
export type LeaveAction = keyof typeof leaveActionLabels;
export const leaveActions = Object.keys(leaveActionLabels) as LeaveAction[];

/** AB-5. Only `late` and `left-early` add up to a consequence; the two absences are graded by themselves. */
export const attendanceFindingLabels = {
  'not-early': '未提前到岗', late: '迟到', 'left-early': '早退', 'absent-half-day': '旷工（半天以内）', 'absent-longer': '旷工（超过半天）', 'no-sign-out': '未签退',
} as const;
export type AttendanceFinding = keyof typeof attendanceFindingLabels;

export const attendanceConsequenceLabels = { none: '', circular: '通报', centre: '报中心处理' } as const;
export type AttendanceConsequence = keyof typeof attendanceConsequenceLabels;

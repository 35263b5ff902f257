import { leaveStateLabels, type LeaveAction, type LeaveState } from '@shouwen/shared/vocabulary';

/** AB-3 as data: from which state each act leads where. `start` and `end` are the clock's. */
export const leaveTransitions: Readonly<Record<LeaveAction | 'start' | 'end', Partial<Record<LeaveState, LeaveState>>>> = {
  sign: { requested: 'signed' },
  // The second of the two signatures moves it on.
  'sign-slip': { signed: 'handed-over' },
  approve: { 'handed-over': 'approved' },
  refuse: { requested: 'refused', signed: 'refused', 'handed-over': 'refused' },
  // Whoever is to relieve must sign the slip.
  'name-relief': { requested: 'requested', signed: 'signed', 'handed-over': 'signed' },
  withdraw: { requested: 'withdrawn', signed: 'withdrawn', 'handed-over': 'withdrawn', approved: 'withdrawn' },
  return: { 'in-effect': 'ended' },
  start: { approved: 'in-effect' },
  end: { 'in-effect': 'ended' },
};

/** Who the acting person is to this leave. */
export interface LeaveParty {
  readonly requester: boolean;
  readonly relief: boolean;
  /** May sign for the section, may approve for the hall (`whoSignsLeave`). */
  readonly leader: boolean;
  readonly director: boolean;
}
export interface LeaveFacts {
  readonly state: LeaveState;
  readonly from: Date;
  readonly until: Date;
  readonly absentSigned: boolean;
  readonly reliefSigned: boolean;
}

/** Null when the act is allowed; otherwise why it is not, in words. The posts are asked besides (`clashesOf`). */
export function whyNotAct(leave: LeaveFacts, action: LeaveAction, party: LeaveParty, now: Date): string | null {
  if (leaveTransitions[action][leave.state] === undefined) return `这份请假“${leaveStateLabels[leave.state]}”`;
  switch (action) {
    case 'sign':
      if (!party.leader) return '由本人所在岗位或部门的负责人签字';
      return isOver(leave, now);
    case 'sign-slip':
      if (party.requester) return leave.absentSigned ? '您已签过字，等顶岗人签字' : isOver(leave, now);
      if (party.relief) return leave.reliefSigned ? '您已签过字，等请假人签字' : isOver(leave, now);
      return '由请假人和顶岗人双方签字';
    case 'approve':
      return party.director ? isOver(leave, now) : '由大厅主任批准';
    case 'refuse': {
      const mine = leave.state === 'requested' ? party.leader : party.director || (leave.state === 'signed' && party.leader);
      return mine ? null : '由签字的负责人或主任决定';
    }
    case 'name-relief':
      return party.requester || party.leader || party.director ? null : '由请假人、负责人或主任指定';
    case 'withdraw':
      return party.requester ? null : '只能由请假人本人撤回';
    case 'return':
      return party.requester || party.director ? null : '由请假人本人或主任办理';
  }
}

function isOver(leave: LeaveFacts, now: Date): string | null {
  return leave.until <= now ? '请假时间已过，请撤回后重新申请' : null;
}

import { appointmentActionLabels, appointmentStateLabels, type AppointmentAction, type AppointmentState } from '@shouwen/shared/vocabulary';
import { shanghaiDate, type DateString } from '@shouwen/shared/value';
import type { BookingPolicy } from './booking-policy.js';
import { slotInstant } from './slot-instant.js';

/** From which states an action leads where. A second call is the same person called again (QU-2). */
export const transitions: Record<AppointmentAction, { from: readonly AppointmentState[]; to: AppointmentState }> = {
  move: { from: ['booked'], to: 'booked' },
  cancel: { from: ['booked'], to: 'cancelled' },
  'check-in': { from: ['booked'], to: 'checked-in' },
  call: { from: ['checked-in', 'called'], to: 'called' },
  finish: { from: ['called'], to: 'finished' },
  'to-ticket': { from: ['called'], to: 'finished' },
};
export const residentActions: readonly AppointmentAction[] = ['move', 'cancel'];
export const deskActions: readonly AppointmentAction[] = ['check-in', 'call', 'finish', 'to-ticket', 'move', 'cancel'];

export interface AppointmentFacts {
  readonly state: AppointmentState;
  readonly date: DateString;
  readonly startTime: string;
  readonly endTime: string;
}

/** Why an action is not possible now, in a sentence for whoever asked; null when it is (QU-1, QU-2). */
export function whyNot(action: AppointmentAction, facts: AppointmentFacts, now: Date, policy: BookingPolicy): string | null {
  if (!transitions[action].from.includes(facts.state)) return whyNotFrom(action, facts.state);
  switch (action) {
    case 'move':
    case 'cancel':
      return now < slotInstant(facts.date, facts.startTime) ? null : `预约时段已开始，不能再${appointmentActionLabels[action]}；需要帮助请联系营业厅`;
    case 'check-in':
      return whyNotCheckIn(facts, now, policy);
    case 'call':
      return facts.date === shanghaiDate(now) ? null : '不是今天的预约，不能叫号';
    case 'finish':
    case 'to-ticket':
      // A clerk may still record yesterday's work.
      return null;
  }
}

/** Check-in opens some minutes before the slot and closes when it ends. */
function whyNotCheckIn(facts: AppointmentFacts, now: Date, policy: BookingPolicy): string | null {
  const opens = new Date(slotInstant(facts.date, facts.startTime).getTime() - policy.checkInMinutesBefore * 60_000);
  if (now < opens) return `还没到签到时间，预约时段 ${facts.startTime} 开始，提前 ${policy.checkInMinutesBefore} 分钟可以签到`;
  if (now >= slotInstant(facts.date, facts.endTime)) return '预约时段已过，不能签到；请取现场号办理或重新预约';
  return null;
}

function whyNotFrom(action: AppointmentAction, state: AppointmentState): string {
  if (action === 'check-in' && (state === 'checked-in' || state === 'called')) return '已经签到，请等候叫号';
  if (action === 'call' && state === 'booked') return '还没有签到，签到后才能叫号';
  if ((action === 'finish' || action === 'to-ticket') && (state === 'booked' || state === 'checked-in')) return '还没有叫号，叫号后才能办理';
  return `预约${appointmentStateLabels[state]}，不能${appointmentActionLabels[action]}`;
}

/** Nobody came: still `state`, on a day before `before`. */
export const missedWhen = (now: Date): { state: AppointmentState; before: DateString } => ({ state: 'booked', before: shanghaiDate(now) });

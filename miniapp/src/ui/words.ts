import { addDays, formatDate, formatDeadline, formatInstant, shanghaiDate } from '@shouwen/shared/value';
import type { ClockView } from '@shouwen/shared/contract/ticket';
import { ticketStateLabels, type TicketState } from '@shouwen/shared/vocabulary';

const statesPlainly: Partial<Record<TicketState, string>> = { coordinating: '正在定由谁办', returned: '已办，等答复您', 'waiting-materials': '要补材料' };
/** Where a matter stands, to the one it is about. */
export const stateInWords = (state: TicketState): string => statesPlainly[state] ?? ticketStateLabels[state];

/** `今天 10:35`, `明天 24:00`, `11月24日 周二 18:00`: the moment something must be done by. */
export function deadlineInWords(dueAt: string, now: Date): string {
  const clock = formatDeadline(dueAt).split(' ')[1] ?? '';
  // Midnight belongs to the evening before.
  const date = shanghaiDate(new Date(Date.parse(dueAt) - 1));
  return `${dayInWords(date, now)} ${clock}`;
}
export function dayInWords(date: string, now: Date): string {
  const today = shanghaiDate(now);
  if (date === today) return '今天';
  if (date === addDays(today, 1)) return '明天';
  if (date === addDays(today, -1)) return '昨天';
  return formatDate(date);
}
export function momentInWords(instant: string, now: Date): string {
  return `${dayInWords(shanghaiDate(instant), now)} ${formatInstant(instant).split(' ')[1] ?? ''}`;
}
/** `还剩 1 小时 5 分`, `已超 12 分钟`. */
export function timeLeft(dueAt: string, now: Date): string {
  const minutes = Math.round((Date.parse(dueAt) - now.getTime()) / 60_000);
  const span = spanInWords(Math.abs(minutes));
  return minutes >= 0 ? `还剩 ${span}` : `已超 ${span}`;
}
function spanInWords(minutes: number): string {
  if (minutes < 60) return `${minutes} 分钟`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours} 小时` : `${hours} 小时 ${minutes % 60} 分`;
  return hours % 24 === 0 ? `${Math.floor(hours / 24)} 天` : `${Math.floor(hours / 24)} 天 ${hours % 24} 小时`;
}

const deeds: Record<ClockView['clock'], { due: string; done: string }> = {
  'first-response': { due: '联系您', done: '联系您' },
  'on-site': { due: '到场', done: '到场' },
  return: { due: '由承办部门办完交回', done: '办完交回' },
  answer: { due: '答复您', done: '答复' },
  resolution: { due: '办完并答复您', done: '办结' },
  survey: { due: '上门勘察', done: '勘察' },
  design: { due: '做好设计', done: '设计' },
  approval: { due: '审批', done: '审批' },
  works: { due: '施工完', done: '施工' },
  acceptance: { due: '验收', done: '验收' },
};

/** A clock as a promise to the resident: `预计今天 10:35 前到场`. */
export function promiseOf({ clock, state, dueAt, stoppedAt, overdue }: ClockView, now: Date): { text: string; tone: 'water' | 'good' | 'warn' | 'bad' } {
  const deed = deeds[clock];
  if (stoppedAt !== null) {
    const when = `已于${momentInWords(stoppedAt, now)} ${deed.done}`;
    return state === 'missed' ? { text: `${when}，比承诺的时间晚，抱歉`, tone: 'warn' } : { text: `${when}，按时`, tone: 'good' };
  }
  if (state === 'waiting-materials' || dueAt === null) return { text: '材料补齐后开始计时', tone: 'warn' };
  const until = deadlineInWords(dueAt, now);
  if (overdue || Date.parse(dueAt) <= now.getTime()) return { text: `应在${until} 前${deed.due}，已超时，正在催办，抱歉`, tone: 'bad' };
  return { text: `预计${until} 前${deed.due}`, tone: 'water' };
}

import { addDays, formatDeadline, shanghaiDate } from '@shouwen/shared/value';
import { insideClocks, type ClockKind } from '@shouwen/shared/vocabulary';
import type { TicketFold } from './ticket-types.js';

/** `今天 21:35`, `明天 24:00`, else `11月24日 09:30`; a deadline at midnight belongs to the evening before. */
export function whenInWords(due: Date, now: Date): string {
  const today = shanghaiDate(now);
  const day = shanghaiDate(new Date(due.getTime() - 1));
  const clock = formatDeadline(due).split(' ').pop() ?? '';
  if (day === today) return `今天 ${clock}`;
  return day === addDays(today, 1) ? `明天 ${clock}` : formatDeadline(due);
}

const expected: Partial<Record<ClockKind, string>> = {
  'on-site': '到达现场', 'first-response': '与您联系', answer: '答复您', resolution: '答复您', survey: '上门勘察', design: '完成设计', approval: '完成审批', works: '完成施工', acceptance: '完成验收',
};

/** What happens next to a ticket and by when, for the resident, in one sentence. */
export function nextStepInWords(ticket: TicketFold, now: Date): string {
  switch (ticket.state) {
    case 'closed':
      return ticket.rating === null ? '已办结，欢迎评价' : '已办结';
    case 'waiting-materials':
      return ticket.materialsBroughtAt === null ? '请按告知补齐材料，补齐后重新计时' : '已收到您补交的材料，正在核对';
    case 'answered':
      return ticket.clocks.some((clock) => clock.state === 'running') ? '已口头答复，还将书面答复您' : '已答复，请查看；没有解决可以告诉我们';
    default:
      return promise(ticket, now);
  }
}

function promise(ticket: TicketFold, now: Date): string {
  // The return clock is between the house's own people (FI-6).
  const running = ticket.clocks.filter((clock) => clock.state === 'running' && clock.due !== null && !insideClocks.includes(clock.terms.clock));
  const next = running.sort((a, b) => Number(a.due) - Number(b.due))[0];
  if (!next || next.due === null) return '正在办理';
  const what = expected[next.terms.clock] ?? '办理';
  return now >= next.due ? `本应${whenInWords(next.due, now)} 前${what}，已超时，正在催办` : `预计${whenInWords(next.due, now)} 前${what}`;
}

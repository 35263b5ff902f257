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

/** What the resident waits for, or may do: one of the clocks that promise them something, or a word for where the ticket stands. Null: just work. */
export type ResidentStep = ClockKind | 'rate' | 'closed' | 'materials' | 'checking' | 'written-answer' | 'answered';
export interface NextStep {
  readonly step: ResidentStep | null;
  /** Of a clock. */
  readonly due: Date | null;
}

export function residentStepOf(ticket: TicketFold): NextStep {
  switch (ticket.state) {
    case 'closed':
      // AP-5: what is archived can only be read.
      return { step: ticket.rating === null && ticket.archivedAt === null ? 'rate' : 'closed', due: null };
    case 'waiting-materials':
      return { step: ticket.materialsBroughtAt === null ? 'materials' : 'checking', due: null };
    case 'answered':
      return { step: ticket.clocks.some((clock) => clock.state === 'running') ? 'written-answer' : 'answered', due: null };
    default:
      return promiseOf(ticket);
  }
}

function promiseOf(ticket: TicketFold): NextStep {
  // The return clock is between the house's own people (FI-6).
  const running = ticket.clocks.filter((clock) => clock.state === 'running' && clock.due !== null && !insideClocks.includes(clock.terms.clock));
  const [next] = running.sort((a, b) => Number(a.due) - Number(b.due) || (a.terms.clock < b.terms.clock ? -1 : 1));
  return { step: next?.terms.clock ?? null, due: next?.due ?? null };
}

/** What happens next to a ticket and by when, for the resident, in one sentence. */
export const nextStepInWords = (ticket: TicketFold, now: Date): string => stepInWords(residentStepOf(ticket), now);

export function stepInWords({ step, due }: NextStep, now: Date): string {
  switch (step) {
    case null:
      return '正在办理';
    case 'rate':
      return '已办结，欢迎评价';
    case 'closed':
      return '已办结';
    case 'materials':
      return '还缺材料，请您补齐；补齐后时间从头算';
    case 'checking':
      return '已收到您补交的材料，正在核对';
    case 'written-answer':
      return '已口头答复，还将书面答复您';
    case 'answered':
      return '已答复，请查看；没有解决可以告诉我们';
    default:
      return due === null ? '正在办理' : promised(step, due, now);
  }
}

function promised(clock: ClockKind, due: Date, now: Date): string {
  const what = expected[clock] ?? '办理';
  return now >= due ? `本应${whenInWords(due, now)} 前${what}，已超时，正在催办` : `预计${whenInWords(due, now)} 前${what}`;
}

import { formatDeadline, groupTicketNumber, ticketNumberOf } from '@shouwen/shared/value';
import { clockLabels, ticketKindLabels } from '@shouwen/shared/vocabulary';
import { type ClimbedStep, isLate, type LadderRung } from './rules/ladder-steps.js';
import type { TicketClock, TicketFold } from './rules/ticket-types.js';

/** What the person told reads. Names nobody and no place (PR-1). */
export function ladderWords(ticketId: number, { kind }: Pick<TicketFold, 'kind'>, clock: TicketClock, step: ClimbedStep, rung: LadderRung, mergedId: number | null): string {
  const number = groupTicketNumber(ticketNumberOf(ticketId));
  const which = mergedId === null ? `${ticketKindLabels[kind]}工单 ${number}` : `工单 ${number} 并入的工单 ${groupTicketNumber(ticketNumberOf(mergedId))}`;
  const what = `“${clockLabels[clock.terms.clock]}”`;
  const until = clock.due === null ? '' : `，时限 ${formatDeadline(clock.due)}`;
  const asked = isLate(step) ? '，请说明进展并尽快办理' : '，请抓紧办理';
  return `${which}：${what}${stands(step, rung, clock)}${until}${asked}${rung.passed > 0 ? `（其间 ${rung.passed} 次提醒合并为这一次）` : ''}`;
}

function stands({ at }: ClimbedStep, rung: LadderRung, { due }: TicketClock): string {
  if ('percent' in at) return at.percent >= 100 ? '已到时限' : `时限已用 ${at.percent}%`;
  if ('overWorkingDays' in at) return `已超过时限 ${at.overWorkingDays} 个工作日`;
  return `已超时 ${due === null ? at.overMinutes : Math.round((rung.at.getTime() - due.getTime()) / 60_000)} 分钟`;
}

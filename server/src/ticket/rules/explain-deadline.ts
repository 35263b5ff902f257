import { addDays, formatDate, formatDeadline, formatFullDate, formatInstant, shanghaiDate, type DateString } from '@shouwen/shared/value';
import type { ClockEvent, ClockState, CountedDays, Limit, WorkingDays } from './clock-types.js';
import { clockAfter } from './deadline-of-clock.js';

/** One thing that made the deadline what it is. Dates are Asia/Shanghai; `due` is the first instant that is late. */
export type DeadlineStep =
  | { readonly kind: 'clause'; readonly clause: string; readonly limit: Limit }
  | { readonly kind: 'started' | 'restarted'; readonly at: Date; readonly due: Date }
  | { readonly kind: 'start-day-not-counted'; readonly date: DateString }
  | { readonly kind: 'day-skipped'; readonly date: DateString; readonly reason: string }
  | { readonly kind: 'make-up-day-counted'; readonly date: DateString }
  | { readonly kind: 'stopped'; readonly at: Date }
  | { readonly kind: 'partial-supply'; readonly at: Date }
  | { readonly kind: 'extended'; readonly at: Date; readonly until: DateString; readonly dueByLimit: Date }
  | { readonly kind: 'calendar-corrected'; readonly at: Date; readonly due: Date }
  | { readonly kind: 'provisional-year'; readonly year: number };

/** The days and the reasons why they do not count; `hall` for limits in hall open days. */
export type ExplainedDays = WorkingDays & Pick<CountedDays, 'hall'>;

/** What sets a clock going: the first registration, a reopening, the end of the step before (E4), or the passing on to a department (FI-6). */
export type Beginning = 'registered' | 'reopened' | 'step-before-done' | 'passed-on';

/** Where a limit comes from and what it limits. */
export interface LimitSource {
  /** As people know it: `《首问负责制》第三条`. */
  readonly clause: string;
  /** What must have happened by then: 办结, 答复, 到场, 反馈. */
  readonly action: string;
  /** The same to the resident, where the house says it in a word of its own: 与您联系. */
  readonly deed?: string;
  /** Absent: registered. */
  readonly beganWith?: Beginning;
}

export interface DeadlineExplanation {
  readonly due: Date | null;
  readonly steps: readonly DeadlineStep[];
  /** Every step, one sentence each. */
  readonly staff: readonly string[];
  /** The same in the resident's words: runs of skipped days drawn together, no sentence about what no longer matters. */
  readonly resident: readonly string[];
  /** Years without a published holiday schedule that the deadline depends on (TL-3). */
  readonly provisionalYears: readonly number[];
}

/**
 * TL-9: why a deadline is what it is, for staff and for the resident. The days of every start are in the steps; the resident reads only those
 * of the latest.
 */
export function explainDeadline(source: LimitSource, limit: Limit, events: readonly ClockEvent[], calendar: ExplainedDays): DeadlineExplanation {
  const steps: DeadlineStep[] = [{ kind: 'clause', clause: source.clause, limit }];
  let state: ClockState = { kind: 'not-started' };
  let latestStart = 0;
  for (const event of events) {
    const before: ClockState = state;
    state = clockAfter(before, event, limit, calendar);
    if (state.kind === 'running' && (event.type === 'accepted' || event.type === 'materials-supplied') && state !== before) {
      latestStart = steps.length;
      steps.push({ kind: before.kind === 'not-started' ? 'started' : 'restarted', at: event.at, due: state.dueByLimit });
      if (limit.unit === 'working-days') steps.push(...workingDaysCounted(event.at, state.dueByLimit, calendar));
      if (limit.unit === 'hall-days') steps.push(...hallDaysCounted(event.at, state.dueByLimit, calendar));
    } else if (event.type === 'materials-missing' && state !== before) {
      steps.push({ kind: 'stopped', at: event.at });
    } else if (event.type === 'materials-supplied' && before.kind === 'waiting') {
      steps.push({ kind: 'partial-supply', at: event.at });
    } else if (event.type === 'extended' && state.kind === 'running') {
      steps.push({ kind: 'extended', at: event.at, until: event.until, dueByLimit: state.dueByLimit });
    } else if (event.type === 'calendar-corrected' && state.kind === 'running') {
      steps.push({ kind: 'calendar-corrected', at: event.at, due: state.dueByLimit });
    }
  }
  const provisionalYears = state.kind === 'running' && limit.unit === 'working-days' ? provisionalYearsIn(state.startedAt, state.dueByLimit, calendar) : [];
  steps.push(...provisionalYears.map((year) => ({ kind: 'provisional-year', year }) as const));

  return {
    due: state.kind === 'running' ? state.due : null,
    steps,
    staff: [...steps.map((step) => staffSentence(step, limit, source)), sentenceOfState(state, source.action)],
    resident: [...residentSentences(steps.slice(latestStart), state, limit, source), sentenceOfState(state, deedOf(source))],
    provisionalYears,
  };
}

/** `5个工作日`, `4小时`, `20分钟`, `当日`. */
export function limitInWords(limit: Limit): string {
  switch (limit.unit) {
    case 'working-days':
      return `${limit.n}个工作日`;
    case 'hall-days':
      return `${limit.n}个营业日`;
    case 'hours':
      return `${limit.n}小时`;
    case 'minutes':
      return `${limit.n}分钟`;
    case 'same-day':
      return '当日';
  }
}

function workingDaysCounted(start: Date, due: Date, calendar: WorkingDays): DeadlineStep[] {
  const startDay = shanghaiDate(start);
  const endDay = shanghaiDate(due);
  const steps: DeadlineStep[] = [{ kind: 'start-day-not-counted', date: startDay }];
  for (let date = addDays(startDay, 1); date < endDay; date = addDays(date, 1)) {
    const reason = calendar.reasonNotWorking(date);
    if (reason !== null) steps.push({ kind: 'day-skipped', date, reason });
    else if (calendar.isMakeUpDay(date)) steps.push({ kind: 'make-up-day-counted', date });
  }
  return steps;
}

function hallDaysCounted(start: Date, due: Date, { hall }: ExplainedDays): DeadlineStep[] {
  const startDay = shanghaiDate(start);
  const steps: DeadlineStep[] = [{ kind: 'start-day-not-counted', date: startDay }];
  for (let date = addDays(startDay, 1); date < shanghaiDate(due); date = addDays(date, 1)) {
    const reason = hall?.reasonClosed(date) ?? null;
    if (reason !== null) steps.push({ kind: 'day-skipped', date, reason: `营业厅${reason}` });
  }
  return steps;
}

function provisionalYearsIn(start: Date, due: Date, calendar: WorkingDays): number[] {
  const lastDay = addDays(shanghaiDate(due), -1);
  const years: number[] = [];
  for (let year = yearOf(shanghaiDate(start)); year <= yearOf(lastDay); year += 1) if (calendar.isProvisional(year)) years.push(year);
  return years;
}

function yearOf(date: DateString): number {
  return Number(date.slice(0, 4));
}

const began: Readonly<Record<Beginning, { staff: string; resident: (at: string) => string }>> = {
  registered: { staff: '登记', resident: (at) => `您的事项于${at}登记。` },
  reopened: { staff: '重新办理', resident: (at) => `${at}起重新办理，时限重新计算。` },
  'step-before-done': { staff: '上一步办完', resident: (at) => `上一步于${at}办完，接着算这一步。` },
  'passed-on': { staff: '转交部门', resident: (at) => `${at}交给部门去办。` },
};

function staffSentence(step: DeadlineStep, limit: Limit, { action, beganWith = 'registered' }: LimitSource): string {
  switch (step.kind) {
    case 'clause':
      return `依据${step.clause}，时限为${within(step.limit, action)}。`;
    case 'started':
      return `${formatInstant(step.at)}${began[beganWith].staff}，开始计时，按时限应于${formatDeadline(step.due)}前${action}。`;
    case 'restarted':
      return `${formatInstant(step.at)}材料补齐，${limitInWords(limit)}的时限重新计算，按时限应于${formatDeadline(step.due)}前${action}。`;
    case 'start-day-not-counted':
      return `${formatDate(step.date)}为起始日，不计入，从次日起算。`;
    case 'day-skipped':
      return `${formatDate(step.date)}不计：${step.reason}。`;
    case 'make-up-day-counted':
      return `${formatDate(step.date)}为调休上班日，计入工作日。`;
    case 'stopped':
      return `${formatInstant(step.at)}一次性告知材料不齐，停止计时。`;
    case 'partial-supply':
      return `${formatInstant(step.at)}补交部分材料，仍未补齐，继续停止计时。`;
    case 'extended':
      return `${formatInstant(step.at)}批准延期至${formatFullDate(step.until)}；原应于${formatDeadline(step.dueByLimit)}前${action}，统计时不计为按原时限${action}。`;
    case 'calendar-corrected':
      return `${formatInstant(step.at)}按更正后的放假安排重新计算，按时限应于${formatDeadline(step.due)}前${action}。`;
    case 'provisional-year':
      return provisionalSentence(step.year);
  }
}

function residentSentences(latest: readonly DeadlineStep[], state: ClockState, limit: Limit, source: LimitSource): string[] {
  const { clause, beganWith = 'registered' } = source;
  const action = deedOf(source);
  const rule = `按规定（${withoutClauseNumber(clause)}）应${limit.unit === 'same-day' ? '' : '在'}${within(limit, action)}。`;
  if (state.kind === 'not-started') return [rule];
  if (state.kind === 'waiting') return [rule, `${formatInstant(state.since)}已告知您需要补充的材料，等待补齐期间不计时。`, restartPromise(limit, action)];

  const restarted = latest[0]?.kind === 'restarted';
  const sentences = [rule, restarted ? `您于${formatInstant(state.startedAt)}补齐材料，时限重新计算。` : began[beganWith].resident(formatInstant(state.startedAt))];
  for (const step of latest) if (step.kind === 'start-day-not-counted') sentences.push(`${formatDate(step.date)}当天不计入，从第二天开始算。`);
  for (const { from, to, reason } of runsOfSkippedDays(latest)) {
    sentences.push(`${from === to ? formatDate(from) : `${formatDate(from)}至${formatDate(to)}`}是${reason}，不计入。`);
  }
  for (const step of latest) {
    if (step.kind === 'make-up-day-counted') sentences.push(`${formatDate(step.date)}调休上班，计入。`);
    if (step.kind === 'extended') sentences.push(`经批准，日期延到${formatFullDate(step.until)}（原定${formatDeadline(step.dueByLimit)}前）。`);
    if (step.kind === 'calendar-corrected') sentences.push('国家放假安排有更正，日期已按更正后的安排计算。');
    if (step.kind === 'provisional-year') sentences.push(provisionalSentence(step.year));
  }
  return sentences;
}

const deedOf = ({ action, deed = action }: LimitSource): string => deed;

/** `《服务承诺》E3：城区…` → `《服务承诺》：城区…`: the letter and number help only who has the book. */
function withoutClauseNumber(clause: string): string {
  return clause.replace(/》[A-Z](\d+(\.\d+)*)?：/, '》：');
}

/** `5个工作日内办结`, `当日办结`. */
function within(limit: Limit, action: string): string {
  return `${limitInWords(limit)}${limit.unit === 'same-day' ? '' : '内'}${action}`;
}

function restartPromise(limit: Limit, action: string): string {
  if (limit.unit === 'working-days' || limit.unit === 'hall-days') return `材料补齐后，从补齐的第二天起重新计算${limitInWords(limit)}。`;
  return limit.unit === 'same-day' ? `材料补齐后，当日${action}。` : `材料补齐后，从补齐时起重新计算${limitInWords(limit)}。`;
}

function provisionalSentence(year: number): string {
  return `${year}年的放假安排尚未公布，暂按周末休息推算，公布后日期可能调整。`;
}

function sentenceOfState(state: ClockState, action: string): string {
  switch (state.kind) {
    case 'not-started':
      return '还没有开始计时，没有期限。';
    case 'waiting':
      return '等待补充材料，目前没有期限。';
    case 'running':
      return `因此应在${formatDeadline(state.due)}前${action}。`;
  }
}

/** Neighbouring skipped days with the same reason, so that a resident reads one sentence for a holiday. */
function runsOfSkippedDays(steps: readonly DeadlineStep[]): { from: DateString; to: DateString; reason: string }[] {
  const runs: { from: DateString; to: DateString; reason: string }[] = [];
  for (const step of steps) {
    if (step.kind !== 'day-skipped') continue;
    const last = runs[runs.length - 1];
    if (last && last.reason === step.reason && addDays(last.to, 1) === step.date) last.to = step.date;
    else runs.push({ from: step.date, to: step.date, reason: step.reason });
  }
  return runs;
}

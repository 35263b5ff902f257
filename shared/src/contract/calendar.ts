import * as z from 'zod/mini';
import type { ClockKind } from '../vocabulary/index.js';
import { endpoint, type Page } from './endpoint.js';
import { date, id, page, text } from './field.js';
import type { Difference, EditionItem, HolidayYear } from './rulebook.js';

/** TL-3: on which days a hall opens. Working days are another matter: they are the book `working-calendar`. */
export interface HallWeek {
  /** Monday is 1, Sunday is 7. */
  weekly: (1 | 2 | 3 | 4 | 5 | 6 | 7)[];
  exceptions: HallExceptionItem[];
}
export interface HallExceptionItem {
  date: string;
  open: boolean;
  /** Why, for the people who stand at the door. */
  note: string;
  /** Whose places apply when the hall opens on a day it is otherwise closed. */
  slotWeekday: 1 | 2 | 3 | 4 | 5 | 6 | 7 | null;
}
export interface HallCalendarView extends HallWeek {
  hallId: number;
  hallName: string;
  /** 0: nobody has edited it here yet. */
  edition: number;
}
const weekday = z.literal([1, 2, 3, 4, 5, 6, 7], '请选择星期');
const hallWeek = {
  weekly: z.array(weekday).check(z.maxLength(7)),
  exceptions: z
    .array(z.object({ date: date('日期'), open: z.boolean(), note: z.string('请填写说明').check(z.trim(), z.minLength(1, '请写明原因，门口的居民会看到'), z.maxLength(60, '说明最多 60 个字')), slotWeekday: z.nullable(weekday) }))
    .check(z.maxLength(200, '例外最多 200 天，请删去过去的')),
};
const basedOn = z.int().check(z.nonnegative());

export const hallCalendars = endpoint<{ items: HallCalendarView[] }>()({ method: 'GET', path: '/api/staff/calendar/halls', summary: '各厅开放日' });
export const hallCalendarEditions = endpoint<Page<EditionItem & { difference: Difference[] }>>()({
  method: 'GET', path: '/api/staff/calendar/halls/:hallId/editions', summary: '开放日的各版', query: z.object(page),
});
/** Refuses `EDITION_STALE`, `POLICY_CONTRADICTS`, `NOTHING_CHANGED`. Deadlines in hall days are counted anew. */
export const saveHallCalendar = endpoint<HallCalendarView>()({
  method: 'POST', path: '/api/staff/calendar/halls/:hallId', summary: '修改开放日', idempotent: true, body: z.object({ basedOn, ...hallWeek, reason: text('修改原因', 200) }),
});

// ---- calendar correction

/** A ticket whose deadline a change of calendar moves. */
export interface MovedDeadline {
  ticketNumber: string;
  categoryLabel: string;
  clock: ClockKind;
  startedAt: string;
  dueBefore: string;
  dueAfter: string;
  /** An approved extension stays as it was granted (TL-6): only the limit without it moves. */
  extended: boolean;
}
export type CalendarChange = { calendar: 'working'; basedOn: number; content: HolidayYear[] } | ({ calendar: 'hall'; hallId: number; basedOn: number } & HallWeek);
/**
 * What a change would move, before it is applied; changes nothing. `total` with the first page; `more` when there are so many that counting stopped.
 * Refuses what publishing the change refuses.
 */
export const previewCorrection = endpoint<Page<MovedDeadline> & { total: number | null; more: boolean }>()({
  method: 'POST', path: '/api/staff/calendar/correction/preview', summary: '试算日历更正',
  body: z.object({
    change: z.union([
      z.object({ calendar: z.literal('working'), basedOn, content: z.unknown() }), z.object({ calendar: z.literal('hall'), hallId: id('营业厅'), basedOn, ...hallWeek }),
    ], '请说明更正哪个日历'),
    ...page, size: z._default(z.int().check(z.minimum(1), z.maximum(100)), 20),
  }),
});
/** A correction on its way through the tickets, and those that were. */
export interface CorrectionItem {
  id: number;
  calendar: 'working' | 'hall';
  hallName: string | null;
  edition: number;
  state: 'running' | 'done';
  /** Running clocks looked at so far, and tickets whose deadline moved. */
  examined: number;
  moved: number;
  startedAt: string;
  finishedAt: string | null;
}
export const corrections = endpoint<{ items: CorrectionItem[] }>()({ method: 'GET', path: '/api/staff/calendar/corrections', summary: '日历更正进度' });

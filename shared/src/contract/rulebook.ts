import * as z from 'zod/mini';
import {
  applicationSteps, clockLabels, ticketKindLabels, ticketSourceLabels, zoneLabels,
  type ApplicationStep, type ClockKind, type TicketCategory, type TicketKind, type TicketSource, type Zone,
} from '../vocabulary/index.js';
import type { ComplaintFamily } from './category.js';
import { endpoint, type Page } from './endpoint.js';
import { date, page, text } from './field.js';

/** TL-7: what is promised for which matter; null means any. `same-day` has n = 0. */
export interface PolicyRow {
  kind: TicketKind | null;
  category: TicketCategory | null;
  source: TicketSource | null;
  zone: Zone | null;
  clock: ClockKind;
  unit: LimitUnit;
  n: number;
  /** As people know it, with the rule book's letter. */
  clause: string;
  /** What must have happened by then: 到达现场, 办结. */
  action: string;
}
export const limitUnitLabels = { 'working-days': '个工作日', 'hall-days': '个营业日', hours: '小时', minutes: '分钟', 'same-day': '当日' } as const;
export type LimitUnit = keyof typeof limitUnitLabels;

export interface CategoryEntry {
  code: TicketCategory;
  kind: TicketKind;
  family: ComplaintFamily | null;
  label: string;
  plainWords: string[];
  outOfScope: boolean;
  active: boolean;
}
/** TL-5: everything a resident must bring for a category, with how to get it. */
export interface Checklist {
  category: TicketCategory;
  items: { code: string; name: string; howToGet: string }[];
}

/** ES-1: a step is due at a share of the limit, or so long after it. */
export type LadderMoment = { percent: number } | { overWorkingDays: number } | { overMinutes: number; repeat: boolean };
export const ladderAudienceLabels = {
  handler: '承办人', 'first-responsible': '首问责任人', 'section-leader': '部门负责人', 'hall-director': '大厅主任', 'company-leader': '公司领导',
} as const;
export type LadderAudience = keyof typeof ladderAudienceLabels;
export interface LadderStep {
  at: LadderMoment;
  tell: LadderAudience[];
  /** FI-7: the handler must say how it stands. */
  chase: boolean;
}
/** `day`: limits in days; `minute`: limits in hours and minutes. */
export interface Ladder {
  day: LadderStep[];
  minute: LadderStep[];
}

/** What a template may name in `{}`; filled by whoever composes the reply. */
export const replyFields = ['称呼', '单号', '地址', '部门', '期限', '首问责任人', '厅电话'] as const;
export interface ReplyTemplate {
  code: string;
  /** Empty: for every kind. */
  kinds: TicketKind[];
  title: string;
  text: string;
}
/** AP-3: what an application of this category goes through. */
export interface Procedure {
  category: TicketCategory;
  steps: ApplicationStep[];
}
/** CP-9, AP-5, FU. */
export interface Consequence {
  /** Fen, for each upheld complaint. */
  upheldComplaintFen: number;
  /** Fen, in addition, for the third upheld in a year. */
  threeInYearFen: number;
  /** Days after closing in which a matter is followed up; then it is archived. */
  followUpDays: number;
}
/** TL-3: one year of the national schedule, as published: ranges off, and weekend days worked instead. */
export interface HolidayYear {
  year: number;
  holidays: { name: string; from: string; to: string }[];
  makeUpDays: string[];
}

/** Everything an administrator edits: one book each. An edition of a book never changes. */
export interface BookContent {
  'service-policy': PolicyRow[];
  category: CategoryEntry[];
  checklist: Checklist[];
  'dismissive-phrase': string[];
  ladder: Ladder;
  'reply-template': ReplyTemplate[];
  procedure: Procedure[];
  consequence: Consequence;
  'working-calendar': HolidayYear[];
}
export type BookKind = keyof BookContent;
export const bookLabels = {
  'service-policy': '办理时限', category: '事项类别', checklist: '材料清单', 'dismissive-phrase': '推诿用语', ladder: '催办升级', 'reply-template': '答复模板',
  procedure: '业务步骤', consequence: '考核与回访', 'working-calendar': '工作日历',
} as const satisfies Record<BookKind, string>;
export const bookKinds = Object.keys(bookLabels) as BookKind[];

const oneOf = <T extends string>(labels: Record<T, unknown>, message: string) => z.enum(Object.keys(labels) as [T, ...T[]], message);
const kind = oneOf(ticketKindLabels, '请选择事项种类');
const code = z.string('请填写代码').check(z.regex(/^[a-z0-9][a-z0-9-]{0,39}$/, '代码只能用小写字母、数字和短横线，最多 40 个字'));
/** Whether there is such a category is for the category book to say. */
const category: z.ZodMiniType<TicketCategory, TicketCategory> = code;
const whole = (label: string, least: number, most: number) => z.int(`${label}应为整数`).check(z.minimum(least, `${label}不能小于 ${least}`), z.maximum(most, `${label}不能大于 ${most}`));
const list = <S extends z.ZodMiniType>(item: S, label: string, most: number) => z.array(item, `请填写${label}`).check(z.maxLength(most, `${label}最多 ${most} 项`));

const policyRow = z
  .object({
    kind: z.nullable(kind), category: z.nullable(category), source: z.nullable(oneOf(ticketSourceLabels, '请选择来源')), zone: z.nullable(oneOf(zoneLabels, '请选择区域')),
    clock: oneOf(clockLabels, '请选择计时项目'), unit: oneOf(limitUnitLabels, '请选择时限单位'), n: whole('时限', 0, 10_000), clause: text('依据', 120), action: text('应完成的事', 20),
  })
  .check(z.refine(({ unit, n }) => (unit === 'same-day') === (n === 0), { path: ['n'], message: '“当日”不填天数，其他时限至少为 1' }));
const step = z.object({
  at: z.union([
    z.strictObject({ percent: whole('比例', 1, 100) }),
    z.strictObject({ overWorkingDays: whole('超过的工作日', 1, 60) }),
    z.strictObject({ overMinutes: whole('超过的分钟', 1, 1440), repeat: z.boolean() }),
  ], '请填写什么时候催办'),
  tell: z.array(oneOf(ladderAudienceLabels, '请选择通知谁')).check(z.minLength(1, '请选择通知谁'), z.maxLength(5)),
  chase: z.boolean(),
});

/** What each book must look like; whether it contradicts itself is for the rules to say. */
export const bookSchemas: { [K in BookKind]: z.ZodMiniType<BookContent[K]> } = {
  'service-policy': list(policyRow, '时限', 400),
  category: list(
    z.object({
      code: category, kind, family: z.nullable(z.enum(['service', 'business'], '请选择投诉的性质')), label: text('名称', 20),
      plainWords: list(text('居民的说法', 20), '居民的说法', 40), outOfScope: z.boolean(), active: z.boolean(),
    }), '类别', 200),
  checklist: list(z.object({ category, items: list(z.object({ code, name: text('材料名称', 60), howToGet: text('如何取得', 120) }), '材料', 40) }), '清单', 200),
  'dismissive-phrase': list(text('用语', 20), '用语', 200),
  ladder: z.object({ day: list(step, '催办步骤', 12), minute: list(step, '催办步骤', 12) }),
  'reply-template': list(z.object({ code, kinds: list(kind, '适用的事项', 20), title: text('标题', 30), text: text('内容', 1000) }), '模板', 200),
  procedure: list(z.object({ category, steps: z.array(z.enum(applicationSteps, '请选择步骤')).check(z.minLength(1, '至少要有一个步骤'), z.maxLength(10)) }), '业务', 200),
  consequence: z.object({
    upheldComplaintFen: whole('金额（分）', 0, 10_000_000), threeInYearFen: whole('金额（分）', 0, 10_000_000), followUpDays: whole('回访天数', 1, 365),
  }),
  'working-calendar': list(
    z.object({
      year: whole('年份', 2000, 2199), holidays: list(z.object({ name: text('节日名称', 20), from: date('放假开始日'), to: date('放假结束日') }), '假期', 30),
      makeUpDays: list(date('调休上班日'), '调休上班日', 40),
    }), '年份', 60),
};

// ---- the administrator's screen

export interface EditionItem {
  edition: number;
  reason: string;
  /** Null: came with the system. */
  editedBy: string | null;
  at: string;
}
/** One entry that two editions do not share, in words. `before` is null for a new one, `after` for one that is gone. */
export interface Difference {
  what: string;
  before: string | null;
  after: string | null;
}
/** Where a content contradicts itself: `path` as in the content (`3.category`), the rule, and what to do. */
export interface Contradiction {
  code: 'POLICY_CONTRADICTS' | 'CALENDAR_YEAR_MISSING';
  /** Empty when no single row is at fault. */
  path: string;
  rule: string;
  message: string;
}
type AnyEdition = { [K in BookKind]: EditionItem & { kind: K; content: BookContent[K] } }[BookKind];
const content = z.unknown();
const basedOn = whole('版本号', 1, 1_000_000);

export const books = endpoint<{ items: (EditionItem & { kind: BookKind })[] }>()({ method: 'GET', path: '/api/staff/rulebook', summary: '规则目录' });
export const currentEdition = endpoint<AnyEdition>()({ method: 'GET', path: '/api/staff/rulebook/:kind', summary: '现行规则' });
export const editions = endpoint<Page<EditionItem>>()({ method: 'GET', path: '/api/staff/rulebook/:kind/editions', summary: '规则的各版', query: z.object(page) });
/** One edition with what it changed. */
export const oneEdition = endpoint<AnyEdition & { difference: Difference[] }>()({ method: 'GET', path: '/api/staff/rulebook/:kind/editions/:edition', summary: '规则的一版' });
/** What publishing would change, and what stands against it. Changes nothing. */
export const checkEdition = endpoint<{ difference: Difference[]; contradictions: Contradiction[] }>()({
  method: 'POST', path: '/api/staff/rulebook/:kind/check', summary: '试算规则改动', body: z.object({ basedOn, content }),
});
/** Refuses `EDITION_STALE` when somebody published since `basedOn`, `POLICY_CONTRADICTS`, `CALENDAR_YEAR_MISSING`, `NOTHING_CHANGED`. */
export const publishEdition = endpoint<EditionItem & { difference: Difference[] }>()({
  method: 'POST', path: '/api/staff/rulebook/:kind', summary: '发布新版规则', idempotent: true, body: z.object({ basedOn, content, reason: text('修改原因', 200) }),
});

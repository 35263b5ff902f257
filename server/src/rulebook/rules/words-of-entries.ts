import { limitUnitLabels, ladderAudienceLabels, type BookContent, type BookKind, type LadderMoment, type LimitUnit } from '@shouwen/shared/contract/rulebook';
import { formatFen } from '@shouwen/shared/value';
import { clockLabels, ticketKindLabels, ticketSourceLabels, zoneLabels } from '@shouwen/shared/vocabulary';
import type { Books, DeepReadonly } from './contradiction.js';

/** One entry of a book as people read it; the same `key` in two editions is the same entry. */
export interface Entry {
  readonly key: string;
  readonly what: string;
  readonly words: string;
}
type Names = { readonly [code: string]: string };

/** A book's entries in words. `labels`: of the categories it may name. */
export function entriesOf<K extends BookKind>(kind: K, content: Books[K], labels: Names): Entry[] {
  return (writers[kind] as (content: Books[K], labels: Names) => Entry[])(content, labels);
}

const nameOf = (labels: Names, code: string) => labels[code] ?? code;
const yesNo = (value: boolean, yes: string) => (value ? [yes] : []);

const writers: { readonly [K in BookKind]: (content: DeepReadonly<BookContent[K]>, labels: Names) => Entry[] } = {
  'service-policy': (rows, labels) =>
    rows.map(({ kind, category, source, zone, clock, unit, n, clause, action }) => {
      const matter = [category === null ? (kind === null ? '全部事项' : ticketKindLabels[kind]) : nameOf(labels, category), ...(source ? [ticketSourceLabels[source]] : []), ...(zone ? [zoneLabels[zone]] : [])];
      return { key: JSON.stringify([kind, category, source, zone, clock]), what: `${matter.join('、')} · ${clockLabels[clock]}`, words: `${limitInWords(unit, n)}${action}（${clause}）` };
    }),
  category: (rows) =>
    rows.map(({ code, kind, label, plainWords, outOfScope, active }) => ({
      key: code, what: `${ticketKindLabels[kind]} · ${label}`,
      words: [label, active ? '在用' : '停用', ...yesNo(outOfScope, '非供水业务'), ...(plainWords.length > 0 ? [`居民说法：${plainWords.join('、')}`] : [])].join('；'),
    })),
  checklist: (rows, labels) =>
    rows.flatMap(({ category, items }) => [
      { key: category, what: `${nameOf(labels, category)} · 清单`, words: items.map(({ name }) => name).join('、') },
      ...items.map(({ code, name, howToGet }) => ({ key: `${category} ${code}`, what: `${nameOf(labels, category)} · ${name}`, words: `${name}：${howToGet}` })),
    ]),
  'dismissive-phrase': (phrases) => phrases.map((phrase) => ({ key: phrase, what: '推诿用语', words: phrase })),
  ladder: (ladder) =>
    (['day', 'minute'] as const).flatMap((name) =>
      ladder[name].map(({ at, tell, chase }, index) => ({
        key: `${name} ${index}`, what: `${name === 'day' ? '按天的时限' : '按小时、分钟的时限'} · 第 ${index + 1} 步`,
        words: `${momentInWords(at)}${chase ? '催办' : '提醒'}${tell.map((who) => ladderAudienceLabels[who]).join('、')}`,
      })),
    ),
  'reply-template': (rows) =>
    rows.map(({ code, kinds, title, text }) => ({ key: code, what: title, words: `${title}（${kinds.length === 0 ? '全部事项' : kinds.map((kind) => ticketKindLabels[kind]).join('、')}）：${text}` })),
  procedure: (rows, labels) => rows.map(({ category, steps }) => ({ key: category, what: nameOf(labels, category), words: steps.map((step) => clockLabels[step]).join(' → ') })),
  consequence: ({ upheldComplaintFen, threeInYearFen, followUpDays }) => [
    { key: 'upheld', what: '投诉属实，每次', words: `${formatFen(upheldComplaintFen)} 元` },
    { key: 'three', what: '一年三次属实', words: `${formatFen(threeInYearFen)} 元` },
    { key: 'follow-up', what: '办结后回访期', words: `${followUpDays} 天` },
  ],
  'working-calendar': (years) =>
    years.flatMap(({ year, holidays, makeUpDays }) => [
      ...holidays.map(({ name, from, to }) => ({ key: `${year} ${name}`, what: `${year} 年${name}`, words: from === to ? from : `${from} 至 ${to}` })),
      { key: `${year}`, what: `${year} 年调休上班`, words: makeUpDays.length === 0 ? '无' : makeUpDays.join('、') },
    ]),
};

/** `5 个工作日内`, `当日`. */
function limitInWords(unit: LimitUnit, n: number): string {
  return unit === 'same-day' ? limitUnitLabels[unit] : `${n} ${limitUnitLabels[unit]}内`;
}

function momentInWords(at: DeepReadonly<LadderMoment>): string {
  if ('percent' in at) return at.percent === 100 ? '到期时' : `到时限的 ${at.percent}% 时`;
  if ('overWorkingDays' in at) return `超期 ${at.overWorkingDays} 个工作日`;
  return at.repeat ? `超期后每 ${at.overMinutes} 分钟` : `超期 ${at.overMinutes} 分钟`;
}

import { describe, expect, it } from 'vitest';
import { bookKinds, bookSchemas, type BookContent, type BookKind, type Ladder } from '@shouwen/shared/contract/rulebook';
import { addDays } from '@shouwen/shared/value';
import fc from 'fast-check';
import { firstCategories } from '../../database/migrations/first-editions/category.js';
import { firstChecklists } from '../../database/migrations/first-editions/checklist.js';
import { firstConsequence } from '../../database/migrations/first-editions/consequence.js';
import { firstDismissivePhrases } from '../../database/migrations/first-editions/dismissive-phrase.js';
import { firstLadder } from '../../database/migrations/first-editions/ladder.js';
import { firstProcedures } from '../../database/migrations/first-editions/procedure.js';
import { firstReplyTemplates } from '../../database/migrations/first-editions/reply-template.js';
import { firstServicePolicy } from '../../database/migrations/first-editions/service-policy.js';
import { firstWorkingCalendar } from '../../database/migrations/first-editions/working-calendar.js';
import { PUBLISHED_HOLIDAYS } from '../../calendar/index.js';
import { contradictionsOfBook } from './contradictions-of-book.js';
import { differenceOfEditions } from './difference-of-editions.js';

const row = (rest: Partial<BookContent['service-policy'][number]>) => ({ kind: null, category: null, source: null, zone: null, clock: 'resolution' as const, unit: 'working-days' as const, n: 5, clause: '测试', action: '办结', ...rest });
const raw: Record<BookKind, unknown> = {
  'service-policy': firstServicePolicy([row({}), row({ clock: 'return' }), { ...row({ kind: 'complaint', category: 'complaint-rude', source: 'hotline', n: 1 }), clause: '《投诉处理制度》C8.8：口头投诉' }]),
  category: firstCategories, checklist: firstChecklists, 'dismissive-phrase': firstDismissivePhrases, ladder: firstLadder, 'reply-template': firstReplyTemplates, procedure: firstProcedures,
  consequence: firstConsequence, 'working-calendar': firstWorkingCalendar,
};
const books = Object.fromEntries(bookKinds.map((kind) => [kind, bookSchemas[kind].parse(raw[kind])])) as unknown as BookContent;
const labels = Object.fromEntries(books.category.map(({ code, label }) => [code, label]));

/** The faults of a book after `change`, as `rule path`. */
function faults<K extends BookKind>(kind: K, change: (content: BookContent[K]) => BookContent[K] | void): string[] {
  const content = structuredClone(books[kind]);
  const changed = change(content) ?? content;
  return contradictionsOfBook(kind, { ...books, [kind]: changed }, books).map(({ rule, path }) => `${rule} ${path}`);
}

describe('the first editions', () => {
  it.each(bookKinds)('%s does not contradict itself', (kind) => {
    expect(contradictionsOfBook(kind, books, books)).toEqual([]);
  });

  it('count spoken complaints about service by hall days (C8.8) and each step of a connection (E4)', () => {
    const rows = books['service-policy'];
    expect(rows.find(({ category }) => category === 'complaint-rude')).toMatchObject({ unit: 'hall-days', n: 1 });
    expect(rows.filter(({ category }) => category === 'apply-connection').map(({ clock, n }) => [clock, n])).toEqual([['survey', 5], ['design', 3], ['works', 5]]);
  });

  it('know the holidays that the calendar was made with', () => {
    expect(books['working-calendar']).toEqual(PUBLISHED_HOLIDAYS);
  });
});

describe('time limits (TL-7)', () => {
  it('need a resolution for every category, from every source, in every zone', () => {
    expect(faults('service-policy', (rows) => rows.filter(({ clock, kind }) => clock !== 'resolution' || kind !== null)).length).toBeGreaterThan(10);
    const [first] = contradictionsOfBook('service-policy', { ...books, 'service-policy': books['service-policy'].map((r) => (r.kind === null && r.clock === 'resolution' ? { ...r, zone: 'urban' } : r)) }, books);
    expect(first).toMatchObject({ rule: 'TL-7', message: expect.stringContaining('郊区') });
  });

  it('have one row for one matter', () => {
    expect(faults('service-policy', (rows) => [...rows, { ...rows[0]!, n: 9 }])).toEqual([`TL-7 ${books['service-policy'].length}`]);
  });

  it('name a category there is, of its kind, and steps that are done', () => {
    const at = books['service-policy'].length;
    expect(faults('service-policy', (rows) => [...rows, row({ category: 'no-such', clock: 'on-site' })])).toEqual([`TL-7 ${at}.category`]);
    expect(faults('service-policy', (rows) => [...rows, row({ kind: 'leak', category: 'complaint-bill', clock: 'on-site' })])).toEqual([`TL-7 ${at}.category`]);
    expect(faults('service-policy', (rows) => [...rows, row({ kind: 'complaint', clock: 'survey' })])).toEqual([`AP-3 ${at}.clock`]);
    expect(faults('service-policy', (rows) => [...rows, row({ category: 'apply-change-use', clock: 'works' })])).toEqual([`AP-3 ${at}.clock`]);
    expect(faults('procedure', (rows) => rows.map((p) => ({ ...p, steps: p.steps.filter((step) => step !== 'design') })))).toEqual(['AP-3 ']);
  });

  it('have no days when they end the same day', () => {
    expect(bookSchemas['service-policy'].safeParse([row({ unit: 'same-day', n: 1 })]).success).toBe(false);
    expect(bookSchemas['service-policy'].safeParse([row({ n: 0 })]).success).toBe(false);
    expect(bookSchemas['service-policy'].safeParse([row({ unit: 'same-day', n: 0 })]).success).toBe(true);
  });
});

describe('categories', () => {
  it('are retired, not removed, and stay of their kind and family (CP-3, CP-1)', () => {
    expect(faults('category', (rows) => rows.filter(({ code }) => code !== 'burst'))).toEqual(['CP-3 ']);
    expect(faults('category', (rows) => rows.map((c) => (c.code === 'burst' ? { ...c, active: false } : c)))).toEqual([]);
    const index = books.category.findIndex(({ code }) => code === 'complaint-rude');
    expect(faults('category', (rows) => rows.map((c) => (c.code === 'complaint-rude' ? { ...c, family: 'business' as const } : c)))).toEqual([`CP-1 ${index}.family`]);
    expect(faults('category', (rows) => rows.map((c) => (c.code === 'complaint-rude' ? { ...c, kind: 'leak' as const } : c)))).toContain(`CP-3 ${index}.kind`);
  });

  it('leave a way in for every kind and for what is out of scope (FI-10)', () => {
    expect(faults('category', (rows) => rows.map((c) => (c.kind === 'leak' ? { ...c, active: false } : c)))).toEqual(['FI-10 ']);
    expect(faults('category', (rows) => rows.map((c) => (c.outOfScope ? { ...c, active: false } : c)))).toEqual(['FI-10 ']);
  });

  it('can be added, an application with its steps', () => {
    const added = { code: 'apply-own', kind: 'application' as const, family: null, label: '自建', plainWords: [], outOfScope: false, active: true };
    expect(faults('category', (rows) => [...rows, added])).toEqual(['AP-3 ']);
    expect(faults('category', (rows) => [...rows, { ...added, kind: 'leak' as const }])).toEqual([]);
    expect(faults('category', (rows) => [...rows, { ...rows[0]! }])).toEqual([`TL-7 ${books.category.length}.code`, `AP-1 ${books.category.length}.label`]);
  });
});

describe('the ladder (ES-1)', () => {
  it('climbs, in the measure of its limits, and repeats only at its end', () => {
    const day = (change: (steps: Ladder['day']) => Ladder['day']) => faults('ladder', (ladder) => ({ ...ladder, day: change(ladder.day) }));
    expect(day((steps) => [steps[1]!, steps[0]!, ...steps.slice(2)])).toEqual(['ES-1 day.1.at']);
    expect(day((steps) => [...steps, { at: { overMinutes: 600, repeat: false }, tell: ['handler'], chase: true }])).toEqual(['ES-1 day.5.at']);
    expect(day((steps) => [{ ...steps[0]!, chase: true }, ...steps.slice(1)])).toEqual(['FI-7 day.0.chase']);
    expect(day((steps) => [{ ...steps[0]!, tell: ['handler', 'handler'] }, ...steps.slice(1)])).toEqual(['ES-1 day.0.tell']);
    expect(faults('ladder', (ladder) => ({ ...ladder, minute: [...ladder.minute, { at: { overMinutes: 60, repeat: false }, tell: ['handler'], chase: true }] }))).toEqual(['ES-1 minute.4.at']);
  });

  it('is in order exactly when its shares rise', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 8 }), (shares) => {
        const day = shares.map((percent) => ({ at: { percent }, tell: ['handler' as const], chase: false }));
        const rises = shares.every((share, index) => index === 0 || share > shares[index - 1]!);
        expect(faults('ladder', (ladder) => ({ ...ladder, day })).filter((fault) => fault.startsWith('ES-1')).length === 0).toBe(rises);
      }),
    );
  });

  it('chases at the limit, whatever else is edited (FI-7)', () => {
    expect(faults('ladder', () => ({ day: [], minute: [] }))).toEqual(['FI-7 day', 'FI-7 minute']);
    expect(faults('ladder', (ladder) => ({ ...ladder, day: ladder.day.map((step, index) => (index === 2 ? { ...step, chase: false } : step)) }))).toEqual(['FI-7 day']);
    expect(faults('ladder', (ladder) => ({ ...ladder, minute: ladder.minute.slice(2, 3) }))).toEqual([]);
  });
});

describe('words', () => {
  it('of templates name known fields, in pairs of braces', () => {
    const first = (text: string) => faults('reply-template', (rows) => [{ ...rows[0]!, text }, ...rows.slice(1)]);
    expect(first('{称呼}您好，{单号}')).toEqual([]);
    expect(first('{姓名}您好')).toEqual(['FI-9 0.text']);
    expect(first('{称呼您好')).toEqual(['FI-9 0.text']);
  });

  it('that dismiss say something, once (FI-9)', () => {
    expect(faults('dismissive-phrase', (rows) => [...rows, '不'])).toEqual([`FI-9 ${books['dismissive-phrase'].length}`]);
    expect(faults('dismissive-phrase', (rows) => [...rows, '不知道'])).toEqual([`FI-9 ${books['dismissive-phrase'].length}`]);
  });
});

describe('lists', () => {
  it('are for categories there are, with each item once (TL-5)', () => {
    expect(faults('checklist', (rows) => [...rows, { category: 'no-such', items: [] }])).toEqual([`TL-5 ${books.checklist.length}.category`]);
    expect(faults('checklist', (rows) => rows.map((list, index) => (index === 0 ? { ...list, items: [list.items[0]!, list.items[0]!] } : list)))).toEqual(['TL-5 0.items.1.code']);
  });

  it('of steps keep the order of the work (AP-3)', () => {
    expect(faults('procedure', (rows) => [{ ...rows[0]!, steps: ['design', 'survey', 'works', 'acceptance'] }, ...rows.slice(1)])).toEqual(['AP-3 0.steps']);
    expect(faults('procedure', (rows) => [{ ...rows[0]!, steps: ['survey', 'design', 'works'] }, ...rows.slice(1)])).toEqual(['AP-3 0.steps']);
    expect(faults('procedure', (rows) => rows.slice(1))).toContain('AP-3 ');
  });

  it('of consequences weigh three complaints more than one (CP-9)', () => {
    expect(faults('consequence', (content) => ({ ...content, threeInYearFen: content.upheldComplaintFen - 1 }))).toEqual(['CP-9 threeInYearFen']);
  });
});

describe('the working calendar (TL-3)', () => {
  const with2027 = (holidays: BookContent['working-calendar'][number]['holidays'], makeUpDays: string[] = []) =>
    faults('working-calendar', (years) => [...years, { year: 2027, holidays, makeUpDays }]);

  it('takes a year as the State Council publishes it', () => {
    expect(with2027([{ name: '元旦', from: '2027-01-01', to: '2027-01-03' }], ['2027-02-20'])).toEqual([]);
  });

  it('refuses holidays that end before they start, overlap, or lie in another year', () => {
    expect(with2027([{ name: '元旦', from: '2027-01-03', to: '2027-01-01' }])).toEqual(['TL-3 2.holidays.0']);
    expect(with2027([{ name: '元旦', from: '2027-01-01', to: '2027-01-03' }, { name: '春节', from: '2027-01-03', to: '2027-01-09' }])).toEqual(['TL-3 2.holidays.1']);
    expect(with2027([{ name: '国庆节', from: '2028-10-01', to: '2028-10-07' }])).toEqual(['TL-3 2.holidays.0']);
    expect(with2027([{ name: '国庆节', from: '2027-01-01', to: '2027-10-07' }])).toEqual(['TL-3 2.holidays.0']);
  });

  it('refuses make-up days inside a holiday, on a working day, twice, or of another year', () => {
    const newYear = [{ name: '元旦', from: '2027-01-01', to: '2027-01-03' }];
    expect(with2027(newYear, ['2027-01-02'])).toEqual(['TL-3 2.makeUpDays.0']);
    expect(with2027(newYear, ['2027-01-06'])).toEqual(['TL-3 2.makeUpDays.0']);
    expect(with2027(newYear, ['2027-01-09', '2027-01-09'])).toEqual(['TL-3 2.makeUpDays.1']);
    expect(with2027(newYear, ['2028-01-09'])).toEqual(['TL-3 2.makeUpDays.0']);
  });

  it('never loses a published year, nor skips one', () => {
    const missing = (years: BookContent['working-calendar']) => contradictionsOfBook('working-calendar', { ...books, 'working-calendar': years }, books).map(({ code, message }) => `${code} ${message.match(/\d{4}/)?.[0]}`);
    expect(missing(books['working-calendar'].slice(1))).toEqual(['CALENDAR_YEAR_MISSING 2025']);
    expect(missing([...books['working-calendar'], { year: 2028, holidays: [], makeUpDays: [] }])).toEqual(['CALENDAR_YEAR_MISSING 2027']);
    expect(missing([])).toEqual(['CALENDAR_YEAR_MISSING 2025', 'CALENDAR_YEAR_MISSING 2026']);
  });

  it('accepts any holiday inside its year that touches no other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 330 }), fc.integer({ min: 0, max: 30 }), (start, length) => {
        const from = addDays('2027-01-01', start);
        expect(with2027([{ name: '假', from, to: addDays(from, length) }])).toEqual([]);
      }),
    );
  });
});

describe('the difference of two editions', () => {
  it('is empty for the same, whatever the book', () => {
    for (const kind of bookKinds) expect(differenceOfEditions(kind, books[kind] as never, structuredClone(books[kind]) as never, labels)).toEqual([]);
  });

  it('says what is new, changed and gone, in words', () => {
    const after = [...books['working-calendar'], { year: 2027, holidays: [{ name: '元旦', from: '2027-01-01', to: '2027-01-03' }], makeUpDays: [] }];
    expect(differenceOfEditions('working-calendar', books['working-calendar'], after, labels)).toEqual([
      { what: '2027 年元旦', before: null, after: '2027-01-01 至 2027-01-03' }, { what: '2027 年调休上班', before: null, after: '无' },
    ]);
    const rows = books['service-policy'].map((r) => (r.clock === 'return' ? { ...r, n: 3 } : r));
    expect(differenceOfEditions('service-policy', books['service-policy'], rows, labels)).toEqual([{ what: '全部事项 · 部门回复首问', before: '5 个工作日内办结（测试）', after: '3 个工作日内办结（测试）' }]);
    expect(differenceOfEditions('dismissive-phrase', ['甲乙', '丙丁'], ['丙丁'], labels)).toEqual([{ what: '推诿用语', before: '甲乙', after: null }]);
  });
});

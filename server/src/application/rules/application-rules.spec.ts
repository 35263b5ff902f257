import { describe, expect, it } from 'vitest';
import { applicationForms, checkedValues } from '@shouwen/shared/contract/application-form';
import { applicationCategories, type ApplicationStep } from '@shouwen/shared/vocabulary';
import { approvalStepOf } from './approval-is-recorded-with-its-step.js';
import { archiveNumber, archiveSeries } from './archive-number.js';
import { wednesdayOf } from './check-falls-on-wednesday.js';
import { onTimeByTheOriginalLimits } from './on-time-by-the-original-limits.js';
import { requestedBesideApproved } from './requested-beside-approved.js';
import { resultOfApplication, stageOfApplication } from './stage-of-application.js';

const at = (text: string) => new Date(`${text}+08:00`);
const faultsOf = (category: Parameters<typeof checkedValues>[0], given: Record<string, unknown>) => checkedValues(category, given).faults;

describe('what each application asks', () => {
  it('is refused field by field when empty, and takes no field of another', () => {
    for (const category of applicationCategories) {
      const { fields } = applicationForms[category];
      expect(faultsOf(category, {}).map((fault) => fault.code)).toEqual(fields.map((field) => field.code));
      expect(faultsOf(category, Object.fromEntries(fields.map((field) => [field.code, '  '])))).toHaveLength(fields.length);
      expect(faultsOf(category, { nothing: 1 }).at(-1)?.code).toBe('nothing');
    }
  });
  it('is kept trimmed', () => {
    expect(checkedValues('apply-move-meter', { from: ' 厨房 ', to: '门外' })).toEqual({ values: { from: '厨房', to: '门外' }, faults: [] });
  });
  it('shares add up to 100 %', () => {
    const shares = (residential: number, business: number, special: number) => faultsOf('apply-change-ratio', { residential, business, special, reason: '店面缩小' });
    expect(shares(70, 30, 0)).toEqual([]);
    for (const wrong of [shares(70, 31, 0), shares(0, 0, 0), shares(50, 50, 50)]) expect(wrong).toEqual([{ code: 'special', message: expect.stringContaining('100') }]);
    expect(shares(-10, 110, 0).map((fault) => fault.code)).toEqual(['residential', 'business']);
    expect(shares(33.5, 66.5, 0)).toHaveLength(2);
  });
  it('a larger meter is larger, another use is another', () => {
    expect(faultsOf('apply-larger-meter', { fromSize: 'DN25', toSize: 'DN20', reason: '不够用' })).toMatchObject([{ code: 'toSize' }]);
    expect(faultsOf('apply-larger-meter', { fromSize: 'DN80', toSize: 'DN100', reason: '不够用' })).toEqual([]);
    expect(faultsOf('apply-change-use', { fromUse: 'business', toUse: 'business', reason: '不开店' })).toMatchObject([{ code: 'toUse' }]);
    expect(faultsOf('apply-change-use', { fromUse: 'business', toUse: 'garden', reason: '不开店' })).toMatchObject([{ code: 'toUse' }]);
  });
});

describe('what was asked for beside what was approved (AP-4)', () => {
  it('marks the difference, in words', () => {
    const rows = requestedBesideApproved('apply-larger-meter', { fromSize: 'DN15', toSize: 'DN25', reason: '饭店' }, { fromSize: 'DN15', toSize: 'DN20', reason: '饭店' });
    expect(rows.map(({ code, differs }) => [code, differs])).toEqual([['fromSize', false], ['toSize', true], ['reason', false]]);
    expect(rows[1]).toMatchObject({ requested: 'DN25（25 毫米）', approved: 'DN20（20 毫米）' });
    expect(requestedBesideApproved('apply-split-meter', { meters: 2, reason: '分家' }, null)[0]).toMatchObject({ requested: '2 只', approved: null, differs: false });
    expect(requestedBesideApproved('apply-split-meter', null, null)).toEqual([]);
  });
  it('belongs to the approval, or to the last step', () => {
    expect(approvalStepOf(['survey', 'approval', 'works'])).toBe('approval');
    expect(approvalStepOf(['survey', 'works'])).toBe('works');
    expect(approvalStepOf([])).toBeNull();
  });
});

describe('how far an application has come', () => {
  const signed = (passed: boolean) => ({ passed });
  const steps = (...outcomes: (boolean | null)[]) => (['survey', 'approval', 'works'] as ApplicationStep[]).slice(0, outcomes.length).map((step, i) => ({ step, signed: outcomes[i] === null ? null : signed(outcomes[i]!) }));
  const base = { acceptedAt: at('2026-09-28T10:00:00'), steps: steps(null, null), departmentId: null, comparison: null, closedAt: null, archivedAt: null };
  it('goes from filing to the archive', () => {
    expect(stageOfApplication({ ...base, acceptedAt: null })).toBe('filed');
    expect(stageOfApplication(base)).toBe('accepted');
    expect(stageOfApplication({ ...base, steps: steps(true, null) })).toBe('accepted');
    expect(stageOfApplication({ ...base, steps: steps(true, true) })).toBe('ready');
    expect(stageOfApplication({ ...base, steps: steps(true, true), departmentId: 7 })).toBe('accepted');
    expect(stageOfApplication({ ...base, steps: steps(false, null) })).toBe('ready');
    expect(stageOfApplication({ ...base, comparison: {} })).toBe('checked');
    expect(stageOfApplication({ ...base, closedAt: at('2026-09-30T10:00:00') })).toBe('closed');
    expect(stageOfApplication({ ...base, closedAt: at('2026-09-30T10:00:00'), archivedAt: at('2026-10-30T10:00:00') })).toBe('archived');
  });
  it('ends granted, refused or not accepted', () => {
    expect(resultOfApplication({ ...base, steps: steps(true, true) })).toBe('granted');
    expect(resultOfApplication({ ...base, steps: steps(true, false, null) })).toBe('refused');
    expect(resultOfApplication({ ...base, acceptedAt: null, closedAt: at('2026-09-30T10:00:00') })).toBe('not-accepted');
    expect(resultOfApplication(base)).toBeNull();
  });
});

describe('on time by the original limits (TL-6)', () => {
  const clock = (name: 'resolution' | 'return' | 'survey', due: string | null, stopped: string | null, state = 'met') => ({ terms: { clock: name }, dueByLimit: due === null ? null : at(due), stoppedAt: stopped === null ? null : at(stopped), state });
  const now = at('2026-10-20T09:00:00');
  it('counts every promise to the resident, as it was without extensions', () => {
    expect(onTimeByTheOriginalLimits([clock('resolution', '2026-10-01T00:00:00', '2026-09-30T23:59:59')], now)).toBe(true);
    expect(onTimeByTheOriginalLimits([clock('resolution', '2026-10-01T00:00:00', '2026-10-01T00:00:00')], now)).toBe(false);
    expect(onTimeByTheOriginalLimits([clock('resolution', '2026-10-21T00:00:00', null, 'running'), clock('survey', '2026-10-01T00:00:00', '2026-10-02T10:00:00')], now)).toBe(false);
    expect(onTimeByTheOriginalLimits([clock('resolution', '2026-10-19T00:00:00', null, 'running')], now)).toBe(false);
  });
  it('but not those inside the house, nor what was withdrawn', () => {
    expect(onTimeByTheOriginalLimits([clock('return', '2026-10-01T00:00:00', '2026-10-05T10:00:00', 'missed'), clock('survey', '2026-10-01T00:00:00', '2026-10-05T10:00:00', 'withdrawn')], now)).toBe(true);
  });
});

it('the list is of this Wednesday, from its first moment on', () => {
  expect(wednesdayOf(at('2026-09-30T00:00:00'))).toBe('2026-09-30');
  expect(wednesdayOf(at('2026-09-29T23:59:59'))).toBe('2026-09-23');
  expect(wednesdayOf(at('2026-10-06T12:00:00'))).toBe('2026-09-30');
});

it('files are numbered by year of closing and kind', () => {
  expect(archiveNumber(archiveSeries('apply-move-meter', at('2026-12-31T23:59:59')), 7)).toBe('2026-移表-0007');
  expect(archiveSeries('apply-move-meter', at('2027-01-01T00:00:00'))).toBe('2027-移表');
  expect(archiveNumber('2026-移表', 12345)).toBe('2026-移表-12345');
  expect(new Set(applicationCategories.map((category) => archiveSeries(category, at('2026-01-01T00:00:00')))).size).toBe(applicationCategories.length);
});

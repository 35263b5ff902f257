import { z } from 'zod';
import { isDateString } from '@shouwen/shared/value';

/** The formats of worked-case files. Fields not named here (`note`, `expect`) are ignored. */

const wholeNumber = z.int('应为整数').min(0, '不能为负数');
const date = z.string('应为日期文字').refine(isDateString, '应为存在的日期，格式 YYYY-MM-DD');
const id = z.string('应为文字');
const instant = z
  .string('应为时间文字')
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/, '应为带时区的时间，如 2026-11-16T09:00:00+08:00')
  .transform((text, context) => {
    const at = new Date(text);
    if (Number.isNaN(at.getTime())) context.issues.push({ code: 'custom', message: '时间不存在', input: text });
    return at;
  });

const tariff = z.object({
  id,
  from: date,
  tierPeriod: z.enum(['year', 'month'], '应为 year 或 month'),
  baseHousehold: wholeNumber,
  perExtraPerson: z.array(wholeNumber, '应为数组或 null').nullable().default(null),
  tiers: z.array(z.object({ upTo: wholeNumber.nullable(), water: wholeNumber }), '应为数组').min(1, '至少要有一档'),
  flat: z.record(z.string(), wholeNumber).default({}),
});

export const tariffFile = z.object({
  tariffs: z.array(tariff, '应为数组'),
  cases: z.array(
    z.object({ id, tariff: id, volume: wholeNumber, usedBefore: wholeNumber.default(0), persons: wholeNumber, months: wholeNumber.default(1) }),
    '应为数组',
  ),
});

export const readingSplitFile = z.array(
  z.object({ id, previousReading: date, reading: date, volume: wholeNumber, cuts: z.array(date, '应为数组') }),
  '应为数组',
);

export const lateFeeFile = z.array(
  z.object({ id, principal: wholeNumber, rate: wholeNumber, due: date, paidOn: date, disputed: z.array(z.tuple([date, date]), '应为数组').default([]) }),
  '应为数组',
);

export const deadlineFile = z.array(
  z.object({
    id,
    limit: z.object({ unit: z.enum(['working-days', 'hours', 'minutes', 'same-day'], '应为 working-days、hours、minutes 或 same-day'), n: wholeNumber.default(0) }),
    events: z.array(
      z.discriminatedUnion(
        'type',
        [
          z.object({ type: z.literal('accepted'), at: instant }),
          z.object({ type: z.literal('materials-missing'), at: instant }),
          z.object({ type: z.literal('materials-supplied'), at: instant, complete: z.boolean('应为 true 或 false') }),
          z.object({ type: z.literal('extended'), at: instant, until: date }),
        ],
        '应为 accepted、materials-missing、materials-supplied 或 extended',
      ),
      '应为数组',
    ),
  }),
  '应为数组',
);

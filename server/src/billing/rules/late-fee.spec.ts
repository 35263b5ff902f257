import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { addDays } from '@shouwen/shared/value';
import { lateFee, type LateFee, type LateFeeFacts } from './late-fee.js';

const cases = JSON.parse(readFileSync(new URL('../../../../test/cases/late-fees.json', import.meta.url), 'utf8')) as (LateFeeFacts & { id: string; expect: LateFee })[];
const DUE = '2026-01-10';
const range = fc.tuple(fc.integer({ min: -30, max: 420 }), fc.nat(60)).map(([from, length]) => [addDays(DUE, from), addDays(DUE, from + length)] as const);
const anyFacts: fc.Arbitrary<LateFeeFacts> = fc.record({
  principal: fc.nat(10_000_000),
  rate: fc.nat(5000),
  due: fc.constant(DUE),
  paidOn: fc.integer({ min: -10, max: 400 }).map((days) => addDays(DUE, days)),
  disputed: fc.array(range, { maxLength: 5 }),
});

describe('late fee (PY-9)', () => {
  it.each(cases.map((one) => [one.id, one] as const))('worked case %s', (_id, one) => expect(lateFee(one)).toEqual(one.expect));

  it('charges exactly the late days that no dispute covers', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        let days = 0;
        for (let date = addDays(DUE, 1); date <= facts.paidOn; date = addDays(date, 1)) {
          if (!facts.disputed.some(([from, to]) => from <= date && date <= to)) days += 1;
        }
        expect(lateFee(facts).days).toBe(days);
      }),
    );
  });

  it('is half up, and never above the principal', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { days, fee } = lateFee(facts);
        expect(fee).toBeLessThanOrEqual(facts.principal);
        const exact = facts.principal * facts.rate * days;
        if (fee < facts.principal) {
          expect(fee * 100_000).toBeGreaterThan(exact - 50_000 - 1);
          expect(fee * 100_000).toBeLessThanOrEqual(exact + 50_000);
        } else expect(exact + 50_000).toBeGreaterThanOrEqual(facts.principal * 100_000);
      }),
    );
    expect(lateFee({ principal: 1000, rate: 50, due: DUE, paidOn: addDays(DUE, 1), disputed: [] }).fee).toBe(1);
    expect(lateFee({ principal: 999, rate: 50, due: DUE, paidOn: addDays(DUE, 1), disputed: [] }).fee).toBe(0);
  });

  it('never falls while it stays unpaid, and does not depend on the order of disputes', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        expect(lateFee({ ...facts, paidOn: addDays(facts.paidOn, 1) }).fee).toBeGreaterThanOrEqual(lateFee(facts).fee);
        expect(lateFee({ ...facts, disputed: [...facts.disputed].reverse() })).toEqual(lateFee(facts));
      }),
    );
  });

  it('is exact where plain numbers would not be', () => {
    const facts = { principal: 900_719_925_474_099, rate: 3, due: '2020-01-01', paidOn: '2026-01-01', disputed: [] };
    expect(BigInt(lateFee(facts).fee)).toBe((900_719_925_474_099n * 3n * 2192n + 50_000n) / 100_000n);
  });
});

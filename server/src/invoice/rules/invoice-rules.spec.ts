import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { noteOf, stateOf } from './invoice-in-words.js';
import { linesOfInvoice, type TaxItem } from './lines-of-invoice.js';
import { invoiceableOf, invoicedOf, type Issued, toBeReversed } from './what-may-be-invoiced.js';
import { isTrouble, waitBeforeAsking } from './when-to-ask-again.js';

const blue = (id: number, amountFen: number, rest: Partial<Issued> = {}): Issued => ({ id, kind: 'blue', state: 'issued', amountFen, reversedById: null, ...rest });

describe('what may be invoiced', () => {
  it.each([
    ['paid', 8620, 0, 0, 8620],
    ['unpaid', 8620, 0, 0, 0],
    ['closed', 8620, 0, 0, 0],
    ['voided', 8620, 0, 0, 0],
    ['refunded', 8620, 8620, 0, 0],
    ['refunding', 8620, 3000, 0, 5620],
    // Money in advance is invoiced when it pays a bill.
    ['paid', 10_000, 0, 10_000, 0],
    ['credited', 8620, 0, 8620, 0],
  ])('of a payment that is %s', (state, amountFen, refundedFen, inAdvanceFen, expected) => {
    expect(invoiceableOf({ state, amountFen, refundedFen, inAdvanceFen })).toBe(expected);
  });

  const fen = fc.nat(10_000_000);
  const histories = fc.array(fc.record({ amountFen: fc.integer({ min: 1, max: 1_000_000 }), state: fc.constantFrom('requested' as const, 'issued' as const, 'failed' as const), red: fc.constantFrom(null, 'requested' as const, 'issued' as const, 'failed' as const) }), { maxLength: 8 }).map((rows) =>
    rows.flatMap(({ amountFen, state, red }, i): Issued[] => {
      const id = i * 2 + 1;
      const taken = state === 'issued' && red !== null;
      return [blue(id, amountFen, { state, reversedById: taken ? id + 1 : null }), ...(taken ? [{ id: id + 1, kind: 'red' as const, state: red, amountFen, reversedById: null }] : [])];
    }),
  );
  it('what is taken back is enough, and no more than it takes', () => {
    fc.assert(fc.property(histories, fen, (invoices, limit) => {
      const reversed = toBeReversed(invoices, limit);
      const open = invoices.filter((i) => i.kind === 'blue' && i.state !== 'failed' && i.reversedById === null);
      const sum = (some: readonly Issued[]) => some.reduce((total, { amountFen }) => total + amountFen, 0);
      const left = sum(open) - sum(reversed);
      // Those whose answer is awaited may stand above the limit for a while: nothing else may.
      if (left > limit) expect(reversed).toEqual(open.filter(({ state }) => state === 'issued').sort((a, b) => b.id - a.id));
      const last = reversed.at(-1);
      if (last) expect(left + last.amountFen).toBeGreaterThan(limit);
      for (const { state } of reversed) expect(state).toBe('issued');
    }));
  });
  it('an invoice counts until the red one is issued', () => {
    const red = (state: Issued['state']): Issued => ({ id: 2, kind: 'red', state, amountFen: 500, reversedById: null });
    expect(invoicedOf([blue(1, 500, { reversedById: 2 }), red('requested')])).toBe(500);
    expect(invoicedOf([blue(1, 500, { reversedById: 2 }), red('failed')])).toBe(500);
    expect(invoicedOf([blue(1, 500, { reversedById: 2 }), red('issued')])).toBe(0);
    expect(invoicedOf([blue(1, 500, { state: 'failed' }), blue(3, 200, { state: 'requested' })])).toBe(200);
  });
});

describe('the lines of an invoice', () => {
  const item = (name: string): TaxItem => ({ name, taxCode: '1', rate: 30 });
  const items = new Map([['water', item('水费')], ['sewage', item('污水处理费')]]);
  it('are those of the bill when it is invoiced whole', () => {
    expect(linesOfInvoice(8620, new Map([['water', 6000], ['sewage', 2500], ['late-fee', 120]]), items, item('其他')).map(({ name, amountFen }) => [name, amountFen])).toEqual([['水费', 6000], ['污水处理费', 2500], ['其他', 120]]);
  });
  it('always add up to the amount, each within a fen of its share', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 100_000_000 }), fc.array(fc.nat(100_000_000), { minLength: 1, maxLength: 6 }), (amount, charged) => {
      const total = charged.reduce((sum, one) => sum + one, 0);
      const kinds = new Map(charged.map((one, i) => [`k${i}`, one]));
      const named = new Map([...kinds.keys()].map((kind) => [kind, item(kind)]));
      const lines = linesOfInvoice(amount, kinds, named, item('其他'));
      expect(lines.reduce((sum, { amountFen }) => sum + amountFen, 0)).toBe(amount);
      if (total > 0) for (const { name, amountFen } of lines) expect(Math.abs(amountFen - (amount * kinds.get(name)!) / total)).toBeLessThanOrEqual(1);
      for (const { amountFen } of lines) expect(amountFen).toBeGreaterThan(0);
    }));
  });
});

it('says what to do when it failed, and what stands in its place when it was taken back', () => {
  expect(noteOf({ state: 'failed', failure: '税号不存在', reversal: null })).toBe('没有开成：税号不存在。抬头写错了请改正后重新申请；不是抬头的问题，财务人员已收到提醒，会处理');
  expect(stateOf({ state: 'issued', failure: null, reversal: { reason: 'refunded', state: 'failed', replaced: false } })).toBe('reversing');
  expect(noteOf({ state: 'issued', failure: null, reversal: { reason: 'refunded', state: 'issued', replaced: true } })).toMatch('另按实缴金额重开');
  expect(noteOf({ state: 'issued', failure: null, reversal: { reason: 'wrong-title', state: 'issued', replaced: true } })).toMatch('新抬头');
});

it('is asked for ever more rarely, and never given up', () => {
  const waits = Array.from({ length: 20 }, (_, i) => waitBeforeAsking(i));
  expect(waits).toEqual(waits.toSorted((a, b) => a - b));
  expect(waits.at(-1)).toBe(3_600_000);
  const at = new Date('2026-03-02T01:00:00Z');
  expect(isTrouble(at, new Date('2026-03-02T01:29:59Z'))).toBe(false);
  expect(isTrouble(at, new Date('2026-03-02T01:30:00Z'))).toBe(true);
});

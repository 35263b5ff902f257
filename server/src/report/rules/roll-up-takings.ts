import type { Takings, TakingsFigures, TakingsRow } from '@shouwen/shared/contract/report';
import type { PaymentMethod, TakingsStep } from '@shouwen/shared/vocabulary';

/** Payments of one day that are alike in all that a report asks about. Fen. */
export interface TakingsPart {
  /** Asia/Shanghai. */
  day: string;
  method: PaymentMethod;
  voided: boolean;
  hall: string;
  window: string;
  cashier: string;
  count: number;
  fen: number;
}
export interface RolledUp {
  total: TakingsFigures;
  periods: TakingsRow[];
  halls: TakingsRow[];
  windows: TakingsRow[];
  cashiers: TakingsRow[];
  voided: Takings;
  fromPrepaid: Takings;
}
const LENGTH: Record<TakingsStep, number> = { day: 10, month: 7, year: 4 };

/** PY-11: the same money seen from each side; every side adds up to the same total. Periods in order of time, the rest by amount. */
export function rollUpTakings(parts: Iterable<TakingsPart>, step: TakingsStep): RolledUp {
  const total = nothing();
  const voided = { count: 0, fen: 0 };
  const fromPrepaid = { count: 0, fen: 0 };
  const sides = { period: new Map<string, TakingsFigures>(), hall: new Map<string, TakingsFigures>(), window: new Map<string, TakingsFigures>(), cashier: new Map<string, TakingsFigures>() };
  for (const part of parts) {
    if (part.voided || part.method === 'prepaid') {
      const aside = part.voided ? voided : fromPrepaid;
      aside.count += part.count;
      aside.fen += part.fen;
      continue;
    }
    const { method } = part;
    const names = { period: part.day.slice(0, LENGTH[step]), hall: part.hall, window: part.window, cashier: part.cashier };
    add(total, method, part);
    for (const side of Object.keys(sides) as (keyof typeof sides)[]) {
      const name = names[side];
      const figures = sides[side].get(name) ?? nothing();
      sides[side].set(name, figures);
      add(figures, method, part);
    }
  }
  const rows = (side: ReadonlyMap<string, TakingsFigures>, order: (a: TakingsRow, b: TakingsRow) => number): TakingsRow[] => [...side].map(([name, figures]) => ({ name, ...figures })).sort(order);
  const byName = (a: TakingsRow, b: TakingsRow) => (a.name < b.name ? -1 : 1);
  const byAmount = (a: TakingsRow, b: TakingsRow) => b.fen - a.fen || byName(a, b);
  return { total, periods: rows(sides.period, byName), halls: rows(sides.hall, byAmount), windows: rows(sides.window, byAmount), cashiers: rows(sides.cashier, byAmount), voided, fromPrepaid };
}

const nothing = (): TakingsFigures => ({ count: 0, fen: 0, methods: { cash: { count: 0, fen: 0 }, card: { count: 0, fen: 0 }, wechat: { count: 0, fen: 0 } } });

function add(figures: TakingsFigures, method: keyof TakingsFigures['methods'], { count, fen }: Takings): void {
  for (const one of [figures, figures.methods[method]]) {
    one.count += count;
    one.fen += fen;
  }
}

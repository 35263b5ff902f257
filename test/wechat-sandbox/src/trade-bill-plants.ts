/** Every mistake that can be planted in a trade bill, with its label. */
export const PLANT_KINDS = {
  missing: '漏一行',
  extra: '多一行',
  amount: '金额不符',
  state: '状态不符（已撤销）',
  'day-shift': '记到另一天',
  'broken-row': '有一行残缺',
  'wrong-hash': '校验值不符',
} as const;
export type PlantKind = keyof typeof PLANT_KINDS;

export interface Plant {
  kind: PlantKind;
  /** Order or refund number of the line; of `extra` the number it gets, of `broken-row` and `wrong-hash` absent. */
  number?: string;
  /** The bill in which to put an extra line, or to spoil a row or the hash; YYYY-MM-DD. */
  date?: string;
  /** Fen: of an extra line, or instead of the right amount. */
  amountFen?: number;
  /** 1: the line stands just after the next midnight, -1: just before the last one. */
  days?: 1 | -1;
}

/** A line before it is written. `number` is the order's, of a refund the refund's. */
export interface BillLine {
  at: string;
  number: string;
  totalFen: number;
  refundFen: number;
  feeFen: number;
  revoked?: boolean;
}

const DAY_MS = 24 * 3600_000;
const SHANGHAI_MS = 8 * 3600_000;
const startOfDay = (instant: number): number => Math.floor((instant + SHANGHAI_MS) / DAY_MS) * DAY_MS - SHANGHAI_MS;

/** Mistakes as a bad day at WeChat would make them. Not kept over a restart. */
export class TradeBillPlants {
  private planted: Plant[] = [];

  list(): Plant[] {
    return this.planted.map((plant) => ({ ...plant }));
  }
  clear(): void {
    this.planted = [];
  }

  /** Answers a complaint in words when it cannot be. */
  plant(wanted: Record<string, unknown>): string | undefined {
    const { kind, number, date, amountFen, days } = wanted;
    if (typeof kind !== 'string' || !(kind in PLANT_KINDS)) return `kind is one of ${Object.keys(PLANT_KINDS).join(', ')}`;
    const needsDate = kind === 'extra' || kind === 'broken-row' || kind === 'wrong-hash';
    if (needsDate && (typeof date !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(date))) return 'date is YYYY-MM-DD';
    if (kind !== 'broken-row' && kind !== 'wrong-hash' && (typeof number !== 'string' || number === '')) return 'number names an order or refund';
    if ((kind === 'extra' || kind === 'amount') && !(Number.isInteger(amountFen) && (amountFen as number) > 0)) return 'amountFen is a whole number above 0';
    if (kind === 'day-shift' && days !== 1 && days !== -1) return 'days is 1 or -1';
    this.planted.push(JSON.parse(JSON.stringify({ kind, number, date, amountFen, days })) as Plant);
    return undefined;
  }

  /** The instant at which the line is booked. */
  bookedAt(number: string, at: string): string {
    const shift = this.of('day-shift', number);
    if (!shift) return at;
    const midnight = startOfDay(Date.parse(at));
    return new Date(shift.days === 1 ? midnight + DAY_MS + 1000 : midnight - 1000).toISOString();
  }

  /** Null for a line that is left out. */
  altered<L extends BillLine>(line: L): L | null {
    if (this.of('missing', line.number)) return null;
    const amount = this.of('amount', line.number)?.amountFen;
    const changed = amount === undefined ? line : { ...line, ...(line.refundFen > 0 ? { refundFen: amount } : { totalFen: amount }) };
    return this.of('state', line.number) ? { ...changed, revoked: true } : changed;
  }

  extras(date: string): { number: string; amountFen: number; at: string }[] {
    return this.planted.filter((plant) => plant.kind === 'extra' && plant.date === date).map(({ number = '', amountFen = 0 }) => ({ number, amountFen, at: new Date(Date.parse(`${date}T12:00:00+08:00`)).toISOString() }));
  }

  spoils(kind: 'broken-row' | 'wrong-hash', date: string): boolean {
    return this.planted.some((plant) => plant.kind === kind && plant.date === date);
  }

  private of(kind: PlantKind, number: string): Plant | undefined {
    return this.planted.find((plant) => plant.kind === kind && plant.number === number);
  }
}

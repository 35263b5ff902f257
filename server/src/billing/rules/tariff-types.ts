import type { DateString } from '@shouwen/shared/value';

/** A price in 1/10000 yuan per m³: fine enough for every published tariff, and an integer. */
export type UnitPrice = number;

export interface TariffTier {
  /** Inclusive upper bound in m³; null for the last tier. */
  readonly upTo: number | null;
  readonly water: UnitPrice;
}

/** One dated version of a tariff (PY-9). It applies from `from` until the next version begins. */
export interface Tariff {
  readonly id: string;
  readonly from: DateString;
  /** Whether the bounds are for a calendar year or for one month. */
  readonly tierPeriod: 'year' | 'month';
  /** Persons the bounds are made for. */
  readonly baseHousehold: number;
  /** m³ by which bound i widens for each person above `baseHousehold`; null or short where nothing widens. */
  readonly perExtraPerson: readonly number[] | null;
  readonly tiers: readonly TariffTier[];
  /** Components charged at one price for every m³, by name: sewage, resource. */
  readonly flat: Readonly<Record<string, UnitPrice>>;
  /** Fen a month that a bill comes to at least; absent: no least. */
  readonly minimumFen?: number;
}

/** What is charged. Volumes in whole m³. */
export interface BillFacts {
  readonly volume: number;
  /** Volume already charged in the calendar year of this reading; only a yearly tariff looks at it. */
  readonly usedBefore: number;
  readonly persons: number;
  /** Months the reading covers; only a monthly tariff looks at them. */
  readonly months: number;
}

/** One line of a bill's working. `volume × price = amount`, exactly. */
export interface BillLine {
  readonly component: string;
  /** 1 for the first tier; null where one price holds for every m³. */
  readonly tier: number | null;
  /** The m³ of the tier period this line covers: more than `from`, up to `to`. */
  readonly from: number;
  readonly to: number;
  readonly volume: number;
  readonly price: UnitPrice;
  /** In 1/10000 yuan. */
  readonly amount: number;
}

export interface BillComponent {
  readonly component: string;
  readonly lines: readonly BillLine[];
  /** The sum of the lines, in 1/10000 yuan. */
  readonly exact: number;
  /** `exact` rounded half up, in fen. */
  readonly fen: number;
}

export interface TieredBill {
  /** m³ in each tier, in the tariff's order. */
  readonly tierVolumes: readonly number[];
  /** The bounds that applied, after household and months; null for the last. */
  readonly bounds: readonly (number | null)[];
  readonly working: readonly BillComponent[];
  /** Fen by component. */
  readonly components: Readonly<Record<string, number>>;
  /** Fen: the sum of the components. */
  readonly total: number;
}

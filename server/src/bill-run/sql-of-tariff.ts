import type { Tariff } from '../billing/index.js';
import { quoted, type SqlDialect } from './sql-dialect.js';

/** What a row says about an account's period: expressions that are whole numbers. */
export interface SqlFacts {
  volume: string;
  /** m³ charged earlier in the year; only a yearly tariff looks at it. */
  usedBefore: string;
  persons: string;
  /** Days of the period. */
  days: string;
}

export interface SqlOfTariff {
  /** Fen by component, in the tariff's order. */
  components: { name: string; fen: string }[];
  /** Fen that are missing to the least; null where the tariff has none. */
  minimum: string | null;
}

const UNITS_PER_FEN = 100;

/**
 * PY-9: what a period under one version costs, in SQL: the same integers as `billOfPeriod`, on either engine. Null for a tariff whose last tier
 * ends: that one is for the rule, which refuses what lies above.
 */
export function sqlOfTariff(tariff: Tariff, { volume, usedBefore, persons, days }: SqlFacts, sql: SqlDialect): SqlOfTariff | null {
  if (tariff.tiers.at(-1)?.upTo !== null) return null;
  const months = sql.greatest('1', sql.quotient(`96 * (${days}) + 1461`, 2922));
  const yearly = tariff.tierPeriod === 'year';
  const start = yearly ? `(${usedBefore})` : '0';
  const end = yearly ? `(${usedBefore} + ${volume})` : `(${volume})`;
  // Where each tier ends: never before the one below it, which a large household may have widened past it.
  const bounds: string[] = [];
  const ends = tariff.tiers.slice(0, -1).map(({ upTo }, i) => {
    const extra = tariff.perExtraPerson?.[i] ?? 0;
    const widened = extra === 0 ? String(upTo) : `(${upTo} + ${extra} * ${sql.greatest('0', `${persons} - ${tariff.baseHousehold}`)})`;
    bounds.push(yearly ? widened : `${widened} * ${months}`);
    const bound = grows(tariff, i) ? (bounds.at(-1) as string) : sql.greatest(...bounds);
    return yearly ? sql.greatest(start, sql.least(end, bound)) : sql.least(end, bound);
  });
  // Σ price × (end of tier − end of the tier below), by the ends.
  const prices = tariff.tiers.map(({ water }) => water);
  const last = prices.at(-1) as number;
  const terms = ends.map((tierEnd, i) => `${(prices[i] as number) - (prices[i + 1] as number)} * ${tierEnd}`);
  const water = [`${last} * ${end}`, ...terms, ...(yearly ? [`${-(prices[0] as number)} * ${start}`] : [])].join(' + ');
  const components = [{ name: 'water', fen: fenOf(water, sql) }, ...Object.entries(tariff.flat).map(([name, price]) => ({ name, fen: fenOf(`${price} * (${volume})`, sql) }))];
  const minimum = tariff.minimumFen ? sql.greatest('0', `${tariff.minimumFen} * ${months} - (${components.map(({ fen }) => fen).join(' + ')})`) : null;
  return { components, minimum };
}

/** The JSON text of the components. */
export function componentsJson({ components, minimum }: SqlOfTariff, sql: SqlDialect): string {
  const named = components.flatMap(({ name, fen }, i) => [quoted(`${i === 0 ? '{' : ','}${JSON.stringify(name)}:`), fen]);
  const least = minimum === null ? [] : [`CASE WHEN ${minimum} > 0 THEN ${sql.concat(quoted(',"minimum":'), minimum)} ELSE '' END`];
  return sql.concat(...named, ...least, `'}'`);
}

/** Half up. */
const fenOf = (exact: string, sql: SqlDialect) => sql.quotient(`${exact} + ${UNITS_PER_FEN / 2}`, UNITS_PER_FEN);

/** Whether tier `i` ends above all tiers below it whatever the household. */
function grows({ tiers, perExtraPerson }: Tariff, i: number): boolean {
  return tiers.slice(0, i).every((tier, j) => (tier.upTo as number) <= (tiers[i]?.upTo as number) && (perExtraPerson?.[j] ?? 0) <= (perExtraPerson?.[i] ?? 0));
}

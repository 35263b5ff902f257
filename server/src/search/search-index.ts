import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { digestOf, insertRows } from '../database/index.js';

/** Any of these keys: one word, or all the headings a viewer may have tickets under. */
export type AnyOf = readonly string[];

/** Postings of the rarest key that one request looks through. */
const WINDOW = 4000;
/** Which key is the rarest is counted no further than this; among the frequent ones the first is as good as any. */
const COUNTED = 2000;
/** Keys that are asked about in the index; the others are proven on the ticket. */
const MOST_GROUPS = 7;

/**
 * Keeps and reads the postings. What a key means, its caller knows; a key never leaves this file unhashed. Whatever the size of the table, a search
 * counts at most 2,001 postings of each key, walks 4,000 of the rarest backwards from the newest, and joins the others by primary key.
 */
@Injectable()
export class SearchIndex {
  constructor(private readonly dataSource: DataSource) {}

  /** Adds `keys` to a ticket in `tx`; those it has already stay. */
  async add(tx: EntityManager, ticketId: number, keys: Iterable<string>): Promise<void> {
    await this.addAll(tx, [{ ticketId, keys }]);
  }

  async addAll(tx: EntityManager, tickets: readonly { ticketId: number; keys: Iterable<string> }[]): Promise<void> {
    const rows = tickets.flatMap(({ ticketId, keys }) => [...new Set([...keys].map(termOf))].map((term): [number, number] => [term, ticketId]));
    // In the order of the key, so that two writers never wait for each other in a circle.
    rows.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    await insertRows(tx, 'search_term', ['term', 'ticket_id'], rows, { skipExisting: true });
  }

  /**
   * Tickets that have a key of every group, newest first, with ids below `below`, at most `limit`. Looks through a bounded number of postings;
   * `next` is where to go on, null when there is nothing more. Three queries at most.
   */
  async find(groups: readonly AnyOf[], below: number, limit: number): Promise<{ ticketIds: number[]; next: number | null }> {
    const asked = groups.slice(0, MOST_GROUPS).map((keys) => [...new Set(keys.map(termOf))]);
    const counts = await this.counts(asked, below);
    const rarest = counts.indexOf(Math.min(...counts));
    if (asked.length === 0 || counts[rarest] === 0) return { ticketIds: [], next: null };
    const driver = asked[rarest] ?? [];
    const others = asked.filter((_, index) => index !== rarest);
    const window = latestOf(driver, WINDOW);
    const windowParameters = driver.flatMap((term) => [term, below]);
    const having = others.map((terms) => `AND EXISTS (SELECT 1 FROM search_term s WHERE s.term IN (${marks(terms)}) AND s.ticket_id = c.ticket_id)`).join(' ');
    const rows: { ticketId: number }[] = await this.dataSource.query(
      `SELECT c.ticket_id AS ticketId FROM (${window}) c WHERE 1 = 1 ${having} ORDER BY c.ticket_id DESC LIMIT ${limit}`,
      [...windowParameters, ...others.flat()],
    );
    const ticketIds = rows.map((row) => Number(row.ticketId));
    if (ticketIds.length === limit) return { ticketIds, next: ticketIds.at(-1) ?? null };
    if ((counts[rarest] as number) <= COUNTED) return { ticketIds, next: null };
    const [end]: { last: number; seen: number | string }[] = await this.dataSource.query(`SELECT MIN(c.ticket_id) AS last, COUNT(*) AS seen FROM (${window}) c`, windowParameters);
    return { ticketIds, next: end && Number(end.seen) === WINDOW ? Number(end.last) : null };
  }

  /** The latest tickets of each key, at most `each` of every one. One query. */
  async latest(keys: readonly string[], each: number, manager: EntityManager = this.dataSource.manager): Promise<number[]> {
    if (keys.length === 0) return [];
    const terms = [...new Set(keys.map(termOf))];
    const parts = terms.map((_, index) => `SELECT * FROM (SELECT ticket_id FROM search_term WHERE term = ? ORDER BY ticket_id DESC LIMIT ${each}) k${index}`);
    const rows: { ticketId: number }[] = await manager.query(`SELECT ticket_id AS ticketId FROM (${parts.join(' UNION ')}) c ORDER BY ticket_id DESC`, terms);
    return rows.map((row) => Number(row.ticketId));
  }

  /** How many postings each group has, up to `COUNTED`. */
  private async counts(groups: readonly (readonly number[])[], below: number): Promise<number[]> {
    if (groups.length === 0) return [];
    const columns = groups.map((terms, index) => `(SELECT COUNT(*) FROM (SELECT 1 FROM search_term WHERE term IN (${marks(terms)}) AND ticket_id < ? LIMIT ${COUNTED + 1}) n${index}) AS c${index}`);
    const [row]: Record<string, string | number>[] = await this.dataSource.query(`SELECT ${columns.join(', ')}`, groups.flatMap((terms) => [...terms, below]));
    return groups.map((_, index) => Number(row?.[`c${index}`] ?? 0));
  }
}

/** The latest tickets of any of these terms: a backward walk of one range each. */
function latestOf(terms: readonly number[], limit: number): string {
  const one = `SELECT ticket_id FROM search_term WHERE term = ? AND ticket_id < ? ORDER BY ticket_id DESC LIMIT ${limit}`;
  if (terms.length === 1) return one;
  return `SELECT ticket_id FROM (${terms.map((_, index) => `SELECT * FROM (${one}) t${index}`).join(' UNION ')}) u ORDER BY ticket_id DESC LIMIT ${limit}`;
}

const marks = (terms: readonly number[]) => terms.map(() => '?').join(', ');

/** 32 bits of the keyed hash, as a signed integer. */
export function termOf(key: string): number {
  return Number.parseInt(digestOf(`search ${key}`).slice(0, 8), 16) | 0;
}

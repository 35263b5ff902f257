import { addDays, type DateString, shanghaiDate, startOfShanghaiDay } from '@shouwen/shared/value';
import type { ReconciliationSource } from '@shouwen/shared/vocabulary';
import { type EntityManager, In } from 'typeorm';
import { BankDeposit } from '../cashier/index.js';
import { sqlInstant } from '../database/index.js';
import type { OurLine } from './rules/match-lines.js';
import { cardKey, settlementKey, settlementOf } from './rules/read-plain-file.js';
import type { LineKind } from './rules/their-lines.js';
import { ReconciliationDayRow } from './reconciliation.entity.js';

const BATCH = 5000;
const LOOKED_UP = 200;
const DAY_SECONDS = 86_400;

/** What we know of a number, on whichever day. */
export interface KnownLine {
  kind: LineKind;
  key: string;
  amountFen: number;
  onDate: DateString | null;
  done: boolean;
  id: number;
}
type Taken = (line: OurLine) => void;
interface PaymentRow {
  id: number;
  name: string;
  fen: string | number;
  at: string | Date | null;
  state: string;
}

/** A payment stands unless it was voided or never came; what was given back is a line of its own. */
const STANDS = new Set(['paid', 'credited', 'refunding', 'refunded']);

/** Instants as either engine's raw rows give them. */
const msOf = (at: string | Date | null) => (at === null ? 0 : typeof at === 'string' ? Date.parse(`${at.replace(' ', 'T')}Z`) : at.getTime());
const secondOf = (at: string | Date | null) => Math.floor(msOf(at) / 1000 + 8 * 3600) % DAY_SECONDS;

/** Hands our side of a day to `take`, a batch at a time in the order of an index, so that a million lines never are in memory. */
export async function streamOurs(manager: EntityManager, source: ReconciliationSource, date: DateString, take: Taken): Promise<void> {
  if (source === 'bank') return streamBank(manager, date, take);
  const name = source === 'wechat' ? 'out_trade_no' : "COALESCE(card_batch, ''), '/', COALESCE(card_reference, '')";
  const nameSql = source === 'wechat' ? name : joinSql(manager, name);
  await inBatches<PaymentRow>(
    (after) => manager.query(`SELECT id, ${nameSql} AS name, amount_fen AS fen, paid_at AS at, state FROM payment WHERE paid_on = ? AND method = ? AND id > ? ORDER BY id LIMIT ${BATCH}`, [date, source, after]),
    ({ id, name: key, fen, at, state }) => take({ kind: 'payment', key, amountFen: Number(fen), second: secondOf(at), done: STANDS.has(state), id }),
  );
  const refundName = source === 'wechat' ? 'out_refund_no' : "COALESCE(reference, '')";
  await inBatches<PaymentRow>(
    (after) => manager.query(
      `SELECT id, ${refundName} AS name, amount_fen AS fen, finished_at AS at, state FROM payment_refund WHERE finished_at >= ? AND finished_at < ? AND state = 'done' AND method = ? AND id > ? ORDER BY id LIMIT ${BATCH}`,
      [sqlInstant(startOfShanghaiDay(date)), sqlInstant(startOfShanghaiDay(addDays(date, 1))), source, after],
    ),
    ({ id, name: key, fen, at }) => take({ kind: 'refund', key, amountFen: Number(fen), second: secondOf(at), done: true, id }),
  );
}

async function inBatches<Row extends { id: number }>(read: (after: number) => Promise<Row[]>, take: (row: Row) => void): Promise<void> {
  for (let after = 0; ; ) {
    const rows = await read(after);
    for (const row of rows) take(row);
    const last = rows.at(-1);
    if (!last || rows.length < BATCH) return;
    after = last.id;
  }
}

async function streamBank(manager: EntityManager, date: DateString, take: Taken): Promise<void> {
  for (const { slipNumber, amountFen, id } of await manager.findBy(BankDeposit, { date })) take({ kind: 'deposit', key: slipNumber, amountFen, second: DAY_SECONDS / 2, done: true, id });
  for (const day of await manager.findBy(ReconciliationDayRow, { settlesOn: date })) {
    const line = settlementLine(day);
    if (line) take({ ...line, second: DAY_SECONDS / 2 });
  }
}

function settlementLine(day: ReconciliationDayRow): KnownLine | null {
  if (day.source === 'bank' || day.netFen === null || day.feeFen === null || day.netFen - day.feeFen <= 0) return null;
  return { kind: 'settlement', key: settlementKey(day.source, day.onDate), amountFen: day.netFen - day.feeFen, onDate: day.settlesOn, done: true, id: day.id };
}

/** What we know of these numbers of theirs, whatever the day: key by kind and number. */
export async function findOurs(manager: EntityManager, source: ReconciliationSource, wanted: readonly { kind: LineKind; key: string }[]): Promise<Map<string, KnownLine>> {
  const found = new Map<string, KnownLine>();
  const put = (line: KnownLine) => found.set(keyOf(line), line);
  const keysOf = (kind: LineKind) => wanted.filter((line) => line.kind === kind).map(({ key }) => key);
  for (const keys of parts(keysOf('payment'))) {
    const rows: (PaymentRow & { onDate: string | null })[] = source === 'wechat'
      ? await manager.query(`SELECT id, out_trade_no AS name, amount_fen AS fen, paid_on AS onDate, state, NULL AS at FROM payment WHERE out_trade_no IN (${marks(keys)})`, keys)
      : await cardsOf(manager, keys);
    for (const { id, name, fen, onDate, state } of rows) put({ kind: 'payment', key: name, amountFen: Number(fen), onDate, done: STANDS.has(state), id });
  }
  if (source === 'wechat')
    for (const keys of parts(keysOf('refund'))) {
      const rows: PaymentRow[] = await manager.query(`SELECT id, out_refund_no AS name, amount_fen AS fen, finished_at AS at, state FROM payment_refund WHERE out_refund_no IN (${marks(keys)})`, keys);
      for (const { id, name, fen, at, state } of rows) put({ kind: 'refund', key: name, amountFen: Number(fen), onDate: at === null ? null : shanghaiDate(new Date(msOf(at))), done: state === 'done', id });
    }
  for (const keys of parts(keysOf('deposit')))
    for (const { slipNumber, amountFen, date: onDate, id } of await manager.findBy(BankDeposit, { slipNumber: In(keys) })) put({ kind: 'deposit', key: slipNumber, amountFen, onDate, done: true, id });
  for (const key of keysOf('settlement')) {
    const of = settlementOf(key);
    const day = of && (await manager.findOneBy(ReconciliationDayRow, of));
    const line = day && settlementLine(day);
    if (line) put(line);
  }
  return found;
}

export const keyOf = ({ kind, key }: { kind: LineKind; key: string }) => `${kind}:${key}`;

async function cardsOf(manager: EntityManager, keys: readonly string[]): Promise<(PaymentRow & { onDate: string | null })[]> {
  const pairs = keys.map((key) => [key.slice(0, key.indexOf('/')), key.slice(key.indexOf('/') + 1)]);
  const rows: (PaymentRow & { onDate: string | null; batch: string; reference: string })[] = await manager.query(
    `SELECT id, card_batch AS batch, card_reference AS reference, '' AS name, amount_fen AS fen, paid_on AS onDate, state, NULL AS at FROM payment WHERE ${pairs.map(() => '(card_batch = ? AND card_reference = ?)').join(' OR ')}`, pairs.flat(),
  );
  return rows.map((row) => ({ ...row, name: cardKey(row.batch, row.reference) }));
}

const marks = (keys: readonly string[]) => keys.map(() => '?').join(', ');
const joinSql = (manager: EntityManager, parts: string) => (manager.connection.options.type === 'better-sqlite3' ? `(${parts.replaceAll(", '/', ", " || '/' || ")})` : `CONCAT(${parts})`);
function* parts(keys: readonly string[]): Generator<string[]> {
  for (let i = 0; i < keys.length; i += LOOKED_UP) yield keys.slice(i, i + LOOKED_UP);
}

import { Inject, Injectable } from '@nestjs/common';
import { addDays, type DateString, shanghaiDate } from '@shouwen/shared/value';
import type { DifferenceKind, ReconciliationSource } from '@shouwen/shared/vocabulary';
import { DataSource, type EntityManager, In, IsNull, MoreThan, Not } from 'typeorm';
import { CalendarService } from '../calendar/index.js';
import { CONFIG, type Config } from '../config/index.js';
import { isDuplicateKey, Transactions } from '../database/index.js';
import { Clock, Refusal } from '../http/index.js';
import { ConfirmedMoney } from './confirmed-money.js';
import { FinanceItems, type Gone, type NewItem } from './finance-items.js';
import { findOurs, type KnownLine, keyOf, streamOurs } from './our-lines.js';
import { FinanceItemRow, ReconciliationDayRow, ReconciliationEvent, ReconciliationFileRow } from './reconciliation.entity.js';
import { ReconciliationTerms } from './reconciliation-terms.js';
import { workingDayAfter } from './rules/due-in-working-days.js';
import type { FileReader, FileSums } from './rules/file-reader.js';
import { type Difference, feeFenOf, Matching, type MatchSums, type OurLine } from './rules/match-lines.js';
import { judge } from './rules/payments-around-midnight-wait-a-day.js';
import { BankReader, CardBatchReader } from './rules/read-plain-file.js';
import { TradeBillReader } from './rules/read-trade-bill.js';
import { sayArrivedBefore, sayDifference } from './rules/say-a-difference.js';
import { BrokenFile, RowScanner } from './rules/scan-rows.js';
import { type TheirLine, TheirLines } from './rules/their-lines.js';
import { StoredFiles, type TakenFile } from './stored-file.js';

/** A file that was taken in and is not yet part of a day. */
export interface NewFile extends TakenFile {
  name: string;
  encoding: 'utf-8' | 'gb18030';
}
/** More is a wrong file, not a bad day. */
const MOST_DIFFERENCES = 2000;

interface Read {
  lines: TheirLines;
  duplicates: TheirLine[];
  sums: FileSums;
  newRows: number;
}
/** A day held against its files; nothing is written yet. */
export interface Held extends Compared {
  read: Read;
  boundarySeconds: number;
  settlesOn: DateString | null;
  dueOn: DateString;
}
interface Compared {
  differences: Difference[];
  sums: MatchSums;
  /** Of the bank: what arrived as we had it. */
  arrived: OurLine[];
}

/**
 * PY-7: holds a day against the other side's files. All of it is one transaction: the file, its differences, what they settle and what the
 * ledger follows are there together or not at all, so whatever is cut short is simply done again.
 */
@Injectable()
export class MatchingService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly files: StoredFiles,
    private readonly items: FinanceItems,
    private readonly money: ConfirmedMoney,
    private readonly terms: ReconciliationTerms,
    private readonly calendar: CalendarService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The day's row, made when there is none. */
  async day(source: ReconciliationSource, onDate: DateString): Promise<ReconciliationDayRow> {
    const { manager } = this.dataSource;
    const known = await manager.findOneBy(ReconciliationDayRow, { source, onDate });
    if (known) return known;
    try {
      await this.transactions.run((tx) => tx.insert(ReconciliationDayRow, {
        source, onDate, state: 'open', sums: null, netFen: null, feeFen: null, settlesOn: null, settledAt: null, trouble: null, tries: 0, nextTryAt: null, matchedAt: null, signedById: null, signedAt: null, version: 1,
      }));
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
    return manager.findOneByOrFail(ReconciliationDayRow, { source, onDate });
  }

  /** A day made for a file that was refused. */
  async forget({ id, version }: ReconciliationDayRow): Promise<void> {
    await this.transactions.run((tx) => tx.delete(ReconciliationDayRow, { id, version, state: 'open' }));
  }

  /**
   * Takes `file` (null: the other side says that the day is empty) into the day and matches it anew. Refuses `RECONCILIATION_FILE_BROKEN`, `RECONCILIATION_FILE_KNOWN`,
   * `RECONCILIATION_CLOSED`, `RECONCILIATION_TOO_MANY`, `RECONCILIATION_CHANGED`.
   */
  async match(day: ReconciliationDayRow, file: NewFile | null, byId: number | null): Promise<void> {
    const { manager } = this.dataSource;
    if (day.state === 'closed') throw new Refusal('RECONCILIATION_CLOSED');
    const known = await this.filesOf(manager, day.id);
    if (file && known.some(({ sha256 }) => sha256 === file.sha256)) throw new Refusal('RECONCILIATION_FILE_KNOWN');
    const held = await this.hold(day, known, file);
    await this.transactions.run(async (tx) => {
      const now = this.clock.now();
      await this.change(tx, day, held, now);
      const fileId = file && (await this.keepFile(tx, day.id, file, held.read.newRows, byId, now));
      const text = file ? `${byId === null ? '取得' : '上传'} ${file.name}（${held.read.newRows} 行），比对相符 ${held.sums.matchedCount} 笔` : '对方当日没有交易';
      await tx.insert(ReconciliationEvent, { dayId: day.id, byId, text: text.slice(0, 300), at: now });
      await this.settleDifferences(tx, day, held, { fileId, now });
      if (file) await this.files.keep(file);
    });
  }

  /** Those in force, in the order they came. */
  filesOf(manager: EntityManager, dayId: number): Promise<ReconciliationFileRow[]> {
    return manager.find(ReconciliationFileRow, { where: { dayId, withdrawnKey: 0 }, order: { id: 'ASC' } });
  }

  /** Holds the day against these files. Reads only. Refuses as `match` does. */
  async hold(day: ReconciliationDayRow, known: readonly ReconciliationFileRow[], file: NewFile | null): Promise<Held> {
    const { manager } = this.dataSource;
    const terms = await this.terms.on(manager, day.source, day.onDate);
    const read = await this.read(day, known, file);
    const compared = await this.compare(manager, day, read, terms.feeRate);
    const { length } = compared.differences;
    if (length > MOST_DIFFERENCES) throw new Refusal('RECONCILIATION_TOO_MANY', { message: `有 ${length} 笔差异，很可能选错了日期或文件，没有收下；请核对后重新上传` });
    const { calendar } = await this.calendar.working(manager);
    return {
      ...compared, read, boundarySeconds: terms.boundaryMinutes * 60, settlesOn: day.source === 'bank' ? null : workingDayAfter(day.onDate, terms.settlementDays, calendar),
      dueOn: workingDayAfter(shanghaiDate(this.clock.now()), terms.itemDays, calendar),
    };
  }

  /** The day is matched as `held`, guarded by its version. Refuses `RECONCILIATION_CHANGED`, `RECONCILIATION_CLOSED` once the channel has paid. */
  async change(tx: EntityManager, day: ReconciliationDayRow, { read, sums, settlesOn }: Held, now: Date): Promise<void> {
    const { netFen, feeMilli } = read.sums;
    const feeFen = feeFenOf(feeMilli);
    if (day.settledAt !== null && (netFen !== day.netFen || feeFen !== day.feeFen)) throw new Refusal('RECONCILIATION_CLOSED', { message: '这一天的渠道结算已经到账入账，不能再增减文件；请把不同的收款作为差异向渠道核对' });
    const { affected } = await tx.update(ReconciliationDayRow, { id: day.id, version: day.version, state: day.state, settledAt: day.settledAt === null ? IsNull() : Not(IsNull()) }, {
      state: 'matched', sums, ...(day.source === 'bank' ? {} : { netFen, feeFen, settlesOn }), trouble: null, nextTryAt: null, matchedAt: now, version: day.version + 1,
    });
    if (!affected) throw new Refusal('RECONCILIATION_CHANGED');
  }

  /** Reads the day's files and the new one, all of them or none. */
  private async read(day: ReconciliationDayRow, known: readonly ReconciliationFileRow[], file: NewFile | null): Promise<Read> {
    const lines = new TheirLines();
    const read: Read = { lines, duplicates: [], sums: { count: 0, netFen: 0, feeMilli: 0 }, newRows: 0 };
    for (const one of [...known, ...(file ? [{ id: 0, ...file }] : [])]) {
      const reader = this.readerFor(day, lines, one.id, one.encoding);
      const scanner = new RowScanner((row) => reader.take(row));
      try {
        for await (const piece of this.files.open(one)) scanner.push(piece as Buffer);
        scanner.end();
        const sums = reader.end();
        read.sums = { count: read.sums.count + sums.count, netFen: read.sums.netFen + sums.netFen, feeMilli: read.sums.feeMilli + sums.feeMilli };
        read.newRows = sums.count;
      } catch (error) {
        if (error instanceof BrokenFile) throw new Refusal('RECONCILIATION_FILE_BROKEN', { message: `${error.message}。整个文件没有收下，请改正后重新上传` });
        throw error;
      }
      for (const line of reader.duplicates) read.duplicates.push(line);
    }
    return read;
  }

  private readerFor({ source, onDate }: ReconciliationDayRow, lines: TheirLines, file: number, encoding: string): FileReader {
    if (source === 'wechat') return new TradeBillReader(lines, onDate, this.config.wechat.pay.mchId, file);
    const Reader = source === 'card' ? CardBatchReader : BankReader;
    return new Reader(lines, onDate, file, new TextDecoder(encoding));
  }

  private async compare(manager: EntityManager, { source, onDate }: ReconciliationDayRow, { lines, duplicates }: Read, feeRate: number | null): Promise<Compared> {
    const arrived: OurLine[] = [];
    const matching = new Matching(lines, feeRate, source === 'bank' ? (line) => void arrived.push(line) : undefined);
    await streamOurs(manager, source, onDate, (line) => matching.offer(line));
    return { ...matching.end(duplicates), arrived };
  }

  private async keepFile(tx: EntityManager, dayId: number, { sha256, bytes, name, encoding }: NewFile, rows: number, byId: number | null, at: Date): Promise<number> {
    const { identifiers } = await tx.insert(ReconciliationFileRow, { dayId, sha256, name: name.slice(-200), encoding, bytes, rows, byId, at, withdrawnKey: 0, withdrawnAt: null, withdrawnById: null, withdrawReason: null });
    return (identifiers[0] as { id: number }).id;
  }

  /** What arrived moves the ledger, what differs becomes somebody's. `gone`: why differences that are found no more are settled. */
  async settleDifferences(tx: EntityManager, day: ReconciliationDayRow, { differences, arrived, boundarySeconds, dueOn }: Held, { fileId, now, gone }: { fileId: number | null; now: Date; gone?: Gone }): Promise<void> {
    const { source, onDate } = day;
    const onlyTheirs = differences.flatMap(({ kind, theirs, twice }) => (kind === 'only-theirs' && theirs && !twice ? [theirs] : []));
    const known = await findOurs(tx, source, onlyTheirs);
    const elsewhere = await this.itemsElsewhere(tx, day, differences);
    // The bank has no file on days off, so there the next file is the next that comes.
    const nextFileMatched = await tx.existsBy(ReconciliationDayRow, { source, onDate: source === 'bank' ? MoreThan(onDate) : addDays(onDate, 1), state: Not('open') });
    const found: NewItem[] = [];
    for (const line of arrived) if (!(await this.money.arrived(tx, line, day, now))) found.push(arrivedBefore(line, fileId));
    for (const difference of differences) {
      const ours = difference.theirs && difference.kind === 'only-theirs' ? (known.get(keyOf(difference.theirs)) ?? null) : null;
      const other = elsewhere.get(keyOf((difference.ours ?? difference.theirs) as TheirLine));
      const sameAmount = other !== undefined && (difference.ours ? other.theirFen === difference.ours.amountFen : other.ourFen === difference.theirs?.amountFen);
      const judged = judge(difference, source, onDate, { ours, foundInOtherFile: difference.ours !== null && sameAmount, nextFileMatched }, boundarySeconds);
      const solvesOther = sameAmount && (judged === null || judged.state === 'resolved');
      if (solvesOther && other.state !== 'resolved') await this.items.resolveItself(tx, other, `在 ${onDate} 的${difference.ours ? '账' : '文件'}里找到，相符`, now, day.id);
      if (judged?.state === 'resolved' && ours && source === 'bank' && !(await this.money.arrived(tx, ours, day, now))) {
        found.push(arrivedBefore({ ...ours, second: 0 }, difference.theirs?.file || fileId, difference.theirs?.row ?? null));
        continue;
      }
      if (judged === null || (solvesOther && judged.state === 'resolved')) continue;
      found.push(itemOf(difference, judged, ours, source, fileId));
    }
    await this.items.renew(tx, day, found, { dueOn, now }, gone);
    await this.items.endWaiting(tx, source, onDate, { dueOn, now });
  }

  /** Items of other days about the same numbers: the other side of midnight. */
  private async itemsElsewhere(tx: EntityManager, { source, onDate }: ReconciliationDayRow, differences: readonly Difference[]): Promise<Map<string, FinanceItemRow>> {
    const references = differences.filter(({ kind, twice }) => (kind === 'only-ours' || kind === 'only-theirs') && !twice).map(({ ours, theirs }) => (ours ?? theirs)!.key);
    const found = new Map<string, FinanceItemRow>();
    for (let i = 0; i < references.length; i += 500)
      for (const item of await tx.findBy(FinanceItemRow, { source, reference: In(references.slice(i, i + 500)), kind: In(['only-ours', 'only-theirs', 'day-boundary']), onDate: Not(onDate) })) if (item.resolution !== 'withdrawn') found.set(`${item.line}:${item.reference}`, item);
    return found;
  }
}

/** The bank credits a second time what it has credited on another day. */
function arrivedBefore({ kind, key, amountFen }: OurLine, fileId: number | null, fileRow: number | null = null): NewItem {
  return { itemKey: `before:${kind}:${key}`, kind: 'only-theirs', line: kind, reference: key, ourFen: null, theirFen: amountFen, ourId: null, fileId, fileRow, words: sayArrivedBefore(kind, amountFen), state: 'open' };
}

function itemOf(difference: Difference, judged: { kind: DifferenceKind; state: 'open' | 'waiting' | 'resolved' }, known: KnownLine | null, source: ReconciliationSource, fileId: number | null): NewItem {
  const { ours, theirs, twice, expectedFeeMilli } = difference;
  const line = (ours ?? theirs) as OurLine | TheirLine;
  const our = ours ?? known;
  // What was undone is no money.
  const ourFen = difference.kind === 'fee' || !our ? null : our.done ? our.amountFen : 0;
  const file = theirs ? theirs.file || fileId : null;
  const theirFen = difference.kind === 'fee' || !theirs ? null : theirs.done ? theirs.amountFen : 0;
  const said = { source, kind: judged.kind, line: line.kind, ourFen, theirFen };
  return {
    itemKey: twice && theirs ? `twice:${file}:${theirs.row}` : `${difference.kind === 'fee' ? 'fee' : 'line'}:${line.kind}:${line.key}`,
    kind: judged.kind, line: line.kind, reference: line.key, ourFen, theirFen, ourId: our?.id ?? null, fileId: file, fileRow: theirs?.row ?? null,
    words: sayDifference(said, {
      twice: twice ?? false, ...(our ? { ourState: our.done } : {}), ...(theirs ? { feeFen: feeFenOf(theirs.feeMilli) } : {}), ...(expectedFeeMilli === undefined ? {} : { expectedFeeFen: feeFenOf(expectedFeeMilli) }),
    }),
    state: judged.state,
  };
}

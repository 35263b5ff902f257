import { addDays, type DateString } from '@shouwen/shared/value';
import type { FileReader, FileSums } from './file-reader.js';
import { Cells } from './read-cells.js';
import { BrokenFile, type ScannedRow } from './scan-rows.js';
import type { LineKind, TheirLine, TheirLines } from './their-lines.js';

type Decoder = { decode(bytes: Uint8Array): string };
const ascii = new TextEncoder();

/** What card and bank files have in common: one header, rows of one day, whole columns. */
abstract class PlainReader<Name extends string> implements FileReader {
  readonly duplicates: TheirLine[] = [];
  private cells: Cells<Name> | undefined;
  private readonly sums: FileSums = { count: 0, netFen: 0, feeMilli: 0 };

  constructor(
    private readonly lines: TheirLines,
    protected readonly date: DateString,
    private readonly file: number,
    private readonly decoder: Decoder,
    private readonly columns: readonly Name[],
  ) {}

  take(row: ScannedRow): void {
    if (!this.cells) {
      this.cells = new Cells(row, this.columns, this.decoder);
      return;
    }
    this.cells.requireWhole(row);
    const read = this.read(row, this.cells);
    const bytes = ascii.encode(read.key);
    const line = { ...read, file: this.file, row: row.number };
    this.sums.count += 1;
    if (line.done) this.sums.netFen += line.kind === 'refund' ? -line.amountFen : line.amountFen;
    this.sums.feeMilli += line.feeMilli;
    if (!this.lines.add({ ...line, bytes, start: 0, end: bytes.length })) this.duplicates.push(line);
  }

  end(): FileSums {
    if (!this.cells) throw new BrokenFile(null, null, '文件是空的，请确认第一行是列名');
    return { ...this.sums };
  }

  protected abstract read(row: ScannedRow, cells: Cells<Name>): Omit<TheirLine, 'file' | 'row'>;

  protected keyText(row: ScannedRow, cells: Cells<Name>, name: Name): string {
    cells.key(row, name);
    return cells.text(row, name);
  }
}

const CARD = ['终端号', '批次号', '参考号', '时间', '金额', '状态'] as const;
/** A terminal says what was done by one of these words. */
const cardStates: Record<string, { kind: LineKind; done: boolean }> = {
  成功: { kind: 'payment', done: true }, SUCCESS: { kind: 'payment', done: true },
  撤销: { kind: 'payment', done: false }, VOID: { kind: 'payment', done: false },
  退货: { kind: 'refund', done: true }, REFUND: { kind: 'refund', done: true },
};

/** How a card payment is known on both sides. */
export const cardKey = (batch: string, reference: string) => `${batch}/${reference}`;

/**
 * The batch of card terminals: CSV with the columns 终端号, 批次号, 参考号, 时间 (2026-11-20 08:15:30), 金额 (yuan, above zero) and 状态
 * (成功 / 撤销 / 退货, or SUCCESS / VOID / REFUND); a column 手续费 (yuan) is read where there is one.
 */
export class CardBatchReader extends PlainReader<(typeof CARD)[number] | '手续费'> {
  constructor(lines: TheirLines, date: DateString, file: number, decoder: Decoder) {
    super(lines, date, file, decoder, CARD);
  }

  protected read(row: ScannedRow, cells: Cells<(typeof CARD)[number] | '手续费'>): Omit<TheirLine, 'file' | 'row'> {
    const word = cells.text(row, '状态');
    const state = Object.hasOwn(cardStates, word) ? cardStates[word] : undefined;
    if (!state) throw new BrokenFile(row.number, '状态', `不认识的状态“${word.slice(0, 20)}”，应为 成功、撤销 或 退货`);
    const second = cells.secondOn(row, '时间', this.date);
    if (second === null) throw new BrokenFile(row.number, '时间', `不是 ${this.date} 的交易，请选择正确的日期或文件`);
    this.keyText(row, cells, '终端号');
    const [batch, reference] = [this.keyText(row, cells, '批次号'), this.keyText(row, cells, '参考号')];
    return {
      // A refund is known by its own number alone: it is given in another batch than the payment.
      ...state, second, key: state.kind === 'refund' ? reference : cardKey(batch, reference), amountFen: cells.typedFen(row, '金额'),
      feeMilli: cells.has('手续费') ? cells.milli(row, '手续费') : 0,
    };
  }
}

const BANK = ['日期', '凭证号', '金额', '摘要'] as const;
const SETTLEMENT = /^(WX|CARD)-\d{4}-\d{2}-\d{2}$/;

/**
 * What the bank has credited: CSV with the columns 日期 (2026-11-20), 凭证号 (the deposit slip's number), 金额 (yuan, above zero) and 摘要 (reference).
 * A reference `WX-2026-11-19` or `CARD-2026-11-19` says that the line is the settlement of that day's WeChat or card takings.
 */
export class BankReader extends PlainReader<(typeof BANK)[number]> {
  constructor(lines: TheirLines, date: DateString, file: number, decoder: Decoder) {
    super(lines, date, file, decoder, BANK);
  }

  protected read(row: ScannedRow, cells: Cells<(typeof BANK)[number]>): Omit<TheirLine, 'file' | 'row'> {
    const on = cells.text(row, '日期').replaceAll('/', '-');
    if (on !== this.date) throw new BrokenFile(row.number, '日期', `不是 ${this.date}，请选择正确的日期或文件`);
    const reference = cells.text(row, '摘要');
    const common = { amountFen: cells.typedFen(row, '金额'), feeMilli: 0, second: 0, done: true };
    if (SETTLEMENT.test(reference)) return { ...common, kind: 'settlement', key: reference };
    return { ...common, kind: 'deposit', key: this.keyText(row, cells, '凭证号') };
  }
}

const prefixes = { wechat: 'WX', card: 'CARD' } as const;
export const settlementKey = (source: 'wechat' | 'card', date: DateString) => `${prefixes[source]}-${date}`;
/** Which day of which channel a settlement pays out; null for what is no such reference. */
export function settlementOf(key: string): { source: 'wechat' | 'card'; onDate: DateString } | null {
  if (!SETTLEMENT.test(key)) return null;
  return { source: key.startsWith('WX') ? 'wechat' : 'card', onDate: key.slice(-10) };
}
export const isNextTo = (one: DateString, other: DateString) => addDays(one, 1) === other || addDays(other, 1) === one;

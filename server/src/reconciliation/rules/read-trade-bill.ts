import type { DateString } from '@shouwen/shared/value';
import type { FileReader, FileSums } from './file-reader.js';
import { Cells } from './read-cells.js';
import { BrokenFile, type ScannedRow } from './scan-rows.js';
import type { TheirLine, TheirLines } from './their-lines.js';

const COLUMNS = ['交易时间', '商户号', '商户订单号', '交易状态', '应结订单金额', '商户退款单号', '退款金额', '退款状态', '手续费', '订单金额', '申请退款金额'] as const;
const SUMMARY = ['总交易单数', '应结订单总金额', '退款总金额', '手续费总金额', '订单总金额', '申请退款总金额'] as const;
const BACKTICK = 96;

/**
 * WeChat's trade bill of one day: lines, then a summary that must agree with them, so that a file cut short is noticed. A payment is known by
 * our order number, a refund by our refund number. Throws `BrokenFile`.
 */
export class TradeBillReader implements FileReader {
  readonly duplicates: TheirLine[] = [];
  private cells: Cells<(typeof COLUMNS)[number]> | undefined;
  private summary: Cells<(typeof SUMMARY)[number]> | undefined;
  private summarised = false;
  private count = 0;
  private readonly totals = { settled: 0, refund: 0, feeMilli: 0, order: 0, refundAsked: 0 };
  /** What was revoked or is not given back yet moves no money. */
  private netFen = 0;
  private readonly decoder = new TextDecoder();
  private readonly line = { kind: 'payment' as TheirLine['kind'], amountFen: 0, feeMilli: 0, second: 0, done: true, file: 0, row: 0, bytes: new Uint8Array(0) as Uint8Array, start: 0, end: 0 };

  constructor(
    private readonly lines: TheirLines,
    private readonly date: DateString,
    private readonly mchId: string,
    file: number,
  ) {
    this.line.file = file;
  }

  take(row: ScannedRow): void {
    if (!this.cells) {
      this.cells = new Cells(row, COLUMNS, this.decoder);
      return;
    }
    const ticked = row.bytes[(row.starts[0] as number) - 1] === BACKTICK;
    if (this.summarised) throw new BrokenFile(row.number, null, '汇总行之后还有内容');
    if (this.summary) this.checkSummary(row);
    else if (ticked) this.takeLine(row, this.cells);
    else this.summary = new Cells(row, SUMMARY, this.decoder);
  }

  end(): FileSums {
    if (!this.summarised) throw new BrokenFile(null, null, '文件没有汇总行，可能没有下载完整');
    return { count: this.count, netFen: this.netFen, feeMilli: this.totals.feeMilli };
  }

  private takeLine(row: ScannedRow, cells: Cells<(typeof COLUMNS)[number]>): void {
    cells.requireWhole(row);
    if (!cells.is(row, '商户号', this.mchId)) throw new BrokenFile(row.number, '商户号', '不是本公司的商户号');
    const { line, totals } = this;
    const settled = cells.fen(row, '应结订单金额');
    const refund = cells.fen(row, '退款金额');
    const order = cells.fen(row, '订单金额');
    const refundAsked = cells.fen(row, '申请退款金额');
    const second = cells.secondOn(row, '交易时间', this.date);
    line.feeMilli = cells.milli(row, '手续费');
    const isRefund = cells.is(row, '交易状态', 'REFUND');
    if (isRefund) {
      line.kind = 'refund';
      line.amountFen = refundAsked;
      line.done = cells.is(row, '退款状态', 'SUCCESS');
      line.second = second ?? 0; // some bills carry the payment's time here
    } else {
      line.done = cells.is(row, '交易状态', 'SUCCESS');
      if (!line.done && !cells.is(row, '交易状态', 'REVOKED')) throw new BrokenFile(row.number, '交易状态', `不认识的状态 ${cells.text(row, '交易状态').slice(0, 20)}`);
      if (second === null) throw new BrokenFile(row.number, '交易时间', `不是 ${this.date} 的交易`);
      line.kind = 'payment';
      line.amountFen = order;
      line.second = second;
    }
    if (line.done) this.netFen += settled - refund;
    totals.settled += settled;
    totals.refund += refund;
    totals.order += order;
    totals.refundAsked += refundAsked;
    totals.feeMilli += line.feeMilli;
    this.count += 1;
    const [start, end] = cells.key(row, isRefund ? '商户退款单号' : '商户订单号');
    line.row = row.number;
    line.bytes = row.bytes;
    line.start = start;
    line.end = end;
    if (!this.lines.add(line)) this.duplicates.push({ kind: line.kind, key: cells.text(row, isRefund ? '商户退款单号' : '商户订单号'), amountFen: line.amountFen, feeMilli: line.feeMilli, second: line.second, done: line.done, file: line.file, row: line.row });
  }

  private checkSummary(row: ScannedRow): void {
    const summary = this.summary as Cells<(typeof SUMMARY)[number]>;
    summary.requireWhole(row);
    const { totals } = this;
    if (summary.text(row, '总交易单数') !== String(this.count)) throw new BrokenFile(row.number, '总交易单数', `与明细的 ${this.count} 笔不符`);
    const expected = [['应结订单总金额', totals.settled], ['退款总金额', totals.refund], ['订单总金额', totals.order], ['申请退款总金额', totals.refundAsked]] as const;
    for (const [name, fen] of expected) if (summary.milli(row, name) !== fen * 1000) throw new BrokenFile(row.number, name, '与明细合计不符');
    // The sum of fees may be rounded to a fen.
    if (Math.abs(summary.milli(row, '手续费总金额') - totals.feeMilli) >= 1000) throw new BrokenFile(row.number, '手续费总金额', '与明细合计不符');
    this.summarised = true;
  }
}

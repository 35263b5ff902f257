import type { DifferenceKind } from '@shouwen/shared/vocabulary';
import type { LineKind, TheirLine, TheirLines } from './their-lines.js';

/** What the ledger knows of a line, named as the other side names it. */
export interface OurLine {
  kind: LineKind;
  key: string;
  /** Fen, above zero. */
  amountFen: number;
  /** Seconds since midnight in Asia/Shanghai. */
  second: number;
  /** False for what was undone here (a voided payment). */
  done: boolean;
  /** Payment, refund or deposit; of a settlement the day it pays out. */
  id: number;
}

/** Where the two sides differ. `ours` and `theirs` as each has it; null where it has nothing. */
export interface Difference {
  kind: Exclude<DifferenceKind, 'day-boundary'>;
  ours: OurLine | null;
  theirs: TheirLine | null;
  /** For `fee`: what the rate would make of it, in thousandths of a fen. */
  expectedFeeMilli?: number;
  /** The same number had come before in the day's files. */
  twice?: true;
}

/** Counts and fen of what stands (what was undone is left out). */
export interface MatchSums {
  ourCount: number;
  ourPaidFen: number;
  ourRefundFen: number;
  theirCount: number;
  theirPaidFen: number;
  theirRefundFen: number;
  /** In thousandths of a fen. */
  feeMilli: number;
  matchedCount: number;
}

const MORE_THAN_ROUNDING = 1000;

/**
 * PY-7: ours held against theirs, whatever their order. Offer each of ours once, then `end`. Keeps differences and sums only.
 * `feeRate` in 1/100000 of the amount; null: fees are taken as the other side says.
 */
export class Matching {
  private readonly differences: Difference[] = [];
  private readonly sums: MatchSums = { ourCount: 0, ourPaidFen: 0, ourRefundFen: 0, theirCount: 0, theirPaidFen: 0, theirRefundFen: 0, feeMilli: 0, matchedCount: 0 };

  constructor(
    private readonly theirs: TheirLines,
    private readonly feeRate: number | null,
    /** What matched, for whom it concerns one by one (bank lines); not kept here. */
    private readonly onMatch?: (ours: OurLine) => void,
  ) {}

  offer(ours: OurLine): void {
    const { sums, theirs } = this;
    if (ours.done) {
      sums.ourCount += 1;
      if (ours.kind === 'refund') sums.ourRefundFen += ours.amountFen;
      else sums.ourPaidFen += ours.amountFen;
    }
    const i = theirs.find(ours.kind, ours.key);
    if (i === -1 || theirs.wasSeen(i)) {
      if (ours.done) this.differences.push({ kind: 'only-ours', ours, theirs: null });
      return;
    }
    theirs.markSeen(i);
    if (theirs.isDone(i) !== ours.done) this.differences.push({ kind: 'state', ours, theirs: theirs.at(i) });
    else if (!ours.done) return;
    else if (theirs.amountAt(i) !== ours.amountFen) this.differences.push({ kind: 'amount', ours, theirs: theirs.at(i) });
    else {
      sums.matchedCount += 1;
      this.onMatch?.(ours);
    }
  }

  end(duplicates: readonly TheirLine[] = []): { differences: Difference[]; sums: MatchSums } {
    const { sums, theirs } = this;
    for (let i = 0; i < theirs.length; i++) {
      const done = theirs.isDone(i);
      const refund = theirs.kindAt(i) === 'refund';
      const fee = theirs.feeAt(i);
      sums.feeMilli += fee;
      if (done) {
        sums.theirCount += 1;
        if (refund) sums.theirRefundFen += theirs.amountAt(i);
        else sums.theirPaidFen += theirs.amountAt(i);
        if (!theirs.wasSeen(i)) this.differences.push({ kind: 'only-theirs', ours: null, theirs: theirs.at(i) });
        if (this.feeRate !== null) this.checkFee(i, refund ? -theirs.amountAt(i) : theirs.amountAt(i), this.feeRate);
      }
    }
    for (const line of duplicates) {
      sums.feeMilli += line.feeMilli;
      if (!line.done) continue;
      sums.theirCount += 1;
      if (line.kind === 'refund') sums.theirRefundFen += line.amountFen;
      else sums.theirPaidFen += line.amountFen;
      this.differences.push({ kind: 'only-theirs', ours: null, theirs: line, twice: true });
    }
    return { differences: this.differences, sums };
  }

  /** A fee may be rounded to a fen, up or down; a whole fen off is another rate. */
  private checkFee(i: number, signedFen: number, rate: number): void {
    const expectedFeeMilli = Math.round((signedFen * rate) / 100);
    if (Math.abs(this.theirs.feeAt(i) - expectedFeeMilli) >= MORE_THAN_ROUNDING) this.differences.push({ kind: 'fee', ours: null, theirs: this.theirs.at(i), expectedFeeMilli });
  }
}

/** Thousandths of a fen → fen, half up. */
export const feeFenOf = (milli: number) => Math.sign(milli) * Math.floor((Math.abs(milli) + 500) / 1000);

export const LINE_KINDS = ['payment', 'refund', 'deposit', 'settlement'] as const;
export type LineKind = (typeof LINE_KINDS)[number];

/** What a line of theirs says; amounts in fen, the fee in thousandths of a fen (WeChat's fees have five decimals), `second` of the day. */
export interface TheirLine {
  kind: LineKind;
  key: string;
  amountFen: number;
  feeMilli: number;
  /** Seconds since midnight in Asia/Shanghai. */
  second: number;
  /** False for what was undone (revoked, voided, failed): no money moved. */
  done: boolean;
  /** Of which file, and where in it. */
  file: number;
  row: number;
}
/** A line as the scanner has it: its key is still bytes. */
export type ScannedLine = Omit<TheirLine, 'key'> & { bytes: Uint8Array; start: number; end: number };

const UNDONE = 1;
const SEEN = 2;

/** A million lines in some 80 MB: columns of numbers, keys as bytes, found by a hash table. */
export class TheirLines {
  private size = 0;
  private text = new Uint8Array(1 << 16);
  private textEnd = 0;
  private slots = new Int32Array(1 << 12).fill(-1);
  private columns = columnsFor(1 << 11);
  private readonly scratch = new Uint8Array(256);

  get length(): number {
    return this.size;
  }

  /** False when a line of the same kind and key is there already; then nothing is kept. */
  add(line: ScannedLine): boolean {
    if (this.size * 2 >= this.slots.length) this.grow();
    const kind = LINE_KINDS.indexOf(line.kind);
    const slot = this.slotOf(kind, line.bytes, line.start, line.end);
    if (this.slots[slot] !== -1) return false;
    const length = line.end - line.start;
    if (this.textEnd + length > this.text.length) this.text = grown(this.text, new Uint8Array(Math.max(this.text.length * 2, this.textEnd + length)));
    this.text.set(line.bytes.subarray(line.start, line.end), this.textEnd);
    this.textEnd += length;
    const i = this.size++;
    const c = this.columns;
    c.kind[i] = kind;
    c.flags[i] = line.done ? 0 : UNDONE;
    c.amount[i] = line.amountFen;
    c.fee[i] = line.feeMilli;
    c.second[i] = line.second;
    c.file[i] = line.file;
    c.row[i] = line.row;
    c.keyEnd[i] = this.textEnd;
    this.slots[slot] = i;
    return true;
  }

  /** The line's place, or -1. Keys are ASCII; any other is not there. */
  find(kind: LineKind, key: string): number {
    if (key.length > this.scratch.length) return -1;
    for (let i = 0; i < key.length; i++) {
      const code = key.charCodeAt(i);
      if (code > 126) return -1;
      this.scratch[i] = code;
    }
    return this.slots[this.slotOf(LINE_KINDS.indexOf(kind), this.scratch, 0, key.length)] as number;
  }

  amountAt(i: number): number {
    return this.columns.amount[i] as number;
  }
  isDone(i: number): boolean {
    return ((this.columns.flags[i] as number) & UNDONE) === 0;
  }
  markSeen(i: number): void {
    this.columns.flags[i] = (this.columns.flags[i] as number) | SEEN;
  }
  wasSeen(i: number): boolean {
    return ((this.columns.flags[i] as number) & SEEN) !== 0;
  }
  kindAt(i: number): LineKind {
    return LINE_KINDS[this.columns.kind[i] as number] as LineKind;
  }
  feeAt(i: number): number {
    return this.columns.fee[i] as number;
  }

  at(i: number): TheirLine {
    const c = this.columns;
    const start = this.keyStart(i);
    return {
      kind: this.kindAt(i), key: String.fromCharCode(...this.text.subarray(start, c.keyEnd[i])), amountFen: this.amountAt(i), feeMilli: this.feeAt(i),
      second: c.second[i] as number, done: this.isDone(i), file: c.file[i] as number, row: c.row[i] as number,
    };
  }

  private keyStart(i: number): number {
    return i === 0 ? 0 : (this.columns.keyEnd[i - 1] as number);
  }

  /** Where this key is, or where it would be put (FNV-1a, linear probing). */
  private slotOf(kind: number, bytes: Uint8Array, start: number, end: number): number {
    let hash = 0x811c9dc5 ^ kind;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
    hash ^= hash >>> 15;
    const mask = this.slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const i = this.slots[slot] as number;
      if (i === -1 || (this.columns.kind[i] === kind && this.sameKey(i, bytes, start, end))) return slot;
    }
  }

  private sameKey(i: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.keyStart(i);
    const length = end - start;
    if ((this.columns.keyEnd[i] as number) - from !== length) return false;
    // From the end: order numbers of a day differ there.
    for (let n = length - 1; n >= 0; n--) if (this.text[from + n] !== bytes[start + n]) return false;
    return true;
  }

  private grow(): void {
    this.slots = new Int32Array(this.slots.length * 4).fill(-1);
    const wider = columnsFor(this.slots.length / 2);
    for (const name of Object.keys(wider) as (keyof Columns)[]) (wider[name] as Int32Array).set(this.columns[name] as Int32Array);
    this.columns = wider;
    for (let i = 0; i < this.size; i++) this.slots[this.slotOf(this.columns.kind[i] as number, this.text, this.keyStart(i), this.columns.keyEnd[i] as number)] = i;
  }
}

type Columns = ReturnType<typeof columnsFor>;
function columnsFor(size: number) {
  return {
    kind: new Uint8Array(size), flags: new Uint8Array(size), amount: new Float64Array(size), fee: new Float64Array(size),
    second: new Int32Array(size), file: new Int32Array(size), row: new Int32Array(size), keyEnd: new Int32Array(size),
  };
}

function grown(old: Uint8Array, wider: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  wider.set(old);
  return wider;
}

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { breakLines } from './line-breaks.js';

/** Points, 72 to the inch. A4 is 595 × 842. */
export const MARGIN = { side: 48, top: 48, bottom: 60 };
export const SIZE = { title: 20, subtitle: 10.5, heading: 12.5, text: 10.5, small: 8.5 };
const LEADING = 1.5;
const PADDING = 5;
const INK = '#1f2933';
const GREY = '#6b7785';
const LINE = '#9aa5b1';
const SHADE = '#f2f5f8';
const RED = '#c2261c';
const STAMP_SIZE = 72;

const find = createRequire(import.meta.url).resolve;
let fontFiles: { regular: Buffer; bold: Buffer } | null = null;
/** Noto Sans SC (SIL Open Font License), read once; each document embeds only the characters it uses. */
export function fonts(): { regular: Buffer; bold: Buffer } {
  fontFiles ??= {
    regular: readFileSync(find('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf')),
    bold: readFileSync(find('@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf')),
  };
  return fontFiles;
}

export interface Cell {
  text: string;
  /** Points. */
  width: number;
  bold?: boolean;
  shaded?: boolean;
}
export interface TextStyle {
  size: number;
  bold?: boolean;
  grey?: boolean;
  centred?: boolean;
}

/** Writes down A4 pages from top to bottom, and begins the next where something does not fit. */
export class PageWriter {
  private readonly pdf: PDFKit.PDFDocument;
  private readonly widths = new Map<string, number>();
  private readonly chunks: Buffer[] = [];
  private readonly ended: Promise<void>;
  y = MARGIN.top;

  constructor(title: string, at: Date) {
    const { regular, bold } = fonts();
    this.pdf = new PDFDocument({ size: 'A4', margin: 0, bufferPages: true, autoFirstPage: true, font: '', lang: 'zh-CN', displayTitle: true, info: { Title: title, CreationDate: at, ModDate: at } });
    this.pdf.registerFont('regular', regular);
    this.pdf.registerFont('bold', bold);
    this.pdf.on('data', (chunk: Buffer) => this.chunks.push(chunk));
    this.ended = new Promise((resolve, reject) => {
      this.pdf.on('end', resolve);
      this.pdf.on('error', reject);
    });
  }

  get width(): number {
    return this.pdf.page.width - 2 * MARGIN.side;
  }
  private get bottom(): number {
    return this.pdf.page.height - MARGIN.bottom;
  }

  /** Begins the next page unless `height` still fits on this one. */
  reserve(height: number): void {
    if (this.y + height > this.bottom && this.y > MARGIN.top) this.nextPage();
  }
  space(height: number): void {
    this.y += height;
  }

  /** Text over the page's width, or `width` of it; it may go on over pages. */
  text(text: string, style: TextStyle, width = this.width): void {
    for (const line of this.lines(text, width, style)) {
      this.reserve(style.size * LEADING);
      this.line(line, MARGIN.side, this.y, style, width);
      this.y += style.size * LEADING;
    }
  }

  /** A ruled row. What is too tall for a page goes on over the next ones; `head` is written again at the top of each new page. */
  row(cells: readonly Cell[], head: readonly Cell[] = []): void {
    const height = SIZE.text * LEADING;
    const wrapped = cells.map((cell) => this.lines(cell.text, cell.width - 2 * PADDING, { size: SIZE.text, ...(cell.bold ? { bold: true } : {}) }));
    const tallest = Math.max(...wrapped.map((lines) => lines.length));
    const whole = tallest * height + 2 * PADDING;
    const nextPage = () => {
      this.nextPage();
      if (head.length) this.row(head);
    };
    if (this.y + whole > this.bottom && (whole <= (this.bottom - MARGIN.top) / 2 || this.y + 3 * height > this.bottom)) nextPage();
    for (let from = 0; from < tallest; ) {
      const room = Math.max(1, Math.floor((this.bottom - this.y - 2 * PADDING) / height));
      const count = Math.min(room, tallest - from);
      this.box(cells, wrapped.map((lines) => lines.slice(from, from + count)), count * height + 2 * PADDING);
      from += count;
      if (from < tallest) nextPage();
    }
  }

  private box(cells: readonly Cell[], lines: readonly string[][], height: number): void {
    let x = MARGIN.side;
    cells.forEach((cell, i) => {
      this.pdf.lineWidth(0.6).rect(x, this.y, cell.width, height);
      if (cell.shaded) this.pdf.fillAndStroke(SHADE, LINE);
      else this.pdf.stroke(LINE);
      (lines[i] ?? []).forEach((line, n) => this.line(line, x + PADDING, this.y + PADDING + n * SIZE.text * LEADING, { size: SIZE.text, ...(cell.bold ? { bold: true } : {}) }, cell.width));
      x += cell.width;
    });
    this.y += height;
  }

  /** JPEG or PNG, fitted into a square of `side` points, at `x` and the present height. */
  picture(data: Buffer, x: number, side: number, y = this.y): void {
    this.pdf.image(data, x, y, { fit: [side, side], align: 'center', valign: 'center' });
  }
  /** Small grey text, centred below a picture; no more than two lines. */
  caption(text: string, x: number, y: number, width: number): void {
    this.lines(text, width, { size: SIZE.small }).slice(0, 2).forEach((line, n) =>
      this.line(line, x, y + n * SIZE.small * LEADING, { size: SIZE.small, grey: true, centred: true }, width));
  }
  /** A line to sign on, from `x`, below the present height. */
  rule(x: number, y: number, width: number): void {
    this.pdf.lineWidth(0.6).moveTo(x, y).lineTo(x + width, y).stroke(LINE);
  }
  /** One line of text, not wrapped, without moving on. */
  line(text: string, x: number, y: number, { size, bold = false, grey = false, centred = false }: TextStyle, width: number): void {
    if (text === '') return;
    const left = centred ? x + (width - this.widthOf(text, size, bold)) / 2 : x;
    this.pdf.font(bold ? 'bold' : 'regular').fontSize(size).fillColor(grey ? GREY : INK).text(text, left, y, { lineBreak: false });
  }

  /** Large and red across every page so far. */
  stamp(text: string): void {
    const { start, count } = this.pdf.bufferedPageRange();
    for (let page = start; page < start + count; page++) {
      this.pdf.switchToPage(page);
      const wide = this.widthOf(text, STAMP_SIZE, true);
      const [x, y] = [(this.pdf.page.width - wide) / 2, this.pdf.page.height / 3];
      this.pdf.save().rotate(-20, { origin: [x + wide / 2, y + STAMP_SIZE / 2] }).opacity(0.6).lineWidth(4).rect(x - 16, y - 4, wide + 32, STAMP_SIZE * 1.4).stroke(RED);
      this.pdf.font('bold').fontSize(STAMP_SIZE).fillColor(RED).text(text, x, y, { lineBreak: false }).restore();
    }
  }

  /** The foot of each page, and the whole as a file. */
  async finish(left: string, right: string): Promise<Buffer> {
    const { start, count } = this.pdf.bufferedPageRange();
    for (let page = start; page < start + count; page++) {
      this.pdf.switchToPage(page);
      const y = this.pdf.page.height - MARGIN.bottom + 18;
      const style = { size: SIZE.small, grey: true };
      const number = `第 ${page + 1} 页 / 共 ${count} 页`;
      this.rule(MARGIN.side, y - 6, this.width);
      this.line(left, MARGIN.side, y, style, this.width);
      this.line(right, MARGIN.side, y, { ...style, centred: true }, this.width);
      this.line(number, MARGIN.side + this.width - this.widthOf(number, SIZE.small, false), y, style, this.width);
    }
    this.pdf.end();
    await this.ended;
    return Buffer.concat(this.chunks);
  }

  private nextPage(): void {
    this.pdf.addPage();
    this.y = MARGIN.top;
  }
  private lines(text: string, width: number, { size, bold = false }: TextStyle): string[] {
    return breakLines(text, width, (character) => this.widthOf(character, size, bold));
  }
  /** Points. */
  widthOf(text: string, size: number, bold: boolean): number {
    return [...text].reduce((sum, character) => sum + this.unitWidth(character, bold), 0) * size;
  }
  private unitWidth(character: string, bold: boolean): number {
    const key = `${bold ? 'b' : 'r'}${character}`;
    let width = this.widths.get(key);
    if (width === undefined) {
      width = this.pdf.font(bold ? 'bold' : 'regular').fontSize(1).widthOfString(character);
      this.widths.set(key, width);
    }
    return width;
  }
}

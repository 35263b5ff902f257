import { Injectable } from '@nestjs/common';
import QRCode from 'qrcode';
import { formatFullInstant } from '@shouwen/shared/value';
import { MARGIN, PageWriter, SIZE, type Cell } from './page-writer.js';
import { type RollDocument, writeRoll } from './roll-writer.js';
import type { PrintDocument, PrintField, PrintPart } from './print-document.js';

const QR_SIDE = 84;
const LABEL_SHARE = 0.17;
const PICTURES_IN_A_ROW = 4;

/** Paper: slips, registers, notices and case files as PDF with a Chinese font. Knows no capability. */
@Injectable()
export class PrintService {
  /** The document as an A4 PDF whose text can be searched and copied. */
  async pdf(document: PrintDocument): Promise<Buffer> {
    const page = new PageWriter(document.title, document.at);
    const qr = document.qr ? await QRCode.toBuffer(document.qr.text, { margin: 0, width: 4 * QR_SIDE, errorCorrectionLevel: 'M' }) : null;
    page.space(qr ? 14 : 0);
    page.text(document.title, { size: SIZE.title, bold: true, centred: true });
    if (document.subtitle) page.text(document.subtitle, { size: SIZE.subtitle, grey: true, centred: true });
    if (qr && document.qr) {
      const x = MARGIN.side + page.width - QR_SIDE;
      page.picture(qr, x, QR_SIDE, MARGIN.top - 16);
      page.caption(document.qr.caption, x - 16, MARGIN.top - 16 + QR_SIDE + 3, QR_SIDE + 32);
      page.y = Math.max(page.y, MARGIN.top - 16 + QR_SIDE + 3 + 2 * SIZE.small * 1.5);
    }
    page.space(10);
    for (const part of document.parts) write(page, part);
    if (document.stamp) page.stamp(document.stamp);
    return page.finish(document.footer, `打印时间 ${formatFullInstant(document.at)}`);
  }

  /** A square code as a PNG in a `data:` address, for screens. */
  squareCode(text: string): Promise<string> {
    return QRCode.toDataURL(text, { margin: 2, width: 360, errorCorrectionLevel: 'M' });
  }

  /** For the window's 80 mm printer: one page as long as it takes. */
  roll(document: RollDocument): Promise<Buffer> {
    return writeRoll(document);
  }
}

function write(page: PageWriter, part: PrintPart): void {
  switch (part.kind) {
    case 'heading':
      page.space(8);
      page.reserve(60); // never alone at the foot of a page
      page.text(part.text, { size: SIZE.heading, bold: true });
      return page.space(3);
    case 'paragraph':
      page.text(part.text, { size: SIZE.text, ...(part.strong ? { bold: true } : {}) });
      return page.space(5);
    case 'fields':
      for (const cells of fieldRows(part.rows, page.width)) page.row(cells);
      return page.space(8);
    case 'table':
      return table(page, part);
    case 'pictures':
      return pictures(page, part.pictures);
    case 'signatures':
      return signatures(page, part.lines);
  }
}

/** Label beside value; two half ones share a line. */
function fieldRows(fields: readonly PrintField[], width: number): Cell[][] {
  const rows: Cell[][] = [];
  const label = width * LABEL_SHARE;
  const cells = ({ label: text, value }: PrintField, whole: number): Cell[] => [{ text, width: label, shaded: true }, { text: value, width: whole - label }];
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i] as PrintField;
    const next = fields[i + 1];
    if (field.half && next?.half) {
      rows.push([...cells(field, width / 2), ...cells(next, width / 2)]);
      i++;
    } else rows.push(cells(field, width));
  }
  return rows;
}

function table(page: PageWriter, { columns, rows, empty }: Extract<PrintPart, { kind: 'table' }>): void {
  const shares = columns.reduce((sum, column) => sum + column.share, 0);
  const widths = columns.map((column) => (page.width * column.share) / shares);
  const head = columns.map((column, i) => ({ text: column.title, width: widths[i] as number, bold: true, shaded: true }));
  page.reserve(70);
  page.row(head);
  if (rows.length === 0) page.row([{ text: empty ?? '无', width: page.width }]);
  for (const row of rows) page.row(columns.map((_, i) => ({ text: row[i] ?? '', width: widths[i] as number })), head);
  page.space(8);
}

function pictures(page: PageWriter, items: Extract<PrintPart, { kind: 'pictures' }>['pictures']): void {
  const gap = 8;
  const side = (page.width - gap * (PICTURES_IN_A_ROW - 1)) / PICTURES_IN_A_ROW;
  for (let from = 0; from < items.length; from += PICTURES_IN_A_ROW) {
    page.reserve(side + 34);
    items.slice(from, from + PICTURES_IN_A_ROW).forEach((item, n) => {
      const x = MARGIN.side + n * (side + gap);
      page.picture(item.data, x, side);
      page.caption(item.caption, x, page.y + side + 2, side);
    });
    page.space(side + 34);
  }
}

/** Two to a line: the label, and a rule with the name on it or room for one. */
function signatures(page: PageWriter, lines: Extract<PrintPart, { kind: 'signatures' }>['lines']): void {
  const width = page.width / 2 - 8;
  page.space(6);
  for (let from = 0; from < lines.length; from += 2) {
    page.reserve(34);
    page.space(14);
    lines.slice(from, from + 2).forEach(({ label, signed = '' }, n) => {
      const x = MARGIN.side + n * (width + 16);
      const text = `${label}：`;
      const wide = page.widthOf(text, SIZE.text, false);
      page.line(text, x, page.y, { size: SIZE.text }, width);
      page.line(signed, x + wide + 4, page.y, { size: SIZE.text }, width);
      page.rule(x + wide, page.y + 17, width - wide);
    });
    page.space(20);
  }
}

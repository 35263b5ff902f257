import PDFDocument from 'pdfkit';
import QRCode from 'qrcode';
import { breakLines } from './line-breaks.js';
import { fonts } from './page-writer.js';

/** What a roll printer prints, from top to bottom: a line with something left and right, or a dashed rule. */
export type RollLine = { left: string; right?: string; bold?: boolean; large?: boolean; centred?: boolean } | 'rule';
export interface RollDocument {
  title: string;
  at: Date;
  lines: readonly RollLine[];
  /** Below the lines, in the middle. */
  qr?: { text: string; caption: string };
  /** Across the middle, e.g. 作废. */
  stamp?: string;
}

/** Points: 80 mm, of which the printers leave 4 mm on each side. */
const WIDTH = 226.8;
const MARGIN = 11.3;
const TEXT = 8.5;
const LARGE = 12;
const LEADING = 1.45;
const QR_SIDE = 92;

type Row = { rule: true; size: number } | { rule: false; text: string; right: string; size: number; bold: boolean; centred: boolean };

/** The document as one page, as long as it is. */
export async function writeRoll({ title, at, lines, qr, stamp }: RollDocument): Promise<Buffer> {
  const draw = (height: number) => {
    const pdf = new PDFDocument({ size: [WIDTH, height], margin: 0, font: '', lang: 'zh-CN', displayTitle: true, info: { Title: title, CreationDate: at, ModDate: at } });
    pdf.registerFont('regular', fonts().regular);
    pdf.registerFont('bold', fonts().bold);
    return pdf;
  };
  const measure = draw(100);
  measure.resume();
  const widthOf = (text: string, size: number, bold: boolean) => measure.font(bold ? 'bold' : 'regular').fontSize(size).widthOfString(text);
  const inner = WIDTH - 2 * MARGIN;
  const rows = lines.flatMap((line): Row[] => {
    if (line === 'rule') return [{ rule: true, size: TEXT }];
    const { left, right = '', bold = false, large = false, centred = false } = line;
    const size = large ? LARGE : TEXT;
    const rightWidth = right === '' ? 0 : widthOf(right, size, bold) + 6;
    const parts = breakLines(left, Math.max(40, inner - rightWidth), (character) => widthOf(character, size, bold));
    return (parts.length === 0 ? [''] : parts).map((part, index) => ({ rule: false, text: part, right: index === 0 ? right : '', size, bold, centred }));
  });
  measure.end();
  const code = qr ? await QRCode.toBuffer(qr.text, { margin: 0, width: 4 * QR_SIDE, errorCorrectionLevel: 'M' }) : null;
  const height = rows.reduce((sum, row) => sum + row.size * (row.rule ? 1 : LEADING), 2 * MARGIN) + (code ? QR_SIDE + TEXT * LEADING + 10 : 0);

  const pdf = draw(height);
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => {
    pdf.on('end', resolve);
    pdf.on('error', reject);
  });
  let y = MARGIN;
  for (const row of rows) {
    if (row.rule) {
      pdf.lineWidth(0.6).dash(2, { space: 2 }).moveTo(MARGIN, y + row.size / 2).lineTo(WIDTH - MARGIN, y + row.size / 2).stroke('#000').undash();
      y += row.size;
      continue;
    }
    const write = (text: string, x: number) => pdf.font(row.bold ? 'bold' : 'regular').fontSize(row.size).fillColor('#000').text(text, x, y, { lineBreak: false });
    if (row.text !== '') write(row.text, row.centred ? (WIDTH - widthIn(pdf, row.text, row.size, row.bold)) / 2 : MARGIN);
    if (row.right !== '') write(row.right, WIDTH - MARGIN - widthIn(pdf, row.right, row.size, row.bold));
    y += row.size * LEADING;
  }
  if (code && qr) {
    pdf.image(code, (WIDTH - QR_SIDE) / 2, y + 6, { width: QR_SIDE });
    pdf.font('regular').fontSize(TEXT).fillColor('#000').text(qr.caption, (WIDTH - widthIn(pdf, qr.caption, TEXT, false)) / 2, y + 6 + QR_SIDE + 3, { lineBreak: false });
  }
  if (stamp) {
    const wide = widthIn(pdf, stamp, 40, true);
    const [x, top] = [(WIDTH - wide) / 2, height / 2 - 30];
    pdf.rotate(-18, { origin: [WIDTH / 2, top + 20] }).lineWidth(2).rect(x - 8, top - 2, wide + 16, 56).stroke('#000').font('bold').fontSize(40).text(stamp, x, top, { lineBreak: false });
  }
  pdf.end();
  await ended;
  return Buffer.concat(chunks);
}

const widthIn = (pdf: PDFKit.PDFDocument, text: string, size: number, bold: boolean) => pdf.font(bold ? 'bold' : 'regular').fontSize(size).widthOfString(text);

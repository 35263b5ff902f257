/** Stand-ins for an invoice's two files: small, but of their formats. */
import { crc32 } from 'node:zlib';

const printable = (text) => text.replace(/[^\x20-\x7e]/g, '?').replace(/[\\()]/g, '\\$&');

/** A PDF of one page with these lines. Latin only: a sandbox carries no Chinese font. */
export function pdfOf(lines) {
  const text = lines.map((line, i) => `BT /F1 ${i === 0 ? 18 : 11} Tf 60 ${770 - i * 24} Td (${printable(line)}) Tj ET`).join('\n');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let file = '%PDF-1.4\n';
  const offsets = objects.map((object, i) => {
    const at = file.length;
    file += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const start = file.length;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')}`;
  return Buffer.from(`${file}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`, 'latin1');
}

/** An OFD package is a ZIP with OFD.xml in it; stored, not compressed. */
export function ofdOf(title) {
  const name = Buffer.from('OFD.xml');
  const content = Buffer.from(`<?xml version="1.0" encoding="UTF-8"?><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" Version="1.1" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:Title>${title.replace(/[<&>]/g, '')}</ofd:Title></ofd:DocInfo></ofd:DocBody></ofd:OFD>`);
  const fields = (signature, extra) => {
    const head = Buffer.alloc(signature === 0x04034b50 ? 30 : 46);
    const at = signature === 0x04034b50 ? 0 : 2;
    head.writeUInt32LE(signature, 0);
    if (at) head.writeUInt16LE(20, 4);
    head.writeUInt16LE(20, 4 + at);
    head.writeUInt32LE(crc32(content), 14 + at);
    head.writeUInt32LE(content.length, 18 + at);
    head.writeUInt32LE(content.length, 22 + at);
    head.writeUInt16LE(name.length, 26 + at);
    return Buffer.concat([head, name, extra]);
  };
  const local = fields(0x04034b50, content);
  const central = fields(0x02014b50, Buffer.alloc(0));
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}

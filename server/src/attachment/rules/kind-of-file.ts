/** What the bytes are, whatever the name says: `unknown` is refused. An image format we do not decode is no photo. */
export function kindOfFile(bytes: Uint8Array): 'photo' | 'pdf' | 'other-image' | 'unknown' {
  const starts = (at: number, ...expected: number[]) => expected.every((byte, index) => bytes[at + index] === byte);
  const word = (at: number, text: string) => starts(at, ...[...text].map((c) => c.charCodeAt(0)));
  if (starts(0, 0xff, 0xd8, 0xff) || starts(0, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a) || (word(0, 'RIFF') && word(8, 'WEBP'))) return 'photo';
  if (word(0, '%PDF-')) return 'pdf';
  if (word(0, 'GIF8') || word(0, 'BM') || word(4, 'ftyp') || starts(0, 0x49, 0x49, 0x2a, 0) || starts(0, 0x4d, 0x4d, 0, 0x2a)) return 'other-image';
  return 'unknown';
}

/** A name fit to be shown and saved: no path, no control or direction characters, at most 80 characters. */
export function fileNameOf(given: string | undefined, extension: 'jpg' | 'pdf'): string {
  const base = (given ?? '').split(/[\\/]/).pop() ?? '';
  const stem = [...base.replace(/\.[^.]*$/, '').replace(/[\p{Cc}\p{Cf}"<>:|?*]/gu, '').trim()].slice(0, 76).join('');
  return `${stem || (extension === 'jpg' ? '照片' : '文件')}.${extension}`;
}

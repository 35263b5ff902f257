import { describe, expect, it } from 'vitest';
import { fileNameOf, kindOfFile } from './kind-of-file.js';

const bytes = (text: string) => Buffer.from(text, 'latin1');

describe('kind of file', () => {
  it.each([
    ['\xff\xd8\xff\xe0', 'photo'], ['\x89PNG\r\n\x1a\n', 'photo'], ['RIFF\0\0\0\0WEBPVP8 ', 'photo'], ['%PDF-1.7', 'pdf'], ['GIF89a', 'other-image'], ['\0\0\0\x18ftypheic', 'other-image'],
    ['<svg xmlns="http://www.w3.org/2000/svg">', 'unknown'], ['MZ\x90', 'unknown'], ['', 'unknown'], ['RIFF\0\0\0\0WAVE', 'unknown'], [' %PDF-1.7', 'unknown'],
  ] as const)('%j is %s', (text, kind) => expect(kindOfFile(bytes(text))).toBe(kind));
});

describe('file name', () => {
  it.each([
    ['漏水.png', 'jpg', '漏水.jpg'], ['../../etc/passwd', 'pdf', 'passwd.pdf'], ['C:\\a\\b.pdf', 'pdf', 'b.pdf'], [undefined, 'jpg', '照片.jpg'], ['.pdf', 'pdf', '文件.pdf'],
    ['a"\r\nSet-Cookie: x.jpg', 'jpg', 'aSet-Cookie x.jpg'], ['a\u202egpj.exe', 'jpg', 'agpj.jpg'],
  ] as const)('%j becomes a plain one', (given, extension, name) => expect(fileNameOf(given, extension)).toBe(name));

  it('keeps whole characters when it shortens', () => expect([...fileNameOf('𠮷'.repeat(200), 'jpg')]).toHaveLength(80));
});

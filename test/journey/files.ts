/** What people pick from their phones and desks. */
import sharp from 'sharp';
import type { PickedFile } from './phone.js';

export async function photo(name = '漏水.jpg', background = '#6b8ba4'): Promise<PickedFile> {
  return { name, mimeType: 'image/jpeg', buffer: await sharp({ create: { width: 640, height: 480, channels: 3, background } }).jpeg().toBuffer() };
}
/** The least a PDF needs. */
export function pdf(name = '材料.pdf'): PickedFile {
  const body = '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n';
  return { name, mimeType: 'application/pdf', buffer: Buffer.from(body) };
}
export const textNamedJpg = (name = '照片.jpg'): PickedFile => ({ name, mimeType: 'image/jpeg', buffer: Buffer.from('这不是照片，只是一段文字。') });

import sharp from 'sharp';
import { Refusal } from '../http/index.js';

/** The longest edge kept, pixels: a street scene stays readable, a page of A4 too. */
const EDGE = 2048;
/** More than the largest phone camera makes in ten megabytes; past it a small file is a bomb. */
const MOST_PIXELS = 64_000_000;
/** Decoding is the most costly thing a stranger can ask for. */
const AT_ONCE = 2;

sharp.cache(false);
let running = 0;
const waiting: (() => void)[] = [];

/** The photo turned upright, at most 2048 pixels long, as JPEG without any metadata (position, owner, device). Refuses `NOT_A_PHOTO`. */
export async function cleanPhoto(bytes: Buffer): Promise<Buffer> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  running += 1;
  try {
    return await sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error', pages: 1 })
      .autoOrient()
      .resize({ width: EDGE, height: EDGE, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: 82, mozjpeg: false })
      .timeout({ seconds: 20 })
      .toBuffer();
  } catch {
    throw new Refusal('NOT_A_PHOTO');
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

/** A photo of ours, small. */
export async function shrunkPhoto(photo: Buffer, edge: number): Promise<Buffer> {
  return sharp(photo, { limitInputPixels: MOST_PIXELS }).resize({ width: edge, height: edge, fit: 'inside', withoutEnlargement: true }).jpeg({ quality: 75 }).toBuffer();
}

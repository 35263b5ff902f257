import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import type { JsonObject } from './field-check.js';
import { WechatError } from './wechat-error.js';

const SCENE = /^[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]{1,32}$/;
const PAGE = /^[\w-]+(\/[\w-]+)+$/;
const VERSIONS = ['release', 'trial', 'develop'];

/** `POST /wxa/getwxacodeunlimit` → PNG. The picture differs with the scene but cannot be scanned. @throws WechatError */
export function miniProgramCode(body: JsonObject): Buffer {
  const { scene, page, width = 430, env_version: version = 'release' } = body;
  if (typeof scene !== 'string' || !SCENE.test(scene)) throw new WechatError(40169, 'invalid scene');
  if (page !== undefined && page !== '' && !(typeof page === 'string' && PAGE.test(page))) throw new WechatError(41030, 'invalid page');
  if (typeof width !== 'number' || !Number.isInteger(width) || width < 280 || width > 1280) throw new WechatError(40097, 'invalid args: width');
  if (!VERSIONS.includes(String(version))) throw new WechatError(40097, 'invalid args: env_version');
  return drawCode(scene, String(page ?? ''), width);
}

const { PI, abs, atan2, floor, sqrt } = Math;
const SPOKES = 48;
const RINGS = 8;

/** Spokes of dots around an empty middle, as mini-program codes look. */
function drawCode(scene: string, page: string, size: number): Buffer {
  const pattern = createHash('sha512').update(`${page}?${scene}`).digest();
  const middle = size / 2;
  const rows = Buffer.alloc((size + 1) * size, 0xff);
  for (let y = 0; y < size; y += 1) {
    rows[y * (size + 1)] = 0; // PNG filter: none
    for (let x = 0; x < size; x += 1) {
      const radius = sqrt((x - middle) ** 2 + (y - middle) ** 2) / middle;
      const angle = (atan2(y - middle, x - middle) / (2 * PI) + 1) % 1;
      if (isInk(pattern, radius, angle)) rows[y * (size + 1) + x + 1] = 0;
    }
  }
  return greyPng(size, rows);
}

function isInk(pattern: Buffer, radius: number, angle: number): boolean {
  if (radius < 0.42 || radius > 0.96) return false;
  const spoke = floor(angle * SPOKES);
  const ring = floor(((radius - 0.42) / 0.54) * RINGS);
  const besideSpoke = abs(angle * SPOKES - spoke - 0.5) > 0.3;
  return !besideSpoke && (((pattern[(spoke * RINGS + ring) >> 3] ?? 0) >> (ring & 7)) & 1) === 1;
}

function chunk(type: string, data: Buffer): Buffer {
  const content = Buffer.concat([Buffer.from(type, 'ascii'), data]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(content));
  return Buffer.concat([size, content, check]);
}

function greyPng(size: number, rows: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header[8] = 8; // bits, colour type 0 = grey
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0)),
  ]);
}

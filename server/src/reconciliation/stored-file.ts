import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, mkdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import { Refusal } from '../http/index.js';

/** A file that was taken in; it stays only if somebody keeps it. */
export interface TakenFile {
  /** Where it is until then. */
  temporary: string;
  sha256: string;
  sha1: string;
  /** Uncompressed. */
  bytes: number;
}
/** What unpacks to more is no day's list of payments. */
const MOST_BYTES = 2 * 1024 ** 3;
const FAST_COMPRESSION = 1;
const PIECE = 1 << 18;

/** Files of the other side, compressed under the hash of their content: the same file takes its place once, and a crash leaves nothing that misleads. */
@Injectable()
export class StoredFiles {
  private readonly folder: string;

  constructor(@Inject(CONFIG) config: Config) {
    this.folder = resolve(config.dataDir, 'reconciliation');
  }

  /** Takes in a file, plain or gzip, in one pass; whoever asks for it drops it in the end. Throws `PAYLOAD_TOO_LARGE`; what breaks off or does not unpack throws as it is. */
  async takeIn(content: Readable): Promise<TakenFile> {
    await mkdir(this.folder, { recursive: true });
    const temporary = join(this.folder, `${randomUUID()}.part`);
    const [sha256, sha1] = [createHash('sha256'), createHash('sha1')];
    let bytes = 0;
    const weigh = new Transform({
      transform(chunk: Buffer, _, done) {
        bytes += chunk.length;
        sha256.update(chunk);
        sha1.update(chunk);
        done(bytes > MOST_BYTES ? new Refusal('PAYLOAD_TOO_LARGE') : null, chunk);
      },
    });
    try {
      await pipeline(content, unpacked, weigh, createGzip({ level: FAST_COMPRESSION }), createWriteStream(temporary, { mode: 0o600 }));
      return { temporary, sha256: sha256.digest('hex'), sha1: sha1.digest('hex'), bytes };
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  /** It takes its place. May be repeated, as the transaction that notes it may; the last thing there, so that what is refused has no place. */
  async keep({ temporary, sha256 }: TakenFile): Promise<void> {
    await rename(temporary, this.pathOf(sha256)).catch(async (error: unknown) => {
      await access(this.pathOf(sha256)).catch(() => { throw error; });
    });
  }

  /** Does nothing to what was kept. */
  async drop({ temporary }: TakenFile): Promise<void> {
    await rm(temporary, { force: true });
  }

  /** The file's content, uncompressed. */
  open({ sha256, temporary = this.pathOf(sha256) }: Pick<TakenFile, 'sha256'> & Partial<TakenFile>): Readable {
    const plain = createGunzip({ chunkSize: PIECE });
    createReadStream(temporary, { highWaterMark: PIECE }).on('error', (error) => plain.destroy(error)).pipe(plain);
    return plain;
  }

  /** Null for what is neither UTF-8 nor GBK. */
  async encodingOf(file: TakenFile): Promise<'utf-8' | 'gb18030' | null> {
    for (const encoding of ['utf-8', 'gb18030'] as const) {
      const decoder = new TextDecoder(encoding, { fatal: true });
      try {
        for await (const chunk of this.open(file)) decoder.decode(chunk as Buffer, { stream: true });
        decoder.decode();
        return encoding;
      } catch (error) {
        if ((error as Error).name !== 'TypeError') throw error;
      }
    }
    return null;
  }

  private pathOf(sha256: string): string {
    return join(this.folder, `${sha256}.gz`);
  }
}

/** Gzip is known by its first two bytes. */
async function* unpacked(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const pieces = content[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < 2) {
    const { value, done } = await pieces.next();
    if (done) break;
    head = Buffer.concat([head, value]);
  }
  const whole = async function* (): AsyncGenerator<Buffer> {
    yield head;
    for (let next = await pieces.next(); !next.done; next = await pieces.next()) yield next.value;
  };
  if (head[0] !== 0x1f || head[1] !== 0x8b) {
    yield* whole();
    return;
  }
  const plain = createGunzip({ chunkSize: PIECE });
  const fed = pipeline(whole, plain);
  fed.catch(() => undefined); // told by the loop below
  for await (const piece of plain) yield piece as Buffer;
  await fed;
}

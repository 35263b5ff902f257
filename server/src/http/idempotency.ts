import { createHash } from 'node:crypto';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor, type RawBodyRequest } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Observable, from, lastValueFrom } from 'rxjs';
import { DataSource, type EntityManager } from 'typeorm';
import { AskedTogether, decrypt, encrypt, insertAll, isDuplicateKey, Transactions } from '../database/index.js';
import { IdempotencyKey } from './idempotency.entity.js';
import { Refusal } from './refusal.js';
import { requestContext } from './request-context.js';

const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest('hex');

/** The answer that an earlier try was given. */
interface Recorded {
  response: unknown;
}

/** Runs the effect of an idempotent call and records its answer in the same transaction. */
@Injectable()
export class Once {
  private readonly answers: AskedTogether<Pick<IdempotencyKey, 'keyHash' | 'bodyHash' | 'response'>>;
  constructor(
    private readonly transactions: Transactions,
    dataSource: DataSource,
  ) {
    this.answers = new AskedTogether(dataSource, (places) => `SELECT key_hash AS keyHash, body_hash AS bodyHash, response FROM idempotency_key WHERE key_hash IN (${places})`, ({ keyHash }) => keyHash);
  }

  /** Undefined when there is none yet. Refuses IDEMPOTENCY_KEY_REUSED for the answer to another body. */
  async recordedAnswer(keyHash: string, bodyHash: string): Promise<Recorded | undefined> {
    const row = await this.answers.of(keyHash);
    if (!row) return undefined;
    if (row.bodyHash !== bodyHash) throw new Refusal('IDEMPOTENCY_KEY_REUSED');
    return { response: JSON.parse(decrypt(row.response)) };
  }

  /** `work` changes the database and returns the answer of the call; both are kept together or not at all. */
  async run<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    const key = requestContext.getStore()?.idempotency;
    if (!key) throw new Error('Once.run is for endpoints whose contract says idempotent');
    try {
      return await this.transactions.run(async (tx) => {
        const response = await work(tx);
        await insertAll(tx, IdempotencyKey, [{ ...key, response: encrypt(JSON.stringify(response)), createdAt: new Date() }]);
        return response;
      });
    } catch (error) {
      // The same key committed first elsewhere (or made our decision impossible): its answer is ours too.
      if (isDuplicateKey(error) || error instanceof Refusal) {
        const recorded = await this.recordedAnswer(key.keyHash, key.bodyHash);
        if (recorded) return recorded.response as T;
      }
      throw error;
    }
  }
}

/**
 * Put by `Route` before endpoints whose contract says `idempotent`; their handlers write through `Once.run`. Requires the key, refuses a repetition
 * while the first is still running here (409), and replays a recorded answer without calling the handler. A repetition that reaches another server
 * at the same moment waits for the key's row there and is replayed by `Once.run`.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  private readonly running = new Set<string>();
  constructor(private readonly effects: Once) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return from(this.once(context.switchToHttp().getRequest<RawBodyRequest<FastifyRequest>>(), next));
  }

  private async once(request: RawBodyRequest<FastifyRequest>, next: CallHandler): Promise<unknown> {
    const key = request.headers['idempotency-key'];
    if (typeof key !== 'string' || !/^[0-9A-Za-z-]{16,64}$/.test(key)) throw new Refusal('IDEMPOTENCY_KEY_REQUIRED');
    const viewer = request.viewer as { kind?: string; id?: number } | undefined;
    const keyHash = sha256(`${viewer?.kind}:${viewer?.id} ${request.method} ${request.url} ${key}`);
    // Of the bytes as sent: writing out the body again would recurse as deep as a stranger nested it.
    const bodyHash = sha256(request.rawBody ?? '');
    if (this.running.has(keyHash)) throw new Refusal('REQUEST_IN_FLIGHT');
    this.running.add(keyHash);
    try {
      const recorded = await this.effects.recordedAnswer(keyHash, bodyHash);
      if (recorded) return recorded.response;
      const context = requestContext.getStore();
      if (context) context.idempotency = { keyHash, bodyHash };
      return await lastValueFrom(next.handle());
    } finally {
      this.running.delete(keyHash);
    }
  }
}

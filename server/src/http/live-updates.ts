import type { OutgoingHttpHeaders } from 'node:http';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { LiveUpdate } from '@shouwen/shared/contract/staff';
import type { FastifyReply } from 'fastify';
import { DataSource, type EntityManager, MoreThan } from 'typeorm';
import { insertAll, Transactions } from '../database/index.js';
import { LiveUpdateRow } from './live-update.entity.js';

interface Listener {
  audiences: ReadonlySet<string>;
  reply: FastifyReply;
}
const pollMs = 1000;
const heartbeatMs = 20_000;
/** Rows commit out of id order: look back this far, and remember what was sent. */
const overlap = 200;

/**
 * Pushes hints to open consoles by server-sent events. Hints travel through the database, so a change made on
 * one server reaches consoles on every other; a hint lost to a crash costs nothing, for consoles also poll.
 */
@Injectable()
export class LiveUpdates implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('LiveUpdates');
  private readonly listeners = new Set<Listener>();
  private readonly sent = new Set<number>();
  private lastId = 0;
  private timer: NodeJS.Timeout | undefined;
  private polling: Promise<void> | undefined;
  private stopped = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const [newest] = await this.dataSource.manager.find(LiveUpdateRow, { order: { id: 'DESC' }, take: 1 });
    this.lastId = newest?.id ?? 0;
    this.schedule();
  }

  /** Tells everyone in `audience` once `tx` has committed. */
  async publish(tx: EntityManager, audience: string[], topic: LiveUpdate['topic'], subject: string, at: Date): Promise<void> {
    const words = [...new Set(audience)].join(' ').slice(0, 200);
    if (words === '') return;
    await insertAll(tx, LiveUpdateRow, [{ audience: words, topic, subject, at }]);
    this.transactions.onCommit(tx, () => {
      if (this.listeners.size > 0) void this.poll();
    });
  }

  /** Takes over `reply` until the client goes away or `maySee` says no more: it is asked every twenty seconds, for sessions end and people leave. */
  listen(reply: FastifyReply, audiences: string[], maySee: () => Promise<boolean>): void {
    const listener: Listener = { audiences: new Set(audiences), reply };
    reply.hijack();
    reply.raw.writeHead(200, { ...(reply.getHeaders() as OutgoingHttpHeaders), 'content-type': 'text/event-stream', 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' });
    reply.raw.write('retry: 2000\n\n');
    const beat = async () => {
      // A database that does not answer is no reason to hang up.
      if (await maySee().catch(() => true)) reply.raw.write(': here\n\n');
      else reply.raw.end();
    };
    const heartbeat = setInterval(() => void beat(), heartbeatMs);
    this.listeners.add(listener);
    reply.raw.on('close', () => {
      clearInterval(heartbeat);
      this.listeners.delete(listener);
    });
  }

  private schedule(): void {
    if (!this.stopped) this.timer = setTimeout(() => void this.poll().finally(() => this.schedule()), pollMs);
  }

  private poll(): Promise<void> {
    this.polling ??= this.deliver()
      .catch((error: unknown) => this.logger.warn({ message: 'live updates paused', reason: error instanceof Error ? error.message : String(error) }))
      .finally(() => (this.polling = undefined));
    return this.polling;
  }

  private async deliver(): Promise<void> {
    if (this.listeners.size === 0 && this.sent.size === 0) {
      const [newest] = await this.dataSource.manager.find(LiveUpdateRow, { order: { id: 'DESC' }, take: 1 });
      this.lastId = newest?.id ?? this.lastId;
      return;
    }
    const rows = await this.dataSource.manager.find(LiveUpdateRow, { where: { id: MoreThan(this.lastId - overlap) }, order: { id: 'ASC' }, take: 1000 });
    for (const row of rows) {
      if (this.sent.has(row.id)) continue;
      this.sent.add(row.id);
      if (row.id + overlap < this.lastId) continue;
      this.lastId = Math.max(this.lastId, row.id);
      const audience = row.audience.split(' ');
      const update: LiveUpdate = { topic: row.topic as LiveUpdate['topic'], subject: row.subject };
      for (const listener of this.listeners)
        if (audience.some((a) => listener.audiences.has(a))) listener.reply.raw.write(`data: ${JSON.stringify(update)}\n\n`);
    }
    for (const id of this.sent) if (id < this.lastId - overlap) this.sent.delete(id);
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    for (const listener of this.listeners) listener.reply.raw.end();
    await this.polling;
  }
}

import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource, type EntityManager, In, IsNull, Not } from 'typeorm';
import { affectedBy, insertAll, placesOf, rowsWhere, sqlInstant, Transactions } from '../database/index.js';
import { OutboxDuty } from './outbox.entity.js';

/** Ids only: personal data is looked up when the duty is done. */
export type DutyPayload = Record<string, string | number | boolean | null>;

/**
 * Does the duty; it may run again after a crash, so its effect must be safe to repeat (a guarded update, an
 * idempotent call). Throwing means "again later"; returning means done.
 */
export type DutyHandler = (payload: DutyPayload, duty: { key: string; attempts: number }) => Promise<void>;

const DUE = ['id', 'topic', 'dutyKey', 'payload', 'attempts'] as const;
const idleMs = 1000;
const leaseSeconds = 60;
/** 2 s, 4 s, … up to an hour. */
const backoffSeconds = (attempts: number) => Math.min(2 ** attempts, 3600);
const after = (seconds: number) => sqlInstant(new Date(Date.now() + seconds * 1000));

/** Duties are kept in the transaction that caused them, and done at least once afterwards by some server. */
@Injectable()
export class Outbox implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Outbox');
  private readonly handlers = new Map<string, DutyHandler>();
  private timer: NodeJS.Timeout | undefined;
  private working: Promise<void> | undefined;
  private again = false;
  private stopped = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
  ) {}

  /** Registers who does a topic's duties; call it in `onModuleInit`. */
  handle(topic: string, handler: DutyHandler): void {
    if (this.handlers.has(topic)) throw new Error(`two handlers for ${topic}`);
    this.handlers.set(topic, handler);
  }

  /** Adds a duty to `tx`; `key` must name it uniquely within the topic (≤ 100 characters). */
  add(tx: EntityManager, topic: string, key: string, payload: DutyPayload, now: Date, notBefore: Date = now): Promise<void> {
    return this.addAll(tx, topic, [{ key, payload }], now, notBefore);
  }

  /** As `add`, by one statement. */
  async addAll(tx: EntityManager, topic: string, duties: readonly { key: string; payload: DutyPayload }[], now: Date, notBefore: Date = now): Promise<void> {
    await insertAll(tx, OutboxDuty, duties.map(({ key, payload }) => ({ topic, dutyKey: key, payload, attempts: 0, nextAttemptAt: notBefore, doneAt: null, lastError: null, createdAt: now })));
    if (duties.length > 0 && notBefore <= now) this.transactions.onCommit(tx, () => this.wake());
  }

  /** Duties of a topic that failed before and wait for their next try are tried now, once `tx` commits. */
  async hasten(tx: EntityManager, topic: string, keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    await tx.update(OutboxDuty, { topic, dutyKey: In([...keys]), doneAt: IsNull(), lastError: Not(IsNull()) }, { nextAttemptAt: new Date() });
    this.transactions.onCommit(tx, () => this.wake());
  }

  onApplicationBootstrap(): void {
    this.wake();
  }

  private wake(): void {
    if (this.stopped) return;
    if (this.working) {
      this.again = true;
      return;
    }
    clearTimeout(this.timer);
    this.working = this.round().finally(() => {
      this.working = undefined;
      if (this.stopped) return;
      const soon = this.again;
      this.again = false;
      this.timer = setTimeout(() => this.wake(), soon ? 0 : idleMs);
    });
  }

  private async round(): Promise<void> {
    try {
      for (;;) {
        const now = new Date();
        const topics = [...this.handlers.keys()];
        const where = `t.done_at IS NULL AND t.next_attempt_at <= ? AND t.topic IN (${placesOf(topics)}) ORDER BY t.next_attempt_at LIMIT 20`;
        const due = await rowsWhere(this.dataSource.manager, OutboxDuty, where, [sqlInstant(now), ...topics], DUE);
        if (due.length === 0 || this.stopped) return;
        await Promise.all(due.map((duty) => this.attempt(duty)));
      }
    } catch (error) {
      this.logger.warn({ message: 'outbox paused', reason: error instanceof Error ? error.message : String(error) });
    }
  }

  private async attempt(duty: Pick<OutboxDuty, (typeof DUE)[number]>): Promise<void> {
    // Whoever moves the attempt count on has the duty until the lease ends.
    const attempts = duty.attempts + 1;
    const change = (how: string, values: readonly unknown[]) => this.transactions.one((manager) => affectedBy(manager, `UPDATE outbox SET ${how}`, values));
    const leased = await change('attempts = ?, next_attempt_at = ? WHERE id = ? AND done_at IS NULL AND attempts = ?', [attempts, after(leaseSeconds), duty.id, duty.attempts]);
    if (leased === 0) return;
    const handler = this.handlers.get(duty.topic);
    if (!handler) return;
    try {
      await handler(duty.payload, { key: duty.dutyKey, attempts });
      await change('done_at = ?, last_error = NULL WHERE id = ?', [after(0), duty.id]);
    } catch (error) {
      const reason = (error instanceof Error ? error.message : String(error)).slice(0, 300);
      this.logger.warn({ topic: duty.topic, duty: duty.id, attempts, reason });
      await change('next_attempt_at = ?, last_error = ? WHERE id = ? AND attempts = ?', [after(backoffSeconds(attempts)), reason, duty.id, attempts]);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.working;
  }
}

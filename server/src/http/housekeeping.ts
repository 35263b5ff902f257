import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource, In, LessThan } from 'typeorm';
import { Transactions } from '../database/index.js';
import { Scheduler } from '../jobs/index.js';
import { IdempotencyKey } from './idempotency.entity.js';
import { LiveUpdateRow } from './live-update.entity.js';
import { Session } from './session.entity.js';
import { ThrottleAttempt } from './throttle.entity.js';

const hour = 3_600_000;
const batch = 1000;

/** Removes what has served its time, a batch at a time so that no transaction is long. */
@Injectable()
export class Housekeeping implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly scheduler: Scheduler,
  ) {}

  onModuleInit(): void {
    this.scheduler.every(600, 'http.housekeeping', (now) => this.sweep(now));
  }

  async sweep(now: Date): Promise<void> {
    const before = (ms: number) => LessThan(new Date(now.getTime() - ms));
    const { manager } = this.dataSource;
    for (;;) {
      const sessions = await manager.find(Session, { select: { tokenHash: true }, where: { expiresAt: before(0) }, take: batch });
      const keys = await manager.find(IdempotencyKey, { select: { keyHash: true }, where: { createdAt: before(7 * 24 * hour) }, take: batch });
      const attempts = await manager.find(ThrottleAttempt, { select: { id: true }, where: { at: before(48 * hour) }, take: batch });
      const hints = await manager.find(LiveUpdateRow, { select: { id: true }, where: { at: before(hour) }, take: batch });
      await this.transactions.run(async (tx) => {
        if (sessions.length > 0) await tx.delete(Session, { tokenHash: In(sessions.map((row) => row.tokenHash)) });
        if (keys.length > 0) await tx.delete(IdempotencyKey, { keyHash: In(keys.map((row) => row.keyHash)) });
        if (attempts.length > 0) await tx.delete(ThrottleAttempt, { id: In(attempts.map((row) => row.id)) });
        if (hints.length > 0) await tx.delete(LiveUpdateRow, { id: In(hints.map((row) => row.id)) });
      });
      if (Math.max(sessions.length, keys.length, attempts.length, hints.length) < batch) return;
    }
  }
}

import { Injectable } from '@nestjs/common';
import { DataSource, MoreThan } from 'typeorm';
import { digestOf, Transactions } from '../database/index.js';
import { Refusal } from './refusal.js';
import { ThrottleAttempt } from './throttle.entity.js';

/** Limits guessing. Counts live in the database, so several servers share them and a restart forgives nothing. */
@Injectable()
export class ThrottleService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
  ) {}

  /**
   * Records an attempt before its outcome is known, then refuses (`TOO_MANY_ATTEMPTS`) when there were more than
   * `limit` within the window: parallel guesses count too. A success calls `forgive`.
   */
  async attempt(subject: string, limit: number, windowMinutes: number, now: Date): Promise<void> {
    const digest = digestOf(subject);
    await this.transactions.run((tx) => tx.insert(ThrottleAttempt, { subject: digest, at: now }).then(() => undefined));
    const since = new Date(now.getTime() - windowMinutes * 60_000);
    const count = await this.dataSource.manager.countBy(ThrottleAttempt, { subject: digest, at: MoreThan(since) });
    if (count > limit) throw new Refusal('TOO_MANY_ATTEMPTS');
  }

  async forgive(subject: string): Promise<void> {
    await this.transactions.run((tx) => tx.delete(ThrottleAttempt, { subject: digestOf(subject) }).then(() => undefined));
  }
}

import { Injectable } from '@nestjs/common';
import { DataSource, In, MoreThan, Not } from 'typeorm';
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
   * `limit` within the window: parallel guesses count too. A success calls `forgive`, or takes back this one attempt by the id
   * that is returned. A refused attempt is not kept: who keeps pressing waits no longer than was said.
   */
  async attempt(subject: string, limit: number, windowMinutes: number, now: Date): Promise<number> {
    const digest = digestOf(subject);
    const inserted = await this.transactions.run((tx) => tx.insert(ThrottleAttempt, { subject: digest, at: now }));
    const since = new Date(now.getTime() - windowMinutes * 60_000);
    const count = await this.dataSource.manager.countBy(ThrottleAttempt, { subject: digest, at: MoreThan(since) });
    const own = (inserted.identifiers[0] as { id: number }).id;
    if (count <= limit) return own;
    await this.transactions.run((tx) => tx.delete(ThrottleAttempt, { id: own }).then(() => undefined));
    const oldest = await this.dataSource.manager.findOne(ThrottleAttempt, {
      where: { subject: digest, at: MoreThan(since), id: Not(own) },
      order: { at: 'ASC' },
    });
    const freeAt = (oldest?.at.getTime() ?? now.getTime()) + windowMinutes * 60_000;
    throw new Refusal('TOO_MANY_ATTEMPTS', { message: `尝试次数太多，请 ${waitInWords(freeAt - now.getTime())}后再试；着急可拨打客服热线` });
  }

  /** What turned out to be no guess is not counted. */
  async takeBack(ids: readonly number[]): Promise<void> {
    await this.transactions.run((tx) => tx.delete(ThrottleAttempt, { id: In([...ids]) }).then(() => undefined));
  }

  async forgive(subject: string): Promise<void> {
    await this.transactions.run((tx) => tx.delete(ThrottleAttempt, { subject: digestOf(subject) }).then(() => undefined));
  }
}

/** Rounded up: `12 分钟`, `3 小时`. */
function waitInWords(milliseconds: number): string {
  const minutes = Math.max(1, Math.ceil(milliseconds / 60_000));
  return minutes <= 90 ? `${minutes} 分钟` : `${Math.ceil(minutes / 60)} 小时`;
}

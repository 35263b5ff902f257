import { randomUUID } from 'node:crypto';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { LessThan } from 'typeorm';
import { isDuplicateKey, Transactions } from '../database/index.js';
import { JobLease } from './lease.entity.js';

interface Job {
  name: string;
  seconds: number;
  work: (now: Date) => Promise<void>;
  timer?: NodeJS.Timeout;
  running?: Promise<void>;
}

/**
 * Repeats jobs, each on one server at a time. What a job does must follow from stored state alone, so that a
 * server that was down catches up and a job cut short is simply done again (ES-2).
 */
@Injectable()
export class Scheduler implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Scheduler');
  private readonly holder = randomUUID();
  private readonly jobs: Job[] = [];
  private started = false;
  private stopped = false;

  constructor(private readonly transactions: Transactions) {}

  /** Registers a job for every `seconds`; call it in `onModuleInit`. */
  every(seconds: number, name: string, work: (now: Date) => Promise<void>): void {
    const job: Job = { name, seconds, work };
    this.jobs.push(job);
    if (this.started) this.schedule(job);
  }

  onApplicationBootstrap(): void {
    this.started = true;
    for (const job of this.jobs) this.schedule(job);
  }

  private schedule(job: Job): void {
    if (this.stopped) return;
    job.timer = setTimeout(() => {
      job.running = this.turn(job).finally(() => this.schedule(job));
    }, job.seconds * 1000);
  }

  private async turn(job: Job): Promise<void> {
    const now = new Date();
    try {
      if (await this.take(job, now)) await job.work(now);
    } catch (error) {
      this.logger.error({ job: job.name, reason: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }

  /** The lease outlasts the interval a little, so that the holder keeps it and others take over when it is gone. */
  private take(job: Job, now: Date): Promise<boolean> {
    const until = new Date(now.getTime() + job.seconds * 2000 + 5000);
    return this.transactions.run(async (tx) => {
      const own = await tx.update(JobLease, { name: job.name, holder: this.holder }, { until });
      if (own.affected) return true;
      const expired = await tx.update(JobLease, { name: job.name, until: LessThan(now) }, { holder: this.holder, until });
      if (expired.affected) return true;
      if (await tx.existsBy(JobLease, { name: job.name })) return false;
      try {
        await tx.insert(JobLease, { name: job.name, holder: this.holder, until });
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    });
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    for (const job of this.jobs) clearTimeout(job.timer);
    await Promise.all(this.jobs.map((job) => job.running));
  }
}

import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DataSource, type EntityManager, LessThanOrEqual } from 'typeorm';
import { isDuplicateKey, Transactions } from '../database/index.js';
import { Clock } from '../http/index.js';
import { Scheduler } from '../jobs/index.js';
import { RuleBook } from '../rulebook/index.js';
import { TicketService } from '../ticket/index.js';
import { Application, ArchiveSeries } from './application.entity.js';
import { archiveNumber, archiveSeries } from './rules/archive-number.js';

const BATCH = 200;
const DAY_MS = 86_400_000;

/** AP-5: what is closed goes to the archive when nobody can complain of it any more: after the days of follow-up. */
@Injectable()
export class ArchiveService implements OnModuleInit {
  private readonly logger = new Logger('Archive');

  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly scheduler: Scheduler,
    private readonly ruleBook: RuleBook,
    private readonly tickets: TicketService,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.scheduler.every(3600, 'application.archive', () => this.archiveDue());
  }

  /** Archives what is due, the earliest closed first, each with the next number of its series. Safe on several servers at once. */
  async archiveDue(): Promise<void> {
    const { manager } = this.dataSource;
    const now = this.clock.now();
    const { content } = await this.ruleBook.current(manager, 'consequence');
    const closedBy = new Date(now.getTime() - content.followUpDays * DAY_MS);
    for (let after: Application | undefined; ; ) {
      const rows: Application[] = await manager.find(Application, {
        where: { stage: 'closed', closedAt: LessThanOrEqual(closedBy) }, order: { closedAt: 'ASC', ticketId: 'ASC' }, take: BATCH,
      });
      // What cannot be archived stays at the front; nothing new behind it means the round is over.
      if (rows.length === 0 || rows[0]?.ticketId === after?.ticketId) return;
      after = rows[0];
      for (const row of rows) await this.archive(row, now);
      if (rows.length < BATCH) return;
    }
  }

  private async archive({ ticketId, category, closedAt }: Application, now: Date): Promise<void> {
    if (!closedAt) return;
    const series = archiveSeries(category, closedAt);
    try {
      await this.transactions.run(async (tx) => {
        const sequence = await nextInSeries(tx, series);
        // A number that archives nothing is taken back with the transaction: the series has no gap.
        if (!(await this.tickets.archive(tx, ticketId, archiveNumber(series, sequence), now))) throw new NotArchived();
      });
    } catch (error) {
      if (error instanceof NotArchived) this.logger.warn({ message: 'not archived, it moved meanwhile', ticket: ticketId });
      else throw error;
    }
  }
}

class NotArchived extends Error {}

/** Takes its turn at the series' row, which stays locked until the archiving is committed or undone. */
async function nextInSeries(tx: EntityManager, series: string): Promise<number> {
  const { affected } = await tx.increment(ArchiveSeries, { series }, 'last', 1);
  if (affected === 1) return (await tx.findOneByOrFail(ArchiveSeries, { series })).last;
  try {
    await tx.insert(ArchiveSeries, { series, last: 1 });
    return 1;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return nextInSeries(tx, series);
  }
}

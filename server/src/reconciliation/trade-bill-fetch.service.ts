import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { addDays, type DateString, shanghaiDate } from '@shouwen/shared/value';
import { DataSource, IsNull, LessThanOrEqual } from 'typeorm';
import { Transactions } from '../database/index.js';
import { Clock, Refusal } from '../http/index.js';
import { Scheduler } from '../jobs/index.js';
import { TradeBillClient, WechatRefused, WechatUnknown } from '../wechat/index.js';
import { MatchingService } from './matching.service.js';
import { ReconciliationDayRow } from './reconciliation.entity.js';
import { daysToFetch, OLDEST_DAYS, readyAt, tryAgainAt } from './rules/fetch-the-bill-after-ten.js';
import { StoredFiles } from './stored-file.js';

const EVERY_SECONDS = 60;
/** How long whoever began to fetch a day has it: a server that dies leaves it to the next one. */
const HELD_MS = 10 * 60_000;

/** PY-7: each day's trade bill comes by itself after ten the next day, on one server, however often that is interrupted. */
@Injectable()
export class TradeBillFetch implements OnModuleInit {
  private readonly logger = new Logger('TradeBill');

  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly scheduler: Scheduler,
    private readonly wechat: TradeBillClient,
    private readonly matching: MatchingService,
    private readonly files: StoredFiles,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.scheduler.every(EVERY_SECONDS, 'reconciliation.trade-bill', () => this.fetchDue());
  }

  /** Fetches and matches every day whose bill should be there; derived from what is stored, so nothing is lost to a restart. */
  async fetchDue(): Promise<void> {
    const now = this.clock.now();
    const { manager } = this.dataSource;
    const first = await this.firstDay(shanghaiDate(now));
    if (first === null) return;
    const days = daysToFetch(first, now);
    const known = new Set((await manager.find(ReconciliationDayRow, { where: { source: 'wechat' }, select: { onDate: true }, order: { onDate: 'DESC' }, take: OLDEST_DAYS + 10 })).map(({ onDate }) => onDate));
    for (const date of days) if (!known.has(date)) await this.matching.day('wechat', date);
    const due = await manager.find(ReconciliationDayRow, {
      where: [{ source: 'wechat', state: 'open', nextTryAt: IsNull() }, { source: 'wechat', state: 'open', nextTryAt: LessThanOrEqual(now) }], order: { onDate: 'ASC' }, take: OLDEST_DAYS,
    });
    for (const day of due) if (days.includes(day.onDate)) await this.fetch(day);
  }

  /** At a person's wish. Refuses `RECONCILIATION_CLOSED`; of a day before its time, or matched already, `RECONCILIATION_CHANGED`. */
  async fetchNow(day: ReconciliationDayRow): Promise<void> {
    if (day.state === 'closed') throw new Refusal('RECONCILIATION_CLOSED');
    if (day.source !== 'wechat' || day.state !== 'open') throw new Refusal('RECONCILIATION_CHANGED', { message: '这一天的账单已经取得，不用再取' });
    if (readyAt(day.onDate) > this.clock.now()) throw new Refusal('RECONCILIATION_NOT_MATCHED', { message: '微信账单在次日上午 10 点以后生成，到时会自动获取' });
    await this.fetch(day);
  }

  /** Holds the day (guarded by its version), asks WeChat, checks the hash, matches. What goes wrong is written on the day and tried again. */
  private async fetch(seen: ReconciliationDayRow): Promise<void> {
    const now = this.clock.now();
    const version = seen.version + 1;
    const { affected } = await this.transactions.run((tx) =>
      tx.update(ReconciliationDayRow, { id: seen.id, version: seen.version, state: 'open' }, { nextTryAt: new Date(now.getTime() + HELD_MS), tries: seen.tries + 1, version }),
    );
    if (!affected) return; // another server has it
    const day: ReconciliationDayRow = { ...seen, version, tries: seen.tries + 1 };
    try {
      await this.take(day);
    } catch (error) {
      const { trouble, reason } = this.troubleOf(error, day);
      this.logger.warn({ message: 'trade bill not matched', date: day.onDate, reason: error instanceof Error ? error.message : String(error) });
      await this.transactions.run((tx) => tx.update(ReconciliationDayRow, { id: day.id, version, state: 'open' }, { trouble: trouble.slice(0, 300), nextTryAt: tryAgainAt(reason, day.tries, now), version: version + 1 }));
    }
  }

  private async take(day: ReconciliationDayRow): Promise<void> {
    const bill = await this.wechat.find(day.onDate);
    if (bill.kind === 'creating') throw new BillIsBeingMade();
    if (bill.kind === 'empty') return this.matching.match(day, null, null);
    const file = await this.files.takeIn(await bill.open());
    try {
      if (file.sha1 !== bill.sha1) throw new WrongHash();
      await this.matching.match(day, { ...file, name: `微信交易账单-${day.onDate}.csv`, encoding: 'utf-8' }, null);
    } finally {
      await this.files.drop(file);
    }
  }

  private troubleOf(error: unknown, { onDate, id }: ReconciliationDayRow): { trouble: string; reason: 'creating' | 'unknown' | 'broken' } {
    if (error instanceof BillIsBeingMade) return { trouble: '微信还在生成账单，30 分钟后自动再取', reason: 'creating' };
    if (error instanceof WrongHash) {
      this.logger.error({ alarm: 'a trade bill does not have the hash that WeChat gave', date: onDate, day: id });
      return { trouble: '下载的账单与微信给出的校验值不符，没有采用；30 分钟后自动再取。多次出现请联系系统管理员', reason: 'broken' };
    }
    if (error instanceof Refusal) {
      this.logger.error({ alarm: 'a trade bill could not be used', date: onDate, day: id, code: error.code });
      return { trouble: error.message, reason: 'broken' };
    }
    if (error instanceof WechatRefused) return { trouble: `微信没有给出账单（${error.code}），30 分钟后自动再取；多次出现请联系系统管理员`, reason: 'broken' };
    if (error instanceof WechatUnknown) return { trouble: '暂时连不上微信，稍后自动再取', reason: 'unknown' };
    return { trouble: '取账单时出了问题，稍后自动再取；多次出现请联系系统管理员', reason: 'unknown' };
  }

  /** From the first WeChat payment there was; what WeChat keeps no bill of any more is left out. */
  private async firstDay(today: DateString): Promise<DateString | null> {
    const [known] = await this.dataSource.manager.find(ReconciliationDayRow, { where: { source: 'wechat' }, order: { onDate: 'ASC' }, take: 1 });
    const [paid]: { day: string }[] = await this.dataSource.manager.query("SELECT paid_on AS day FROM payment WHERE paid_on >= ? AND method = 'wechat' AND via IN ('weapp', 'h5', 'native') ORDER BY paid_on LIMIT 1", [addDays(today, -OLDEST_DAYS)]);
    const days = [known?.onDate, paid?.day].filter((day) => day !== undefined).sort();
    return days[0] ?? null;
  }
}

class BillIsBeingMade extends Error {}
class WrongHash extends Error {}

import { Injectable, type OnModuleInit } from '@nestjs/common';
import { addDays, type DateString, formatFen, shanghaiDate } from '@shouwen/shared/value';
import { DataSource, type EntityManager, In, IsNull, LessThan, MoreThanOrEqual, Not } from 'typeorm';
import { CalendarService } from '../calendar/index.js';
import { BankDeposit } from '../cashier/index.js';
import { Transactions } from '../database/index.js';
import { Clock } from '../http/index.js';
import { Scheduler } from '../jobs/index.js';
import { MatchingService } from './matching.service.js';
import { ReconciliationDayRow, ReconciliationFileRow } from './reconciliation.entity.js';
import { ReconciliationTerms } from './reconciliation-terms.js';
import { workingDayAfter } from './rules/due-in-working-days.js';

const EVERY_SECONDS = 1800;
const OLDEST_DAYS = 85;

/** PY-7: takings for which nobody has brought the other side's file stand in the list as a day that waits, instead of nowhere. */
@Injectable()
export class ExpectedFiles implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly scheduler: Scheduler,
    private readonly matching: MatchingService,
    private readonly terms: ReconciliationTerms,
    private readonly calendar: CalendarService,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.scheduler.every(EVERY_SECONDS, 'reconciliation.expected-files', () => this.expect());
  }

  /** Derived from what is stored each time; what is no longer missing disappears, unless something had happened on that day. */
  async expect(): Promise<void> {
    const { manager } = this.dataSource;
    const today = shanghaiDate(this.clock.now());
    const since = addDays(today, -OLDEST_DAYS);
    const expected = { card: await this.cardDays(manager, since, today), bank: await this.bankDays(manager, since, today) };
    for (const source of ['card', 'bank'] as const) {
      const known = new Map((await manager.find(ReconciliationDayRow, { where: { source, onDate: MoreThanOrEqual(since) } })).map((day) => [day.onDate, day]));
      for (const [date, trouble] of expected[source]) {
        const day = known.get(date) ?? (await this.matching.day(source, date));
        if (day.state === 'open' && day.trouble !== trouble) await this.transactions.run((tx) => tx.update(ReconciliationDayRow, { id: day.id, version: day.version, state: 'open' }, { trouble }));
      }
      const idle = [...known.values()].filter((day) => day.state === 'open' && !expected[source].has(day.onDate));
      if (idle.length > 0) await this.forget(manager, idle);
    }
  }

  private async forget(manager: EntityManager, days: readonly ReconciliationDayRow[]): Promise<void> {
    const used = new Set((await manager.find(ReconciliationFileRow, { where: { dayId: In(days.map(({ id }) => id)) }, select: { id: true, dayId: true } })).map(({ dayId }) => dayId));
    for (const day of days) if (!used.has(day.id)) await this.matching.forget(day);
  }

  private async cardDays(manager: EntityManager, since: DateString, today: DateString): Promise<Map<DateString, string>> {
    const rows: { day: string; n: number | string; fen: number | string }[] = await manager.query(
      "SELECT paid_on AS day, COUNT(*) AS n, SUM(amount_fen) AS fen FROM payment WHERE paid_on >= ? AND paid_on < ? AND method = 'card' AND state IN ('paid', 'credited', 'refunding', 'refunded') GROUP BY paid_on", [since, today],
    );
    return new Map(rows.map(({ day, n, fen }) => [day, `我方有刷卡收款 ${Number(n)} 笔 ${formatFen(Number(fen))} 元，还没有上传终端批次文件`]));
  }

  /** The bank needs a few days and has none on days off; what it has not confirmed then is missed on the day it was due. */
  private async bankDays(manager: EntityManager, since: DateString, today: DateString): Promise<Map<DateString, string>> {
    const { itemDays } = await this.terms.on(manager, 'bank', today);
    const { calendar } = await this.calendar.working(manager);
    const due = new Map<DateString, number>();
    const add = (date: DateString, fen: number) => { if (date >= since && workingDayAfter(date, itemDays, calendar) < today) due.set(date, (due.get(date) ?? 0) + fen); };
    for (const { date, amountFen } of await manager.find(BankDeposit, { where: { state: In(['carried', 'banked']), date: LessThan(today) } })) add(date, amountFen);
    for (const { settlesOn, netFen, feeFen } of await manager.find(ReconciliationDayRow, { where: { source: Not('bank' as const), settledAt: IsNull(), settlesOn: LessThan(today) } }))
      if (settlesOn !== null && netFen !== null && feeFen !== null && netFen > feeFen) add(settlesOn, netFen - feeFen);
    return new Map([...due].map(([date, fen]) => [date, `应到账 ${formatFen(fen)} 元，银行还没有确认，请上传银行入账文件`]));
  }
}

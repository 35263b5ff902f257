import { Injectable } from '@nestjs/common';
import type { BodyOf } from '@shouwen/shared/contract';
import type { withdrawReconciliationFile } from '@shouwen/shared/contract/reconciliation';
import { shanghaiDate } from '@shouwen/shared/value';
import { DataSource, type EntityManager, IsNull } from 'typeorm';
import { CalendarService } from '../calendar/index.js';
import { Clock, Once, Refusal } from '../http/index.js';
import type { StaffViewer } from '../staff/index.js';
import { ConfirmedMoney } from './confirmed-money.js';
import { FinanceItems, type Gone } from './finance-items.js';
import { lockDay } from './lock-day.js';
import { type Held, MatchingService } from './matching.service.js';
import { FinanceItemRow, ReconciliationDayRow, ReconciliationEvent, ReconciliationFileRow } from './reconciliation.entity.js';
import { ReconciliationTerms } from './reconciliation-terms.js';
import { workingDayAfter } from './rules/due-in-working-days.js';

/** PY-7: a file that should not have been uploaded is taken out again while the day is not signed. The file, who took it out and why stay on record. */
@Injectable()
export class FileWithdrawal {
  constructor(
    private readonly dataSource: DataSource,
    private readonly once: Once,
    private readonly matching: MatchingService,
    private readonly items: FinanceItems,
    private readonly money: ConfirmedMoney,
    private readonly terms: ReconciliationTerms,
    private readonly calendar: CalendarService,
    private readonly clock: Clock,
  ) {}

  /**
   * What it confirmed is on its way again, what it solved on other days is open again, its own differences are settled as withdrawn, and the day is
   * matched by the files that are left, or waits for its file. Refuses `RECONCILIATION_CLOSED`, `RECONCILIATION_CHANGED`, `RECONCILIATION_FILE_WITHDRAWN`,
   * `RECONCILIATION_FILE_IN_USE`.
   */
  async withdraw<T>(viewer: StaffViewer, id: number, { version, reason }: BodyOf<typeof withdrawReconciliationFile>, answer: (tx: EntityManager, dayId: number) => Promise<T>): Promise<T> {
    const { manager } = this.dataSource;
    const file = await manager.findOneBy(ReconciliationFileRow, { id });
    if (!file) throw new Refusal('NOT_FOUND');
    const day = await manager.findOneByOrFail(ReconciliationDayRow, { id: file.dayId });
    const left = (await this.matching.filesOf(manager, day.id)).filter((one) => one.id !== id);
    const held = left.length === 0 ? null : await this.matching.hold(day, left, null);
    return this.once.run(async (tx) => {
      const now = this.clock.now();
      await this.refuse(tx, day, file);
      if (day.version !== version) throw new Refusal('RECONCILIATION_CHANGED');
      const solved = await this.solvedBy(tx, day.id);
      const { affected } = await tx.update(ReconciliationFileRow, { id, withdrawnKey: 0 }, { withdrawnKey: id, withdrawnAt: now, withdrawnById: viewer.id, withdrawReason: reason });
      if (!affected) throw new Refusal('RECONCILIATION_FILE_WITHDRAWN');
      await tx.insert(ReconciliationEvent, { dayId: day.id, byId: viewer.id, text: `撤回 ${file.name}（${file.rows} 行）：${reason}`.slice(0, 300), at: now });
      await this.money.takeBack(tx, day.id, now);
      const terms = { dueOn: held?.dueOn ?? (await this.dueOn(tx, day)), now };
      await this.items.unsolve(tx, solved, terms, `${day.onDate} 的文件撤回，重新等待核对`);
      await this.rematch(tx, day, held, terms, { resolution: 'withdrawn', text: `文件 ${file.name} 已撤回：${reason}` });
      return answer(tx, day.id);
    });
  }

  private async refuse(tx: EntityManager, day: ReconciliationDayRow, file: ReconciliationFileRow): Promise<void> {
    if (file.withdrawnKey !== 0 || !(await tx.existsBy(ReconciliationFileRow, { id: file.id, withdrawnKey: 0 }))) throw new Refusal('RECONCILIATION_FILE_WITHDRAWN');
    if (file.byId === null) throw new Refusal('RECONCILIATION_FILE_IN_USE', { message: '这个文件由系统从渠道取得并核对过，不能撤回' });
    if (day.state === 'closed') throw new Refusal('RECONCILIATION_CLOSED');
    const corrected = { dayId: day.id, resolution: 'correction' as const };
    if (await tx.exists(FinanceItemRow, { where: [{ ...corrected, fileId: file.id }, { ...corrected, fileId: IsNull() }] }))
      throw new Refusal('RECONCILIATION_FILE_IN_USE', { message: '已有差异按这个文件更正入账，不能撤回；请直接上传正确的文件，与更正不一致的会作为新差异列出' });
  }

  /** Differences of other days that only this day's files have settled. Refuses when one of those days is signed. */
  private async solvedBy(tx: EntityManager, dayId: number): Promise<FinanceItemRow[]> {
    const solved = await tx.findBy(FinanceItemRow, { solvedByDayId: dayId, state: 'resolved', resolution: 'itself' });
    for (const id of [...new Set(solved.map((item) => item.dayId))].sort((a, b) => a - b)) {
      const { state, onDate } = await lockDay(tx, id);
      if (state === 'closed') throw new Refusal('RECONCILIATION_FILE_IN_USE', { message: `${onDate} 的对账已签字，其中有收款是靠这个文件核对上的；请先重新打开 ${onDate}` });
    }
    return solved;
  }

  private async rematch(tx: EntityManager, day: ReconciliationDayRow, held: Held | null, { dueOn, now }: { dueOn: string; now: Date }, gone: Gone): Promise<void> {
    if (held) {
      await this.matching.change(tx, day, held, now);
      return this.matching.settleDifferences(tx, day, held, { fileId: null, now, gone });
    }
    if (day.settledAt !== null) throw new Refusal('RECONCILIATION_CLOSED', { message: '这一天的渠道结算已经到账入账；请先撤回确认到账的银行入账文件' });
    const { affected } = await tx.update(ReconciliationDayRow, { id: day.id, version: day.version, state: day.state, settledAt: IsNull() }, { state: 'open', sums: null, netFen: null, feeFen: null, settlesOn: null, matchedAt: null, version: day.version + 1 });
    if (!affected) throw new Refusal('RECONCILIATION_CHANGED');
    await this.items.renew(tx, day, [], { dueOn, now }, gone);
  }

  private async dueOn(tx: EntityManager, day: ReconciliationDayRow): Promise<string> {
    const { itemDays } = await this.terms.on(tx, day.source, day.onDate);
    return workingDayAfter(shanghaiDate(this.clock.now()), itemDays, (await this.calendar.working(tx)).calendar);
  }
}

import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { BodyOf, Page, QueryOf } from '@shouwen/shared/contract';
import type * as contract from '@shouwen/shared/contract/reconciliation';
import { formatFen } from '@shouwen/shared/value';
import type { FinanceItemState } from '@shouwen/shared/vocabulary';
import { DataSource, type EntityManager, In } from 'typeorm';
import { ApprovalService, holds } from '../approval/index.js';
import { Transactions } from '../database/index.js';
import { Clock, Refusal } from '../http/index.js';
import { Scheduler } from '../jobs/index.js';
import type { StaffViewer } from '../staff/index.js';
import { ConfirmedMoney } from './confirmed-money.js';
import { FinanceItems } from './finance-items.js';
import { readDayCursor, writeDayCursor } from './day-cursor.js';
import { lockDay, openAgain } from './lock-day.js';
import { findOurs, keyOf } from './our-lines.js';
import { FinanceItemRow } from './reconciliation.entity.js';
import { itemViews } from './reconciliation.view.js';
import { refuseToHandle } from './rules/day-is-closed-by-signature.js';
import { correctionOf } from './rules/what-confirmed-money-moves.js';

const KIND = 'correct-difference';
const HOUR_SECONDS = 3600;
const SWEPT = 500;

/** PY-7: what people do about a difference. */
@Injectable()
export class FinanceItemService implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly scheduler: Scheduler,
    private readonly items: FinanceItems,
    private readonly money: ConfirmedMoney,
    private readonly approvals: ApprovalService,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.scheduler.every(HOUR_SECONDS, 'reconciliation.sweep', () => this.sweep());
    this.approvals.handle(KIND, {
      mayDecide: (viewer, request) => holds(['section-leader', 'hall-director', 'company-leader'], viewer, request),
      apply: async (tx, request, decider, now) => {
        const item = await tx.findOneByOrFail(FinanceItemRow, { id: request.subjectId });
        await this.change(tx, item, item.version, 'correcting', { state: 'resolved', resolution: 'correction', resolvedAt: now });
        await this.money.correct(tx, item, now);
        await this.items.note(tx, item.id, decider.id, '同意更正，已入账', now);
      },
      refused: async (tx, request, now) => {
        const item = await tx.findOneByOrFail(FinanceItemRow, { id: request.subjectId });
        if (item.state !== 'correcting') return;
        await openAgain(tx, item.dayId, '更正没有入账，差异还要处理', now);
        await this.change(tx, item, item.version, 'correcting', { state: 'open' });
        await this.items.note(tx, item.id, null, request.state === 'withdrawn' ? '申请人撤回了更正申请' : '更正没有获准，请另行处理', now);
      },
      describe: async (manager, request) => {
        const item = await manager.findOneByOrFail(FinanceItemRow, { id: request.subjectId });
        return {
          subject: `${item.onDate} 对账差异：${item.words}`,
          effects: [`总账按对方的记录更正 ${formatFen(request.amountFen)} 元，另一方记入“对账更正”。`, '收款和账单本身不变；要退要补的，请另行办理。'],
          address: `/reconciliation/days/${item.dayId}`,
        };
      },
    });
  }

  /** What is not settled, the earliest deadline first. */
  async list(viewer: StaffViewer, { mine, cursor, size }: QueryOf<typeof contract.financeItems>): Promise<Page<contract.FinanceItem>> {
    const { manager } = this.dataSource;
    const after = cursor === undefined ? null : readDayCursor(cursor);
    const query = manager.createQueryBuilder(FinanceItemRow, 'i').where({ state: In(['open', 'correcting'] satisfies FinanceItemState[]) });
    if (mine === 'yes') query.andWhere('i.ownerId = :me', { me: viewer.id });
    if (after) query.andWhere('(i.dueOn > :date OR (i.dueOn = :date AND i.id > :id))', after);
    const rows = await query.orderBy('i.dueOn', 'ASC').addOrderBy('i.id', 'ASC').limit(size + 1).getMany();
    const page = rows.slice(0, size);
    const last = page.at(-1);
    return { items: await itemViews(manager, page, viewer, this.clock.now()), next: rows.length > size && last?.dueOn ? writeDayCursor(last.dueOn, last.id) : null };
  }

  async assign(tx: EntityManager, viewer: StaffViewer, id: number, { version, ownerId }: BodyOf<typeof contract.assignFinanceItem>): Promise<contract.FinanceItem> {
    const { item, now } = await this.toHandle(tx, id);
    const owner = (await this.items.people(tx)).find((person) => person.id === ownerId);
    if (!owner) throw new Refusal('STAFF_NOT_SUITABLE', { message: '责任人须是在职的财务人员，请重新选择' });
    await this.change(tx, item, version, item.state, { ownerId });
    await this.items.note(tx, id, viewer.id, `责任人改为 ${owner.name}`, now);
    return this.one(tx, viewer, id);
  }

  async explain(tx: EntityManager, viewer: StaffViewer, id: number, { version, text }: BodyOf<typeof contract.explainFinanceItem>): Promise<contract.FinanceItem> {
    const { item, now } = await this.toHandle(tx, id);
    await this.change(tx, item, version, item.state, { state: 'resolved', resolution: 'explanation', explanation: text, explainedById: viewer.id, resolvedAt: now, ownerId: item.ownerId ?? viewer.id });
    await this.items.note(tx, id, viewer.id, `说明：${text}`, now);
    return this.one(tx, viewer, id);
  }

  /** PY-7: the ledger follows the other side once somebody else agrees. Refuses `FINANCE_ITEM_NO_MONEY`. */
  async correct(tx: EntityManager, viewer: StaffViewer, id: number, { version, reason }: BodyOf<typeof contract.correctFinanceItem>): Promise<contract.FinanceItem> {
    const { item, now } = await this.toHandle(tx, id);
    const amountFen = correctionOf(item);
    if (amountFen === null) throw new Refusal('FINANCE_ITEM_NO_MONEY');
    await this.change(tx, item, version, item.state, { state: 'correcting', explanation: reason, ownerId: item.ownerId ?? viewer.id });
    await this.approvals.request(tx, { kind: KIND, subjectId: id, amountFen, hallId: null, reason, detail: {} }, viewer, now);
    await this.items.note(tx, id, viewer.id, `申请更正入账：${reason}`, now);
    return this.one(tx, viewer, id);
  }

  async people(): Promise<{ items: { id: number; name: string }[] }> {
    return { items: (await this.items.people(this.dataSource.manager)).map(({ id, name }) => ({ id, name })) };
  }

  /** What a late word of WeChat has put right meanwhile: our side of it appeared after the day was matched. */
  async sweep(): Promise<void> {
    const { manager } = this.dataSource;
    const open = await manager.find(FinanceItemRow, { where: { source: 'wechat', kind: In(['only-theirs', 'state', 'day-boundary']), state: In(['open', 'waiting']) }, order: { id: 'ASC' }, take: SWEPT });
    if (open.length === 0) return;
    const known = await findOurs(manager, 'wechat', open.map(({ line, reference }) => ({ kind: line, key: reference })));
    for (const item of open) {
      const ours = known.get(keyOf({ kind: item.line, key: item.reference }));
      if (item.itemKey.startsWith('twice:') || !ours?.done || ours.onDate !== item.onDate || item.theirFen !== ours.amountFen) continue;
      await this.transactions.run((tx) => this.items.resolveItself(tx, item, '我方已补记，双方相符', this.clock.now()));
    }
  }

  private async toHandle(tx: EntityManager, id: number): Promise<{ item: FinanceItemRow; now: Date }> {
    const item = await tx.findOneBy(FinanceItemRow, { id });
    if (!item) throw new Refusal('NOT_FOUND');
    const no = refuseToHandle(item.state);
    if (no) throw new Refusal(no);
    if ((await lockDay(tx, item.dayId)).state === 'closed') throw new Refusal('RECONCILIATION_CLOSED');
    return { item, now: this.clock.now() };
  }

  private async change(tx: EntityManager, item: FinanceItemRow, version: number, state: FinanceItemState, values: Partial<FinanceItemRow>): Promise<void> {
    const { affected } = await tx.update(FinanceItemRow, { id: item.id, version, state }, { ...values, version: version + 1 });
    if (!affected) throw new Refusal('FINANCE_ITEM_CHANGED');
  }

  private async one(manager: EntityManager, viewer: StaffViewer, id: number): Promise<contract.FinanceItem> {
    const [view] = await itemViews(manager, [await manager.findOneByOrFail(FinanceItemRow, { id })], viewer, this.clock.now());
    return view as contract.FinanceItem;
  }
}

import { Injectable } from '@nestjs/common';
import type { DateString } from '@shouwen/shared/value';
import { type FinanceItemState, reconciliationSourceLabels, type ReconciliationSource } from '@shouwen/shared/vocabulary';
import { type EntityManager, In, LessThan, Not } from 'typeorm';
import { ApprovalService } from '../approval/index.js';
import { NoticeService } from '../notice/index.js';
import { Staff } from '../staff/index.js';
import { openAgain } from './lock-day.js';
import { FinanceItemEvent, FinanceItemRow, type ReconciliationDayRow } from './reconciliation.entity.js';
import { countsAnew, leftAfterCorrection } from './rules/found-again.js';
import { sayCorrectedBefore, sayDifference } from './rules/say-a-difference.js';

export type NewItem = Pick<FinanceItemRow, 'itemKey' | 'kind' | 'line' | 'reference' | 'ourFen' | 'theirFen' | 'ourId' | 'fileId' | 'fileRow' | 'words'> & { state: 'open' | 'waiting' | 'resolved' };
interface Terms {
  dueOn: DateString;
  now: Date;
}
/** Why differences that are found no more are settled. */
export interface Gone {
  resolution: 'itself' | 'withdrawn';
  text: string;
}
const AGREES: Gone = { resolution: 'itself', text: '重新比对，双方已相符' };
const UNSETTLED: FinanceItemState[] = ['waiting', 'open', 'correcting'];

/** PY-7: differences as things that somebody sees to. What matching finds again keeps its owner and story; what it no longer finds has solved itself. */
@Injectable()
export class FinanceItems {
  constructor(
    private readonly approvals: ApprovalService,
    private readonly notices: NoticeService,
  ) {}

  /** The day's differences are these, and no others. */
  async renew(tx: EntityManager, day: ReconciliationDayRow, found: readonly NewItem[], { dueOn, now }: Terms, gone: Gone = AGREES): Promise<void> {
    const known = new Map((await tx.findBy(FinanceItemRow, { dayId: day.id })).map((item) => [item.itemKey, item]));
    const owners = new FairShare(await this.people(tx), await this.loads(tx));
    for (const item of [...found, ...leftOver(found, known)]) {
      const before = known.get(item.itemKey);
      known.delete(item.itemKey);
      if (!before) await this.add(tx, day, item, item.state === 'open' ? owners.next() : null, { dueOn, now });
      else if (before.state === 'resolved') {
        if (item.state !== 'resolved' && countsAnew(before, item)) await this.reopen(tx, before, item, owners, { dueOn, now }, `又出现：${item.words}`);
      } else if (item.state === 'resolved') await this.resolveItself(tx, before, item.words, now);
      else if (item.state === 'open' && before.state === 'waiting') await this.wake(tx, before, item, owners.next(), { dueOn, now });
      else if (before.state === 'open' && (before.words !== item.words || before.fileId !== item.fileId || before.fileRow !== item.fileRow)) await this.change(tx, before, item, now);
    }
    // A cross-day match was found from the other day's side, and is not found again from here.
    for (const item of known.values()) if (UNSETTLED.includes(item.state)) await this.settle(tx, item, gone, now);
    await this.tell(tx, day, owners, now);
  }

  /** Another day's file that had the other side of these was withdrawn: they are differences again. */
  async unsolve(tx: EntityManager, items: readonly FinanceItemRow[], terms: Terms, text: string): Promise<void> {
    const owners = new FairShare(await this.people(tx), await this.loads(tx));
    for (const item of items) await this.reopen(tx, item, { ...item, state: item.kind === 'day-boundary' ? 'waiting' : 'open' }, owners, terms, text);
  }

  /** The next file has come: what of the days before still waits for its other side now counts, though the day was signed meanwhile. */
  async endWaiting(tx: EntityManager, source: ReconciliationSource, onDate: DateString, terms: Terms): Promise<void> {
    const waiting = await tx.findBy(FinanceItemRow, { source, state: 'waiting', onDate: LessThan(onDate) });
    if (waiting.length === 0) return;
    const [people, loads] = [await this.people(tx), await this.loads(tx)];
    for (const dayId of new Set(waiting.map((item) => item.dayId))) {
      const day = await openAgain(tx, dayId, `${onDate} 的文件里仍没有等候的款项`, terms.now);
      const owners = new FairShare(people, loads);
      for (const item of waiting.filter((one) => one.dayId === dayId)) {
        const kind = item.ourFen === null ? ('only-theirs' as const) : ('only-ours' as const);
        await this.wake(tx, item, { kind, words: sayDifference({ ...item, kind }) }, owners.next(), terms);
      }
      await this.tell(tx, day, owners, terms.now);
    }
  }

  /** `solvedBy`: the day whose file had the other side. */
  resolveItself(tx: EntityManager, item: FinanceItemRow, text: string, now: Date, solvedBy: number | null = null): Promise<void> {
    return this.settle(tx, item, { resolution: 'itself', text }, now, solvedBy);
  }

  note(tx: EntityManager, itemId: number, byId: number | null, text: string, at: Date): Promise<unknown> {
    return tx.insert(FinanceItemEvent, { itemId, byId, text, at });
  }

  /** Active finance staff; they own differences. */
  async people(manager: EntityManager): Promise<Staff[]> {
    return (await manager.find(Staff, { where: { active: true }, order: { id: 'ASC' } })).filter(({ roles }) => roles.includes('finance'));
  }

  private async settle(tx: EntityManager, item: FinanceItemRow, { resolution, text }: Gone, now: Date, solvedByDayId: number | null = null): Promise<void> {
    const { affected } = await tx.update(FinanceItemRow, { id: item.id, version: item.version, state: Not('resolved') }, { state: 'resolved', resolution, resolvedAt: now, solvedByDayId, version: item.version + 1 });
    if (!affected) return;
    if (item.state === 'correcting') await this.approvals.expire(tx, 'correct-difference', item.id, resolution === 'withdrawn' ? '对方文件已撤回' : '差异已自行解决', now);
    await this.note(tx, item.id, null, text, now);
  }

  private async reopen(tx: EntityManager, before: FinanceItemRow, { kind, words, ourFen, theirFen, ourId, fileId, fileRow, state }: NewItem, owners: FairShare, { dueOn, now }: Terms, text: string): Promise<void> {
    const open = state === 'open';
    await tx.update(FinanceItemRow, { id: before.id, version: before.version }, {
      kind, words, ourFen, theirFen, ourId, fileId, fileRow, state, resolution: null, resolvedAt: null, explanation: null, explainedById: null, solvedByDayId: null,
      ownerId: open ? owners.next() : null, dueOn: open ? dueOn : null, version: before.version + 1,
    });
    await this.note(tx, before.id, null, text, now);
  }

  private async add(tx: EntityManager, day: ReconciliationDayRow, item: NewItem, ownerId: number | null, { dueOn, now }: Terms): Promise<void> {
    const open = item.state === 'open';
    const { identifiers } = await tx.insert(FinanceItemRow, {
      ...item, dayId: day.id, source: day.source, onDate: day.onDate, ownerId, dueOn: open ? dueOn : null, explanation: null, explainedById: null, solvedByDayId: null, createdAt: now,
      resolution: item.state === 'resolved' ? 'itself' : null, resolvedAt: item.state === 'resolved' ? now : null, version: 1,
    });
    await this.note(tx, (identifiers[0] as { id: number }).id, null, item.words, now);
  }

  private async change(tx: EntityManager, before: FinanceItemRow, { kind, words, ourFen, theirFen, ourId, fileId, fileRow }: NewItem, now: Date): Promise<void> {
    await tx.update(FinanceItemRow, { id: before.id, version: before.version }, { kind, words, ourFen, theirFen, ourId, fileId, fileRow, version: before.version + 1 });
    if (words !== before.words) await this.note(tx, before.id, null, `重新比对：${words}`, now);
  }

  private async wake(tx: EntityManager, before: FinanceItemRow, { kind, words }: Pick<NewItem, 'kind' | 'words'>, ownerId: number | null, { dueOn, now }: Terms): Promise<void> {
    await tx.update(FinanceItemRow, { id: before.id, version: before.version }, { kind, words, state: 'open', ownerId, dueOn, version: before.version + 1 });
    await this.note(tx, before.id, null, `次日文件里仍没有：${words}`, now);
  }

  private async loads(tx: EntityManager): Promise<Map<number, number>> {
    const rows = await tx.createQueryBuilder(FinanceItemRow, 'i').select('i.ownerId', 'owner').addSelect('COUNT(*)', 'n').where({ state: In(['open', 'correcting']) }).groupBy('i.ownerId').getRawMany<{ owner: number | null; n: string | number }>();
    return new Map(rows.flatMap(({ owner, n }) => (owner === null ? [] : [[owner, Number(n)] as [number, number]])));
  }

  private async tell(tx: EntityManager, day: ReconciliationDayRow, owners: FairShare, now: Date): Promise<void> {
    for (const [staffId, count] of owners.given)
      await this.notices.toStaff(tx, { staffId, key: `reconciliation:${day.id}:${day.version}`, kind: 'reconciliation', ticketId: null, text: `${reconciliationSourceLabels[day.source]} ${day.onDate} 有 ${count} 条差异由您处理，请到“对账”查看` }, now);
  }
}

/** What was corrected with approval is in the ledger; where the other side says something else by now, the rest of it is a difference of its own. */
function leftOver(found: readonly NewItem[], known: ReadonlyMap<string, FinanceItemRow>): NewItem[] {
  const byKey = new Map(found.map((item) => [item.itemKey, item]));
  return [...known.values()].flatMap((before) => {
    if (before.resolution !== 'correction' || before.line === 'settlement') return [];
    const now = byKey.get(before.itemKey) ?? null;
    const left = leftAfterCorrection(before, now);
    if (!left) return [];
    const { line, reference, ourId } = before;
    return [{ itemKey: `again:${before.id}`, kind: 'amount' as const, line, reference, ourId, ...left, fileId: now?.fileId ?? null, fileRow: now?.fileRow ?? null, words: sayCorrectedBefore(left), state: 'open' as const }];
  });
}

/** The least loaded first, in turn. */
class FairShare {
  readonly given = new Map<number, number>();
  constructor(
    private readonly people: readonly Staff[],
    private readonly loads: Map<number, number>,
  ) {}

  /** Null where nobody does this work. */
  next(): number | null {
    const load = (id: number) => this.loads.get(id) ?? 0;
    const chosen = this.people.reduce<Staff | null>((best, one) => (best === null || load(one.id) < load(best.id) ? one : best), null);
    if (!chosen) return null;
    this.loads.set(chosen.id, load(chosen.id) + 1);
    this.given.set(chosen.id, (this.given.get(chosen.id) ?? 0) + 1);
    return chosen.id;
  }
}

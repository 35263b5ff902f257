import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull, Not } from 'typeorm';
import { DepositService } from '../cashier/index.js';
import { LedgerService } from '../ledger/index.js';
import { FinanceItemRow, ReconciliationArrival, ReconciliationDayRow } from './reconciliation.entity.js';
import type { LineKind } from './rules/their-lines.js';
import { journalOfCorrection, journalOfSettlement } from './rules/what-confirmed-money-moves.js';

type BankDay = Pick<ReconciliationDayRow, 'id' | 'onDate'>;

/** The ledger follows what the bank and the channels confirm: once, whatever is matched again. */
@Injectable()
export class ConfirmedMoney {
  constructor(
    private readonly ledger: LedgerService,
    private readonly deposits: DepositService,
  ) {}

  /**
   * The bank has it: cash in transit, or a channel's takings of a day, becomes money at the bank. False when another day of the bank's had it
   * before: credited twice, which is a difference.
   */
  async arrived(tx: EntityManager, line: { kind: LineKind; id: number }, bankDay: BankDay, now: Date): Promise<boolean> {
    const { kind, id } = line;
    if (kind !== 'deposit' && kind !== 'settlement') return true;
    const known = await tx.findOneBy(ReconciliationArrival, { kind, ourId: id });
    if (known) return known.dayId === bankDay.id;
    if (kind === 'deposit') await this.deposits.confirmed(tx, id, now);
    else {
      const day = await this.settled(tx, id, now);
      if (day) await this.postSettlement(tx, day, now);
    }
    await this.note(tx, kind, id, bankDay, 'file', now);
    return true;
  }

  /** The bank's files of this day are not what they should be: what they confirmed is on its way again. What was corrected with approval stays. */
  async takeBack(tx: EntityManager, bankDayId: number, now: Date): Promise<void> {
    for (const { id, kind, ourId } of await tx.find(ReconciliationArrival, { where: { dayId: bankDayId, origin: 'file' }, order: { id: 'ASC' } })) {
      if (kind === 'deposit') await this.deposits.unconfirmed(tx, ourId, now);
      else await this.unsettled(tx, ourId, now);
      await tx.delete(ReconciliationArrival, { id });
    }
  }

  /** An approved correction of a difference. */
  async correct(tx: EntityManager, item: FinanceItemRow, now: Date): Promise<void> {
    const { id, source, line, ourFen, theirFen, ourId } = item;
    const settlement = line === 'settlement' && ourId !== null ? await this.settled(tx, ourId, now) : null;
    const depositKnown = line === 'deposit' && ourId !== null;
    if (depositKnown) await this.deposits.confirmed(tx, ourId, now);
    if (ourId !== null && (line === 'deposit' || line === 'settlement') && !(await tx.existsBy(ReconciliationArrival, { kind: line, ourId }))) await this.note(tx, line, ourId, { id: item.dayId, onDate: item.onDate }, 'correction', now);
    await this.ledger.post(tx, { cause: 'difference', causeId: id, at: now }, journalOfCorrection({ source, line, ourFen: ourFen ?? 0, theirFen: theirFen ?? 0, depositKnown, settlement }));
  }

  private note(tx: EntityManager, kind: ReconciliationArrival['kind'], ourId: number, { id: dayId, onDate }: BankDay, origin: ReconciliationArrival['origin'], at: Date): Promise<unknown> {
    return tx.insert(ReconciliationArrival, { kind, ourId, dayId, origin, onDate, at });
  }

  private async postSettlement(tx: EntityManager, day: NonNullable<Awaited<ReturnType<ConfirmedMoney['settled']>>>, now: Date): Promise<void> {
    const again = await this.ledger.has(tx, 'settlement', day.id);
    const origin = again ? ({ cause: 'settlement-again', causeId: await this.ledger.nextPart(tx, 'settlement-again', day.id), at: now } as const) : ({ cause: 'settlement', causeId: day.id, at: now } as const);
    await this.ledger.post(tx, origin, journalOfSettlement(day.source, day));
  }

  private async unsettled(tx: EntityManager, dayId: number, now: Date): Promise<void> {
    const day = await tx.findOneByOrFail(ReconciliationDayRow, { id: dayId });
    const { affected } = await tx.update(ReconciliationDayRow, { id: dayId, settledAt: Not(IsNull()) }, { settledAt: null });
    if (!affected || day.source === 'bank' || day.netFen === null || day.feeFen === null) return;
    const origin = { cause: 'settlement-again', causeId: await this.ledger.nextPart(tx, 'settlement-again', dayId), at: now } as const;
    await this.ledger.post(tx, origin, journalOfSettlement(day.source, { netFen: -day.netFen, feeFen: -day.feeFen }));
  }

  /** Null when the day's settlement had been confirmed before. */
  private async settled(tx: EntityManager, dayId: number, now: Date): Promise<{ id: number; source: 'wechat' | 'card'; netFen: number; feeFen: number } | null> {
    const { affected } = await tx.update(ReconciliationDayRow, { id: dayId, settledAt: IsNull() }, { settledAt: now });
    const day = await tx.findOneByOrFail(ReconciliationDayRow, { id: dayId });
    if (!affected || day.source === 'bank' || day.netFen === null || day.feeFen === null) return null;
    return { id: day.id, source: day.source, netFen: day.netFen, feeFen: day.feeFen };
  }
}

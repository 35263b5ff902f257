import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull } from 'typeorm';
import { DepositService } from '../cashier/index.js';
import { LedgerService } from '../ledger/index.js';
import { FinanceItemRow, ReconciliationDayRow } from './reconciliation.entity.js';
import type { LineKind } from './rules/their-lines.js';
import { journalOfCorrection, journalOfSettlement } from './rules/what-confirmed-money-moves.js';

/** The ledger follows what the bank and the channels confirm: once, whatever is matched again. */
@Injectable()
export class ConfirmedMoney {
  constructor(
    private readonly ledger: LedgerService,
    private readonly deposits: DepositService,
  ) {}

  /** The bank has it: cash in transit, or a channel's takings of a day, becomes money at the bank. */
  async arrived(tx: EntityManager, line: { kind: LineKind; id: number }, now: Date): Promise<void> {
    if (line.kind === 'deposit') await this.deposits.confirmed(tx, line.id, now);
    if (line.kind !== 'settlement') return;
    const day = await this.settled(tx, line.id, now);
    if (day) await this.ledger.post(tx, { cause: 'settlement', causeId: day.id, at: now }, journalOfSettlement(day.source, day));
  }

  /** An approved correction of a difference. */
  async correct(tx: EntityManager, item: FinanceItemRow, now: Date): Promise<void> {
    const { id, source, line, ourFen, theirFen, ourId } = item;
    const settlement = line === 'settlement' && ourId !== null ? await this.settled(tx, ourId, now) : null;
    const depositKnown = line === 'deposit' && ourId !== null;
    if (depositKnown) await this.deposits.confirmed(tx, ourId, now);
    await this.ledger.post(tx, { cause: 'difference', causeId: id, at: now }, journalOfCorrection({ source, line, ourFen: ourFen ?? 0, theirFen: theirFen ?? 0, depositKnown, settlement }));
  }

  /** Null when the day's settlement had been confirmed before. */
  private async settled(tx: EntityManager, dayId: number, now: Date): Promise<{ id: number; source: 'wechat' | 'card'; netFen: number; feeFen: number } | null> {
    const { affected } = await tx.update(ReconciliationDayRow, { id: dayId, settledAt: IsNull() }, { settledAt: now });
    const day = await tx.findOneByOrFail(ReconciliationDayRow, { id: dayId });
    if (!affected || day.source === 'bank' || day.netFen === null || day.feeFen === null) return null;
    return { id: day.id, source: day.source, netFen: day.netFen, feeFen: day.feeFen };
  }
}

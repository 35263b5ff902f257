import { Injectable } from '@nestjs/common';
import type { BodyOf, Page, QueryOf } from '@shouwen/shared/contract';
import type * as contract from '@shouwen/shared/contract/cashier';
import { formatFen, shanghaiDate } from '@shouwen/shared/value';
import { DataSource, type EntityManager, In, IsNull, LessThan } from 'typeorm';
import { isDuplicateKey } from '../database/index.js';
import { Clock, Once, Refusal } from '../http/index.js';
import { LedgerService } from '../ledger/index.js';
import { Staff, type StaffViewer } from '../staff/index.js';
import { BankDeposit, CashShift } from './cashier.entity.js';
import { depositViews, shiftViews } from './cashier.view.js';
import { hallOf, idOfCursor } from './desk.js';
import { depositOf, whyNotThesePeople } from './rules/two-people-go-to-the-bank.js';

/** PY-4, PY-5: the cash of closed shifts goes to the bank, with two people. */
@Injectable()
export class DepositService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly once: Once,
    private readonly ledger: LedgerService,
    private readonly clock: Clock,
  ) {}

  /** What is to be carried now: the day's closed shifts, and the confirmed late books of days before. */
  async proposal(viewer: StaffViewer, manager: EntityManager = this.dataSource.manager): Promise<contract.DepositProposal> {
    const rows = await manager.find(CashShift, { where: { hallId: hallOf(viewer), state: 'closed' }, order: { id: 'ASC' } });
    const today = shanghaiDate(this.clock.now());
    const views = await shiftViews(manager, rows);
    const due = views.filter((shift) => shift.book === 'regular' || (shift.lateConfirmedAt !== null && shift.date < today));
    return { shifts: due, lateUnconfirmed: views.filter((shift) => shift.book === 'late' && shift.lateConfirmedAt === null), amountFen: depositOf(due.map((shift) => ({ toBankFen: shift.toBankFen ?? 0 }))) };
  }

  make(viewer: StaffViewer, body: BodyOf<typeof contract.makeDeposit>): Promise<contract.DepositView> {
    const hallId = hallOf(viewer);
    return this.once.run(async (tx) => {
      const now = this.clock.now();
      const ids = [...new Set(body.shiftIds)];
      const { shifts } = await this.proposal(viewer, tx);
      const chosen = shifts.filter((shift) => ids.includes(shift.id)).map((shift) => ({ ...shift, toBankFen: shift.toBankFen ?? 0 }));
      if (chosen.length !== ids.length || depositOf(chosen) !== body.amountFen) throw new Refusal('DEPOSIT_CHANGED');
      // PY-4: late takings are banked with the next day's.
      if (shifts.some((shift) => shift.book === 'late' && !ids.includes(shift.id))) throw new Refusal('DEPOSIT_CHANGED', { rule: 'PY-4', message: '前一天的晚收簿要和今天的现金一起送存，请刷新后核对金额' });
      const people = await tx.find(Staff, { where: { id: In([body.carrierId, body.companionId]), active: true }, select: { id: true } });
      const why = whyNotThesePeople(body.carrierId, body.companionId, new Set(people.map((person) => person.id)));
      if (why !== null) throw new Refusal('DEPOSIT_PEOPLE', { rule: 'PY-5', message: `${why}，请重新选择` });
      const deposit = await this.insert(tx, {
        hallId, date: shanghaiDate(now), slipNumber: body.slipNumber, amountFen: body.amountFen, carrierId: body.carrierId, companionId: body.companionId, state: 'carried',
        createdById: viewer.id, createdAt: now, bankedById: null, bankedAt: null, confirmedAt: null, version: 1,
      });
      const { affected } = await tx.createQueryBuilder().update(CashShift).set({ state: 'deposited', depositId: deposit.id, version: () => 'version + 1' }).where({ id: In(ids), state: 'closed', depositId: IsNull() }).execute();
      if (affected !== ids.length) throw new Refusal('DEPOSIT_CHANGED');
      await this.ledger.post(tx, { cause: 'deposit', causeId: deposit.id, at: now }, [
        { book: 'cash-in-transit', subjectId: deposit.id, debitFen: deposit.amountFen },
        ...chosen.map((shift) => ({ book: shift.book === 'late' ? ('late-cash' as const) : ('cash' as const), subjectId: shift.id, creditFen: shift.toBankFen })),
      ]);
      return this.view(tx, deposit.id);
    });
  }

  /** The two are back with the bank's stamp. The books follow when the bank's own list agrees (`confirmed`). */
  banked(viewer: StaffViewer, id: number, { version }: BodyOf<typeof contract.depositBanked>): Promise<contract.DepositView> {
    return this.once.run(async (tx) => {
      const now = this.clock.now();
      const deposit = await tx.findOneBy(BankDeposit, { id, hallId: hallOf(viewer) });
      if (!deposit) throw new Refusal('NOT_FOUND');
      const { affected } = await tx.update(BankDeposit, { id, version, state: 'carried' }, { state: 'banked', bankedById: viewer.id, bankedAt: now, version: version + 1 });
      if (!affected) throw new Refusal(deposit.state === 'carried' ? 'SHIFT_CHANGED' : 'SHIFT_ACTION_NOT_ALLOWED', { message: '这张存款单已确认存妥或刚有变动，请刷新查看' });
      await this.shiftsBanked(tx, id);
      return this.view(tx, id);
    });
  }

  /**
   * PY-7: the bank's own list has the deposit: cash in transit becomes money at the bank. False when it was confirmed before or there is no such
   * deposit. For reconciliation.
   */
  async confirmed(tx: EntityManager, depositId: number, now: Date): Promise<boolean> {
    const deposit = await tx.findOneBy(BankDeposit, { id: depositId });
    const { affected } = await tx.createQueryBuilder().update(BankDeposit).set({ state: 'confirmed', confirmedAt: now, version: () => 'version + 1' }).where({ id: depositId, state: In(['carried', 'banked']) }).execute();
    if (!affected || !deposit) return false;
    await this.shiftsBanked(tx, depositId);
    const again = await this.ledger.has(tx, 'deposit-confirmed', depositId);
    await this.ledger.post(tx, again ? { cause: 'deposit-again', causeId: await this.ledger.nextPart(tx, 'deposit-again', depositId), at: now } : { cause: 'deposit-confirmed', causeId: depositId, at: now }, [
      { book: 'bank', debitFen: deposit.amountFen },
      { book: 'cash-in-transit', subjectId: depositId, creditFen: deposit.amountFen },
    ]);
    return true;
  }

  /** PY-7: the bank's list that had the deposit was the wrong file: the money is in transit again. False when it is not confirmed. For reconciliation. */
  async unconfirmed(tx: EntityManager, depositId: number, now: Date): Promise<boolean> {
    const deposit = await tx.findOneBy(BankDeposit, { id: depositId });
    if (!deposit) return false;
    const { affected } = await tx.update(BankDeposit, { id: depositId, version: deposit.version, state: 'confirmed' }, { state: deposit.bankedAt === null ? 'carried' : 'banked', confirmedAt: null, version: deposit.version + 1 });
    if (!affected) return false;
    // Without the bank's stamp only the list said that the cash had arrived (PY-4).
    if (deposit.bankedAt === null) await tx.createQueryBuilder().update(CashShift).set({ state: 'deposited', version: () => 'version + 1' }).where({ depositId, state: 'banked' }).execute();
    await this.ledger.post(tx, { cause: 'deposit-again', causeId: await this.ledger.nextPart(tx, 'deposit-again', depositId), at: now }, [
      { book: 'cash-in-transit', subjectId: depositId, debitFen: deposit.amountFen },
      { book: 'bank', creditFen: deposit.amountFen },
    ]);
    return true;
  }

  async list(viewer: StaffViewer, { cursor, size }: QueryOf<typeof contract.deposits>): Promise<Page<contract.DepositView>> {
    const { manager } = this.dataSource;
    const before = idOfCursor(cursor);
    const rows = await manager.find(BankDeposit, { where: { hallId: hallOf(viewer), ...(before === null ? {} : { id: LessThan(before) }) }, order: { id: 'DESC' }, take: size + 1 });
    return { items: await depositViews(manager, rows.slice(0, size)), next: rows.length > size ? String(rows[size - 1]!.id) : null };
  }

  async one(viewer: StaffViewer, id: number): Promise<contract.DepositView> {
    const { manager } = this.dataSource;
    if (!(await manager.existsBy(BankDeposit, { id, hallId: hallOf(viewer) }))) throw new Refusal('NOT_FOUND');
    return this.view(manager, id);
  }

  private async shiftsBanked(tx: EntityManager, depositId: number): Promise<void> {
    await tx.createQueryBuilder().update(CashShift).set({ state: 'banked', version: () => 'version + 1' }).where({ depositId, state: 'deposited' }).execute();
  }

  private async insert(tx: EntityManager, row: Omit<BankDeposit, 'id'>): Promise<BankDeposit> {
    try {
      return await tx.save(BankDeposit, row);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      throw new Refusal('SLIP_NUMBER_TAKEN', { message: `存款单号 ${row.slipNumber} 已经用过（${formatFen(row.amountFen)} 元没有登记），请核对单号` });
    }
  }

  private async view(manager: EntityManager, id: number): Promise<contract.DepositView> {
    return (await depositViews(manager, [await manager.findOneByOrFail(BankDeposit, { id })]))[0]!;
  }
}

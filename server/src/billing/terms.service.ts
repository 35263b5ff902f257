import { Injectable } from '@nestjs/common';
import type { BodyOf } from '@shouwen/shared/contract';
import type * as contract from '@shouwen/shared/contract/billing-desk';
import { ticketIdOf } from '@shouwen/shared/value';
import type { Role } from '@shouwen/shared/vocabulary';
import { type EntityManager, LessThan, MoreThanOrEqual, Not } from 'typeorm';
import { CustomerService } from '../customer/index.js';
import { isDuplicateKey } from '../database/index.js';
import { Clock, Once, Refusal } from '../http/index.js';
import type { StaffViewer } from '../staff/index.js';
import { Ticket, TicketSight } from '../ticket/index.js';
import { Bill, BillingTerms } from './billing.entity.js';
import { type Rebilled, RebillService } from './rebill.service.js';
import { unsoundUses } from './rules/uses-are-sound.js';
import { TariffBook } from './tariff-book.js';

/** Applications whose approval ends in an account's terms. */
const endHere: readonly string[] = ['apply-change-ratio', 'apply-change-use', 'apply-other'];
/** Who may put terms right for days that were billed without an application. */
const answersForBilled: readonly Role[] = ['section-leader', 'hall-director', 'finance'];
const noApplication = '这些日子已经出账，请填写已受理的申请单号；没有申请单的，请由部门负责人、大厅主任或财务人员办理';

/** PY-9: how many people live there and what the water is for, from a day on. Bills of days that lie behind are reversed and issued anew. */
@Injectable()
export class TermsService {
  constructor(
    private readonly rebills: RebillService,
    private readonly customers: CustomerService,
    private readonly sight: TicketSight,
    private readonly once: Once,
    private readonly clock: Clock,
  ) {}

  /**
   * Refuses `SHARES_DO_NOT_ADD_UP`, `TARIFF_NOT_IN_FORCE`, `TWO_YEARLY_TARIFFS`, `TERMS_DATE_TAKEN`, `APPLICATION_NOT_READY` for an application that is another
   * account's or not accepted, `FORBIDDEN` for days billed already without one, `NOT_FOUND`.
   */
  enter(viewer: StaffViewer, accountId: number, body: BodyOf<typeof contract.enterTerms>): Promise<Rebilled> {
    const now = this.clock.now();
    return this.once.run(async (tx) => {
      const account = await this.customers.accountById(accountId, tx);
      if (!account) throw new Refusal('NOT_FOUND');
      const book = await TariffBook.open(tx);
      const fault = unsoundUses((code) => book.versionsOf(code), body.uses, body.fromOn);
      if (fault) throw new Refusal(fault);
      const ticketId = body.ticketNumber === '' ? null : await this.application(tx, viewer, body.ticketNumber, accountId);
      const first = await tx.findOne(Bill, { where: { accountId, toOn: MoreThanOrEqual(body.fromOn), state: Not('void') }, order: { readingOrdinal: 'ASC' } });
      // What was billed is not made cheaper by one person alone: an application that was accepted stands behind it, or whoever answers for it.
      if (first && ticketId === null && !viewer.roles.some((role) => answersForBilled.includes(role))) throw new Refusal('FORBIDDEN', { rule: 'PY-9', message: noApplication, fields: [{ path: 'ticketNumber', message: noApplication }] });
      try {
        await tx.insert(BillingTerms, { accountId, fromOn: body.fromOn, householdSize: body.householdSize, uses: body.uses.map(({ tariffCode, share }) => ({ tariffCode, share })), ticketId, byStaffId: viewer.id, reason: body.reason, createdAt: now });
      } catch (error) {
        if (isDuplicateKey(error)) throw new Refusal('TERMS_DATE_TAKEN');
        throw error;
      }
      if (!first) return { voidedBillIds: [], issuedBillIds: [], creditedFen: 0 };
      const after = { fromOn: body.fromOn, householdSize: body.householdSize, uses: body.uses };
      return this.rebills.rebill(tx, account, first.readingOrdinal, { cause: 'terms', readingOrdinal: null, before: await this.before(tx, accountId, body.fromOn), after, reason: body.reason, byStaffId: viewer.id }, now);
    });
  }

  private async before(tx: EntityManager, accountId: number, fromOn: string): Promise<Record<string, unknown> | null> {
    const row = await tx.findOne(BillingTerms, { where: { accountId, fromOn: LessThan(fromOn) }, order: { fromOn: 'DESC' } });
    return row && { fromOn: row.fromOn, householdSize: row.householdSize, uses: row.uses };
  }

  /** The application that ends here: seen by the viewer, of this account, accepted. */
  private async application(tx: EntityManager, viewer: StaffViewer, number: string, accountId: number): Promise<number> {
    const ticketId = ticketIdOf(number);
    const row = ticketId === null ? null : await tx.findOneBy(Ticket, { id: ticketId });
    const [seen] = row ? await this.sight.see(tx, await this.sight.viewer(tx, viewer), [row]) : [];
    if (!seen) throw new Refusal('NOT_FOUND', { message: '没有这张申请工单，请核对单号' });
    if (seen.row.accountId !== accountId || !endHere.includes(seen.row.category) || seen.fold.acceptedAt === null) throw new Refusal('APPLICATION_NOT_READY');
    return seen.row.id;
  }
}

import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { BodyOf } from '@shouwen/shared/contract';
import type * as contract from '@shouwen/shared/contract/billing-desk';
import { addDays, formatFen, maskAccountNumber, shanghaiDate, ticketIdOf, ticketNumberOf } from '@shouwen/shared/value';
import type { Role } from '@shouwen/shared/vocabulary';
import { type EntityManager, LessThan, MoreThanOrEqual, Not } from 'typeorm';
import { type ApprovalRequest, ApprovalService, type ApprovalWords, holds } from '../approval/index.js';
import { CustomerService, type WaterAccount } from '../customer/index.js';
import { isDuplicateKey } from '../database/index.js';
import { Clock, Once, Refusal } from '../http/index.js';
import type { StaffViewer } from '../staff/index.js';
import { Ticket, TicketSight } from '../ticket/index.js';
import { Bill, BillingTerms } from './billing.entity.js';
import { decidedAnew, type Rebilled, RebillService } from './rebill.service.js';
import type { AccountTerms } from './rules/terms-of-account.js';
import { unsoundUses } from './rules/uses-are-sound.js';
import { TariffBook } from './tariff-book.js';

const KIND = 'change-terms';
/** Terms may be entered ahead, for a lease that begins; not for a day nobody will remember. */
const DAYS_AHEAD = 366;
/** Applications whose approval ends in an account's terms. */
const endHere: readonly string[] = ['apply-change-ratio', 'apply-change-use', 'apply-other'];
/** Who may ask to put terms right for days that were billed without an application. */
const answersForBilled: readonly Role[] = ['section-leader', 'hall-director', 'finance'];
const noApplication = '这些日子已经出账，请填写已受理的申请单号；没有申请单的，请由部门负责人、大厅主任或财务人员办理';

/** What a request keeps; amounts in fen as they were when it was asked for. */
interface ChangeDetail {
  terms: AccountTerms;
  ticketId: number | null;
  count: number;
  beforeFen: number;
  afterFen: number;
}

/** PY-9: how many people live there and what the water is for, from a day on. Bills of days that lie behind are reversed and issued anew. */
@Injectable()
export class TermsService implements OnModuleInit {
  constructor(
    private readonly approvals: ApprovalService,
    private readonly rebills: RebillService,
    private readonly customers: CustomerService,
    private readonly sight: TicketSight,
    private readonly once: Once,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.approvals.handle(KIND, {
      mayDecide: (viewer, request) => holds(answersForBilled, viewer, request),
      apply: async (tx, { subjectId, reason, requestedById, detail }, _, now) => {
        const { terms, ticketId } = detail as unknown as ChangeDetail;
        await this.refuseUnsound(tx, terms);
        await this.change(tx, await this.accountOf(tx, subjectId), terms, { ticketId, reason, byStaffId: requestedById }, now);
      },
      describe: (manager, request) => this.words(manager, request),
    });
  }

  /**
   * Where bills were issued that would change, it is only asked for: a second person decides (PY-9), also when an application stands behind it, for who
   * accepts one may be who enters it. Refuses `INVALID_INPUT` for a day too far ahead, `SHARES_DO_NOT_ADD_UP`, `TARIFF_NOT_IN_FORCE`, `TWO_YEARLY_TARIFFS`, `TERMS_DATE_TAKEN`,
   * `APPLICATION_NOT_READY` for an application that is another account's or not accepted, `FORBIDDEN` for days billed already without one, `NOT_FOUND`,
   * `APPROVAL_ALREADY_REQUESTED`.
   */
  enter(viewer: StaffViewer, accountId: number, { fromOn, householdSize, uses, ticketNumber, reason }: BodyOf<typeof contract.enterTerms>): Promise<Rebilled & { approvalId: number | null }> {
    const now = this.clock.now();
    const lastDay = addDays(shanghaiDate(now), DAYS_AHEAD);
    if (fromOn > lastDay) throw new Refusal('INVALID_INPUT', { message: `起始日期最晚到 ${lastDay}，请核对年份`, fields: [{ path: 'fromOn', message: `最晚到 ${lastDay}，请核对年份` }] });
    const terms: AccountTerms = { fromOn, householdSize, uses: uses.map(({ tariffCode, share }) => ({ tariffCode, share })) };
    return decidedAnew(() => this.once.run(async (tx) => {
      const account = await this.accountOf(tx, accountId);
      await this.refuseUnsound(tx, terms);
      const ticketId = ticketNumber === '' ? null : await this.application(tx, viewer, ticketNumber, accountId);
      const first = await firstBilled(tx, accountId, fromOn);
      if (first && ticketId === null && !viewer.roles.some((role) => answersForBilled.includes(role))) throw new Refusal('FORBIDDEN', { rule: 'PY-9', message: noApplication, fields: [{ path: 'ticketNumber', message: noApplication }] });
      await refuseTaken(tx, accountId, fromOn);
      const would = first && (await this.rebills.wouldChange(tx, account, first.readingOrdinal, { terms }, now));
      if (!would || would.count === 0) return { ...(await this.change(tx, account, terms, { ticketId, reason, byStaffId: viewer.id }, now)), approvalId: null };
      const approvalId = await this.approvals.request(tx, { kind: KIND, subjectId: accountId, amountFen: would.afterFen - would.beforeFen, hallId: account.hallId, reason, detail: { terms, ticketId, ...would } }, viewer, now);
      return { voidedBillIds: [], issuedBillIds: [], creditedFen: 0, approvalId };
    }));
  }

  private async change(tx: EntityManager, account: WaterAccount, terms: AccountTerms, why: { ticketId: number | null; reason: string; byStaffId: number }, now: Date): Promise<Rebilled> {
    const { id: accountId } = account;
    const { fromOn, householdSize, uses } = terms;
    await refuseTaken(tx, accountId, fromOn);
    try {
      await tx.insert(BillingTerms, { accountId, fromOn, householdSize, uses: [...uses], ...why, createdAt: now });
    } catch (error) {
      if (isDuplicateKey(error)) throw new Refusal('TERMS_DATE_TAKEN');
      throw error;
    }
    const first = await firstBilled(tx, accountId, fromOn);
    if (!first) return { voidedBillIds: [], issuedBillIds: [], creditedFen: 0 };
    return this.rebills.rebill(tx, account, first.readingOrdinal, { cause: 'terms', readingOrdinal: null, before: await this.before(tx, accountId, fromOn), after: { ...terms }, reason: why.reason, byStaffId: why.byStaffId }, now);
  }

  private async words(manager: EntityManager, { subjectId, state, detail }: ApprovalRequest): Promise<ApprovalWords> {
    const { terms, ticketId, ...asked } = detail as unknown as ChangeDetail;
    const account = await this.accountOf(manager, subjectId);
    const { names } = await TariffBook.open(manager);
    // While it is open, what it would do today: a bill may have gone out since it was asked for.
    const first = state === 'open' ? await firstBilled(manager, subjectId, terms.fromOn) : null;
    const { count, beforeFen, afterFen } = first ? await this.rebills.wouldChange(manager, account, first.readingOrdinal, { terms }, this.clock.now()).catch(() => asked) : asked;
    return {
      subject: `户号 ${maskAccountNumber(account.accountNumber)}，${terms.fromOn} 起的用水条件`, address: `/account/${subjectId}/terms`,
      effects: [
        `${terms.householdSize} 人，${terms.uses.map(({ tariffCode, share }) => `${names.get(tariffCode) ?? tariffCode} ${share / 10}%`).join('、')}`, ticketId === null ? '没有申请单' : `申请单 ${ticketNumberOf(ticketId)}`,
        `冲销并重出 ${count} 笔账单，合计由 ${formatFen(beforeFen)} 元变为 ${formatFen(afterFen)} 元`, '已付的转为该户预存款，先抵新账单，并告知居民',
      ],
    };
  }

  private async refuseUnsound(tx: EntityManager, { fromOn, uses }: AccountTerms): Promise<void> {
    const book = await TariffBook.open(tx);
    const fault = unsoundUses((code) => book.versionsOf(code), uses, fromOn);
    if (fault) throw new Refusal(fault);
  }

  private async accountOf(tx: EntityManager, accountId: number): Promise<WaterAccount> {
    const account = await this.customers.accountById(accountId, tx);
    if (!account) throw new Refusal('NOT_FOUND');
    return account;
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

/** The first bill that has days from `fromOn` on. */
const firstBilled = (tx: EntityManager, accountId: number, fromOn: string) => tx.findOne(Bill, { where: { accountId, toOn: MoreThanOrEqual(fromOn), state: Not('void') }, order: { readingOrdinal: 'ASC' } });

async function refuseTaken(tx: EntityManager, accountId: number, fromOn: string): Promise<void> {
  if (await tx.existsBy(BillingTerms, { accountId, fromOn })) throw new Refusal('TERMS_DATE_TAKEN');
}

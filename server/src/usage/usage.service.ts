import { Injectable } from '@nestjs/common';
import type { BodyOf } from '@shouwen/shared/contract';
import type { TicketProgress } from '@shouwen/shared/contract/ticket';
import type { AccountUsage, FamilyMember, Household, requestHouseholdChange, TierGauge, UsagePeriod } from '@shouwen/shared/contract/usage';
import { addDays, type DateString, maskAddress, maskName, maskPhone, shanghaiDate } from '@shouwen/shared/value';
import { DataSource, type EntityManager, In, IsNull } from 'typeorm';
import { type AccountTerms, Bill, monthsOf, PrepaidService, TariffBook, termsByAccount, termsOf, termsOn, tierBounds, type Tariff } from '../billing/index.js';
import { AccountBinding, CustomerService, type WaterAccount } from '../customer/index.js';
import { Clock, Once, Refusal } from '../http/index.js';
import { Resident, type ResidentViewer } from '../identity/index.js';
import { TicketService } from '../ticket/index.js';
import { householdChangeInWords } from './rules/household-change-in-words.js';
import { monthsInWords } from './rules/months-in-words.js';
import { daysOf, sameSeasonLastYear } from './rules/same-season-last-year.js';
import { whatIsLeftOfTheTier } from './rules/what-is-left-of-the-tier.js';
import { UsageAlertService } from './usage-alert.service.js';

const SHOWN = 24;
/** Last year's season of the oldest shown is needed, too. */
const LOADED = SHOWN + 14;
const RECENT_DAYS = 366;
const AHEAD_DAYS = 31;

/** What bound residents see of an account's water; another's account is `NOT_FOUND`. */
@Injectable()
export class UsageService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly customers: CustomerService,
    private readonly prepaid: PrepaidService,
    private readonly alerts: UsageAlertService,
    private readonly tickets: TicketService,
    private readonly once: Once,
    private readonly clock: Clock,
  ) {}

  async ofAccount(residentId: number, accountId: number): Promise<AccountUsage> {
    const { manager } = this.dataSource;
    const account = await this.customers.requireBound(residentId, accountId);
    const today = shanghaiDate(this.clock.now());
    const bills = await this.billsOf(manager, accountId);
    const book = await TariffBook.open(manager);
    const terms = await this.termsOf(manager, account, today);
    const use = mainUse(book, terms, today);
    const alert = (await this.alerts.of(manager, new Map([[accountId, account]]))).get(accountId);
    const looked = alert !== undefined && (await this.alerts.checkedBy(manager, residentId, [alert.billId])).has(alert.billId);
    return {
      accountId,
      accountNumber: account.accountNumber,
      nameMasked: maskName(account.name),
      addressMasked: maskAddress(account.address),
      periods: periodsOf(bills).slice(-SHOWN),
      years: yearsOf(bills),
      gauge: use && gaugeOf(use, terms, bills, today),
      alert: alert === undefined || looked ? null : alert,
      household: use && householdOf(use, terms),
      family: await this.familyOf(manager, residentId, accountId),
      prepaidFen: (await this.prepaid.balances([accountId], manager)).get(accountId) ?? 0,
    };
  }

  /** A ticket for whoever keeps the terms (FI-1). Refuses `INVALID_INPUT` for what would change nothing or lies too far from today. */
  async requestHouseholdChange(viewer: ResidentViewer, accountId: number, body: BodyOf<typeof requestHouseholdChange>): Promise<TicketProgress> {
    const now = this.clock.now();
    const today = shanghaiDate(now);
    const account = await this.customers.requireBound(viewer.id, accountId);
    const { householdSize } = await this.termsOf(this.dataSource.manager, account, today);
    const wrong = (path: string, message: string) => new Refusal('INVALID_INPUT', { message, fields: [{ path, message }] });
    if (body.persons === householdSize) throw wrong('persons', `现在登记的就是 ${householdSize} 人，不用变更`);
    if (body.sinceOn < addDays(today, -RECENT_DAYS) || body.sinceOn > addDays(today, AHEAD_DAYS)) throw wrong('sinceOn', '请填一年以内、一个月以后以前的日期');
    return this.once.run(async (tx) => {
      const written = await this.tickets.registered(tx, {
        category: 'bill-amount', source: 'online', title: `家庭人口变更：${householdSize} 人变为 ${body.persons} 人`, description: householdChangeInWords({ ...body, accountNumber: account.accountNumber, before: householdSize }),
        contactName: null, contactPhone: body.contactPhone, residentId: viewer.id, accountId, address: account.address, landmark: '', place: null, zone: account.zone, hallId: account.hallId,
        confidential: false, complainedStaffIds: [], attachmentIds: body.attachmentIds, firstResponsibleId: null,
      }, viewer, now);
      return this.tickets.progressOf(viewer.id, written, tx);
    });
  }

  private async termsOf(manager: EntityManager, account: WaterAccount, day: DateString): Promise<AccountTerms> {
    return termsOn(termsOf(account, (await termsByAccount(manager, [account.id])).get(account.id) ?? []), day);
  }

  /** In force, oldest first. */
  private async billsOf(manager: EntityManager, accountId: number): Promise<Bill[]> {
    const newest = await manager.find(Bill, { where: { accountId, state: In(['unpaid', 'paid']) }, order: { toOn: 'DESC', id: 'DESC' }, take: LOADED });
    return newest.toReversed();
  }

  /** Masked: who else of the family looks after this account, and who paid last. */
  private async familyOf(manager: EntityManager, residentId: number, accountId: number): Promise<FamilyMember[]> {
    const bindings = await manager.find(AccountBinding, { where: { accountId, unboundAt: IsNull() }, order: { id: 'ASC' }, take: 20 });
    const ids = bindings.map((binding) => binding.residentId);
    const people = new Map((await manager.findBy(Resident, { id: In(ids) })).map((person) => [person.id, person]));
    const paid = await lastPaidBy(manager, accountId, ids);
    return bindings.map((binding) => {
      const phone = people.get(binding.residentId)?.phone ?? null;
      return { me: binding.residentId === residentId, name: phone === null ? '微信用户' : maskPhone(phone), boundAt: binding.boundAt.toISOString(), lastPaid: paid.get(binding.residentId) ?? null };
    });
  }
}

/** The newest payment of each resident that paid something of the account. */
async function lastPaidBy(manager: EntityManager, accountId: number, residentIds: readonly number[]): Promise<Map<number, { at: string; amountFen: number }>> {
  const rows: { residentId: number; paidAt: Date | string; amountFen: number | string }[] = await manager.query(
    `SELECT p.resident_id AS residentId, p.paid_at AS paidAt, SUM(i.principal_fen + i.late_fee_fen) AS amountFen FROM payment_item i JOIN payment p ON p.id = i.payment_id
     WHERE i.account_id = ? AND i.settled = ? AND p.resident_id IN (${residentIds.map(() => '?').join(', ')}) AND p.paid_at IS NOT NULL
     GROUP BY p.id, p.resident_id, p.paid_at ORDER BY p.id DESC LIMIT 60`,
    [accountId, true, ...residentIds],
  );
  const last = new Map<number, { at: string; amountFen: number }>();
  for (const { residentId, paidAt, amountFen } of rows)
    if (!last.has(residentId)) last.set(residentId, { at: (paidAt instanceof Date ? paidAt : new Date(`${paidAt.replace(' ', 'T')}Z`)).toISOString(), amountFen: Number(amountFen) });
  return last;
}

interface MainUse {
  name: string;
  tariff: Tariff;
  share: number;
}
/** Of several uses the one whose price goes by tiers; null while no tariff is published. */
function mainUse(book: TariffBook, { uses }: AccountTerms, today: DateString): MainUse | null {
  const inForce = uses.flatMap(({ tariffCode, share }) => {
    const tariff = book.versionsOf(tariffCode).findLast(({ from }) => from <= today);
    return tariff ? [{ name: book.names.get(tariffCode) ?? tariffCode, tariff, share }] : [];
  });
  return inForce.find(({ tariff }) => tariff.tiers.length > 1) ?? inForce[0] ?? null;
}

function gaugeOf({ name, tariff, share }: MainUse, { householdSize }: AccountTerms, bills: readonly Bill[], today: DateString): TierGauge {
  const newest = bills.at(-1);
  const year = today.slice(0, 4);
  const yearly = tariff.tierPeriod === 'year';
  const months = yearly || !newest ? 1 : monthsOf(daysOf({ from: newest.fromOn, to: newest.toOn }));
  const used = yearly ? (newest?.toOn.startsWith(year) ? newest.yearVolume : 0) : Math.round(((newest?.volume ?? 0) * share) / 1000);
  const flat = Object.values(tariff.flat).reduce((sum, price) => sum + price, 0);
  return whatIsLeftOfTheTier({
    tariffName: name, tierPeriod: tariff.tierPeriod, bounds: tierBounds(tariff, { persons: householdSize, months }), unitPrices: tariff.tiers.map(({ water }) => water + flat), used, months,
    label: yearly || !newest ? `${year}年` : monthsInWords(newest.fromOn, newest.toOn),
  });
}

function householdOf({ name, tariff }: MainUse, { householdSize }: AccountTerms): Household {
  return { size: householdSize, base: tariff.baseHousehold, perExtraPerson: [...(tariff.perExtraPerson ?? [])], tariffName: name };
}

const costOf = ({ totalFen, adjustedFen }: Bill) => totalFen + adjustedFen;

function periodsOf(bills: readonly Bill[]): UsagePeriod[] {
  const spans = bills.map((bill) => ({ from: bill.fromOn, to: bill.toOn, volume: bill.volume, costFen: costOf(bill) }));
  return bills.map((bill, i) => ({ billId: bill.id, state: bill.state, ...spans[i]!, lastYear: sameSeasonLastYear(spans[i]!, spans.slice(0, i)) }));
}

function yearsOf(bills: readonly Bill[]): AccountUsage['years'] {
  const years = new Map<number, { year: number; volume: number; costFen: number }>();
  for (const bill of bills) {
    const year = Number(bill.toOn.slice(0, 4));
    const sum = years.get(year) ?? { year, volume: 0, costFen: 0 };
    years.set(year, { year, volume: sum.volume + bill.volume, costFen: sum.costFen + costOf(bill) });
  }
  return [...years.values()].sort((a, b) => a.year - b.year).slice(-3);
}

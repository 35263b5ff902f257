import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { BoundAccount } from '@shouwen/shared/contract/customer';
import { DataSource, type EntityManager, In, IsNull } from 'typeorm';
import { phoneDigestOf, readRow, selectList } from '../database/index.js';
import { Clock, Refusal } from '../http/index.js';
import { IdentityService } from '../identity/index.js';
import { AccountBinding, WaterAccount } from './customer.entity.js';
import { boundAccountView, type TermsNow } from './customer.view.js';

export type AccountOfTerms = Pick<WaterAccount, 'id' | 'householdSize' | 'tariffCode'>;

/** What customer must know of money without knowing billing: billing hands itself in. */
export interface AccountDebts {
  /** Fen, late fees as of `now` included; accounts that owe nothing may be absent. */
  owedBy(accountIds: readonly number[], now: Date, manager?: EntityManager): Promise<ReadonlyMap<number, { owedFen: number; unpaidBillCount: number }>>;
  /** What holds on the day of `now`; the account's own columns are only how it began. */
  termsNow(accounts: readonly AccountOfTerms[], now: Date, manager?: EntityManager): Promise<ReadonlyMap<number, TermsNow>>;
}

/** Water accounts and who is bound to them. */
@Injectable()
export class CustomerService implements OnModuleInit {
  private debts: AccountDebts | undefined;
  private readonly followers: ((tx: EntityManager, account: WaterAccount) => Promise<void>)[] = [];

  constructor(
    private readonly dataSource: DataSource,
    private readonly identity: IdentityService,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.identity.boundAccountsCountedBy(async (residentId) => (await this.accountIdsOf(residentId)).length);
  }

  /** What else must be in step with the accounts, in the same transaction; call it in `onModuleInit`. */
  onChange(changed: (tx: EntityManager, account: WaterAccount) => Promise<void>): void {
    this.followers.push(changed);
  }

  /**
   * The meter on the wall is another one. Refuses `METER_NUMBER_IN_USE` when it hangs at another account, for by its digits residents prove theirs. No
   * unique key says so, since what was imported may hold a number twice.
   */
  async changeMeterNumber(tx: EntityManager, accountId: number, meterNumber: string): Promise<void> {
    await tx.update(WaterAccount, { id: accountId }, { meterNumber });
    // Written first, then read with a lock: of two who enter one number at once each waits for the other's row, and one of them is begun anew.
    const [other] = await tx.query(`SELECT id FROM water_account WHERE meter_number = ? AND id <> ? LIMIT 1${tx.connection.options.type === 'better-sqlite3' ? '' : ' FOR UPDATE'}`, [meterNumber, accountId]);
    if (other) throw new Refusal('METER_NUMBER_IN_USE', { fields: [{ path: 'meterNumber', message: '这个表号已经登记在另一户名下，请核对' }] });
    const account = await tx.findOneByOrFail(WaterAccount, { id: accountId });
    for (const changed of this.followers) await changed(tx, account);
  }

  /** Called once at start by billing. */
  useDebts(debts: AccountDebts): void {
    this.debts = debts;
  }

  /** Null when there is no such account. */
  accountById(id: number, manager: EntityManager = this.dataSource.manager): Promise<WaterAccount | null> {
    return manager.findOneBy(WaterAccount, { id });
  }

  accountByNumber(accountNumber: string, manager: EntityManager = this.dataSource.manager): Promise<WaterAccount | null> {
    return manager.findOneBy(WaterAccount, { accountNumber });
  }

  /** Null when there is no such account. */
  async accountNumberOf(id: number, manager: EntityManager = this.dataSource.manager): Promise<string | null> {
    const [account]: { number: string }[] = await manager.query('SELECT account_number AS number FROM water_account WHERE id = ?', [id]);
    return account?.number ?? null;
  }

  /** By id; unknown ids are absent. */
  async accountsById(ids: readonly number[], manager: EntityManager = this.dataSource.manager): Promise<Map<number, WaterAccount>> {
    const wanted = [...new Set(ids)];
    const accounts = wanted.length === 0 ? [] : await manager.findBy(WaterAccount, { id: In(wanted) });
    return new Map(accounts.map((account) => [account.id, account]));
  }

  /** Accounts with this phone on file, at most twenty. */
  accountsByPhone(phone: string, manager: EntityManager = this.dataSource.manager): Promise<WaterAccount[]> {
    return manager.find(WaterAccount, { where: { phoneDigest: phoneDigestOf(phone) }, order: { accountNumber: 'ASC' }, take: 20 });
  }

  /** Accounts the resident is bound to now, in the order of binding. */
  async accountIdsOf(residentId: number, manager: EntityManager = this.dataSource.manager): Promise<number[]> {
    const bindings: { accountId: number }[] = await manager.query('SELECT account_id AS accountId FROM account_binding WHERE resident_id = ? AND unbound_at IS NULL ORDER BY id', [residentId]);
    return bindings.map(({ accountId }) => accountId);
  }

  /** Who is bound to each account now, for messages about it; accounts without anyone are absent. One query. */
  async residentsOf(accountIds: readonly number[], manager: EntityManager = this.dataSource.manager): Promise<Map<number, number[]>> {
    const residents = new Map<number, number[]>();
    if (accountIds.length === 0) return residents;
    const bindings = await manager.find(AccountBinding, { select: { accountId: true, residentId: true }, where: { accountId: In([...accountIds]), unboundAt: IsNull() }, order: { id: 'ASC' } });
    for (const { accountId, residentId } of bindings) residents.set(accountId, [...(residents.get(accountId) ?? []), residentId]);
    return residents;
  }

  /** The account, if the resident is bound to it now; otherwise `NOT_FOUND`, as for one that does not exist. */
  async requireBound(residentId: number, accountId: number, manager: EntityManager = this.dataSource.manager): Promise<WaterAccount> {
    const [row]: Record<string, unknown>[] = await manager.query(
      `SELECT ${selectList(manager, WaterAccount, 'w')} FROM account_binding a JOIN water_account w ON w.id = a.account_id WHERE a.resident_id = ? AND a.account_id = ? AND a.unbound_at IS NULL`,
      [residentId, accountId],
    );
    if (!row) throw new Refusal('NOT_FOUND');
    return readRow(manager, WaterAccount, row);
  }

  /** PY-1: masked name and address, and what is owed now. */
  async boundAccounts(residentId: number, manager: EntityManager = this.dataSource.manager): Promise<BoundAccount[]> {
    return this.boundViews(await this.accountIdsOf(residentId, manager), manager);
  }

  async boundViews(accountIds: readonly number[], manager: EntityManager): Promise<BoundAccount[]> {
    const accounts = await this.accountsById(accountIds, manager);
    const now = this.clock.now();
    const owed = await this.debts?.owedBy(accountIds, now, manager);
    const terms = await this.debts?.termsNow([...accounts.values()], now, manager);
    return accountIds.flatMap((id) => {
      const account = accounts.get(id);
      return account ? [boundAccountView(account, terms?.get(id) ?? { householdSize: account.householdSize, tariffName: account.tariffCode }, owed?.get(id))] : [];
    });
  }
}

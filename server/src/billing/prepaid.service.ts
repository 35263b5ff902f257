import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { affectedBy, placesOf, rowsWhere } from '../database/index.js';
import { PrepaidBalance } from './billing.entity.js';

/** Payments out of prepaid money, which billing does not know: payment hands itself in. */
export interface PrepaidPayments {
  /** Pays and posts open bills of these accounts that are not in question, the oldest first, each out of its account's own money. Refuses `BILL_CHANGED` when somebody else moved one at the same moment. */
  payOpenBills(tx: EntityManager, accountIds: readonly number[], now: Date): Promise<void>;
}

/** What accounts have paid in advance. Moves the guarded balance only: whoever moves it posts it, in the same transaction (book `prepaid`). */
@Injectable()
export class PrepaidService {
  private payments: PrepaidPayments | undefined;

  constructor(private readonly dataSource: DataSource) {}

  /** Called once at start by payment. */
  usePayments(payments: PrepaidPayments): void {
    this.payments = payments;
  }

  /** As `PrepaidPayments.payOpenBills`. */
  async payOpenBills(tx: EntityManager, accountIds: readonly number[], now: Date): Promise<void> {
    await this.payments?.payOpenBills(tx, accountIds, now);
  }

  /** Fen, more than 0. */
  async add(tx: EntityManager, accountId: number, fen: number): Promise<void> {
    const isSqlite = tx.connection.options.type === 'better-sqlite3';
    const sum = isSqlite
      ? 'ON CONFLICT (account_id) DO UPDATE SET balance_fen = balance_fen + excluded.balance_fen, version = version + 1'
      : 'ON DUPLICATE KEY UPDATE balance_fen = balance_fen + VALUES(balance_fen), version = version + 1';
    await tx.query(`INSERT INTO prepaid_balance (account_id, balance_fen, version) VALUES (?, ?, 1) ${sum}`, [accountId, fen]);
  }

  /** False when there is not as much. */
  async take(tx: EntityManager, accountId: number, fen: number): Promise<boolean> {
    return (await affectedBy(tx, 'UPDATE prepaid_balance SET balance_fen = balance_fen - ?, version = version + 1 WHERE account_id = ? AND balance_fen >= ?', [fen, accountId, fen])) === 1;
  }

  /** Accounts without money with us are absent. */
  async balances(accountIds: readonly number[], manager: EntityManager = this.dataSource.manager): Promise<Map<number, number>> {
    if (accountIds.length === 0) return new Map();
    const rows = await rowsWhere(manager, PrepaidBalance, `t.account_id IN (${placesOf(accountIds)})`, accountIds);
    return new Map(rows.filter(({ balanceFen }) => balanceFen > 0).map(({ accountId, balanceFen }) => [accountId, balanceFen]));
  }
}

import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

export type BillHandler = (tx: EntityManager, ids: readonly number[], now: Date) => Promise<void>;

/** Capabilities that must do something when bills are issued or reversed; billing knows none of them. Register in `onModuleInit`. */
@Injectable()
export class BillFollowers {
  private readonly ofIssued: BillHandler[] = [];
  private readonly ofReversed: BillHandler[] = [];

  /** `ids` are of accounts with a new bill that residents are told of: in the transactions of the messages, some hundreds at a time. Safe to repeat. */
  followIssued(handler: BillHandler): void {
    this.ofIssued.push(handler);
  }

  /** `ids` are of bills that are void from this transaction on; what was paid of them is the account's prepayment. */
  followReversed(handler: BillHandler): void {
    this.ofReversed.push(handler);
  }

  async issued(tx: EntityManager, accountIds: readonly number[], now: Date): Promise<void> {
    for (const handler of this.ofIssued) await handler(tx, accountIds, now);
  }

  async reversed(tx: EntityManager, billIds: readonly number[], now: Date): Promise<void> {
    for (const handler of this.ofReversed) await handler(tx, billIds, now);
  }
}

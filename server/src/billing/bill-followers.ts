import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Bill } from './billing.entity.js';
import type { PlannedBill } from './rules/plan-bill.js';

export interface DisputeFollower {
  begun(tx: EntityManager, accountIds: readonly number[], now: Date): Promise<void>;
  ended(tx: EntityManager, accountIds: readonly number[], now: Date): Promise<void>;
}
export type BillHandler = (tx: EntityManager, ids: readonly number[], now: Date) => Promise<void>;

/** A draft as it was before it was worked out anew, and what it says now. */
export interface RedraftedBill {
  readonly draft: Bill;
  readonly planned: PlannedBill;
}

/** Capabilities that must do something when bills are issued or reversed; billing knows none of them. Register in `onModuleInit`. */
@Injectable()
export class BillFollowers {
  private readonly ofIssued: BillHandler[] = [];
  private readonly ofReversed: BillHandler[] = [];
  private readonly ofDisputes: DisputeFollower[] = [];
  private readonly ofRedrafted: ((tx: EntityManager, redrafted: readonly RedraftedBill[]) => Promise<void>)[] = [];

  /** `ids` are of accounts with a new bill that residents are told of: in the transactions of the messages, some hundreds at a time. Safe to repeat. */
  followIssued(handler: BillHandler): void {
    this.ofIssued.push(handler);
  }

  /** `ids` are of bills that are void from this transaction on; what was paid of them is the account's prepayment. */
  followReversed(handler: BillHandler): void {
    this.ofReversed.push(handler);
  }

  /** Accounts of bills that come into dispute, or of whose disputes one has ended; in the ticket's transaction. */
  followDisputes(follower: DisputeFollower): void {
    this.ofDisputes.push(follower);
  }

  followRedrafted(handler: (tx: EntityManager, redrafted: readonly RedraftedBill[]) => Promise<void>): void {
    this.ofRedrafted.push(handler);
  }

  async issued(tx: EntityManager, accountIds: readonly number[], now: Date): Promise<void> {
    for (const handler of this.ofIssued) await handler(tx, accountIds, now);
  }

  async reversed(tx: EntityManager, billIds: readonly number[], now: Date): Promise<void> {
    for (const handler of this.ofReversed) await handler(tx, billIds, now);
  }

  async disputed(tx: EntityManager, moved: 'begun' | 'ended', accountIds: readonly number[], now: Date): Promise<void> {
    for (const follower of this.ofDisputes) await follower[moved](tx, accountIds, now);
  }

  async redrafted(tx: EntityManager, redrafted: readonly RedraftedBill[]): Promise<void> {
    for (const handler of this.ofRedrafted) await handler(tx, redrafted);
  }
}

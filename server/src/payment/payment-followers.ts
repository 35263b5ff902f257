import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** Money of a payment goes back, or the payment was voided. `cause` tells apart what may happen to one payment several times. */
export interface GoneBack {
  paymentId: number;
  cause: string;
}
export type GoneBackHandler = (tx: EntityManager, gone: GoneBack, now: Date) => Promise<void>;

/** Capabilities that must do something in the same transaction when money goes back; payment knows none of them. */
@Injectable()
export class PaymentFollowers {
  private readonly handlers: GoneBackHandler[] = [];

  /** Call it in `onModuleInit`. */
  follow(handler: GoneBackHandler): void {
    this.handlers.push(handler);
  }

  async tell(tx: EntityManager, gone: GoneBack, now: Date): Promise<void> {
    for (const handler of this.handlers) await handler(tx, gone, now);
  }
}

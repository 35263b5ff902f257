import { timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { BodyOf, ResponseOf } from '@shouwen/shared/contract';
import type { BoundAccount, checkBinding } from '@shouwen/shared/contract/customer';
import { maskAddress, maskName } from '@shouwen/shared/value';
import { IsNull } from 'typeorm';
import { CONFIG, type Config } from '../config/index.js';
import { digestOf, encrypted, isDuplicateKey, Transactions } from '../database/index.js';
import { Clock, Once, Refusal, ThrottleService } from '../http/index.js';
import { BindingTickets } from './binding-ticket.js';
import { AccountBinding, type WaterAccount } from './customer.entity.js';
import { CustomerService } from './customer.service.js';

type Proof = BodyOf<typeof checkBinding>['proof'];
const checksPerResidentAndHour = 5;
const checksPerAccountAndDay = 20;
/** Right answers: who looks after a large family needs several, who walks through a list of other people's accounts needs more. */
const rightPerResidentAndHour = 30;
const MINUTE = 60_000;

/** A resident binds an account in two steps: prove to know it, then confirm what is shown of it (PY-1). */
@Injectable()
export class BindingService {
  private readonly tickets: BindingTickets;
  /** For paying without binding: choosing bills and the way to the cashier take longer. */
  private readonly relativeTickets: BindingTickets;
  /** Stands in for an account that does not exist, so that the same work is done for it. */
  private readonly decoy: Pick<WaterAccount, 'meterNumber'> & { name: string; phone: string };

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly customers: CustomerService,
    private readonly throttle: ThrottleService,
    private readonly transactions: Transactions,
    private readonly once: Once,
    private readonly clock: Clock,
  ) {
    this.tickets = new BindingTickets(config.secretKey, 'binding', 10 * MINUTE);
    this.relativeTickets = new BindingTickets(config.secretKey, 'relative', 30 * MINUTE);
    this.decoy = { name: encrypted.to('无此户号'), phone: encrypted.to('10000000000'), meterNumber: '' };
  }

  /**
   * Throws `BINDING_NOT_MATCHED` alike for an unknown account and a wrong proof, `TOO_MANY_ATTEMPTS` past the limits.
   * A right answer is not counted as a guess, and forgives none: one's own account must not buy further guesses at another's.
   */
  async check(residentId: number, body: BodyOf<typeof checkBinding>): Promise<ResponseOf<typeof checkBinding>> {
    const now = this.clock.now();
    const account = await this.prove(residentId, body, now);
    return {
      ticket: this.tickets.issue(residentId, account.id, now),
      accountNumber: account.accountNumber,
      nameMasked: maskName(account.name),
      addressMasked: maskAddress(account.address),
    };
  }

  /** Shows that the resident knows the account, whatever for; the limits hold for all purposes together. Refuses as `check` does. */
  async prove(residentId: number, body: BodyOf<typeof checkBinding>, now: Date): Promise<WaterAccount> {
    const attempts = [
      await this.throttle.attempt(`binding-resident:${residentId}`, checksPerResidentAndHour, 60, now),
      await this.throttle.attempt(`binding-account:${body.accountNumber}`, checksPerAccountAndDay, 24 * 60, now),
    ];
    const account = await this.customers.accountByNumber(body.accountNumber);
    const proven = proves(body.proof, account ?? { phone: this.decryptDecoy(), meterNumber: this.decoy.meterNumber });
    if (!account || !proven) throw new Refusal('BINDING_NOT_MATCHED', { rule: 'PY-1' });
    await this.throttle.attempt(`binding-right:${residentId}`, rightPerResidentAndHour, 60, now);
    await this.throttle.takeBack(attempts);
    return account;
  }

  /** For half an hour: lets the resident pay what the account owes without binding it. */
  relativeTicket(residentId: number, accountId: number, now: Date): string {
    return this.relativeTickets.issue(residentId, accountId, now);
  }

  /** Refuses `RELATIVE_EXPIRED` for a ticket that does not hold. */
  accountOfRelative(residentId: number, ticket: string, now: Date): number {
    const accountId = this.relativeTickets.accountOf(ticket, residentId, now);
    if (accountId === null) throw new Refusal('RELATIVE_EXPIRED');
    return accountId;
  }

  /** Throws `BINDING_EXPIRED` for a ticket that does not hold, `ACCOUNT_ALREADY_BOUND` for a second binding. */
  async confirm(residentId: number, ticket: string): Promise<BoundAccount> {
    const now = this.clock.now();
    const accountId = this.tickets.accountOf(ticket, residentId, now);
    if (accountId === null) throw new Refusal('BINDING_EXPIRED');
    try {
      return await this.once.run(async (tx) => {
        const liveKey = `${residentId}:${accountId}`;
        if (await tx.existsBy(AccountBinding, { liveKey })) throw new Refusal('ACCOUNT_ALREADY_BOUND');
        await tx.insert(AccountBinding, { residentId, accountId, liveKey, boundAt: now, unboundAt: null });
        const [view] = await this.customers.boundViews([accountId], tx);
        if (!view) throw new Refusal('BINDING_EXPIRED');
        return view;
      });
    } catch (error) {
      if (isDuplicateKey(error)) throw new Refusal('ACCOUNT_ALREADY_BOUND');
      throw error;
    }
  }

  /** Throws `NOT_FOUND` when the resident is not bound to the account. */
  async unbind(residentId: number, accountId: number): Promise<void> {
    const ended = await this.transactions.run((tx) =>
      tx.update(AccountBinding, { residentId, accountId, unboundAt: IsNull() }, { unboundAt: this.clock.now(), liveKey: null }),
    );
    if (!ended.affected) throw new Refusal('NOT_FOUND');
  }

  /** As many decryptions as loading an account takes. */
  private decryptDecoy(): string {
    encrypted.from(this.decoy.name);
    return encrypted.from(this.decoy.phone);
  }
}

/** Compares digests in constant time; an account without a phone matches nothing. */
function proves(proof: Proof, account: Pick<WaterAccount, 'phone' | 'meterNumber'>): boolean {
  const onFile = proof.kind === 'phone-tail' ? (account.phone?.slice(-4) ?? '') : account.meterNumber.slice(-6);
  return timingSafeEqual(Buffer.from(digestOf(proof.value)), Buffer.from(digestOf(onFile)));
}

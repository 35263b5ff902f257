import { Inject, Injectable } from '@nestjs/common';
import { pathOf } from '@shouwen/shared/contract';
import { checkReceipt, type ReceiptCheck } from '@shouwen/shared/contract/payment';
import { maskAccountNumber } from '@shouwen/shared/value';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../config/index.js';
import { Clock, Refusal, SignedLinks } from '../http/index.js';
import { Payment, PaymentItem } from './payment.entity.js';
import { givenBackFen, isKept, receivedFen } from './payment.view.js';
import { Receipt } from './receipt.entity.js';

/** Receipts are kept as long as the water account; ten years is what accounts are kept by law. */
const VALID_SECONDS = 10 * 366 * 24 * 3600;

/** PY-10: whoever is shown a receipt can see whether it is ours and still holds. Signed, so that numbers cannot be tried out. */
@Injectable()
export class ReceiptChecks {
  constructor(
    private readonly dataSource: DataSource,
    private readonly links: SignedLinks,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The page for the receipt; the same each time it is asked for. */
  addressOf({ receiptNumber, issuedAt }: Pick<Receipt, 'receiptNumber' | 'issuedAt'>): string {
    const path = pathOf(checkReceipt, { number: receiptNumber });
    const query = this.links.sign(path, issuedAt, VALID_SECONDS).slice(path.length + 1);
    return `${this.config.publicUrl.replace(/\/$/, '')}/app/#/bill/check/index?number=${receiptNumber}&${query}`;
  }

  /** Refuses `RECEIPT_NOT_GENUINE` alike for a number that is not there and a signature that is not ours. */
  async check(receiptNumber: string, expires: string | undefined, signature: string | undefined): Promise<ReceiptCheck> {
    const { manager } = this.dataSource;
    if (!this.links.isValid(pathOf(checkReceipt, { number: receiptNumber }), Number(expires), signature ?? '', this.clock.now())) throw new Refusal('RECEIPT_NOT_GENUINE');
    const receipt = await manager.findOneBy(Receipt, { receiptNumber });
    const payment = receipt && (await manager.findOneBy(Payment, { id: receipt.paymentId }));
    if (!payment) throw new Refusal('RECEIPT_NOT_GENUINE');
    const items = await manager.find(PaymentItem, { where: { paymentId: payment.id }, order: { id: 'ASC' } });
    return {
      receiptNumber,
      companyName: this.config.company.name,
      state: receipt.state,
      issuedAt: receipt.issuedAt.toISOString(),
      voidedAt: receipt.voidedAt?.toISOString() ?? null,
      amountFen: receivedFen(payment, items),
      givenBackFen: receipt.state === 'void' ? 0 : givenBackFen(payment, items),
      accountsMasked: [...new Set(items.filter((item) => isKept(payment, item)).map(({ accountNumber }) => maskAccountNumber(accountNumber)))],
    };
  }
}

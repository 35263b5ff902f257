import { Injectable } from '@nestjs/common';
import { formatFen, formatFullInstant } from '@shouwen/shared/value';
import { paymentMethodLabels } from '@shouwen/shared/vocabulary';
import { Clock } from '../http/index.js';
import { PaymentService } from '../payment/index.js';
import { type PrintPart, PrintService } from '../print/index.js';
import { monthsInWords } from './rules/months-in-words.js';

/** A receipt that its payer keeps or passes on; names and addresses stay masked, for nobody knows where it goes (PR-1). */
@Injectable()
export class ReceiptPaper {
  constructor(
    private readonly payments: PaymentService,
    private readonly print: PrintService,
    private readonly clock: Clock,
  ) {}

  /** `NOT_FOUND` for another's payment, and for one without a receipt. */
  async of(residentId: number, paymentId: number): Promise<{ name: string; file: Buffer }> {
    const { receiptNumber, companyName, payment, accounts, transactionId, amountInWords, lines, receivedFen, givenBackFen, state, checkAddress } = await this.payments.receipt(residentId, paymentId);
    const rows = lines.map((line) => [
      line.accountNumber, line.kind === 'bill' && line.from !== null && line.to !== null ? `${monthsInWords(line.from, line.to)}水费` : '预存水费', formatFen(line.principalFen), formatFen(line.lateFeeFen),
    ]);
    const parts: PrintPart[] = [
      { kind: 'fields', rows: [
        { label: '收据号', value: receiptNumber, half: true }, { label: '付款时间', value: payment.paidAt === null ? '' : formatFullInstant(payment.paidAt), half: true },
        { label: '付款方式', value: paymentMethodLabels[payment.method], half: true }, { label: '金额', value: `${formatFen(receivedFen)} 元`, half: true },
        { label: '大写', value: amountInWords },
        ...accounts.map(({ accountNumber, nameMasked, addressMasked }) => ({ label: '户号', value: `${accountNumber}　${nameMasked}　${addressMasked}` })),
        ...(transactionId === null ? [] : [{ label: '微信支付单号', value: transactionId }]),
      ] },
      { kind: 'table', columns: [{ title: '户号', share: 1.4 }, { title: '项目', share: 2 }, { title: '水费（元）', share: 1 }, { title: '违约金（元）', share: 1 }], rows },
      ...(state === 'issued' && givenBackFen > 0 ? [{ kind: 'paragraph' as const, text: `其中 ${formatFen(givenBackFen)} 元已退回或正在退回付款人。` }] : []),
    ];
    const stamp = state === 'void' ? '作废' : givenBackFen >= receivedFen ? '已退款' : undefined;
    const document = { title: '水费缴费收据', subtitle: companyName, footer: receiptNumber, at: this.clock.now(), qr: { text: checkAddress, caption: '扫码核验收据真伪' }, ...(stamp === undefined ? {} : { stamp }), parts };
    return { name: `缴费收据 ${receiptNumber}`, file: await this.print.pdf(document) };
  }
}

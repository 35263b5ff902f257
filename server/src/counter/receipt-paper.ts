import type { ReceiptPaper } from '@shouwen/shared/contract/payment-desk';
import { formatFen, formatFullInstant } from '@shouwen/shared/value';
import { paymentMethodLabels } from '@shouwen/shared/vocabulary';
import type { PrintDocument, RollDocument, RollLine } from '../print/index.js';

const period = (item: ReceiptPaper['items'][number]) => (item.kind === 'prepayment' ? '预存水费' : `${item.from} 至 ${item.to}`);
const marks = ({ state, prints }: ReceiptPaper) => (state === 'void' ? '（已作废）' : prints > 1 ? `（第 ${prints} 次打印）` : '');
const howPaid = (paper: ReceiptPaper) =>
  paper.tenderedFen !== null ? `收 ${formatFen(paper.tenderedFen)}　找 ${formatFen(paper.changeFen ?? 0)}` : paper.cardReference !== null ? `参考号 ${paper.cardReference}` : (paper.transactionId ?? '');

const check = ({ checkAddress }: ReceiptPaper) => ({ text: checkAddress, caption: '扫码核验收据真伪' });

/** PY-2, PY-10: the receipt for the window's 80 mm printer. */
export function rollReceipt(paper: ReceiptPaper, at: Date): RollDocument {
  const lines: RollLine[] = [
    { left: paper.companyName, bold: true, large: true, centred: true },
    { left: `水费收据${marks(paper)}`, bold: true, centred: true },
    'rule',
    { left: '收据号', right: paper.receiptNumber },
    { left: '时间', right: formatFullInstant(paper.issuedAt) },
    ...(paper.hallName ? [{ left: '窗口', right: paper.hallName }] : []),
    ...(paper.cashier ? [{ left: '收费员', right: `${paper.cashier.name} ${paper.cashier.staffNumber}` }] : []),
  ];
  paper.items.forEach((item, index) => {
    if (item.accountNumber !== paper.items[index - 1]?.accountNumber) lines.push('rule', { left: `户号 ${item.accountNumber}`, right: item.nameMasked, bold: true }, { left: item.addressMasked });
    lines.push({ left: period(item), right: formatFen(item.principalFen) });
    if (item.volume !== null && item.kind === 'bill') lines.push({ left: `　用水 ${item.volume} m³` });
    if (item.lateFeeFen > 0) lines.push({ left: '　违约金', right: formatFen(item.lateFeeFen) });
  });
  lines.push(
    'rule', { left: '合计', right: `${formatFen(paper.amountFen)} 元`, bold: true, large: true }, { left: paper.amountInWords },
    { left: paymentMethodLabels[paper.method], right: howPaid(paper) }, 'rule', { left: '请当面点清，妥善保管', centred: true },
  );
  return { title: `收据 ${paper.receiptNumber}`, at, lines, qr: check(paper), ...(paper.state === 'void' ? { stamp: '作废' } : {}) };
}

/** The same on A4. */
export function pageReceipt(paper: ReceiptPaper, at: Date): PrintDocument {
  return {
    title: `水费收据${marks(paper)}`, subtitle: paper.companyName, footer: `收据 ${paper.receiptNumber}`, at, qr: check(paper), ...(paper.state === 'void' ? { stamp: '作废' } : {}),
    parts: [
      {
        kind: 'fields',
        rows: [
          { label: '收据号', value: paper.receiptNumber, half: true }, { label: '收款时间', value: formatFullInstant(paper.issuedAt), half: true },
          { label: '收款方式', value: `${paymentMethodLabels[paper.method]}　${howPaid(paper)}` },
          ...(paper.cashier ? [{ label: '收费员', value: `${paper.cashier.name} ${paper.cashier.staffNumber}`, half: true }] : []), ...(paper.hallName ? [{ label: '营业厅', value: paper.hallName, half: true }] : []),
        ],
      },
      {
        kind: 'table', columns: [{ title: '户号', share: 3 }, { title: '户名、地址', share: 6 }, { title: '账期', share: 5 }, { title: '用水', share: 2 }, { title: '水费', share: 3 }, { title: '违约金', share: 2 }],
        rows: paper.items.map((item) => [item.accountNumber, `${item.nameMasked}　${item.addressMasked}`, period(item), item.volume === null || item.kind === 'prepayment' ? '' : `${item.volume} m³`, formatFen(item.principalFen), item.lateFeeFen > 0 ? formatFen(item.lateFeeFen) : '']),
      },
      { kind: 'fields', rows: [{ label: '合计', value: `${formatFen(paper.amountFen)} 元` }, { label: '大写', value: paper.amountInWords }] },
      { kind: 'signatures', lines: [{ label: '收款单位（章）' }, { label: '收费员' }] },
    ],
  };
}

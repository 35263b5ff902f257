import { printReceipt, type ReceiptPaper } from '@shouwen/shared/contract/payment-desk';
import { formatFen, formatFullInstant } from '@shouwen/shared/value';
import { paymentMethodLabels } from '@shouwen/shared/vocabulary';
import { useEffect, useEffectEvent, useState, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { messageOf } from '../../api/api-error';
import { useIntent } from '../../api/intent';
import { showNotice } from '../../ui/notice';
import styles from './thermal-receipt.module.css';

/** Prints on the window's 80 mm printer through the browser; with `--kiosk-printing` it asks nothing. */
export function useThermalPrint(): { print: (receiptNumber: string) => void; paper: ReactNode } {
  const [paper, setPaper] = useState<ReceiptPaper | null>(null);
  const command = useIntent(printReceipt, (answer) => setPaper(answer));
  return {
    print: (receiptNumber) => command.mutate({ params: { number: receiptNumber } }, { onError: (error) => showNotice({ id: 'print', tone: 'fault', text: messageOf(error) }) }),
    paper: paper && <Printed paper={paper} onPrinted={() => setPaper(null)} />,
  };
}

function Printed({ paper, onPrinted }: { paper: ReceiptPaper; onPrinted: () => void }) {
  const print = useEffectEvent(() => { window.print(); onPrinted(); });
  useEffect(() => print(), []);
  return createPortal(<ThermalReceipt paper={paper} />, document.body);
}

function ThermalReceipt({ paper }: { paper: ReceiptPaper }) {
  return (
    <div className={styles.paper} data-thermal>
      <h1>{paper.companyName}</h1>
      <h2>水费收据{paper.state === 'void' ? '（已作废）' : paper.prints > 1 ? `（第 ${paper.prints} 次打印）` : ''}</h2>
      <dl>
        <div><dt>收据号</dt><dd>{paper.receiptNumber}</dd></div>
        <div><dt>时间</dt><dd>{formatFullInstant(paper.issuedAt)}</dd></div>
        {paper.cashier && <div><dt>收费员</dt><dd>{paper.cashier.name} {paper.cashier.staffNumber}</dd></div>}
        {paper.hallName && <div><dt>窗口</dt><dd>{paper.hallName}</dd></div>}
      </dl>
      {paper.items.map((item, index) => (
        <section key={index}>
          {item.accountNumber !== paper.items[index - 1]?.accountNumber && <p>{item.accountNumber} {item.nameMasked}<br />{item.addressMasked}</p>}
          <p><span>{item.kind === 'prepayment' ? '预存水费' : `${item.from} 至 ${item.to}${item.volume === null ? '' : `　${item.volume} m³`}`}</span><b>{formatFen(item.principalFen)}</b></p>
          {item.lateFeeFen > 0 && <p><span>违约金</span><b>{formatFen(item.lateFeeFen)}</b></p>}
        </section>
      ))}
      <p className={styles.total}><span>合计</span><b>{formatFen(paper.amountFen)} 元</b></p>
      <p>{paper.amountInWords}</p>
      <p><span>{paymentMethodLabels[paper.method]}</span><b>{paper.tenderedFen !== null ? `收 ${formatFen(paper.tenderedFen)} 找 ${formatFen(paper.changeFen ?? 0)}` : (paper.cardReference ?? paper.transactionId ?? '')}</b></p>
      {paper.state === 'void' && <strong className={styles.void}>作 废</strong>}
      <footer>请当面点清，妥善保管</footer>
    </div>
  );
}

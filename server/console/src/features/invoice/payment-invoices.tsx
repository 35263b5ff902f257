import * as contract from '@shouwen/shared/contract/invoice';
import { formatFen, formatFullInstant } from '@shouwen/shared/value';
import { invoiceReversalLabels, invoiceStateLabels, type InvoiceTitleKind } from '@shouwen/shared/vocabulary';
import { Button, Input, Radio } from 'antd';
import { useRef, useState } from 'react';
import { useKeys } from '../../keyboard/keyboard';
import { Field } from '../../ui/field';
import { showNotice } from '../../ui/notice';
import { Refusal } from '../../ui/refusal';
import { useInvoiceCommand } from './invoice.calls';
import styles from './invoice.module.css';

/** One payment: what of it is invoiced, and what can be. */
export function PaymentInvoices({ payment }: { payment: contract.StaffInvoices }) {
  /** The invoice whose title is being put right; 0: a new one. */
  const [editing, setEditing] = useState<number | null>(null);
  const mayRequest = payment.why === null;
  useKeys('这笔缴费', [mayRequest && { keys: 'n', label: '开发票', run: () => setEditing(0) }, editing !== null && { keys: 'escape', label: '不开了', run: () => setEditing(null) }]);
  return (
    <div className={styles.payment}>
      <header>
        <h2>收据 {payment.receiptNumber}</h2>
        <p>{formatFullInstant(payment.paidAt)} · {payment.methodLabel} · {payment.accounts.map(({ accountNumber, nameMasked }) => `户号 ${accountNumber} ${nameMasked}`).join('、')}</p>
      </header>
      <dl className={styles.sums}>
        <div><dt>可开票</dt><dd>{formatFen(payment.paidFen)}</dd></div>
        <div><dt>已开票</dt><dd>{formatFen(payment.invoicedFen)}</dd></div>
        <div><dt>还可开</dt><dd>{formatFen(payment.openFen)}</dd></div>
      </dl>
      {payment.why !== null && <p className={styles.why}>{payment.why}</p>}
      {mayRequest && editing !== 0 && <Button type="primary" onClick={() => setEditing(0)}>开发票（n）</Button>}
      {editing !== null && <TitleForm key={editing} paymentId={payment.paymentId} correct={editing === 0 ? null : editing} openFen={payment.openFen} onDone={() => setEditing(null)} />}
      {payment.items.map((invoice) => <OneInvoice key={invoice.id} invoice={invoice} onCorrect={() => setEditing(invoice.id)} />)}
    </div>
  );
}

function OneInvoice({ invoice, onCorrect }: { invoice: contract.InvoiceView; onCorrect: () => void }) {
  const ask = useInvoiceCommand(contract.staffAskInvoice);
  const waiting = invoice.state === 'requested' || invoice.state === 'reversing';
  return (
    <article className={styles.invoice}>
      <h3>{invoice.title.name}<span className={styles.state} data-state={invoice.state}>{invoiceStateLabels[invoice.state]}</span><b>{formatFen(invoice.amountFen)}</b></h3>
      <p>{invoice.note}</p>
      <dl>
        {invoice.title.taxNumber !== null && <><dt>税号</dt><dd>{invoice.title.taxNumber}</dd></>}
        {invoice.number !== null && <><dt>发票号码</dt><dd>{invoice.number}</dd></>}
        <dt>{invoice.issuedAt === null ? '申请' : '开具'}</dt><dd>{formatFullInstant(invoice.issuedAt ?? invoice.requestedAt)}</dd>
        {invoice.reversal && <><dt>红冲</dt><dd>{invoiceReversalLabels[invoice.reversal.reason]}{invoice.reversal.number !== null && `，红字发票 ${invoice.reversal.number}`}</dd></>}
      </dl>
      <div className={styles.actions}>
        {invoice.pdfUrl !== null && <Button href={invoice.pdfUrl} target="_blank" rel="noopener">打开 PDF</Button>}
        {invoice.ofdUrl !== null && <Button href={invoice.ofdUrl}>下载 OFD</Button>}
        {invoice.mayCorrect && <Button onClick={onCorrect}>抬头写错，换开</Button>}
        {waiting && <Button loading={ask.isPending} onClick={() => { if (!ask.isPending) ask.send(invoice.id); }}>马上再查一次</Button>}
      </div>
      <Refusal error={ask.error} />
    </article>
  );
}

interface Title {
  kind: InvoiceTitleKind;
  name: string;
  taxNumber: string;
}
const bodyOf = ({ kind, name, taxNumber }: Title) => (kind === 'company' ? { kind, name, taxNumber } : { kind, name });

/** What the contract says of each field of a title. */
function problemsOf(title: Title): Partial<Record<'name' | 'taxNumber', string>> {
  const { error } = contract.invoiceTitle.safeParse(bodyOf(title));
  return Object.fromEntries([...(error?.issues ?? [])].reverse().map(({ path, message }) => [String(path[0]), message]));
}

function TitleForm({ paymentId, correct, openFen, onDone }: { paymentId: number; correct: number | null; openFen: number; onDone: () => void }) {
  const [title, setTitle] = useState<Title>({ kind: 'personal', name: '', taxNumber: '' });
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const problems = tried ? problemsOf(title) : {};
  const change = (part: Partial<Title>) => setTitle({ ...title, ...part });
  const command = useInvoiceCommand(correct === null ? contract.staffRequestInvoice : contract.staffCorrectInvoice, () => {
    showNotice({ id: 'invoice', tone: 'done', text: correct === null ? '已向税务系统申请' : '正在收回原发票，随后按新抬头重开', lastsMs: 3500 });
    onDone();
  });
  const submit = () => {
    setTried(true);
    const [faulty] = Object.keys(problemsOf(title));
    if (faulty) form.current?.querySelector<HTMLElement>(`[data-field="${faulty}"] input`)?.focus();
    else if (!command.isPending) command.send(correct ?? paymentId, { title: bodyOf(title) });
  };
  return (
    <form ref={form} className={styles.form} noValidate aria-label={correct === null ? '开发票' : '换开'} onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <strong>{correct === null ? `开 ${formatFen(openFen)} 元` : '换开：先收回原发票'}</strong>
      <Radio.Group value={title.kind} onChange={(event) => change({ kind: event.target.value as InvoiceTitleKind })} options={[{ value: 'personal', label: '个人' }, { value: 'company', label: '单位' }]} />
      <Field name="name" label={title.kind === 'company' ? '单位全称' : '姓名'} required error={problems.name}>
        <Input autoFocus aria-label="抬头" maxLength={100} value={title.name} onChange={(event) => change({ name: event.target.value })} />
      </Field>
      {title.kind === 'company' && (
        <Field name="taxNumber" label="税号" required hint="18 位统一社会信用代码" error={problems.taxNumber}>
          <Input aria-label="税号" maxLength={22} value={title.taxNumber} onChange={(event) => change({ taxNumber: event.target.value })} />
        </Field>
      )}
      <Refusal error={command.error} />
      <div className={styles.actions}><Button type="primary" htmlType="submit" loading={command.isPending}>{correct === null ? '申请开票' : '换开'}</Button><Button onClick={onDone}>取消</Button></div>
    </form>
  );
}

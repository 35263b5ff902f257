import { receiptPaper } from '@shouwen/shared/contract/counter';
import { requestRefund, requestVoid, type DeskPayment } from '@shouwen/shared/contract/payment-desk';
import { formatFen, formatInstant } from '@shouwen/shared/value';
import { paymentMethodLabels, paymentStateLabels, refundMethodLabels, type RefundMethod } from '@shouwen/shared/vocabulary';
import { Button, Checkbox, Input } from 'antd';
import { useRef, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { addressOf } from '../../api/call';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { useListKeys } from '../../keyboard/list-keys';
import { useStaff } from '../../session/session';
import { Choice } from '../../ui/choice';
import { Field } from '../../ui/field';
import { showNotice } from '../../ui/notice';
import { Refusal } from '../../ui/refusal';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import { YuanField } from '../../field/yuan-field';
import { useCounterCommand, useCounterPayments, useDeskPayment } from './counter.calls';
import styles from './counter.module.css';
import { useThermalPrint } from './thermal-receipt';

/** What this shift took: print again, ask for a void in the shift, for a refund afterwards. */
export function PaymentsPage() {
  const navigate = useNavigate();
  const id = Number(useParams().id) || null;
  // Who takes no money looks at the one payment that was named.
  const takes = useStaff().roles.some((role) => role === 'clerk' || role === 'shift-leader');
  const pages = useCounterPayments(takes);
  const detail = useDeskPayment(id);
  const list = useRef<HTMLDivElement>(null);
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const more = () => { if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage(); };
  useListKeys('收费记录', list, { onEnd: more, more: [{ keys: 'escape', label: '返回', run: () => { if (takes) void navigate(id === null ? '/counter' : '/counter/payments'); else void navigate(-1); } }] });
  return (
    <div className={styles.list}>
      <header><h1>{takes ? '本班收费记录' : '缴费'}</h1>{takes && <Link to="/counter">回到收费（Esc）</Link>}</header>
      <div className={styles.split}>
        <div ref={list} className={styles.rows}>
          {!takes ? <EmptyState title="收费记录由收费员看">要看别的缴费，请到“户号账单”找到户号</EmptyState> : pages.isPending ? <ListSkeleton rows={8} height={40} /> : pages.isError ? <ErrorState error={pages.error} onRetry={() => void pages.refetch()} /> : items.length === 0 ? <EmptyState title="本班还没有收费">收费后会列在这里，可重打收据、申请撤销或退款</EmptyState> : items.map((item) => (
            <Link key={item.id} to={`/counter/payments/${item.id}`} data-row aria-current={item.id === id} className={styles.row}>
              <span>{formatInstant(item.createdAt).slice(-5)}</span>
              <span>{item.accountNumbers.join('、')}{item.accountCount > item.accountNumbers.length && ` 等 ${item.accountCount} 户`} <small>{item.receiptNumber}{item.lateBook && ' 晚收簿'}</small></span>
              <span>{paymentMethodLabels[item.method]}{item.via === 'native' && '（扫码）'}</span><b>{formatFen(item.amountFen)}</b>
              <span className={styles.state} data-state={item.state}>{paymentStateLabels[item.state]}</span>
            </Link>
          ))}
          {pages.hasNextPage && <Button type="text" block loading={pages.isFetchingNextPage} onClick={more}>再看一些</Button>}
        </div>
        {id === null ? <EmptyState title="从左边选一笔">j、k 选择，Enter 打开</EmptyState> : detail.isPending ? <ListSkeleton rows={4} /> : detail.isError ? <ErrorState error={detail.error} onRetry={() => void detail.refetch()} /> : <Detail key={detail.data.id} payment={detail.data} />}
      </div>
    </div>
  );
}

function Detail({ payment }: { payment: DeskPayment }) {
  const [form, setForm] = useState<'void' | 'refund' | null>(null);
  const { print, paper } = useThermalPrint();
  const may = (action: 'void' | 'refund') => payment.allowedActions.includes(action);
  const receipt = payment.receipt;
  useKeys('这一笔', [
    receipt && { keys: 'p', label: '重打收据', run: () => print(receipt.number) },
    may('void') && { keys: 'v', label: '申请撤销', run: () => setForm('void') },
    may('refund') && { keys: 'r', label: '申请退款', run: () => setForm('refund') },
    form !== null && { keys: 'escape', label: '收起', run: () => setForm(null) },
  ]);
  const asked = (text: string) => { setForm(null); showNotice({ id: 'asked', tone: 'done', text, detail: '结果会在“审批”里通知您' }); };
  return (
    <article className={styles.detail} aria-label="缴费详情">
      <h2>{formatFen(payment.amountFen)} 元 <span className={styles.state} data-state={payment.state}>{paymentStateLabels[payment.state]}</span></h2>
      <dl className={styles.facts}>
        <div><dt>收据</dt><dd>{receipt ? `${receipt.number}${receipt.state === 'void' ? '（作废）' : ''}${receipt.prints > 0 ? ` 已打印 ${receipt.prints} 次` : ''}` : '没有收据'}</dd></div>
        <div><dt>方式</dt><dd>{paymentMethodLabels[payment.method]}{payment.tenderedFen !== null && ` 收 ${formatFen(payment.tenderedFen)} 找 ${formatFen(payment.changeFen ?? 0)}`}{payment.cardReference && ` 批次 ${payment.cardBatch} 参考号 ${payment.cardReference}`}{payment.transactionId && ` ${payment.transactionId}`}</dd></div>
        {payment.items.map((item) => <div key={item.id}><dt>{item.accountNumber}</dt><dd>{item.kind === 'prepayment' ? '预存' : `${item.from} 至 ${item.to}`} {formatFen(item.principalFen + item.lateFeeFen)}{item.settled === false && <b className={styles.stale}>已由他人缴清</b>}</dd></div>)}
        {payment.refunds.map((refund) => <div key={refund.id}><dt>退款</dt><dd>{refund.note}　<Link to="/refunds">看退款</Link></dd></div>)}
      </dl>
      {(payment.requests.void ?? payment.requests.refund) !== null && <p className={styles.late}>已提出{payment.requests.void !== null ? '撤销' : '退款'}申请，等待审批。<Link to="/approvals/own">看申请</Link></p>}
      {form === null && (
        <div className={styles.actions}>
          {receipt && <Button onClick={() => print(receipt.number)}>重打收据 <KeyCap keys="p" quiet /></Button>}
          {receipt && <Button href={addressOf(receiptPaper, { params: { number: receipt.number }, query: { size: 'a4' } })} target="_blank">A4</Button>}
          {may('void') && <Button onClick={() => setForm('void')}>申请撤销 <KeyCap keys="v" quiet /></Button>}
          {may('refund') && <Button onClick={() => setForm('refund')}>申请退款 <KeyCap keys="r" quiet /></Button>}
        </div>
      )}
      {form === 'void' && <VoidForm payment={payment} onDone={() => asked('已申请撤销')} />}
      {form === 'refund' && <RefundForm payment={payment} onDone={() => asked('已申请退款')} />}
      {paper}
    </article>
  );
}

function VoidForm({ payment, onDone }: { payment: DeskPayment; onDone: () => void }) {
  const [reason, setReason] = useState('');
  const [reference, setReference] = useState('');
  const command = useCounterCommand(requestVoid, onDone);
  const submit = () => { if (!command.isPending) command.mutate({ params: { id: payment.id }, body: { reason, reference } }); };
  useKeys('申请撤销', [{ keys: 'ctrl+enter', label: '提交申请', run: submit }]);
  return (
    <div className={styles.form}>
      <p>同意后收据作废、账单恢复待缴，{payment.method === 'cash' ? `从钱箱退还 ${formatFen(payment.amountFen)} 元` : '请先在刷卡机上撤销，再填撤销凭证号'}。只能在本班交班前撤销。</p>
      {payment.method === 'card' && <Field label="刷卡机撤销凭证号" required><Input aria-label="撤销凭证号" maxLength={40} value={reference} onChange={(e) => setReference(e.target.value)} /></Field>}
      <Field label="撤销原因" required><Input.TextArea autoFocus aria-label="撤销原因" rows={2} maxLength={200} value={reason} onChange={(e) => setReason(e.target.value)} /></Field>
      <Refusal error={command.error} />
      <div><Button type="primary" loading={command.isPending} onClick={submit}>提交申请 <KeyCap keys="ctrl+enter" /></Button></div>
    </div>
  );
}

function RefundForm({ payment, onDone }: { payment: DeskPayment; onDone: () => void }) {
  const refundable = payment.items.filter((item) => item.refundableFen > 0);
  const [fens, setFens] = useState<Record<number, number | null>>(() => Object.fromEntries(refundable.map((item) => [item.id, item.refundableFen])));
  const [method, setMethod] = useState<RefundMethod>(payment.method === 'prepaid' ? 'bank' : payment.method);
  const [reason, setReason] = useState('');
  const command = useCounterCommand(requestRefund, onDone);
  const items = refundable.flatMap((item) => (fens[item.id] ? [{ itemId: item.id, fen: fens[item.id]! }] : []));
  const submit = () => { if (!command.isPending) command.mutate({ params: { id: payment.id }, body: { items, method, reason } }); };
  const ways: RefundMethod[] = payment.method === 'prepaid' ? ['bank'] : [payment.method, 'bank'];
  useKeys('申请退款', [{ keys: 'ctrl+enter', label: '提交申请', run: submit }]);
  return (
    <div className={styles.form}>
      {refundable.map((item) => (
        <Field key={item.id} label={<Checkbox checked={!!fens[item.id]} onChange={(e) => setFens({ ...fens, [item.id]: e.target.checked ? item.refundableFen : null })}>{item.kind === 'prepayment' ? '预存' : `${item.from} 至 ${item.to}`} 最多 {formatFen(item.refundableFen)}</Checkbox>}>
          <YuanField label={`退款 ${item.accountNumber} ${item.from ?? '预存'}`} value={fens[item.id] ?? null} onChange={(fen) => setFens({ ...fens, [item.id]: fen === null ? null : Math.min(fen, item.refundableFen) })} />
        </Field>
      ))}
      <Field label="怎样退"><Choice label="怎样退" value={method} onChange={setMethod} options={ways.map((way) => ({ value: way, label: refundMethodLabels[way] }))} /></Field>
      <Field label="退款原因" required><Input.TextArea autoFocus aria-label="退款原因" rows={2} maxLength={200} value={reason} onChange={(e) => setReason(e.target.value)} /></Field>
      <Refusal error={command.error} />
      <div><Button type="primary" loading={command.isPending} disabled={items.length === 0} onClick={submit}>申请退 {formatFen(items.reduce((sum, { fen }) => sum + fen, 0))} 元 <KeyCap keys="ctrl+enter" /></Button></div>
    </div>
  );
}

import { payOutRefund, refundViews, settleRefundOtherwise, tryRefundsAgain, type RefundItem } from '@shouwen/shared/contract/payment-desk';
import { formatFen, formatFullInstant, formatInstant } from '@shouwen/shared/value';
import { refundMethodLabels, refundStateLabels } from '@shouwen/shared/vocabulary';
import { Button, Input } from 'antd';
import { useRef, useState } from 'react';
import { Link, NavLink, useNavigate, useParams } from 'react-router';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { useListKeys } from '../../keyboard/list-keys';
import { Field } from '../../ui/field';
import { showNotice } from '../../ui/notice';
import { Refusal } from '../../ui/refusal';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import { useRefundCommand, useRefundedPayment, useRefunds, type RefundView } from './refund.calls';
import styles from './refund.module.css';

const labels: Record<RefundView, string> = { waiting: '待付出', trouble: '没退成', going: '微信处理中', ended: '已退' };
const nothing: Record<RefundView, string> = { waiting: '没有等着付出的退款', trouble: '没有退不成的退款', going: '没有微信正在处理的退款', ended: '还没有退过款' };
const views: readonly RefundView[] = ['waiting', 'trouble', 'going', 'ended'];

/** Approved refunds until the payer has the money: cash out of the drawer, cards and transfers with their slip, and those WeChat could not give. */
export function RefundPage() {
  const navigate = useNavigate();
  const params = useParams();
  const view = refundViews.find((one) => one === params.view) ?? 'waiting';
  const id = Number(params.id) || null;
  const pages = useRefunds(view);
  const list = useRef<HTMLDivElement>(null);
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const open = items.find((item) => item.id === id);
  const waitForBalance = items.some(({ allowedActions }) => allowedActions.includes('try-again'));
  const again = useRefundCommand(tryRefundsAgain, ({ count }) => showNotice({ id: 'refund', tone: 'done', text: `正在重试 ${count} 笔退款`, detail: '余额仍不足的，几秒后会再列在这里' }));
  const tryAgain = () => again.send({});
  const more = () => { if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage(); };
  useListKeys('退款', list, { onEnd: more, more: [waitForBalance && { keys: 'r', label: '已充值，重试退款', run: tryAgain }, id !== null && { keys: 'escape', label: '收起', run: () => void navigate(`/refunds/${view}`) }] });
  useKeys('退款', views.map((one, index) => ({ keys: String(index + 1), label: labels[one], run: () => void navigate(`/refunds/${one}`) })));
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>退款</h1>
        <nav aria-label="退款">{views.map((one) => <NavLink key={one} to={`/refunds/${one}`} className={one === view ? styles.here : ''}>{labels[one]}</NavLink>)}</nav>
        {waitForBalance && <Button size="small" className={styles.again} loading={again.isPending} onClick={tryAgain}>已充值，重试退款 <KeyCap keys="r" quiet /></Button>}
      </header>
      <Refusal error={again.error} />
      <div className={styles.split}>
        <div ref={list} className={styles.rows}>
          {pages.isPending ? <ListSkeleton rows={8} height={40} /> : pages.isError ? <ErrorState error={pages.error} onRetry={() => void pages.refetch()} /> : items.length === 0 ? <EmptyState title={nothing[view]}>退款在收费记录里申请，批准后列在这里</EmptyState> : items.map((item) => (
            <Link key={item.id} to={`/refunds/${view}/${item.id}`} data-row aria-current={item.id === id} className={styles.row}>
              <span>{formatInstant(item.createdAt)}</span>
              <span>{item.reason} <small>{item.cause === 'surplus' && '自动退回'}</small></span>
              <span>{refundMethodLabels[item.method]}</span><b>{formatFen(item.amountFen)}</b>
              <span className={styles.state} data-state={item.trouble === 'BALANCE' ? 'trouble' : item.state}>{item.trouble === 'BALANCE' ? '余额不足' : refundStateLabels[item.state]}</span>
            </Link>
          ))}
          {pages.hasNextPage && <Button type="text" block loading={pages.isFetchingNextPage} onClick={more}>再看一些</Button>}
        </div>
        {open ? <Detail key={`${open.id}/${open.state}/${open.method}`} refund={open} /> : <EmptyState title="从左边选一笔">看退给谁、怎样退、现在到哪一步</EmptyState>}
      </div>
    </div>
  );
}

function Detail({ refund }: { refund: RefundItem }) {
  const payment = useRefundedPayment(refund.paymentId);
  const [form, setForm] = useState<'pay-out' | 'settle-otherwise' | null>(null);
  const may = (action: RefundItem['allowedActions'][number]) => refund.allowedActions.includes(action);
  const asked = (payment.data?.requests.refund ?? null) !== null;
  useKeys('这一笔', [
    may('pay-out') && { keys: 'p', label: '付出', run: () => setForm('pay-out') },
    may('settle-otherwise') && !asked && { keys: 'b', label: '申请改为银行转账', run: () => setForm('settle-otherwise') },
    form !== null && { keys: 'escape', label: '收起', run: () => setForm(null) },
  ]);
  return (
    <article className={styles.detail} aria-label="退款详情">
      <h2>退 {formatFen(refund.amountFen)} 元 <span className={styles.state} data-state={refund.state}>{refundStateLabels[refund.state]}</span></h2>
      <p className={styles.note} data-state={refund.state}>{refund.note}</p>
      <dl className={styles.facts}>
        <div><dt>怎样退</dt><dd>{refundMethodLabels[refund.method]}{refund.reference && ` 凭证号 ${refund.reference}`}</dd></div>
        <div><dt>原因</dt><dd>{refund.reason}</dd></div>
        <div><dt>退款单号</dt><dd>{refund.refundNumber}</dd></div>
        <div><dt>批准</dt><dd>{formatFullInstant(refund.createdAt)}</dd></div>
        {refund.finishedAt !== null && <div><dt>{refund.state === 'done' ? '付出' : '得知'}</dt><dd>{formatFullInstant(refund.finishedAt)} {refund.finishedBy}</dd></div>}
        {payment.data?.items.map((item) => <div key={item.id}><dt>{item.accountNumber}</dt><dd>{item.kind === 'prepayment' ? '预存' : `${item.from} 至 ${item.to}`}　缴 {formatFen(item.principalFen + item.lateFeeFen)}{item.refundedFen > 0 && `，退 ${formatFen(item.refundedFen)}`}</dd></div>)}
        <div><dt>原缴费</dt><dd>{payment.data ? <Link to={`/counter/payments/${refund.paymentId}`}>{payment.data.receipt?.number ?? payment.data.paymentNumber}</Link> : payment.isError ? '看不到这笔缴费' : ''}</dd></div>
      </dl>
      {asked && <p className={styles.note}>已申请改为银行转账，等待审批。<Link to="/approvals/own">看申请</Link></p>}
      {form === null && (
        <div className={styles.actions}>
          {may('pay-out') && <Button type="primary" onClick={() => setForm('pay-out')}>{refund.method === 'cash' ? '从钱箱付出' : '登记已退'} <KeyCap keys="p" /></Button>}
          {may('settle-otherwise') && !asked && <Button onClick={() => setForm('settle-otherwise')}>申请改为银行转账 <KeyCap keys="b" quiet /></Button>}
        </div>
      )}
      {form === 'pay-out' && <PayOutForm refund={refund} />}
      {form === 'settle-otherwise' && <BankForm refund={refund} onDone={() => setForm(null)} />}
    </article>
  );
}

function PayOutForm({ refund }: { refund: RefundItem }) {
  const [reference, setReference] = useState('');
  const cash = refund.method === 'cash';
  const command = useRefundCommand(payOutRefund, (done) => showNotice({ id: 'refund', tone: 'done', text: `已退 ${formatFen(done.amountFen)} 元`, detail: done.method === 'cash' ? '现金已从本班钱箱减去' : `凭证号 ${done.reference ?? ''}` }));
  const submit = () => command.send({ params: { id: refund.id }, body: { reference } });
  useKeys('付出', [{ keys: 'ctrl+enter', label: cash ? '已付给顾客' : '登记已退', run: submit }]);
  return (
    <div className={styles.form}>
      {cash ? <><p>请当面点清，从本班钱箱付给顾客：</p><div className={styles.give}><span>付出现金</span><strong>{formatFen(refund.amountFen)}</strong></div></> : (
        <>
          <p>{refund.method === 'card' ? '请先在刷卡机上做退货，再填退货单的凭证号' : '请先办妥转账，再填银行回单的凭证号'}</p>
          <Field label="凭证号" required><Input autoFocus aria-label="凭证号" maxLength={64} autoComplete="off" value={reference} onChange={(e) => setReference(e.target.value)} onPressEnter={submit} /></Field>
        </>
      )}
      <Refusal error={command.error} />
      <div><Button type="primary" loading={command.isPending} onClick={submit}>{cash ? '已付给顾客' : '登记已退'} <KeyCap keys="ctrl+enter" /></Button></div>
    </div>
  );
}

function BankForm({ refund, onDone }: { refund: RefundItem; onDone: () => void }) {
  const [reason, setReason] = useState('');
  const command = useRefundCommand(settleRefundOtherwise, () => { onDone(); showNotice({ id: 'refund', tone: 'done', text: '已申请改为银行转账', detail: '批准后由财务转账' }); });
  const submit = () => command.send({ params: { id: refund.id }, body: { reason } });
  useKeys('改为银行转账', [{ keys: 'ctrl+enter', label: '提交申请', run: submit }]);
  return (
    <div className={styles.form}>
      <Field label="改为银行转账的原因" required><Input.TextArea autoFocus aria-label="改为银行转账的原因" rows={2} maxLength={200} value={reason} onChange={(e) => setReason(e.target.value)} /></Field>
      <Refusal error={command.error} />
      <div><Button type="primary" loading={command.isPending} onClick={submit}>提交申请 <KeyCap keys="ctrl+enter" /></Button></div>
    </div>
  );
}

import { deskBillPdf, type DeskBillDetail } from '@shouwen/shared/contract/billing-desk';
import { formatFen, groupTicketNumber } from '@shouwen/shared/value';
import { approvalKindLabels, billStateLabels } from '@shouwen/shared/vocabulary';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { addressOf } from '../../api/call';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { useListKeys } from '../../keyboard/list-keys';
import { showNotice } from '../../ui/notice';
import { BillWorking } from '../../ui/bill-working';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import { BillForm, type BillFormKind } from './bill-forms';
import styles from './account.module.css';
import { useBill, useBills } from './account.calls';

export function BillPane({ accountId, billId }: { accountId: number; billId: number | null }) {
  const navigate = useNavigate();
  const pages = useBills(accountId);
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const open = billId ?? items.find(({ state }) => state !== 'void')?.id ?? null;
  const detail = useBill(open);
  const list = useRef<HTMLDivElement>(null);
  const more = () => { if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage(); };
  useListKeys('账单', list, { onEnd: more, more: [billId !== null && { keys: 'escape', label: '收起', run: () => void navigate(`/account/${accountId}/bill`) }] });
  if (pages.isPending) return <ListSkeleton rows={6} />;
  if (pages.isError && items.length === 0) return <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />;
  if (items.length === 0) return <EmptyState title="还没有账单">抄表出账后会列在这里</EmptyState>;
  return (
    <div className={styles.split}>
      <div ref={list} className={styles.rows}>
        {items.map((bill) => (
          <Link key={bill.id} to={`/account/${accountId}/bill/${bill.id}`} data-row aria-current={bill.id === open} className={styles.row} data-void={bill.state === 'void' || undefined}>
            <b>{bill.from.slice(0, 7)}{bill.from.slice(0, 7) === bill.to.slice(0, 7) ? '' : ` – ${bill.to.slice(0, 7)}`}</b><span className={styles.amount}>{formatFen(bill.totalFen)}</span>
            <small>{bill.volume} m³ · {bill.tariffName}{bill.revision > 1 && ` · 第 ${bill.revision} 次出账`}</small>
            <span className={styles.state} data-state={bill.overdue && bill.state === 'unpaid' ? 'late' : bill.state}>{bill.disputed ? '争议中' : bill.overdue && bill.state === 'unpaid' ? '逾期' : billStateLabels[bill.state]}</span>
          </Link>
        ))}
        {pages.hasNextPage && <Button type="text" block loading={pages.isFetchingNextPage} onClick={more}>再看一些</Button>}
      </div>
      {open === null ? <EmptyState title="从左边选一笔账单" />
        : detail.isPending ? <ListSkeleton rows={8} />
        : detail.isError ? <ErrorState error={detail.error} onRetry={() => void detail.refetch()} />
        : <Detail key={detail.data.id} bill={detail.data} />}
    </div>
  );
}

function Detail({ bill }: { bill: DeskBillDetail }) {
  const [form, setForm] = useState<BillFormKind | null>(null);
  const navigate = useNavigate();
  const question = `/register?account=${bill.accountNumber}&bill=${bill.id}`;
  const live = bill.state === 'unpaid' || bill.state === 'paid';
  const asked = (kind: BillFormKind) => bill.waiting.some((one) => one.kind === kind);
  const open = (kind: BillFormKind) => () => setForm(kind);
  useKeys('账单', [
    { keys: 'p', label: '打印账单', run: () => void window.open(addressOf(deskBillPdf, { params: { id: bill.id } }), '_blank') },
    { keys: 'd', label: '登记疑问，暂停违约金', run: () => void navigate(question), when: () => live && bill.dispute === null },
    { keys: 'a', label: '申请调整', run: open('adjust-bill'), when: () => bill.state === 'unpaid' && !asked('adjust-bill') },
    { keys: 'w', label: '申请减免违约金', run: open('waive-late-fee'), when: () => bill.state === 'unpaid' && bill.lateFee.fen > 0 && !asked('waive-late-fee') },
    { keys: 'x', label: '申请冲销', run: open('reverse-bill'), when: () => live && !asked('reverse-bill') },
  ]);
  return (
    <article className={styles.detail} aria-label="账单">
      <h2>{bill.from} 至 {bill.to} <span className={styles.state} data-state={bill.state}>{billStateLabels[bill.state]}</span><em>{formatFen(bill.totalFen)} 元</em></h2>
      {bill.voidReason !== null && <p className={styles.warning}>已冲销：{bill.voidReason}{bill.replacedByBillId !== null && <>　<Link to={`/account/${bill.accountId}/bill/${bill.replacedByBillId}`}>看新账单</Link></>}</p>}
      {bill.replacesBillId !== null && <p className={styles.grey}>替代已冲销的账单，<Link to={`/account/${bill.accountId}/bill/${bill.replacesBillId}`}>看原账单</Link></p>}
      {bill.dispute !== null && <p className={styles.warning}>争议处理中，违约金已暂停（自 {bill.dispute.since}）{bill.dispute.ticketNumber !== null && <>　<Link to={`/tickets/mine/${bill.dispute.ticketNumber}`}>工单 {groupTicketNumber(bill.dispute.ticketNumber)}</Link></>}</p>}
      {bill.waiting.map(({ kind, approvalId }) => <p key={kind} className={styles.warning}>{approvalKindLabels[kind]}等待审批　<Link to={`/approvals/own/${approvalId}`}>看申请</Link></p>)}
      <BillWorking bill={bill} />
      {form === null ? (
        <div className={styles.actions}>
          <Button href={addressOf(deskBillPdf, { params: { id: bill.id } })} target="_blank">打印账单 <KeyCap keys="p" /></Button>
          {live && bill.dispute === null && <Button onClick={() => void navigate(question)}>登记疑问 <KeyCap keys="d" /></Button>}
          {bill.state === 'unpaid' && !asked('adjust-bill') && <Button onClick={open('adjust-bill')}>申请调整 <KeyCap keys="a" /></Button>}
          {bill.state === 'unpaid' && bill.lateFee.fen > 0 && !asked('waive-late-fee') && <Button onClick={open('waive-late-fee')}>申请减免违约金 <KeyCap keys="w" /></Button>}
          {live && !asked('reverse-bill') && <Button danger onClick={open('reverse-bill')}>申请冲销 <KeyCap keys="x" /></Button>}
        </div>
      ) : <BillForm kind={form} bill={bill} onClose={() => setForm(null)} onDone={() => { setForm(null); showNotice({ id: 'done', tone: 'done', text: '申请已提交，等待他人审批', lastsMs: 3500 }); }} />}
    </article>
  );
}

import { formatFen, formatInstant } from '@shouwen/shared/value';
import { invoiceStateLabels } from '@shouwen/shared/vocabulary';
import { Button, Input, type InputRef } from 'antd';
import { useRef, useState } from 'react';
import { Link, NavLink, useNavigate, useParams, useSearchParams } from 'react-router';
import { useKeys } from '../../keyboard/keyboard';
import { useListKeys } from '../../keyboard/list-keys';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import { type InvoiceList, useInvoices, usePaymentInvoices } from './invoice.calls';
import { PaymentInvoices } from './payment-invoices';
import styles from './invoice.module.css';

const lists: Record<InvoiceList, { label: string; empty: string; hint: string }> = {
  all: { label: '全部', empty: '还没有开过电子发票', hint: '输入客户收据上的收据号，就能为这笔缴费开票' },
  trouble: { label: '要处理的', empty: '没有要处理的发票', hint: '税务系统退回的、半小时还没有开成的会列在这里' },
};

/** Invoices of everybody, those that need somebody, and one payment's by the number on its receipt. */
export function InvoicePage() {
  const list: InvoiceList = useParams().list === 'trouble' ? 'trouble' : 'all';
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const receipt = search.get('receipt');
  const pages = useInvoices(list);
  const payment = usePaymentInvoices(receipt);
  const [typed, setTyped] = useState(receipt ?? '');
  const field = useRef<InputRef>(null);
  const rows = useRef<HTMLDivElement>(null);
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const more = () => { if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage(); };
  const show = (number: string) => void navigate(`/invoices/${list}?receipt=${encodeURIComponent(number)}`);
  useListKeys('发票', rows, { onEnd: more });
  useKeys('发票', [
    { keys: 'r', label: '输入收据号', run: () => field.current?.focus({ cursor: 'all' }) },
    ...(Object.keys(lists) as InvoiceList[]).map((one, index) => ({ keys: String(index + 1), label: lists[one].label, run: () => void navigate(`/invoices/${one}`) })),
  ]);
  return (
    <div className={styles.page}>
      <section className={styles.side} aria-label="电子发票">
        <header className={styles.head}>
          <h1>电子发票</h1>
          <nav aria-label="列表">{(Object.keys(lists) as InvoiceList[]).map((one) => <NavLink key={one} to={`/invoices/${one}`} className={one === list ? styles.here : ''}>{lists[one].label}</NavLink>)}</nav>
          <form onSubmit={(event) => { event.preventDefault(); if (typed.trim() !== '') show(typed.trim().toUpperCase()); }}>
            <Input ref={field} aria-label="收据号" placeholder="收据号（r）" value={typed} maxLength={20} onChange={(event) => setTyped(event.target.value)} />
            <Button htmlType="submit">查这笔</Button>
          </form>
        </header>
        <div ref={rows} className={styles.rows}>
          {pages.isPending ? <ListSkeleton rows={8} />
            : pages.isError && items.length === 0 ? <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />
            : items.length === 0 ? <EmptyState title={lists[list].empty}>{lists[list].hint}</EmptyState>
            : items.map((item) => (
              <Link key={item.id} to={`/invoices/${list}${item.receiptNumber === null ? '' : `?receipt=${item.receiptNumber}`}`} data-row aria-current={item.receiptNumber !== null && item.receiptNumber === receipt} className={styles.row}>
                <b>{item.title.name}</b><span className={styles.amount}>{formatFen(item.amountFen)}</span>
                <small>{item.receiptNumber ?? `缴费 ${item.paymentId}`} · {formatInstant(item.requestedAt)}</small><span className={styles.state} data-state={item.state}>{invoiceStateLabels[item.state]}</span>
              </Link>
            ))}
          {pages.hasNextPage && <Button type="text" block loading={pages.isFetchingNextPage} onClick={more}>再看一些</Button>}
        </div>
      </section>
      <section className={styles.main}>
        {receipt === null ? <EmptyState title="输入收据号，或从左边选一张">客户要开票时，请他出示收据；收据号在右上角</EmptyState>
          : payment.isPending ? <ListSkeleton rows={5} />
          : payment.isError ? <ErrorState error={payment.error} onRetry={() => void payment.refetch()} />
          : <PaymentInvoices key={payment.data.paymentId} payment={payment.data} />}
      </section>
    </div>
  );
}

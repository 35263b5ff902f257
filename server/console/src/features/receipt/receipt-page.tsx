import * as contract from '@shouwen/shared/contract/payment-desk';
import type { ResponseOf } from '@shouwen/shared/contract';
import { formatInstant } from '@shouwen/shared/value';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Button, InputNumber } from 'antd';
import { call } from '../../api/call';
import { useIntent } from '../../api/intent';
import { OneColleagueField } from '../../field/colleague-field';
import { useContractForm } from '../../field/contract-form';
import { useStaff } from '../../session/session';
import { Field } from '../../ui/field';
import { showNotice } from '../../ui/notice';
import { Refusal } from '../../ui/refusal';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import styles from './receipt.module.css';

const KEY = ['receipt-books'] as const;

/** PY-10: books of receipt numbers: to whom issued, used, void, left. */
export function ReceiptPage() {
  const staff = useStaff();
  const client = useQueryClient();
  const leads = staff.roles.some((role) => role === 'shift-leader' || role === 'finance' || role === 'hall-director');
  const books = useInfiniteQuery({
    queryKey: KEY, initialPageParam: null as string | null, getNextPageParam: (last: ResponseOf<typeof contract.receiptBooks>) => last.next,
    queryFn: ({ pageParam }: { pageParam: string | null }) => call(contract.receiptBooks, { query: { size: 50, ...(leads ? {} : { staffId: staff.id }), ...(pageParam === null ? {} : { cursor: pageParam }) } }),
  });
  const takeBack = useIntent(contract.returnReceiptBook, (book) => { void client.invalidateQueries({ queryKey: KEY }); showNotice({ id: 'book', tone: 'done', text: `${book.book} 已收回`, detail: '没有用的号码已注销' }); });
  if (books.isPending) return <ListSkeleton rows={6} />;
  if (books.isError) return <ErrorState error={books.error} onRetry={() => void books.refetch()} />;
  const items = books.data.pages.flatMap((page) => page.items);
  return (
    <div className={styles.page}>
      <h1>收据本</h1>
      {leads && <IssueForm onDone={() => void client.invalidateQueries({ queryKey: KEY })} />}
      <Refusal error={takeBack.error} />
      {items.length === 0 ? <EmptyState title="还没有收据本">第一次收费时会自动发放一本，班长也可以先发放</EmptyState> : (
        <table className={styles.table}>
          <thead><tr><th>收据本</th><th>领用人</th><th>起号</th><th>止号</th><th className={styles.num}>已用</th><th className={styles.num}>作废</th><th className={styles.num}>剩余</th><th>发放</th><th /></tr></thead>
          <tbody>
            {items.map((book) => (
              <tr key={book.book} data-low={(book.left !== null && book.returnedAt === null && book.left < 50) || undefined}>
                <td>{book.book}</td><td>{book.staff ? `${book.staff.name} ${book.staff.staffNumber}` : '线上缴费'}</td><td>{book.firstNumber}</td><td>{book.lastNumber ?? '不限'}</td>
                <td className={styles.num}>{book.used}</td><td className={styles.num}>{book.voided}</td><td className={styles.num}>{book.left ?? '不限'}</td>
                <td>{book.issuedAt && `${formatInstant(book.issuedAt)} ${book.issuedBy ?? '自动'}`}{book.returnedAt && <small> {formatInstant(book.returnedAt)} 收回</small>}</td>
                <td>{leads && book.staff && book.returnedAt === null && <Button size="small" loading={takeBack.isPending && takeBack.variables?.params?.['book'] === book.book} onClick={() => { if (!takeBack.isPending) takeBack.mutate({ params: { book: book.book } }); }}>收回</Button>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {books.hasNextPage && <Button type="text" loading={books.isFetchingNextPage} onClick={() => void books.fetchNextPage()}>再看一些</Button>}
    </div>
  );
}

function IssueForm({ onDone }: { onDone: () => void }) {
  const form = useContractForm(contract.issueReceiptBook, { staffId: null as number | null, size: 1000 as number | null }, (v) => v);
  const command = useIntent(contract.issueReceiptBook, (book) => { form.reset(); onDone(); showNotice({ id: 'book', tone: 'done', text: `${book.book} 已发给 ${book.staff?.name ?? ''}` }); });
  const submit = () => { const body = form.check(); if (body && !command.isPending) command.mutate({ body }, { onError: form.refuse }); };
  return (
    <form ref={form.ref} className={styles.form} noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <Field name="staffId" label="发给" error={form.errors.staffId}><OneColleagueField value={form.values.staffId} onChange={(id) => form.set('staffId', id)} /></Field>
      <Field name="size" label="张数" error={form.errors.size}><InputNumber aria-label="张数" min={10} max={100_000} value={form.values.size} onChange={(size) => form.set('size', size)} /></Field>
      <Button type="primary" htmlType="submit" loading={command.isPending}>发放一本</Button>
      <Refusal error={command.error} />
    </form>
  );
}

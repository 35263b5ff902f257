import { bookKinds, bookLabels, type BookKind } from '@shouwen/shared/contract/rulebook';
import { formatInstant } from '@shouwen/shared/value';
import { useRef } from 'react';
import { Link, Navigate, useParams } from 'react-router';
import { useListKeys } from '../../keyboard/list-keys';
import { useStaff } from '../../session/session';
import { ErrorState, ListSkeleton } from '../../ui/state';
import { BookPanel } from './book-panel';
import { CorrectionList } from './correction-list';
import { HallPanel } from './hall-panel';
import styles from './rulebook-page.module.css';
import { useBooks, useHallCalendars } from './rulebook.calls';

/** Everything policy-like, as the administrator keeps it; other staff read it. */
export function RulebookPage() {
  const { book, part } = useParams();
  const mayEdit = useStaff().roles.includes('administrator');
  const list = useRef<HTMLDivElement>(null);
  const books = useBooks();
  const halls = useHallCalendars();
  useListKeys('规则', list);
  const kind = bookKinds.find((one) => one === book);
  const hall = book === 'halls' ? halls.data?.items.find(({ hallId }) => hallId === Number(part)) : undefined;
  if (book === undefined) return <Navigate to="/rulebook/service-policy" replace />;
  return (
    <div className={styles.page}>
      <nav className={styles.list} aria-label="规则与日历">
        <header><h1>规则与日历</h1></header>
        <div ref={list} className={styles.rows}>
          {books.isPending ? <ListSkeleton rows={9} height={50} /> : books.isError ? <ErrorState error={books.error} onRetry={() => void books.refetch()} /> : books.data.items.map((item) => (
            <Row key={item.kind} to={`/rulebook/${item.kind}`} here={item.kind === kind} name={bookLabels[item.kind]} note={item.edition === 1 ? '第 1 版 · 系统默认' : `第 ${item.edition} 版 · ${formatInstant(item.at)}${item.editedBy ? ` · ${item.editedBy}` : ''}`} />
          ))}
          <h2>各厅开放日</h2>
          {halls.data?.items.map(({ hallId, hallName, weekly, edition }) => (
            <Row key={hallId} to={`/rulebook/halls/${hallId}`} here={book === 'halls' && Number(part) === hallId} name={hallName} note={`${weekly.length === 0 ? '尚未录入' : weekly.length === 7 ? '每天开放' : `每周 ${weekly.length} 天`}${edition > 0 ? ` · 第 ${edition} 版` : ''}`} />
          ))}
          {mayEdit && <h2>更正</h2>}
          {mayEdit && <Row to="/rulebook/corrections" here={book === 'corrections'} name="日历更正进度" note="期限随日历重新计算" />}
        </div>
      </nav>
      <section className={styles.main}>
        {kind ? <BookPanel key={kind} kind={kind as BookKind} mayEdit={mayEdit} />
          : hall ? <HallPanel key={hall.hallId} hall={hall} mayEdit={mayEdit} />
          : book === 'corrections' && mayEdit ? <CorrectionList />
          : book === 'halls' && halls.isPending ? <ListSkeleton rows={5} />
          : <ErrorState error={halls.error ?? null} />}
      </section>
    </div>
  );
}

function Row({ to, here, name, note }: { to: string; here: boolean; name: string; note: string }) {
  return <Link to={to} data-row aria-current={here} className={styles.row}><strong>{name}</strong><small>{note}</small></Link>;
}

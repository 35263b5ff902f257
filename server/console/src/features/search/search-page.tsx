import { Button } from 'antd';
import { useRef } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useListKeys } from '../../keyboard/list-keys';
import { useStaff } from '../../session/session';
import { ticketAddress } from '../../session/workplace';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import { SearchHit } from './search-hit';
import styles from './search-page.module.css';
import { SHORTEST, useSearch } from './search.calls';

const PAGE = 30;

/** Everything found, newest first. The server looks through a bounded number of tickets at a time, so going on may find nothing and still not be at the end. */
export function SearchPage() {
  const staff = useStaff();
  const [address] = useSearchParams();
  const words = (address.get('q') ?? '').trim();
  const list = useRef<HTMLDivElement>(null);
  const search = useSearch(words, PAGE);
  const items = search.data?.pages.flatMap((page) => page.items) ?? [];
  const more = () => { if (search.hasNextPage && !search.isFetchingNextPage) void search.fetchNextPage(); };
  useListKeys('查找结果', list, { onEnd: more });
  const asks = [...words].length >= SHORTEST;
  return (
    <section className={styles.page} aria-label="查找结果">
      <header className={styles.head}>
        <h1>{asks ? `“${words}”的查找结果` : '查找工单'}</h1>
        {search.data && <span>{search.hasNextPage ? `已找到 ${items.length} 张` : `共 ${items.length} 张`}，新的在前；只列出您有权查看的</span>}
      </header>
      <div ref={list} className={styles.rows}>
        {!asks ? <EmptyState title="按 / 输入要查找的内容">单号、电话（整号或后四位）、户号、姓名、拼音或首字母、地址、内容都可以</EmptyState>
          : search.isPending ? <ListSkeleton rows={8} height={86} />
          : search.isError && items.length === 0 ? <ErrorState error={search.error} onRetry={() => void search.refetch()} />
          : items.length === 0 && !search.hasNextPage ? <EmptyState title="没有找到">换个说法，或核对号码；您无权查看的工单不会出现</EmptyState>
          : items.map((item) => <Link key={item.number} data-row to={ticketAddress(staff, item.number)} className={styles.row}><SearchHit item={item} /></Link>)}
        {search.isError && items.length > 0 && <ErrorState error={search.error} onRetry={() => void search.fetchNextPage()} />}
        {search.hasNextPage && !search.isError && <Button type="text" block className={styles.more} loading={search.isFetchingNextPage} onClick={more}>继续往前查找</Button>}
      </div>
    </section>
  );
}

import { Button } from 'antd';
import type { ReactNode, RefObject } from 'react';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import styles from './complaint.module.css';

interface Pages<T> {
  data: { pages: { items: T[] }[] } | undefined;
  error: unknown;
  isPending: boolean;
  isError: boolean;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  refetch: () => unknown;
  fetchNextPage: () => unknown;
}
export const itemsOf = <T,>({ data }: Pick<Pages<T>, 'data'>): T[] => data?.pages.flatMap((page) => page.items) ?? [];

/** A list that is loading, empty, broken, or there, with the way to more of it. */
export function Paged<T>({ of, empty, hint, list, children }: { of: Pages<T>; empty: string; hint?: string; list?: RefObject<HTMLDivElement | null>; children: (items: T[]) => ReactNode }) {
  const items = itemsOf(of);
  return (
    <div className={styles.rows} ref={list}>
      {of.isPending ? <ListSkeleton rows={8} height={56} />
        : of.isError && items.length === 0 ? <ErrorState error={of.error} onRetry={() => void of.refetch()} />
        : items.length === 0 ? <EmptyState title={empty}>{hint}</EmptyState>
        : children(items)}
      {of.hasNextPage && <Button type="text" block loading={of.isFetchingNextPage} onClick={() => void of.fetchNextPage()}>再看一些</Button>}
    </div>
  );
}

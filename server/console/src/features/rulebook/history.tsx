import type { BookKind, EditionItem } from '@shouwen/shared/contract/rulebook';
import { formatFullInstant } from '@shouwen/shared/value';
import { Button } from 'antd';
import { useState } from 'react';
import { ErrorState, ListSkeleton } from '../../ui/state';
import { DifferenceList } from './difference-list';
import styles from './history.module.css';
import { useEdition, useEditions } from './rulebook.calls';

/** Every edition with who, when and why; what it changed; and the way back to it, as a draft. */
export function History({ kind, current, onReuse }: { kind: BookKind; current: number; onReuse?: (content: unknown) => void }) {
  const editions = useEditions(kind);
  const [open, setOpen] = useState<number | null>(null);
  const edition = useEdition(kind, open);
  if (editions.isPending) return <ListSkeleton rows={4} height={48} />;
  if (editions.isError) return <ErrorState error={editions.error} onRetry={() => void editions.refetch()} />;
  return (
    <>
      {editions.data.pages.flatMap((page) => page.items).map((item) => (
        <EditionRow key={item.edition} item={item} now={item.edition === current} open={item.edition === open} onToggle={() => setOpen(item.edition === open ? null : item.edition)}>
          {edition.isPending ? <ListSkeleton rows={2} height={40} /> : edition.isError ? <ErrorState error={edition.error} /> : (
            <>
              {item.edition === 1 ? <p>系统自带的第一版。</p> : <DifferenceList items={edition.data.difference} title="这一版的改动" />}
              {onReuse && item.edition !== current && <Button onClick={() => onReuse(edition.data.content)}>以这一版为底稿修改</Button>}
            </>
          )}
        </EditionRow>
      ))}
      {editions.hasNextPage && <Button loading={editions.isFetchingNextPage} onClick={() => void editions.fetchNextPage()}>更早的版本</Button>}
    </>
  );
}

export function EditionRow({ item, now, open, onToggle, children }: { item: EditionItem; now: boolean; open: boolean; onToggle: () => void; children: React.ReactNode }) {
  return (
    <section className={styles.edition}>
      <button type="button" aria-expanded={open} onClick={onToggle}>
        <strong>第 {item.edition} 版{now && <em>现行</em>}</strong>
        <span>{item.reason}</span>
        <small>{item.editedBy ?? '系统'} · {formatFullInstant(item.at)}</small>
      </button>
      {open && <div className={styles.inside}>{children}</div>}
    </section>
  );
}

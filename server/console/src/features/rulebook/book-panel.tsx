import { bookLabels, type BookContent, type BookKind } from '@shouwen/shared/contract/rulebook';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { useRef, useState, type ComponentType } from 'react';
import { useKeys } from '../../keyboard/keyboard';
import { showNotice } from '../../ui/notice';
import { ErrorState, ListSkeleton } from '../../ui/state';
import type { EditorProps, Fault } from './editor/editing';
import { editors } from './editor/editors';
import { History } from './history';
import { PublishDrawer } from './publish-drawer';
import styles from './rulebook-page.module.css';
import { published, useCurrent } from './rulebook.calls';

const none: readonly Fault[] = [];

/** One book: its editor, what a draft changes, and what it was. */
export function BookPanel<K extends BookKind>({ kind, mayEdit }: { kind: K; mayEdit: boolean }) {
  const client = useQueryClient();
  const current = useCurrent(kind);
  const categories = useCurrent('category');
  const [draft, setDraft] = useState<{ basedOn: number; content: BookContent[K] } | null>(null);
  const [view, setView] = useState<'edit' | 'history'>('edit');
  const [publishing, setPublishing] = useState(false);
  const [faults, setFaults] = useState(none);
  const body = useRef<HTMLDivElement>(null);
  const changed = draft !== null && current.data !== undefined && JSON.stringify(draft.content) !== JSON.stringify(current.data.content);
  useKeys('规则', [mayEdit && changed && !publishing && { keys: 'ctrl+enter', label: '查看改动并发布', run: () => setPublishing(true) }]);
  if (current.isPending || categories.isPending) return <ListSkeleton rows={8} />;
  if (current.isError) return <ErrorState error={current.error} onRetry={() => void current.refetch()} />;

  const stale = draft !== null && draft.basedOn !== current.data.edition;
  const labels = Object.fromEntries((categories.data?.content ?? []).map(({ code, label }) => [code, label]));
  // Editors are kept by kind; TypeScript does not follow K through the table.
  const Editor = editors[kind] as ComponentType<EditorProps<BookContent[K]>>;
  const drop = () => { setDraft(null); setFaults(none); };
  return (
    <div className={styles.panel}>
      <header className={styles.bar}>
        <h2>{bookLabels[kind]}</h2>
        <small>现行第 {current.data.edition} 版</small>
        {changed && <span className={styles.changed}>有未发布的改动</span>}
        <span className={styles.gap} />
        <Segmented aria-label="视图" value={view} onChange={setView} options={[{ value: 'edit', label: mayEdit ? '编辑' : '内容' }, { value: 'history', label: '历史' }]} />
        {mayEdit && <Button disabled={!changed} onClick={drop}>放弃改动</Button>}
        {mayEdit && <Button type="primary" disabled={!changed || stale} onClick={() => setPublishing(true)}>查看改动并发布</Button>}
      </header>
      <div ref={body} className={styles.body}>
        {stale && <p className={styles.note} role="alert">这份规则刚被其他人改过（现行第 {current.data.edition} 版），您的改动基于第 {draft.basedOn} 版。<Button size="small" onClick={drop}>载入最新一版</Button></p>}
        {view === 'history' ? (
          <History kind={kind} current={current.data.edition} onReuse={mayEdit ? (content) => { setDraft({ basedOn: current.data.edition, content: content as BookContent[K] }); setFaults(none); setView('edit'); } : undefined} />
        ) : (
          <fieldset disabled={!mayEdit}>
            <Editor
              key={current.data.edition} value={draft?.content ?? current.data.content} faults={faults} labels={labels}
              onChange={(content) => setDraft({ basedOn: draft?.basedOn ?? current.data.edition, content })}
            />
          </fieldset>
        )}
      </div>
      {publishing && draft && (
        <PublishDrawer
          kind={kind} basedOn={draft.basedOn} content={draft.content} onFaults={setFaults}
          onClose={() => {
            setPublishing(false);
            requestAnimationFrame(() => body.current?.querySelector('[data-fault]')?.scrollIntoView({ block: 'center' }));
          }}
          onStale={() => void current.refetch()}
          onPublished={(edition) => {
            setPublishing(false);
            drop();
            published(client);
            showNotice({ id: 'rulebook', tone: 'done', text: `${bookLabels[kind]}已发布第 ${edition} 版`, detail: kind === 'working-calendar' ? '正在重新计算受影响的期限' : '新登记的事项按新版办理' });
          }}
        />
      )}
    </div>
  );
}

import { publishEdition, type BookContent, type BookKind, type HolidayYear } from '@shouwen/shared/contract/rulebook';
import { Button, Drawer, Input } from 'antd';
import { useEffect, useState } from 'react';
import { ApiError } from '../../api/api-error';
import { useIntent } from '../../api/intent';
import { Field } from '../../ui/field';
import { Refusal } from '../../ui/refusal';
import { ListSkeleton } from '../../ui/state';
import { DifferenceList } from './difference-list';
import type { Fault } from './editor/editing';
import { MovedList } from './moved-list';
import styles from './publish-drawer.module.css';
import { useCheck } from './rulebook.calls';

/** What a draft changes, what stands against it, which deadlines it moves, and why it is made: then it is published. */
export function PublishDrawer<K extends BookKind>({
  kind, basedOn, content, onFaults, onClose, onStale, onPublished,
}: {
  kind: K;
  basedOn: number;
  content: BookContent[K];
  onFaults: (faults: readonly Fault[]) => void;
  onClose: () => void;
  onStale: () => void;
  onPublished: (edition: number) => void;
}) {
  const [reason, setReason] = useState('');
  const check = useCheck(kind, basedOn, content);
  const publish = useIntent(publishEdition, ({ edition }) => onPublished(edition));
  const found: readonly Fault[] = check.data?.contradictions ?? (check.error instanceof ApiError ? check.error.fields : []);
  const rules = new Set(check.data?.contradictions.map(({ rule }) => rule));
  useEffect(() => {
    if (check.isSuccess || check.isError) onFaults(found);
    if (check.error instanceof ApiError && check.error.code === 'EDITION_STALE') onStale();
    // Once for each answer.
  }, [check.status, check.dataUpdatedAt, check.errorUpdatedAt]);
  const ready = check.isSuccess && found.length === 0 && check.data.difference.length > 0;
  const submit = () => {
    if (!ready || reason.trim() === '' || publish.isPending) return;
    publish.mutate({ params: { kind }, body: { basedOn, content, reason } });
  };
  return (
    <Drawer open title={`发布第 ${basedOn + 1} 版`} size={640} onClose={onClose} footer={
      <div className={styles.footer}>
        <Button onClick={onClose}>{found.length > 0 ? '返回修改' : '取消'}</Button>
        <Button type="primary" disabled={!ready || reason.trim() === ''} loading={publish.isPending} onClick={submit}>发布</Button>
      </div>
    }>
      {check.isPending && <ListSkeleton rows={4} height={44} />}
      {check.isError && <Refusal error={check.error} />}
      {found.length > 0 && (
        <section className={styles.faults} role="alert">
          <strong>有 {found.length} 处需要修改，改好后才能发布{rules.size > 0 && <small>{[...rules].join('、')}</small>}</strong>
          <ul>{found.slice(0, 12).map(({ path, message }, index) => <li key={index}>{kind === 'working-calendar' ? yearOf(path, content as HolidayYear[]) : placeOf(path)}{message}</li>)}</ul>
          {found.length > 12 && <p>还有 {found.length - 12} 处，已在各行标出</p>}
        </section>
      )}
      {check.data && <DifferenceList items={check.data.difference} />}
      {ready && kind === 'working-calendar' && <MovedList change={{ calendar: 'working', basedOn, content: content as HolidayYear[] }} />}
      {ready && (
        <Field label="修改原因" required hint="写明依据，如文件名称">
          <Input.TextArea autoFocus rows={2} maxLength={200} value={reason} onChange={(e) => setReason(e.target.value)} onKeyDown={(e) => { if (e.key === 'Enter' && e.ctrlKey) submit(); }} />
        </Field>
      )}
      <Refusal error={publish.error} />
    </Drawer>
  );
}

/** The calendar's parts are years, and whoever edits it looks for the year. */
function yearOf(path: string, years: readonly HolidayYear[]): string {
  const year = years[Number(path.split('.')[0])]?.year;
  return year === undefined ? '' : `${year} 年：`;
}

/** `3.category` → `第 4 行：`; places within named parts are marked in the editor. */
function placeOf(path: string): string {
  const first = path.split('.')[0] ?? '';
  return /^\d+$/.test(first) ? `第 ${Number(first) + 1} 项：` : '';
}

import { addPost, editPost, removePost, type RosterPost } from '@shouwen/shared/contract/staff';
import { Button, Input, Popconfirm, Select } from 'antd';
import { useRef, useState } from 'react';
import { useContractForm } from '../../field/contract-form';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { useListKeys } from '../../keyboard/list-keys';
import { Field } from '../../ui/field';
import { showNotice } from '../../ui/notice';
import { Refusal } from '../../ui/refusal';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import styles from './roster-page.module.css';
import { usePosts, useRoster, useRosterCommand } from './roster.calls';

/** AB-1: posts with A, B and the leader whose signature a leave needs. */
export function PostsPane() {
  const posts = usePosts();
  const [openId, setOpenId] = useState<number | null>(null);
  const list = useRef<HTMLDivElement>(null);
  useListKeys('岗位', list, { more: [{ keys: 'n', label: '新增岗位', run: () => setOpenId(0) }, openId !== null && { keys: 'escape', label: '收起', run: () => setOpenId(null) }] });
  const nameOf = (id: number | null) => {
    const person = posts.data?.names.find((n) => n.id === id);
    return person ? <>{person.name} <em>{person.staffNumber}</em></> : <small>按所在部门、营业厅</small>;
  };
  const open = posts.data?.items.find((post) => post.id === openId);
  return (
    <div className={styles.pane}>
      <section className={styles.list}>
        <div className={styles.tools}><p className={styles.quiet}>每个岗位设 A、B 角，职责相同；A 角不在由 B 角顶岗。每人用自己的工号，工作由岗位共担。</p><span /><Button type="primary" onClick={() => setOpenId(0)}>新增岗位 <KeyCap keys="n" /></Button></div>
        <div ref={list} className={styles.rows}>
          {posts.isPending ? <ListSkeleton rows={8} height={40} />
            : posts.isError ? <ErrorState error={posts.error} onRetry={() => void posts.refetch()} />
            : posts.data.items.length === 0 ? <EmptyState title="还没有设置岗位" />
            : (
              <table>
                <thead><tr><th>岗位</th><th>A 角</th><th>B 角</th><th>请假签字人</th></tr></thead>
                <tbody>
                  {posts.data.items.map((post) => (
                    <tr key={post.id} data-row tabIndex={0} aria-current={post.id === openId} onClick={() => setOpenId(post.id)} onKeyDown={(e) => e.key === 'Enter' && setOpenId(post.id)}>
                      <td><strong>{post.name}</strong></td><td>{nameOf(post.aStaffId)}</td><td>{nameOf(post.bStaffId)}</td><td>{nameOf(post.leaderId)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
        </div>
      </section>
      <aside className={styles.side}>
        {openId === 0 ? <PostForm key="new" post={null} onDone={() => setOpenId(null)} /> : open ? <PostForm key={`${open.id} ${open.seen}`} post={open} onDone={() => setOpenId(null)} /> : <EmptyState title="选一个岗位修改，或按 n 新增" />}
      </aside>
    </div>
  );
}

function PostForm({ post, onDone }: { post: RosterPost | null; onDone: () => void }) {
  const people = useRoster('', 'yes').data?.pages.flatMap((page) => page.items) ?? [];
  const initial = { name: post?.name ?? '', aStaffId: post?.aStaffId ?? null, bStaffId: post?.bStaffId ?? null, leaderId: post?.leaderId ?? null };
  const form = useContractForm(addPost, initial, (v) => v);
  const [add, edit, remove] = [useRosterCommand(addPost), useRosterCommand(editPost), useRosterCommand(removePost)];
  const saved = { onError: form.refuse, onSuccess: () => { showNotice({ id: 'roster', tone: 'done', text: '岗位已保存' }); onDone(); } };
  const submit = () => {
    const body = form.check();
    if (!body || add.isPending || edit.isPending) return;
    if (post === null) add.send({ body }, saved);
    else edit.send({ params: { id: post.id }, body: { seen: post.seen, ...body } }, saved);
  };
  useKeys('岗位', [{ keys: 'ctrl+enter', label: '保存', run: submit }]);
  const options = people.map((p) => ({ value: p.id, label: `${p.name} ${p.staffNumber}` }));
  const field = (name: 'aStaffId' | 'bStaffId' | 'leaderId', label: string, placeholder: string) => (
    <Field name={name} label={label} required={name !== 'leaderId'} error={form.errors[name]}>
      <Select showSearch={{ optionFilterProp: 'label' }} allowClear={name === 'leaderId'} aria-label={label} placeholder={placeholder} value={form.values[name]} onChange={(v) => form.set(name, v ?? null)} options={options} />
    </Field>
  );
  return (
    <form ref={form.ref} className={styles.form} noValidate onSubmit={(e) => { e.preventDefault(); submit(); }}>
      <h2>{post === null ? '新增岗位' : post.name}</h2>
      <Field name="name" label="岗位名称" required error={form.errors.name}><Input autoFocus={post === null} maxLength={60} value={form.values.name} onChange={(e) => form.set('name', e.target.value)} /></Field>
      {field('aStaffId', 'A 角', '姓名或工号')}
      {field('bStaffId', 'B 角', '姓名或工号')}
      {field('leaderId', '请假签字人', '按所在部门、营业厅的负责人')}
      <Refusal error={add.error ?? edit.error ?? remove.error} />
      <footer>
        <Button type="primary" htmlType="submit" loading={add.isPending || edit.isPending}>保存 <KeyCap keys="ctrl+enter" /></Button>
        {post && (
          <Popconfirm title="撤销这个岗位？" okText="撤销岗位" cancelText="取消" onConfirm={() => remove.send({ params: { id: post.id }, body: { seen: post.seen } }, { onSuccess: onDone })}>
            <Button danger loading={remove.isPending}>撤销岗位</Button>
          </Popconfirm>
        )}
      </footer>
    </form>
  );
}

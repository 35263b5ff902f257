import { addDrawer, editDrawer, type DrawerView } from '@shouwen/shared/contract/cashier';
import { formatFen } from '@shouwen/shared/value';
import { Button, Checkbox, Input } from 'antd';
import { useState } from 'react';
import { useContractForm } from '../../field/contract-form';
import { YuanField } from '../../field/yuan-field';
import { useStaff } from '../../session/session';
import { Choice } from '../../ui/choice';
import { Field } from '../../ui/field';
import { showNotice } from '../../ui/notice';
import { Refusal } from '../../ui/refusal';
import { ErrorState, ListSkeleton } from '../../ui/state';
import { useCashCommand, useDrawers, useHalls } from './shift.calls';
import styles from './shift.module.css';

/** One drawer per window, with its float. */
export function DrawerPane() {
  const { hallId, roles } = useStaff();
  const anyHall = roles.includes('administrator');
  const drawers = useDrawers();
  const [editing, setEditing] = useState<DrawerView | null>(null);
  if (drawers.isPending) return <ListSkeleton rows={4} />;
  if (drawers.isError) return <ErrorState error={drawers.error} onRetry={() => void drawers.refetch()} />;
  return (
    <div className={styles.pane}>
      <table className={styles.table}>
        <thead><tr><th>营业厅</th><th>钱箱</th><th className={styles.num}>备用金</th><th>状态</th><th /></tr></thead>
        <tbody>{drawers.data.items.map((drawer) => <tr key={drawer.id}><td>{drawer.hallName}</td><td>{drawer.name}</td><td className={styles.num}>{formatFen(drawer.floatFen)}</td><td>{drawer.active ? '使用中' : '已停用'}</td><td><Button size="small" onClick={() => setEditing(drawer)}>修改</Button></td></tr>)}</tbody>
      </table>
      {editing ? <EditForm key={editing.id} drawer={editing} onDone={() => setEditing(null)} /> : anyHall ? <AddAnywhere /> : hallId !== null && <AddForm hallId={hallId} />}
    </div>
  );
}

/** An administrator sets up every hall's. */
function AddAnywhere() {
  const halls = useHalls();
  const [hallId, setHall] = useState<number | null>(null);
  if (halls.isPending) return <ListSkeleton rows={2} />;
  if (halls.isError) return <ErrorState error={halls.error} onRetry={() => void halls.refetch()} />;
  const chosen = hallId ?? halls.data.items[0]?.id ?? null;
  return (
    <>
      <Field label="营业厅"><Choice label="营业厅" value={chosen === null ? null : String(chosen)} onChange={(id) => setHall(Number(id))} options={halls.data.items.map((hall) => ({ value: String(hall.id), label: hall.name }))} /></Field>
      {chosen !== null && <AddForm key={chosen} hallId={chosen} />}
    </>
  );
}

function AddForm({ hallId }: { hallId: number }) {
  const form = useContractForm(addDrawer, { name: '', floatFen: 50_000 as number | null }, (v) => ({ hallId, ...v }));
  const command = useCashCommand(addDrawer, () => { form.reset(); showNotice({ id: 'drawer', tone: 'done', text: '钱箱已建立' }); });
  const submit = () => { const body = form.check(); if (body) command.send({ body }); };
  return (
    <form ref={form.ref} className={styles.card} noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <h2>新增钱箱</h2>
      <div className={styles.three}>
        <Field name="name" label="名称" required error={form.errors.name}><Input aria-label="钱箱名称" maxLength={30} placeholder="如 3 号窗口" value={form.values.name} onChange={(e) => form.set('name', e.target.value)} /></Field>
        <Field name="floatFen" label="备用金" required error={form.errors.floatFen}><YuanField label="备用金" value={form.values.floatFen} onChange={(fen) => form.set('floatFen', fen)} onEnter={submit} /></Field>
      </div>
      <Refusal error={command.error} />
      <div><Button htmlType="submit" type="primary" loading={command.isPending}>新增</Button></div>
    </form>
  );
}

function EditForm({ drawer, onDone }: { drawer: DrawerView; onDone: () => void }) {
  const form = useContractForm(editDrawer, { name: drawer.name, floatFen: drawer.floatFen as number | null, active: drawer.active }, (v) => ({ version: drawer.version, ...v }));
  const command = useCashCommand(editDrawer, () => { onDone(); showNotice({ id: 'drawer', tone: 'done', text: '已保存' }); });
  const submit = () => { const body = form.check(); if (body) command.send({ params: { id: drawer.id }, body }); };
  return (
    <form ref={form.ref} className={styles.card} noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <h2>修改 {drawer.name}</h2>
      <div className={styles.three}>
        <Field name="name" label="名称" required error={form.errors.name}><Input autoFocus aria-label="钱箱名称" maxLength={30} value={form.values.name} onChange={(e) => form.set('name', e.target.value)} /></Field>
        <Field name="floatFen" label="备用金" required error={form.errors.floatFen}><YuanField label="备用金" value={form.values.floatFen} onChange={(fen) => form.set('floatFen', fen)} onEnter={submit} /></Field>
        <Field label="状态"><Checkbox checked={form.values.active} onChange={(e) => form.set('active', e.target.checked)}>使用中</Checkbox>{drawer.active && !form.values.active && <small>停用后不能再开班，记录都保留</small>}</Field>
      </div>
      <Refusal error={command.error} />
      <div className={styles.line}><Button htmlType="submit" type="primary" loading={command.isPending}>保存</Button><Button onClick={onDone}>取消</Button></div>
    </form>
  );
}

import { addPerson, editPerson, resetPassword, setPersonActive, type RosterPerson } from '@shouwen/shared/contract/staff';
import { formatFullInstant } from '@shouwen/shared/value';
import { roleLabels, type Role } from '@shouwen/shared/vocabulary';
import { Button, Input, Popconfirm, Select } from 'antd';
import { useDeferredValue, useRef, useState } from 'react';
import { useContractForm } from '../../field/contract-form';
import { useCatalogue, useDepartments } from '../../field/directory';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { useListKeys } from '../../keyboard/list-keys';
import { Choice } from '../../ui/choice';
import { Field } from '../../ui/field';
import { showNotice } from '../../ui/notice';
import { Refusal } from '../../ui/refusal';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import styles from './roster-page.module.css';
import { useRoster, useRosterChanges, useRosterCommand, type Shown } from './roster.calls';

const roles = Object.keys(roleLabels) as Role[];

export function PeoplePane() {
  const [search, setSearch] = useState('');
  const [shown, setShown] = useState<Shown>('yes');
  const [openId, setOpenId] = useState<number | null>(null);
  const people = useRoster(useDeferredValue(search.trim()), shown);
  const halls = useCatalogue().data?.halls ?? [];
  const departments = useDepartments().data?.items ?? [];
  const list = useRef<HTMLDivElement>(null);
  useListKeys('人员', list, { more: [{ keys: 'n', label: '新增人员', run: () => setOpenId(0) }, openId !== null && { keys: 'escape', label: '收起', run: () => setOpenId(null) }] });
  const items = people.data?.pages.flatMap((page) => page.items) ?? [];
  const open = items.find((person) => person.id === openId);
  const placeOf = (person: RosterPerson) => halls.find((h) => h.id === person.hallId)?.name ?? departments.find((d) => d.id === person.departmentId)?.name ?? '';
  return (
    <div className={styles.pane}>
      <section className={styles.list}>
        <div className={styles.tools}>
          <Input allowClear placeholder="姓名或工号" aria-label="查找人员" value={search} onChange={(e) => setSearch(e.target.value)} style={{ width: 200 }} />
          <Choice compact label="状态" value={shown} onChange={setShown} options={[{ value: 'yes', label: '在用' }, { value: 'no', label: '已停用' }, { value: 'all', label: '全部' }]} />
          <span />
          <Button type="primary" onClick={() => setOpenId(0)}>新增人员 <KeyCap keys="n" /></Button>
        </div>
        <div ref={list} className={styles.rows}>
          {people.isPending ? <ListSkeleton rows={10} height={40} />
            : people.isError ? <ErrorState error={people.error} onRetry={() => void people.refetch()} />
            : items.length === 0 ? <EmptyState title="没有符合条件的人员" />
            : (
              <table>
                <thead><tr><th>人员</th><th>角色</th><th>所在</th><th>状态</th></tr></thead>
                <tbody>
                  {items.map((person) => (
                    <tr key={person.id} data-row tabIndex={0} data-off={!person.active || undefined} aria-current={person.id === openId} onClick={() => setOpenId(person.id)} onKeyDown={(e) => e.key === 'Enter' && setOpenId(person.id)}>
                      <td><strong>{person.name}</strong> <em>{person.staffNumber}</em></td>
                      <td>{person.roles.map((role) => roleLabels[role]).join('、')}</td>
                      <td>{placeOf(person)}</td>
                      <td><small>{!person.active ? '已停用' : person.oneTimePassword ? '待改密码' : ''}</small></td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
          {people.hasNextPage && <Button block type="text" loading={people.isFetchingNextPage} onClick={() => void people.fetchNextPage()}>更多</Button>}
        </div>
      </section>
      <aside className={styles.side}>
        {openId === 0 ? <AddPerson key="new" /> : open ? <EditPerson key={`${open.id} ${open.seen}`} person={open} /> : <EmptyState title="选一个人修改，或按 n 新增" />}
      </aside>
    </div>
  );
}

interface PersonValues {
  name: string;
  roles: Role[];
  hallId: number | null;
  departmentId: number | null;
}
function PersonFields({ values, errors, patch }: { values: PersonValues; errors: Record<string, string | undefined>; patch: (change: Partial<PersonValues>) => void }) {
  const halls = useCatalogue().data?.halls ?? [];
  const departments = useDepartments().data?.items ?? [];
  return (
    <>
      <Field name="name" label="姓名" required error={errors.name}><Input maxLength={30} value={values.name} onChange={(e) => patch({ name: e.target.value })} /></Field>
      <Field name="roles" label="角色" required error={errors.roles}>
        <Select mode="multiple" aria-label="角色" value={values.roles} onChange={(v) => patch({ roles: v })} options={roles.map((value) => ({ value, label: roleLabels[value] }))} showSearch={{ optionFilterProp: 'label' }} />
      </Field>
      <Field name="hallId" label="营业厅" error={errors.hallId}>
        <Select allowClear aria-label="营业厅" placeholder="不属于营业厅" value={values.hallId} onChange={(v) => patch({ hallId: v ?? null })} options={halls.map((h) => ({ value: h.id, label: h.name }))} />
      </Field>
      <Field name="departmentId" label="部门" error={errors.departmentId}>
        <Select allowClear aria-label="部门" placeholder="不属于部门" value={values.departmentId} onChange={(v) => patch({ departmentId: v ?? null })} options={departments.map((d) => ({ value: d.id, label: d.name }))} />
      </Field>
    </>
  );
}

function OneTimePassword({ password }: { password: string }) {
  return <div className={styles.password} role="status"><span>一次性密码</span><code>{password}</code><small>只显示这一次。请当面或电话告诉本人，登录后须先改成自己的密码。</small></div>;
}

function AddPerson() {
  const form = useContractForm(addPerson, { staffNumber: '', name: '', roles: [] as Role[], hallId: null as number | null, departmentId: null as number | null }, (v) => v);
  const command = useRosterCommand(addPerson);
  const [made, setMade] = useState<{ name: string; password: string } | null>(null);
  const submit = () => {
    const body = form.check();
    if (body && !command.isPending) command.send({ body }, { onError: form.refuse, onSuccess: ({ person, oneTimePassword }) => { setMade({ name: person.name, password: oneTimePassword }); form.reset(); } });
  };
  useKeys('人员', [{ keys: 'ctrl+enter', label: '新增', run: submit }]);
  return (
    <form ref={form.ref} className={styles.form} noValidate onSubmit={(e) => { e.preventDefault(); submit(); }}>
      <h2>新增人员</h2>
      {made && <><p>{made.name} 已新增。</p><OneTimePassword password={made.password} /></>}
      <Field name="staffNumber" label="工号" required error={form.errors.staffNumber}><Input autoFocus maxLength={12} value={form.values.staffNumber} onChange={(e) => form.set('staffNumber', e.target.value.trim())} /></Field>
      <PersonFields values={form.values} errors={form.errors} patch={form.patch} />
      <Refusal error={command.error} />
      <footer><Button type="primary" htmlType="submit" loading={command.isPending}>新增 <KeyCap keys="ctrl+enter" /></Button></footer>
    </form>
  );
}

function EditPerson({ person }: { person: RosterPerson }) {
  const { id, seen, name, roles: held, hallId, departmentId } = person;
  const form = useContractForm(editPerson, { name, roles: held, hallId, departmentId }, (v) => ({ seen, ...v }));
  const [edit, active, reset] = [useRosterCommand(editPerson), useRosterCommand(setPersonActive), useRosterCommand(resetPassword)];
  const params = { id };
  const done = (text: string) => ({ onSuccess: () => showNotice({ id: 'roster', tone: 'done', text }) });
  const submit = () => {
    const body = form.check();
    if (body && !edit.isPending) edit.send({ params, body }, { onError: form.refuse, ...done('已保存') });
  };
  useKeys('人员', [{ keys: 'ctrl+enter', label: '保存', run: submit }]);
  return (
    <form ref={form.ref} className={styles.form} noValidate onSubmit={(e) => { e.preventDefault(); submit(); }}>
      <h2>{name} <span className={styles.quiet}>{person.staffNumber}</span></h2>
      <PersonFields values={form.values} errors={form.errors} patch={form.patch} />
      <Refusal error={edit.error ?? active.error ?? reset.error} />
      <footer>
        <Button type="primary" htmlType="submit" loading={edit.isPending}>保存 <KeyCap keys="ctrl+enter" /></Button>
        <Popconfirm
          title="重置密码？" description="原密码和所有登录立即失效" okText="重置" cancelText="取消"
          // Stays until dismissed: saving it anywhere would be worse.
          onConfirm={() => reset.send({ params, body: { seen } }, { onSuccess: ({ oneTimePassword }) => showNotice({ id: 'one-time', lastsMs: null, text: `${name} 的一次性密码：${oneTimePassword}`, detail: '只显示这一次，请当面或电话告诉本人' }) })}
        >
          <Button loading={reset.isPending}>重置密码</Button>
        </Popconfirm>
        <Button danger={person.active} loading={active.isPending} onClick={() => active.send({ params, body: { seen, active: !person.active } }, done(person.active ? '已停用' : '已启用'))}>{person.active ? '停用' : '启用'}</Button>
      </footer>
      <Changes id={id} />
    </form>
  );
}

/** Who gave whom which say. */
function Changes({ id }: { id: number }) {
  const changes = useRosterChanges(id);
  const items = changes.data?.pages.flatMap((page) => page.items) ?? [];
  if (changes.isPending) return <ListSkeleton rows={2} height={24} />;
  if (changes.isError) return <ErrorState error={changes.error} onRetry={() => void changes.refetch()} />;
  return (
    <section className={styles.changes} aria-label="变更记录">
      <h3>变更记录</h3>
      {items.length === 0 && <p className={styles.quiet}>没有变更过</p>}
      <ol>{items.map(({ id: change, at, by, text }) => <li key={change}><span className={styles.quiet}>{formatFullInstant(at)} {by}</span><br />{text}</li>)}</ol>
      {changes.hasNextPage && <Button block type="text" loading={changes.isFetchingNextPage} onClick={() => void changes.fetchNextPage()}>更多</Button>}
    </section>
  );
}

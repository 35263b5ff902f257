import { saveDepartment, saveHall } from '@shouwen/shared/contract/staff';
import { ticketKindLabels, type TicketKind } from '@shouwen/shared/vocabulary';
import { Button, Input, InputNumber, Select } from 'antd';
import { useRef, useState } from 'react';
import { useContractForm } from '../../field/contract-form';
import { useCatalogue, useDepartments } from '../../field/directory';
import { useListKeys } from '../../keyboard/list-keys';
import { Field } from '../../ui/field';
import { showNotice } from '../../ui/notice';
import { Refusal } from '../../ui/refusal';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import styles from './roster-page.module.css';
import { useRosterCommand } from './roster.calls';

type Open = { kind: 'hall' | 'department'; id: number } | null;
type Halls = NonNullable<ReturnType<typeof useCatalogue>['data']>['halls'];
type Departments = NonNullable<ReturnType<typeof useDepartments>['data']>['items'];

export function PlacesPane() {
  const catalogue = useCatalogue();
  const departments = useDepartments();
  const [open, setOpen] = useState<Open>(null);
  const list = useRef<HTMLDivElement>(null);
  useListKeys('营业厅与部门', list, { more: [open !== null && { keys: 'escape', label: '收起', run: () => setOpen(null) }] });
  const hall = open?.kind === 'hall' ? catalogue.data?.halls.find((h) => h.id === open.id) : undefined;
  const department = open?.kind === 'department' ? departments.data?.items.find((d) => d.id === open.id) : undefined;
  const row = (kind: 'hall' | 'department', id: number) => ({
    'data-row': true, tabIndex: 0, 'aria-current': open?.kind === kind && open.id === id, onClick: () => setOpen({ kind, id }), onKeyDown: (e: React.KeyboardEvent) => e.key === 'Enter' && setOpen({ kind, id }),
  });
  const failed = catalogue.isError ? catalogue : departments.isError ? departments : null;
  return (
    <div className={styles.pane}>
      <section className={styles.list}>
        <div className={styles.tools}><span /><Button onClick={() => setOpen({ kind: 'hall', id: 0 })}>新增营业厅</Button><Button onClick={() => setOpen({ kind: 'department', id: 0 })}>新增部门</Button></div>
        <div ref={list} className={styles.rows}>
          {failed ? <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />
            : !catalogue.data || !departments.data ? <ListSkeleton rows={8} height={40} />
            : (
              <>
                <table>
                  <thead><tr><th>营业厅</th><th>地址</th><th>电话</th><th>营业时间</th></tr></thead>
                  <tbody>{catalogue.data.halls.map((h) => <tr key={h.id} {...row('hall', h.id)}><td><strong>{h.name}</strong></td><td>{h.address}</td><td>{h.phone}</td><td>{h.openHours}</td></tr>)}</tbody>
                </table>
                <table>
                  <thead><tr><th>部门</th><th>职责范围</th></tr></thead>
                  <tbody>{departments.data.items.map((d) => <tr key={d.id} {...row('department', d.id)}><td><strong>{d.name}</strong></td><td>{d.kinds.map((kind) => ticketKindLabels[kind as TicketKind] ?? kind).join('、')}</td></tr>)}</tbody>
                </table>
              </>
            )}
        </div>
      </section>
      <aside className={styles.side}>
        {open === null ? <EmptyState title="选一个营业厅或部门修改" />
          : open.kind === 'hall' ? <HallForm key={open.id} hall={hall} onDone={() => setOpen(null)} />
          : <DepartmentForm key={open.id} department={department} onDone={() => setOpen(null)} />}
      </aside>
    </div>
  );
}

function HallForm({ hall, onDone }: { hall: Halls[number] | undefined; onDone: () => void }) {
  const form = useContractForm(
    saveHall, { name: hall?.name ?? '', address: hall?.address ?? '', phone: hall?.phone ?? '', openHours: hall?.openHours ?? '', latitude: hall?.place.latitude ?? null, longitude: hall?.place.longitude ?? null },
    ({ latitude, longitude, ...v }) => ({ ...v, place: { latitude, longitude } }),
  );
  const save = useRosterCommand(saveHall);
  const submit = () => {
    const body = form.check();
    if (body && !save.isPending) save.send({ params: { id: hall?.id ?? 0 }, body }, { onError: form.refuse, onSuccess: () => { showNotice({ id: 'roster', tone: 'done', text: '营业厅已保存' }); onDone(); } });
  };
  const input = (name: 'name' | 'address' | 'phone' | 'openHours', label: string, max: number) => (
    <Field name={name} label={label} required error={form.errors[name]}><Input maxLength={max} value={form.values[name]} onChange={(e) => form.set(name, e.target.value)} /></Field>
  );
  return (
    <form ref={form.ref} className={styles.form} noValidate onSubmit={(e) => { e.preventDefault(); submit(); }}>
      <h2>{hall?.name ?? '新增营业厅'}</h2>
      {input('name', '名称', 60)}{input('address', '地址', 120)}{input('phone', '电话', 17)}{input('openHours', '营业时间', 60)}
      <Field name="place" label="位置（高德坐标）" required error={form.errors.place && '请填写纬度和经度'}>
        <div className={styles.numbers}>
          <InputNumber aria-label="纬度" placeholder="纬度" min={-90} max={90} step={0.0001} value={form.values.latitude} onChange={(v) => form.set('latitude', v)} style={{ width: '100%' }} />
          <InputNumber aria-label="经度" placeholder="经度" min={-180} max={180} step={0.0001} value={form.values.longitude} onChange={(v) => form.set('longitude', v)} style={{ width: '100%' }} />
        </div>
      </Field>
      <Refusal error={save.error} />
      <footer><Button type="primary" htmlType="submit" loading={save.isPending}>保存</Button></footer>
    </form>
  );
}

function DepartmentForm({ department, onDone }: { department: Departments[number] | undefined; onDone: () => void }) {
  const form = useContractForm(saveDepartment, { name: department?.name ?? '', kinds: (department?.kinds ?? []) as TicketKind[] }, (v) => v);
  const save = useRosterCommand(saveDepartment);
  const submit = () => {
    const body = form.check();
    if (body && !save.isPending) save.send({ params: { id: department?.id ?? 0 }, body }, { onError: form.refuse, onSuccess: () => { showNotice({ id: 'roster', tone: 'done', text: '部门已保存' }); onDone(); } });
  };
  return (
    <form ref={form.ref} className={styles.form} noValidate onSubmit={(e) => { e.preventDefault(); submit(); }}>
      <h2>{department?.name ?? '新增部门'}</h2>
      <Field name="name" label="名称" required error={form.errors.name}><Input maxLength={60} value={form.values.name} onChange={(e) => form.set('name', e.target.value)} /></Field>
      <Field name="kinds" label="职责范围" hint="这些事项优先转给本部门（FI-3）" error={form.errors.kinds}>
        <Select mode="multiple" aria-label="职责范围" value={form.values.kinds} onChange={(v) => form.set('kinds', v)} options={Object.entries(ticketKindLabels).map(([value, label]) => ({ value: value as TicketKind, label }))} />
      </Field>
      <Refusal error={save.error} />
      <footer><Button type="primary" htmlType="submit" loading={save.isPending}>保存</Button></footer>
    </form>
  );
}

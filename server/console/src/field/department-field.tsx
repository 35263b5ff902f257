import type { TicketKind } from '@shouwen/shared/vocabulary';
import { Select } from 'antd';
import { useEffect, useEffectEvent } from 'react';
import { useDepartments } from './directory';

/** Departments, those whose scope the matter is first (FI-3). */
export function DepartmentField({
  kind, value, onChange, autoFocus = false, allowNone = false,
}: {
  kind: TicketKind | null;
  value: number | null;
  onChange: (value: number | null) => void;
  autoFocus?: boolean;
  /** It need not go anywhere; otherwise the only fitting department is chosen beforehand. */
  allowNone?: boolean;
}) {
  const departments = useDepartments();
  const items = departments.data?.items ?? [];
  const fitting = items.filter((d) => kind !== null && d.kinds.includes(kind));
  const others = items.filter((d) => !fitting.includes(d));
  const only = !allowNone && value === null && fitting.length === 1 ? fitting[0]!.id : null;
  const choose = useEffectEvent(() => { if (only !== null) onChange(only); });
  useEffect(() => choose(), [only]);
  const group = (label: string, of: typeof items) => (of.length > 0 ? [{ label, title: label, options: of.map((d) => ({ value: d.id, label: d.name })) }] : []);
  return (
    <Select
      autoFocus={autoFocus}
      allowClear={allowNone}
      showSearch={{ optionFilterProp: 'label' }}
      loading={departments.isPending}
      status={departments.isError ? 'error' : undefined}
      placeholder={allowNone ? '不转，由我继续办理' : '选择部门'}
      value={value}
      onChange={(next) => onChange(next ?? null)}
      options={[...group('职责相符', fitting), ...group('其他部门', others)]}
      style={{ width: '100%' }}
    />
  );
}

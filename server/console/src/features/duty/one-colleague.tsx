import { Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useColleagues } from '../../field/directory';

/** One member of staff, by name or number. */
export function OneColleague({ value, onChange, placeholder, autoFocus = false }: { value: number | null; onChange: (value: number | null) => void; placeholder: string; autoFocus?: boolean }) {
  const [search, setSearch] = useState('');
  const found = useColleagues(useDeferredValue(search.trim()), true);
  return (
    <Select
      allowClear autoFocus={autoFocus} placeholder={placeholder} value={value} onChange={(next) => onChange(next ?? null)} style={{ width: '100%' }}
      showSearch={{ onSearch: setSearch, filterOption: false }} loading={found.isFetching} notFoundContent={found.isFetching ? '正在查找…' : '没有找到'}
      options={found.data?.items.map((c) => ({ value: c.id, label: `${c.name} ${c.staffNumber}`, where: c.hallName ?? c.departmentName ?? '' }))}
      optionRender={(option) => <span>{option.label} <small style={{ color: 'var(--ink-3)' }}>{String(option.data.where)}</small></span>}
    />
  );
}

import { Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useColleagues } from './directory';

/** Who is complained of, by name or staff number; they and their partner will not see the ticket (CP-7). */
export function ColleagueField({ value, onChange }: { value: number[]; onChange: (value: number[]) => void }) {
  const [search, setSearch] = useState('');
  const [opened, setOpened] = useState(false);
  const found = useColleagues(useDeferredValue(search.trim()), opened || value.length > 0);
  return (
    <Select
      mode="multiple"
      placeholder="姓名或工号，不知道可不填"
      value={value}
      onChange={onChange}
      onOpenChange={(open) => open && setOpened(true)}
      showSearch={{ onSearch: setSearch, filterOption: false }}
      loading={found.isFetching}
      notFoundContent={found.isFetching ? '正在查找…' : '没有找到'}
      options={found.data?.items.map((c) => ({ value: c.id, label: `${c.name} ${c.staffNumber}`, where: c.departmentName ?? c.hallName ?? '' }))}
      optionRender={(option) => <span>{option.label} <small style={{ color: 'var(--ink-3)' }}>{String(option.data.where)}</small></span>}
      style={{ width: '100%' }}
    />
  );
}

/** One colleague, by name or staff number. */
export function OneColleagueField({ value, onChange, autoFocus = false, placeholder = '姓名或工号' }: { value: number | null; onChange: (value: number | null) => void; autoFocus?: boolean; placeholder?: string }) {
  const [search, setSearch] = useState('');
  const [opened, setOpened] = useState(false);
  const found = useColleagues(useDeferredValue(search.trim()), opened || value !== null);
  return (
    <Select
      autoFocus={autoFocus}
      placeholder={placeholder}
      value={value}
      onChange={(next) => onChange(next ?? null)}
      onOpenChange={(open) => open && setOpened(true)}
      showSearch={{ onSearch: (text) => { setSearch(text); setOpened(true); }, filterOption: false }}
      loading={found.isFetching}
      notFoundContent={found.isFetching ? '正在查找…' : '没有找到'}
      options={found.data?.items.map((c) => ({ value: c.id, label: `${c.name} ${c.staffNumber}`, where: c.departmentName ?? c.hallName ?? '' }))}
      optionRender={(option) => <span>{option.label} <small style={{ color: 'var(--ink-3)' }}>{String(option.data.where)}</small></span>}
      style={{ width: '100%' }}
    />
  );
}

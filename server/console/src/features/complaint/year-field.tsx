import { shanghaiDate } from '@shouwen/shared/value';
import { Select } from 'antd';

export const thisYear = (): number => Number(shanghaiDate(new Date()).slice(0, 4));

/** This year and the nine before it. */
export function YearField({ value, onChange }: { value: number; onChange: (year: number) => void }) {
  return <Select size="small" aria-label="年份" value={value} onChange={onChange} style={{ width: 104 }} options={Array.from({ length: 10 }, (_, i) => ({ value: thisYear() - i, label: `${thisYear() - i} 年` }))} />;
}

import { addDays, shanghaiDate } from '@shouwen/shared/value';
import { Button, DatePicker } from 'antd';
import dayjs from 'dayjs';
import styles from './report.module.css';

export interface Period {
  from: string;
  to: string;
}
/** This month so far. */
export const thisMonth = (): Period => { const today = shanghaiDate(new Date()); return { from: `${today.slice(0, 7)}-01`, to: today }; };

/** From and to, and the periods people ask for most, a click away. */
export function PeriodField({ value, onChange }: { value: Period; onChange: (period: Period) => void }) {
  const today = shanghaiDate(new Date());
  const lastMonthEnd = addDays(`${today.slice(0, 7)}-01`, -1);
  const year = Number(today.slice(0, 4));
  const usual: [string, Period][] = [
    ['今天', { from: today, to: today }], ['本月', thisMonth()], ['上月', { from: `${lastMonthEnd.slice(0, 7)}-01`, to: lastMonthEnd }],
    ['今年', { from: `${year}-01-01`, to: today }], ['去年', { from: `${year - 1}-01-01`, to: `${year - 1}-12-31` }],
  ];
  return (
    <span className={styles.period}>
      <DatePicker.RangePicker
        size="small" allowClear={false} value={[dayjs(value.from), dayjs(value.to)]} aria-label="日期"
        onChange={(range) => { if (range?.[0] && range[1]) onChange({ from: range[0].format('YYYY-MM-DD'), to: range[1].format('YYYY-MM-DD') }); }}
      />
      {usual.map(([label, period]) => <Button key={label} size="small" type={period.from === value.from && period.to === value.to ? 'primary' : 'default'} onClick={() => onChange(period)}>{label}</Button>)}
    </span>
  );
}

import type { BookContent, HolidayYear } from '@shouwen/shared/contract/rulebook';
import { addDays, isDateString, weekday } from '@shouwen/shared/value';
import { Button } from 'antd';
import { useState } from 'react';
import { Day, Faults, faultsUnder, AddRow, EditTable, FaultRow, removed, replaced, RowTools, Text, type EditorProps } from './editing';
import styles from './working-calendar-editor.module.css';
import { YearGrid, type DayMark } from './year-grid';

const legend = { holiday: '放假', worked: '调休上班', rest: '周末' } as const;

/** TL-3: the national schedule, year by year. A year that is not here is computed from weekends, and every deadline in it says so. */
export function WorkingCalendarEditor({ value, onChange, faults }: EditorProps<BookContent['working-calendar']>) {
  const last = value.at(-1)?.year ?? 2025;
  const [year, setYear] = useState(last);
  const index = value.findIndex((entry) => entry.year === year);
  const entry = value[index];
  const set = (patch: Partial<HolidayYear>) => entry && onChange(replaced(value, index, { ...entry, ...patch }));
  return (
    <>
      <div className={styles.years} role="tablist" aria-label="年份">
        {[...value.map((one) => one.year), last + 1].map((one) => (
          <button key={one} type="button" role="tab" aria-selected={one === year} data-provisional={one > last || undefined} data-faulty={faultsUnder(faults, String(value.findIndex((e) => e.year === one))).length > 0 || undefined} onClick={() => setYear(one)}>
            {one} 年{one > last && <small>未公布，暂按周末推算</small>}
          </button>
        ))}
      </div>
      <Faults faults={faults.filter(({ path }) => path === '' || path === `${index}.year`)} />
      {!entry ? (
        <>
          <div className={styles.provisional}>
            <p>{year} 年的放假安排还没有录入。这一年里的期限暂按周末休息推算，并向居民说明“公布后日期可能调整”。</p>
            <Button type="primary" onClick={() => onChange([...value, { year, holidays: [{ name: '元旦', from: `${year}-01-01`, to: `${year}-01-01` }], makeUpDays: [] }])}>录入 {year} 年</Button>
          </div>
          <YearGrid year={year} markOf={markOf(value)} legend={legend} />
        </>
      ) : (
        <div className={styles.year}>
          <div>
            <h3>放假</h3>
            <EditTable head={['节日', '从', '到（含）', '']}>
              {entry.holidays.map((holiday, at) => {
                const own = faultsUnder(faults, `${index}.holidays.${at}`);
                const change = (patch: Partial<typeof holiday>) => set({ holidays: replaced(entry.holidays, at, { ...holiday, ...patch }) });
                return [
                  <tr key={at}>
                    <td><Text label={`第 ${at + 1} 个假期名称`} value={holiday.name} onChange={(name) => change({ name })} faulty={own.length > 0} /></td>
                    <td><Day label={`${holiday.name}开始日`} value={holiday.from} onChange={(from) => change({ from })} faulty={own.length > 0} /></td>
                    <td><Day label={`${holiday.name}结束日`} value={holiday.to} onChange={(to) => change({ to })} faulty={own.length > 0} /></td>
                    <td><RowTools what={holiday.name} onRemove={() => set({ holidays: removed(entry.holidays, at) })} /></td>
                  </tr>,
                  <FaultRow key={`${at} faults`} faults={own} columns={4} />,
                ];
              })}
            </EditTable>
            <AddRow onAdd={() => set({ holidays: [...entry.holidays, { name: '', from: `${year}-12-31`, to: `${year}-12-31` }] })}>添加假期</AddRow>
            <h3>调休上班的周末</h3>
            <EditTable head={['日期', '']}>
              {entry.makeUpDays.map((day, at) => {
                const own = faultsUnder(faults, `${index}.makeUpDays.${at}`);
                return [
                  <tr key={at}>
                    <td><Day label={`第 ${at + 1} 个调休上班日`} value={day} onChange={(date) => set({ makeUpDays: replaced(entry.makeUpDays, at, date) })} faulty={own.length > 0} /></td>
                    <td style={{ width: 40 }}><RowTools what={day} onRemove={() => set({ makeUpDays: removed(entry.makeUpDays, at) })} /></td>
                  </tr>,
                  <FaultRow key={`${at} faults`} faults={own} columns={2} />,
                ];
              })}
            </EditTable>
            <AddRow onAdd={() => set({ makeUpDays: [...entry.makeUpDays, ''] })}>添加调休上班日</AddRow>
          </div>
          <YearGrid year={year} markOf={markOf(value)} legend={legend} />
        </div>
      )}
    </>
  );
}

function markOf(years: BookContent['working-calendar']): (date: string) => { mark: DayMark; why: string } | null {
  const off = new Map<string, string>();
  for (const { name, from, to } of years.flatMap(({ holidays }) => holidays)) {
    // While a date is being typed it may be none, or years away.
    if (!isDateString(from) || !isDateString(to)) continue;
    for (let date = from, days = 0; date <= to && days < 31; date = addDays(date, 1), days += 1) off.set(date, name);
  }
  const worked = new Set(years.flatMap(({ makeUpDays }) => makeUpDays));
  return (date) => {
    const holiday = off.get(date);
    if (holiday !== undefined) return { mark: 'holiday', why: holiday };
    if (weekday(date) <= 5) return null;
    return worked.has(date) ? { mark: 'worked', why: '调休上班' } : { mark: 'rest', why: '周末' };
  };
}

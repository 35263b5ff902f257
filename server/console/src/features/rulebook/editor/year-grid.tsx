import { addDays, weekday } from '@shouwen/shared/value';
import styles from './year-grid.module.css';

export type DayMark = 'holiday' | 'worked' | 'rest';

/** Twelve months at a glance. */
export function YearGrid({ year, markOf, legend }: { year: number; markOf: (date: string) => { mark: DayMark; why: string } | null; legend: Readonly<Record<DayMark, string>> }) {
  return (
    <div className={styles.grid}>
      <p className={styles.legend}>{(Object.keys(legend) as DayMark[]).map((mark) => <span key={mark}><i data-mark={mark} />{legend[mark]}</span>)}</p>
      <div className={styles.months}>
        {Array.from({ length: 12 }, (_, month) => {
          const first = `${year}-${String(month + 1).padStart(2, '0')}-01`;
          const days = daysOfMonth(first);
          return (
            <table key={month} className={styles.month}>
              <caption>{month + 1} 月</caption>
              <thead><tr>{['一', '二', '三', '四', '五', '六', '日'].map((name) => <th key={name} scope="col">{name}</th>)}</tr></thead>
              <tbody>
                {weeksOf(first, days).map((week, row) => (
                  <tr key={row}>
                    {week.map((date, column) => {
                      const day = date === null ? null : markOf(date);
                      return <td key={column} data-mark={day?.mark} title={date === null ? undefined : `${date}${day ? ` ${day.why}` : ''}`}>{date === null ? '' : Number(date.slice(8))}</td>;
                    })}
                  </tr>
                ))}
              </tbody>
            </table>
          );
        })}
      </div>
    </div>
  );
}

function daysOfMonth(first: string): string[] {
  const days: string[] = [];
  for (let date = first; date.slice(0, 7) === first.slice(0, 7); date = addDays(date, 1)) days.push(date);
  return days;
}

function weeksOf(first: string, days: readonly string[]): (string | null)[][] {
  const cells = [...Array.from({ length: weekday(first) - 1 }, () => null), ...days];
  return Array.from({ length: Math.ceil(cells.length / 7) }, (_, week) => Array.from({ length: 7 }, (_, day) => cells[week * 7 + day] ?? null));
}

import type { HallDayItem, SlotItem } from '@shouwen/shared/contract/appointment';
import { shanghaiDate } from '@shouwen/shared/value';
import { appointmentStateLabels } from '@shouwen/shared/vocabulary';
import { durationText } from '../../ui/countdown';
import { useNow } from '../../ui/now';
import styles from './day-table.module.css';

/** Slots down the day with their free places; people under the slot they come in. */
export function DayTable({ items, slots, date, openId, onOpen }: { items: readonly HallDayItem[]; slots: readonly SlotItem[]; date: string; openId: number | null; onOpen: (id: number) => void }) {
  const now = useNow(20_000);
  const times = [...new Set([...slots.map((s) => s.startTime), ...items.map((i) => i.startTime)])].sort();
  const current = date === shanghaiDate(new Date(now)) ? times.filter((time) => Date.parse(`${date}T${time}:00+08:00`) <= now).at(-1) : undefined;
  return (
    <table className={styles.table}>
      <thead><tr><th>时段</th><th>预约人</th><th>业务</th><th>签到码</th><th>情况</th></tr></thead>
      {times.map((time) => {
        const places = placesAt(slots, time);
        const people = items.filter((i) => i.startTime === time);
        const rows = people.length > 0 ? people : [null];
        return (
          <tbody key={time} data-now={time === current || undefined}>
            {rows.map((person, index) => (
              <tr
                key={person?.id ?? time} className={person ? styles.person : styles.empty} data-state={person?.state}
                {...(person && { 'data-row': true, tabIndex: 0, 'aria-current': person.id === openId, onClick: () => onOpen(person.id), onKeyDown: (e: React.KeyboardEvent) => e.key === 'Enter' && onOpen(person.id) })}
              >
                {index === 0 && (
                  <th rowSpan={rows.length} scope="rowgroup">
                    <strong>{time}</strong>
                    {places.capacity > 0 && Date.parse(`${date}T${time}:00+08:00`) > now && <small data-full={places.free === 0 || undefined}>{places.free === 0 ? '约满' : `余 ${places.free} / ${places.capacity}`}</small>}
                  </th>
                )}
                {person
                  ? <>
                    <td><strong>{person.contactName}</strong> <span className={styles.phone}>{person.contactPhoneMasked}</span></td>
                    <td>{person.serviceName}{person.note && <small className={styles.note}>{person.note}</small>}</td>
                    <td className={styles.code}>{person.checkInCode}</td>
                    <td><Standing person={person} now={now} /></td>
                  </>
                  : <td colSpan={4} />}
              </tr>
            ))}
          </tbody>
        );
      })}
    </table>
  );
}

/** A slot has places per group of services; here they count together. */
function placesAt(slots: readonly SlotItem[], time: string): { free: number; capacity: number } {
  const at = slots.filter((s) => s.startTime === time);
  return { free: at.reduce((sum, s) => sum + s.free, 0), capacity: at.reduce((sum, s) => sum + s.capacity, 0) };
}

function Standing({ person, now }: { person: HallDayItem; now: number }) {
  const waited = person.checkedInAt ? now - Date.parse(person.checkedInAt) : 0;
  if (person.state === 'checked-in') return <span className={styles.waiting} data-long={waited > 10 * 60_000 || undefined}>等候 {durationText(waited)}</span>;
  if (person.state === 'called') return <span className={styles.called}>{person.window}{person.calledAt && ` · ${durationText(now - Date.parse(person.calledAt))}`}</span>;
  if (person.state === 'finished') return <span className={styles.over}>{person.ticketNumber ? '已转工单' : '已办完'}</span>;
  return <span className={styles.over}>{appointmentStateLabels[person.state]}</span>;
}

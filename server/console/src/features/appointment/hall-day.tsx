import { LeftOutlined, PhoneOutlined, RightOutlined } from '@ant-design/icons';
import type { HallDayItem } from '@shouwen/shared/contract/appointment';
import { addDays, formatDate, isDateString, shanghaiDate } from '@shouwen/shared/value';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { BookByPhone } from '../../booking/book-by-phone';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { useListKeys } from '../../keyboard/list-keys';
import { useStaff } from '../../session/session';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import { AppointmentPanel } from './appointment-panel';
import { useHallDay } from './appointment.calls';
import { CheckInBox } from './check-in-box';
import { DayTable } from './day-table';
import styles from './hall-day.module.css';

/** The hall's day: who comes when, who waits, who is at a window (QU-1). */
export function HallDay() {
  const staff = useStaff();
  const navigate = useNavigate();
  const { date: wanted } = useParams();
  const [search, setSearch] = useSearchParams();
  const today = shanghaiDate(new Date());
  const date = isDateString(wanted) ? wanted : today;
  const day = useHallDay(date);
  const list = useRef<HTMLDivElement>(null);
  const [booking, setBooking] = useState(false);
  const openId = Number(search.get('open')) || null;
  const open = day.data?.items.find((item) => item.id === openId) ?? null;

  const select = (id: number | null) => setSearch(id === null ? {} : { open: String(id) }, { replace: true });
  const go = (to: string) => void navigate(to === today ? '/appointments' : `/appointments/${to}`);
  // First out of the field, so that the letter keys work; then out of the appointment.
  const leave = () => {
    const field = document.activeElement;
    if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) field.blur();
    else select(null);
  };
  useListKeys('预约', list);
  useKeys('预约', [
    { keys: 'i', label: '输入签到码', run: () => document.querySelector<HTMLInputElement>('[data-check-in]')?.focus() },
    { keys: 'b', label: '电话预约', run: () => setBooking(true) },
    { keys: '[', label: '前一天', run: () => go(addDays(date, -1)) },
    { keys: ']', label: '后一天', run: () => go(addDays(date, 1)) },
    { keys: '.', label: '回到今天', run: () => go(today) },
    open !== null && { keys: 'escape', label: '离开输入，再按收起预约', run: leave },
  ], { enabled: !booking });

  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>{staff.hallName}</h1>
        <div className={styles.days}>
          <Button size="small" icon={<LeftOutlined />} aria-label="前一天" onClick={() => go(addDays(date, -1))} />
          <strong>{formatDate(date)}</strong>
          <Button size="small" icon={<RightOutlined />} aria-label="后一天" onClick={() => go(addDays(date, 1))} />
          {date !== today && <Button size="small" type="link" onClick={() => go(today)}>回到今天</Button>}
        </div>
        {day.data && <Counts items={day.data.items} />}
        <span style={{ flex: 1 }} />
        <Button icon={<PhoneOutlined />} onClick={() => setBooking(true)}>电话预约 <KeyCap keys="b" /></Button>
        {date === today && <CheckInBox onCheckedIn={(item) => select(item.id)} />}
      </header>
      <div className={styles.body}>
        <div ref={list} className={styles.table}>
          {day.isPending ? <ListSkeleton rows={10} height={46} />
            : day.isError ? <ErrorState error={day.error} onRetry={() => void day.refetch()} />
            : day.data.items.length === 0 && day.data.slots.length === 0 ? <EmptyState title="这一天不营业，没有可预约的时段" />
            : <DayTable items={day.data.items} slots={day.data.slots} date={date} openId={openId} onOpen={select} />}
        </div>
        <aside className={styles.side}>
          {open
            ? <AppointmentPanel key={open.id} item={open} />
            : <Waiting items={day.data?.items ?? []} onOpen={select} />}
        </aside>
      </div>
      {booking && <BookByPhone date={date} onClose={() => setBooking(false)} onBooked={(item) => { setBooking(false); if (item.date === date) select(item.id); else void navigate(`/appointments/${item.date}?open=${item.id}`); }} />}
    </div>
  );
}

function Counts({ items }: { items: readonly HallDayItem[] }) {
  const count = (...states: HallDayItem['state'][]) => items.filter((item) => states.includes(item.state)).length;
  return (
    <dl className={styles.counts}>
      <div><dt>等候</dt><dd data-on={count('checked-in') > 0 || undefined}>{count('checked-in')}</dd></div>
      <div><dt>办理中</dt><dd>{count('called')}</dd></div>
      <div><dt>未到</dt><dd>{count('booked')}</dd></div>
      <div><dt>已办完</dt><dd>{count('finished')}</dd></div>
    </dl>
  );
}

/** With nothing open: who is next. */
function Waiting({ items, onOpen }: { items: readonly HallDayItem[]; onOpen: (id: number) => void }) {
  const waiting = items.filter((item) => item.state === 'checked-in').sort((a, b) => a.startTime.localeCompare(b.startTime) || (a.checkedInAt ?? '').localeCompare(b.checkedInAt ?? ''));
  return (
    <div className={styles.waiting}>
      <h2>等候叫号</h2>
      {waiting.length === 0
        ? <p>没有人在等。居民到厅后输入 6 位签到码，按 Enter 签到。</p>
        : waiting.map((item, index) => (
          <button key={item.id} type="button" onClick={() => onOpen(item.id)}>
            <b>{index + 1}</b><strong>{item.contactName}</strong><span>{item.serviceName}</span><time>{item.startTime}</time>
          </button>
        ))}
    </div>
  );
}

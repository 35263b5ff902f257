import { checkIn, type HallDayItem } from '@shouwen/shared/contract/appointment';
import { toHalfWidth } from '@shouwen/shared/value';
import { Input, type InputRef } from 'antd';
import { useRef, useState } from 'react';
import { messageOf } from '../../api/api-error';
import { showNotice } from '../../ui/notice';
import { useDayCommand } from '../../booking/booking.calls';
import styles from './check-in-box.module.css';

/** Six digits and Enter; ready for the next person at once. */
export function CheckInBox({ onCheckedIn }: { onCheckedIn: (item: HallDayItem) => void }) {
  const [code, setCode] = useState('');
  const input = useRef<InputRef>(null);
  const command = useDayCommand(checkIn);
  const submit = () => {
    if (code.length !== 6 || command.isPending) return;
    command.send({ body: { code } }, {
      onSuccess: (item) => {
        setCode('');
        showNotice({ id: 'appointment', lastsMs: 3500, tone: 'done', text: `${item.contactName} 已签到`, detail: `${item.startTime} ${item.serviceName}` });
        onCheckedIn(item);
      },
      onError: () => input.current?.focus({ cursor: 'all' }),
    });
  };
  return (
    <div className={styles.box}>
      <label htmlFor="check-in">签到码</label>
      <Input
        id="check-in" data-check-in ref={input} autoFocus inputMode="numeric" autoComplete="off" maxLength={6} placeholder="6 位数字" status={command.isError ? 'error' : undefined}
        value={code} onChange={(event) => { setCode(toHalfWidth(event.target.value).replace(/\D/g, '')); command.reset(); }} onPressEnter={submit}
        // A complaint about a code is over when the desk turns to something else.
        onBlur={() => { if (command.isError) { setCode(''); command.reset(); } }}
        onKeyDown={(event) => { if (event.key === 'Escape') { event.preventDefault(); input.current?.blur(); } }}
      />
      {command.isError && <div className={styles.fault} role="alert">{messageOf(command.error)}</div>}
    </div>
  );
}

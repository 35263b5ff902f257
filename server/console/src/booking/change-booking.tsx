import { cancelForResident, moveForResident } from '@shouwen/shared/contract/appointment';
import { formatDate } from '@shouwen/shared/value';
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { useContractForm } from '../field/contract-form';
import { KeyCap } from '../keyboard/key-cap';
import { useKeys } from '../keyboard/keyboard';
import { Choice } from '../ui/choice';
import { showNotice } from '../ui/notice';
import { Refusal } from '../ui/refusal';
import { useDayCommand } from './booking.calls';
import styles from './booking.module.css';
import { SlotField } from './slot-field';

/** What is to be changed, as a hall's day or a caller's card knows it. */
export interface Booking {
  id: number;
  serviceId: number;
  serviceName: string;
  hallId: number;
  date: string;
  startTime: string;
  version: number;
}

/** A resident rings up to come at another time, or not at all (QU-1). */
export function ChangeBooking({ booking, onClose }: { booking: Booking; onClose: () => void }) {
  const [what, setWhat] = useState<'move' | 'cancel'>('move');
  const form = useContractForm(moveForResident, { date: booking.date, startTime: null as string | null }, (values) => ({ version: booking.version, ...values }));
  const move = useDayCommand(moveForResident);
  const cancel = useDayCommand(cancelForResident);
  const params = { id: booking.id };
  const submit = () => {
    if (move.isPending || cancel.isPending) return;
    if (what === 'cancel') {
      cancel.send({ params, body: { version: booking.version } }, { onSuccess: () => { showNotice({ id: 'booking-changed', tone: 'done', text: '预约已取消，名额已放出' }); onClose(); } });
      return;
    }
    const body = form.check();
    if (body) move.send({ params, body }, {
      onSuccess: (item) => {
        showNotice({ id: 'booking-changed', tone: 'done', text: `已改到 ${formatDate(item.date)} ${item.startTime}`, detail: `签到码 ${item.checkInCode}，请告诉居民`, lastsMs: 20_000 });
        onClose();
      },
      onError: form.refuse,
    });
  };
  const label = what === 'move' ? '改时间' : '取消预约';
  useKeys('', [{ keys: 'escape', label: '关闭', run: onClose }, { keys: 'ctrl+enter', label, run: submit }], { exclusive: true });
  return (
    <Modal open width={620} title={`${formatDate(booking.date)} ${booking.startTime} ${booking.serviceName}`} onCancel={onClose} footer={null} keyboard={false}>
      <form ref={form.ref} className={styles.change} noValidate onSubmit={(e) => { e.preventDefault(); submit(); }}>
        <Choice autoFocus label="改时间还是取消" value={what} onChange={setWhat} options={[{ value: 'move', label: '改时间' }, { value: 'cancel', label: '取消预约' }]} />
        {what === 'move'
          ? <SlotField hallId={booking.hallId} serviceId={booking.serviceId} date={form.values.date} startTime={form.values.startTime} errors={form.errors} onChange={form.patch} />
          : <p>取消后名额给别人，签到码作废；居民想再来须重新预约。</p>}
        <footer>
          <Refusal error={what === 'move' ? move.error : cancel.error} />
          <Button onClick={onClose}>不改了</Button>
          <Button type="primary" danger={what === 'cancel'} htmlType="submit" loading={move.isPending || cancel.isPending}>{label} <KeyCap keys="ctrl+enter" /></Button>
        </footer>
      </form>
    </Modal>
  );
}

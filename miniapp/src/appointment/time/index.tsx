import { ScrollView, View } from '@tarojs/components';
import { useState } from 'react';
import {
  appointmentDetail, bookableDays, halls, moveAppointment, myAppointments, slots, type DayItem, type HallItem, type SlotItem,
} from '@shouwen/shared/contract/appointment';
import { shanghaiDate, weekdayName } from '@shouwen/shared/value';
import { useIntent } from '@/api/intent';
import { outdate, remember, useAnswer } from '@/api/query';
import { goBack, open, useParameters } from '@/platform/navigation';
import { say } from '@/platform/phone';
import { routes } from '@/routes';
import { Button } from '@/ui/button';
import { Notice } from '@/ui/card';
import { Option } from '@/ui/choice';
import { FormError } from '@/ui/form';
import { Screen } from '@/ui/screen';
import { Answered, State } from '@/ui/state';
import { dayInWords } from '@/ui/words';
import './index.scss';

/** Hall, day, free place. With `moveId` an existing appointment gets a new time in its own hall. */
export default function Time() {
  const parameters = useParameters();
  const serviceId = Number(parameters.serviceId);
  const moveId = Number(parameters.moveId) || null;
  const [hallId, setHallId] = useState<number | null>(Number(parameters.hallId) || null);
  const [date, setDate] = useState<string | null>(null);
  const [slot, setSlot] = useState<SlotItem | null>(null);
  const move = useIntent(moveAppointment);
  const hallList = useAnswer(halls, { as: 'anyone' });

  const chooseHall = (id: number | null) => {
    setHallId(id);
    setDate(null);
    setSlot(null);
  };
  const next = async () => {
    if (hallId === null || !date || !slot) {
      say(hallId === null ? '请先选营业厅' : date ? '请选一个时段' : '请选一天');
      return;
    }
    if (moveId === null) {
      open(routes.bookContact, { serviceId, hallId, date, startTime: slot.startTime, endTime: slot.endTime });
      return;
    }
    const moved = await move.run({ path: { id: moveId }, body: { version: Number(parameters.version), date, startTime: slot.startTime } });
    outdate(slots, bookableDays);
    if (!moved) return;
    remember(appointmentDetail, { path: { id: moveId } }, moved);
    outdate(myAppointments);
    say('时间改好了');
    goBack();
  };

  const hall = hallList.data?.items.find(({ id }) => id === hallId);
  return (
    <Screen
      footer={
        hallId !== null && (
          <>
            <FormError error={move.error} />
            <Button id='next' busy={move.pending} off={!slot} onTap={() => void next()}>
              {slot && date ? `${moveId === null ? '约' : '改到'} ${dayInWords(date, new Date())} ${slot.startTime}` : '请选日期和时段'}
            </Button>
          </>
        )
      }
    >
      <Answered answer={hallList}>
        {({ items }) => (
          <>
            <View className='title'>{hall ? '在这里办' : '去哪个营业厅？'}</View>
            {(hall ? [hall] : items).map((item) => <HallOption key={item.id} hall={item} on={item.id === hallId} onTap={() => chooseHall(item.id)} />)}
            {hall && moveId === null && items.length > 1 && (
              <Button kind='plain' small onTap={() => chooseHall(null)}>
                换一个营业厅
              </Button>
            )}
          </>
        )}
      </Answered>
      {hallId !== null && <Days hallId={hallId} serviceId={serviceId} date={date} onChange={(next) => { setDate(next); setSlot(null); }} />}
      {hallId !== null && date && <Slots hallId={hallId} serviceId={serviceId} date={date} slot={slot} onChange={setSlot} />}
    </Screen>
  );
}

function HallOption({ hall, on, onTap }: { hall: HallItem; on: boolean; onTap: () => void }) {
  return (
    <Option id={`hall-${hall.id}`} on={on} onTap={onTap}>
      <View className='heading'>{hall.name}</View>
      <View className='muted small'>{hall.address}</View>
      <View className='muted small'>{hall.openHours}</View>
    </Option>
  );
}

function Days({ hallId, serviceId, date, onChange }: { hallId: number; serviceId: number; date: string | null; onChange: (date: string) => void }) {
  const days = useAnswer(bookableDays, { path: { hallId }, query: { serviceId }, as: 'anyone' });
  const today = shanghaiDate(new Date());
  const tap = (day: DayItem) => {
    if (day.open && day.free > 0) onChange(day.date);
    else say(day.why ?? '这一天已约满，请换一天');
  };
  return (
    <>
      <View className='heading'>哪一天？</View>
      <Answered answer={days} cards={1}>
        {({ items }) => (
          <ScrollView scrollX enhanced showScrollbar={false} className='days'>
            <View className='days-row'>
              {items.map((day) => {
                const free = day.open && day.free > 0;
                return (
                  <View key={day.date} id={`day-${day.date}`} className={`day ${free ? '' : 'day-off'} ${day.date === date ? 'day-on' : ''}`} onClick={() => tap(day)}>
                    <View className='small'>{day.date === today ? '今天' : weekdayName(day.date)}</View>
                    <View className='day-number digits'>
                      {Number(day.date.slice(5, 7))}.{Number(day.date.slice(8, 10))}
                    </View>
                    <View className='small'>{free ? `余 ${day.free}` : day.open ? '约满' : '不办'}</View>
                  </View>
                );
              })}
            </View>
          </ScrollView>
        )}
      </Answered>
    </>
  );
}

function Slots({ hallId, serviceId, date, slot, onChange }: { hallId: number; serviceId: number; date: string; slot: SlotItem | null; onChange: (slot: SlotItem) => void }) {
  const answer = useAnswer(slots, { path: { hallId }, query: { serviceId, date }, as: 'anyone' }, { everyMs: 20_000 });
  return (
    <>
      <View className='heading'>什么时候来？</View>
      <Answered answer={answer} cards={1}>
        {({ items }) =>
          items.length === 0 ? (
            <State icon='calendar' title='这一天没有可约的时段'>请换一天。</State>
          ) : (
            <>
              <View className='slots'>
                {items.map((item) => (
                  <View
                    key={item.startTime}
                    id={`slot-${item.startTime.replace(':', '')}`}
                    className={`slot ${item.free === 0 ? 'slot-off' : ''} ${slot?.startTime === item.startTime ? 'slot-on' : ''}`}
                    onClick={() => (item.free > 0 ? onChange(item) : say('这个时段约满了，请换一个'))}
                  >
                    <View className='strong digits'>
                      {item.startTime}–{item.endTime}
                    </View>
                    <View className='small'>{item.free > 0 ? `还有 ${item.free} 个位置` : '已约满'}</View>
                  </View>
                ))}
              </View>
              {items.every(({ free }) => free === 0) && <Notice tone='warn'>这一天都约满了，请换一天</Notice>}
            </>
          )
        }
      </Answered>
    </>
  );
}

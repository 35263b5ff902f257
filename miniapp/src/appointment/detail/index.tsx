import { Text, View } from '@tarojs/components';
import { useState } from 'react';
import { appointmentDetail, bookableDays, cancelAppointment, myAppointments, slots, type AppointmentView } from '@shouwen/shared/contract/appointment';
import { appointmentStateLabels, type AppointmentAction } from '@shouwen/shared/vocabulary';
import { formatFullDate } from '@shouwen/shared/value';
import { useIntent } from '@/api/intent';
import { outdate, remember, useAnswer } from '@/api/query';
import { goHome, open, useParameters } from '@/platform/navigation';
import { callPhone, say } from '@/platform/phone';
import { routes } from '@/routes';
import { Button } from '@/ui/button';
import { Card, List, ListItem, Notice, Pair, Tag } from '@/ui/card';
import { FormError } from '@/ui/form';
import { Icon } from '@/ui/icon';
import { Aloud } from '@/ui/promise';
import { Screen } from '@/ui/screen';
import { Dialog } from '@/ui/sheet';
import { SignInGate } from '@/ui/sign-in-gate';
import { Answered } from '@/ui/state';
import { toneOf } from '../tone';

const may = (appointment: AppointmentView, action: AppointmentAction) => appointment.allowedActions.some((item) => item.action === action && item.allowed);

export default function Detail() {
  const { id: idText, booked } = useParameters();
  const id = Number(idText);
  const answer = useAnswer(appointmentDetail, { path: { id } }, { everyMs: 10_000 });
  const [leaving, setLeaving] = useState(false);
  const intent = useIntent(cancelAppointment);
  const appointment = answer.data;

  const cancel = async () => {
    if (!appointment) return;
    const cancelled = await intent.run({ path: { id }, body: { version: appointment.version } });
    if (!cancelled) {
      void answer.refetch();
      return;
    }
    remember(appointmentDetail, { path: { id } }, cancelled);
    outdate(myAppointments, slots, bookableDays);
    setLeaving(false);
    say('预约已取消');
  };
  const move = () => {
    if (appointment) open(routes.bookTime, { serviceId: appointment.service.id, hallId: appointment.hall.id, moveId: id, version: appointment.version });
  };

  return (
    <Screen
      footer={
        appointment && (
          <>
            {(may(appointment, 'move') || may(appointment, 'cancel')) && (
              <View className='screen-footer-row'>
                {may(appointment, 'move') && <Button id='move' kind='secondary' onTap={move}>改时间</Button>}
                {may(appointment, 'cancel') && <Button id='cancel' kind='danger' onTap={() => { intent.clear(); setLeaving(true); }}>取消预约</Button>}
              </View>
            )}
            <Button kind={booked ? 'primary' : 'secondary'} onTap={goHome}>回首页</Button>
          </>
        )
      }
      over={
        leaving && (
          <Dialog title='取消这次预约？' confirm={{ text: '取消预约', onTap: () => void cancel(), busy: intent.pending, danger: true }} cancelText='不取消' onClose={() => setLeaving(false)}>
            取消后位置会让给别人，以后可以再约。
            <FormError error={intent.error} />
          </Dialog>
        )
      }
    >
      <SignInGate>
        <Answered answer={answer}>{(data) => <Slip appointment={data} justBooked={booked !== undefined} />}</Answered>
      </SignInGate>
    </Screen>
  );
}

function Slip({ appointment, justBooked }: { appointment: AppointmentView; justBooked: boolean }) {
  const waiting = appointment.state === 'booked' || appointment.state === 'checked-in' || appointment.state === 'called';
  return (
    <>
      {justBooked && appointment.state === 'booked' && (
        <View className='row good' id='booked'>
          <Icon name='done' />
          <Text className='title'>预约好了</Text>
        </View>
      )}
      {appointment.window && appointment.state === 'called' && (
        <Notice tone='good'>
          <View className='title'>请到 {appointment.window}</View>
        </Notice>
      )}
      <Card>
        {waiting && (
          <>
            <Aloud id='check-in-code' label='签到码' number={appointment.checkInCode.replace(/(\d{3})(?=\d)/, '$1 ')} />
            <View className='muted center small'>到营业厅后，把这个码告诉工作人员</View>
            <View className='divider' />
          </>
        )}
        <View className='row row-between'>
          <View className='heading grow'>{appointment.service.name}</View>
          <Tag tone={toneOf[appointment.state]}>{appointmentStateLabels[appointment.state]}</Tag>
        </View>
        <Pair name='日期' strong>{formatFullDate(appointment.date)}</Pair>
        <Pair name='时间' strong>
          {appointment.startTime}–{appointment.endTime}
        </Pair>
        <Pair name='联系人'>
          {appointment.contactName} {appointment.contactPhoneMasked}
        </Pair>
        {appointment.note !== '' && <Pair name='备注'>{appointment.note}</Pair>}
      </Card>
      <Card>
        <View className='heading'>{appointment.hall.name}</View>
        <View className='muted'>{appointment.hall.address}</View>
        <View className='muted'>{appointment.hall.openHours}</View>
        <Button kind='secondary' small icon='phone' onTap={() => callPhone(appointment.hall.phone)}>
          {appointment.hall.phone}
        </Button>
      </Card>
      {waiting && appointment.service.materials.length > 0 && (
        <>
          <View className='section-title'>记得带</View>
          <Card>
            {appointment.service.materials.map(({ name }) => (
              <View key={name} className='row'>
                <Icon name='check' className='water' />
                <Text className='grow'>{name}</Text>
              </View>
            ))}
          </Card>
        </>
      )}
      {appointment.ticketNumber && (
        <List>
          <ListItem icon='progress' onTap={() => open(routes.ticket, { number: appointment.ticketNumber! })}>已转为工单，看办理进度</ListItem>
        </List>
      )}
    </>
  );
}

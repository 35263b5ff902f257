import { View } from '@tarojs/components';
import { useState } from 'react';
import { appointmentDetail, book, bookableDays, halls, myAppointments, services, slots } from '@shouwen/shared/contract/appointment';
import type { BodyInput } from '@shouwen/shared/contract';
import { consentTo } from '@/api/consent';
import { problemsOf, useIntent } from '@/api/intent';
import { outdate, remember, useAnswer } from '@/api/query';
import { replaceWith, useParameters } from '@/platform/navigation';
import { routes } from '@/routes';
import { Button } from '@/ui/button';
import { Card, Pair } from '@/ui/card';
import { TextField } from '@/ui/field';
import { FormError } from '@/ui/form';
import { Screen } from '@/ui/screen';
import { SignInGate } from '@/ui/sign-in-gate';
import { dayInWords } from '@/ui/words';

export default function Contact() {
  const { serviceId, hallId, date = '', startTime = '', endTime = '' } = useParameters();
  const [fields, setFields] = useState({ contactName: '', contactPhone: '', note: '' });
  const set = (name: keyof typeof fields) => (value: string) => setFields((all) => ({ ...all, [name]: value }));
  const intent = useIntent(book);
  const service = useAnswer(services, { as: 'anyone' }).data?.items.find(({ id }) => id === Number(serviceId));
  const hall = useAnswer(halls, { as: 'anyone' }).data?.items.find(({ id }) => id === Number(hallId));

  const body: BodyInput<typeof book> = { serviceId: Number(serviceId), hallId: Number(hallId), date, startTime, ...fields, materialsConfirmed: true };
  const problems = intent.problems(body);
  const send = async () => {
    if (Object.keys(problemsOf(book, body)).length === 0) await consentTo('appointment');
    const appointment = await intent.run({ body });
    if (!appointment) {
      // Perhaps the place is gone: the page before shows what is free now.
      outdate(slots, bookableDays);
      return;
    }
    remember(appointmentDetail, { path: { id: appointment.id } }, appointment);
    outdate(myAppointments, slots, bookableDays);
    replaceWith(routes.appointment, { id: appointment.id, booked: 1 });
  };

  return (
    <Screen
      footer={
        <>
          <FormError error={intent.error} />
          <Button id='book' busy={intent.pending} onTap={() => void send()}>
            确认预约
          </Button>
        </>
      }
    >
      <SignInGate>
        <Card>
          {service && <Pair name='办什么' strong>{service.name}</Pair>}
          {hall && <Pair name='在哪里' strong>{hall.name}</Pair>}
          <Pair name='什么时候' strong>
            {date !== '' && dayInWords(date, new Date())} {startTime}–{endTime}
          </Pair>
        </Card>
        <Card>
          <TextField id='contact-name' label='姓名' max={30} value={fields.contactName} onChange={set('contactName')} placeholder='来办事的人' problem={problems.contactName} />
          <TextField id='phone' label='手机号' keyboard='number' large max={11} value={fields.contactPhone} onChange={set('contactPhone')} placeholder='11 位手机号' problem={problems.contactPhone} />
          <TextField id='note' label='备注' aside='选填' max={200} value={fields.note} onChange={set('note')} placeholder='如 老人行动不便' problem={problems.note} />
        </Card>
        <View className='muted small'>来不了可以随时改时间或取消，位置会让给别人。</View>
      </SignInGate>
    </Screen>
  );
}

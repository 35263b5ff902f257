import { View } from '@tarojs/components';
import { myAppointments } from '@shouwen/shared/contract/appointment';
import { appointmentStateLabels } from '@shouwen/shared/vocabulary';
import { usePages } from '@/api/query';
import { open } from '@/platform/navigation';
import { routes } from '@/routes';
import { Button } from '@/ui/button';
import { Tag } from '@/ui/card';
import { Screen } from '@/ui/screen';
import { SignInGate } from '@/ui/sign-in-gate';
import { Answered, State } from '@/ui/state';
import { dayInWords } from '@/ui/words';
import { toneOf } from '../tone';

export default function Appointments() {
  const appointments = usePages(myAppointments);
  const book = () => open(routes.services);
  return (
    <Screen>
      <SignInGate>
        <Answered answer={appointments} cards={2}>
          {(items) =>
            items.length === 0 ? (
              <State icon='calendar' title='还没有预约' action={{ text: '去预约', onTap: book }}>
                先约好时间再来，不用排队。
              </State>
            ) : (
              <>
                {items.map((item) => (
                  <View key={item.id} id={`appointment-${item.id}`} className='card' hoverClass='pressed' onClick={() => open(routes.appointment, { id: item.id })}>
                    <View className='row row-between'>
                      <View className='heading grow'>{item.service.name}</View>
                      <Tag tone={toneOf[item.state]}>{appointmentStateLabels[item.state]}</Tag>
                    </View>
                    <View className='strong digits'>
                      {dayInWords(item.date, new Date())} {item.startTime}–{item.endTime}
                    </View>
                    <View className='muted small'>{item.hall.name}</View>
                  </View>
                ))}
                {appointments.hasNextPage && (
                  <Button kind='secondary' busy={appointments.isFetchingNextPage} onTap={() => void appointments.fetchNextPage()}>
                    看更早的
                  </Button>
                )}
              </>
            )
          }
        </Answered>
      </SignInGate>
    </Screen>
  );
}

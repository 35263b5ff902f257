import { View } from '@tarojs/components';
import { services } from '@shouwen/shared/contract/appointment';
import { useAnswer } from '@/api/query';
import { open } from '@/platform/navigation';
import { routes } from '@/routes';
import { List, ListItem } from '@/ui/card';
import { Screen } from '@/ui/screen';
import { Answered, State } from '@/ui/state';

export default function Services() {
  const answer = useAnswer(services, { as: 'anyone' });
  return (
    <Screen>
      <List>
        <ListItem icon='calendar' id='my-appointments' onTap={() => open(routes.appointments)}>我的预约</ListItem>
      </List>
      <View className='title'>要办什么事？</View>
      <Answered answer={answer} cards={3}>
        {({ items }) =>
          items.length === 0 ? (
            <State icon='calendar' title='暂时没有可预约的业务'>请拨打客服热线咨询。</State>
          ) : (
            [...new Set(items.map(({ group }) => group))].map((group) => (
              <View key={group} className='column'>
                <View className='section-title'>{group}</View>
                <List>
                  {items
                    .filter((item) => item.group === group)
                    .map((item) => (
                      <ListItem key={item.id} id={`service-${item.id}`} onTap={() => open(routes.service, { id: item.id })}>
                        <View className='strong'>{item.name}</View>
                        <View className='muted small'>{item.summary}</View>
                      </ListItem>
                    ))}
                </List>
              </View>
            ))
          )
        }
      </Answered>
    </Screen>
  );
}

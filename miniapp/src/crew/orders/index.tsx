import { Text, View } from '@tarojs/components';
import { useState } from 'react';
import { staffLogout } from '@shouwen/shared/contract/staff';
import { staffTickets, type StaffTicketItem } from '@shouwen/shared/contract/ticket';
import { clockLabels, ticketStateLabels, zoneLabels } from '@shouwen/shared/vocabulary';
import { call } from '@/api/call';
import { queries, usePages } from '@/api/query';
import { forget, useCrewSession, type CrewSession } from '@/api/session';
import { open, replaceWith } from '@/platform/navigation';
import { routes } from '@/routes';
import { Button } from '@/ui/button';
import { Tag } from '@/ui/card';
import { useNow } from '@/ui/form';
import { Screen } from '@/ui/screen';
import { Answered, State } from '@/ui/state';
import { momentInWords, timeLeft } from '@/ui/words';

const EVERY_MS = 15_000;

export default function CrewOrders() {
  const session = useCrewSession();
  if (session) return <Orders session={session} />;
  return (
    <Screen>
      <State icon='tools' title='请先登录' action={{ text: '抢修人员登录', onTap: () => replaceWith(routes.crewLogin) }}>
        用工号和密码登录，查看本部门的抢修工单。
      </State>
    </Screen>
  );
}

function Orders({ session }: { session: CrewSession }) {
  const [status, setStatus] = useState<'open' | 'closed'>('open');
  const orders = usePages(staffTickets, { as: 'crew', query: { view: 'department', status } }, { everyMs: EVERY_MS });
  const leave = async () => {
    // Signed out on this phone whether or not the server could be told.
    await call(staffLogout, { as: 'crew' }).catch(() => undefined);
    forget('crew');
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] === 'crew' });
  };
  return (
    <Screen>
      <View className='row row-between'>
        <View>
          <View className='heading'>
            {session.staff.name}　{session.staff.staffNumber}
          </View>
          <View className='muted'>{session.staff.departmentName ?? session.staff.hallName}</View>
        </View>
        <Button id='crew-sign-out' kind='secondary' small icon='exit' onTap={() => void leave()}>
          退出
        </Button>
      </View>
      <View className='row'>
        {(['open', 'closed'] as const).map((value) => (
          <View key={value} className='grow'>
            <Button kind={status === value ? 'primary' : 'secondary'} small onTap={() => setStatus(value)}>
              {value === 'open' ? '未办完' : '已办结'}
            </Button>
          </View>
        ))}
      </View>
      <Answered answer={orders} cards={3}>
        {(items) =>
          items.length === 0 ? (
            <State icon='tools' title={status === 'open' ? '没有待办的工单' : '没有已办结的工单'}>有新工单会自动出现在这里。</State>
          ) : (
            <>
              {items.map((order) => <OrderCard key={order.number} order={order} />)}
              {orders.hasNextPage && (
                <Button kind='secondary' busy={orders.isFetchingNextPage} onTap={() => void orders.fetchNextPage()}>
                  看更多
                </Button>
              )}
            </>
          )
        }
      </Answered>
    </Screen>
  );
}

function OrderCard({ order }: { order: StaffTicketItem }) {
  const now = useNow();
  return (
    <View className='card' id={`order-${order.number}`} hoverClass='pressed' onClick={() => open(routes.crewOrder, { number: order.number })}>
      <View className='row row-between'>
        <View className='heading grow'>{order.categoryLabel}</View>
        <Tag tone={order.state === 'transferred' || order.state === 'registered' ? 'warn' : 'water'}>{ticketStateLabels[order.state]}</Tag>
      </View>
      <View className='strong'>{order.address}</View>
      {order.nextDueAt && order.nextClock && (
        <View className={`heading digits ${Date.parse(order.nextDueAt) <= now.getTime() ? 'bad' : 'water'}`}>
          {clockLabels[order.nextClock]}：{timeLeft(order.nextDueAt, now)}
        </View>
      )}
      <View className='muted small digits'>
        {zoneLabels[order.zone]}　{momentInWords(order.createdAt, now)} 登记
        {order.handlerName && <Text>　{order.handlerName} 接单</Text>}
      </View>
    </View>
  );
}

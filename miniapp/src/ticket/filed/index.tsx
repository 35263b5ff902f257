import { View } from '@tarojs/components';
import { ticketProgress, type TicketProgress } from '@shouwen/shared/contract/ticket';
import { useAnswer } from '@/api/query';
import { goHome, replaceWith, useParameters } from '@/platform/navigation';
import { copyText } from '@/platform/phone';
import { routes } from '@/routes';
import { Button } from '@/ui/button';
import { Card, Notice } from '@/ui/card';
import { useNow } from '@/ui/form';
import { Icon } from '@/ui/icon';
import { Aloud, Responsible } from '@/ui/promise';
import { Screen } from '@/ui/screen';
import { Answered } from '@/ui/state';
import { promiseOf } from '@/ui/words';
import './index.scss';

/** What the resident gets at once: the number, who is responsible (FI-1), and when someone comes or answers. */
export default function Filed() {
  const number = useParameters().number ?? '';
  const ticket = useAnswer(ticketProgress, { path: { number } });
  return (
    <Screen
      footer={
        <View className='screen-footer-row'>
          <Button id='see-progress' onTap={() => replaceWith(routes.ticket, { number })}>
            看办理进度
          </Button>
          <Button kind='secondary' onTap={goHome}>
            回首页
          </Button>
        </View>
      }
    >
      <Answered answer={ticket}>{(data) => <Receipt ticket={data} />}</Answered>
    </Screen>
  );
}

function Receipt({ ticket }: { ticket: TicketProgress }) {
  const now = useNow();
  return (
    <>
      <View className='filed'>
        <View className='row filed-title'>
          <Icon name='done' />
          <View className='title'>已收到，马上处理</View>
        </View>
        <Card>
          <Aloud id='ticket-number' label='您的单号' number={ticket.numberSpoken} />
          <View className='muted center small'>打电话问进度时，报这个单号就行</View>
          <Button kind='plain' small onTap={() => void copyText(ticket.number, '单号已复制')}>
            复制单号
          </Button>
        </Card>
      </View>
      {ticket.clocks
        .filter(({ clock }) => clock !== 'return')
        .map((clock) => {
          const { text, tone } = promiseOf(clock, now);
          return (
            <Notice key={clock.clock} tone={tone} icon='clock'>
              <View className='strong'>{text}</View>
            </Notice>
          );
        })}
      <View className='section-title'>首问责任人</View>
      <Card>
        <Responsible person={ticket.firstResponsible} />
      </Card>
    </>
  );
}

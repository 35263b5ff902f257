import { View } from '@tarojs/components';
import { myTickets } from '@shouwen/shared/contract/ticket';
import { ticketKindLabels } from '@shouwen/shared/vocabulary';
import { usePages } from '@/api/query';
import { open } from '@/platform/navigation';
import { routes } from '@/routes';
import { Button } from '@/ui/button';
import { Tag } from '@/ui/card';
import { useNow } from '@/ui/form';
import { Screen } from '@/ui/screen';
import { SignInGate } from '@/ui/sign-in-gate';
import { Answered, State } from '@/ui/state';
import { momentInWords, stateInWords } from '@/ui/words';

const EVERY_MS = 20_000;
const settled = new Set(['answered', 'closed']);

export default function Progress() {
  const tickets = usePages(myTickets, {}, { everyMs: EVERY_MS });
  const now = useNow();
  return (
    <Screen tab={routes.progress}>
      <SignInGate>
        <Answered answer={tickets} cards={3}>
          {(items) =>
            items.length === 0 ? (
              <State id='no-tickets' icon='progress' title='还没有办理中的事项' action={{ text: '报漏水', onTap: () => open(routes.reportLeak) }}>
                您报的漏水、投诉和申请的业务，办到哪一步都在这里看。
              </State>
            ) : (
              <>
                {items.map((ticket) => (
                  <View key={ticket.number} id={`ticket-${ticket.number}`} className='card' hoverClass='pressed' onClick={() => open(routes.ticket, { number: ticket.number })}>
                    <View className='row row-between'>
                      <View className='heading grow'>{ticket.title}</View>
                      <Tag tone={settled.has(ticket.state) ? 'good' : 'water'}>{stateInWords(ticket.state)}</Tag>
                    </View>
                    <View>{ticket.next}</View>
                    <View className='muted small digits'>
                      {ticketKindLabels[ticket.kind]}　{momentInWords(ticket.createdAt, now)} 提交
                    </View>
                  </View>
                ))}
                {tickets.hasNextPage && (
                  <Button kind='secondary' busy={tickets.isFetchingNextPage} onTap={() => void tickets.fetchNextPage()}>
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

import { View } from '@tarojs/components';
import { myInvoices } from '@shouwen/shared/contract/invoice';
import { usePages } from '@/api/query';
import { open } from '@/platform/navigation';
import { routes } from '@/routes';
import { Button } from '@/ui/button';
import { Tag } from '@/ui/card';
import { useNow } from '@/ui/form';
import { Money } from '@/ui/money';
import { Screen } from '@/ui/screen';
import { SignInGate } from '@/ui/sign-in-gate';
import { Answered, State } from '@/ui/state';
import { momentInWords } from '@/ui/words';
import { stateWords } from '../state-words';

const tones = { requested: 'water', issued: 'good', reversing: 'warn', reversed: 'plain', failed: 'bad' } as const;

export default function Invoices() {
  const invoices = usePages(myInvoices);
  const now = useNow();
  return (
    <Screen footer={<Button id='choose-payment' onTap={() => open(routes.payments)}>从缴费记录里申请</Button>}>
      <SignInGate>
        <Answered answer={invoices} cards={3}>
          {(items) =>
            items.length === 0 ? (
              <State icon='receipt' title='还没有电子发票'>缴费以后，点开那一笔缴费记录就能申请。</State>
            ) : (
              <>
                {items.map((invoice) => (
                  <View key={invoice.id} id={`invoice-${invoice.id}`} className='card' hoverClass='pressed' onClick={() => open(routes.invoice, { id: invoice.id })}>
                    <View className='row row-between'>
                      <Money fen={invoice.amountFen} />
                      <Tag tone={tones[invoice.state]}>{stateWords[invoice.state]}</Tag>
                    </View>
                    <View>{invoice.title.name}</View>
                    <View className='muted small digits'>{momentInWords(invoice.issuedAt ?? invoice.requestedAt, now)}</View>
                  </View>
                ))}
                {invoices.hasNextPage && <Button kind='secondary' busy={invoices.isFetchingNextPage} onTap={() => void invoices.fetchNextPage()}>看更早的</Button>}
              </>
            )
          }
        </Answered>
      </SignInGate>
    </Screen>
  );
}

import { View } from '@tarojs/components';
import { useState } from 'react';
import { myAccounts, unbind, type BoundAccount } from '@shouwen/shared/contract/customer';
import { me } from '@shouwen/shared/contract/identity';
import { zoneLabels } from '@shouwen/shared/vocabulary';
import { useIntent } from '@/api/intent';
import { outdate, useAnswer } from '@/api/query';
import { open } from '@/platform/navigation';
import { say } from '@/platform/phone';
import { routes } from '@/routes';
import { Button } from '@/ui/button';
import { Card, Pair } from '@/ui/card';
import { FormError } from '@/ui/form';
import { Money } from '@/ui/money';
import { Screen } from '@/ui/screen';
import { Dialog } from '@/ui/sheet';
import { SignInGate } from '@/ui/sign-in-gate';
import { Answered, State } from '@/ui/state';

export default function Accounts() {
  const accounts = useAnswer(myAccounts);
  const [leaving, setLeaving] = useState<BoundAccount | null>(null);
  const intent = useIntent(unbind);
  const leave = async () => {
    if (!leaving || !(await intent.run({ path: { id: leaving.id } }))) return;
    setLeaving(null);
    outdate(myAccounts, me);
    say('已解除绑定');
  };
  return (
    <Screen
      footer={
        <Button icon='plus' onTap={() => open(routes.bindAccount)}>
          绑定户号
        </Button>
      }
      over={
        leaving && (
          <Dialog
            title='解除绑定？'
            confirm={{ text: '解除绑定', onTap: () => void leave(), busy: intent.pending, danger: true }}
            cancelText='不解除'
            onClose={() => setLeaving(null)}
          >
            解除后，这里看不到户号 {leaving.accountNumber} 的账单，用水不受影响。以后可以再绑定。
            <FormError error={intent.error} />
          </Dialog>
        )
      }
    >
      <SignInGate>
        <Answered answer={accounts}>
          {({ items }) =>
            items.length === 0 ? (
              <State icon='home' title='还没有绑定户号'>
                点下面的“绑定户号”，绑定一次就能查水费、缴费。
              </State>
            ) : (
              items.map((account) => (
                <Card key={account.id}>
                  <View className='heading digits'>户号 {account.accountNumber}</View>
                  <Pair name='户名'>{account.nameMasked}</Pair>
                  <Pair name='地址'>{account.addressMasked}</Pair>
                  <Pair name='区域'>{zoneLabels[account.zone]}</Pair>
                  <Pair name='水价'>{account.tariffName}</Pair>
                  <Pair name='用水人口'>{account.householdSize} 人</Pair>
                  <Pair name='水表尾号'>{account.meterNumberTail}</Pair>
                  <Pair name='待缴'>
                    <Money fen={account.owedFen} />
                  </Pair>
                  <Button kind='secondary' small onTap={() => open(routes.usage, { accountId: account.id })}>用水情况、阶梯、家庭人口</Button>
                  <View className='row'>
                    <View className='grow'>
                      <Button kind='secondary' small onTap={() => open(routes.bills, { accountId: account.id })}>看账单</Button>
                    </View>
                    <View className='grow'>
                      <Button kind='danger' small onTap={() => { intent.clear(); setLeaving(account); }}>解除绑定</Button>
                    </View>
                  </View>
                </Card>
              ))
            )
          }
        </Answered>
      </SignInGate>
    </Screen>
  );
}

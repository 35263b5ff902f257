import { View } from '@tarojs/components';
import { useState } from 'react';
import { checkBinding, confirmBinding, myAccounts } from '@shouwen/shared/contract/customer';
import { me } from '@shouwen/shared/contract/identity';
import type { ResponseOf } from '@shouwen/shared/contract';
import { useIntent } from '@/api/intent';
import { outdate } from '@/api/query';
import { goBack } from '@/platform/navigation';
import { say } from '@/platform/phone';
import { Button } from '@/ui/button';
import { AccountProof, noProof, ProofTrouble } from '@/ui/account-proof';
import { Card, Pair } from '@/ui/card';
import { Steps } from '@/ui/choice';
import { FormError } from '@/ui/form';
import { Screen } from '@/ui/screen';
import { SignInGate } from '@/ui/sign-in-gate';

export default function BindAccount() {
  const [body, setBody] = useState(noProof);
  const [found, setFound] = useState<ResponseOf<typeof checkBinding> | null>(null);
  const check = useIntent(checkBinding);
  const confirm = useIntent(confirmBinding);

  const problems = check.problems(body);
  const look = async () => setFound(await check.run({ body }));
  const bind = async () => {
    const account = found && (await confirm.run({ body: { ticket: found.ticket } }));
    if (!account) return;
    outdate(myAccounts, me);
    say('绑定好了');
    goBack();
  };
  const again = () => {
    confirm.clear();
    setFound(null);
  };

  if (found)
    return (
      <Screen
        footer={
          <>
            <FormError error={confirm.error} />
            <Button id='confirm-binding' busy={confirm.pending} onTap={() => void bind()}>
              是我家，确认绑定
            </Button>
            <Button kind='secondary' onTap={again}>
              不是，重新填写
            </Button>
          </>
        }
      >
        <Steps names={['填写户号', '核对']} current={1} />
        <View className='title'>请核对，是不是这一户？</View>
        <Card>
          <Pair name='户号' strong>{found.accountNumber}</Pair>
          <Pair name='户名' strong>{found.nameMasked}</Pair>
          <Pair name='地址' strong>{found.addressMasked}</Pair>
        </Card>
        <View className='muted'>为保护隐私，姓名和门牌号只显示一部分。</View>
      </Screen>
    );

  return (
    <Screen
      footer={
        <Button id='check-binding' busy={check.pending} onTap={() => void look()}>
          下一步
        </Button>
      }
    >
      <SignInGate>
        <Steps names={['填写户号', '核对']} current={0} />
        <ProofTrouble error={check.error} />
        <AccountProof value={body} onChange={setBody} problems={problems} question='再填一样，证明是您家' />
      </SignInGate>
    </Screen>
  );
}

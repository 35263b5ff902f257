import { Text, View } from '@tarojs/components';
import { useState } from 'react';
import { checkBinding, confirmBinding, myAccounts } from '@shouwen/shared/contract/customer';
import { me } from '@shouwen/shared/contract/identity';
import type { ResponseOf } from '@shouwen/shared/contract';
import { useIntent } from '@/api/intent';
import { outdate } from '@/api/query';
import { goBack } from '@/platform/navigation';
import { say } from '@/platform/phone';
import { Button } from '@/ui/button';
import { Card, Pair } from '@/ui/card';
import { Steps, Tiles } from '@/ui/choice';
import { Field, TextField, TextInput } from '@/ui/field';
import { FormError } from '@/ui/form';
import { Screen } from '@/ui/screen';
import { SignInGate } from '@/ui/sign-in-gate';
import './index.scss';

const proofs = [
  { value: 'phone-tail', label: '手机号后 4 位', icon: 'phone' },
  { value: 'meter-tail', label: '水表号后 6 位', icon: 'meter' },
] as const;
type Proof = (typeof proofs)[number]['value'];

export default function BindAccount() {
  const [accountNumber, setAccountNumber] = useState('');
  const [proof, setProof] = useState<Proof>('phone-tail');
  const [value, setValue] = useState('');
  const [found, setFound] = useState<ResponseOf<typeof checkBinding> | null>(null);
  const check = useIntent(checkBinding);
  const confirm = useIntent(confirmBinding);

  const body = { accountNumber, proof: { kind: proof, value } };
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
        <FormError error={check.error} />
        <Card>
          <TextField
            id='account-number'
            label='户号'
            hint='在纸质水费单的右上角，或者缴费短信里'
            keyboard='number'
            large
            max={12}
            value={accountNumber}
            onChange={setAccountNumber}
            placeholder='请输入数字'
            problem={problems.accountNumber}
          />
          <PaperBill />
        </Card>
        <Card>
          <Field label='再填一样，证明是您家' problem={problems['proof.value']}>
            <Tiles name='proof' items={proofs} value={proof} onChange={(next) => { setProof(next); setValue(''); }} />
            <View className='field-hint'>
              {proof === 'phone-tail' ? '开户时留给供水公司的手机号，填最后 4 位' : '水表表盘上的一长串号码，填最后 6 位'}
            </View>
            {proof === 'meter-tail' && <MeterFace />}
            <TextInput
              id='proof-value'
              keyboard='number'
              large
              max={proof === 'phone-tail' ? 4 : 6}
              value={value}
              onChange={setValue}
              placeholder={proof === 'phone-tail' ? '后 4 位' : '后 6 位'}
              faulty={problems['proof.value'] !== undefined}
            />
          </Field>
        </Card>
      </SignInGate>
    </Screen>
  );
}

/** Where the number stands, as a small picture of the paper bill. */
function PaperBill() {
  return (
    <View className='paper'>
      <View className='row row-between'>
        <Text className='strong'>水费通知单</Text>
        <View className='paper-mark digits'>户号 0102003456</View>
      </View>
      <View className='paper-line' />
      <View className='paper-line paper-line-short' />
    </View>
  );
}

function MeterFace() {
  return (
    <View className='meter'>
      <View className='meter-face'>
        <View className='meter-digits digits'>00123</View>
        <View className='meter-unit'>m³</View>
        <View className='meter-number digits'>
          No.26<Text className='meter-tail'>123456</Text>
        </View>
      </View>
      <View className='grow small muted'>圆表盘边上，“No.” 后面一长串数字，取<Text className='water strong'>最后 6 位</Text>。不是中间转动的读数。</View>
    </View>
  );
}

import { Text, View } from '@tarojs/components';
import type { ApiError } from '@/api/api-error';
import { useConfiguration } from '@/api/query';
import { callPhone } from '@/platform/phone';
import { Button } from './button';
import { Card } from './card';
import { Tiles } from './choice';
import { Field, TextField, TextInput } from './field';
import { FormError } from './form';
import './account-proof.scss';

const proofs = [
  { value: 'phone-tail', label: '手机号后 4 位', icon: 'phone' },
  { value: 'meter-tail', label: '水表号后 6 位', icon: 'meter' },
] as const;
export type ProofKind = (typeof proofs)[number]['value'];
export interface ProofValue {
  accountNumber: string;
  proof: { kind: ProofKind; value: string };
}
export const noProof: ProofValue = { accountNumber: '', proof: { kind: 'phone-tail', value: '' } };

interface Props {
  value: ProofValue;
  onChange: (value: ProofValue) => void;
  problems: Record<string, string>;
  /** Whose home it is, in the question for the proof. */
  question: string;
}
/** Which account, and something only those know who live there (PY-1). */
export function AccountProof({ value, onChange, problems, question }: Props) {
  const { accountNumber, proof } = value;
  return (
    <>
      <Card>
        <TextField
          id='account-number'
          label='户号'
          hint='在纸质水费单的右上角，或者缴费短信里'
          keyboard='number'
          large
          max={12}
          value={accountNumber}
          onChange={(next) => onChange({ ...value, accountNumber: next })}
          placeholder='请输入数字'
          problem={problems.accountNumber}
        />
        <PaperBill />
      </Card>
      <Card>
        <Field label={question} {...(problems['proof.value'] === undefined ? {} : { problem: problems['proof.value'] })}>
          <Tiles name='proof' items={proofs} value={proof.kind} onChange={(kind) => onChange({ ...value, proof: { kind, value: '' } })} />
          <View className='field-hint'>
            {proof.kind === 'phone-tail' ? '开户时留给供水公司的手机号，填最后 4 位' : '水表表盘上的一长串号码，填最后 6 位'}
          </View>
          {proof.kind === 'meter-tail' && <MeterFace />}
          <TextInput
            id='proof-value'
            keyboard='number'
            large
            max={proof.kind === 'phone-tail' ? 4 : 6}
            value={proof.value}
            onChange={(next) => onChange({ ...value, proof: { ...proof, value: next } })}
            placeholder={proof.kind === 'phone-tail' ? '后 4 位' : '后 6 位'}
            faulty={problems['proof.value'] !== undefined}
          />
        </Field>
      </Card>
    </>
  );
}

/** What was wrong with number or proof; who does not find the number at home can ask for it. */
export function ProofTrouble({ error }: { error: ApiError | null }) {
  const hotline = useConfiguration()?.hotlinePhone;
  return (
    <>
      <FormError error={error} />
      {error && !error.offline && hotline !== undefined && <Button kind='secondary' icon='phone' onTap={() => callPhone(hotline)}>打热线问户号</Button>}
    </>
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

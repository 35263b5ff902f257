import { View } from '@tarojs/components';
import { formatFen } from '@shouwen/shared/value';
import type { ApiError } from '@/api/api-error';
import { Button } from '@/ui/button';
import { Card, Notice } from '@/ui/card';
import { Option, Tiles } from '@/ui/choice';
import { TextField } from '@/ui/field';
import { FormError } from '@/ui/form';

export type Surplus = 'refund' | 'prepay';

/** What becomes of the money when somebody else of the family has just paid the same bill. Back to the payer, unless they say otherwise. */
export function SurplusChoice({ value, onChange }: { value: Surplus; onChange: (value: Surplus) => void }) {
  return (
    <Card id='surplus'>
      <View className='heading'>万一家人已经先缴了这笔</View>
      <Option id='surplus-refund' on={value === 'refund'} onTap={() => onChange('refund')}>
        <View>多付的钱退回给我</View>
        <View className='muted small'>退回您的微信：零钱几分钟到账，银行卡 1 至 3 个工作日</View>
      </Option>
      <Option id='surplus-prepay' on={value === 'prepay'} onTap={() => onChange('prepay')}>
        <View>转为这一户的预存款</View>
        <View className='muted small'>以后出账时自动抵水费</View>
      </Option>
    </Card>
  );
}

/** What the bills cost has changed since it was shown: what is left stands above, and is to be looked at before paying. */
export const movedMeanwhile = (error: ApiError | null): boolean => error !== null && ['BILL_ALREADY_PAID', 'BILL_CHANGED', 'BILL_NOT_OPEN'].includes(error.code);

interface Props {
  totalFen: number;
  error: ApiError | null;
  unavailable: boolean;
  busy: boolean;
  onPay: () => void;
  onBack: () => void;
}
/** The last step: what went wrong, the button that pays, and the way back. */
export function PayFooter({ totalFen, error, unavailable, busy, onPay, onBack }: Props) {
  return (
    <>
      {movedMeanwhile(error) ? (
        <Notice tone='warn' id='moved-meanwhile'>还没有扣款。刚才有账单缴清了或金额变了，上面已经换成最新的：现在要付 {formatFen(totalFen)} 元，请再核对一遍。</Notice>
      ) : (
        <FormError error={error} />
      )}
      {unavailable && (
        <Notice tone='warn' id='pay-unavailable'>
          这里不能打开微信支付，没有扣款。请在微信里打开“首问供水服务”再缴费，或到营业厅缴费。
        </Notice>
      )}
      <Button id='confirm-pay' busy={busy} onTap={onPay}>
        确认，用微信支付 ¥{formatFen(totalFen)}
      </Button>
      <Button kind='secondary' onTap={onBack}>
        返回修改
      </Button>
    </>
  );
}

const usual = [5_000, 10_000, 20_000, 50_000];

interface AmountProps {
  policy: { prepaymentLeastFen: number; prepaymentMostFen: number } | undefined;
  /** In yuan, as typed. */
  typed: string;
  fen: number | null;
  problem: string;
  onChange: (typed: string) => void;
}
/** How much to pay in advance: a usual sum by one tap, or any other. */
export function AmountToStore({ policy, typed, fen, problem, onChange }: AmountProps) {
  const offered = usual.filter((one) => !policy || (one >= policy.prepaymentLeastFen && one <= policy.prepaymentMostFen));
  return (
    <Card>
      <View className='heading'>存多少</View>
      <Tiles name='amount' items={offered.map((one) => ({ value: String(one), label: `${one / 100} 元` }))} value={fen === null ? null : String(fen)} onChange={(value) => onChange(String(Number(value) / 100))} />
      <TextField id='amount' label='或者自己填（元）' keyboard='text' large max={9} value={typed} onChange={onChange} placeholder='如 150' problem={problem === '' ? undefined : problem}
        {...(policy ? { hint: `一次 ${formatFen(policy.prepaymentLeastFen)} 到 ${formatFen(policy.prepaymentMostFen)} 元` } : {})} />
    </Card>
  );
}

/** Why this sum cannot be stored, in words; empty when it can. */
export function wrongAmount(fen: number | null, policy: AmountProps['policy']): string {
  if (fen === null || fen <= 0) return '请填写金额，如 100';
  return policy && (fen < policy.prepaymentLeastFen || fen > policy.prepaymentMostFen) ? `一次可以存 ${formatFen(policy.prepaymentLeastFen)} 到 ${formatFen(policy.prepaymentMostFen)} 元，请改一下金额` : '';
}

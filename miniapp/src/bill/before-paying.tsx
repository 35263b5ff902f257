import { View } from '@tarojs/components';
import { formatFen } from '@shouwen/shared/value';
import type { ApiError } from '@/api/api-error';
import { Button } from '@/ui/button';
import { Card, Notice } from '@/ui/card';
import { Option } from '@/ui/choice';
import { FormError } from '@/ui/form';

export type Surplus = 'refund' | 'prepay';

/** What becomes of the money when somebody else of the family has just paid the same bill. Back to the payer, unless they say otherwise. */
export function SurplusChoice({ value, onChange }: { value: Surplus; onChange: (value: Surplus) => void }) {
  return (
    <Card id='surplus'>
      <View className='heading'>万一家人已经先缴了这笔</View>
      <Option id='surplus-refund' on={value === 'refund'} onTap={() => onChange('refund')}>
        <View>多付的钱退回给我</View>
        <View className='muted small'>退回付款的微信，一般几分钟到账</View>
      </Option>
      <Option id='surplus-prepay' on={value === 'prepay'} onTap={() => onChange('prepay')}>
        <View>转为这一户的预存款</View>
        <View className='muted small'>以后出账时自动抵水费</View>
      </Option>
    </Card>
  );
}

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
      <FormError error={error} />
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

import { View } from '@tarojs/components';
import { checkReceipt, type ReceiptCheck } from '@shouwen/shared/contract/payment';
import { formatFen, formatFullInstant } from '@shouwen/shared/value';
import { useAnswer, useConfiguration } from '@/api/query';
import { useParameters } from '@/platform/navigation';
import { callPhone } from '@/platform/phone';
import { Button } from '@/ui/button';
import { Card, Pair } from '@/ui/card';
import { Icon } from '@/ui/icon';
import { Money } from '@/ui/money';
import { Screen } from '@/ui/screen';
import { Answered, State } from '@/ui/state';

/** Where the code on a receipt leads: whoever was shown it sees whether it is ours and still holds, without signing in (PY-10). */
export default function CheckReceipt() {
  const { number = '', expires = '', signature = '' } = useParameters();
  const answer = useAnswer(checkReceipt, { as: 'anyone', path: { number }, query: { expires, signature } });
  const hotline = useConfiguration()?.hotlinePhone;
  return (
    <Screen footer={hotline !== undefined && <Button kind='secondary' icon='phone' onTap={() => callPhone(hotline)}>有疑问，打热线 {hotline}</Button>}>
      {answer.error?.code === 'RECEIPT_NOT_GENUINE' ? (
        <State id='not-genuine' icon='warning' tone='bad' title='没有查到这张收据'>{answer.error.message}</State>
      ) : (
        <Answered answer={answer} cards={1}>{(check) => <Checked check={check} />}</Answered>
      )}
    </Screen>
  );
}

function Checked({ check }: { check: ReceiptCheck }) {
  const { state, amountFen, givenBackFen } = check;
  const returned = state === 'issued' && givenBackFen >= amountFen;
  const good = state === 'issued' && !returned;
  const title = state === 'void' ? '这张收据已作废' : returned ? '收据是真的，钱已全部退回' : '收据是真的';
  return (
    <>
      <State id={`check-${state}`} icon={good ? 'done' : 'warning'} tone={good ? 'good' : 'bad'} title={title}>
        {state === 'void' ? `${check.voidedAt === null ? '' : `${formatFullInstant(check.voidedAt)} `}作废，不能再作为缴费凭证。` : `由${check.companyName}开出。请和手里的收据核对下面几项。`}
      </State>
      <Card>
        <View className='center'>
          <Money fen={amountFen} large />
        </View>
        {state === 'issued' && givenBackFen > 0 && <Pair name='其中已退回'>{formatFen(givenBackFen)} 元</Pair>}
        <Pair name='收据号' strong>{check.receiptNumber}</Pair>
        <Pair name='收款时间'>{formatFullInstant(check.issuedAt)}</Pair>
        {check.accountsMasked.map((account) => <Pair key={account} name='户号'>{account}</Pair>)}
      </Card>
      <View className='row muted small'>
        <Icon name='lock' />
        <View className='grow'>为保护隐私，户号只显示后几位，不显示姓名和地址。</View>
      </View>
    </>
  );
}

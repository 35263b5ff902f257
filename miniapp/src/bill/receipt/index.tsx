import { Image, Text, View } from '@tarojs/components';
import { receipt, type ReceiptView } from '@shouwen/shared/contract/payment';
import { paymentMethodLabels } from '@shouwen/shared/vocabulary';
import { formatFen, formatFullInstant } from '@shouwen/shared/value';
import { receiptPdf } from '@shouwen/shared/contract/usage';
import { openPaper } from '@/api/paper';
import { useAnswer } from '@/api/query';
import { goHome, open, useParameters } from '@/platform/navigation';
import { copyText } from '@/platform/phone';
import { routes } from '@/routes';
import { Button } from '@/ui/button';
import { List, ListItem, Notice, Pair } from '@/ui/card';
import { Money } from '@/ui/money';
import { Screen } from '@/ui/screen';
import { SignInGate } from '@/ui/sign-in-gate';
import { Answered } from '@/ui/state';
import { periodInWords } from '@/ui/period';
import './index.scss';

export default function Receipt() {
  const id = Number(useParameters().id);
  const answer = useAnswer(receipt, { path: { id } });
  return (
    <Screen
      footer={
        answer.data && (
          <>
            <Button id='receipt-pdf' icon='file' onTap={() => void openPaper(receiptPdf, { id })}>保存或转发收据（PDF）</Button>
            <View className='screen-footer-row'>
              <Button kind='secondary' onTap={goHome}>回首页</Button>
              <Button id='to-invoice' kind='secondary' onTap={() => open(routes.requestInvoice, { paymentId: id })}>开电子发票</Button>
            </View>
          </>
        )
      }
    >
      <SignInGate>
        <Answered answer={answer}>
          {(data) => (
            <>
              <Paper receipt={data} />
              <List>
                <ListItem icon='note' id='copy-number' onTap={() => void copyText(data.receiptNumber, '收据号已复制')}>复制收据号</ListItem>
                <ListItem icon='file' id='copy-check' onTap={() => void copyText(data.checkAddress, '核验网址已复制，可以发给别人')}>
                  <View>复制核验网址</View>
                  <View className='muted small'>发给别人，点开就能核对这张收据</View>
                </ListItem>
              </List>
            </>
          )}
        </Answered>
      </SignInGate>
    </Screen>
  );
}

const stampOf = ({ state, givenBackFen, receivedFen }: ReceiptView) => (state === 'void' ? '已作废' : givenBackFen >= receivedFen ? '已退款' : '已收讫');

function Paper({ receipt: data }: { receipt: ReceiptView }) {
  const { payment } = data;
  return (
    <View className='receipt' id='receipt'>
      <Text className='receipt-stamp'>{stampOf(data)}</Text>
      <View className='center column-tight'>
        <View className='heading'>{data.companyName}</View>
        <View className='muted'>水费缴费收据</View>
      </View>
      <View className='receipt-amount'>
        <Money fen={data.receivedFen} large />
        <View className='muted'>{data.amountInWords}</View>
      </View>
      <View className='divider' />
      <Pair name='收据号' strong>{data.receiptNumber}</Pair>
      {payment.paidAt && <Pair name='付款时间'>{formatFullInstant(payment.paidAt)}</Pair>}
      <Pair name='付款方式'>{paymentMethodLabels[payment.method]}</Pair>
      {data.accounts.map((account) => (
        <View key={account.accountNumber} className='column-tight'>
          <View className='divider' />
          <Pair name='户号' strong>{account.accountNumber}</Pair>
          <Pair name='户名'>{account.nameMasked}</Pair>
          <Pair name='地址'>{account.addressMasked}</Pair>
          {data.lines
            .filter((line) => line.accountNumber === account.accountNumber)
            .map(({ kind, from, to, principalFen, lateFeeFen }, index) => (
              <View key={index}>
                <Pair name={kind === 'bill' && from !== null && to !== null ? periodInWords({ from, to }) : '预存水费'}>{formatFen(principalFen)} 元</Pair>
                {lateFeeFen > 0 && <Pair name='违约金'>{formatFen(lateFeeFen)} 元</Pair>}
              </View>
            ))}
        </View>
      ))}
      {payment.refundFen > 0 && <Notice tone='warn'>{payment.note}</Notice>}
      {payment.creditedFen > 0 && <Notice tone='good'>其中 {formatFen(payment.creditedFen)} 元转为预存款，以后自动抵水费。</Notice>}
      {data.transactionId && (
        <>
          <View className='divider' />
          <View className='muted small receipt-transaction'>微信支付单号 {data.transactionId}</View>
        </>
      )}
      <View className='divider' />
      <View className='center column-tight'>
        <Image className='receipt-code' src={data.checkPicture} />
        <View className='muted small'>别人扫这个码，能核对收据是真的</View>
      </View>
    </View>
  );
}

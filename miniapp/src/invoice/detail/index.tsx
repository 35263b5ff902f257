import { View } from '@tarojs/components';
import { invoiceDetail, type InvoiceView } from '@shouwen/shared/contract/invoice';
import { invoiceReversalLabels } from '@shouwen/shared/vocabulary';
import { formatFullInstant } from '@shouwen/shared/value';
import { useAnswer } from '@/api/query';
import { openDocument, webAddress } from '@/platform/files';
import { open, useParameters } from '@/platform/navigation';
import { copyText, say } from '@/platform/phone';
import { routes } from '@/routes';
import { Button } from '@/ui/button';
import { Card, List, ListItem, Notice, Pair, Tag } from '@/ui/card';
import { Money } from '@/ui/money';
import { Screen } from '@/ui/screen';
import { SignInGate } from '@/ui/sign-in-gate';
import { Answered } from '@/ui/state';
import { stateWords } from '../state-words';

const EVERY_MS = 4_000;
const tones = { requested: 'water', issued: 'good', reversing: 'warn', reversed: 'bad', failed: 'bad' } as const;
const show = (url: string) => openDocument(webAddress(url)).catch(() => say('文件没有打开，请稍后再点一次'));

export default function Invoice() {
  const id = Number(useParameters().id);
  const invoice = useAnswer(invoiceDetail, { path: { id } }, { everyMs: (data) => (data?.state === 'requested' || data?.state === 'reversing' ? EVERY_MS : false) });
  const data = invoice.data;
  return (
    <Screen
      footer={data && (
        <>
          {data.pdfUrl && <Button id='open-pdf' icon='file' kind={data.state === 'issued' ? 'primary' : 'secondary'} onTap={() => void show(data.pdfUrl!)}>{data.state === 'issued' ? '打开发票（PDF）' : '看收回的这张（PDF）'}</Button>}
          {data.state === 'failed' && <Button id='again' onTap={() => open(routes.requestInvoice, { paymentId: data.paymentId })}>重新申请</Button>}
        </>
      )}
    >
      <SignInGate>
        <Answered answer={invoice}>{(one) => <Paper invoice={one} />}</Answered>
      </SignInGate>
    </Screen>
  );
}

function Paper({ invoice }: { invoice: InvoiceView }) {
  const { reversal } = invoice;
  return (
    <>
      <Card id={`invoice-${invoice.state}`}>
        <View className='row row-between'>
          <View className='heading'>电子发票</View>
          <Tag tone={tones[invoice.state]}>{stateWords[invoice.state]}</Tag>
        </View>
        <Money fen={invoice.amountFen} large />
        <Notice tone={tones[invoice.state]}>{invoice.note}</Notice>
        <View className='divider' />
        <Pair name='抬头' strong>{invoice.title.name}</Pair>
        {invoice.title.taxNumber && <Pair name='税号'>{invoice.title.taxNumber}</Pair>}
        {invoice.number && <Pair name='发票号码'>{invoice.number}</Pair>}
        {invoice.issuedAt && <Pair name='开票时间'>{formatFullInstant(invoice.issuedAt)}</Pair>}
        {invoice.receiptNumber && <Pair name='收据号'>{invoice.receiptNumber}</Pair>}
      </Card>
      {reversal && (
        <Card>
          <Pair name='收回原因'>{invoiceReversalLabels[reversal.reason]}</Pair>
          {reversal.number && <Pair name='红字发票号'>{reversal.number}</Pair>}
          {reversal.replacementId !== null && <Button id='replacement' onTap={() => open(routes.invoice, { id: reversal.replacementId! })}>看重开的发票</Button>}
        </Card>
      )}
      <List>
        {invoice.ofdUrl && <ListItem icon='file' onTap={() => void copyText(webAddress(invoice.ofdUrl!), '链接已复制，一小时内有效')}>复制 OFD 文件链接（发给单位财务）</ListItem>}
        {invoice.mayCorrect && <ListItem icon='note' id='correct' onTap={() => open(routes.requestInvoice, { paymentId: invoice.paymentId, correct: invoice.id })}>抬头写错了，换开</ListItem>}
        <ListItem icon='receipt' onTap={() => open(routes.payResult, { id: invoice.paymentId })}>看这笔缴费</ListItem>
      </List>
    </>
  );
}

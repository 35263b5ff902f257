import { Text, View } from '@tarojs/components';
import { useState } from 'react';
import { correctInvoice, forgetTitle, invoiceDetail, myInvoices, myTitles, paymentInvoices, requestInvoice, type InvoiceTitle, type RememberedTitle } from '@shouwen/shared/contract/invoice';
import { formatFen } from '@shouwen/shared/value';
import { consentTo } from '@/api/consent';
import { useIntent } from '@/api/intent';
import { outdate, useAnswer } from '@/api/query';
import { open, replaceWith, useParameters } from '@/platform/navigation';
import { routes } from '@/routes';
import { Button } from '@/ui/button';
import { Card, List, ListItem, Notice, Pair } from '@/ui/card';
import { Option, Tiles, Toggle } from '@/ui/choice';
import { TextField } from '@/ui/field';
import { FormError } from '@/ui/form';
import { Screen } from '@/ui/screen';
import { SignInGate } from '@/ui/sign-in-gate';
import { Answered } from '@/ui/state';
import './index.scss';

const kinds = [{ value: 'personal', label: '个人', said: '报税、留底用' }, { value: 'company', label: '单位', said: '报销、入账用' }] as const;

/** A payment's invoice, or one anew whose title was wrong (`correct`: its id). */
export default function RequestInvoice() {
  const parameters = useParameters();
  const paymentId = Number(parameters.paymentId);
  const correct = Number(parameters.correct) || null;
  const payment = useAnswer(paymentInvoices, { path: { id: paymentId } });
  const titles = useAnswer(myTitles).data?.items ?? [];
  const request = useIntent(requestInvoice);
  const correction = useIntent(correctInvoice);
  const forget = useIntent(forgetTitle);
  const [kind, setKind] = useState<InvoiceTitle['kind']>('personal');
  const [name, setName] = useState('');
  const [taxNumber, setTaxNumber] = useState('');
  const [remember, setRemember] = useState(true);
  const title = kind === 'company' ? { kind, name, taxNumber } : { kind, name };
  const body = { title, remember };
  const intent = correct === null ? request : correction;
  const found = intent.problems(body);
  // A person has a name and not a title.
  const problems = kind === 'personal' && found['title.name'] !== undefined && name.trim() === '' ? { ...found, 'title.name': '请填写姓名' } : found;

  const take = (chosen: RememberedTitle) => {
    setKind(chosen.kind);
    setName(chosen.name);
    setTaxNumber(chosen.taxNumber ?? '');
  };
  const send = async () => {
    await consentTo('bill');
    const invoice = correct === null ? await request.run({ path: { id: paymentId }, body }) : await correction.run({ path: { id: correct }, body });
    if (!invoice) {
      void payment.refetch();
      return;
    }
    outdate(myInvoices, paymentInvoices, myTitles, invoiceDetail);
    replaceWith(routes.invoice, { id: invoice.id });
  };
  const drop = async (id: number) => {
    if (await forget.run({ path: { id } })) outdate(myTitles);
  };

  return (
    <Screen
      footer={payment.data && (correct !== null || payment.data.why === null) && (
        <>
          <FormError error={intent.error} />
          <Button id='send' busy={intent.pending} onTap={() => void send()}>{correct === null ? '申请开票' : '按这个抬头换开'}</Button>
        </>
      )}
    >
      <SignInGate>
        <Answered answer={payment}>
          {(data) => (
            <>
              {correct === null ? (
                <Card>
                  <Pair name='可以开票' strong>{formatFen(data.openFen)} 元</Pair>
                  {data.invoicedFen > 0 && <Pair name='已经开票'>{formatFen(data.invoicedFen)} 元</Pair>}
                  {data.why !== null && <Notice id='why-not' tone='warn'>{data.why}</Notice>}
                </Card>
              ) : (
                <Notice tone='warn'>会先收回原来那张发票，再按下面的抬头重开。原来那张就不能再用了。</Notice>
              )}
              {data.items.length > 0 && correct === null && (
                <List>{data.items.map((invoice) => <ListItem key={invoice.id} icon='receipt' onTap={() => open(routes.invoice, { id: invoice.id })}>看 {formatFen(invoice.amountFen)} 元的发票</ListItem>)}</List>
              )}
              {(correct !== null || data.why === null) && (
                <>
                  {titles.length > 0 && (
                    <>
                      <View className='section-title'>用过的抬头</View>
                      {titles.map((one) => (
                        <Option key={one.id} id={`title-${one.id}`} on={one.kind === kind && one.name === name && (one.taxNumber ?? '') === (kind === 'company' ? taxNumber : '')} onTap={() => take(one)}>
                          <View>{one.name}</View>
                          {one.taxNumber && <View className='muted small digits'>{one.taxNumber}</View>}
                          <Text className='water forget-title' onClick={(event) => { event.stopPropagation(); void drop(one.id); }}>删除</Text>
                        </Option>
                      ))}
                    </>
                  )}
                  <Card>
                    <View className='heading'>开给谁</View>
                    <Tiles name='kind' items={kinds} value={kind} onChange={setKind} />
                    <TextField id='title-name' label={kind === 'personal' ? '姓名' : '单位全称'} max={100} value={name} onChange={setName} placeholder={kind === 'personal' ? '如 王秀兰' : '和营业执照上一样'} problem={problems['title.name']} />
                    {kind === 'company' && (
                      <TextField id='tax-number' label='税号' hint='统一社会信用代码，18 位，在营业执照上' large max={22} value={taxNumber} onChange={setTaxNumber} placeholder='18 位数字和字母' problem={problems['title.taxNumber']} />
                    )}
                    <Toggle id='remember' label={kind === 'personal' ? '记住这个名字' : '记住这个抬头'} on={remember} onChange={setRemember} />
                  </Card>
                  <View className='muted small'>填的内容加密保存，只有您自己看得到。开好后会提醒您，不用守在这里。</View>
                </>
              )}
            </>
          )}
        </Answered>
      </SignInGate>
    </Screen>
  );
}

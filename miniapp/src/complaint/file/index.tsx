import { View } from '@tarojs/components';
import { useState } from 'react';
import { halls } from '@shouwen/shared/contract/appointment';
import { categories as categoryList } from '@shouwen/shared/contract/category';
import { fileComplaint } from '@shouwen/shared/contract/complaint';
import { myAccounts } from '@shouwen/shared/contract/customer';
import { myTickets, ticketProgress } from '@shouwen/shared/contract/ticket';
import { ticketCategoryLabels } from '@shouwen/shared/vocabulary';
import type { BodyInput } from '@shouwen/shared/contract';
import { consentTo } from '@/api/consent';
import { problemsOf, useIntent } from '@/api/intent';
import { outdate, remember, useAnswer } from '@/api/query';
import { useMayAsk } from '@/api/session';
import { replaceWith, scrollToTop, useParameters } from '@/platform/navigation';
import { say } from '@/platform/phone';
import { routes } from '@/routes';
import { Button } from '@/ui/button';
import { Card, Notice } from '@/ui/card';
import { Option, Steps, Tiles, Toggle } from '@/ui/choice';
import { DraftNotice, useDraft } from '@/ui/draft';
import { Field, TextAreaField, TextField } from '@/ui/field';
import { FormError } from '@/ui/form';
import { PhotoPicker, uploadsInTheWay, useUploads } from '@/ui/photo-picker';
import { Screen } from '@/ui/screen';
import { SignInGate } from '@/ui/sign-in-gate';
import { Answered } from '@/ui/state';

type Body = BodyInput<typeof fileComplaint>;
type Category = Body['category'];

/** CP-1: business and service are two families. */
const families = [{ family: 'business', name: '供水业务' }, { family: 'service', name: '人员服务' }] as const;
/** CP-1 names the grounds in the house's words; these are everyone's. */
const plainly: Partial<Record<Category, string>> = {
  'complaint-promise': '答应的事没做到', 'complaint-refused': '推来推去不给办', 'complaint-abuse': '收好处、走关系', 'complaint-rude': '说话难听、训人', 'complaint-not-told': '少说了，让人白跑',
  'complaint-connection': '通自来水、装表',
};
const canBeFiled = (code: string): code is Category => code in ticketCategoryLabels.complaint;
const stepNames = ['投诉什么', '说清楚', '联系您'];
const questionSteps = ['说清楚', '联系您'];
/** The fields each step asks for; its button goes on only when these are right. */
const fieldsOfStep = [['category'], ['title', 'description', 'complainedStaffNumber', 'attachmentIds'], ['contactName', 'contactPhone', 'address']];
const empty = {
  category: null as Category | null, hallId: null as number | null, accountId: null as number | null, confidential: false,
  title: '', description: '', complainedStaffNumber: '', contactName: '', contactPhone: '', address: '',
};

export default function Complain() {
  const mayAsk = useMayAsk();
  const parameters = useParameters();
  /** Come from a bill: that is what it is about. */
  const billId = Number(parameters.billId) || null;
  const [step, setStep] = useState(billId === null ? 0 : 1);
  // A question about a bill and a complaint begun before have nothing in common.
  const draft = useDraft(billId === null ? 'complaint' : 'bill-question', empty);
  const { category: chosen, hallId, accountId: account, confidential, ...fields } = draft.value;
  const category: Category | null = billId === null ? chosen : 'complaint-bill';
  const accountId = billId === null ? account : Number(parameters.accountId) || null;
  /** The step whose button was pressed in vain. */
  const [tried, setTried] = useState<number | null>(null);
  const uploads = useUploads();
  const intent = useIntent(fileComplaint);
  const hallList = useAnswer(halls, { as: 'anyone' }).data?.items ?? [];
  const accounts = useAnswer(myAccounts).data?.items ?? [];
  const categories = useAnswer(categoryList, { as: 'anyone' });

  const set = (name: keyof typeof fields) => (value: string) => draft.change({ [name]: value });
  const body: Body = { category: category as Category, ...fields, hallId, accountId, billId, confidential, attachmentIds: uploads.attachmentIds };
  const problems = { ...intent.problems(body), ...(tried === step ? problemsOf(fileComplaint, body) : {}) };
  const problem = (name: string) => problems[name];
  const turnTo = (next: number) => {
    setStep(next);
    scrollToTop();
  };

  const next = async () => {
    if (category === null) {
      say('请先选投诉什么');
      return;
    }
    setTried(step);
    if (Object.keys(problemsOf(fileComplaint, body)).some((name) => fieldsOfStep[step]!.includes(name))) return;
    const inTheWay = step === 1 ? uploadsInTheWay(uploads) : null;
    if (inTheWay) {
      say(inTheWay);
      return;
    }
    if (step < stepNames.length - 1) {
      turnTo(step + 1);
      return;
    }
    await consentTo('ticket');
    const ticket = await intent.run({ body });
    if (!ticket) return;
    draft.clear();
    remember(ticketProgress, { path: { number: ticket.number } }, ticket);
    outdate(myTickets);
    replaceWith(routes.ticketFiled, { number: ticket.number });
  };

  return (
    <Screen
      {...(billId === null ? {} : { title: '对账单有疑问' })}
      footer={mayAsk && (
        <>
          <FormError error={intent.error} />
          <View className='screen-footer-row'>
            {step > (billId === null ? 0 : 1) && <Button id='previous' kind='secondary' onTap={() => turnTo(step - 1)}>上一步</Button>}
            <Button id='next' busy={intent.pending} onTap={() => void next()}>
              {step < stepNames.length - 1 ? '下一步' : billId === null ? '提交投诉' : '提交疑问'}
            </Button>
          </View>
        </>
      )}
    >
      <SignInGate>
        <DraftNotice draft={draft} />
        <Steps names={billId === null ? stepNames : questionSteps} current={billId === null ? step : step - 1} />
        {billId !== null && <Notice id='about-bill'>关于{parameters.period ?? '这一期'}的账单。提交以后有专人核对、答复您，核对期间不加违约金。</Notice>}
        {step === 0 && (
          <Answered answer={categories}>
            {({ items }) =>
              families.map(({ family, name }) => (
                <Card key={family}>
                  <View className='heading'>{name}</View>
                  <Tiles
                    name='category'
                    items={items.flatMap(({ code, label, ...of }) => (of.family === family && canBeFiled(code) ? [{ value: code, label, said: plainly[code] }] : []))}
                    value={category}
                    onChange={(next) => draft.change({ category: next })}
                  />
                </Card>
              ))
            }
          </Answered>
        )}

        {step === 1 && (
          <>
            <Card>
              <TextField id='title' label='一句话说明' max={60} value={fields.title} onChange={set('title')} placeholder={billId === null ? '如 报修三天没有人来' : '如 这期水费比平时多了一倍'} problem={problem('title')} />
              <TextAreaField id='description' label='详细情况' max={2000} value={fields.description} onChange={set('description')} placeholder={billId === null ? '什么时间、什么地点、怎么回事' : '您觉得哪里不对，家里用水有没有变化；最好拍一张水表的照片'} problem={problem('description')} />
              <Field label='照片或文件' aside='选填' hint='照片、PDF 都可以，最多 9 个'>
                <PhotoPicker uploads={uploads} documents />
              </Field>
            </Card>
            {billId === null && <Card>
              {hallList.length > 0 && (
                <Field label='哪个营业厅' aside='选填'>
                  {hallList.map((hall) => (
                    <Option key={hall.id} id={`hall-${hall.id}`} on={hallId === hall.id} onTap={() => draft.change({ hallId: hallId === hall.id ? null : hall.id })}>
                      {hall.name}
                    </Option>
                  ))}
                </Field>
              )}
              <TextField id='staff-number' label='工作人员的工号' aside='选填' hint='在胸牌上。填了工号，此人看不到也不能经办这件投诉' max={12} value={fields.complainedStaffNumber} onChange={set('complainedStaffNumber')} problem={problem('complainedStaffNumber')} />
            </Card>}
          </>
        )}

        {step === 2 && (
          <>
            <Card>
              <Toggle id='confidential' label='不公开我的姓名' on={confidential} onChange={(on) => draft.change({ confidential: on })} />
              <Notice icon='lock' tone={confidential ? 'good' : 'water'}>
                {confidential ? '已打开：只有调查这件事的人和投诉监督员知道您是谁，其他工作人员看到的是“保密”。' : '打开后，除了调查这件事的人和投诉监督员，谁都看不到您的姓名和电话。'}
              </Notice>
            </Card>
            <Card>
              <TextField id='contact-name' label='怎么称呼您' max={30} value={fields.contactName} onChange={set('contactName')} placeholder='如 张先生' problem={problem('contactName')} />
              <TextField id='phone' label='手机号' hint='用来答复您' keyboard='number' large max={11} value={fields.contactPhone} onChange={set('contactPhone')} placeholder='11 位手机号' problem={problem('contactPhone')} />
              <TextField id='address' label='地址' aside='选填' value={fields.address} onChange={set('address')} placeholder={billId === null ? '和投诉有关的地方' : '方便上门查表的地址'} problem={problem('address')} />
            </Card>
            {accounts.length > 0 && billId === null && (
              <Card>
                <Field label='和哪个户号有关' aside='选填'>
                  {accounts.map((account) => (
                    <Option key={account.id} on={accountId === account.id} onTap={() => draft.change({ accountId: accountId === account.id ? null : account.id })}>
                      <View className='digits'>户号 {account.accountNumber}</View>
                      <View className='muted small'>{account.addressMasked}</View>
                    </Option>
                  ))}
                </Field>
              </Card>
            )}
          </>
        )}
      </SignInGate>
    </Screen>
  );
}

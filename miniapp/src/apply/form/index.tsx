import { View } from '@tarojs/components';
import { apply, guides } from '@shouwen/shared/contract/application';
import { applicationForms, type ApplicationField, type ApplicationValues } from '@shouwen/shared/contract/application-form';
import { myAccounts } from '@shouwen/shared/contract/customer';
import { myTickets, ticketProgress } from '@shouwen/shared/contract/ticket';
import { isApplicationCategory, type ApplicationCategory } from '@shouwen/shared/vocabulary';
import type { BodyInput } from '@shouwen/shared/contract';
import { consentTo } from '@/api/consent';
import { useIntent } from '@/api/intent';
import { outdate, remember, useAnswer } from '@/api/query';
import { useMayAsk } from '@/api/session';
import { replaceWith, useParameters } from '@/platform/navigation';
import { say } from '@/platform/phone';
import { routes } from '@/routes';
import { Button } from '@/ui/button';
import { Card, Notice } from '@/ui/card';
import { Option } from '@/ui/choice';
import { DraftNotice, useDraft } from '@/ui/draft';
import { Field, TextAreaField, TextField } from '@/ui/field';
import { FormError } from '@/ui/form';
import { PhotoPicker, uploadsInTheWay, useUploads } from '@/ui/photo-picker';
import { Screen } from '@/ui/screen';
import { SignInGate } from '@/ui/sign-in-gate';

const empty = {
  /** The category these values were filled in for. */
  category: null as ApplicationCategory | null, requested: {} as Record<string, string>,
  accountId: null as number | null, address: '', landmark: '', description: '', contactName: '', contactPhone: '',
};

export default function Form() {
  const { category: named = '' } = useParameters();
  const category: ApplicationCategory = isApplicationCategory(named) ? named : 'apply-other';
  const mayAsk = useMayAsk();
  const draft = useDraft('apply', empty);
  const uploads = useUploads();
  const intent = useIntent(apply);
  const accounts = useAnswer(myAccounts).data?.items ?? [];
  const label = useAnswer(guides, { as: 'anyone' }).data?.items.find((guide) => guide.category === category)?.label;
  const { category: before, requested: kept, accountId, ...fields } = draft.value;
  // Another service asks other things; who and where stay.
  const requested = before === category ? kept : {};
  const { fields: asked } = applicationForms[category];
  const set = (name: keyof typeof fields) => (value: string) => draft.change({ [name]: value });
  const answer = (code: string) => (value: string) => draft.change({ category, requested: { ...requested, [code]: value } });
  const body: BodyInput<typeof apply> = { category, requested: valuesOf(asked, requested), accountId, ...fields, attachmentIds: uploads.attachmentIds };
  const problems = intent.problems(body);
  const problem = (name: string) => problems[name];

  const send = async () => {
    const inTheWay = uploadsInTheWay(uploads);
    if (inTheWay) {
      say(inTheWay);
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
      {...(label === undefined ? {} : { title: label })}
      footer={mayAsk && (
        <>
          {Object.keys(problems).length > 0 && <Notice id='some-missing' tone='bad'>还有 {Object.keys(problems).length} 处没填好，请看红字</Notice>}
          <FormError error={intent.error} />
          <Button id='send' busy={intent.pending} onTap={() => void send()}>提交申请</Button>
        </>
      )}
    >
      <SignInGate>
        <DraftNotice draft={draft} />
        <Card>
          {asked.map((field) => <Asked key={field.code} field={field} value={requested[field.code] ?? ''} onChange={answer(field.code)} problem={problem(`requested.${field.code}`)} />)}
        </Card>
        <Card>
          <Field label='照片' aside='选填' hint='身份证、房产证、现场，拍下来就行；最多 9 张'>
            <PhotoPicker uploads={uploads} documents />
          </Field>
        </Card>
        {accounts.length > 0 && (
          <Card>
            <Field label='给哪个户号办' aside='选填'>
              {accounts.map((account) => (
                <Option key={account.id} id={`account-${account.id}`} on={accountId === account.id} onTap={() => draft.change({ accountId: accountId === account.id ? null : account.id })}>
                  <View className='digits'>户号 {account.accountNumber}</View>
                  <View className='muted small'>{account.addressMasked}</View>
                </Option>
              ))}
            </Field>
          </Card>
        )}
        <Card>
          <TextField id='address' label='在哪里用水' hint='写到门牌号，方便上门' max={120} value={fields.address} onChange={set('address')} placeholder='如 善国北路12号' problem={problem('address')} />
          <TextField id='landmark' label='附近有什么' aside='选填' max={60} value={fields.landmark} onChange={set('landmark')} placeholder='如 农业银行对面' problem={problem('landmark')} />
          <TextField id='contact-name' label='怎么称呼您' max={30} value={fields.contactName} onChange={set('contactName')} placeholder='如 张先生' problem={problem('contactName')} />
          <TextField id='phone' label='手机号' hint='上门前会打给您' keyboard='number' large max={11} value={fields.contactPhone} onChange={set('contactPhone')} placeholder='11 位手机号' problem={problem('contactPhone')} />
          <TextAreaField id='description' label='还想说的' aside='选填' max={1000} value={fields.description} onChange={set('description')} placeholder='比如 什么时候家里有人' problem={problem('description')} />
        </Card>
      </SignInGate>
    </Screen>
  );
}

function Asked({ field, value, onChange, problem }: { field: ApplicationField; value: string; onChange: (value: string) => void; problem: string | undefined }) {
  const shared = { id: `field-${field.code}`, value, onChange, problem, ...(field.hint === '' ? {} : { hint: field.hint }) };
  switch (field.type) {
    case 'text':
      return field.max > 100 ? <TextAreaField {...shared} label={field.label} max={field.max} placeholder={field.placeholder} /> : <TextField {...shared} label={field.label} max={field.max} placeholder={field.placeholder} />;
    case 'whole':
      return <TextField {...shared} label={`${field.label}（${field.unit}）`} keyboard='number' large max={5} />;
    case 'choice':
      return (
        <Field label={field.label} {...(field.hint === '' ? {} : { hint: field.hint })} {...(problem === undefined ? {} : { problem })}>
          {field.choices.map((choice) => (
            <Option key={choice.value} id={`field-${field.code}-${choice.value}`} on={value === choice.value} onTap={() => onChange(choice.value)}>
              {choice.label}
            </Option>
          ))}
        </Field>
      );
  }
}

/** As the contract wants them: whole numbers as numbers. What is no number stays as it was written, for the contract to complain of. */
function valuesOf(asked: readonly ApplicationField[], written: Readonly<Record<string, string>>): ApplicationValues {
  return Object.fromEntries(
    asked.flatMap(({ code, type }) => {
      const text = written[code] ?? '';
      if (text === '') return [];
      return [[code, type === 'whole' && /^\d+$/.test(text) ? Number(text) : text]];
    }),
  );
}

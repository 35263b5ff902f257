import { View } from '@tarojs/components';
import { useState } from 'react';
import { accountUsage, requestHouseholdChange } from '@shouwen/shared/contract/usage';
import { myTickets, ticketProgress } from '@shouwen/shared/contract/ticket';
import { shanghaiDate } from '@shouwen/shared/value';
import { consentTo } from '@/api/consent';
import { useIntent } from '@/api/intent';
import { outdate, remember, useAnswer } from '@/api/query';
import { replaceWith, useParameters } from '@/platform/navigation';
import { say } from '@/platform/phone';
import { routes } from '@/routes';
import { Button } from '@/ui/button';
import { Card, Notice } from '@/ui/card';
import { Field, TextAreaField, TextField } from '@/ui/field';
import { FormError } from '@/ui/form';
import { PhotoPicker, uploadsInTheWay, useUploads } from '@/ui/photo-picker';
import { Screen } from '@/ui/screen';
import { SignInGate } from '@/ui/sign-in-gate';

/** The household grew or shrank: a request with its papers, which staff check and then change the tiers by. */
export default function HouseholdChange() {
  const accountId = Number(useParameters().accountId);
  const household = useAnswer(accountUsage, { path: { id: accountId } }).data?.household;
  const [persons, setPersons] = useState('');
  const [sinceOn, setSinceOn] = useState(() => shanghaiDate(new Date()));
  const [members, setMembers] = useState('');
  const [note, setNote] = useState('');
  const [contactPhone, setContactPhone] = useState('');
  const uploads = useUploads();
  const intent = useIntent(requestHouseholdChange);
  const body = { persons: /^\d{1,3}$/.test(persons) ? Number(persons) : (undefined as unknown as number), sinceOn, members, note, contactPhone, attachmentIds: uploads.attachmentIds };
  const problems = intent.problems(body);

  const send = async () => {
    const inTheWay = uploadsInTheWay(uploads);
    if (inTheWay) {
      say(inTheWay);
      return;
    }
    await consentTo('ticket');
    const ticket = await intent.run({ path: { id: accountId }, body });
    if (!ticket) return;
    remember(ticketProgress, { path: { number: ticket.number } }, ticket);
    outdate(myTickets);
    replaceWith(routes.ticketFiled, { number: ticket.number });
  };

  return (
    <Screen footer={<><FormError error={intent.error} /><Button id='send' busy={intent.pending} onTap={() => void send()}>提交申请</Button></>}>
      <SignInGate>
        <Notice>{household ? `现在登记 ${household.size} 人。` : ''}人口多了，阶梯的每一档会放宽。工作人员核对后从您填的日期起按新人口算。</Notice>
        <Card>
          <TextField id='persons' label='现在住几口人' keyboard='number' large max={2} value={persons} onChange={setPersons} placeholder='人数' problem={problems.persons} />
          <TextField id='since' label='从哪天起' hint='照这样写：2026-09-01' max={10} value={sinceOn} onChange={setSinceOn} problem={problems.sinceOn} />
          <TextAreaField id='members' label='都有谁' max={200} value={members} onChange={setMembers} placeholder='如 户主、爱人、两个孩子、婆婆' problem={problems.members} />
        </Card>
        <Card>
          <Field label='证明照片' aside='选填' hint='户口本或居住证，拍清楚每一页'>
            <PhotoPicker uploads={uploads} documents />
          </Field>
        </Card>
        <Card>
          <TextField id='phone' label='手机号' hint='核对时会打给您' keyboard='number' large max={11} value={contactPhone} onChange={setContactPhone} placeholder='11 位手机号' problem={problems.contactPhone} />
          <TextAreaField id='note' label='还想说的' aside='选填' max={300} value={note} onChange={setNote} problem={problems.note} />
        </Card>
        <View className='muted small'>不上传照片也可以提交，工作人员会告诉您还要什么。</View>
      </SignInGate>
    </Screen>
  );
}

import { View } from '@tarojs/components';
import { myTickets, supplyMaterials, ticketProgress } from '@shouwen/shared/contract/ticket';
import { myMaterialsNotice } from '@shouwen/shared/contract/ticket-desk';
import { useIntent } from '@/api/intent';
import { outdate, remember, useAnswer } from '@/api/query';
import { replaceWith, useParameters } from '@/platform/navigation';
import { say } from '@/platform/phone';
import { routes } from '@/routes';
import { Button } from '@/ui/button';
import { Card, Notice } from '@/ui/card';
import { useDraft } from '@/ui/draft';
import { Field, TextAreaField } from '@/ui/field';
import { FormError } from '@/ui/form';
import { PhotoPicker, uploadsInTheWay, useUploads } from '@/ui/photo-picker';
import { Screen } from '@/ui/screen';
import { SignInGate } from '@/ui/sign-in-gate';
import { Answered } from '@/ui/state';
import { Items } from '../detail/waiting';

/** What the written notice asks for, photographed and sent; the code on its paper leads here (TL-5). */
export default function Supply() {
  const { number = '' } = useParameters();
  const notice = useAnswer(myMaterialsNotice, { path: { number } });
  const ticket = useAnswer(ticketProgress, { path: { number } });
  const draft = useDraft('supply', { number, note: '' });
  const note = draft.value.number === number ? draft.value.note : '';
  const uploads = useUploads();
  const intent = useIntent(supplyMaterials);
  const body = { codes: ticket.data?.materials?.items.map((item) => item.code) ?? [], note, attachmentIds: uploads.attachmentIds };
  const awaited = notice.data?.awaited ?? false;

  const send = async () => {
    const inTheWay = uploadsInTheWay(uploads);
    if (inTheWay) {
      say(inTheWay);
      return;
    }
    if (uploads.attachmentIds.length === 0 && note.trim() === '') {
      say('请先拍照，或写明情况');
      return;
    }
    const progress = await intent.run({ path: { number }, body });
    if (!progress) return;
    draft.clear();
    remember(ticketProgress, { path: { number } }, progress);
    outdate(myTickets);
    say('已收到，正在核对');
    replaceWith(routes.ticket, { number });
  };

  return (
    <Screen
      footer={
        awaited && (
          <>
            <FormError error={intent.error} />
            <Button id='send-materials' busy={intent.pending} onTap={() => void send()}>提交材料</Button>
          </>
        )
      }
    >
      <SignInGate>
        <Answered answer={notice} cards={2}>
          {(data) =>
            data.awaited ? (
              <>
                <Card>
                  <View className='heading'>要交这些</View>
                  <Items items={data.items} />
                  {data.note !== '' && <View>{data.note}</View>}
                </Card>
                <Card>
                  <Field label='拍照补交' aside='每样拍清楚'>
                    <PhotoPicker uploads={uploads} documents />
                  </Field>
                  <TextAreaField id='supply-note' label='说明' aside='选填' max={500} value={note} onChange={(typed) => draft.change({ number, note: typed })} placeholder='如 房产证在办，先交身份证' problem={intent.problems(body).note} />
                </Card>
                <View className='muted small'>也可以把材料送到 {data.hall.name}：{data.hall.address}，电话 {data.hall.phone}</View>
              </>
            ) : (
              <>
                <Notice tone='good' icon='done'>这件事现在不缺材料，不用补交</Notice>
                <Button id='see-progress' kind='secondary' onTap={() => replaceWith(routes.ticket, { number })}>看办理进度</Button>
              </>
            )
          }
        </Answered>
      </SignInGate>
    </Screen>
  );
}

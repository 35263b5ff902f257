import { View } from '@tarojs/components';
import { addNote, myTickets, notSolved, ticketProgress } from '@shouwen/shared/contract/ticket';
import { useIntent } from '@/api/intent';
import { outdate, remember } from '@/api/query';
import { goBack, useParameters } from '@/platform/navigation';
import { say } from '@/platform/phone';
import { Button } from '@/ui/button';
import { Card, Notice } from '@/ui/card';
import { DraftNotice, useDraft } from '@/ui/draft';
import { Field, TextAreaField } from '@/ui/field';
import { FormError } from '@/ui/form';
import { PhotoPicker, uploadsInTheWay, useUploads } from '@/ui/photo-picker';
import { Screen } from '@/ui/screen';

/** More to say about a ticket, or that it was not solved (FU-3: once, within seven days). */
export default function Note() {
  const { number = '', about } = useParameters();
  const reopening = about === 'not-solved';
  const draft = useDraft('note', { number, about: about ?? '', text: '' });
  // Only one is kept: another ticket's is not this one's.
  const own = draft.value.number === number && draft.value.about === (about ?? '');
  const text = own ? draft.value.text : '';
  const setText = (typed: string) => draft.change({ number, about: about ?? '', text: typed });
  const uploads = useUploads();
  const note = useIntent(addNote);
  const reopen = useIntent(notSolved);
  const { pending, error } = reopening ? reopen : note;
  const problems = reopening ? reopen.problems({ reason: text, attachmentIds: uploads.attachmentIds }) : note.problems({ text, attachmentIds: uploads.attachmentIds });

  const send = async () => {
    const inTheWay = uploadsInTheWay(uploads);
    if (inTheWay) {
      say(inTheWay);
      return;
    }
    const { attachmentIds } = uploads;
    const ticket = reopening
      ? await reopen.run({ path: { number }, body: { reason: text, attachmentIds } })
      : await note.run({ path: { number }, body: { text, attachmentIds } });
    if (!ticket) return;
    draft.clear();
    remember(ticketProgress, { path: { number } }, ticket);
    outdate(myTickets);
    say(reopening ? '已收到，重新为您办理' : '已补充');
    goBack();
  };

  return (
    <Screen
      {...(reopening ? { title: '没有解决' } : {})}
      footer={
        <>
          <FormError error={error} />
          <Button id='send-note' busy={pending} onTap={() => void send()}>
            {reopening ? '提交，请重新办理' : '提交'}
          </Button>
        </>
      }
    >
      {reopening && <Notice tone='warn'>提交后会重新办理，由同一位工作人员负责。答复后 7 天内可以提出一次。</Notice>}
      {own && text !== '' && <DraftNotice draft={draft} />}
      <Card>
        <TextAreaField
          id='note-text'
          label={reopening ? '哪里没有解决？' : '补充什么？'}
          max={reopening ? 500 : 1000}
          value={text}
          onChange={setText}
          placeholder={reopening ? '如 还在漏水，水比昨天还大' : '写给负责您这件事的工作人员看'}
          problem={problems.text ?? problems.reason}
        />
        <Field label='照片' aside='选填'>
          <PhotoPicker uploads={uploads} />
        </Field>
      </Card>
      <View className='muted small'>工作人员会马上看到。</View>
    </Screen>
  );
}

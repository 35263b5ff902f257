import { Text, View } from '@tarojs/components';
import { useState } from 'react';
import { myTickets, rate, ticketProgress, type TicketProgress, type TimelineEntry } from '@shouwen/shared/contract/ticket';
import type { TicketAction, TicketEventType } from '@shouwen/shared/vocabulary';
import { useIntent } from '@/api/intent';
import { outdate, remember, useAnswer } from '@/api/query';
import { open, useParameters } from '@/platform/navigation';
import { say } from '@/platform/phone';
import { routes } from '@/routes';
import { Button } from '@/ui/button';
import { Card, List, ListItem, Notice, Pair, Tag } from '@/ui/card';
import { Stars } from '@/ui/choice';
import { TextAreaField } from '@/ui/field';
import { FormError, useNow } from '@/ui/form';
import { PlaceMap } from '@/ui/place-map';
import { Promises, Responsible } from '@/ui/promise';
import { Screen } from '@/ui/screen';
import { Sheet } from '@/ui/sheet';
import { SignInGate } from '@/ui/sign-in-gate';
import { Answered } from '@/ui/state';
import { Waiting } from './waiting';
import { Steps } from './steps';
import { Attachments, Timeline } from '@/ui/timeline';
import { momentInWords, stateInWords } from '@/ui/words';

/** Each step appears while the page is open. */
const EVERY_MS = 8_000;

const may = (ticket: TicketProgress, action: TicketAction) => ticket.allowedActions.some((item) => item.action === action && item.allowed);

export default function Detail() {
  const number = useParameters().number ?? '';
  const ticket = useAnswer(ticketProgress, { path: { number } }, { everyMs: EVERY_MS });
  const [rating, setRating] = useState(false);
  const data = ticket.data;
  return (
    <Screen
      footer={data && <Actions ticket={data} onRate={() => setRating(true)} />}
      over={data && rating && <RateSheet number={number} onClose={() => setRating(false)} />}
    >
      <SignInGate>
        <Answered answer={ticket} cards={3}>{(detail) => <Progress ticket={detail} />}</Answered>
      </SignInGate>
    </Screen>
  );
}

function Actions({ ticket, onRate }: { ticket: TicketProgress; onRate: () => void }) {
  const rateIt = may(ticket, 'rate');
  const notSolved = may(ticket, 'not-solved');
  const addNote = may(ticket, 'note');
  const supply = may(ticket, 'supply-materials');
  if (!rateIt && !notSolved && !addNote && !supply) return null;
  return (
    <>
      {supply && <Button id='supply' icon='camera' onTap={() => open(routes.ticketSupply, { number: ticket.number })}>{ticket.materials?.broughtAt ? '再补一些' : '拍照补交'}</Button>}
      {rateIt && <Button id='rate' icon='star' onTap={onRate}>评价这次办理</Button>}
      {(notSolved || addNote) && (
        <View className='screen-footer-row'>
          {notSolved && <Button id='not-solved' kind='danger' onTap={() => open(routes.ticketNote, { number: ticket.number, about: 'not-solved' })}>没有解决</Button>}
          {addNote && <Button id='add-note' kind='secondary' onTap={() => open(routes.ticketNote, { number: ticket.number })}>补充说明</Button>}
        </View>
      )}
    </>
  );
}

function Progress({ ticket }: { ticket: TicketProgress }) {
  const now = useNow();
  const settled = ticket.state === 'answered' || ticket.state === 'closed';
  return (
    <>
      <Card>
        <View className='row row-between row-top'>
          <View className='title grow'>{ticket.title}</View>
          <Tag tone={settled ? 'good' : 'water'}>{ticket.materials?.broughtAt ? '正在核对' : stateInWords(ticket.state)}</Tag>
        </View>
        <View className='heading water' id='next'>{ticket.next}</View>
        <Pair name='单号' strong>{ticket.numberSpoken}</Pair>
      </Card>

      {ticket.materials && <Waiting number={ticket.number} materials={ticket.materials} now={now} />}

      {!settled && ticket.materials === null && <Changed timeline={ticket.timeline} />}
      {!settled && ticket.clocks.length > 0 && <Promises clocks={ticket.clocks} now={now} />}

      {ticket.answer && (
        <Card className='answer' id='answer'>
          <View className='heading'>{settled ? '答复' : '上次的答复'}</View>
          <Text className='prose'>{ticket.answer.text}</Text>
          <View className='muted small digits'>
            {ticket.answer.by}　{momentInWords(ticket.answer.at, now)}
            {ticket.answer.written ? '　书面答复' : ''}
          </View>
        </Card>
      )}
      {ticket.rating && (
        <Card>
          <View className='row row-between'>
            <Text className='strong'>{settled ? '您的评价' : '您上次的评价'}</Text>
            <Stars value={ticket.rating.stars} />
          </View>
          {ticket.rating.comment !== '' && <Text className='prose'>{ticket.rating.comment}</Text>}
        </Card>
      )}

      {ticket.kind === 'application' && (
        <List>
          <ListItem icon='file' id='application' onTap={() => open(routes.application, { number: ticket.number })}>申请的内容、受理通知单</ListItem>
        </List>
      )}
      {settled && ticket.clocks.length > 0 && (
        <>
          <View className='section-title'>什么时候办</View>
          <Promises clocks={ticket.clocks} now={now} />
        </>
      )}
      <View className='section-title'>首问责任人</View>
      <Card>
        {ticket.coveredFor !== null && <Notice>原来负责的{ticket.coveredFor}不在岗，由下面这位接着办，一样负责到底</Notice>}
        <Responsible person={ticket.firstResponsible} />
      </Card>
      {ticket.steps.length > 0 && <Steps steps={ticket.steps} begun={ticket.timeline.some(({ type }) => type === 'application-accepted')} now={now} />}
      <View className='section-title'>办到哪一步</View>
      <Card>
        <Timeline entries={ticket.timeline} now={now} />
      </Card>
      <View className='section-title'>您提交的内容</View>
      <Card>
        {ticket.confidential && <Notice icon='lock'>已为您保密：只有调查这件事的人和投诉监督员知道您是谁</Notice>}
        <Pair name='类别'>{ticket.categoryLabel}</Pair>
        {ticket.address !== '' && <Pair name='地址'>{ticket.address}</Pair>}
        {ticket.landmark !== '' && <Pair name='旁边'>{ticket.landmark}</Pair>}
        {ticket.place && <PlaceMap {...ticket.place} />}
        {ticket.description !== '' && <Text className='prose'>{ticket.description}</Text>}
        <Attachments items={ticket.attachments} />
      </Card>
    </>
  );
}

const turns: readonly TicketEventType[] = ['extension-decided', 'materials-supplied', 'not-solved', 'reopened'];

/** TL-2, TL-6: why the date is another one now, without a tap; what was before a reopening is over. */
function Changed({ timeline }: { timeline: readonly TimelineEntry[] }) {
  const last = timeline.filter(({ type }) => turns.includes(type)).pop();
  if (!last || last.type === 'not-solved' || last.type === 'reopened') return null;
  return (
    <Notice id='changed'>
      <View className='heading'>{last.label}</View>
      {last.text && <Text className='prose'>{last.text}</Text>}
    </Notice>
  );
}

const said = ['', '很不满意', '不满意', '一般', '满意', '非常满意'];

function RateSheet({ number, onClose }: { number: string; onClose: () => void }) {
  const [stars, setStars] = useState(0);
  const [comment, setComment] = useState('');
  const intent = useIntent(rate);
  const send = async () => {
    if (stars === 0) {
      say('请点星星选择几分');
      return;
    }
    const ticket = await intent.run({ path: { number }, body: { stars, comment } });
    if (!ticket) return;
    remember(ticketProgress, { path: { number } }, ticket);
    outdate(myTickets);
    say('谢谢您的评价');
    onClose();
  };
  return (
    <Sheet title='这次办得怎么样？' onClose={onClose}>
      <Stars value={stars} onChange={setStars} />
      <View className='center strong'>{said[stars] || '点星星打分'}</View>
      <TextAreaField id='comment' label='想说的话' aside='选填' max={500} value={comment} onChange={setComment} problem={intent.problems({ stars, comment }).comment} />
      <FormError error={intent.error} />
      <Button id='send-rating' busy={intent.pending} onTap={() => void send()}>
        提交评价
      </Button>
    </Sheet>
  );
}

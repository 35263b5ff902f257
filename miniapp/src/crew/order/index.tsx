import { Text, View } from '@tarojs/components';
import { useState } from 'react';
import { accept, arrive, returnResult, staffTicket, staffTickets, unmask, type StaffTicketDetail } from '@shouwen/shared/contract/ticket';
import { clockLabels, ticketStateLabels, zoneLabels, type TicketAction } from '@shouwen/shared/vocabulary';
import { useIntent } from '@/api/intent';
import { outdate, remember, useAnswer } from '@/api/query';
import { useCrewSession } from '@/api/session';
import { showPlace } from '@/platform/location';
import { replaceWith, useParameters } from '@/platform/navigation';
import { callPhone, say } from '@/platform/phone';
import { routes } from '@/routes';
import { Button } from '@/ui/button';
import { Card, Notice, Pair, Tag } from '@/ui/card';
import { Field, TextAreaField } from '@/ui/field';
import { FormError, useNow } from '@/ui/form';
import { PhotoPicker, uploadsInTheWay, useUploads } from '@/ui/photo-picker';
import { PlaceMap } from '@/ui/place-map';
import { Screen } from '@/ui/screen';
import { Sheet } from '@/ui/sheet';
import { Answered, State } from '@/ui/state';
import { Attachments, Timeline } from '@/ui/timeline';
import { deadlineInWords, timeLeft } from '@/ui/words';

const EVERY_MS = 10_000;
const may = (order: StaffTicketDetail, action: TicketAction) => order.allowedActions.some((item) => item.action === action && item.allowed);

/** What the crew does next on an order: one big button at a time. */
export default function CrewOrder() {
  const number = useParameters().number ?? '';
  const session = useCrewSession();
  const order = useAnswer(staffTicket, { as: 'crew', path: { number } }, { everyMs: EVERY_MS, enabled: session !== null });
  const [sheet, setSheet] = useState<'arrive' | 'return' | null>(null);
  const acceptance = useIntent(accept, { as: 'crew' });

  const done = (next: StaffTicketDetail | null, words: string) => {
    if (!next) {
      // Someone else may have acted: show how it stands now.
      void order.refetch();
      return;
    }
    remember(staffTicket, { as: 'crew', path: { number } }, next);
    outdate(staffTickets);
    setSheet(null);
    say(words);
  };

  if (!session)
    return (
      <Screen>
        <State icon='tools' title='请重新登录' action={{ text: '抢修人员登录', onTap: () => replaceWith(routes.crewLogin) }} />
      </Screen>
    );
  const data = order.data;
  const takeIt = async () => {
    if (data) done(await acceptance.run({ path: { number }, body: { version: data.version } }), '已接单');
  };
  return (
    <Screen
      footer={
        data && (
          <>
            <FormError error={acceptance.error} />
            <NextAction order={data} busy={acceptance.pending} onAccept={() => void takeIt()} onSheet={setSheet} />
          </>
        )
      }
      over={data && sheet && <ReportSheet key={sheet} kind={sheet} order={data} onClose={() => setSheet(null)} onDone={done} />}
    >
      <Answered answer={order} cards={3}>{(detail) => <Order order={detail} />}</Answered>
    </Screen>
  );
}

function NextAction({ order, busy, onAccept, onSheet }: { order: StaffTicketDetail; busy: boolean; onAccept: () => void; onSheet: (kind: 'arrive' | 'return') => void }) {
  if (may(order, 'accept')) return <Button id='accept' busy={busy} icon='check' onTap={onAccept}>接单</Button>;
  const canArrive = may(order, 'arrive');
  const canReturn = may(order, 'return');
  if (!canArrive && !canReturn) return <View className='muted center'>这张工单现在不用您操作</View>;
  return (
    <>
      {canArrive && <Button id='arrive' icon='pin' onTap={() => onSheet('arrive')}>到达现场</Button>}
      {canReturn && <Button id='finish' kind={canArrive ? 'secondary' : 'primary'} icon='check' onTap={() => onSheet('return')}>修好了，交回</Button>}
    </>
  );
}

function ReportSheet({ kind, order, onClose, onDone }: { kind: 'arrive' | 'return'; order: StaffTicketDetail; onClose: () => void; onDone: (next: StaffTicketDetail | null, words: string) => void }) {
  const [result, setResult] = useState('');
  const uploads = useUploads({ who: 'crew' });
  const arrival = useIntent(arrive, { as: 'crew' });
  const completion = useIntent(returnResult, { as: 'crew' });
  const { pending, error } = kind === 'arrive' ? arrival : completion;
  const send = async () => {
    const inTheWay = uploadsInTheWay(uploads);
    if (inTheWay) {
      say(inTheWay);
      return;
    }
    const common = { version: order.version, attachmentIds: uploads.attachmentIds };
    const path = { number: order.number };
    if (kind === 'arrive') onDone(await arrival.run({ path, body: common }), '已记录到达');
    else onDone(await completion.run({ path, body: { ...common, result } }), '已交回首问责任人');
  };
  return (
    <Sheet title={kind === 'arrive' ? '到达现场' : '办完交回'} onClose={onClose}>
      {kind === 'return' && (
        <TextAreaField id='result' label='处理结果' max={2000} value={result} onChange={setResult} placeholder='怎么修的，换了什么，水停了没有' problem={completion.problems({ version: order.version, result, attachmentIds: [] }).result} />
      )}
      <Field label={kind === 'arrive' ? '现场照片' : '修好后的照片'} aside='选填'>
        <PhotoPicker uploads={uploads} />
      </Field>
      <FormError error={error} />
      <Button id='send-report' busy={pending} onTap={() => void send()}>
        {kind === 'arrive' ? '我已到达' : '交回首问责任人'}
      </Button>
      <Button kind='secondary' onTap={onClose}>
        先不提交
      </Button>
    </Sheet>
  );
}

function Order({ order }: { order: StaffTicketDetail }) {
  const now = useNow();
  return (
    <>
      <Card>
        <View className='row row-between row-top'>
          <View className='title grow'>{order.categoryLabel}</View>
          <Tag tone='water'>{ticketStateLabels[order.state]}</Tag>
        </View>
        {order.nextDueAt && order.nextClock && (
          <Notice tone={Date.parse(order.nextDueAt) <= now.getTime() ? 'bad' : 'water'} icon='clock'>
            <View className='heading digits'>
              {clockLabels[order.nextClock]}：{timeLeft(order.nextDueAt, now)}
            </View>
            <View className='small'>{deadlineInWords(order.nextDueAt, now)} 前</View>
          </Notice>
        )}
        <Pair name='单号' strong>{order.numberSpoken}</Pair>
        <Pair name='首问责任人'>
          {order.firstResponsible.name} {order.firstResponsible.staffNumber}
        </Pair>
        {order.handlerName && <Pair name='接单人'>{order.handlerName}</Pair>}
      </Card>
      <Card>
        <View className='heading'>{order.address}</View>
        {order.landmark !== '' && <View>旁边：{order.landmark}</View>}
        <View className='muted'>{zoneLabels[order.zone]}</View>
        {order.place && <PlaceMap {...order.place} />}
        {order.place && showPlace && (
          <Button kind='secondary' icon='pin' onTap={() => void showPlace?.({ ...order.place!, name: order.landmark || order.address, address: order.address })}>
            导航去这里
          </Button>
        )}
      </Card>
      <Contact order={order} />
      <Card>
        <View className='heading'>{order.title}</View>
        {order.description !== '' && <Text className='prose'>{order.description}</Text>}
        <Attachments items={order.attachments} />
      </Card>
      <View className='section-title'>经过</View>
      <Card>
        <Timeline entries={order.timeline} now={now} />
      </Card>
    </>
  );
}

/** PR-1: the number is shown for a stated reason, which is logged. */
function Contact({ order }: { order: StaffTicketDetail }) {
  const [shown, setShown] = useState<{ contactName: string; contactPhone: string } | null>(null);
  const intent = useIntent(unmask, { as: 'crew' });
  const contact = shown ?? order;
  const callThem = async () => {
    const known = shown ?? (await intent.run({ path: { number: order.number }, body: { reason: '抢修现场联系报漏人' } }));
    if (!known) return;
    setShown(known);
    callPhone(known.contactPhone);
  };
  return (
    <Card>
      <Pair name='联系人'>{contact.contactName || '未留姓名'}</Pair>
      <Pair name='电话'>{contact.contactPhone}</Pair>
      <FormError error={intent.error} />
      {order.mayUnmask && (
        <>
          <Button id='call-contact' kind='secondary' icon='phone' busy={intent.pending} onTap={() => void callThem()}>
            打电话给报漏人
          </Button>
          <View className='muted small'>查看号码会留下记录</View>
        </>
      )}
    </Card>
  );
}

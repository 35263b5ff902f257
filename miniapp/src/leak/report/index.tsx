import { Text, View } from '@tarojs/components';
import { useState } from 'react';
import { categories } from '@shouwen/shared/contract/category';
import { sharePhone } from '@shouwen/shared/contract/identity';
import { reportLeak } from '@shouwen/shared/contract/leak';
import { myTickets, ticketProgress } from '@shouwen/shared/contract/ticket';
import type { BodyInput } from '@shouwen/shared/contract';
import { consentTo } from '@/api/consent';
import { problemsOf, useIntent } from '@/api/intent';
import { outdate, remember, useAnswer } from '@/api/query';
import { useMayAsk } from '@/api/session';
import { choosePlace, openPermissionSettings, type ChosenPlace } from '@/platform/location';
import { replaceWith } from '@/platform/navigation';
import { say } from '@/platform/phone';
import { routes } from '@/routes';
import { Button } from '@/ui/button';
import { Card, Notice } from '@/ui/card';
import { Tiles } from '@/ui/choice';
import { DraftNotice, useDraft } from '@/ui/draft';
import { Field, TextAreaField, TextField } from '@/ui/field';
import { FormError } from '@/ui/form';
import { Icon } from '@/ui/icon';
import { PhotoPicker, uploadsInTheWay, useUploads } from '@/ui/photo-picker';
import { PlaceMap } from '@/ui/place-map';
import { Screen } from '@/ui/screen';
import { SignInGate } from '@/ui/sign-in-gate';

const kinds = [
  { value: 'road-leak', label: '路面漏水', icon: 'road' },
  { value: 'burst', label: '水管爆了', icon: 'burst' },
  { value: 'meter-leak', label: '水表漏水', icon: 'meter' },
  { value: 'valve-leak', label: '阀门、消火栓漏', icon: 'valve' },
] as const;
type Category = (typeof kinds)[number]['value'];
const empty = {
  category: null as Category | null, place: null as ChosenPlace | null, address: '', landmark: '', description: '', contactName: '', contactPhone: '',
};

export default function ReportLeak() {
  const mayAsk = useMayAsk();
  const draft = useDraft('leak', empty);
  const { category, place, ...fields } = draft.value;
  const [refused, setRefused] = useState(false);
  const [tried, setTried] = useState(false);
  const set = (name: keyof typeof fields) => (value: string) => draft.change({ [name]: value });
  const uploads = useUploads();
  const intent = useIntent(reportLeak);
  const phone = useIntent(sharePhone);
  // Where the company has retired a category, residents no longer choose it; until its list is here they may choose any.
  const inUse = useAnswer(categories, { as: 'anyone' }).data?.items.filter(({ kind }) => kind === 'leak');

  const locate = async () => {
    const choice = await choosePlace(place);
    setRefused(choice.kind === 'refused');
    if (choice.kind !== 'chosen') return;
    // What the resident wrote stays; the map only fills an empty line.
    draft.change({ place: choice.place, ...(fields.address === '' && { address: choice.place.address }) });
  };
  const useWeChatPhone = async (code: string | undefined) => {
    if (!code) return;
    const shared = await phone.run({ body: { code } });
    if (shared) set('contactPhone')(shared.phone);
  };
  const body: BodyInput<typeof reportLeak> = {
    category: category as Category,
    ...fields,
    place: place && { latitude: place.latitude, longitude: place.longitude },
    attachmentIds: uploads.attachmentIds,
  };
  const problems = problemsOf(reportLeak, body);
  const inTheWay = category === null ? '请先选是哪种漏水' : (uploadsInTheWay(uploads) ?? Object.values(problems)[0] ?? null);
  const shown = (name: keyof typeof fields) => (tried ? problems[name] : undefined) ?? intent.problems(body)[name];
  const file = async () => {
    setTried(true);
    if (inTheWay !== null) return;
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
      footer={mayAsk && (
        <>
          <FormError error={intent.error} />
          {tried && inTheWay && !intent.error && <Notice tone='bad' id='missing'>{inTheWay}</Notice>}
          <Button id='file-leak' busy={intent.pending} onTap={() => void file()}>
            提交报漏
          </Button>
        </>
      )}
    >
      <SignInGate>
        <DraftNotice draft={draft} />
        <Card>
          <Field label='1　哪里漏水？'>
            <Tiles name='category' items={inUse ? kinds.filter(({ value }) => inUse.some(({ code }) => code === value)) : kinds} value={category} onChange={(chosen) => draft.change({ category: chosen })} />
          </Field>
        </Card>
        <Card>
          <Field label='2　拍几张照片' aside='选填，最多 9 张' hint='拍清楚漏水的地方和周围，抢修人员好准备'>
            <PhotoPicker uploads={uploads} />
          </Field>
        </Card>
        <Card>
          <Field label='3　在什么地方？'>
            {place && <PlaceMap latitude={place.latitude} longitude={place.longitude} />}
            <Button id='choose-place' kind='secondary' icon='pin' onTap={() => void locate()}>
              {place ? '重新在地图上选' : '在地图上点出位置'}
            </Button>
            {place && (
              <View className='row good' id='place-chosen'>
                <Icon name='done' />
                <Text>位置已标好</Text>
              </View>
            )}
            {refused && (
              <Notice tone='warn'>
                没有位置权限。可以直接写下面的地址，也可以
                {openPermissionSettings && <Text className='strong water' onClick={() => void openPermissionSettings?.()}>点这里打开权限</Text>}。
              </Notice>
            )}
          </Field>
          <TextField id='address' label='地址' value={fields.address} onChange={set('address')} placeholder='路名和门牌号，如 海慧路 12 号' problem={shown('address')} />
          <TextField id='landmark' label='旁边有什么' max={60} value={fields.landmark} onChange={set('landmark')} placeholder='如 公交站、小学、超市门口' problem={shown('landmark')} />
          <TextAreaField id='description' label='还想说的' aside='选填' value={fields.description} onChange={set('description')} placeholder='漏了多久，水大不大' problem={shown('description')} />
        </Card>
        <Card>
          <TextField
            id='phone'
            label='4　您的手机号'
            hint='抢修人员找不到地方时，会打这个电话'
            keyboard='number'
            large
            max={11}
            value={fields.contactPhone}
            onChange={set('contactPhone')}
            placeholder='11 位手机号'
            problem={shown('contactPhone')}
          />
          {process.env.TARO_ENV === 'weapp' && (
            <Button kind='secondary' icon='phone' busy={phone.pending} open={{ openType: 'getPhoneNumber', onGetPhoneNumber: (event) => void useWeChatPhone(event.detail.code) }}>
              用微信里的手机号
            </Button>
          )}
          {phone.error && <View className='bad small' onClick={() => say(phone.error!.message)}>没有取到，请直接填写手机号</View>}
          <TextField id='contact-name' label='怎么称呼您' aside='选填' max={30} value={fields.contactName} onChange={set('contactName')} placeholder='如 王阿姨' problem={shown('contactName')} />
        </Card>
      </SignInGate>
    </Screen>
  );
}

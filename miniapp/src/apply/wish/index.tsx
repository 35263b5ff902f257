import { View } from '@tarojs/components';
import { useState } from 'react';
import { guides, triage, type ApplicationGuide, type TriageSuggestion } from '@shouwen/shared/contract/application';
import { useAnswer, useConfiguration } from '@/api/query';
import { open } from '@/platform/navigation';
import { callPhone, say } from '@/platform/phone';
import { routes, type Route } from '@/routes';
import { Button } from '@/ui/button';
import { Card, List, ListItem } from '@/ui/card';
import { TextAreaField } from '@/ui/field';
import { Screen } from '@/ui/screen';
import { Answered, Loading } from '@/ui/state';

/** Where the other kinds of matter are at home. */
const elsewhere: Partial<Record<TriageSuggestion['kind'], { route: Route; said: string }>> = {
  leak: { route: routes.reportLeak, said: '去报漏水' },
  complaint: { route: routes.complain, said: '去投诉' },
};

/** AP-1: in the resident's own words first; the list of everything stands below for those who know what it is called. */
export default function Wish() {
  const [words, setWords] = useState('');
  const [asked, setAsked] = useState('');
  const found = useAnswer(triage, { query: { words: asked }, as: 'anyone' }, { enabled: asked !== '' });
  const all = useAnswer(guides, { as: 'anyone' });
  const ask = () => {
    if (words.trim().length < 2) say('请先写几个字，比如“想把水表移到外面”');
    else setAsked(words.trim());
  };
  return (
    <Screen>
      <View className='title'>您想办什么事？</View>
      <Card>
        <TextAreaField id='wish' label='用自己的话说就行' max={200} value={words} onChange={setWords} placeholder='比如 水表在屋里，想移到外面' />
        <Button id='ask' onTap={ask}>看看怎么办</Button>
      </Card>
      {asked !== '' && (
        found.data === undefined && found.error === null ? <Loading cards={1} /> : <Answered answer={found}>{({ items }) => <Found items={items} />}</Answered>
      )}
      <View className='section-title'>全部业务</View>
      <Answered answer={all} cards={2}>
        {({ items }) => <List>{items.map((guide) => <Guide key={guide.category} guide={guide} />)}</List>}
      </Answered>
    </Screen>
  );
}

function Found({ items }: { items: TriageSuggestion[] }) {
  if (items.length === 0)
    return (
      <Card id='nothing-found'>
        <View>没听明白您想办哪一样。换个说法再试试，或者在下面找一找；也可以打电话，有人帮您看。</View>
        <Hotline />
      </Card>
    );
  const [first, ...others] = items;
  return (
    <View className='column' id='found'>
      <View className='section-title'>您说的可能是</View>
      {first && <Suggestion item={first} main />}
      {others.map((item) => <Suggestion key={item.category} item={item} main={false} />)}
    </View>
  );
}

function Hotline() {
  const phone = useConfiguration()?.hotlinePhone;
  return phone === undefined ? null : <Button kind='secondary' icon='phone' onTap={() => callPhone(phone)}>打客服热线 {phone}</Button>;
}

function Suggestion({ item, main }: { item: TriageSuggestion; main: boolean }) {
  const { guide, kind, label } = item;
  const other = elsewhere[kind];
  if (!guide)
    return (
      <Card>
        <View className='heading'>{label}</View>
        {other ? <Button kind={main ? 'primary' : 'secondary'} onTap={() => open(other.route)}>{other.said}</Button> : <><View className='muted'>这件事不用申请，打电话问，马上有人答复。</View><Hotline /></>}
      </Card>
    );
  return (
    <Card>
      <View className='heading'>{label}</View>
      <View className='muted'>{guide.about}</View>
      <Button id={`suggestion-${item.category}`} kind={main ? 'primary' : 'secondary'} onTap={() => open(routes.applyGuide, { category: item.category })}>
        {main ? '对，办这个' : '是这个'}
      </Button>
    </Card>
  );
}

function Guide({ guide }: { guide: ApplicationGuide }) {
  return (
    <ListItem id={`guide-${guide.category}`} onTap={() => open(routes.applyGuide, { category: guide.category })}>
      <View className='strong'>{guide.label}</View>
      <View className='muted small'>{guide.about}</View>
    </ListItem>
  );
}

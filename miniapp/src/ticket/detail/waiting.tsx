import { Text, View } from '@tarojs/components';
import type { TicketProgress } from '@shouwen/shared/contract/ticket';
import { myMaterialsNotice } from '@shouwen/shared/contract/ticket-desk';
import { useAnswer } from '@/api/query';
import { openDocument } from '@/platform/files';
import { say } from '@/platform/phone';
import { Button } from '@/ui/button';
import { Card, Notice } from '@/ui/card';
import { momentInWords } from '@/ui/words';

/** A second notice takes the place of the first. */
const EVERY_MS = 15_000;

/** TL-5: everything that is missing and how to get it, in one place; the paper for whoever wants it. */
export function Waiting({ number, materials, now }: { number: string; materials: NonNullable<TicketProgress['materials']>; now: Date }) {
  const notice = useAnswer(myMaterialsNotice, { path: { number } }, { everyMs: EVERY_MS });
  const data = notice.data;
  const paper = async () => {
    if (!data) return;
    await openDocument(API_BASE + data.paperUrl).catch(() => say('没有打开。要交的材料都写在这里了，照着准备就行'));
  };
  return (
    <>
      {materials.broughtAt !== null && <Notice id='brought' tone='good' icon='done'><View className='heading'>已收到，正在核对</View>您{momentInWords(materials.broughtAt, now)} 补交的材料，工作人员会尽快核对</Notice>}
      <Card id='materials'>
        <View className='heading'>{materials.broughtAt === null ? '还缺这些材料' : '告诉过您要补的'}</View>
        {data ? <Items items={data.items} /> : <Text className='prose'>{materials.notice}</Text>}
        {data && data.note !== '' && <Text className='prose'>{data.note}</Text>}
        {data && data.reason !== '' && <Notice tone='warn'>这次补充告知的原因：{data.reason}</Notice>}
        <Notice>补齐后的第二天起，办理时间从头算；补齐之前不计时</Notice>
        {data && <Button id='notice-paper' kind='secondary' icon='file' onTap={() => void paper()}>看告知书</Button>}
      </Card>
    </>
  );
}

export function Items({ items }: { items: readonly { name: string; howToGet: string }[] }) {
  return (
    <View className='column'>
      {items.map((item, index) => (
        <View key={`${index} ${item.name}`} className='row row-top'>
          <Text className='strong digits'>{index + 1}.</Text>
          <View className='grow'>
            <View className='strong'>{item.name}</View>
            {item.howToGet !== '' && <View className='muted'>{item.howToGet}</View>}
          </View>
        </View>
      ))}
    </View>
  );
}

import { Text, View } from '@tarojs/components';
import { useState } from 'react';
import type { UsagePeriod } from '@shouwen/shared/contract/usage';
import { formatFen } from '@shouwen/shared/value';
import { Button } from '@/ui/button';
import { Card } from '@/ui/card';
import { Tiles } from '@/ui/choice';
import { periodInWords } from '@/ui/period';

const FIRST = 6;
const shown = [{ value: 'volume', label: '看水量' }, { value: 'costFen', label: '看水费' }] as const;
type Shown = (typeof shown)[number]['value'];
const said = (what: Shown, figure: number) => (what === 'volume' ? `${figure} m³` : `${formatFen(figure)} 元`);

/** The last periods, each beside the same season of last year. Lying bars: their figures stay readable at any text size. */
export function Chart({ periods }: { periods: UsagePeriod[] }) {
  const [what, setWhat] = useState<Shown>('volume');
  const [all, setAll] = useState(false);
  const newest = [...periods].reverse();
  const rows = all ? newest : newest.slice(0, FIRST);
  const most = Math.max(1, ...rows.flatMap((row) => [row[what], row.lastYear?.[what] ?? 0]));
  return (
    <Card id='chart'>
      <Tiles name='chart' items={shown} value={what} onChange={setWhat} />
      <View className='row wrap'>
        <View className='chart-key'><View className='chart-dot' />这一期</View>
        <View className='chart-key'><View className='chart-dot chart-dot-before' />去年同期</View>
      </View>
      {rows.map((row) => (
        <View key={row.billId} className='chart-row'>
          <View className='strong digits'>{periodInWords(row)}</View>
          <Bar share={row[what] / most} text={said(what, row[what])} />
          {row.lastYear ? <Bar before share={row.lastYear[what] / most} text={said(what, row.lastYear[what])} /> : <View className='muted small'>去年同期没有记录</View>}
        </View>
      ))}
      {!all && newest.length > FIRST && <Button kind='secondary' small onTap={() => setAll(true)}>看更早的 {newest.length - FIRST} 期</Button>}
    </Card>
  );
}

function Bar({ share, text, before = false }: { share: number; text: string; before?: boolean }) {
  return (
    <View className='chart-line'>
      <View className={`chart-bar ${before ? 'chart-bar-before' : ''}`} style={{ width: `${Math.max(1, Math.round(share * 62))}%` }} />
      <Text className='chart-figure digits'>{text}</Text>
    </View>
  );
}

/** The same figures, plainly. */
export function FigureTable({ periods }: { periods: UsagePeriod[] }) {
  return (
    <Card id='figures'>
      <View className='figures figures-head'>
        <Text>抄表日</Text>
        <Text>用水</Text>
        <Text>去年</Text>
        <Text>水费（元）</Text>
      </View>
      {[...periods].reverse().map((row) => (
        <View key={row.billId} className='figures digits'>
          <Text>{row.to.replaceAll('-', '.')}</Text>
          <Text>{row.volume}</Text>
          <Text>{row.lastYear?.volume ?? '－'}</Text>
          <Text>{formatFen(row.costFen)}</Text>
        </View>
      ))}
      <View className='muted small'>用水的单位是 m³（立方米，也叫“吨”“方”）。</View>
    </Card>
  );
}

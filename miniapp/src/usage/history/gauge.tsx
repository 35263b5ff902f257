import { Text, View } from '@tarojs/components';
import type { Household, TierGauge } from '@shouwen/shared/contract/usage';
import { open } from '@/platform/navigation';
import { routes } from '@/routes';
import { Button } from '@/ui/button';
import { Card, Pair } from '@/ui/card';

const ordinal = (tier: number) => ['一', '二', '三', '四', '五'][tier - 1] ?? String(tier);
/** 1/10000 yuan, as on the bill. */
const yuan = (tenThousandths: number) => (tenThousandths / 10_000).toFixed(4).replace(/0{1,2}$/, '');

/** How far this household is in its tiers. */
export function Gauge({ gauge }: { gauge: TierGauge }) {
  const tiered = gauge.tiers.length > 1;
  // The last tier has no end: it is drawn a fifth longer than what is used of it.
  const end = Math.max(gauge.tiers.at(-1)?.from ?? 0, gauge.used) * 1.2 || 1;
  return (
    <Card id='gauge'>
      <View className='heading'>{gauge.sentence}</View>
      {tiered && (
        <View className='gauge'>
          {gauge.tiers.map(({ tier, from, to, used }) => {
            const length = (to ?? end) - from;
            return (
              <View key={tier} className='gauge-tier' style={{ width: `${Math.max(8, (length / end) * 100)}%` }}>
                <View className={`gauge-used gauge-used-${Math.min(tier, 3)}`} style={{ width: `${length > 0 ? Math.min(100, (used / length) * 100) : 0}%` }} />
              </View>
            );
          })}
        </View>
      )}
      <View className='muted small'>{gauge.tierPeriod === 'year' ? `${gauge.label}已计费 ${gauge.used} m³，每年 1 月 1 日重新算。` : `${gauge.label}用了 ${gauge.used} m³，按月分档${gauge.months > 1 ? `，一次抄 ${gauge.months} 个月的，每档也是 ${gauge.months} 个月的量` : ''}。`}</View>
      {gauge.tiers.map(({ tier, from, to, used, unitPrice }) => (
        <View key={tier} className={`gauge-line ${tiered && tier === gauge.current ? 'gauge-line-now' : ''}`}>
          <View className='grow'>
            <View className='strong'>{tiered ? `第${ordinal(tier)}档` : '价格'}{tiered && tier === gauge.current && <Text className='water'>（现在在这一档）</Text>}</View>
            {tiered && <View className='muted small digits'>{to === null ? `${from} m³ 以上` : `${from}～${to} m³`}，已用 {used} m³</View>}
          </View>
          <View className='digits strong'>{yuan(unitPrice)} 元/m³</View>
        </View>
      ))}
    </Card>
  );
}

/** Who lives there, and what that widens. */
export function HouseholdCard({ household, accountId }: { household: Household; accountId: number }) {
  const { size, base, perExtraPerson } = household;
  const widened = perExtraPerson.some((more) => more > 0);
  return (
    <Card id='household'>
      <Pair name='登记人口' strong>{size} 人</Pair>
      <Pair name='水价'>{household.tariffName}</Pair>
      {widened ? (
        <View className='muted'>
          阶梯按 {base} 人的家庭定。每多 1 人，{perExtraPerson.map((more, i) => (more > 0 ? `第${ordinal(i + 1)}档上限加 ${more} m³` : '')).filter(Boolean).join('，')}。
          {size > base ? `您家多 ${size - base} 人，上面的档已经加过了。` : `住满 ${base + 1} 人就可以申请放宽。`}
        </View>
      ) : (
        <View className='muted'>这种水价不随人口变化。</View>
      )}
      <Button id='change-household' kind='secondary' onTap={() => open(routes.household, { accountId })}>人口变了，申请变更</Button>
    </Card>
  );
}

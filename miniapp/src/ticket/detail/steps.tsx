import { View } from '@tarojs/components';
import type { StepView } from '@shouwen/shared/contract/ticket';
import { Card } from '@/ui/card';
import { Icon } from '@/ui/icon';
import { momentInWords } from '@/ui/words';

/** AP-3: which steps an application goes through, and how far it is. */
export function Steps({ steps, begun, now }: { steps: readonly StepView[]; begun: boolean; now: Date }) {
  const stopped = steps.some((step) => step.signed?.passed === false);
  const next = begun && !stopped ? steps.findIndex((step) => step.signed === null) : -1;
  return (
    <>
      <View className='section-title'>一共几步，到第几步</View>
      <Card id='steps'>
        {steps.map((step, index) => (
          <View key={step.step} className='row row-top'>
            <Icon name={step.signed ? (step.signed.passed ? 'done' : 'fault') : 'clock'} className={step.signed ? (step.signed.passed ? 'good' : 'bad') : index === next ? 'water' : 'muted'} />
            <View className='grow'>
              <View className='strong'>{index + 1}. {step.label}</View>
              <View className='muted small'>{step.signed ? `${step.signed.passed ? '已办完' : '没有通过'}　${momentInWords(step.signed.at, now)}` : index === next ? '正在办' : stopped ? '先不办' : '还没到'}</View>
            </View>
          </View>
        ))}
      </Card>
    </>
  );
}

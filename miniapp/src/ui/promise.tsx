import { View } from '@tarojs/components';
import { useState } from 'react';
import type { ClockView, FirstResponsible } from '@shouwen/shared/contract/ticket';
import { callPhone } from '@/platform/phone';
import { Button } from './button';
import { Notice } from './card';
import { promiseOf } from './words';

const icons = { water: 'clock', good: 'done', warn: 'warning', bad: 'warning' } as const;

/** The clocks of a ticket, each as one sentence; tapping says how the time was reckoned (TL-9). */
export function Promises({ clocks, now }: { clocks: ClockView[]; now: Date }) {
  const [open, setOpen] = useState(false);
  return (
    <View className='column' id='promises'>
      {clocks.map((clock) => {
        const { text, tone } = promiseOf(clock, now);
        return (
          <Notice key={clock.clock} tone={tone} icon={icons[tone]}>
            <View className={clock.stoppedAt === null ? 'heading' : 'strong'}>{text}</View>
            {open && clock.why.map((reason) => <View key={reason} className='small'>{reason}</View>)}
          </Notice>
        );
      })}
      {clocks.some(({ why }) => why.length > 0) && (
        <Button kind='plain' small onTap={() => setOpen(!open)}>
          {open ? '收起说明' : '时间是怎么算的？'}
        </Button>
      )}
    </View>
  );
}

/** FI-1: whom the resident can hold to it. */
export function Responsible({ person }: { person: FirstResponsible }) {
  return (
    <View className='column' id='responsible'>
      <View className='person'>
        <View className='person-face'>{person.name.slice(0, 1)}</View>
        <View className='grow'>
          <View className='heading'>{person.name}</View>
          <View className='muted'>工号 {person.staffNumber}</View>
          <View className='muted'>{person.hallName}</View>
        </View>
      </View>
      <View className='muted small'>这件事由 {person.name} 负责到底，不论由谁去办，都由 {person.name} 答复您。</View>
      <Button kind='secondary' icon='phone' onTap={() => callPhone(person.hallPhone)}>
        打电话 {person.hallPhone}
      </Button>
    </View>
  );
}

/** A number to be read over the phone. */
export function Aloud({ label, number, id }: { label: string; number: string; id?: string }) {
  return (
    <View>
      <View className='aloud-label'>{label}</View>
      <View className='aloud' id={id}>{number}</View>
    </View>
  );
}


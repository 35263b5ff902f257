import { Text, View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { goBack } from '@/platform/navigation';
import { Button } from './button';
import { Card } from './card';
import { Icon, type IconName } from './icon';

export function Loading({ cards = 2 }: { cards?: number }) {
  return (
    <View className='column' id='loading'>
      {Array.from({ length: cards }, (_, index) => (
        <Card key={index}>
          <View className='skeleton skeleton-short' />
          <View className='skeleton' />
          <View className='skeleton' />
        </Card>
      ))}
    </View>
  );
}

interface StateProps {
  icon: IconName;
  tone?: 'water' | 'bad' | 'good';
  title: string;
  children?: ReactNode;
  action?: { text: string; onTap: () => void; busy?: boolean };
  id?: string;
}
/** A page, or a part of it, that has one thing to say. */
export function State({ icon, tone = 'water', title, children, action, id }: StateProps) {
  return (
    <View className='state' id={id}>
      <View className={`state-mark state-mark-${tone}`}>
        <Icon name={icon} />
      </View>
      <Text className='heading'>{title}</Text>
      {children && <View className='muted'>{children}</View>}
      {action && (
        <Button onTap={action.onTap} busy={action.busy ?? false}>
          {action.text}
        </Button>
      )}
    </View>
  );
}

interface Failure {
  code?: string;
  message: string;
  offline: boolean;
}
export function Failed({ error, onRetry }: { error: Failure; onRetry: () => void }) {
  if (error.offline)
    return (
      <State id='offline' icon='offline' tone='bad' title='网络不通' action={{ text: '重试', onTap: onRetry }}>
        请检查手机的无线网或流量是否打开，再点“重试”。
      </State>
    );
  // Asking again finds no more: somebody else's, or a wrong number.
  if (error.code === 'NOT_FOUND')
    return (
      <State id='not-found' icon='warning' tone='bad' title='没有找到' action={{ text: '返回', onTap: goBack }}>
        {error.message}
      </State>
    );
  return (
    <State id='failed' icon='warning' tone='bad' title='没有打开' action={{ text: '重试', onTap: onRetry }}>
      {error.message}
    </State>
  );
}

interface Answer<T> {
  data: T | undefined;
  error: Failure | null;
  isPending: boolean;
  refetch: () => unknown;
}
/** Loading, failure, old data with a word of warning, or the data: what every page that asks has to show. */
export function Answered<T>({ answer, children, cards }: { answer: Answer<T>; children: (data: T) => ReactNode; cards?: number }) {
  const { data, error, refetch } = answer;
  if (data !== undefined)
    return (
      <>
        {error?.offline && (
          <View className='notice notice-warn' id='stale' onClick={() => void refetch()}>
            <Icon name='offline' />
            <View className='grow'>网络不通，下面是上次看到的内容。点这里重试</View>
          </View>
        )}
        {children(data)}
      </>
    );
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  return <Loading cards={cards} />;
}

import { Text, View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon';

export function Card({ children, className = '', id }: { children: ReactNode; className?: string; id?: string }) {
  return <View id={id} className={`card ${className}`}>{children}</View>;
}

/** A name and its value on one line. */
export function Pair({ name, children, strong = false }: { name: string; children: ReactNode; strong?: boolean }) {
  return (
    <View className='pair'>
      <Text className='pair-name'>{name}</Text>
      <View className={`pair-value digits ${strong ? 'strong' : ''}`}>{children}</View>
    </View>
  );
}

export function List({ children }: { children: ReactNode }) {
  return <View className='list'>{children}</View>;
}

interface ItemProps {
  children: ReactNode;
  icon?: IconName;
  aside?: ReactNode;
  id?: string;
  onTap?: () => void;
}
/** A line of a list; with `onTap` it leads somewhere. */
export function ListItem({ children, icon, aside, id, onTap }: ItemProps) {
  return (
    <View id={id} className='list-item' hoverClass={onTap ? 'pressed' : 'none'} onClick={onTap}>
      {icon && <Icon name={icon} className='water' />}
      <View className='grow'>{children}</View>
      {aside}
      {onTap && <Icon name='next' className='list-item-next' />}
    </View>
  );
}

export type Tone = 'plain' | 'water' | 'good' | 'warn' | 'bad';
export function Tag({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) {
  return <Text className={`tag tag-${tone}`}>{children}</Text>;
}

const noticeIcons = { water: 'info', warn: 'warning', bad: 'fault', good: 'done' } as const;
export function Notice({ tone = 'water', icon, children, id }: { tone?: 'water' | 'warn' | 'bad' | 'good'; icon?: IconName; children: ReactNode; id?: string }) {
  return (
    <View id={id} className={`notice notice-${tone}`}>
      <Icon name={icon ?? noticeIcons[tone]} />
      <View className='grow'>{children}</View>
    </View>
  );
}

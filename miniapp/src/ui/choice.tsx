import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon';

interface Tile<V extends string> {
  value: V;
  label: string;
  /** The same in plainer words. */
  said?: string | undefined;
  icon?: IconName;
}
/** One of a few, by big tiles. */
export function Tiles<V extends string>({ items, value, onChange, name }: { items: readonly Tile<V>[]; value: V | null; onChange: (value: V) => void; name: string }) {
  return (
    <View className='tiles'>
      {items.map((item) => (
        <View
          key={item.value}
          id={`${name}-${item.value}`}
          className={`tile ${item.icon ? '' : 'tile-low'} ${item.value === value ? 'tile-on' : ''}`}
          hoverClass='pressed'
          onClick={() => onChange(item.value)}
        >
          {item.icon && <Icon name={item.icon} />}
          {item.label}
          {item.said && <View className='muted small'>{item.said}</View>}
        </View>
      ))}
    </View>
  );
}

/** One line to choose, or to tick (`square`). */
export function Option({ on, onTap, square = false, children, id }: { on: boolean; onTap: () => void; square?: boolean; children: ReactNode; id?: string }) {
  return (
    <View id={id} className={`option ${on ? 'option-on' : ''}`} hoverClass='pressed' onClick={onTap}>
      <View className={`mark ${square ? 'mark-square' : ''} ${on ? 'mark-on' : ''}`}>{on && <Icon name='check' />}</View>
      <View className='grow'>{children}</View>
    </View>
  );
}

/** On or off, by a tap anywhere on its line. */
export function Toggle({ label, on, onChange, id }: { label: string; on: boolean; onChange: (on: boolean) => void; id?: string }) {
  return (
    <View id={id} className='row row-between' hoverClass='pressed' onClick={() => onChange(!on)}>
      <View className='heading'>{label}</View>
      <View className={`toggle ${on ? 'toggle-on' : ''}`}>
        <View className='toggle-knob' />
      </View>
    </View>
  );
}

/** Where one is in a form of several steps. */
export function Steps({ names, current }: { names: readonly string[]; current: number }) {
  return (
    <View className='steps'>
      {names.map((name, index) => (
        <View key={name} className={`step ${index <= current ? 'step-on' : ''}`}>
          <View className='step-bar' />
          {name}
        </View>
      ))}
    </View>
  );
}

export function Stars({ value, onChange }: { value: number; onChange?: (stars: number) => void }) {
  return (
    <View className={`stars ${onChange ? '' : 'stars-small'}`}>
      {[1, 2, 3, 4, 5].map((star) => (
        <View key={star} id={onChange ? `star-${star}` : ''} className={`star ${star <= value ? 'star-on' : ''}`} onClick={() => onChange?.(star)}>
          <Icon name='star' />
        </View>
      ))}
    </View>
  );
}

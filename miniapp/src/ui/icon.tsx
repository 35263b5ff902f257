import { View } from '@tarojs/components';

export type IconName =
  | 'home' | 'progress' | 'me' | 'drop' | 'leak' | 'burst' | 'meter' | 'valve' | 'road' | 'complaint' | 'calendar' | 'receipt' | 'wallet'
  | 'phone' | 'pin' | 'camera' | 'file' | 'plus' | 'close' | 'check' | 'next' | 'back' | 'down' | 'warning' | 'offline' | 'clock' | 'lock'
  | 'refresh' | 'tools' | 'text' | 'info' | 'exit' | 'hall' | 'note' | 'star' | 'done' | 'fault' | 'water';

/** Takes the colour of the text around it. Shapes are in style/_icon.scss. */
export function Icon({ name, className = '' }: { name: IconName; className?: string }) {
  return <View className={`icon icon-${name} ${className}`} />;
}

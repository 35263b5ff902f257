import { Text, View } from '@tarojs/components';
import Taro, { useDidHide, useDidShow } from '@tarojs/taro';
import { useEffect, useState, type ReactNode } from 'react';
import { drawsOwnBars } from '@/platform/device';
import { goBack, open } from '@/platform/navigation';
import { tabs, type Route } from '@/routes';
import { Icon } from './icon';
import { PrivacySheet } from './privacy-sheet';
import { textSizes, useTextSize } from './text-size';

interface Props {
  children: ReactNode;
  /** Stays at the bottom while the rest scrolls: what to do next. */
  footer?: ReactNode;
  /** Above the body, edge to edge. */
  hero?: ReactNode;
  /** Set on the pages of the tab bar. */
  tab?: Route;
  /** Sheets and dialogs. */
  over?: ReactNode;
}

/** The frame of every page. In browsers it also draws the title bar and the tab bar. */
export function Screen({ children, footer, hero, tab, over }: Props) {
  const { size } = useTextSize();
  const [shown, setShown] = useState(true);
  useDidShow(() => setShown(true));
  useDidHide(() => setShown(false));
  return (
    <View className={`screen ${textSizes.find(({ value }) => value === size)?.className ?? ''}`}>
      {drawsOwnBars && <TitleBar back={tab === undefined} />}
      {hero}
      <View className='screen-body'>{children}</View>
      {footer && <View className='screen-footer'>{footer}</View>}
      {drawsOwnBars && tab && <TabBar current={tab} />}
      {over}
      {shown && <PrivacySheet />}
    </View>
  );
}

function TitleBar({ back }: { back: boolean }) {
  const [title, setTitle] = useState('');
  // The page's own configuration names it, for WeChat and for us.
  useEffect(() => setTitle(Taro.getCurrentInstance().page?.config?.navigationBarTitleText ?? ''), []);
  return (
    <View className='title-bar'>
      {back && (
        <View className='title-bar-back' id='back' onClick={goBack}>
          <Icon name='back' />
          <Text>返回</Text>
        </View>
      )}
      <Text>{title}</Text>
    </View>
  );
}

function TabBar({ current }: { current: Route }) {
  return (
    <View className='tab-bar'>
      {tabs.map(({ route, text, icon }) => (
        <View key={route} id={`tab-${icon}`} className={`tab-bar-item ${route === current ? 'tab-bar-item-on' : ''}`} onClick={() => open(route)}>
          <Icon name={icon} />
          <Text>{text}</Text>
        </View>
      ))}
    </View>
  );
}

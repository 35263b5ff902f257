import { Text, View } from '@tarojs/components';
import Taro, { useDidHide, useDidShow } from '@tarojs/taro';
import { useEffect, useState, type ReactNode } from 'react';
import { drawsTabBar, drawsTitleBar } from '@/platform/device';
import { goBack, open } from '@/platform/navigation';
import { tabs, type Route } from '@/routes';
import { Icon } from './icon';
import { PrivacySheet } from './privacy-sheet';
import { textSizes, useTextSize } from './text-size';

interface Props {
  /** When it is not the one in the page's configuration. */
  title?: string;
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
export function Screen({ children, footer, hero, tab, over, title }: Props) {
  const { size } = useTextSize();
  const [shown, setShown] = useState(true);
  useDidShow(() => setShown(true));
  useDidHide(() => setShown(false));
  useEffect(() => {
    if (title !== undefined) void Taro.setNavigationBarTitle({ title });
  }, [title]);
  return (
    <View className={`screen ${textSizes.find(({ value }) => value === size)?.className ?? ''}`}>
      {drawsTitleBar && <TitleBar title={title} back={tab === undefined} />}
      {hero}
      <View className='screen-body'>{children}</View>
      {footer && <View className='screen-footer'>{footer}</View>}
      {drawsTabBar && tab && <TabBar current={tab} />}
      {over}
      {shown && <PrivacySheet />}
    </View>
  );
}

function TitleBar({ title, back }: { title: string | undefined; back: boolean }) {
  const [configured, setConfigured] = useState('');
  // The page's own configuration names it, for WeChat and for us.
  useEffect(() => setConfigured(Taro.getCurrentInstance().page?.config?.navigationBarTitleText ?? ''), []);
  return (
    <View className='title-bar'>
      {back && (
        <View className='title-bar-back' id='back' onClick={goBack}>
          <Icon name='back' />
          <Text>返回</Text>
        </View>
      )}
      <Text>{title ?? configured}</Text>
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

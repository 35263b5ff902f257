import { Text, View } from '@tarojs/components';
import { useEffect, useRef, useState } from 'react';
import { useConfiguration } from '@/api/query';
import { answerPlace } from '@/platform/location.h5';
import { goBack, useParameters } from '@/platform/navigation';
import { say } from '@/platform/phone';
import { Button } from '@/ui/button';
import type { DrawnMap } from '@/ui/leaflet-map';
import { Screen } from '@/ui/screen';
import { gcj02Of } from './datum';
import './index.scss';

const CONTAINER = 'place-map';

/** Browsers only: the map is moved under a fixed pin, which is easier for unsure hands than hitting a point. */
export default function ChoosePlace() {
  const { latitude, longitude } = useParameters();
  const configuration = useConfiguration();
  const map = useRef<DrawnMap | null>(null);
  const [ready, setReady] = useState(false);
  const answered = useRef(false);

  useEffect(() => {
    if (!configuration) return undefined;
    let left = false;
    void import('@/ui/leaflet-map').then(({ drawMap }) => {
      const container = document.getElementById(CONTAINER);
      if (left || !container) return;
      const start = latitude && longitude ? { latitude: Number(latitude), longitude: Number(longitude) } : configuration.mapCenter;
      map.current = drawMap(container, configuration, start);
      setReady(true);
    });
    return () => {
      left = true;
      map.current?.remove();
      map.current = null;
    };
  }, [configuration, latitude, longitude]);
  useEffect(
    () => () => {
      if (!answered.current) answerPlace({ kind: 'cancelled' });
    },
    [],
  );

  const here = () => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => map.current?.moveTo(gcj02Of(coords)),
      () => say('没有取到您的位置，请拖动地图来选'),
      { timeout: 8000, enableHighAccuracy: true },
    );
  };
  const choose = () => {
    if (!map.current) return;
    answered.current = true;
    answerPlace({ kind: 'chosen', place: { ...map.current.centre(), address: '' } });
    goBack();
  };

  return (
    <Screen
      footer={
        <>
          <Button id='place-confirm' off={!ready} onTap={choose}>
            就是这里
          </Button>
          <Button kind='secondary' icon='pin' onTap={here}>
            移到我现在的位置
          </Button>
        </>
      }
    >
      <View className='strong'>拖动地图，让红色标记对准漏水的地方</View>
      <View className='place-frame'>
        <View id={CONTAINER} className='place-map' />
        <View className='place-pin'>
          <View className='place-pin-head' />
        </View>
        {!ready && <Text className='place-wait'>正在打开地图…</Text>}
      </View>
    </Screen>
  );
}

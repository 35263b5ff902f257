import { View } from '@tarojs/components';
import { useEffect, useId } from 'react';
import { useConfiguration } from '@/api/query';

export function PlaceMap({ latitude, longitude }: { latitude: number; longitude: number }) {
  const id = `map-${useId().replace(/:/g, '')}`;
  const configuration = useConfiguration();
  useEffect(() => {
    if (!configuration) return undefined;
    let remove: (() => void) | null = null;
    let left = false;
    void import('./leaflet-map').then(({ drawMap }) => {
      const container = document.getElementById(id);
      if (left || !container) return;
      const map = drawMap(container, configuration, { latitude, longitude }, { fixed: true });
      map.mark({ latitude, longitude });
      remove = map.remove;
    });
    return () => {
      left = true;
      remove?.();
    };
  }, [id, configuration, latitude, longitude]);
  return <View id={id} className='map' />;
}

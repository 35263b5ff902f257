import { Map } from '@tarojs/components';

export function PlaceMap({ latitude, longitude }: { latitude: number; longitude: number }) {
  return <Map className='map' latitude={latitude} longitude={longitude} scale={16} enableScroll={false} enableZoom={false} markers={[{ id: 1, latitude, longitude, iconPath: '', width: 28, height: 36 }]} onError={() => undefined} />;
}

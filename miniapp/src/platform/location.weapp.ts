import Taro from '@tarojs/taro';
import type { Place, PlaceChoice } from './location';

export async function choosePlace(start: Place | null): Promise<PlaceChoice> {
  try {
    const { latitude, longitude, name, address } = await Taro.chooseLocation(start ?? {});
    return { kind: 'chosen', place: { latitude, longitude, address: `${address ?? ''}${name ?? ''}` } };
  } catch (reason) {
    const { errMsg = '', errno } = reason as { errMsg?: string; errno?: number };
    // 104: the privacy agreement was refused.
    return { kind: errno === 104 || /auth|privacy|permission/.test(errMsg) ? 'refused' : 'cancelled' };
  }
}

export const showPlace = async (place: Place & { name: string; address: string }): Promise<void> => {
  await Taro.openLocation({ ...place, scale: 17 });
};

export const openPermissionSettings = async (): Promise<void> => {
  await Taro.openSetting();
};

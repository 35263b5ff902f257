import Taro from '@tarojs/taro';
import { routes } from '@/routes';
import type { Place, PlaceChoice } from './location';

const CHOSEN = 'place-chosen';

/** Opens our own map page and waits for its answer; going back without one cancels. */
export async function choosePlace(start: Place | null): Promise<PlaceChoice> {
  const query = start ? `?latitude=${start.latitude}&longitude=${start.longitude}` : '';
  return new Promise((resolve) => {
    Taro.eventCenter.off(CHOSEN);
    Taro.eventCenter.once(CHOSEN, resolve);
    void Taro.navigateTo({ url: routes.choosePlace + query });
  });
}
/** The map page's answer. */
export function answerPlace(choice: PlaceChoice): void {
  Taro.eventCenter.trigger(CHOSEN, choice);
}

export const showPlace = null;
export const openPermissionSettings = null;

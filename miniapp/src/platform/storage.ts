import Taro from '@tarojs/taro';

const PREFIX = 'shouwen:';

/** What was kept on this phone under `key`, or null. Unreadable values count as absent. */
export function keep<T>(key: string, value: T | null): void {
  if (value === null) Taro.removeStorageSync(PREFIX + key);
  else Taro.setStorageSync(PREFIX + key, JSON.stringify(value));
}
export function kept<T>(key: string): T | null {
  try {
    const text: unknown = Taro.getStorageSync(PREFIX + key);
    return typeof text === 'string' && text !== '' ? (JSON.parse(text) as T) : null;
  } catch {
    return null;
  }
}

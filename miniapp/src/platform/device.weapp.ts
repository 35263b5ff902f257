import Taro from '@tarojs/taro';

export function systemTextScale(): number {
  // Newer than Taro's type.
  const { fontSizeScaleFactor } = Taro.getAppBaseInfo() as { fontSizeScaleFactor?: number };
  return fontSizeScaleFactor ?? 1;
}
export const drawsTitleBar = false;
export const drawsTabBar = false;
export function watchNetwork(listener: (online: boolean) => void): void {
  Taro.onNetworkStatusChange(({ isConnected }) => listener(isConnected));
}

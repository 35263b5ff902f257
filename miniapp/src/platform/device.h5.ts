/** Browsers scale the page themselves. */
export function systemTextScale(): number {
  return 1;
}
export const drawsTitleBar = !/MicroMessenger/i.test(navigator.userAgent);
export const drawsTabBar = true;
export function watchNetwork(listener: (online: boolean) => void): void {
  window.addEventListener('online', () => listener(true));
  window.addEventListener('offline', () => listener(false));
}

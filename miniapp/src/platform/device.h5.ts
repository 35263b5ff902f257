import { say } from './phone';

/** Browsers scale the page themselves. */
export function systemTextScale(): number {
  return 1;
}
export const drawsTitleBar = !/MicroMessenger/i.test(navigator.userAgent);
export const drawsTabBar = true;
export function watchNetwork(listener: (online: boolean) => void): void {
  window.addEventListener('online', () => listener(true));
  window.addEventListener('offline', () => listener(false));
  // Otherwise a tap on something whose page was never fetched would do nothing at all.
  window.addEventListener('unhandledrejection', ({ reason }: PromiseRejectionEvent) => {
    if (reason instanceof Error && reason.name === 'ChunkLoadError') say('网络不通，这一页没有打开，请检查网络后再试');
  });
}

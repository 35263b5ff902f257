import Taro, { useRouter } from '@tarojs/taro';
import { tabs, type Route } from '@/routes';

type Parameters = Record<string, string | number | undefined>;

export function addressOf(route: Route, parameters: Parameters = {}): string {
  const query = Object.entries(parameters)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
    .join('&');
  return query === '' ? route : `${route}?${query}`;
}

export function open(route: Route, parameters?: Parameters): void {
  if (tabs.some((tab) => tab.route === route)) void Taro.switchTab({ url: route });
  else void Taro.navigateTo({ url: addressOf(route, parameters) });
}
/** What the page was opened with, as it was given to `open`: neither WeChat nor the browser router decodes it. */
export function useParameters(): Partial<Record<string, string>> {
  const { params } = useRouter();
  return Object.fromEntries(Object.entries(params).flatMap(([name, value]) => (value === undefined ? [] : [[name, decodeURIComponent(value)]])));
}
/** Takes the place of this page, so that going back does not lead into a finished form. */
export function replaceWith(route: Route, parameters?: Parameters): void {
  if (tabs.some((tab) => tab.route === route)) void Taro.switchTab({ url: route });
  else void Taro.redirectTo({ url: addressOf(route, parameters) });
}
/** Back, or to the first page when this one was opened directly. */
export function goBack(): void {
  if (Taro.getCurrentPages().length > 1) void Taro.navigateBack();
  else void Taro.switchTab({ url: tabs[0].route });
}
/** Forgets how one came here: home, and nothing behind it. */
export function goHome(): void {
  void Taro.switchTab({ url: tabs[0].route });
}
/** For the next step on the same page, which would else begin in its middle. */
export function scrollToTop(): void {
  void Taro.pageScrollTo({ scrollTop: 0, duration: 0 });
}

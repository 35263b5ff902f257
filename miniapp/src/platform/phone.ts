import Taro from '@tarojs/taro';

export function callPhone(number: string): void {
  // Rejected when the resident closes the dialler: nothing to say.
  void Taro.makePhoneCall({ phoneNumber: number.replace(/[^\d+]/g, '') }).catch(() => undefined);
}
export async function copyText(text: string, said: string): Promise<void> {
  await Taro.setClipboardData({ data: text });
  void Taro.showToast({ title: said, icon: 'none' });
}
export function say(message: string): void {
  void Taro.showToast({ title: message, icon: 'none', duration: 2500 });
}

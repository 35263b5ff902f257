import Taro from '@tarojs/taro';

export const via = 'weapp';
export const signsInSilently = true;

export async function obtainCode(): Promise<string | null> {
  return (await Taro.login()).code;
}

export function takeReturnedCode(): string | null {
  return null;
}

import Taro from '@tarojs/taro';
import type { PrivacyQuestion } from './privacy';

let question: PrivacyQuestion | null = null;
const listeners = new Set<() => void>();

function set(next: PrivacyQuestion | null): void {
  question = next;
  listeners.forEach((listener) => listener());
}

Taro.onNeedPrivacyAuthorization((resolve) => {
  set({
    agreed(buttonId) {
      resolve({ buttonId, event: 'agree' });
      set(null);
    },
    refused() {
      resolve({ event: 'disagree' });
      set(null);
    },
  });
});

export const currentPrivacyQuestion = (): PrivacyQuestion | null => question;
export function onPrivacyQuestion(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
export const openPrivacyContract = (): void => {
  void Taro.openPrivacyContract({});
};

import { Text } from '@tarojs/components';
import { useState } from 'react';
import { keep, kept } from '@/platform/storage';
import { Notice } from './card';

const names = ['leak', 'complaint', 'apply', 'note', 'supply', 'bill-question'] as const;
type Name = (typeof names)[number];
const key = (name: Name) => `draft:${name}`;
const LIFE_MS = 24 * 3_600_000;

export interface Draft<T> {
  value: T;
  change(part: Partial<T>): void;
  /** It came back from an earlier visit. */
  restored: boolean;
  /** Sent, or not wanted any more. */
  clear(): void;
}

/**
 * What is filled into a form, kept on this phone for a day until it is sent: going back by mistake or an expired sign-in must not
 * cost what was typed. Photos are not kept.
 */
export function useDraft<T extends object>(name: Name, empty: T): Draft<T> {
  const [state, set] = useState(() => {
    const before = kept<{ value: T; at: number }>(key(name));
    const restored = before !== null && Date.now() - before.at < LIFE_MS;
    return { value: restored ? { ...empty, ...before.value } : empty, restored };
  });
  return {
    value: state.value,
    restored: state.restored,
    change: (part) =>
      set((now) => {
        const value = { ...now.value, ...part };
        keep(key(name), { value, at: Date.now() });
        return { ...now, value };
      }),
    clear: () => {
      keep(key(name), null);
      set({ value: empty, restored: false });
    },
  };
}

/** Signing out leaves nothing of the resident's on the phone. */
export function forgetDrafts(): void {
  for (const name of names) keep(key(name), null);
}

export function DraftNotice({ draft }: { draft: Pick<Draft<unknown>, 'restored' | 'clear'> }) {
  if (!draft.restored) return null;
  return (
    <Notice id='draft'>
      上次填的内容还在（照片要重新添加）。
      <Text id='clear-draft' className='strong water' onClick={draft.clear}>
        清空重填
      </Text>
    </Notice>
  );
}

import { createContext, useContext, useMemo, useState, type PropsWithChildren } from 'react';
import { systemTextScale } from '@/platform/device';
import { keep, kept } from '@/platform/storage';

/** Elder-friendly reading: the resident's choice, or what the phone is set to. */
export const textSizes = [
  { value: 'usual', label: '标准', className: '' },
  { value: 'large', label: '大', className: 'screen-large' },
  { value: 'largest', label: '特大', className: 'screen-largest' },
] as const;
export type TextSize = (typeof textSizes)[number]['value'];

function fromSystem(): TextSize {
  const scale = systemTextScale();
  return scale >= 1.3 ? 'largest' : scale >= 1.1 ? 'large' : 'usual';
}

const Context = createContext<{ size: TextSize; setSize(size: TextSize): void }>({ size: 'usual', setSize: () => undefined });

export function TextSizeProvider({ children }: PropsWithChildren) {
  const [size, set] = useState<TextSize>(() => kept<TextSize>('text-size') ?? fromSystem());
  const value = useMemo(
    () => ({
      size,
      setSize(next: TextSize) {
        keep('text-size', next);
        set(next);
      },
    }),
    [size],
  );
  return <Context.Provider value={value}>{children}</Context.Provider>;
}
export const useTextSize = () => useContext(Context);

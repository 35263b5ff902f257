import { formatFen, parseYuan, toHalfWidth } from '@shouwen/shared/value';
import { Input, type InputRef } from 'antd';
import { useEffect, useRef, useState, type KeyboardEvent, type Ref } from 'react';

/** An amount typed in yuan, kept in fen. `onChange(null)`: nothing, or not an amount. */
export function YuanField({
  label, value, onChange, onEnter, onKeyDown, large = false, autoFocus = false, disabled = false, placeholder, inputRef,
}: {
  label: string;
  value: number | null;
  onChange: (fen: number | null) => void;
  onEnter?: () => void;
  onKeyDown?: (event: KeyboardEvent<HTMLInputElement>) => void;
  large?: boolean;
  autoFocus?: boolean;
  disabled?: boolean;
  placeholder?: string;
  inputRef?: Ref<InputRef>;
}) {
  const [typed, setTyped] = useState(textOf(value));
  const typing = useRef(false);
  // Half an amount (12.) is left alone until the field is left.
  useEffect(() => {
    if (!typing.current) setTyped(textOf(value));
  }, [value]);
  const wrong = typed.trim() !== '' && fenOf(typed) === null;
  return (
    <Input
      ref={inputRef} aria-label={label} inputMode="decimal" autoComplete="off" autoFocus={autoFocus} disabled={disabled} size={large ? 'large' : undefined} suffix="元" placeholder={placeholder}
      status={wrong ? 'error' : undefined} value={typed} style={{ textAlign: 'right' }}
      onChange={(event) => { typing.current = true; setTyped(event.target.value); onChange(fenOf(event.target.value)); }}
      onFocus={(event) => event.target.select()}
      onBlur={() => { if (typing.current && !wrong) setTyped(textOf(value)); typing.current = false; }}
      onPressEnter={(event) => { event.preventDefault(); onEnter?.(); }}
      onKeyDown={onKeyDown}
    />
  );
}

const textOf = (fen: number | null): string => (fen === null ? '' : formatFen(fen).replace(/,/g, ''));

function fenOf(text: string): number | null {
  const plain = toHalfWidth(text).replace(/。/g, '.').trim().replace(/\.$/, '');
  const fen = plain === '' ? null : parseYuan(plain);
  return fen === null || fen < 0 ? null : fen;
}

import { denominationName, formatFen, toHalfWidth } from '@shouwen/shared/value';
import { denominations, type CashCount } from '@shouwen/shared/vocabulary';
import { Input } from 'antd';
import { useRef, type KeyboardEvent } from 'react';
import styles from './shift.module.css';

/** Pieces of each note and coin. Enter and the arrows go from line to line, Enter on the last one is `onDone`. */
export function CountTable({ counts, onChange, onDone, autoFocus = false }: { counts: CashCount; onChange: (counts: CashCount) => void; onDone: () => void; autoFocus?: boolean }) {
  const table = useRef<HTMLDivElement>(null);
  const total = denominations.reduce((sum, fen) => sum + fen * (counts[`${fen}`] ?? 0), 0);
  const move = (event: KeyboardEvent, index: number) => {
    const step = event.key === 'Enter' || event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0 || event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (index + step === denominations.length && event.key === 'Enter') return onDone();
    const next = table.current?.querySelectorAll<HTMLInputElement>('input')[index + step];
    next?.focus();
    next?.select();
  };
  return (
    <div ref={table} className={styles.count} role="group" aria-label="按面额清点">
      {denominations.map((fen, index) => {
        const pieces = counts[`${fen}`];
        return (
          <label key={fen}>
            <span>{denominationName(fen)}</span>
            <Input
              size="small" inputMode="numeric" aria-label={`${denominationName(fen)} 张数`} autoFocus={autoFocus && index === 0} autoComplete="off" maxLength={6} value={pieces === undefined ? '' : String(pieces)} onKeyDown={(event) => move(event, index)}
              onChange={(event) => {
                const digits = toHalfWidth(event.target.value).replace(/\D/g, '');
                const { [`${fen}` as const]: _, ...others } = counts;
                onChange(digits === '' ? others : { ...others, [`${fen}`]: Number(digits) });
              }}
            />
            <b>{pieces ? formatFen(fen * pieces) : ''}</b>
          </label>
        );
      })}
      <p>合计 <strong>{formatFen(total)}</strong> 元</p>
    </div>
  );
}

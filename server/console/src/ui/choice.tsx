import { useId, type ReactNode } from 'react';
import styles from './choice.module.css';

export interface Option<V extends string> {
  value: V;
  label: ReactNode;
  hint?: string;
  disabled?: boolean;
}

/** One of a few, all in sight; native radio buttons, so arrow keys move and Tab enters at the chosen one. */
export function Choice<V extends string>({
  label, options, value, onChange, compact = false, autoFocus = false,
}: {
  label: string;
  options: readonly Option<V>[];
  value: V | null;
  onChange: (value: V) => void;
  compact?: boolean;
  autoFocus?: boolean;
}) {
  const name = useId();
  return (
    <div role="radiogroup" aria-label={label} className={compact ? styles.compact : styles.group}>
      {options.map((option, index) => (
        <label key={option.value} className={styles.option} title={option.hint} data-on={option.value === value || undefined} data-off={option.disabled || undefined}>
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            disabled={option.disabled}
            autoFocus={autoFocus && (value === null ? index === 0 : option.value === value)}
            onChange={() => onChange(option.value)}
          />
          {option.label}
        </label>
      ))}
    </div>
  );
}

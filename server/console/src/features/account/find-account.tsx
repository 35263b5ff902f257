import type { AccountHit } from '@shouwen/shared/contract/account';
import { formatFen, toHalfWidth } from '@shouwen/shared/value';
import { Input } from 'antd';
import { useEffect, useState, type KeyboardEvent } from 'react';
import { messageOf } from '../../api/api-error';
import { isEnough, useFound, usePaused } from './account.calls';
import styles from './account.module.css';

const optionId = (index: number) => `account-found-${index}`;

export function FindAccount({ onFound }: { onFound: (hit: AccountHit) => void }) {
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const words = toHalfWidth(typed).trim();
  const paused = usePaused(words);
  const found = useFound(paused);
  const items = paused === words && isEnough(words) ? (found.data?.items ?? []) : [];
  const at = Math.min(active, Math.max(0, items.length - 1));
  useEffect(() => setActive(0), [words]);
  const choose = (hit: AccountHit) => {
    setTyped('');
    (document.activeElement as HTMLElement | null)?.blur();
    onFound(hit);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (items.length > 0) setActive((at + (event.key === 'ArrowDown' ? 1 : items.length - 1)) % items.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const shown = items[at];
      if (shown) choose(shown);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      setTyped('');
      (document.activeElement as HTMLElement | null)?.blur();
    }
  };
  return (
    <div className={styles.find}>
      <Input
        id="account-find" autoFocus autoComplete="off" spellCheck={false} allowClear aria-label="找户号" placeholder="户号、手机号、姓名、拼音、地址、表号（F3）" value={typed} maxLength={60}
        role="combobox" aria-expanded={items.length > 0} aria-controls="account-found" aria-activedescendant={items.length > 0 ? optionId(at) : undefined}
        onChange={(event) => setTyped(event.target.value)} onKeyDown={onKeyDown}
      />
      {isEnough(words) && (
        <ul id="account-found" role="listbox" aria-label="找到的户号" className={styles.found}>
          {items.map((hit, index) => (
            <li key={hit.id} id={optionId(index)} role="option" aria-selected={index === at} data-on={index === at || undefined} onMouseDown={(event) => { event.preventDefault(); choose(hit); }}>
              <b>{hit.accountNumber}</b><span>{hit.nameMasked}</span><span className={styles.grey}>{hit.addressMasked}</span><span className={styles.grey}>{hit.phoneMasked ?? ''}</span>
              <em data-owes={hit.owedFen > 0 || undefined}>{hit.owedFen > 0 ? `欠 ${formatFen(hit.owedFen)}` : '不欠费'}</em>
            </li>
          ))}
          {items.length === 0 && <li className={styles.hint}>{found.isError ? messageOf(found.error) : found.isFetching || paused !== words ? '正在查找…' : '没有找到，请换手机号、姓名或地址再试'}</li>}
        </ul>
      )}
    </div>
  );
}

import type { AccountHit } from '@shouwen/shared/contract/account';
import { formatFen, toHalfWidth } from '@shouwen/shared/value';
import { Input, type InputRef } from 'antd';
import { useEffect, useState, type KeyboardEvent, type RefObject } from 'react';
import { messageOf } from '../../api/api-error';
import { isEnough, useFind, useFound, usePaused } from './counter.calls';
import styles from './counter.module.css';

/** As many as are asked for: there may be more. */
const MOST = 12;
const optionId = (index: number) => `counter-found-${index}`;

/** Number, telephone, name, pinyin, address or a scanned code, in one box. A scanner types fast and ends with Enter. */
export function FindBox({ input, onFound }: { input: RefObject<InputRef | null>; onFound: (hit: AccountHit) => void }) {
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const [asking, setAsking] = useState(false);
  const [nobody, setNobody] = useState<string | null>(null);
  const words = toHalfWidth(typed).trim();
  const paused = usePaused(words);
  const found = useFound(paused);
  const find = useFind();
  const items = paused === words && isEnough(words) ? (found.data?.items ?? []) : [];
  const at = Math.min(active, Math.max(0, items.length - 1));
  useEffect(() => setActive(0), [words]);
  useEffect(() => { document.getElementById(optionId(at))?.scrollIntoView({ block: 'nearest' }); }, [at]);

  const choose = (hit: AccountHit) => {
    setTyped('');
    setNobody(null);
    onFound(hit);
  };
  const enter = async () => {
    if (asking) return;
    const shown = items[at];
    if (shown) return choose(shown);
    if (!isEnough(words)) return;
    setAsking(true);
    try {
      const { items: hits } = await find(words);
      const exact = hits.find((hit) => hit.accountNumber === words);
      if (exact ?? (hits.length === 1 && hits[0])) choose(exact ?? hits[0]!);
      else if (hits.length === 0) setNobody(words);
    } catch (error) {
      setNobody(messageOf(error));
    } finally {
      setAsking(false);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes, Enter and the arrows are its own.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (items.length > 0) setActive((at + (event.key === 'ArrowDown' ? 1 : items.length - 1)) % items.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      void enter();
    } else if (event.key === 'Escape' && typed !== '') {
      event.preventDefault();
      setTyped('');
      setNobody(null);
    }
  };
  return (
    <div className={styles.find}>
      <label htmlFor="counter-find">找户号</label>
      <Input
        id="counter-find" ref={input} size="large" autoFocus autoComplete="off" spellCheck={false} placeholder="户号、手机号、姓名、拼音、地址，或扫码" value={typed} maxLength={60}
        role="combobox" aria-expanded={items.length > 0} aria-controls="counter-found" aria-activedescendant={items.length > 0 ? optionId(at) : undefined}
        onChange={(event) => { setTyped(event.target.value); setNobody(null); }} onKeyDown={onKeyDown}
      />
      {isEnough(words) && (
        <ul id="counter-found" role="listbox" aria-label="找到的户号" className={styles.found}>
          {items.map((hit, index) => (
            <li key={hit.id} id={optionId(index)} role="option" aria-selected={index === at} data-on={index === at || undefined} onMouseDown={(event) => { event.preventDefault(); choose(hit); }}>
              <b>{hit.accountNumber}</b><span>{hit.nameMasked}</span><span className={styles.grey}>{hit.addressMasked}</span><span className={styles.grey}>{hit.phoneMasked ?? ''}</span>
              <em data-owes={hit.owedFen > 0 || undefined}>{hit.owedFen > 0 ? `${hit.unpaidBillCount} 笔 ${formatFen(hit.owedFen)}` : '不欠费'}</em>
            </li>
          ))}
          {items.length === MOST && <li className={styles.hint}>只列出前 {MOST} 户；没有要找的，请再多输几个字，或输地址、手机号</li>}
          {items.length === 0 && <li className={styles.hint}>{found.isError ? messageOf(found.error) : found.isFetching || paused !== words ? '正在查找…' : '没有找到。请核对户号，或改用手机号、姓名、地址查找'}</li>}
        </ul>
      )}
      {nobody !== null && nobody !== words && <div role="alert" className={styles.fault}>{nobody}</div>}
    </div>
  );
}

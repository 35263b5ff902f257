import { SearchOutlined } from '@ant-design/icons';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useNavigate } from 'react-router';
import { messageOf } from '../../api/api-error';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { useStaff } from '../../session/session';
import { ticketAddress } from '../../session/workplace';
import { ListSkeleton } from '../../ui/state';
import styles from './search-box.module.css';
import { SearchHit } from './search-hit';
import { SHORTEST, useSearch, useTypedPause } from './search.calls';

const SHOWN = 8;
const LIST = 'search-results';
const optionId = (index: number) => `${LIST}-${index}`;

/** Finds any ticket the person may see, from wherever they are. Opened with `/`. */
export function SearchBox() {
  const staff = useStaff();
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const cameFrom = useRef<Element | null>(null);
  const [typed, setTyped] = useState('');
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  // Half a syllable of an input method is nobody's name.
  const [composing, setComposing] = useState(false);
  const words = useTypedPause(typed);
  const search = useSearch(open && !composing ? words : '', SHOWN);
  // While the next answer is awaited, the one before it says nothing about what stands in the box now.
  const current = !composing && words === typed.trim();
  const page = current ? search.data?.pages[0] : undefined;
  const items = page?.items ?? [];
  const asks = [...typed.trim()].length >= SHORTEST;
  // The line after the last hit leads to the whole list.
  const rows = page && (items.length > 0 || page.next !== null) ? items.length + 1 : 0;
  const at = Math.min(active, Math.max(0, rows - 1));

  useEffect(() => setActive(0), [words]);
  useEffect(() => {
    // Nothing is returned: scrolling answers with a promise in new browsers.
    document.getElementById(optionId(at))?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  useKeys('全局', [{
    keys: '/', label: '查找工单',
    run: () => {
      cameFrom.current = document.activeElement;
      input.current?.focus();
      input.current?.select();
    },
  }]);

  const close = (back: boolean) => {
    setOpen(false);
    input.current?.blur();
    if (back && cameFrom.current instanceof HTMLElement) cameFrom.current.focus();
    cameFrom.current = null;
  };
  const choose = (index: number) => {
    const item = items[index];
    close(false);
    void navigate(item ? ticketAddress(staff, item.number) : `/search?q=${encodeURIComponent(typed.trim())}`);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes, Enter and the arrows are its own.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (rows > 0) setActive((at + (event.key === 'ArrowDown' ? 1 : rows - 1)) % rows);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (asks) choose(rows > 0 ? at : -1);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      close(true);
    }
  };
  return (
    <div className={styles.box} role="search" onBlur={(event) => { if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false); }}>
      <SearchOutlined aria-hidden="true" />
      <input
        ref={input} role="combobox" aria-label="查找工单" aria-expanded={open} aria-controls={LIST} aria-autocomplete="list" aria-activedescendant={rows > 0 ? optionId(at) : undefined}
        placeholder="单号、电话、姓名、拼音、地址、内容" maxLength={60} autoComplete="off" spellCheck={false} value={typed}
        onFocus={() => setOpen(true)} onChange={(event) => { setTyped(event.target.value); setOpen(true); }} onKeyDown={onKeyDown}
        onCompositionStart={() => setComposing(true)} onCompositionEnd={() => setComposing(false)}
      />
      <KeyCap keys="/" quiet />
      {open && (
        <div className={styles.panel} onMouseDown={(event) => event.preventDefault()}>
          {!asks ? <p className={styles.note}>至少输入两个字。电话可输整号或后四位，姓名可输拼音或首字母（zxm），几个词用空格隔开。</p>
            : current && search.isError ? <p className={styles.note} role="alert">{messageOf(search.error)} <button type="button" onClick={() => void search.refetch()}>重试</button></p>
            : !page ? <ListSkeleton rows={3} height={62} />
            : rows === 0 ? <p className={styles.note} role="status">没有找到“{typed.trim()}”。换个说法，或核对号码；您无权查看的工单不会出现。</p>
            : (
              <ul id={LIST} role="listbox" aria-label="查找结果" className={styles.list}>
                {items.map((item, index) => (
                  <li key={item.number} id={optionId(index)} role="option" aria-selected={index === at} onMouseMove={() => setActive(index)} onClick={() => choose(index)}><SearchHit item={item} /></li>
                ))}
                <li id={optionId(items.length)} role="option" aria-selected={at === items.length} className={styles.all} onMouseMove={() => setActive(items.length)} onClick={() => choose(items.length)}>
                  {items.length === 0 ? '近期的工单里没有，继续往前查找' : page.next === null ? `共 ${items.length} 张，打开结果页` : '查看全部结果'}
                </li>
              </ul>
            )}
          <footer className={styles.keys}><span><KeyCap keys="arrowup" quiet /> <KeyCap keys="arrowdown" quiet /> 选择</span><span><KeyCap keys="enter" quiet /> 打开</span><span><KeyCap keys="escape" quiet /> 关闭</span></footer>
        </div>
      )}
    </div>
  );
}

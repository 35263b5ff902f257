import { ticketActionLabels } from '@shouwen/shared/vocabulary';
import { Input, Modal, type InputRef } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { actionGroups, actionKeys, type Offer } from '../../ticket-action/action';
import styles from './action-palette.module.css';

/** Every action there is: a letter each, or a few characters of its name; what cannot be done now says why. */
export function ActionPalette({ offers, onPick, onClose }: { offers: readonly Offer[]; onPick: (offer: Offer) => void; onClose: () => void }) {
  const [words, setWords] = useState('');
  const input = useRef<InputRef>(null);
  const list = useRef<HTMLDivElement>(null);
  const matches = ({ action, why }: Offer) => words.trim() === '' || `${ticketActionLabels[action]}${why ?? ''}`.includes(words.trim());
  const groups = actionGroups
    .map(({ title, actions }) => ({ title, offers: actions.flatMap((action) => offers.find((offer) => offer.action === action) ?? []).filter(matches).sort((a, b) => Number(b.allowed) - Number(a.allowed)) }))
    .filter((group) => group.offers.length > 0);
  const possible = groups.flatMap((group) => group.offers).filter((offer) => offer.allowed);

  // The dialog takes the focus when it opens; the first possible action is where Enter should be.
  const focusFirst = () => list.current?.querySelector<HTMLElement>('button:not([aria-disabled])')?.focus();
  useEffect(() => { const timer = window.setTimeout(focusFirst, 60); return () => clearTimeout(timer); }, []);
  const move = (step: 1 | -1) => {
    const all = [...(list.current?.querySelectorAll<HTMLElement>('button') ?? [])];
    const at = all.indexOf(document.activeElement as HTMLElement);
    all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + step))]?.focus();
  };
  useKeys('更多操作', [
    { keys: 'escape', label: '关闭', run: onClose },
    { keys: '/', label: '查找操作', run: () => input.current?.focus() },
    { keys: 'arrowdown', label: '下一项', run: () => move(1) },
    { keys: 'arrowup', label: '上一项', run: () => move(-1) },
    ...offers.filter((offer) => offer.allowed).map((offer) => ({ keys: actionKeys[offer.action], label: ticketActionLabels[offer.action], run: () => onPick(offer) })),
  ], { exclusive: true });

  return (
    <Modal open footer={null} width={760} onCancel={onClose} title="更多操作" keyboard={false}>
      <Input
        ref={input} allowClear placeholder="按字母直接做，或按 / 查找：延期、上报、关联…" aria-label="查找操作" value={words} onChange={(e) => setWords(e.target.value)}
        onPressEnter={() => possible[0] && onPick(possible[0])}
        onKeyDown={(e) => { if (e.key === 'ArrowDown') { e.preventDefault(); focusFirst(); } }}
      />
      <div ref={list} className={styles.groups}>
        {groups.map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            {group.offers.map((offer) => (
              <button key={offer.action} type="button" className={styles.action} aria-disabled={!offer.allowed || undefined} onClick={() => offer.allowed && onPick(offer)}>
                <span>{ticketActionLabels[offer.action]}</span>
                {offer.allowed ? <KeyCap keys={actionKeys[offer.action]} /> : <small>{offer.why}</small>}
              </button>
            ))}
          </section>
        ))}
        {groups.length === 0 && <p className={styles.none}>没有叫这个的操作</p>}
      </div>
    </Modal>
  );
}

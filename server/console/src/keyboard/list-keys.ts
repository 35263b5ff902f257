import type { RefObject } from 'react';
import { useKeys, type KeyBinding } from './keyboard';

/** Rows are focusable elements marked `data-row`; the open one carries `aria-current`. */
const ROW = '[data-row]';

/** j, k and the arrows move the focus from row to row; Enter is the row's own. `onEnd` is asked for more. */
export function useListKeys(title: string, list: RefObject<HTMLElement | null>, { onEnd, more = [] }: { onEnd?: () => void; more?: (KeyBinding | false)[] } = {}): void {
  const move = (step: 1 | -1) => {
    const rows = [...(list.current?.querySelectorAll<HTMLElement>(ROW) ?? [])];
    const at = rows.indexOf(document.activeElement as HTMLElement);
    const from = at >= 0 ? at : rows.findIndex((row) => row.getAttribute('aria-current') === 'true');
    const target = at < 0 && from < 0 ? rows[0] : rows[from + step];
    if (!target) return step === 1 ? onEnd?.() : undefined;
    target.focus();
    target.scrollIntoView({ block: 'nearest' });
  };
  // Elsewhere the arrows scroll, or move within a control.
  const inList = () => document.activeElement === document.body || list.current?.contains(document.activeElement) === true;
  useKeys(title, [
    { keys: 'j', label: '下一条', run: () => move(1) },
    { keys: 'k', label: '上一条', run: () => move(-1) },
    // The row opens itself; it stands here for the key map.
    { keys: 'enter', label: '打开', run: () => undefined, when: () => false },
    { keys: 'arrowdown', label: '下一条', run: () => move(1), when: inList, hidden: true },
    { keys: 'arrowup', label: '上一条', run: () => move(-1), when: inList, hidden: true },
    ...more,
  ]);
}

/** Back to the open row after a form or dialog beside the list has closed. */
export function focusOpenRow(): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`${ROW}[aria-current='true']`)?.focus({ preventScroll: true }));
}

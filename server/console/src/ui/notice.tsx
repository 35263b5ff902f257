import { CloseOutlined } from '@ant-design/icons';
import { useEffect, useSyncExternalStore } from 'react';
import { KeyCap } from '../keyboard/key-cap';
import { useKeys } from '../keyboard/keyboard';
import styles from './notice.module.css';

export interface Notice {
  id: string;
  text: string;
  detail?: string;
  tone?: 'plain' | 'call' | 'done' | 'fault';
  action?: { label: string; keys: string; run: () => void };
  /** Stays until dismissed when null. */
  lastsMs?: number | null;
}

let notices: readonly Notice[] = [];
const listeners = new Set<() => void>();

/** Says something at the edge of the desk without taking the focus. A notice with the same id takes the older one's place. */
export function showNotice(notice: Notice): void {
  change([...notices.filter((other) => other.id !== notice.id), notice].slice(-3));
}
export function dismissNotice(id: string): void {
  change(notices.filter((other) => other.id !== id));
}
function change(next: readonly Notice[]): void {
  notices = next;
  listeners.forEach((notify) => notify());
}
function subscribe(notify: () => void): () => void {
  listeners.add(notify);
  return () => listeners.delete(notify);
}

export function NoticeBoard() {
  const shown = useSyncExternalStore(subscribe, () => notices);
  return (
    <div className={styles.board} role="status" aria-live="polite">
      {shown.map((notice) => <NoticeCard key={notice.id} notice={notice} />)}
    </div>
  );
}

function NoticeCard({ notice }: { notice: Notice }) {
  const { id, action, lastsMs = 6000 } = notice;
  useEffect(() => {
    if (lastsMs === null) return;
    const timer = window.setTimeout(() => dismissNotice(id), lastsMs);
    return () => clearTimeout(timer);
  }, [id, lastsMs, notice]);
  const act = () => {
    dismissNotice(id);
    action?.run();
  };
  useKeys('提示', [action && { keys: action.keys, label: action.label, run: act }], { urgent: true });
  return (
    <div className={styles.card} data-tone={notice.tone ?? 'plain'}>
      <div>
        <strong>{notice.text}</strong>
        {notice.detail && <span>{notice.detail}</span>}
      </div>
      {action && <button type="button" className={styles.action} onClick={act}>{action.label} <KeyCap keys={action.keys} /></button>}
      <button type="button" className={styles.close} aria-label="关闭提示" onClick={() => dismissNotice(id)}><CloseOutlined /></button>
    </div>
  );
}

import { formatDeadline } from '@shouwen/shared/value';
import { useNow } from './now';
import styles from './countdown.module.css';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Under two hours there is no other thing to do first. */
const SOON = 2 * HOUR;

/** `剩 3 小时 12 分`, `超时 2 天`; red when late, orange when due soon, otherwise no colour. */
export function Countdown({ dueAt, overdue = false, strong = false }: { dueAt: string | null; overdue?: boolean; strong?: boolean }) {
  const now = useNow(10_000);
  if (dueAt === null) return null;
  const left = Date.parse(dueAt) - now;
  const late = left <= 0 || overdue;
  const tone = late ? styles.late : left < SOON ? styles.soon : styles.calm;
  return (
    <span className={`${tone} ${strong ? styles.strong : ''}`} title={`时限 ${formatDeadline(dueAt)}`}>
      {late ? `超时 ${durationText(-left)}` : `剩 ${durationText(left)}`}
    </span>
  );
}

/** A length of time in the two largest units: `1 天 3 小时`, `12 分钟`. */
export function durationText(milliseconds: number): string {
  const length = Math.max(0, milliseconds);
  const days = Math.floor(length / DAY);
  const hours = Math.floor((length % DAY) / HOUR);
  const minutes = Math.floor((length % HOUR) / MINUTE);
  if (days >= 3) return `${days} 天`;
  if (days > 0) return hours > 0 ? `${days} 天 ${hours} 小时` : `${days} 天`;
  if (hours > 0) return minutes > 0 ? `${hours} 小时 ${minutes} 分` : `${hours} 小时`;
  return minutes > 0 ? `${minutes} 分钟` : '不到 1 分钟';
}

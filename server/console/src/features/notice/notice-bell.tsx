import { BellOutlined } from '@ant-design/icons';
import { Tooltip } from 'antd';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useKeys } from '../../keyboard/keyboard';
import { showNotice } from '../../ui/notice';
import styles from './notice-bell.module.css';
import { useUnreadNotices } from './notice.calls';

const NoticeDrawer = lazy(() => import('./notice-drawer').then((m) => ({ default: m.NoticeDrawer })));

/** How many reminders wait, on every page; the list opens beside what one is doing. */
export function NoticeBell() {
  const known = useUnreadNotices().data?.unread;
  const unread = known ?? 0;
  const [open, setOpen] = useState(false);
  const bell = useRef<HTMLButtonElement>(null);
  const before = useRef<number | null>(null);
  useEffect(() => {
    // What already waited when the page was opened is no news.
    if (known === undefined) return;
    if (before.current !== null && known > before.current) {
      showNotice({ id: 'staff-notice', text: '有新的提醒', lastsMs: 12_000, action: { label: '查看', keys: 'alt+u', run: () => setOpen(true) } });
    }
    before.current = known;
  }, [known]);
  useKeys('全局', [{ keys: 'alt+u', label: '查看提醒', run: () => setOpen(true) }]);
  const close = () => { setOpen(false); bell.current?.focus(); };
  return (
    <>
      <Tooltip title="提醒（Alt+U）" placement="bottomRight" mouseEnterDelay={0.6}>
        <button ref={bell} type="button" className={styles.bell} aria-label={unread > 0 ? `提醒，${countOf(unread)} 条未读` : '提醒，没有未读'} onClick={() => setOpen(true)}>
          <BellOutlined />
          {unread > 0 && <b>{countOf(unread)}</b>}
        </button>
      </Tooltip>
      {open && <Suspense><NoticeDrawer unread={unread} onClose={close} /></Suspense>}
    </>
  );
}

/** The server counts to 100. */
const countOf = (unread: number) => (unread >= 100 ? '99+' : String(unread));

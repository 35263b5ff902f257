import type { StaffNoticeItem } from '@shouwen/shared/contract/notice';
import { formatInstant } from '@shouwen/shared/value';
import { Button, Drawer } from 'antd';
import { useRef } from 'react';
import { useNavigate } from 'react-router';
import { useKeys } from '../../keyboard/keyboard';
import { useListKeys } from '../../keyboard/list-keys';
import { useStaff } from '../../session/session';
import { ticketAddress } from '../../session/workplace';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import { TicketNumber } from '../../ui/ticket-words';
import styles from './notice-bell.module.css';
import { useNotices, useReadAllNotices, useReadNotice } from './notice.calls';

export function NoticeDrawer({ unread, onClose }: { unread: number; onClose: () => void }) {
  const staff = useStaff();
  const navigate = useNavigate();
  const notices = useNotices();
  const read = useReadNotice();
  const readAll = useReadAllNotices();
  const list = useRef<HTMLUListElement>(null);
  const items = notices.data?.pages.flatMap((page) => page.items) ?? [];
  const newest = items.find((item) => item.readAt === null)?.id;
  const markAll = () => newest !== undefined && readAll.mutate(newest);
  const more = () => void (notices.hasNextPage && !notices.isFetchingNextPage && notices.fetchNextPage());

  const open = (item: StaffNoticeItem) => {
    if (item.readAt === null) read.mutate(item.id);
    const address = item.kind === 'breach' ? '/breaches' : item.kind === 'approval' ? '/approvals' : item.kind === 'arrears' ? '/arrears/plans' : item.ticketNumber === null ? null : ticketAddress(staff, item.ticketNumber);
    if (address === null) return;
    onClose();
    void navigate(address);
  };
  useKeys('提醒', [
    { keys: 'escape', label: '关闭', run: onClose },
    newest !== undefined && { keys: 'a', label: '全部标为已读', run: markAll },
  ], { exclusive: true });
  useListKeys('提醒', list, { onEnd: more });
  return (
    <Drawer
      open title={unread > 0 ? `提醒 · ${unread >= 100 ? '99+' : unread} 条未读` : '提醒'} size={420} keyboard={false} onClose={onClose} styles={{ body: { padding: 0 } }}
      extra={<Button size="small" disabled={newest === undefined} loading={readAll.isPending} onClick={markAll}>全部已读</Button>}
    >
      {notices.isPending && <ListSkeleton rows={6} />}
      {notices.isError && <ErrorState error={notices.error} onRetry={() => void notices.refetch()} />}
      {notices.data && items.length === 0 && <EmptyState title="没有提醒">催办、协调和考核的消息会显示在这里</EmptyState>}
      <ul ref={list} className={styles.list}>
        {items.map((item, index) => (
          <li key={item.id}>
            <button type="button" data-row data-unread={item.readAt === null || undefined} autoFocus={index === 0} onClick={() => open(item)}>
              <span>{item.text}</span>
              <small>{formatInstant(item.at)}{item.ticketNumber && <> · 单号 <TicketNumber number={item.ticketNumber} /></>}</small>
            </button>
          </li>
        ))}
      </ul>
      {notices.hasNextPage && <div className={styles.more}><Button type="text" loading={notices.isFetchingNextPage} onClick={more}>更早的提醒</Button></div>}
    </Drawer>
  );
}

import { useParams } from 'react-router';
import { EmptyState } from '../../ui/state';
import { TicketDetail } from './ticket-detail';
import styles from './ticket-desk.module.css';
import { TicketList } from './ticket-list';
import type { TicketView } from './ticket.calls';

const views: readonly string[] = ['mine', 'department', 'hall', 'leader'] satisfies TicketView[];

/** List beside detail; both have their address, so a link opens the same desk. */
export function TicketDesk() {
  const { view = 'mine', number } = useParams();
  if (!views.includes(view)) return <EmptyState title="没有这个列表" />;
  return (
    <div className={styles.desk}>
      <TicketList key={view} view={view as TicketView} open={number ?? null} />
      {number
        ? <TicketDetail key={number} number={number} view={view as TicketView} />
        : <div className={styles.none}><EmptyState title="从左边选一张工单">j、k 上下移动，Enter 打开，按 ? 看全部按键</EmptyState></div>}
    </div>
  );
}

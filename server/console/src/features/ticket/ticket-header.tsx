import { CopyOutlined, LockOutlined } from '@ant-design/icons';
import type { StaffTicketDetail } from '@shouwen/shared/contract/ticket';
import { formatInstant } from '@shouwen/shared/value';
import { ticketKindLabels, ticketSourceLabels, type TicketState } from '@shouwen/shared/vocabulary';
import { Tooltip } from 'antd';
import { showNotice } from '../../ui/notice';
import { StateMark, TicketNumber } from '../../ui/ticket-words';
import styles from './ticket-header.module.css';

const withoutDepartment: Partial<Record<TicketState, string>> = { returned: '部门已交回，由首问责任人答复', answered: '已答复，由首问责任人办结', closed: '已办结' };

/** Two people stand apart: who answers to the resident, and who has the work now (FI-2). */
export function TicketHeader({ ticket }: { ticket: StaffTicketDetail }) {
  const copy = () => void navigator.clipboard?.writeText(ticket.number).then(() => showNotice({ id: 'copied', text: '工单号已复制', lastsMs: 2000 }));
  const first = ticket.firstResponsible;
  return (
    <header className={styles.header}>
      <div className={styles.top}>
        <span className={styles.number}><TicketNumber number={ticket.number} /></span>
        <button type="button" className={styles.copy} onClick={copy} aria-label="复制工单号"><CopyOutlined /></button>
        <span className={styles.kind}>{ticketKindLabels[ticket.kind]}{ticket.categoryLabel !== ticketKindLabels[ticket.kind] && ` · ${ticket.categoryLabel}`}</span>
        <span className={styles.quiet}>{ticketSourceLabels[ticket.source]}登记于 {formatInstant(ticket.createdAt)}</span>
        {ticket.confidential && (
          <Tooltip title="投诉人要求保密：身份只有承办人和效能监察可见（CP-6）"><span className={styles.secret} tabIndex={0}><LockOutlined /> 保密</span></Tooltip>
        )}
        <span className={styles.state}><StateMark state={ticket.state} /></span>
      </div>
      <h1>{ticket.title}</h1>
      <div className={styles.people}>
        <div className={styles.first}>
          <small>首问责任人</small>
          <strong>{first.name}</strong> <em>{first.staffNumber}</em> <span>{first.hallName}</span>
        </div>
        <div className={styles.handler}>
          <small>当前承办</small>
          {ticket.departmentName || ticket.handlerName
            ? <><strong>{ticket.departmentName ?? ticket.handlerName}</strong> <span>{ticket.departmentName && (ticket.handlerName ?? (ticket.state === 'transferred' ? '待接单' : ''))}</span></>
            : <span>{withoutDepartment[ticket.state] ?? '首问责任人自办'}</span>}
        </div>
      </div>
    </header>
  );
}

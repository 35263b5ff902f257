import { exportComplaintRegister } from '@shouwen/shared/contract/complaint-desk';
import { formatFullDate, groupTicketNumber, shanghaiDate } from '@shouwen/shared/value';
import { complaintOutcomeLabels, ticketSourceLabels, ticketStateLabels, type ComplaintOutcome } from '@shouwen/shared/vocabulary';
import { Button, Select } from 'antd';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { addressOf } from '../../api/call';
import { useListKeys } from '../../keyboard/list-keys';
import { useStaff } from '../../session/session';
import { Choice } from '../../ui/choice';
import styles from './complaint.module.css';
import { useRegister, type RegisterFilter } from './complaint.calls';
import { Paged } from './paged';
import { thisYear, YearField } from './year-field';

/** CP-3: every complaint there was, also those that became something else. */
export function RegisterPane() {
  const staff = useStaff();
  const navigate = useNavigate();
  const [filter, setFilter] = useState<RegisterFilter & { state: 'all' | 'open' | 'closed' | 'left' }>({ year: thisYear(), state: 'all' });
  const list = useRef<HTMLDivElement>(null);
  const pages = useRegister(filter);
  useListKeys('登记簿', list, { onEnd: () => void (pages.hasNextPage && pages.fetchNextPage()) });
  const timely = (answer: boolean | null) => (answer === null ? '' : answer ? '是' : '否');
  const day = (at: string | null) => (at === null ? '' : formatFullDate(shanghaiDate(at)));
  return (
    <section className={styles.pane} aria-label="投诉登记簿">
      <div className={styles.filter}>
        <YearField value={Number(filter.year)} onChange={(year) => setFilter({ ...filter, year })} />
        <Choice compact label="状态" value={filter.state} onChange={(state) => setFilter({ ...filter, state })} options={[{ value: 'all', label: '全部' }, { value: 'open', label: '办理中' }, { value: 'closed', label: '已办结' }, { value: 'left', label: '已改类' }]} />
        <Select
          size="small" aria-label="结论" allowClear placeholder="全部结论" value={filter.outcome} style={{ width: 190 }} onChange={(outcome?: ComplaintOutcome) => setFilter(({ outcome: _, ...rest }) => ({ ...rest, ...(outcome ? { outcome } : {}) }))}
          options={Object.entries(complaintOutcomeLabels).map(([value, label]) => ({ value: value as ComplaintOutcome, label }))}
        />
        <span className={styles.gap} />
        {staff.roles.some((role) => ['supervisor', 'company-leader', 'hall-director'].includes(role)) && <Button size="small" href={addressOf(exportComplaintRegister, { query: filter })}>导出表格</Button>}
      </div>
      <Paged of={pages} list={list} empty="没有符合条件的投诉">
        {(items) => (
          <table className={styles.table}>
            <thead><tr>{['单号', '登记', '营业厅', '来源', '类别', '事由', '状态', '结论', '响应按时', '办结按时'].map((title) => <th key={title} scope="col">{title}</th>)}</tr></thead>
            <tbody>
              {items.map((row) => (
                <tr key={row.number} data-row tabIndex={0} onClick={() => void navigate(`/tickets/hall/${row.number}`)} onKeyDown={(event) => event.key === 'Enter' && void navigate(`/tickets/hall/${row.number}`)}>
                  <td>{groupTicketNumber(row.number)}</td><td>{day(row.registeredAt)}</td><td>{row.hallName}</td><td>{ticketSourceLabels[row.source]}</td><td>{row.categoryLabel}</td>
                  <td className={styles.wide}>{row.title || '（保密）'}{row.left && <small>　{day(row.left.at)} 改为{row.left.categoryLabel}{row.left.reason && `：${row.left.reason}`}</small>}</td>
                  <td>{row.left ? '已改类' : ticketStateLabels[row.state]}</td><td>{row.outcome && complaintOutcomeLabels[row.outcome]}</td>
                  <td data-late={row.answeredInTime === false || undefined}>{timely(row.answeredInTime)}</td><td data-late={row.resolvedInTime === false || undefined}>{timely(row.resolvedInTime)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Paged>
    </section>
  );
}

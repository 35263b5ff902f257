import { exportLedger } from '@shouwen/shared/contract/application';
import { formatFullDate, groupTicketNumber, shanghaiDate } from '@shouwen/shared/value';
import { applicationCategories, applicationResultLabels, applicationStageLabels, categoryLabel } from '@shouwen/shared/vocabulary';
import { Button, DatePicker, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { addressOf } from '../../api/call';
import { useListKeys } from '../../keyboard/list-keys';
import { useStaff } from '../../session/session';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import styles from './ledger-page.module.css';
import { useFigures, useLedger, type LedgerFilter } from './application.calls';

const options = (labels: Record<string, string>) => Object.entries(labels).map(([value, label]) => ({ value, label }));
const exporters = ['section-leader', 'hall-director', 'company-leader', 'supervisor'];
const percent = (part: number, whole: number) => (whole === 0 ? '—' : `${(Math.floor((part / whole) * 1000) / 10).toFixed(part === whole ? 0 : 1)}%`);

/** AP-7: what was applied for, when, with what result, and whether in time. */
export function LedgerPage() {
  const staff = useStaff();
  const navigate = useNavigate();
  const year = shanghaiDate(new Date()).slice(0, 4);
  const [filter, setFilter] = useState<LedgerFilter>({ from: `${year}-01-01`, to: `${year}-12-31` });
  const [archive, setArchive] = useState('');
  const list = useRef<HTMLTableSectionElement>(null);
  const pages = useLedger(filter);
  const figures = useFigures(filter);
  const rows = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const more = () => { if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage(); };
  useListKeys('台账', list, { onEnd: more });
  const put = (change: Partial<Record<keyof LedgerFilter, string | undefined>>) =>
    setFilter((before) => Object.fromEntries(Object.entries({ ...before, ...change }).filter(([, value]) => value !== undefined && value !== '')) as LedgerFilter);
  const day = (at: string | null) => (at === null ? '' : formatFullDate(shanghaiDate(at)));
  const sums = figures.data;
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <DatePicker.RangePicker
          aria-label="提交日期" allowEmpty={[true, true]} value={[filter.from ? dayjs(filter.from) : null, filter.to ? dayjs(filter.to) : null]}
          onChange={(range) => put({ from: range?.[0]?.format('YYYY-MM-DD'), to: range?.[1]?.format('YYYY-MM-DD') })}
        />
        <Select aria-label="事项" allowClear placeholder="全部事项" value={filter.category} onChange={(category) => put({ category })} options={applicationCategories.map((value) => ({ value, label: categoryLabel(value) }))} />
        <Select aria-label="结果" allowClear placeholder="全部结果" value={filter.result} onChange={(result) => put({ result })} options={options(applicationResultLabels)} />
        <Select aria-label="是否按时" allowClear placeholder="是否按时" value={filter.onTime} onChange={(onTime) => put({ onTime })} options={[{ value: 'yes', label: '按时' }, { value: 'no', label: '超时' }]} />
        <Input.Search aria-label="档案号" placeholder="档案号，如 2026-移表-0007" allowClear value={archive} onChange={(event) => { setArchive(event.target.value); if (event.target.value === '') put({ archiveNumber: undefined }); }} onSearch={(archiveNumber) => put({ archiveNumber: archiveNumber.trim() })} />
        {staff.roles.some((role) => exporters.includes(role)) && <Button href={addressOf(exportLedger, { query: filter })}>导出表格</Button>}
      </header>
      {sums && (
        <dl className={styles.sums}>
          <div><dt>申请</dt><dd>{sums.total}</dd></div>
          <div><dt>已办结</dt><dd>{sums.closed}</dd></div>
          <div data-good={sums.closed > 0 && sums.onTime === sums.closed ? true : undefined}><dt>按时办结</dt><dd>{percent(sums.onTime, sums.closed)}</dd></div>
          <div><dt>批准办成</dt><dd>{sums.granted}</dd></div>
          <div><dt>未批准</dt><dd>{sums.refused}</dd></div>
        </dl>
      )}
      <div className={styles.rows}>
        {pages.isPending ? <ListSkeleton rows={9} height={40} />
          : pages.isError && rows.length === 0 ? <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />
          : rows.length === 0 ? <EmptyState title="这段时间没有符合的申请">放宽日期或去掉条件再看</EmptyState>
          : (
            <table className={styles.table}>
              <thead><tr>{['单号', '事项', '营业厅', '提交', '受理', '办结', '状态', '结果', '按时', '档案号'].map((title) => <th key={title} scope="col">{title}</th>)}</tr></thead>
              <tbody ref={list}>
                {rows.map((row) => (
                  <tr key={row.number} data-row tabIndex={0} onClick={() => void navigate(`/applications/${row.stage}/${row.number}`)} onKeyDown={(event) => event.key === 'Enter' && void navigate(`/applications/${row.stage}/${row.number}`)}>
                    <td>{groupTicketNumber(row.number)}</td><td>{row.label}</td><td>{row.hallName}</td><td>{day(row.filedAt)}</td><td>{day(row.acceptedAt)}</td><td>{day(row.closedAt)}</td>
                    <td>{applicationStageLabels[row.stage]}</td><td>{row.result && applicationResultLabels[row.result]}</td>
                    <td data-late={row.onTime === false || undefined}>{row.onTime === null ? '' : row.onTime ? '是' : '否'}</td><td>{row.archiveNumber}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        {pages.hasNextPage && <Button type="text" block loading={pages.isFetchingNextPage} onClick={more}>再看一些</Button>}
      </div>
    </div>
  );
}

import { DownloadOutlined, LeftOutlined, PrinterOutlined, RightOutlined } from '@ant-design/icons';
import { exportFirstInquiryRegister, firstInquiryRegister, firstInquiryRegisterPaper, firstInquirySlip, type RegisterEntry } from '@shouwen/shared/contract/ticket-desk';
import { addDays, formatInstant, groupTicketNumber, shanghaiDate } from '@shouwen/shared/value';
import { ticketSourceLabels, ticketStateLabels } from '@shouwen/shared/vocabulary';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, DatePicker, Select } from 'antd';
import dayjs from 'dayjs';
import { useRef } from 'react';
import { Link, useSearchParams } from 'react-router';
import { addressOf, call } from '../../api/call';
import { queryKeys } from '../../api/query-client';
import { useCatalogue } from '../../field/directory';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { useListKeys } from '../../keyboard/list-keys';
import { useStaff } from '../../session/session';
import { ticketAddress } from '../../session/workplace';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import styles from './first-inquiry-page.module.css';

const exporters = ['section-leader', 'hall-manager', 'hall-director', 'company-leader', 'supervisor'] as const;

/** FI-5: the first-inquiry register of a day; of each ticket name, contact, address, matter, first responsible and result. */
export function FirstInquiryPage() {
  const staff = useStaff();
  const [search, setSearch] = useSearchParams();
  const today = shanghaiDate(new Date());
  const date = search.get('date') ?? today;
  const anyHall = staff.hallId === null && (['company-leader', 'supervisor'] as const).some((role) => staff.roles.includes(role));
  const catalogue = useCatalogue();
  const hallId = anyHall ? Number(search.get('hall')) || catalogue.data?.halls[0]?.id : undefined;
  const list = useRef<HTMLDivElement>(null);
  const register = useInfiniteQuery({
    queryKey: [...queryKeys.tickets, 'first-inquiry', date, hallId ?? null],
    queryFn: ({ pageParam, signal }) => call(firstInquiryRegister, { query: { date, ...(hallId !== undefined && { hallId }), cursor: pageParam, size: 50 }, signal }),
    initialPageParam: undefined as string | undefined, getNextPageParam: (page) => page.next ?? undefined, enabled: !anyHall || hallId !== undefined,
  });
  const items = register.data?.pages.flatMap((page) => page.items) ?? [];
  const set = (name: string, value: string) => setSearch((before) => { const next = new URLSearchParams(before); next.set(name, value); return next; }, { replace: true });
  const move = (days: number) => { const next = addDays(date, days); if (next <= today) set('date', next); };
  const more = () => register.hasNextPage && !register.isFetchingNextPage && void register.fetchNextPage();
  const query = { date, ...(hallId !== undefined && { hallId }) };
  const paper = addressOf(firstInquiryRegisterPaper, { query });
  useListKeys('登记表', list, { onEnd: more, more: [
    { keys: '[', label: '前一天', run: () => move(-1) },
    { keys: ']', label: '后一天', run: () => move(1) },
  ] });
  useKeys('登记表', [{ keys: 'ctrl+p', label: '打印', run: () => void window.open(paper, '_blank') }]);
  return (
    <section className={styles.page} aria-label="首问登记表">
      <header className={styles.head}>
        <h1>首问登记表</h1>
        <Button size="small" icon={<LeftOutlined />} aria-label="前一天" onClick={() => move(-1)} />
        <DatePicker size="small" allowClear={false} value={dayjs(date)} disabledDate={(day) => day.format('YYYY-MM-DD') > today} onChange={(day) => day && set('date', day.format('YYYY-MM-DD'))} aria-label="日期" />
        <Button size="small" icon={<RightOutlined />} aria-label="后一天" disabled={date >= today} onClick={() => move(1)} />
        {anyHall && <Select size="small" aria-label="营业厅" style={{ width: 190 }} value={hallId} loading={catalogue.isPending} onChange={(id) => set('hall', String(id))} options={catalogue.data?.halls.map((hall) => ({ value: hall.id, label: hall.name }))} />}
        <span className={styles.count}>{register.data && `${items.length}${register.hasNextPage ? '+' : ''} 件`}</span>
        <span className={styles.gap} />
        {exporters.some((role) => staff.roles.includes(role)) && <Button size="small" icon={<DownloadOutlined />} href={addressOf(exportFirstInquiryRegister, { query: { from: date, to: date, ...(hallId !== undefined && { hallId }) } })}>导出当天</Button>}
        {exporters.some((role) => staff.roles.includes(role)) && <Button size="small" icon={<DownloadOutlined />} href={addressOf(exportFirstInquiryRegister, { query: { from: `${date.slice(0, 8)}01`, to: date, ...(hallId !== undefined && { hallId }) } })}>导出本月</Button>}
        <Button size="small" type="primary" icon={<PrinterOutlined />} href={paper} target="_blank">打印 <KeyCap keys="ctrl+p" /></Button>
      </header>
      <div className={`${styles.row} ${styles.titles}`} aria-hidden="true"><span>单号</span><span>联系人</span><span>地址</span><span>事项</span><span>首问责任人</span><span>结果</span><span /></div>
      <div ref={list} className={styles.rows}>
        {register.isPending ? <ListSkeleton rows={9} height={58} />
          : register.isError && items.length === 0 ? <ErrorState error={register.error} onRetry={() => void register.refetch()} />
          : items.length === 0 ? <EmptyState title="这一天没有登记">只列出您有权查看的；联系方式在工单里查看，会记录（PR-1）</EmptyState>
          : items.map((entry) => <Entry key={entry.number} entry={entry} to={ticketAddress(staff, entry.number)} />)}
        {register.hasNextPage && <Button type="text" block loading={register.isFetchingNextPage} onClick={more}>加载更多</Button>}
      </div>
    </section>
  );
}

function Entry({ entry, to }: { entry: RegisterEntry; to: string }) {
  return (
    <div className={styles.row}>
      <span><Link to={to} data-row className={styles.number}>{groupTicketNumber(entry.number)}</Link><small>{formatInstant(entry.registeredAt).split(' ')[1]} {ticketSourceLabels[entry.source]}</small></span>
      <span>{entry.contactName || '未留'}<small>{entry.contactPhone}</small></span>
      <span>{entry.address || '未填写'}<small>{entry.landmark && `附近：${entry.landmark}`}</small></span>
      <span>{entry.matter}<small>{entry.categoryLabel}</small></span>
      <span>{entry.firstResponsibleName}<small>{entry.firstResponsibleNumber}</small></span>
      <span>{ticketStateLabels[entry.state]}<small title={entry.result}>{entry.result}</small></span>
      <a href={addressOf(firstInquirySlip, { params: { number: entry.number } })} target="_blank" rel="noreferrer" aria-label={`打印 ${entry.number} 的登记单`}><PrinterOutlined /></a>
    </div>
  );
}

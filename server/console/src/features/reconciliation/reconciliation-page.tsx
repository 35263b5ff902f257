import type { ReconciliationDay } from '@shouwen/shared/contract/reconciliation';
import { formatDate, formatFen, formatInstant } from '@shouwen/shared/value';
import { differenceKindLabels, reconciliationSourceLabels, reconciliationStateLabels } from '@shouwen/shared/vocabulary';
import { Button } from 'antd';
import { useRef } from 'react';
import { Link, NavLink, useNavigate, useParams } from 'react-router';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { useListKeys } from '../../keyboard/list-keys';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import { DayDetail } from './day-detail';
import { stateOf } from './finance-item';
import { useDay, useDays, useItems } from './reconciliation.calls';
import styles from './reconciliation.module.css';
import { SideBySide } from './side-by-side';
import { UploadForm } from './upload-form';

const panes = { days: '对账日', items: '待处理差异', sides: '三方对照' } as const;
type Pane = keyof typeof panes;

/** PY-7: finance holds the books against WeChat, the terminals and the bank, day by day. */
export function ReconciliationPage() {
  const params = useParams();
  const navigate = useNavigate();
  const pane: Pane = params.pane === 'items' || params.pane === 'sides' ? params.pane : 'days';
  const uploading = params.id === 'upload';
  const id = Number(params.id) || null;
  const days = useDays();
  const mayWork = days.data?.pages[0]?.mayWork ?? false;
  const open = useDay(id);
  const waiting = id !== null && open.data?.state === 'open' && open.data.source !== 'wechat' ? open.data : null;
  const upload = () => void navigate('/reconciliation/days/upload', { state: waiting && { source: waiting.source, date: waiting.date } });
  useKeys('对账', [
    ...(Object.keys(panes) as Pane[]).map((one, index) => ({ keys: String(index + 1), label: panes[one], run: () => void navigate(`/reconciliation/${one}`) })),
    mayWork && { keys: 'u', label: '上传对方文件', run: upload },
  ]);
  return (
    <div className={styles.page}>
      <section className={styles.side} aria-label="对账">
        <header className={styles.head}>
          <h1>对账</h1>
          <nav aria-label="列表">{(Object.keys(panes) as Pane[]).map((one) => <NavLink key={one} to={`/reconciliation/${one}`} className={one === pane ? styles.here : ''}>{panes[one]}</NavLink>)}</nav>
        </header>
        {mayWork && <div className={styles.tools}><Button size="small" onClick={upload}>上传刷卡或银行文件 <KeyCap keys="u" /></Button></div>}
        {pane === 'items' ? <ItemList openDay={id} /> : <DayList pages={days} open={id} />}
      </section>
      {uploading ? <UploadForm onDone={(day) => void navigate(`/reconciliation/days/${day.id}`)} onCancel={() => void navigate('/reconciliation/days')} />
        : pane === 'sides' && id === null ? <SideBySide />
        : id === null ? <div className={styles.none}><EmptyState title="从左边选一天">j、k 选择，Enter 打开；红色的有差异要处理</EmptyState></div>
        : open.isPending ? <ListSkeleton rows={8} />
        : open.isError ? <ErrorState error={open.error} onRetry={() => void open.refetch()} />
        : <DayDetail key={open.data.id} day={open.data} onUpload={upload} />}
    </div>
  );
}

function DayList({ pages, open }: { pages: ReturnType<typeof useDays>; open: number | null }) {
  const list = useRef<HTMLDivElement>(null);
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const more = () => { if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage(); };
  useListKeys('对账', list, { onEnd: more });
  return (
    <div ref={list} className={styles.rows}>
      {pages.isPending ? <ListSkeleton rows={8} />
        : pages.isError && items.length === 0 ? <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />
        : items.length === 0 ? <EmptyState title="还没有要对的账">微信账单在次日上午 10 点后自动取得；刷卡批次和银行入账请上传文件</EmptyState>
        : items.map((day) => (
          <Link key={day.id} to={`/reconciliation/days/${day.id}`} data-row aria-current={day.id === open} className={styles.row}>
            <b>{formatDate(day.date)} {reconciliationSourceLabels[day.source]}</b><DayState day={day} />
            {day.theirs && day.ours && <small className={styles.wide}>我方 {formatFen(day.ours.paidFen - day.ours.refundFen)}，对方 {formatFen(day.theirs.paidFen - day.theirs.refundFen)}{day.signedBy && ` · ${day.signedBy} 签字`}</small>}
            {day.trouble && <small className={styles.trouble}>{day.trouble}</small>}
          </Link>
        ))}
      {pages.hasNextPage && <Button type="text" block loading={pages.isFetchingNextPage} onClick={more}>再看一些</Button>}
    </div>
  );
}

function DayState({ day }: { day: ReconciliationDay }) {
  if (day.openItems > 0) return <span className={styles.tag} data-tone="late">{day.openItems} 条差异</span>;
  if (day.state === 'matched') return <span className={styles.tag} data-tone="open">{day.waitingItems > 0 ? `${day.waitingItems} 条等次日` : '相符，待签字'}</span>;
  return <span className={styles.tag} data-tone={day.state === 'closed' ? 'done' : day.trouble ? 'late' : 'wait'}>{reconciliationStateLabels[day.state]}</span>;
}

function ItemList({ openDay }: { openDay: number | null }) {
  const list = useRef<HTMLDivElement>(null);
  const pages = useItems(false);
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const more = () => { if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage(); };
  useListKeys('差异', list, { onEnd: more });
  return (
    <div ref={list} className={styles.rows}>
      {pages.isPending ? <ListSkeleton rows={8} />
        : pages.isError && items.length === 0 ? <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />
        : items.length === 0 ? <EmptyState title="没有待处理的差异">新的差异会在比对后列在这里，先到期的在前</EmptyState>
        : items.map((item) => (
          <Link key={item.id} to={`/reconciliation/items/${item.dayId}`} data-row aria-current={item.dayId === openDay} className={styles.row}>
            <b>{differenceKindLabels[item.kind]} · {reconciliationSourceLabels[item.source]}</b><span className={styles.tag} data-tone={item.overdue ? 'late' : 'open'}>{stateOf(item)}</span>
            <small className={styles.wide}>{item.words}</small>
            <small className={styles.wide}>{formatDate(item.date)} · {item.owner?.name ?? '没有责任人'}{item.dueOn && ` · ${formatDate(item.dueOn)}前`}{item.history[0] && ` · ${formatInstant(item.history[0].at)} 发现`}</small>
          </Link>
        ))}
      {pages.hasNextPage && <Button type="text" block loading={pages.isFetchingNextPage} onClick={more}>再看一些</Button>}
    </div>
  );
}

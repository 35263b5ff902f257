import { exportBreaches, type BreachItem } from '@shouwen/shared/contract/breach';
import { formatFullDate, formatFullInstant, formatInstant } from '@shouwen/shared/value';
import { breachKindLabels, breachStateLabels, type BreachKind, type BreachState, type Role } from '@shouwen/shared/vocabulary';
import { Button, Select } from 'antd';
import { useRef } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { addressOf } from '../../api/call';
import { useKeys } from '../../keyboard/keyboard';
import { focusOpenRow, useListKeys } from '../../keyboard/list-keys';
import { useStaff } from '../../session/session';
import { ticketAddress } from '../../session/workplace';
import { Choice } from '../../ui/choice';
import { showNotice } from '../../ui/notice';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import { TicketNumber } from '../../ui/ticket-words';
import { ContestForm, DecisionForm } from './breach-forms';
import styles from './breach-page.module.css';
import { useBreaches, type BreachFilter } from './breach.calls';

const leading: readonly Role[] = ['section-leader', 'hall-manager', 'hall-director', 'company-leader', 'supervisor'];
const optionsOf = <V extends string>(labels: Record<V, string>) => (Object.entries(labels) as [V, string][]).map(([value, label]) => ({ value, label }));

/** KP-3: facts with a clause; each sees their own, leaders what they answer for. */
export function BreachPage() {
  const staff = useStaff();
  const navigate = useNavigate();
  const { id } = useParams();
  const [search, setSearch] = useSearchParams();
  const leads = staff.roles.some((role) => leading.includes(role));
  const view = leads && search.get('view') !== 'own' ? 'led' : 'own';
  const kind = (search.get('kind') ?? undefined) as BreachKind | undefined;
  const state = (search.get('state') ?? undefined) as BreachState | undefined;
  const filter: BreachFilter = { view, ...(kind && { kind }), ...(state && { state }) };
  const pages = useBreaches(filter);
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const open = items.find((item) => String(item.id) === id) ?? null;
  const list = useRef<HTMLDivElement>(null);
  const change = (name: string, value: string | undefined) =>
    setSearch((before) => {
      const next = new URLSearchParams(before);
      if (value) next.set(name, value);
      else next.delete(name);
      return next;
    }, { replace: true });
  const query = search.size > 0 ? `?${search}` : '';
  const more = () => { if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage(); };
  useListKeys('考核登记', list, { onEnd: more, more: [id !== undefined && { keys: 'escape', label: '收起', run: () => void navigate(`/breaches${query}`) }] });

  return (
    <div className={styles.page}>
      <section className={styles.side} aria-label="考核登记">
        <header className={styles.head}>
          <div className={styles.line}>
            <h1>考核登记</h1>
            {leads && <Choice compact label="范围" value={view} onChange={(value) => change('view', value === 'own' ? 'own' : undefined)} options={[{ value: 'led', label: '我管理的' }, { value: 'own', label: '我本人的' }]} />}
          </div>
          <div className={styles.line}>
            <Select size="small" aria-label="种类" allowClear placeholder="全部种类" value={kind} onChange={(value) => change('kind', value)} options={optionsOf(breachKindLabels)} style={{ flex: 1 }} />
            <Select size="small" aria-label="状态" allowClear placeholder="全部状态" value={state} onChange={(value) => change('state', value)} options={optionsOf(breachStateLabels)} style={{ flex: 1 }} />
            {leads && view === 'led' && <Button size="small" href={addressOf(exportBreaches, { query: filter })}>导出表格</Button>}
          </div>
        </header>
        <div ref={list} className={styles.rows}>
          {pages.isPending ? <ListSkeleton rows={8} />
            : pages.isError && items.length === 0 ? <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />
            : items.length === 0 ? <EmptyState title={kind || state ? '没有符合条件的记录' : view === 'own' ? '没有您的考核记录' : '没有考核记录'}>超时、二次告知、退回不成立、催办无人回应等会自动记在这里</EmptyState>
            : items.map((item) => (
              <Link key={item.id} to={`/breaches/${item.id}${query}`} data-row aria-current={item === open} className={styles.row}>
                <b>{breachKindLabels[item.kind]}</b><span className={styles.state} data-state={item.state}>{breachStateLabels[item.state]}</span>
                <span>{whoseOf(item)}</span><time dateTime={item.at}>{formatInstant(item.at)}</time>
                <small>{item.ticketNumber !== null && <TicketNumber number={item.ticketNumber} />} {item.clause}</small>
              </Link>
            ))}
          {pages.hasNextPage && <Button type="text" block loading={pages.isFetchingNextPage} onClick={more}>加载更多</Button>}
        </div>
      </section>
      {open
        ? <BreachDetail key={`${open.id}/${open.version}`} breach={open} />
        : <div className={styles.none}><EmptyState title="从左边选一条记录">每条都写明依据；本人可以申诉一次，由其他负责人认定（KP-3）</EmptyState></div>}
    </div>
  );
}

function BreachDetail({ breach }: { breach: BreachItem }) {
  const staff = useStaff();
  const navigate = useNavigate();
  const address = breach.ticketNumber === null ? null : ticketAddress(staff, breach.ticketNumber);
  useKeys('考核记录', [address !== null && { keys: 'o', label: '打开工单', run: () => void navigate(address) }]);
  const done = (text: string) => { showNotice({ id: 'done', tone: 'done', text, lastsMs: 3500 }); focusOpenRow(); };
  return (
    <article className={styles.detail} aria-label="考核记录">
      <h2>{breachKindLabels[breach.kind]} <span className={styles.state} data-state={breach.state}>{breachStateLabels[breach.state]}</span></h2>
      <dl className={styles.facts}>
        <div><dt>依据</dt><dd>{breach.clause}</dd></div>
        <div><dt>责任</dt><dd>{whoseOf(breach)}</dd></div>
        <div><dt>工单</dt><dd>{address === null ? '涉及您本人的投诉，不显示单号（CP-7）' : <Link to={address}><TicketNumber number={breach.ticketNumber!} /></Link>}</dd></div>
        <div><dt>记录于</dt><dd>{formatFullInstant(breach.at)}，系统自动记录</dd></div>
        {breach.state === 'recorded' && <div><dt>申诉期</dt><dd>{formatFullDate(breach.contestUntil)}为止</dd></div>}
      </dl>
      {breach.contest && <section className={styles.said}><h3>申诉 <small>{breach.contest.by} {formatInstant(breach.contest.at)}</small></h3><p>{breach.contest.text}</p></section>}
      {breach.decision && <section className={styles.said}><h3>认定：{breachStateLabels[breach.state]} <small>{breach.decision.by} {formatInstant(breach.decision.at)}</small></h3><p>{breach.decision.reason}</p></section>}
      {breach.mayContest && <ContestForm breach={breach} onDone={done} />}
      {breach.mayDecide && <DecisionForm breach={breach} onDone={done} />}
    </article>
  );
}

function whoseOf({ staffName, staffNumber, departmentName }: BreachItem): string {
  const person = staffName === null ? null : `${staffName}（${staffNumber ?? ''}）`;
  return [departmentName, person].filter((part) => part !== null).join(' · ') || '—';
}

import { CloseCircleFilled, SearchOutlined } from '@ant-design/icons';
import type { StaffTicketItem } from '@shouwen/shared/contract/ticket';
import { ticketIdOf, toHalfWidth } from '@shouwen/shared/value';
import { ticketKindLabels, type TicketKind } from '@shouwen/shared/vocabulary';
import { Button, Input, Select, type InputRef } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { focusOpenRow, useListKeys } from '../../keyboard/list-keys';
import { useStaff } from '../../session/session';
import { overviewLabel } from '../../session/workplace';
import { Choice } from '../../ui/choice';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import styles from './ticket-list.module.css';
import { TicketRow } from './ticket-row';
import { useTicketList, type TicketFilter, type TicketView } from './ticket.calls';

const nothing: Record<TicketView, string> = { mine: '没有由您首问负责的工单', department: '部门没有待办的工单', hall: '这里没有工单', leader: '没有等您决定的工单' };

/** Ordered by the server: what is due next comes first. */
export function TicketList({ view, open }: { view: TicketView; open: string | null }) {
  const staff = useStaff();
  const title = { mine: '我的工单', department: '部门工单', hall: overviewLabel(staff), leader: '待我决定' }[view];
  const [search, setSearch] = useSearchParams();
  const navigate = useNavigate();
  const input = useRef<InputRef>(null);
  const list = useRef<HTMLDivElement>(null);
  const status = (search.get('status') ?? 'open') as NonNullable<TicketFilter['status']>;
  const kind = (search.get('kind') ?? undefined) as TicketKind | undefined;
  // The field leads and the address follows: an address changes too slowly to type into.
  const [typed, setTyped] = useState(search.get('number') ?? '');
  const find = (text: string) => {
    setTyped(text);
    change('number', text || undefined);
  };
  const given = search.get('number') ?? '';
  useEffect(() => {
    if (document.activeElement !== input.current?.input) setTyped(given);
  }, [given]);
  // Only a whole number is asked for; half a number would empty the list while it is being typed.
  const number = ticketIdOf(typed) === null ? undefined : toHalfWidth(typed).replace(/\D/g, '');
  const filter: TicketFilter = { status: number ? 'all' : status, ...(kind && !number && { kind }), ...(number && { number }) };
  const tickets = useTicketList(view, filter);
  const items = useMemo(() => tickets.data?.pages.flatMap((page) => page.items) ?? [], [tickets.data]);
  const { arrived, acknowledge } = useArrivals(items, JSON.stringify(filter), open);

  const change = (name: string, value: string | undefined) =>
    setSearch((before) => {
      const next = new URLSearchParams(before);
      if (value) next.set(name, value);
      else next.delete(name);
      return next;
    }, { replace: true });
  const address = (of: string) => `/tickets/${view}/${of}${search.size > 0 ? `?${search}` : ''}`;
  const more = () => tickets.hasNextPage && !tickets.isFetchingNextPage && void tickets.fetchNextPage();

  useListKeys('列表', list, {
    onEnd: more,
    more: [
      open !== null && { keys: 'escape', label: '收起工单', run: () => void navigate(`/tickets/${view}${search.size > 0 ? `?${search}` : ''}`) },
    ],
  });
  const badNumber = /^[\d\s-]{9,}$/.test(toHalfWidth(typed)) && number === undefined;

  return (
    <section className={styles.list} aria-label={title}>
      <header className={styles.head}>
        <div className={styles.line}>
          <h1>{title}</h1>
          <Choice
            compact label="状态" value={status} onChange={(value) => change('status', value === 'open' ? undefined : value)}
            options={[{ value: 'open', label: '办理中' }, { value: 'closed', label: '已办结' }, { value: 'all', label: '全部' }]}
          />
        </div>
        <div className={styles.line}>
          <Input
            ref={input} size="small" prefix={<SearchOutlined />} placeholder="工单号" aria-label="工单号" status={badNumber ? 'error' : undefined}
            allowClear={{ clearIcon: <CloseCircleFilled /> }} value={typed} maxLength={20}
            onChange={(event) => find(event.target.value)}
            onPressEnter={() => {
              if (!number) return;
              // Out of the field, so that the ticket's letters are its keys and not typed.
              input.current?.blur();
              void navigate(address(number));
              focusOpenRow();
            }}
            onKeyDown={(event) => { if (event.key === 'Escape') { event.preventDefault(); find(''); input.current?.blur(); } }}
          />
          <Select
            size="small" aria-label="类别" allowClear placeholder="全部类别" value={kind} onChange={(value) => change('kind', value)} style={{ width: 118, flex: 'none' }}
            options={Object.entries(ticketKindLabels).map(([value, label]) => ({ value: value as TicketKind, label }))}
          />
        </div>
        {badNumber && <div className={styles.wrong}>工单号对不上，请再核对一遍（9 位，末位是校验码）</div>}
      </header>
      {arrived.size > 0 && (
        <button type="button" className={styles.arrived} onClick={() => { list.current?.querySelector<HTMLElement>('[data-arrived]')?.focus(); acknowledge(); }}>
          新到 {arrived.size} 张，点这里查看
        </button>
      )}
      <div ref={list} className={styles.rows}>
        {tickets.isPending ? <ListSkeleton rows={9} />
          : tickets.isError && items.length === 0 ? <ErrorState error={tickets.error} onRetry={() => void tickets.refetch()} />
          : items.length === 0 ? <EmptyState title={number ? '这个列表里没有该工单' : kind || status !== 'open' ? '没有符合条件的工单' : nothing[view]}>{number ? '按 Enter 直接打开' : null}</EmptyState>
          : items.map((ticket) => <TicketRow key={ticket.number} ticket={ticket} view={view} to={address(ticket.number)} open={ticket.number === open} arrived={arrived.has(ticket.number)} />)}
        {tickets.hasNextPage && <Button type="text" block className={styles.more} loading={tickets.isFetchingNextPage} onClick={more}>加载更多</Button>}
      </div>
    </section>
  );
}

/** Tickets that were not there when the list was first shown; none after a change of filter. */
function useArrivals(items: readonly StaffTicketItem[], filter: string, open: string | null) {
  const known = useRef<{ filter: string; numbers: Set<string>; since: string } | null>(null);
  const [arrived, setArrived] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    if (items.length === 0 && known.current?.filter === filter) return;
    const before = known.current;
    if (before?.filter !== filter) {
      known.current = { filter, numbers: new Set(items.map((t) => t.number)), since: new Date().toISOString() };
      setArrived(new Set());
      return;
    }
    // 加载更多 brings older tickets, which are not new work.
    const fresh = items.filter((t) => !before.numbers.has(t.number) && t.updatedAt >= before.since).map((t) => t.number);
    items.forEach((t) => before.numbers.add(t.number));
    if (fresh.length > 0) setArrived((all) => new Set([...all, ...fresh]));
  }, [items, filter]);
  // Opened, it is not news any more.
  useEffect(() => {
    if (open !== null) setArrived((all) => (all.has(open) ? new Set([...all].filter((number) => number !== open)) : all));
  }, [open, arrived]);
  return { arrived, acknowledge: () => setArrived(new Set()) };
}

import type { ApprovalItem, ApprovalView } from '@shouwen/shared/contract/approval';
import { formatFen, formatFullInstant, formatInstant } from '@shouwen/shared/value';
import { approvalKindLabels, approvalStateLabels } from '@shouwen/shared/vocabulary';
import { Button } from 'antd';
import { useRef } from 'react';
import { Link, NavLink, useNavigate, useParams } from 'react-router';
import { useKeys } from '../../keyboard/keyboard';
import { focusOpenRow, useListKeys } from '../../keyboard/list-keys';
import { showNotice } from '../../ui/notice';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import { DecideForm, WithdrawButton } from './approval-forms';
import styles from './approval.module.css';
import { useApproval, useApprovalCounts, useApprovals } from './approval.calls';

const views: Record<ApprovalView, { label: string; empty: string; hint: string }> = {
  'to-decide': { label: '待我审批', empty: '没有等您审批的申请', hint: '作废、退款、减免、调整、更正抄表、公布水价、分期等申请会列在这里；自己提出的由其他负责人审批' },
  own: { label: '我申请的', empty: '您没有提出过申请', hint: '在收费、账单或欠费页面提出的申请，结果会显示在这里' },
  decided: { label: '已办结', empty: '还没有办结的申请', hint: '' },
};

/** Nobody decides what they asked for; what a yes does stands there in words and amounts before it is given. */
export function ApprovalPage() {
  const params = useParams();
  const navigate = useNavigate();
  const view: ApprovalView = params.view === 'own' || params.view === 'decided' ? params.view : 'to-decide';
  const id = Number(params.id) || null;
  const pages = useApprovals(view);
  const counts = useApprovalCounts();
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const listed = items.find((item) => item.id === id);
  const single = useApproval(listed ? null : id);
  const open = listed ?? (id === null ? undefined : single.data);
  const list = useRef<HTMLDivElement>(null);
  const more = () => { if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage(); };
  useListKeys('审批', list, { onEnd: more, more: [id !== null && { keys: 'escape', label: '收起', run: () => void navigate(`/approvals/${view}`) }] });
  useKeys('审批', (Object.keys(views) as ApprovalView[]).map((one, index) => ({ keys: String(index + 1), label: views[one].label, run: () => void navigate(`/approvals/${one}`) })));
  return (
    <div className={styles.page}>
      <section className={styles.side} aria-label="审批">
        <header className={styles.head}>
          <h1>审批</h1>
          <nav aria-label="列表">{(Object.keys(views) as ApprovalView[]).map((one) => <NavLink key={one} to={`/approvals/${one}`} className={one === view ? styles.here : ''}>{views[one].label}{one === 'to-decide' && !!counts.data?.toDecide && <b>{counts.data.toDecide}</b>}</NavLink>)}</nav>
        </header>
        <div ref={list} className={styles.rows}>
          {pages.isPending ? <ListSkeleton rows={8} />
            : pages.isError && items.length === 0 ? <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />
            : items.length === 0 ? <EmptyState title={views[view].empty}>{views[view].hint}</EmptyState>
            : items.map((item) => (
              <Link key={item.id} to={`/approvals/${view}/${item.id}`} data-row aria-current={item.id === id} className={styles.row}>
                <b>{approvalKindLabels[item.kind]}</b><span className={styles.amount}>{item.amountFen === 0 ? '' : formatFen(item.amountFen)}</span>
                <small>{item.subject}</small><span className={styles.state} data-state={item.state}>{approvalStateLabels[item.state]}</span>
                <small className={styles.wide}>{item.requestedBy.name} {formatInstant(item.requestedAt)}{item.hallName && ` · ${item.hallName}`} · {item.reason}</small>
              </Link>
            ))}
          {pages.hasNextPage && <Button type="text" block loading={pages.isFetchingNextPage} onClick={more}>再看一些</Button>}
        </div>
      </section>
      {open ? <Detail key={`${open.id}/${open.version}`} item={open} />
        : id !== null && single.isError ? <ErrorState error={single.error} onRetry={() => void single.refetch()} />
        : <div className={styles.none}><EmptyState title="从左边选一项申请">j、k 选择，Enter 打开；审批前先看“同意后会怎样”</EmptyState></div>}
    </div>
  );
}

function Detail({ item }: { item: ApprovalItem }) {
  const navigate = useNavigate();
  const { address, decision } = item;
  useKeys('申请', [address !== null && { keys: 'o', label: '打开所涉事项', run: () => void navigate(address) }]);
  const done = (text: string) => { showNotice({ id: 'done', tone: 'done', text, lastsMs: 3500 }); focusOpenRow(); };
  return (
    <article className={styles.detail} aria-label="申请">
      <h2>{approvalKindLabels[item.kind]} {item.amountFen !== 0 && <em>{formatFen(item.amountFen)} 元</em>} <span className={styles.state} data-state={item.state}>{approvalStateLabels[item.state]}</span></h2>
      <dl className={styles.facts}>
        <div><dt>事项</dt><dd>{address === null ? item.subject : <Link to={address}>{item.subject}</Link>}</dd></div>
        <div><dt>申请人</dt><dd>{item.requestedBy.name}（{item.requestedBy.staffNumber}）{item.hallName && ` · ${item.hallName}`}</dd></div>
        <div><dt>申请时间</dt><dd>{formatFullInstant(item.requestedAt)}</dd></div>
        <div><dt>申请理由</dt><dd className={styles.words}>{item.reason}</dd></div>
      </dl>
      <section className={styles.effects} aria-label="同意后会怎样">
        <h3>{item.state === 'open' ? '同意后会怎样' : item.state === 'approved' ? '已经这样办理' : '没有办理，原申请是'}</h3>
        <ul>{item.effects.map((effect, index) => <li key={index}>{effect}</li>)}</ul>
      </section>
      {decision && (
        <section className={styles.said}>
          <h3>{approvalStateLabels[item.state]} <small>{decision.by ?? (item.state === 'withdrawn' ? item.requestedBy.name : '系统')} {formatInstant(decision.at)}</small></h3>
          {decision.reason !== '' && <p>{decision.reason}</p>}
        </section>
      )}
      {item.mayDecide && <DecideForm item={item} onDone={done} />}
      {item.mayWithdraw && <WithdrawButton item={item} onDone={done} />}
    </article>
  );
}

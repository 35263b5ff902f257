import { formatFen } from '@shouwen/shared/value';
import { planStandingLabels, type PlanStanding } from '@shouwen/shared/vocabulary';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { Link } from 'react-router';
import { useListKeys } from '../../keyboard/list-keys';
import { Choice } from '../../ui/choice';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import styles from './arrears.module.css';
import { usePlans } from './arrears.calls';

const shown: readonly ('all' | PlanStanding)[] = ['all', 'broken', 'kept', 'proposed', 'fulfilled', 'refused'];

export function PlanPane() {
  const [standing, setStanding] = useState<'all' | PlanStanding>('all');
  const list = useRef<HTMLDivElement>(null);
  const pages = usePlans(standing === 'all' ? undefined : standing);
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  useListKeys('分期计划', list, { onEnd: () => void (pages.hasNextPage && pages.fetchNextPage()) });
  return (
    <>
      <div className={styles.filter}><Choice compact label="状态" value={standing} onChange={setStanding} options={shown.map((value) => ({ value, label: value === 'all' ? '全部' : planStandingLabels[value] }))} /></div>
      <div ref={list} className={styles.body}>
        {pages.isPending ? <ListSkeleton rows={8} />
          : pages.isError && items.length === 0 ? <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />
          : items.length === 0 ? <EmptyState title="没有分期计划">在一户的欠费里申请（右上角输入户号），由负责人审批；按期付款期间不再催缴</EmptyState>
          : items.map((plan) => {
            const next = plan.instalments.find((_, i) => plan.paidFen < plan.instalments.slice(0, i + 1).reduce((sum, { amountFen }) => sum + amountFen, 0));
            return (
              <Link key={plan.id} to={`/arrears/accounts/${plan.accountNumber}`} data-row className={styles.row}>
                <strong>{plan.name} · {plan.accountNumber}</strong><span className={styles.state} data-state={plan.standing}>{planStandingLabels[plan.standing]}</span>
                <small>{plan.hallName} · 共 {formatFen(plan.debtFen)} 元分 {plan.instalments.length} 期，已付 {formatFen(plan.paidFen)} 元{plan.behindFen > 0 && `，逾期少付 ${formatFen(plan.behindFen)} 元`}{next && (plan.standing === 'kept' || plan.standing === 'broken') && ` · 下一笔 ${next.dueOn} 前`}</small>
                <small>{plan.proposedBy}：{plan.reason}</small>
              </Link>
            );
          })}
        {pages.hasNextPage && <Button type="text" block loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>再看一些</Button>}
      </div>
    </>
  );
}

import { formatDeadline, formatInstant, groupTicketNumber } from '@shouwen/shared/value';
import { applicationStageLabels, type ApplicationStage } from '@shouwen/shared/vocabulary';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { Link, useParams } from 'react-router';
import { useListKeys } from '../../keyboard/list-keys';
import { useStaff } from '../../session/session';
import { Choice } from '../../ui/choice';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import styles from './application.module.css';
import { useApplications } from './application.calls';
import { CasePage } from './case-page';

const scopes = [{ value: 'mine' as const, label: '我负责' }, { value: 'department' as const, label: '在本部门' }];

export function StageList({ stage }: { stage: ApplicationStage }) {
  const { number } = useParams();
  const { departmentId } = useStaff();
  const [scope, setScope] = useState<'mine' | 'department'>(departmentId === null ? 'mine' : 'department');
  const list = useRef<HTMLDivElement>(null);
  const pages = useApplications(stage, scope);
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const more = () => { if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage(); };
  useListKeys('业务申请', list, { onEnd: more });
  return (
    <div className={styles.split}>
      <section className={styles.list} aria-label={applicationStageLabels[stage]}>
        {departmentId !== null && <div className={styles.scope}><Choice label="范围" compact options={scopes} value={scope} onChange={setScope} /></div>}
        <div ref={list} className={styles.rows}>
          {pages.isPending ? <ListSkeleton rows={7} />
            : pages.isError && items.length === 0 ? <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />
            : items.length === 0 ? <EmptyState title={`没有${applicationStageLabels[stage]}的申请`} />
            : items.map((item) => (
              <Link key={item.number} data-row to={`/applications/${stage}/${item.number}`} className={styles.row} aria-current={item.number === number}>
                <strong>{item.label}<small>{groupTicketNumber(item.number)}</small></strong>
                <span>{item.title.replace(item.label, '').replace(/^（|）$/g, '')}</span>
                <em>
                  {formatInstant(item.filedAt)} 提交 · {item.firstResponsibleName}
                  {item.nextStep && ` · 下一步 ${item.nextStep}`}
                </em>
                {item.dueAt && <b data-late={item.overdue || undefined}>{item.overdue ? '已超时' : `${formatDeadline(item.dueAt)} 前`}</b>}
              </Link>
            ))}
          {pages.hasNextPage && <Button type="text" block loading={pages.isFetchingNextPage} onClick={more}>再看一些</Button>}
        </div>
      </section>
      <div className={styles.case}>
        {number ? <CasePage key={number} number={number} /> : <EmptyState title="从左边选一件申请">j、k 上下移动，回车打开；c 登记新申请，w 周三核对</EmptyState>}
      </div>
    </div>
  );
}

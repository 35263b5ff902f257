import { cancelBillRun, issueBillRun, type BillRunView } from '@shouwen/shared/contract/bill-run';
import { formatFen, formatFullInstant } from '@shouwen/shared/value';
import { billRunStateLabels, zoneLabels } from '@shouwen/shared/vocabulary';
import { Button, Input, Progress } from 'antd';
import { useState } from 'react';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { Field } from '../../ui/field';
import { showNotice } from '../../ui/notice';
import { Refusal } from '../../ui/refusal';
import { ErrorState, ListSkeleton } from '../../ui/state';
import styles from './bill-run-page.module.css';
import { underWay, useBillRun, useBillRunCommand } from './bill-run.calls';
import { ReviewList } from './review-list';

export function BillRunDetail({ id }: { id: number }) {
  const query = useBillRun(id);
  const run = query.data;
  if (query.isPending) return <ListSkeleton rows={6} height={70} />;
  if (!run) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <article className={styles.detail} aria-label="出账">
      <header className={styles.title}>
        <div>
          <h2>{run.scope} <small>{run.from} 至 {run.to} 的抄表</small> <span className={styles.state} data-state={run.state}>{billRunStateLabels[run.state]}</span></h2>
          <p className={styles.tip}>{run.startedBy} {formatFullInstant(run.startedAt)} 开始{run.issuedAt && `；${run.issuedBy} ${formatFullInstant(run.issuedAt)} 出账`}{run.cancelReason !== null && `；${run.cancelledBy} 撤销：${run.cancelReason}`}</p>
        </div>
        <Acts run={run} />
      </header>
      {underWay(run.state) && <Progress percent={run.percent} status="active" size={['100%', 10]} />}
      {run.trouble !== null && <p className={styles.trouble} role="alert">{run.trouble}</p>}
      <Changed run={run} />
      <Counts run={run} />
      {run.sums.length > 0 && run.state !== 'cancelled' && <Sums run={run} />}
      {(run.state === 'review' || run.reviews.length > 0) && run.state !== 'cancelled' && run.state !== 'computing' && <ReviewList run={run} />}
    </article>
  );
}

/** What was put right after it had been computed: before the issue it waits for review, afterwards it did not go out. */
function Changed({ run }: { run: BillRunView }) {
  const changed = run.reviews.find(({ reason }) => reason === 'stale');
  if (!changed) return null;
  if (run.state === 'review' && changed.open > 0) return <p className={styles.trouble} role="status">有 {changed.open} 笔在计算之后更正了资料，已按新资料重算，请再审核。</p>;
  if ((run.state === 'issuing' || run.state === 'issued') && changed.held > 0) return <p className={styles.trouble} role="status">有 {changed.held} 笔在出账时资料已变，没有出账，列在“暂缓”里；下次出账按新资料计算。</p>;
  return null;
}

function Counts({ run }: { run: BillRunView }) {
  const counts: [string, string][] = [
    [run.state === 'issued' ? '账单' : '草稿', `${run.billCount.toLocaleString()} 笔`], ['水量', `${run.volume.toLocaleString()} m³`], ['金额', `${formatFen(run.totalFen)} 元`],
    ...(run.state === 'issued' || run.state === 'issuing' ? [['已出', `${run.issuedCount.toLocaleString()} 笔`], ['零元', `${run.zeroCount.toLocaleString()} 笔`], ['预存抵扣', `${run.prepaidCount.toLocaleString()} 户 ${formatFen(run.prepaidFen)} 元`]] as [string, string][] : []),
  ];
  return <dl className={styles.counts}>{counts.map(([label, value]) => <div key={label}><dt>{label}</dt><dd>{value}</dd></div>)}</dl>;
}

/** Beside the same accounts' bills before: what is far here is far for many. */
function Sums({ run }: { run: BillRunView }) {
  return (
    <table className={styles.sums}>
      <thead><tr><th>区域</th><th>水价</th><th>笔数</th><th>水量 m³</th><th>上期水量</th><th>变化</th><th>金额 元</th><th>上期金额</th><th>变化</th></tr></thead>
      <tbody>
        {run.sums.map((sum) => (
          <tr key={`${sum.zone} ${sum.tariffCode}`}>
            <td>{zoneLabels[sum.zone]}</td><td>{sum.tariffName}</td><td>{sum.billCount.toLocaleString()}</td>
            <td>{sum.volume.toLocaleString()}</td><td>{sum.previousVolume.toLocaleString()}</td><td>{change(sum.volume, sum.previousVolume)}</td>
            <td>{formatFen(sum.totalFen)}</td><td>{formatFen(sum.previousFen)}</td><td>{change(sum.totalFen, sum.previousFen)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
const change = (now: number, before: number) => (before === 0 ? '—' : `${now >= before ? '+' : '−'}${Math.abs(((now - before) * 100) / before).toFixed(1)}%`);

function Acts({ run }: { run: BillRunView }) {
  const [asking, setAsking] = useState<'issue' | 'cancel' | null>(null);
  const [reason, setReason] = useState('');
  const issue = useBillRunCommand(issueBillRun, () => { setAsking(null); showNotice({ id: 'done', tone: 'done', text: '已开始出账，可以离开这一页', lastsMs: 4000 }); });
  const cancel = useBillRunCommand(cancelBillRun, () => setAsking(null));
  const { version, billCount, totalFen } = run;
  const sendIssue = () => { if (!issue.isPending) issue.send({ version, billCount, totalFen }, run.id); };
  const sendCancel = () => { if (reason.trim() !== '' && !cancel.isPending) cancel.send({ version, reason: reason.trim() }, run.id); };
  const mayIssue = run.allowed.includes('issue');
  const mayCancel = run.allowed.includes('cancel');
  useKeys('出账', [
    mayIssue && asking === null && { keys: 'f8', label: '出账', run: () => setAsking('issue') },
    asking === 'issue' && { keys: 'ctrl+enter', label: '确认出账', run: sendIssue },
    asking === 'cancel' && { keys: 'ctrl+enter', label: '确认撤销', run: sendCancel },
    asking !== null && { keys: 'escape', label: '返回', run: () => setAsking(null) },
  ]);
  if (asking === 'issue')
    return (
      <div className={styles.ask} role="alertdialog" aria-label="确认出账">
        <p>出账 <b>{billCount.toLocaleString()}</b> 笔，共 <b>{formatFen(totalFen)}</b> 元。出账后居民会收到通知，不能整批撤回。</p>
        <Refusal error={issue.error} />
        <div className={styles.buttons}><Button type="primary" autoFocus loading={issue.isPending} onClick={sendIssue}>确认出账 <KeyCap keys="ctrl+enter" /></Button><Button onClick={() => setAsking(null)}>返回</Button></div>
      </div>
    );
  if (asking === 'cancel')
    return (
      <div className={styles.ask} role="alertdialog" aria-label="撤销">
        <Refusal error={cancel.error} />
        <Field label="撤销原因" required><Input autoFocus aria-label="撤销原因" maxLength={200} value={reason} onChange={(e) => setReason(e.target.value)} /></Field>
        <div className={styles.buttons}><Button danger disabled={reason.trim() === ''} loading={cancel.isPending} onClick={sendCancel}>删除草稿并撤销</Button><Button onClick={() => setAsking(null)}>返回</Button></div>
      </div>
    );
  return (
    <div className={styles.buttons}>
      {run.state === 'review' && <Button type="primary" disabled={!mayIssue} title={run.openReviews > 0 ? `还有 ${run.openReviews} 条待审` : undefined} onClick={() => setAsking('issue')}>出账 <KeyCap keys="f8" /></Button>}
      {mayCancel && <Button onClick={() => setAsking('cancel')}>撤销</Button>}
    </div>
  );
}

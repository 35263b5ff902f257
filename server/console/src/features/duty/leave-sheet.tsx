import { approveLeave, nameRelief, refuseLeave, returnFromLeave, signLeave, signSlip, slipPaper, withdrawLeave, type LeaveDetail } from '@shouwen/shared/contract/duty';
import { formatDeadline, formatInstant, groupTicketNumber } from '@shouwen/shared/value';
import { leaveActionLabels, leaveKindLabels, leaveStateLabels, type LeaveAction } from '@shouwen/shared/vocabulary';
import { PrinterOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { addressOf } from '../../api/call';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { useStaff } from '../../session/session';
import { ticketAddress } from '../../session/workplace';
import { Field } from '../../ui/field';
import { showNotice } from '../../ui/notice';
import { Refusal } from '../../ui/refusal';
import { ErrorState, ListSkeleton } from '../../ui/state';
import { useLeave, useLeaveCommand } from './duty.calls';
import styles from './leave-sheet.module.css';
import { OneColleague } from './one-colleague';

/** One leave with its handover slip, as on paper: open tickets with deadlines, and both signatures. */
export function LeaveSheet({ id }: { id: number }) {
  const leave = useLeave(id);
  if (leave.isPending) return <ListSkeleton rows={8} height={48} />;
  if (leave.isError) return <ErrorState error={leave.error} onRetry={() => void leave.refetch()} />;
  const { person, relief, slip, steps } = leave.data;
  const signed = (label: string) => steps.filter((step) => step.label === label).at(-1);
  return (
    <article className={styles.sheet}>
      <header>
        <h2>{person.name} <em>{person.staffNumber}</em> · {leaveKindLabels[leave.data.kind]}</h2>
        <span className={styles.state}>{leaveStateLabels[leave.data.state]}</span>
        {slip && <Button size="small" icon={<PrinterOutlined />} href={addressOf(slipPaper, { params: { id } })} target="_blank">打印交接单</Button>}
      </header>
      <dl className={styles.facts}>
        <div><dt>时间</dt><dd>{formatInstant(leave.data.from)} 至 {formatDeadline(leave.data.until)}</dd></div>
        <div><dt>顶岗人</dt><dd>{relief.name} <em>{relief.staffNumber}</em></dd></div>
        {leave.data.reason && <div><dt>事由</dt><dd>{leave.data.reason}</dd></div>}
        {leave.data.waitsFor.length > 0 && <div><dt>等待</dt><dd>{leave.data.waitsFor.map((p) => p.name).join('、')}签字</dd></div>}
      </dl>
      {leave.data.clashes.length > 0 && <p className={styles.clash} role="alert"><b>岗位会无人</b>{leave.data.clashes.join('；')} <small>AB-2</small></p>}
      <Acts leave={leave.data} />
      {slip && (
        <section className={styles.slip} aria-label="交接单">
          <h3>工作交接单 <small>未办结工单 {slip.tickets.length} 件</small></h3>
          {slip.note && <p className={styles.note}>{slip.note}</p>}
          {slip.tickets.length === 0 ? <p className={styles.quiet}>没有未办结的工单。</p> : (
            <table>
              <thead><tr><th>工单</th><th>事项</th><th>时限</th><th>交接</th></tr></thead>
              <tbody>
                {slip.tickets.map((ticket) => <TicketLine key={ticket.number} ticket={ticket} />)}
              </tbody>
            </table>
          )}
          <div className={styles.signatures}>
            <Signature label="请假人" name={person.name} at={slip.absentSignedAt} />
            <Signature label="顶岗人" name={relief.name} at={slip.reliefSignedAt} />
            <Signature label="负责人" name={signed(leaveActionLabels.sign)?.by ?? ''} at={signed(leaveActionLabels.sign)?.at ?? null} />
            <Signature label="大厅主任" name={signed(leaveActionLabels.approve)?.by ?? ''} at={signed(leaveActionLabels.approve)?.at ?? null} />
          </div>
        </section>
      )}
      <ol className={styles.steps}>
        {steps.map((step, index) => <li key={index}><time>{formatInstant(step.at)}</time> {step.by ?? '到时间'}　{step.label}{step.note && `：${step.note}`}</li>)}
      </ol>
    </article>
  );
}

function TicketLine({ ticket }: { ticket: NonNullable<LeaveDetail['slip']>['tickets'][number] }) {
  const staff = useStaff();
  const standing = ticket.reliefExcluded ? '顶岗人须回避，请主任另行指派' : ticket.handedBack ? '已交回' : ticket.handedOver ? '已移交' : '';
  return (
    <tr>
      <td className={styles.number}><Link to={ticketAddress(staff, ticket.number)}>{groupTicketNumber(ticket.number)}</Link></td>
      <td>{ticket.title || '（保密）'}<small>{ticket.categoryLabel} · {ticket.state}</small></td>
      <td>{ticket.dueAt === null ? '无' : formatDeadline(ticket.dueAt)}</td>
      <td>{ticket.addedAtStart && <small className={styles.added}>开始时增加</small>}{standing}</td>
    </tr>
  );
}

function Signature({ label, name, at }: { label: string; name: string; at: string | null }) {
  return <div data-signed={at !== null || undefined}><span>{label}</span><strong>{at === null ? '' : name}</strong><small>{at === null ? '未签' : formatInstant(at)}</small></div>;
}

/** What this person may do now; of what they may not, the reason stays with the server's list. */
function Acts({ leave }: { leave: LeaveDetail }) {
  const commands = {
    sign: useLeaveCommand(signLeave), 'sign-slip': useLeaveCommand(signSlip), approve: useLeaveCommand(approveLeave), withdraw: useLeaveCommand(withdrawLeave), return: useLeaveCommand(returnFromLeave),
  };
  const refuse = useLeaveCommand(refuseLeave);
  const change = useLeaveCommand(nameRelief);
  const [asked, setAsked] = useState<'refuse' | 'name-relief' | null>(null);
  const [reason, setReason] = useState('');
  const [reliefId, setReliefId] = useState<number | null>(null);
  const may = (action: LeaveAction) => leave.allowedActions.some((a) => a.action === action && a.allowed);
  const params = { id: leave.id };
  const done = (text: string) => ({ onSuccess: () => { setAsked(null); showNotice({ id: 'leave', tone: 'done', text }); } });
  const act = (action: keyof typeof commands) => commands[action].send({ params, body: { version: leave.version } }, done(`已${leaveActionLabels[action]}`));
  const first = (['sign', 'sign-slip', 'approve', 'return'] as const).find(may);
  useKeys('请假', [first && asked === null && { keys: 'ctrl+enter', label: leaveActionLabels[first], run: () => act(first) }]);
  const error = [...Object.values(commands), refuse, change].find((command) => command.isError)?.error;
  if (!(['sign', 'sign-slip', 'approve', 'return', 'withdraw', 'refuse', 'name-relief'] as const).some(may)) return null;
  return (
    <section className={styles.acts}>
      <div>
        {first && <Button type="primary" loading={commands[first].isPending} onClick={() => act(first)}>{leaveActionLabels[first]} <KeyCap keys="ctrl+enter" /></Button>}
        {may('name-relief') && <Button onClick={() => setAsked('name-relief')}>{leaveActionLabels['name-relief']}</Button>}
        {may('refuse') && <Button danger onClick={() => setAsked('refuse')}>{leaveActionLabels.refuse}</Button>}
        {may('withdraw') && <Button loading={commands.withdraw.isPending} onClick={() => act('withdraw')}>{leaveActionLabels.withdraw}</Button>}
      </div>
      {asked === 'refuse' && (
        <form onSubmit={(e) => { e.preventDefault(); if (reason.trim() !== '') refuse.send({ params, body: { version: leave.version, reason: reason.trim() } }, done('已退回请假单')); }}>
          <Field label="不批准的原因" required><Input autoFocus maxLength={200} value={reason} onChange={(e) => setReason(e.target.value)} /></Field>
          <Button danger type="primary" htmlType="submit" loading={refuse.isPending} disabled={reason.trim() === ''}>不批准</Button>
          <Button onClick={() => setAsked(null)}>取消</Button>
        </form>
      )}
      {asked === 'name-relief' && (
        <form onSubmit={(e) => { e.preventDefault(); if (reliefId !== null) change.send({ params, body: { version: leave.version, reliefId } }, done('已改换顶岗人')); }}>
          <Field label="新的顶岗人" required hint="双方须重新在交接单上签字"><OneColleague autoFocus value={reliefId} onChange={setReliefId} placeholder="姓名或工号" /></Field>
          <Button type="primary" htmlType="submit" loading={change.isPending} disabled={reliefId === null}>改换</Button>
          <Button onClick={() => setAsked(null)}>取消</Button>
        </form>
      )}
      <Refusal error={error} />
    </section>
  );
}

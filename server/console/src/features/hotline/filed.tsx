import type { ClockView, StaffTicketDetail } from '@shouwen/shared/contract/ticket';
import { formatDeadline } from '@shouwen/shared/value';
import { Button } from 'antd';
import { useNavigate } from 'react-router';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { SimilarPanel } from '../../similar/similar-panel';
import type { CallMode } from './call-form';
import styles from './filed.module.css';

/** What a clock promises the caller; `return` is between the department and us. */
const deeds: Partial<Record<ClockView['clock'], string>> = { 'first-response': '与您联系', 'on-site': '到达现场', resolution: '办完并答复您' };
const said: Record<CallMode, string> = { ticket: '已登记，请念给来电人', solved: '已记下并办结', note: '已记到这张工单' };

/** The number in large type, and the sentence that goes with it. */
export function Filed({ ticket, mode, onNext }: { ticket: StaffTicketDetail; mode: CallMode; onNext: () => void }) {
  const navigate = useNavigate();
  const open = () => void navigate(`/tickets/mine/${ticket.number}`);
  useKeys('通话', [{ keys: 'n', label: '再登记一件', run: onNext }, { keys: 'o', label: '打开工单', run: open }]);
  const first = ticket.firstResponsible;
  const promise = ticket.clocks.filter(({ clock, dueAt, stoppedAt }) => clock in deeds && dueAt !== null && stoppedAt === null).sort((a, b) => a.dueAt!.localeCompare(b.dueAt!))[0];
  return (
    <div className={styles.filed}>
      <p>{said[mode]}</p>
      <div className={styles.number}>{ticket.numberSpoken}</div>
      <strong>{ticket.title}</strong>
      {mode === 'ticket' && (
        <blockquote>
          “您的工单号是 {ticket.numberSpoken}，由 {first.name}（工号 {first.staffNumber}）负责到底，
          {promise && `${formatDeadline(promise.dueAt!)} 前${deeds[promise.clock]}，`}随时可以拨打 {first.hallPhone} 查问。”
        </blockquote>
      )}
      <div className={styles.buttons}>
        <Button onClick={onNext}>再登记一件 <KeyCap keys="n" /></Button>
        <Button onClick={open}>打开工单 <KeyCap keys="o" /></Button>
        <span>说完再见后按 <KeyCap keys="f9" /> 结束通话</span>
      </div>
      {mode === 'ticket' && <div className={styles.similar}><SimilarPanel ticket={ticket} /></div>}
    </div>
  );
}

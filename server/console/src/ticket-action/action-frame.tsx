import { CloseOutlined } from '@ant-design/icons';
import type { StaffTicketDetail } from '@shouwen/shared/contract/ticket';
import { formatInstant } from '@shouwen/shared/value';
import { ticketActionLabels } from '@shouwen/shared/vocabulary';
import { Button } from 'antd';
import { useRef, useState, type ReactNode, type RefObject } from 'react';
import { ApiError } from '../api/api-error';
import { KeyCap } from '../keyboard/key-cap';
import { useKeys } from '../keyboard/keyboard';
import { Refusal } from '../ui/refusal';
import styles from './action-frame.module.css';
import type { StaffAction } from './action';

/**
 * Title, keys, refusals and the send button of every action form. Shows what others did to the ticket since the form was opened, so that
 * nobody sends on what they have not seen; what was typed stays.
 */
export function ActionFrame({
  action, ticket, formRef, explain, submitLabel, pending, error, onSubmit, onClose, children,
}: {
  action: StaffAction;
  ticket: StaffTicketDetail;
  formRef: RefObject<HTMLFormElement | null>;
  explain?: ReactNode;
  submitLabel: string;
  pending: boolean;
  error: unknown;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const [seen, setSeen] = useState(() => ({ sequence: ticket.timeline.at(-1)?.sequence ?? 0, version: ticket.version }));
  const news = ticket.timeline.filter((entry) => entry.sequence > seen.sequence);
  const changed = ticket.version !== seen.version;
  const offer = ticket.allowedActions.find((a) => a.action === action);
  const blocked = offer && !offer.allowed && !pending ? (offer.why ?? '当前状态下不能进行') : null;
  const conflict = error instanceof ApiError && error.status === 409;
  const panel = useRef<HTMLDivElement>(null);

  const submit = () => {
    if (pending || blocked) return;
    setSeen({ sequence: ticket.timeline.at(-1)?.sequence ?? 0, version: ticket.version });
    onSubmit();
  };
  const copy = () => {
    const texts = [...(panel.current?.querySelectorAll('textarea') ?? [])].map((t) => t.value).filter(Boolean);
    void navigator.clipboard?.writeText(texts.join('\n'));
  };
  useKeys(ticketActionLabels[action], [
    { keys: 'ctrl+enter', label: submitLabel, run: submit },
    { keys: 'escape', label: '收起，内容保留', run: onClose },
  ]);
  return (
    <div ref={panel} className={styles.panel} role="region" aria-label={ticketActionLabels[action]}>
      <div className={styles.head}>
        <h2>{ticketActionLabels[action]}</h2>
        <span className={styles.explain}>{explain}</span>
        <button type="button" className={styles.close} onClick={onClose} aria-label="收起"><CloseOutlined /> <KeyCap keys="escape" /></button>
      </div>
      <form ref={formRef} className={styles.form} noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
        {(conflict || (changed && !pending)) && (
          <div className={styles.news} role="alert">
            <strong>{conflict ? error.message : '您填写时，这张工单有了新进展'}</strong>
            {news.map((entry) => <p key={entry.sequence}>{formatInstant(entry.at)} {entry.actor}：{entry.label}{entry.text && `，“${entry.text}”`}</p>)}
            {blocked
              ? <p>现在不能{ticketActionLabels[action]}：{blocked}。<button type="button" onClick={copy}>复制已写内容</button></p>
              : <p>您写的内容都还在，看过后可以继续提交。</p>}
          </div>
        )}
        {!conflict && <Refusal error={error} />}
        {children}
        <div className={styles.foot}>
          <Button type="primary" htmlType="submit" loading={pending} disabled={blocked !== null}>{submitLabel} <KeyCap keys="ctrl+enter" /></Button>
          <Button type="text" onClick={onClose}>先收起，内容保留</Button>
        </div>
      </form>
    </div>
  );
}

import { PhoneFilled } from '@ant-design/icons';
import { endCall, type CallerCard } from '@shouwen/shared/contract/hotline';
import { formatInstant } from '@shouwen/shared/value';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useContractForm } from '../../field/contract-form';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { durationText } from '../../ui/countdown';
import { useNow } from '../../ui/now';
import { Refusal } from '../../ui/refusal';
import styles from './call-bar.module.css';
import { useEndCall } from './hotline.calls';

/** Calls stay under five minutes in a peak (HL-6); the last minute warns. */
const LIMIT_MS = 5 * 60_000;
const WARN_MS = 4 * 60_000;

export function CallBar({ card, endedAt, summary }: { card: CallerCard; endedAt: string | null; summary: string }) {
  const [ending, setEnding] = useState(false);
  const navigate = useNavigate();
  useKeys('通话', [
    endedAt === null && { keys: 'f9', label: '结束通话', run: () => setEnding(true) },
    endedAt !== null && { keys: 'f2', label: '下一个来电', run: () => void navigate('/hotline') },
  ]);
  return (
    <header className={styles.bar} data-ended={endedAt !== null || undefined}>
      <span className={styles.phone}><PhoneFilled /> {card.phone}</span>
      {endedAt ? <span className={styles.over}>通话已结束，{formatInstant(card.startedAt)}，{durationText(Date.parse(endedAt) - Date.parse(card.startedAt))}</span> : <Timer startedAt={card.startedAt} />}
      <span style={{ flex: 1 }} />
      {endedAt
        ? <Button onClick={() => void navigate('/hotline')}>下一个来电 <KeyCap keys="f2" /></Button>
        : ending
          ? <Ending callId={card.callId} summary={summary} onCancel={() => setEnding(false)} />
          : <Button danger onClick={() => setEnding(true)}>结束通话 <KeyCap keys="f9" /></Button>}
    </header>
  );
}

function Timer({ startedAt }: { startedAt: string }) {
  const length = Math.max(0, useNow(1000) - Date.parse(startedAt));
  const seconds = Math.floor(length / 1000);
  const text = `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
  const tone = length >= LIMIT_MS ? 'late' : length >= WARN_MS ? 'soon' : 'calm';
  return (
    <span className={styles.timer} data-tone={tone} role="timer" aria-label={`通话 ${text}`}>
      {text}{tone === 'late' && <small>已过 5 分钟，可先登记再回电</small>}
    </span>
  );
}

function Ending({ callId, summary, onCancel }: { callId: number; summary: string; onCancel: () => void }) {
  const navigate = useNavigate();
  const end = useEndCall();
  const form = useContractForm(endCall, { summary }, (values) => values);
  const submit = () => {
    const body = form.check();
    if (body && !end.isPending) end.mutate({ params: { callId }, body }, { onSuccess: () => void navigate('/hotline') });
  };
  useKeys('结束通话', [{ keys: 'escape', label: '继续通话', run: onCancel }, { keys: 'f9', label: '确认结束', run: submit }]);
  return (
    <form ref={form.ref} className={styles.ending} onSubmit={(e) => { e.preventDefault(); submit(); }}>
      <Refusal error={end.error} />
      <Input autoFocus maxLength={200} placeholder="一句话小结，可不填" aria-label="小结" value={form.values.summary} onChange={(e) => form.set('summary', e.target.value)} />
      <Button type="primary" danger htmlType="submit" loading={end.isPending}>结束 <KeyCap keys="enter" /></Button>
      <Button onClick={onCancel}>继续通话 <KeyCap keys="escape" /></Button>
    </form>
  );
}

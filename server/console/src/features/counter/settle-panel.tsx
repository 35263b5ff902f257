import { takePayment, type CounterPaymentItem } from '@shouwen/shared/contract/counter';
import { formatFen, shanghaiDate } from '@shouwen/shared/value';
import { Button, Input, type InputRef } from 'antd';
import { useRef, useState, type RefObject } from 'react';
import { flushSync } from 'react-dom';
import { ApiError } from '../../api/api-error';
import { Field } from '../../ui/field';
import { Refusal } from '../../ui/refusal';
import { YuanField } from '../../field/yuan-field';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { basketOf, servedSince, totalOf, type Entry } from './basket';
import { useCounterCommand } from './counter.calls';
import styles from './counter.module.css';
import { NativePanel } from './native-panel';

export type Method = 'cash' | 'card' | 'wechat';
const methods: { method: Method; label: string; keys: string }[] = [{ method: 'cash', label: '现金', keys: 'f2' }, { method: 'card', label: '刷卡', keys: 'f4' }, { method: 'wechat', label: '微信', keys: 'f8' }];
/** The terminal begins a new batch every day: yesterday's is not offered again. */
const BATCH = 'shouwen.card-batch';
const rememberedBatch = (): string => {
  const [day, batch] = (localStorage.getItem(BATCH) ?? '').split(' ');
  return day === shanghaiDate(new Date()) ? (batch ?? '') : '';
};
/** More goes back than the largest note: nobody gives that much. A slip of the finger, or a bill scanned into the wrong field. */
const UNUSUAL_CHANGE_FEN = 10_000;

/** What the money of the basket comes as. Enter settles; pressing it twice pays once. */
export function SettlePanel({ entries, tendered: input, since, onPaid, onStale }: {
  entries: readonly Entry[];
  tendered: RefObject<InputRef | null>;
  /** When the first account was found (PY-3), by `performance.now()`. */
  since: number;
  onPaid: (payment: CounterPaymentItem) => void;
  /** Somebody else paid, or an amount changed: the accounts are to be read again. */
  onStale: () => void;
}) {
  const [method, setMethod] = useState<Method>('cash');
  const [tenderedFen, setTendered] = useState<number | null>(null);
  const [batch, setBatch] = useState(rememberedBatch);
  const [reference, setReference] = useState('');
  const [complaint, setComplaint] = useState('');
  const [leaveTo, setLeaveTo] = useState<Method | null>(null);
  const [large, setLarge] = useState(false);
  const card = useRef<InputRef>(null);
  const batchInput = useRef<InputRef>(null);
  /** A payment that is sent again is the same payment: its time is that of the first try. */
  const sent = useRef<{ content: string; servedMs: number } | null>(null);
  const totalFen = totalOf(entries);
  const pay = useCounterCommand(takePayment, (payment) => onPaid(payment));
  const changeFen = tenderedFen === null ? null : tenderedFen - totalFen;

  const settle = (sure: boolean) => {
    if (pay.isPending || totalFen <= 0) return;
    if (method === 'cash' && (tenderedFen === null || tenderedFen < totalFen)) return setComplaint(tenderedFen === null ? '请输入收到的金额；按 + 填入应收' : `还差 ${formatFen(totalFen - tenderedFen)} 元`);
    if (method === 'cash' && changeFen !== null && changeFen >= UNUSUAL_CHANGE_FEN && !sure) {
      setLarge(true);
      return setComplaint(`收到 ${formatFen(tenderedFen ?? 0)} 元，要找 ${formatFen(changeFen)} 元：请再核对收到的金额。确实如此，按 Ctrl Enter 收款`);
    }
    if (method === 'card' && !batch.trim()) {
      batchInput.current?.focus({ cursor: 'all' });
      return setComplaint('请填写刷卡单上的批次号');
    }
    if (method === 'card' && !reference.trim()) {
      card.current?.focus({ cursor: 'all' });
      return setComplaint('请填写刷卡单上的参考号');
    }
    setComplaint('');
    if (method === 'card') localStorage.setItem(BATCH, `${shanghaiDate(new Date())} ${batch.trim()}`);
    const how = method === 'cash' ? { method, tenderedFen: tenderedFen! } : { method: 'card' as const, batch, reference };
    const wanted = { ...basketOf(entries), how };
    const content = JSON.stringify(wanted);
    if (sent.current?.content !== content) sent.current = { content, servedMs: servedSince(since) };
    pay.mutate({ body: { ...wanted, servedMs: sent.current.servedMs } }, {
      onError: (error) => { if (error instanceof ApiError && (error.code === 'BILL_CHANGED' || error.code === 'BILL_ALREADY_PAID')) onStale(); },
    });
  };
  const go = (next: Method) => {
    flushSync(() => {
      setMethod(next);
      setLeaveTo(null);
      setComplaint('');
    });
    pay.reset();
    (next === 'card' ? (batch.trim() === '' ? batchInput : card) : input).current?.focus({ cursor: 'all' });
  };
  // A code on the screen is closed first: nobody shall pay twice.
  const choose = (next: Method) => (method === 'wechat' && next !== 'wechat' && totalFen > 0 ? setLeaveTo(next) : go(next));
  useKeys('收款', [
    ...methods.map(({ method: next, label, keys }) => ({ keys, label: `收${label}`, run: () => choose(next) })),
    { keys: 'ctrl+enter', label: '收款', run: () => settle(true), when: () => method !== 'wechat' },
  ]);

  return (
    <section className={styles.settle} aria-label="收款">
      <div className={styles.due}><span>应收</span><strong>{formatFen(totalFen)}</strong></div>
      <div role="radiogroup" aria-label="收款方式" className={styles.methods}>
        {methods.map(({ method: one, label, keys }) => (
          <button key={one} type="button" role="radio" aria-checked={one === method} tabIndex={-1} onClick={() => choose(one)}>{label} <KeyCap keys={keys} quiet /></button>
        ))}
      </div>
      {method === 'cash' && (
        <>
          <Field label="收到">
            <YuanField
              large label="收到" value={tenderedFen} onChange={(fen) => { setTendered(fen); setComplaint(''); setLarge(false); }} onEnter={() => settle(false)} inputRef={input} placeholder="按 + 填入应收"
              onKeyDown={(event) => { if (event.key === '+' || event.key === '＋') { event.preventDefault(); setTendered(totalFen); } }}
            />
          </Field>
          <div className={styles.change} data-short={changeFen !== null && changeFen < 0 ? true : undefined} aria-live="polite">
            <span>{changeFen !== null && changeFen < 0 ? '还差' : '找零'}</span><strong>{changeFen === null ? '—' : formatFen(Math.abs(changeFen))}</strong>
          </div>
        </>
      )}
      {method === 'card' && (
        <>
          <Field label="批次号"><Input aria-label="批次号" ref={batchInput} value={batch} maxLength={20} autoComplete="off" onChange={(e) => setBatch(e.target.value)} onPressEnter={() => card.current?.focus()} /></Field>
          <Field label="参考号"><Input aria-label="参考号" ref={card} size="large" value={reference} maxLength={40} autoComplete="off" placeholder="刷卡单上的参考号" onChange={(e) => { setReference(e.target.value); setComplaint(''); }} onPressEnter={() => settle(false)} /></Field>
        </>
      )}
      {method === 'wechat' && totalFen > 0 && <NativePanel key={JSON.stringify(basketOf(entries))} entries={entries} since={since} leaving={leaveTo !== null} onPaid={onPaid} onStale={onStale} onLeft={() => go(leaveTo ?? 'cash')} onStay={() => setLeaveTo(null)} />}
      {method === 'wechat' && totalFen <= 0 && <p>请先填写本次缴的金额（F6）</p>}
      {method !== 'wechat' && <Button type="primary" size="large" block loading={pay.isPending} disabled={totalFen <= 0} onClick={() => settle(large)}>收款并出收据 <KeyCap keys={large ? 'ctrl+enter' : 'enter'} /></Button>}
      {complaint && <div role="alert" className={styles.fault}>{complaint}</div>}
      <Refusal error={pay.error} />
    </section>
  );
}

import { cancelNative, startNative, type CounterPaymentItem } from '@shouwen/shared/contract/counter';
import { formatFen } from '@shouwen/shared/value';
import { Button, QRCode } from 'antd';
import { useEffect, useEffectEvent, useState } from 'react';
import { ApiError } from '../../api/api-error';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { Refusal } from '../../ui/refusal';
import { basketOf, type Entry } from './basket';
import { useCounterCommand, useNative } from './counter.calls';
import styles from './counter.module.css';

/** The code the customer scans; the screen turns when the money is there. Leaving closes the order, so that nobody pays it later. */
export function NativePanel({ entries, since, onPaid, onStale, onCancelled }: {
  entries: readonly Entry[]; since: number; onPaid: (payment: CounterPaymentItem) => void; onStale: () => void; onCancelled: () => void;
}) {
  const start = useCounterCommand(startNative);
  const order = start.data;
  const status = useNative(order?.paymentId ?? null);
  const state = status.data?.state;
  const [leaving, setLeaving] = useState(false);
  const cancel = useCounterCommand(cancelNative, (payment) => (payment.state === 'closed' ? onCancelled() : onPaid(payment)));
  const begin = () => start.mutate({ body: { ...basketOf(entries), servedMs: Math.round(performance.now() - since) } }, {
    onError: (error) => { if (error instanceof ApiError && (error.code === 'BILL_CHANGED' || error.code === 'BILL_ALREADY_PAID')) onStale(); },
  });
  const opened = useEffectEvent(begin);
  useEffect(() => opened(), []);
  const turned = useEffectEvent(() => { if (status.data && state !== 'unpaid' && state !== 'closed' && !leaving) onPaid(status.data); });
  useEffect(() => turned(), [state]);
  const leave = () => {
    if (!order) return onCancelled();
    setLeaving(true);
    cancel.mutate({ params: { id: order.paymentId } }, { onError: () => setLeaving(false) });
  };
  useKeys('收款码', [{ keys: 'escape', label: '取消收款码', run: leave }]);
  return (
    <div className={styles.native}>
      {order && state !== 'closed' && <QRCode value={order.codeUrl} size={216} bordered={false} status={leaving ? 'loading' : 'active'} />}
      {order ? <p>请顾客用微信扫码，付 <b>{formatFen(order.amountFen)}</b> 元</p> : start.isPending ? <p>正在向微信要收款码…</p> : null}
      {state === 'closed' && <p role="alert">这个收款码已过期，没有扣款。<Button size="small" onClick={begin}>再出一个码</Button></p>}
      <Refusal error={start.error ?? cancel.error ?? status.error}>{start.error ? <Button size="small" onClick={begin}>重试</Button> : null}</Refusal>
      <Button block loading={cancel.isPending} onClick={leave}>取消，改用其他方式 <KeyCap keys="escape" quiet /></Button>
    </div>
  );
}

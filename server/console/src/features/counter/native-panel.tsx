import { cancelNative, startNative, type CounterPaymentItem } from '@shouwen/shared/contract/counter';
import { formatFen } from '@shouwen/shared/value';
import { Button, QRCode } from 'antd';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { ApiError } from '../../api/api-error';
import { call } from '../../api/call';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { showNotice } from '../../ui/notice';
import { Refusal } from '../../ui/refusal';
import { basketOf, servedSince, type Entry } from './basket';
import { useCounterCommand, useNative, useStaleShift } from './counter.calls';
import styles from './counter.module.css';

/** The code the customer scans; the screen turns when the money is there. However it is left, its order is closed, so that nobody pays it later. */
export function NativePanel({ entries, since, leaving: wanted, onPaid, onStale, onLeft, onStay }: {
  entries: readonly Entry[]; since: number;
  /** Another way of paying was chosen: the order is closed first. */
  leaving: boolean;
  onPaid: (payment: CounterPaymentItem) => void; onStale: () => void; onLeft: () => void; onStay: () => void;
}) {
  /** The order that nobody has paid or closed yet, as far as we know; `gone`: the panel is left. */
  const open = useRef<{ paymentId: number | null; gone: boolean }>({ paymentId: null, gone: false });
  const refreshShift = useStaleShift();
  const start = useCounterCommand(startNative, ({ paymentId }) => {
    open.current.paymentId = paymentId;
    if (open.current.gone) abandon(open.current.paymentId, refreshShift);
  });
  const order = start.data;
  const status = useNative(order?.paymentId ?? null);
  const state = status.data?.state;
  const [leaving, setLeaving] = useState(false);
  const finish = (payment: CounterPaymentItem) => {
    open.current.paymentId = null;
    refreshShift();
    if (payment.state === 'closed') onLeft();
    else onPaid(payment);
  };
  const cancel = useCounterCommand(cancelNative, finish);
  const begin = () => start.mutate({ body: { ...basketOf(entries), servedMs: servedSince(since) } }, {
    onError: (error) => { if (error instanceof ApiError && (error.code === 'BILL_CHANGED' || error.code === 'BILL_ALREADY_PAID')) onStale(); },
  });
  const opened = useEffectEvent(begin);
  useEffect(() => {
    const mine = open.current;
    mine.gone = false;
    opened();
    return () => {
      mine.gone = true;
      if (mine.paymentId !== null) abandon(mine.paymentId, () => undefined);
    };
  }, []);
  const turned = useEffectEvent(() => {
    if (state === 'closed') open.current.paymentId = null;
    if (status.data && state !== 'unpaid' && state !== 'closed' && !leaving) finish(status.data);
  });
  useEffect(() => turned(), [state]);
  const leave = () => {
    // Without WeChat's answer the cashier goes on all the same: a payment by the code that still comes is seen in the shift's list.
    if (open.current.paymentId === null || cancel.isError) return onLeft();
    if (leaving) return;
    setLeaving(true);
    cancel.mutate({ params: { id: open.current.paymentId } }, { onError: () => { setLeaving(false); onStay(); } });
  };
  const leaveAsWanted = useEffectEvent(leave);
  useEffect(() => { if (wanted) leaveAsWanted(); }, [wanted]);
  useKeys('收款码', [{ keys: 'escape', label: '取消收款码', run: leave }]);
  return (
    <div className={styles.native}>
      {order && state !== 'closed' && <QRCode value={order.codeUrl} size={216} bordered={false} status={leaving ? 'loading' : 'active'} />}
      {order ? <p>请顾客用微信扫码，付 <b>{formatFen(order.amountFen)}</b> 元</p> : start.isPending ? <p>正在向微信要收款码…</p> : null}
      {state === 'closed' && <p role="alert">这个收款码已过期，没有扣款。<Button size="small" onClick={begin}>再出一个码</Button></p>}
      <Refusal error={start.error ?? cancel.error ?? status.error}>{start.error ? <Button size="small" onClick={begin}>重试</Button> : null}</Refusal>
      {cancel.isError && <p role="alert">收款码还没能关闭，请提醒顾客不要再扫；再按一次 Esc 改用其他方式</p>}
      <Button block loading={cancel.isPending} onClick={leave}>取消，改用其他方式 <KeyCap keys="escape" quiet /></Button>
    </div>
  );
}

/** The next customer is being served already: said at the edge when the money came all the same. */
function abandon(paymentId: number, refresh: () => void): void {
  call(cancelNative, { params: { id: paymentId } }).then(
    (payment) => {
      refresh();
      if (payment.state === 'closed') return;
      showNotice({ id: `native-${paymentId}`, tone: 'done', lastsMs: null, text: `刚才的收款码已付 ${formatFen(payment.amountFen)} 元`, detail: `${payment.accountNumbers.join('、')}${payment.receiptNumber ? ` 收据 ${payment.receiptNumber}` : ''}，在“本班收费记录”里` });
    },
    () => showNotice({ id: `native-${paymentId}`, tone: 'fault', lastsMs: 20_000, text: '刚才的收款码没能关闭', detail: '请提醒顾客不要再扫；扫了会记在“本班收费记录”里' }),
  );
}

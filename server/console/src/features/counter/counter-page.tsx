import type { AccountHit } from '@shouwen/shared/contract/account';
import { receiptPaper, type CounterPaymentItem, type TakenPayment } from '@shouwen/shared/contract/counter';
import { formatFen } from '@shouwen/shared/value';
import { paymentMethodLabels } from '@shouwen/shared/vocabulary';
import { Button, Checkbox, type InputRef } from 'antd';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { Link, useNavigate } from 'react-router';
import { messageOf } from '../../api/api-error';
import { addressOf } from '../../api/call';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { ErrorState, ListSkeleton } from '../../ui/state';
import { AccountCard } from './account-card';
import { entryOf, refreshed, type Entry } from './basket';
import { fetchAccount, useShiftNow } from './counter.calls';
import styles from './counter.module.css';
import { FindBox } from './find-box';
import { SettlePanel } from './settle-panel';
import { useThermalPrint } from './thermal-receipt';

const AUTO_PRINT = 'shouwen.print-receipts';

/** The cash desk: find, check with the customer, take the money, receipt; the next one can be typed at once (PY-1, PY-2, PY-3). */
export function CounterPage() {
  const navigate = useNavigate();
  const shift = useShiftNow();
  const [entries, setEntries] = useState<readonly Entry[]>([]);
  const [active, setActive] = useState(0);
  const [since, setSince] = useState(0);
  const [notice, setNotice] = useState<string | null>(null);
  const [last, setLast] = useState<CounterPaymentItem | null>(null);
  const [autoPrint, setAutoPrint] = useState(() => localStorage.getItem(AUTO_PRINT) === 'yes');
  const find = useRef<InputRef>(null);
  const tendered = useRef<InputRef>(null);
  const amount = useRef<InputRef>(null);
  const { print, paper } = useThermalPrint();

  // At once: a scanner begins to type with the key.
  const toFind = () => find.current?.focus({ cursor: 'all' });
  const toMoney = () => tendered.current?.focus({ cursor: 'all' });
  const clear = () => {
    setEntries([]);
    setNotice(null);
    toFind();
  };
  const add = async (hit: AccountHit) => {
    const there = entries.findIndex((entry) => entry.account.id === hit.id);
    if (there >= 0) {
      setActive(there);
      return toMoney();
    }
    try {
      const account = await fetchAccount(hit.id);
      // Drawn before the focus moves, and at once: the next key is the amount.
      flushSync(() => {
        if (entries.length === 0) setSince(performance.now());
        setEntries([...entries, entryOf(account)]);
        setActive(entries.length);
        setNotice(null);
        setLast(null);
      });
      // Nothing owed: what is paid can only be for the future.
      if (account.bills.length > 0) toMoney();
      else amount.current?.focus({ cursor: 'all' });
    } catch (error) {
      setNotice(messageOf(error));
    }
  };
  const remove = (index: number) => {
    const left = entries.filter((_, at) => at !== index);
    setEntries(left);
    setActive(Math.max(0, left.length - 1));
    if (left.length === 0) clear();
  };
  const paid = (payment: CounterPaymentItem) => {
    setLast(payment);
    setEntries([]);
    setNotice(null);
    toFind();
    if (autoPrint && payment.receiptNumber) print(payment.receiptNumber);
  };
  /** A bill was paid elsewhere, or costs something else by now: read again, and said plainly. */
  const stale = async () => {
    try {
      const fresh = await Promise.all(entries.map(async (entry) => ({ before: entry, ...refreshed(entry, await fetchAccount(entry.account.id)) })));
      setEntries(fresh.map(({ entry }) => entry));
      const changed = fresh.filter((one) => one.changed).map(({ before, entry }) => {
        const gone = before.account.bills.filter((bill) => !entry.account.bills.some(({ id }) => id === bill.id)).map((bill) => bill.to.slice(0, 7));
        return `户号 ${entry.account.accountNumber}：${gone.length > 0 ? `${gone.join('、')} 的账单刚在别处缴清` : '账单金额刚有变化'}`;
      });
      setNotice(changed.length > 0 ? `${changed.join('；')}。没有收款，请按新的金额与顾客核对` : null);
      toMoney();
    } catch (error) {
      setNotice(messageOf(error));
    }
  };
  const reprint = () => { if (last?.receiptNumber) print(last.receiptNumber); };
  useKeys('收费', [
    { keys: 'f3', label: '再加一户', run: toFind },
    { keys: 'f6', label: '改本次缴的金额（部分或预存）', run: () => amount.current?.focus({ cursor: 'all' }), when: () => entries.length > 0 },
    { keys: 'alt+x', label: '移去这一户', run: () => remove(active), when: () => entries.length > 0 },
    { keys: 'f9', label: '打印上一张收据', run: reprint, when: () => last !== null },
    { keys: 'f7', label: '打开上一张 A4 收据', run: () => { if (last?.receiptNumber) window.open(pageReceiptOf(last.receiptNumber), '_blank', 'noopener'); }, when: () => last !== null },
    { keys: 'f10', label: '本班收费记录', run: () => void navigate('/counter/payments') },
    { keys: 'alt+n', label: '清空，换下一位', run: clear },
  ]);

  if (shift.isPending) return <ListSkeleton rows={6} />;
  if (shift.isError) return <ErrorState error={shift.error} onRetry={() => void shift.refetch()} />;
  const own = shift.data.shift;
  return (
    <div className={styles.page}>
      <section className={styles.left}>
        {(own === null || own.state !== 'open') && (
          <p role="alert" className={styles.fault}>
            {own === null ? (shift.data.daySigned ? '今天的账已签字，不能再收费。' : '您还没有开班，不能收款。') : '班次正在清点交班，不能再收款。'}
            <Link to="/shift">去收费班次</Link>（Esc，再按 g s）
          </p>
        )}
        {own?.book === 'late' && <p className={styles.late}>晚收簿：今天的现金已送存，现在收的记入晚收簿，交班后请班长确认（PY-4）</p>}
        <FindBox input={find} onFound={(hit) => void add(hit)} />
        {notice && <p role="alert" className={styles.stale}>{notice}</p>}
        <div className={styles.cards}>
          {entries.map((entry, index) => (
            <AccountCard
              key={entry.account.id} entry={entry} active={index === active} onRemove={() => remove(index)} onDone={toMoney} {...(index === active ? { amount } : {})}
              onChange={(next) => { setActive(index); setEntries(entries.map((one, at) => (at === index ? next : one))); }}
            />
          ))}
          {entries.length === 0 && !last && <p className={styles.empty}>输入户号、手机号、姓名或拼音（如 wangxiuying 或 wxy）、地址，或扫水费单上的码；↑ ↓ 选择，Enter 打开</p>}
          {entries.length === 0 && last && <LastPayment payment={last} onPrint={reprint} />}
        </div>
      </section>
      <aside className={styles.right}>
        {entries.length > 0 ? <SettlePanel entries={entries} tendered={tendered} since={since} onPaid={paid} onStale={() => void stale()} /> : <div className={styles.idle}>选好户号后在这里收款</div>}
        <footer className={styles.foot}>
          <Pace pace={shift.data.pace} />
          <Checkbox checked={autoPrint} onChange={(event) => { setAutoPrint(event.target.checked); localStorage.setItem(AUTO_PRINT, event.target.checked ? 'yes' : 'no'); }}>收款后自动打印收据</Checkbox>
          <Link to="/counter/payments">本班收费记录 <KeyCap keys="f10" quiet /></Link>
          <Link to="/refunds">待付出的退款</Link>
        </footer>
      </aside>
      {paper}
    </div>
  );
}

const pageReceiptOf = (number: string) => addressOf(receiptPaper, { params: { number }, query: { size: 'a4' } });

/** PY-2: what was given and what goes back stays in sight while the next customer is looked up. */
function LastPayment({ payment, onPrint }: { payment: CounterPaymentItem & Partial<TakenPayment>; onPrint: () => void }) {
  return (
    <section className={styles.last} aria-label="上一笔" role="status">
      <h2>{payment.state === 'paid' ? '已收款' : '这笔钱没有用上，正在退回或已转预存'}</h2>
      <p>{payment.accountNumbers.join('、')}{payment.accountCount > payment.accountNumbers.length && ` 等 ${payment.accountCount} 户`}　{paymentMethodLabels[payment.method]} <b>{formatFen(payment.amountFen)}</b> 元</p>
      {payment.tenderedFen !== null && <p className={styles.give}><span>收 {formatFen(payment.tenderedFen)}</span><span>找零 <strong>{formatFen(payment.changeFen ?? 0)}</strong></span></p>}
      {payment.phoneMayStillPay && <p>微信暂时连不上，没能关闭手机上未付的订单：请提醒客户不要再用手机付，付了会自动退回</p>}
      {payment.receiptNumber && (
        <p>收据 <b>{payment.receiptNumber}</b>{payment.servedMs !== null && `　用时 ${Math.max(1, Math.round(payment.servedMs / 1000))} 秒`}</p>
      )}
      {payment.receiptNumber && (
        <div className={styles.actions}>
          <Button onClick={onPrint}>打印 80 mm 收据 <KeyCap keys="f9" quiet /></Button>
          <Button href={pageReceiptOf(payment.receiptNumber)} target="_blank">A4 收据 <KeyCap keys="f7" quiet /></Button>
        </div>
      )}
    </section>
  );
}

export function Pace({ pace }: { pace: { count: number; medianMs: number | null; withinMinute: number } }) {
  if (pace.medianMs === null) return <span className={styles.pace}>缴费用时：还没有记录</span>;
  return <span className={styles.pace} title="从找到户号到出收据（PY-3）">缴费用时：中位数 <b>{Math.max(1, Math.round(pace.medianMs / 1000))}</b> 秒，一分钟内 <b>{Math.round((100 * pace.withinMinute) / pace.count)}%</b>（{pace.count} 笔）</span>;
}

import { confirmLate, reopenDay, shiftPaper, signDay, type CashDay, type ShiftReport } from '@shouwen/shared/contract/cashier';
import { formatFen, formatFullDate, formatInstant } from '@shouwen/shared/value';
import { cashDayStateLabels, depositStateLabels, paymentMethodLabels, refundMethodLabels, shiftBookLabels, shiftStateLabels } from '@shouwen/shared/vocabulary';
import { Button, Input } from 'antd';
import { useRef, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { addressOf } from '../../api/call';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { useListKeys } from '../../keyboard/list-keys';
import { useStaff } from '../../session/session';
import { Field } from '../../ui/field';
import { showNotice } from '../../ui/notice';
import { Refusal } from '../../ui/refusal';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import { useCashCommand, useDay, useDays } from './shift.calls';
import styles from './shift.module.css';

/** PY-6: the shift leader's days: what is not signed stands first. `of`: `3.2026-11-22`, hall and date. */
export function DayPane({ of }: { of: string | null }) {
  const [state, setState] = useState<'open' | 'signed'>('open');
  const days = useDays(state);
  const list = useRef<HTMLDivElement>(null);
  const navigate = useNavigate();
  const items = days.data?.pages.flatMap((page) => page.items) ?? [];
  const [hall, date] = of === null ? [0, null] : [Number(of.split('.')[0]), of.split('.')[1] ?? null];
  useListKeys('当日账', list, { more: [{ keys: 'u', label: state === 'open' ? '看已签字的' : '看未签字的', run: () => setState(state === 'open' ? 'signed' : 'open') }, of !== null && { keys: 'escape', label: '收起', run: () => void navigate('/shift/day') }] });
  return (
    <div className={styles.split}>
      <div ref={list} className={styles.days}>
        <div className={styles.line}><Button size="small" type={state === 'open' ? 'primary' : 'default'} onClick={() => setState('open')}>未签字</Button><Button size="small" type={state === 'signed' ? 'primary' : 'default'} onClick={() => setState('signed')}>已签字</Button></div>
        {days.isPending ? <ListSkeleton rows={5} /> : days.isError ? <ErrorState error={days.error} onRetry={() => void days.refetch()} /> : items.length === 0 ? <EmptyState title={state === 'open' ? '没有等您签字的日子' : '还没有签过字的日子'} /> : items.map((day) => (
          <Link key={`${day.hallId}.${day.date}`} to={`/shift/day/${day.hallId}.${day.date}`} data-row aria-current={of === `${day.hallId}.${day.date}`} className={styles.day}>
            <b>{day.date}</b><span>{day.hallName}</span><small>{day.shiftCount} 个班次{day.openCount > 0 && `，${day.openCount} 个未交`}{day.signedByName && ` · ${day.signedByName} 签字`}</small>
          </Link>
        ))}
        {days.hasNextPage && <Button type="text" onClick={() => void days.fetchNextPage()}>再看一些</Button>}
      </div>
      {date === null ? <EmptyState title="从左边选一天">核对收费、存款和差异后签字</EmptyState> : <Day key={of} hallId={hall} date={date} />}
    </div>
  );
}

function Day({ hallId, date }: { hallId: number; date: string }) {
  const query = useDay(hallId, date);
  if (query.isPending) return <ListSkeleton rows={6} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const day = query.data;
  return (
    <article className={styles.pane} aria-label="一天的账">
      <h2>{formatFullDate(day.date)} {day.hallName} <small>{cashDayStateLabels[day.state]}{day.signedByName && `：${day.signedByName} ${formatInstant(day.signedAt!)}`}</small></h2>
      <table className={styles.table}>
        <thead><tr><th>方式</th><th className={styles.num}>笔数</th><th className={styles.num}>金额</th><th className={styles.num}>撤销</th><th className={styles.num}>退款</th></tr></thead>
        <tbody>{day.totals.map((total) => <tr key={total.method}><td>{paymentMethodLabels[total.method]}</td><td className={styles.num}>{total.count}</td><td className={styles.num}>{formatFen(total.amountFen)}</td><td className={styles.num}>{total.voidedCount > 0 && `${total.voidedCount} 笔 ${formatFen(total.voidedFen)}`}</td><td className={styles.num}>{total.refundedFen > 0 && formatFen(total.refundedFen)}</td></tr>)}{day.totals.length === 0 && <tr><td colSpan={5}>没有收款</td></tr>}</tbody>
      </table>
      {day.shifts.map((report) => <Shift key={report.shift.id} report={report} />)}
      {day.deposits.length > 0 && <p>存款：{day.deposits.map((deposit) => `${deposit.slipNumber} ${formatFen(deposit.amountFen)} 元（${deposit.carrierName}、${deposit.companionName}，${depositStateLabels[deposit.state]}）`).join('；')}</p>}
      {day.history.length > 0 && <ul className={styles.parts}>{day.history.map((event, index) => <li key={index}>{formatInstant(event.at)} {event.byName} {event.what === 'sign' ? '签字' : '重新打开'}{event.note && `：${event.note}`}</li>)}</ul>}
      <Sign day={day} />
    </article>
  );
}

function Shift({ report: { shift, totals, receipts, paidOut, deposit, counts } }: { report: ShiftReport }) {
  const staff = useStaff();
  const cash = totals?.find((total) => total.method === 'cash');
  const confirm = useCashCommand(confirmLate, () => showNotice({ id: 'late', tone: 'done', text: '晚收簿已确认，与次日的现金一起送存' }));
  const late = shift.book === 'late' && shift.lateConfirmedAt === null && shift.state !== 'open' && shift.state !== 'counted';
  return (
    <section className={styles.shift} aria-label={`班次 ${shift.drawerName} ${shift.cashierName}`}>
      <p><b>{shift.drawerName}</b> {shift.cashierName} {shiftBookLabels[shift.book]} <small>{shiftStateLabels[shift.state]}</small>　<a href={addressOf(shiftPaper, { params: { id: shift.id } })} target="_blank" rel="noreferrer">报表</a></p>
      <p>{totals === null ? '还在收费' : totals.filter((total) => total.count > 0 || total.voidedCount > 0).map((total) => `${paymentMethodLabels[total.method]} ${total.count} 笔 ${formatFen(total.amountFen)}${total.voidedCount > 0 ? `（另撤销 ${total.voidedCount} 笔 ${formatFen(total.voidedFen)}）` : ''}`).join('，') || '没有收款'}{receipts.map((range) => `　收据 ${range.from} 至 ${range.to}（${range.count} 张${range.voids.length > 0 ? `，作废 ${range.voids.join('、')}` : ''}）`)}</p>
      {paidOut !== null && paidOut.length > 0 && <p>退款付出：{paidOut.map((one) => `${refundMethodLabels[one.method]} ${formatFen(one.amountFen)}（原收据 ${one.receiptNumber ?? '无'}，${one.byName}，${one.reason}）`).join('；')}</p>}
      {shift.countedFen !== null && <p>备用金 {formatFen(shift.floatFen)} + 现金收款 {formatFen(cash?.amountFen ?? 0)}{cash !== undefined && cash.refundedFen > 0 && ` − 退款付出 ${formatFen(cash.refundedFen)}`} = 应有 {formatFen(shift.expectedFen ?? 0)}，清点 {formatFen(shift.countedFen)}{counts.length > 2 && `（清点 ${counts.length - 1} 次）`}{shift.differenceFen ? <b className={styles.late}>　{shift.differenceFen > 0 ? '长款' : '短款'} {formatFen(Math.abs(shift.differenceFen))}：{shift.explanation || '还没有说明'}</b> : '，无差异'}{deposit && `　存款单 ${deposit.slipNumber}`}</p>}
      {shift.lateConfirmedBy && <p>晚收簿：{shift.lateConfirmedBy} 已确认</p>}
      {late && staff.id !== shift.cashierId && <div className={styles.line}><Button size="small" type="primary" loading={confirm.isPending} onClick={() => confirm.send({ params: { id: shift.id }, body: { version: shift.version } })}>确认晚收簿 {formatFen(shift.toBankFen ?? 0)} 元</Button></div>}
      <Refusal error={confirm.error} />
    </section>
  );
}

function Sign({ day }: { day: CashDay }) {
  const [note, setNote] = useState('');
  const signs = useStaff().roles.some((role) => role === 'shift-leader' || role === 'hall-director');
  const { hallId, date, version } = day;
  const sign = useCashCommand(signDay, () => showNotice({ id: 'day', tone: 'done', text: `${date} 的账已签字` }));
  const reopen = useCashCommand(reopenDay, () => { setNote(''); showNotice({ id: 'day', text: `${date} 的账已重新打开，已记录` }); });
  const open = day.state === 'open';
  const act = () => (open ? sign.send({ body: { hallId, date, version, note } }) : reopen.send({ body: { hallId, date, version, reason: note } }));
  const ready = open ? day.missing.length === 0 : note.trim() !== '';
  useKeys('签字', [signs && ready && { keys: 'ctrl+enter', label: open ? '签字' : '重新打开', run: act }]);
  if (!signs) return null;
  return (
    <div className={styles.card}>
      {open && day.missing.length > 0 && <ul className={styles.warn} aria-label="签字前要办的">{day.missing.map((one) => <li key={one}>{one}</li>)}</ul>}
      <Field label={open ? '备注' : '重新打开的原因'} required={!open}><Input aria-label={open ? '备注' : '重新打开的原因'} maxLength={200} value={note} onChange={(e) => setNote(e.target.value)} /></Field>
      <Refusal error={sign.error ?? reopen.error} />
      <div><Button type={open ? 'primary' : 'default'} disabled={!ready} loading={sign.isPending || reopen.isPending} onClick={act}>{open ? '账实相符，签字' : '重新打开当日账'} <KeyCap keys="ctrl+enter" /></Button></div>
    </div>
  );
}

import { countShift, explainDifference, openShift, requestOverride, shiftPaper, type MyShift, type ShiftView } from '@shouwen/shared/contract/cashier';
import { formatFen, formatInstant } from '@shouwen/shared/value';
import { shiftBookLabels, shiftStateLabels, type CashCount } from '@shouwen/shared/vocabulary';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { addressOf } from '../../api/call';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { Choice } from '../../ui/choice';
import { Field } from '../../ui/field';
import { showNotice } from '../../ui/notice';
import { Refusal } from '../../ui/refusal';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import { CountTable } from './count-table';
import { useCashCommand, useMyShift } from './shift.calls';
import styles from './shift.module.css';

/** PY-4: sit down, take money, count, explain; what comes next is said at each step. */
export function MyShiftPane() {
  const mine = useMyShift();
  const [closed, setClosed] = useState<ShiftView | null>(null);
  if (mine.isPending) return <ListSkeleton rows={6} />;
  if (mine.isError) return <ErrorState error={mine.error} onRetry={() => void mine.refetch()} />;
  const { shift, pace } = mine.data;
  return (
    <div className={styles.pane}>
      {closed && <Closed shift={closed} />}
      {shift === null ? <OpenForm data={mine.data} onOpened={() => setClosed(null)} /> : shift.state === 'open' ? <OpenShift key={shift.id} shift={shift} onCounted={(next) => { if (next.state !== 'counted') setClosed(next); }} /> : <ExplainForm key={`${shift.id}/${shift.version}`} shift={shift} onDone={setClosed} />}
      <p className={styles.quiet}>
        {pace.medianMs === null ? '缴费用时：还没有记录' : `缴费用时（从找到户号到出收据）：中位数 ${Math.max(1, Math.round(pace.medianMs / 1000))} 秒，${pace.count} 笔中 ${pace.withinMinute} 笔在一分钟内（PY-3）`}
      </p>
    </div>
  );
}

function OpenForm({ data, onOpened }: { data: MyShift; onOpened: () => void }) {
  const free = data.drawers.filter((drawer) => drawer.usedBy === null);
  const [drawerId, setDrawer] = useState<number | null>(free[0]?.id ?? null);
  const [counts, setCounts] = useState<CashCount>({});
  const [note, setNote] = useState('');
  const [reason, setReason] = useState('');
  const drawer = data.drawers.find(({ id }) => id === drawerId);
  const command = useCashCommand(openShift, () => { onOpened(); showNotice({ id: 'shift', tone: 'done', text: '已开班，可以收费了', detail: '按 g x 去窗口收费' }); });
  const override = useCashCommand(requestOverride, () => { setReason(''); showNotice({ id: 'shift', tone: 'done', text: '已请收费班长放行，同意后即可开班' }); });
  const blocked = drawer !== undefined && drawer.blockedBy.length > 0 && !drawer.overridden;
  const open = () => { if (drawer && !blocked) command.send({ body: { drawerId: drawer.id, counts, note } }); };
  useKeys('开班', [{ keys: 'ctrl+enter', label: '开班', run: open }]);
  if (data.daySigned) return <EmptyState title="今天的账已由收费班长签字">确需再收费，请班长在“当日账”里重新打开</EmptyState>;
  if (data.drawers.length === 0) return <EmptyState title="本营业厅还没有钱箱">请收费班长在“钱箱”里为每个窗口建一个</EmptyState>;
  if (free.length === 0) return <EmptyState title="钱箱都有人在用">{data.drawers.map(({ name, usedBy }) => `${name} 由 ${usedBy} 使用`).join('，')}；等其中一人交班，或请收费班长在“钱箱”里再建一个</EmptyState>;
  return (
    <section className={styles.card} aria-label="开班">
      <h2>开班：清点备用金</h2>
      <Choice label="钱箱" value={drawerId === null ? null : String(drawerId)} onChange={(id) => setDrawer(Number(id))} options={data.drawers.map((one) => ({ value: String(one.id), disabled: one.usedBy !== null, label: <>{one.name}{one.usedBy !== null && <small>（{one.usedBy} 在用）</small>}</> }))} />
      {drawer?.book === 'late' && <p className={styles.warn}>今天这个钱箱的现金已送存：现在开的是晚收簿，收的钱交班后要班长确认，与次日的现金一起送存（PY-4）</p>}
      {drawer && blocked ? (
        <div className={styles.warn} role="alert">
          {drawer.blockedBy.map((shift) => <p key={shift.shiftId}>{shift.date} {shift.cashierName} 的班次 {formatFen(shift.toBankFen)} 元：{shift.why}</p>)}
          {drawer.overrideRequested ? <p>已申请放行，等收费班长同意。<Link to="/approvals/own">看申请</Link></p> : (
            <div className={styles.line}>
              <Input aria-label="放行原因" placeholder="先去“存款”办妥；确需开班的，写明原因请收费班长放行" maxLength={200} value={reason} onChange={(e) => setReason(e.target.value)} />
              <Button loading={override.isPending} disabled={reason.trim() === ''} onClick={() => override.send({ params: { id: drawer.id }, body: { reason } })}>申请放行</Button>
            </div>
          )}
          <Refusal error={override.error} />
        </div>
      ) : drawer && (
        <>
          {drawer.overridden && <p className={styles.warn}>收费班长已放行，可以开班一次</p>}
          <p>备用金应为 <b>{formatFen(drawer.floatFen)}</b> 元，请清点钱箱</p>
          <CountTable counts={counts} onChange={setCounts} onDone={open} autoFocus />
          <Field label="说明" hint="清点与应有不同时必填"><Input aria-label="备用金说明" maxLength={200} value={note} onChange={(e) => setNote(e.target.value)} onPressEnter={open} /></Field>
          <Refusal error={command.error} />
          <div><Button type="primary" loading={command.isPending} onClick={open}>开班 <KeyCap keys="ctrl+enter" /></Button></div>
        </>
      )}
    </section>
  );
}

function OpenShift({ shift, onCounted }: { shift: ShiftView; onCounted: (shift: ShiftView) => void }) {
  const [counting, setCounting] = useState(false);
  const [counts, setCounts] = useState<CashCount>({});
  const command = useCashCommand(countShift, onCounted);
  const submit = () => command.send({ params: { id: shift.id }, body: { version: shift.version, counts } });
  useKeys('班次', [
    { keys: 'k', label: '清点交班', run: () => setCounting(true), when: () => !counting },
    { keys: 'ctrl+enter', label: '提交清点', run: submit, when: () => counting },
    { keys: 'escape', label: '先不清点', run: () => setCounting(false), when: () => counting },
  ]);
  return (
    <section className={styles.card} aria-label="我的班次">
      <h2>{shift.drawerName} <em>{shiftBookLabels[shift.book]}</em></h2>
      <p>{formatInstant(shift.openedAt)} 开班，备用金 {formatFen(shift.floatFen)} 元{shift.openingNote && `（${shift.openingNote}）`}</p>
      {counting ? (
        <>
          <p className={styles.warn}>清点钱箱里的全部现金（含备用金）。提交后班次不再收款，才显示应有金额。</p>
          <CountTable counts={counts} onChange={setCounts} onDone={submit} autoFocus />
          <Refusal error={command.error} />
          <div className={styles.line}><Button type="primary" loading={command.isPending} onClick={submit}>清点无误，提交 <KeyCap keys="ctrl+enter" /></Button><Button onClick={() => setCounting(false)}>先不清点</Button></div>
        </>
      ) : <div className={styles.line}><Link to="/counter">去收费（g x）</Link><Button onClick={() => setCounting(true)}>清点交班 <KeyCap keys="k" /></Button></div>}
    </section>
  );
}

function ExplainForm({ shift, onDone }: { shift: ShiftView; onDone: (shift: ShiftView) => void }) {
  const [explanation, setExplanation] = useState('');
  const [recounting, setRecounting] = useState(false);
  const [counts, setCounts] = useState<CashCount>({});
  const command = useCashCommand(explainDifference, onDone);
  const recount = useCashCommand(countShift, (next) => { if (next.state !== 'counted') onDone(next); });
  const difference = shift.differenceFen ?? 0;
  const submit = () => command.send({ params: { id: shift.id }, body: { version: shift.version, explanation } });
  const again = () => recount.send({ params: { id: shift.id }, body: { version: shift.version, counts } });
  useKeys('差异', [{ keys: 'ctrl+enter', label: recounting ? '提交清点' : '说明并交班', run: recounting ? again : submit }]);
  return (
    <section className={styles.card} aria-label="说明差异">
      <h2>{difference > 0 ? '长款' : '短款'} <em className={styles.late}>{formatFen(Math.abs(difference))} 元</em></h2>
      <p>应有 {formatFen(shift.expectedFen ?? 0)} 元（含备用金 {formatFen(shift.floatFen)}），清点 {formatFen(shift.countedFen ?? 0)} 元。每次清点都会留下记录。</p>
      {recounting ? (
        <><CountTable counts={counts} onChange={setCounts} onDone={again} autoFocus /><Refusal error={recount.error} /><div className={styles.line}><Button type="primary" loading={recount.isPending} onClick={again}>提交清点</Button><Button onClick={() => setRecounting(false)}>不再清点</Button></div></>
      ) : (
        <>
          <Field label="原因" required><Input.TextArea autoFocus aria-label="差异原因" rows={2} maxLength={200} value={explanation} onChange={(e) => setExplanation(e.target.value)} /></Field>
          <Refusal error={command.error} />
          <div className={styles.line}><Button type="primary" loading={command.isPending} onClick={submit}>说明并交班 <KeyCap keys="ctrl+enter" /></Button><Button onClick={() => setRecounting(true)}>再清点一次</Button></div>
        </>
      )}
    </section>
  );
}

function Closed({ shift }: { shift: ShiftView }) {
  return (
    <section className={styles.done} role="status">
      <b>已交班</b>　{shift.drawerName}：清点 {formatFen(shift.countedFen ?? 0)} 元，{shift.toBankFen ? <>送存 <b>{formatFen(shift.toBankFen)}</b> 元。<Link to="/shift/deposit">去填存款单</Link></> : '没有要送存的现金。'}
      {shift.book === 'late' && '　晚收簿请收费班长确认。'}　<a href={addressOf(shiftPaper, { params: { id: shift.id } })} target="_blank" rel="noreferrer">打印班次报表</a>　<small>{shiftStateLabels[shift.state]}</small>
    </section>
  );
}

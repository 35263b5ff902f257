import { changeMeter, correctReading, type ReadingItem, type RebillingItem } from '@shouwen/shared/contract/billing-desk';
import { formatFen, formatFullInstant, shanghaiDate } from '@shouwen/shared/value';
import { readingKindLabels } from '@shouwen/shared/vocabulary';
import { Button, Input } from 'antd';
import { useRef, useState } from 'react';
import { Link } from 'react-router';
import { useContractForm } from '../../field/contract-form';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { useListKeys } from '../../keyboard/list-keys';
import { Choice } from '../../ui/choice';
import { Field } from '../../ui/field';
import { showNotice } from '../../ui/notice';
import { Refusal } from '../../ui/refusal';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import styles from './account.module.css';
import { useAccountCommand, useReadings } from './account.calls';

const causes: Record<RebillingItem['cause'], string> = { reading: '更正抄表', estimate: '估抄让位于抄见', terms: '人口或用途变更', reversal: '冲销' };
const whole = (text: string) => (/^\d{1,8}$/.test(text.trim()) ? Number(text) : null);

export function ReadingPane({ accountId }: { accountId: number }) {
  const readings = useReadings(accountId);
  const [correcting, setCorrecting] = useState<ReadingItem | null>(null);
  const [changing, setChanging] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  useListKeys('抄表', list);
  useKeys('抄表', [{ keys: 'm', label: '登记换表', run: () => { setCorrecting(null); setChanging(true); } }]);
  if (readings.isPending) return <ListSkeleton rows={8} />;
  if (readings.isError) return <ErrorState error={readings.error} onRetry={() => void readings.refetch()} />;
  const { items, rebillings } = readings.data;
  if (items.length === 0) return <EmptyState title="还没有抄表">第一次抄表作为起数</EmptyState>;
  const done = (text: string) => { setCorrecting(null); setChanging(false); showNotice({ id: 'done', tone: 'done', text, lastsMs: 4500 }); };
  return (
    <div className={styles.split} data-wide>
      <div ref={list} className={styles.scroll}>
        <table className={styles.table}>
          <thead><tr><th>日期</th><th>类别</th><th>读数</th><th>m³</th><th>账单</th><th /></tr></thead>
          <tbody>
            {items.map((item) => (
              <tr key={item.ordinal}>
                <th>{item.readOn}</th><td>{readingKindLabels[item.kind]}</td><td>{item.nextValue === null ? item.value : `止 ${item.value} / 起 ${item.nextValue}`}</td><td>{item.volume ?? ''}</td>
                <td>{item.billId === null ? (item.kind === 'regular' || item.kind === 'estimated' ? '待出账' : '') : <Link to={`/account/${accountId}/bill/${item.billId}`}>看账单</Link>}</td>
                <td>{item.approvalId !== null ? <Link data-row to={`/approvals/own/${item.approvalId}`}>更正待审批</Link> : <Button size="small" data-row onClick={() => { setChanging(false); setCorrecting(item); }}>更正</Button>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className={styles.detail}>
        {correcting ? <CorrectForm key={correcting.ordinal} accountId={accountId} item={correcting} onClose={() => setCorrecting(null)} onDone={done} />
          : changing ? <MeterForm accountId={accountId} onClose={() => setChanging(false)} onDone={done} />
          : <div className={styles.actions}><Button onClick={() => setChanging(true)}>登记换表 <KeyCap keys="m" /></Button></div>}
        <h3>更正记录</h3>
        {rebillings.length === 0 ? <p className={styles.grey}>没有更正过</p> : rebillings.map((one) => (
          <div key={one.id} className={styles.record}>
            <b>{causes[one.cause]}</b> {one.readOn} <span className={styles.grey}>{one.by ?? '系统'} {formatFullInstant(one.at)}</span>
            <div>{one.reason}{one.before && one.after && <span className={styles.grey}>　{inWords(one.before, one.after)} → {inWords(one.after, one.before)}</span>}</div>
            {one.voidedBillIds.length > 0 && <div className={styles.grey}>冲销 {one.voidedBillIds.length} 笔，重出 {one.issuedBillIds.length} 笔{one.creditedFen > 0 && `，已付 ${formatFen(one.creditedFen)} 元转预存`}</div>}
          </div>
        ))}
      </div>
    </div>
  );
}

/** What differs from the other side. */
const inWords = (values: Record<string, unknown>, other: Record<string, unknown>) => Object.entries(values).filter(([name, value]) => value !== null && name !== 'uses' && value !== other[name]).map(([name, value]) => (name === 'value' ? String(value) : name === 'kind' ? readingKindLabels[value as keyof typeof readingKindLabels] : name === 'nextValue' ? `新表 ${String(value)}` : name === 'householdSize' ? `${String(value)} 人` : `${name} ${String(value)}`)).join('，');

function CorrectForm({ accountId, item, onClose, onDone }: { accountId: number; item: ReadingItem; onClose: () => void; onDone: (text: string) => void }) {
  const form = useContractForm(correctReading, { value: String(item.value), nextValue: item.nextValue === null ? '' : String(item.nextValue), kind: 'regular' as 'regular' | 'estimated', reason: '' },
    ({ value, nextValue, kind, reason }) => ({ seenValue: item.value, value: whole(value), nextValue: nextValue === '' ? null : whole(nextValue), kind, reason }));
  const command = useAccountCommand(correctReading, ({ approvalId, voidedBillIds, issuedBillIds, creditedFen }) => onDone(approvalId !== null ? '已提交：这次抄表已经出账，由另一位负责人审批后更正' : voidedBillIds.length === 0 ? '已更正，没有账单因此变化' : `已更正：冲销 ${voidedBillIds.length} 笔，重出 ${issuedBillIds.length} 笔${creditedFen > 0 ? `，已付 ${formatFen(creditedFen)} 元转为预存` : ''}`));
  const submit = () => { const body = form.check(); if (body && !command.isPending) command.send({ params: { id: accountId, ordinal: item.ordinal }, body }); };
  useKeys('更正', [{ keys: 'ctrl+enter', label: '更正', run: submit }, { keys: 'escape', label: '不办了', run: onClose }]);
  return (
    <form ref={form.ref} className={styles.form} noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <h3>更正 {item.readOn} 的抄表（{readingKindLabels[item.kind]} {item.value}）</h3>
      <Refusal error={command.error} />
      <Field name="value" label={item.kind === 'meter-change' ? '旧表止数' : '正确的读数'} required error={form.errors.value}><Input autoFocus inputMode="numeric" aria-label="正确的读数" value={form.values.value} onFocus={(e) => e.target.select()} onChange={(e) => form.set('value', e.target.value)} suffix="m³" /></Field>
      {item.kind === 'meter-change' && <Field name="nextValue" label="新表起数" required error={form.errors.nextValue}><Input inputMode="numeric" aria-label="新表起数" value={form.values.nextValue} onChange={(e) => form.set('nextValue', e.target.value)} suffix="m³" /></Field>}
      {item.kind === 'estimated' && <Choice label="读数来源" value={form.values.kind} onChange={(kind) => form.set('kind', kind)} options={[{ value: 'regular', label: '抄见（代替估抄）' }, { value: 'estimated', label: '仍是估抄' }]} />}
      <Field name="reason" label="原因" required error={form.errors.reason}><Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={200} aria-label="原因" value={form.values.reason} onChange={(e) => form.set('reason', e.target.value)} /></Field>
      <p className={styles.grey}>会改变已出账单的，由另一位负责人（财务、部门负责人、大厅主任）审批后才更正：账单冲销重出，已付的转为预存款，并告知居民。</p>
      <div className={styles.actions}><Button type="primary" htmlType="submit" loading={command.isPending}>更正 <KeyCap keys="ctrl+enter" /></Button><Button onClick={onClose}>不办了</Button></div>
    </form>
  );
}

function MeterForm({ accountId, onClose, onDone }: { accountId: number; onClose: () => void; onDone: (text: string) => void }) {
  const form = useContractForm(changeMeter, { on: shanghaiDate(new Date()), lastValue: '', firstValue: '0', meterNumber: '', reason: '' },
    ({ on, lastValue, firstValue, meterNumber, reason }) => ({ on, lastValue: whole(lastValue), firstValue: whole(firstValue), meterNumber, reason }));
  const command = useAccountCommand(changeMeter, () => onDone('换表已登记，下次账单会把新旧两只表的水量合在一起'));
  const submit = () => { const body = form.check(); if (body && !command.isPending) command.send({ params: { id: accountId }, body }); };
  useKeys('换表', [{ keys: 'ctrl+enter', label: '登记换表', run: submit }, { keys: 'escape', label: '不办了', run: onClose }]);
  return (
    <form ref={form.ref} className={styles.form} noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <h3>登记换表</h3>
      <Refusal error={command.error} />
      <Field name="on" label="换表日期" required error={form.errors.on}><Input autoFocus type="date" aria-label="换表日期" value={form.values.on} onChange={(e) => form.set('on', e.target.value)} /></Field>
      <Field name="lastValue" label="旧表止数" required error={form.errors.lastValue}><Input inputMode="numeric" aria-label="旧表止数" value={form.values.lastValue} onChange={(e) => form.set('lastValue', e.target.value)} suffix="m³" /></Field>
      <Field name="firstValue" label="新表起数" required error={form.errors.firstValue}><Input inputMode="numeric" aria-label="新表起数" value={form.values.firstValue} onChange={(e) => form.set('firstValue', e.target.value)} suffix="m³" /></Field>
      <Field name="meterNumber" label="新表表号" error={form.errors.meterNumber}><Input aria-label="新表表号" value={form.values.meterNumber} onChange={(e) => form.set('meterNumber', e.target.value)} /></Field>
      <Field name="reason" label="原因" required error={form.errors.reason}><Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={200} aria-label="原因" value={form.values.reason} onChange={(e) => form.set('reason', e.target.value)} /></Field>
      <div className={styles.actions}><Button type="primary" htmlType="submit" loading={command.isPending}>登记 <KeyCap keys="ctrl+enter" /></Button><Button onClick={onClose}>不办了</Button></div>
    </form>
  );
}

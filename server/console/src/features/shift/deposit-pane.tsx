import { depositBanked, depositPaper, makeDeposit } from '@shouwen/shared/contract/cashier';
import { formatFen, formatInstant } from '@shouwen/shared/value';
import { depositStateLabels, shiftBookLabels } from '@shouwen/shared/vocabulary';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { addressOf } from '../../api/call';
import { OneColleagueField } from '../../field/colleague-field';
import { useContractForm } from '../../field/contract-form';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { Field } from '../../ui/field';
import { showNotice } from '../../ui/notice';
import { Refusal } from '../../ui/refusal';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import { useCashCommand, useDeposits, useProposal } from './shift.calls';
import styles from './shift.module.css';

/** PY-4, PY-5: the hall's cash goes to the bank, with two people. */
export function DepositPane() {
  const proposal = useProposal();
  const deposits = useDeposits();
  const banked = useCashCommand(depositBanked, () => showNotice({ id: 'deposit', tone: 'done', text: '已确认银行收妥' }));
  if (proposal.isPending || deposits.isPending) return <ListSkeleton rows={6} />;
  if (proposal.isError) return <ErrorState error={proposal.error} onRetry={() => void proposal.refetch()} />;
  const { shifts, lateUnconfirmed } = proposal.data;
  const made = deposits.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className={styles.pane}>
      {shifts.length > 0 ? <DepositForm key={shifts.map(({ id }) => id).join()} shifts={shifts} amountFen={proposal.data.amountFen} /> : <EmptyState title="没有要送存的现金">班次清点交班后，要送存的现金会列在这里</EmptyState>}
      {lateUnconfirmed.length > 0 && <p className={styles.warn}>还有 {lateUnconfirmed.length} 本晚收簿没有经班长确认，暂不能送存：{lateUnconfirmed.map((shift) => `${shift.date} ${shift.drawerName} ${shift.cashierName}`).join('；')}</p>}
      <Refusal error={banked.error} />
      {made.length > 0 && (
        <table className={styles.table}>
          <thead><tr><th>日期</th><th>存款单号</th><th className={styles.num}>金额</th><th>送存人、同行人</th><th>状态</th><th /></tr></thead>
          <tbody>
            {made.map((deposit) => (
              <tr key={deposit.id}>
                <td>{deposit.date}</td><td>{deposit.slipNumber}</td><td className={styles.num}>{formatFen(deposit.amountFen)}</td><td>{deposit.carrierName}、{deposit.companionName}</td>
                <td>{depositStateLabels[deposit.state]}{deposit.bankedAt && <small> {formatInstant(deposit.bankedAt)}</small>}</td>
                <td><div className={styles.line}>
                  {deposit.state === 'carried' && <Button size="small" loading={banked.isPending} onClick={() => banked.send({ params: { id: deposit.id }, body: { version: deposit.version } })}>银行已收妥</Button>}
                  <a href={addressOf(depositPaper, { params: { id: deposit.id } })} target="_blank" rel="noreferrer">打印</a>
                </div></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {deposits.hasNextPage && <Button type="text" loading={deposits.isFetchingNextPage} onClick={() => void deposits.fetchNextPage()}>再看一些</Button>}
    </div>
  );
}

function DepositForm({ shifts, amountFen }: { shifts: readonly { id: number; date: string; drawerName: string; cashierName: string; book: 'regular' | 'late'; toBankFen: number | null }[]; amountFen: number }) {
  const form = useContractForm(makeDeposit, { slipNumber: '', carrierId: null as number | null, companionId: null as number | null }, (v) => ({ ...v, shiftIds: shifts.map(({ id }) => id), amountFen }));
  const [printed, setPrinted] = useState<number | null>(null);
  const command = useCashCommand(makeDeposit, (deposit) => { setPrinted(deposit.id); showNotice({ id: 'deposit', tone: 'done', text: `存款单 ${deposit.slipNumber} 已登记`, detail: '从银行回来后按“银行已收妥”' }); });
  const submit = () => {
    const { carrierId, companionId } = form.values;
    const body = form.check(carrierId !== null && carrierId === companionId ? [{ path: 'companionId', message: '须两人同行，请选另一位同事' }] : []);
    if (body) command.send({ body });
  };
  useKeys('存款', [{ keys: 'ctrl+enter', label: '登记存款单', run: submit }]);
  return (
    <form ref={form.ref} className={styles.card} noValidate onSubmit={(event) => { event.preventDefault(); submit(); }} aria-label="填存款单">
      <h2>送存 <em>{formatFen(amountFen)} 元</em></h2>
      <ul className={styles.parts}>{shifts.map((shift) => <li key={shift.id}>{shift.date} {shift.drawerName} {shift.cashierName} {shiftBookLabels[shift.book]} <b>{formatFen(shift.toBankFen ?? 0)}</b></li>)}</ul>
      <div className={styles.three}>
        <Field name="slipNumber" label="存款单号" required error={form.errors.slipNumber}><Input autoFocus aria-label="存款单号" maxLength={32} autoComplete="off" placeholder="银行存款单右上角" value={form.values.slipNumber} onChange={(e) => form.set('slipNumber', e.target.value)} /></Field>
        <Field name="carrierId" label="送存人" required error={form.errors.carrierId}><OneColleagueField value={form.values.carrierId} onChange={(id) => form.set('carrierId', id)} /></Field>
        <Field name="companionId" label="同行人" required error={form.errors.companionId}><OneColleagueField value={form.values.companionId} onChange={(id) => form.set('companionId', id)} /></Field>
      </div>
      <Refusal error={command.error} />
      <div className={styles.line}><Button type="primary" htmlType="submit" loading={command.isPending}>登记，两人送存 <KeyCap keys="ctrl+enter" /></Button>{printed !== null && <a href={addressOf(depositPaper, { params: { id: printed } })} target="_blank" rel="noreferrer">打印存款单</a>}</div>
    </form>
  );
}

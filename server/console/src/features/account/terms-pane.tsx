import { enterTerms, type TermsItem } from '@shouwen/shared/contract/billing-desk';
import { formatFen, groupTicketNumber, shanghaiDate } from '@shouwen/shared/value';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useContractForm } from '../../field/contract-form';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { Field } from '../../ui/field';
import { showNotice } from '../../ui/notice';
import { Refusal } from '../../ui/refusal';
import { ErrorState, ListSkeleton } from '../../ui/state';
import styles from './account.module.css';
import { useAccountCommand, useTerms } from './account.calls';

export function TermsPane({ accountId }: { accountId: number }) {
  const terms = useTerms(accountId);
  const [entering, setEntering] = useState(false);
  useKeys('人口和用途', [{ keys: 'n', label: '登记变更', run: () => setEntering(true), when: () => !entering }]);
  if (terms.isPending) return <ListSkeleton rows={4} />;
  if (terms.isError) return <ErrorState error={terms.error} onRetry={() => void terms.refetch()} />;
  const { items, tariffs } = terms.data;
  return (
    <div className={styles.split} data-wide>
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead><tr><th>从</th><th>人口</th><th>用途</th><th>依据</th></tr></thead>
          <tbody>
            {items.map((item) => (
              <tr key={item.fromOn ?? ''}>
                <th>{item.fromOn ?? '开户起'}</th><td>{item.householdSize} 人</td><td>{item.uses.map(({ tariffName, share }) => `${tariffName} ${share / 10}%`).join('、')}</td>
                <td>{item.reason ?? '户表资料'}{item.by !== null && <span className={styles.grey}>　{item.by}</span>}{item.ticketNumber !== null && <>　<Link to={`/applications/all/${item.ticketNumber}`}>{groupTicketNumber(item.ticketNumber)}</Link></>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className={styles.detail}>
        {entering && items[0] ? <TermsForm accountId={accountId} now={items[0]} tariffs={tariffs} onClose={() => setEntering(false)} onDone={(text) => { setEntering(false); showNotice({ id: 'done', tone: 'done', text, lastsMs: 4500 }); }} />
          : <div className={styles.actions}><Button type="primary" onClick={() => setEntering(true)}>登记变更 <KeyCap keys="n" /></Button></div>}
        <p className={styles.grey}>“调整用水比例”“更改用水性质”等申请受理后，在这里按批准的内容登记，填上申请单号。起始日期早于已出账单的，由另一位负责人审批后，相关账单会冲销重出。</p>
      </div>
    </div>
  );
}

function TermsForm({ accountId, now, tariffs, onClose, onDone }: { accountId: number; now: TermsItem; tariffs: { code: string; name: string }[]; onClose: () => void; onDone: (text: string) => void }) {
  const form = useContractForm(enterTerms, {
    fromOn: shanghaiDate(new Date()), householdSize: String(now.householdSize), uses: now.uses.map(({ tariffCode, share }) => ({ tariffCode, percent: String(share / 10) })), ticketNumber: '', reason: '',
  }, ({ fromOn, householdSize, uses, ticketNumber, reason }) => ({
    fromOn, householdSize: /^\d{1,2}$/.test(householdSize) ? Number(householdSize) : 0, uses: uses.map(({ tariffCode, percent }) => ({ tariffCode, share: Math.round(Number(percent) * 10) })), ticketNumber: ticketNumber.replace(/\s/g, ''), reason,
  }));
  const { uses } = form.values;
  const sum = uses.reduce((total, { percent }) => total + Math.round(Number(percent) * 10), 0);
  const command = useAccountCommand(enterTerms, ({ approvalId, voidedBillIds, issuedBillIds, creditedFen }) => onDone(approvalId !== null ? '已提交：这些日子已经出账，由另一位负责人审批后变更' : voidedBillIds.length === 0 ? '已登记，从下次账单起生效' : `已登记：冲销 ${voidedBillIds.length} 笔，重出 ${issuedBillIds.length} 笔${creditedFen > 0 ? `，已付 ${formatFen(creditedFen)} 元转为预存` : ''}`));
  const submit = () => { const body = form.check(sum === 1000 ? [] : [{ path: 'uses', message: `比例合计 ${sum / 10}%，应为 100%` }]); if (body && !command.isPending) command.send({ params: { id: accountId }, body }); };
  useKeys('登记变更', [{ keys: 'ctrl+enter', label: '登记', run: submit }, { keys: 'escape', label: '不办了', run: onClose }]);
  const put = (index: number, change: Partial<(typeof uses)[number]>) => form.set('uses', uses.map((use, i) => (i === index ? { ...use, ...change } : use)));
  return (
    <form ref={form.ref} className={styles.form} noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <h3>登记变更</h3>
      <Refusal error={command.error} />
      <Field name="fromOn" label="从哪天起" required error={form.errors.fromOn}><Input autoFocus type="date" aria-label="从哪天起" value={form.values.fromOn} onChange={(e) => form.set('fromOn', e.target.value)} /></Field>
      <Field name="householdSize" label="人口" required error={form.errors.householdSize}><Input inputMode="numeric" aria-label="人口" value={form.values.householdSize} onChange={(e) => form.set('householdSize', e.target.value)} suffix="人" /></Field>
      <Field name="uses" label="用途" required hint={`合计 ${sum / 10}%`} error={form.errors.uses}>
        {uses.map((use, index) => (
          <div key={index} className={styles.use}>
            <Select aria-label={`用途 ${index + 1}`} value={use.tariffCode} options={tariffs.map(({ code, name }) => ({ value: code, label: name }))} onChange={(tariffCode) => put(index, { tariffCode })} />
            <Input aria-label={`比例 ${index + 1}`} inputMode="decimal" value={use.percent} suffix="%" onChange={(e) => put(index, { percent: e.target.value })} />
            {uses.length > 1 && <Button type="text" aria-label={`去掉用途 ${index + 1}`} onClick={() => form.set('uses', uses.filter((_, i) => i !== index))}>去掉</Button>}
          </div>
        ))}
        {uses.length < 5 && <Button type="dashed" onClick={() => form.set('uses', [...uses, { tariffCode: tariffs.find(({ code }) => !uses.some((use) => use.tariffCode === code))?.code ?? '', percent: String(Math.max(0, 1000 - sum) / 10) }])}>再加一种用途</Button>}
      </Field>
      <Field name="ticketNumber" label="申请单号" error={form.errors.ticketNumber}><Input aria-label="申请单号" value={form.values.ticketNumber} onChange={(e) => form.set('ticketNumber', e.target.value)} /></Field>
      <Field name="reason" label="原因" required error={form.errors.reason}><Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={200} aria-label="原因" value={form.values.reason} onChange={(e) => form.set('reason', e.target.value)} /></Field>
      <div className={styles.actions}><Button type="primary" htmlType="submit" loading={command.isPending}>登记 <KeyCap keys="ctrl+enter" /></Button><Button onClick={onClose}>不办了</Button></div>
    </form>
  );
}

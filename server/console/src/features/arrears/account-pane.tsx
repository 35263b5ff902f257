import { proposePlan, type AccountArrears, type Instalment } from '@shouwen/shared/contract/arrears';
import { addDays, formatFen, parseYuan, shanghaiDate } from '@shouwen/shared/value';
import { Button, DatePicker, Input, InputNumber } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useContractForm } from '../../field/contract-form';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { Field } from '../../ui/field';
import { showNotice } from '../../ui/notice';
import { Refusal } from '../../ui/refusal';
import { ErrorState, ListSkeleton } from '../../ui/state';
import { AccountFacts } from './account-facts';
import styles from './arrears.module.css';
import { useAccountArrears, useArrearsCommand } from './arrears.calls';

export function AccountPane({ accountNumber }: { accountNumber: string }) {
  const navigate = useNavigate();
  const query = useAccountArrears(accountNumber);
  const [proposing, setProposing] = useState(false);
  const account = query.data;
  const may = account?.mayPropose === true && !account.plans.some(({ standing }) => standing === 'proposed' || standing === 'kept');
  useKeys('一户欠费', [{ keys: 'escape', label: '返回', run: () => (proposing ? setProposing(false) : void navigate('/arrears')) }, may && !proposing && { keys: 'p', label: '申请分期', run: () => setProposing(true) }]);
  if (query.isPending) return <ListSkeleton rows={6} />;
  if (!account) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <div className={styles.body}>
      <header className={styles.who}>
        <h2>{account.name}</h2><span>户号 {account.accountNumber}</span><small>{account.address} · {account.hallName} · {account.boundResidents === 0 ? '没有绑定微信' : `${account.boundResidents} 位居民绑定微信`}</small>
      </header>
      <p className={styles.sum}>现欠 <b>{formatFen(account.owedFen)}</b> 元（含今日违约金）{may && !proposing && <Button size="small" onClick={() => setProposing(true)}>申请分期 P</Button>}</p>
      {proposing && <PlanForm key={account.owedFen} account={account} onDone={() => { setProposing(false); showNotice({ id: 'done', tone: 'done', text: '已提交，等负责人审批', lastsMs: 3500 }); }} />}
      <AccountFacts account={account} />
    </div>
  );
}

/** Equal parts a month apart; what does not divide goes into the last. */
function equalParts(debtFen: number, parts: number): Instalment[] {
  const each = Math.floor(debtFen / parts);
  const today = shanghaiDate(new Date());
  return Array.from({ length: parts }, (_, i) => ({ dueOn: addDays(today, 30 * (i + 1)), amountFen: i === parts - 1 ? debtFen - each * (parts - 1) : each }));
}

function PlanForm({ account, onDone }: { account: AccountArrears; onDone: () => void }) {
  const form = useContractForm(proposePlan, { instalments: equalParts(account.owedFen, 3), reason: '' }, (values) => ({ accountId: account.accountId, debtFen: account.owedFen, ...values }));
  const { instalments, reason } = form.values;
  const command = useArrearsCommand(proposePlan, onDone);
  const sum = instalments.reduce((all, { amountFen }) => all + amountFen, 0);
  const change = (at: number, one: Partial<Instalment>) => form.set('instalments', instalments.map((instalment, i) => (i === at ? { ...instalment, ...one } : instalment)));
  const submit = () => { const body = form.check(sum === account.owedFen ? [] : [{ path: 'instalments', message: `各期合计 ${formatFen(sum)} 元，应为 ${formatFen(account.owedFen)} 元` }]); if (body && !command.isPending) command.send({ body }); };
  useKeys('分期', [{ keys: 'ctrl+enter', label: '提交分期申请', run: submit }]);
  return (
    <form ref={form.ref} className={`${styles.form} ${styles.planForm}`} noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <Refusal error={command.error} />
      <Field name="parts" label="期数" hint="平均分成几期，每期 30 天；下面可以逐期改">
        <InputNumber autoFocus aria-label="期数" min={1} max={36} value={instalments.length} onChange={(parts) => { if (parts !== null && parts >= 1 && parts <= 36) form.set('instalments', equalParts(account.owedFen, Math.floor(parts))); }} />
      </Field>
      <Field name="instalments" label={`各期（合计 ${formatFen(sum)} 元）`} required error={form.errors.instalments ?? (sum === account.owedFen ? undefined : `与欠费 ${formatFen(account.owedFen)} 元差 ${formatFen(account.owedFen - sum)} 元`)}>
        <ol className={styles.instalments}>
          {instalments.map(({ dueOn, amountFen }, i) => (
            <li key={i}>
              <DatePicker size="small" allowClear={false} aria-label={`第 ${i + 1} 期付款日期`} value={dayjs(dueOn)} onChange={(day) => { if (day) change(i, { dueOn: day.format('YYYY-MM-DD') }); }} /> 前付
              <Input size="small" aria-label={`第 ${i + 1} 期金额（元）`} defaultValue={formatFen(amountFen).replace(/,/g, '')} key={`${instalments.length}`} onChange={(event) => change(i, { amountFen: parseYuan(event.target.value) ?? 0 })} suffix="元" />
            </li>
          ))}
        </ol>
      </Field>
      <Field name="reason" label="分期理由" required error={form.errors.reason}><Input.TextArea aria-label="分期理由" autoSize={{ minRows: 2, maxRows: 5 }} maxLength={300} value={reason} onChange={(event) => form.set('reason', event.target.value)} /></Field>
      <div><Button type="primary" htmlType="submit" loading={command.isPending}>提交审批 <KeyCap keys="ctrl+enter" /></Button></div>
    </form>
  );
}

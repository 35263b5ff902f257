import { ticketFromCall } from '@shouwen/shared/contract/hotline';
import type { TicketCategory } from '@shouwen/shared/vocabulary';
import { Button, Checkbox, Input, Select } from 'antd';
import { useEffect, useEffectEvent } from 'react';
import { useCategories } from '../../field/categories';
import { CategoryField } from '../../field/category-field';
import { ColleagueField } from '../../field/colleague-field';
import { useContractForm } from '../../field/contract-form';
import { BillField, isAboutABill } from '../../field/bill-field';
import { DepartmentField } from '../../field/department-field';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { SimilarHint } from '../../similar/similar-hint';
import { Choice } from '../../ui/choice';
import { Field } from '../../ui/field';
import { Refusal } from '../../ui/refusal';
import type { CallFormProps } from './call-form';
import styles from './call-form.module.css';
import { useTicketFromCall } from './hotline.calls';

const blank = {
  category: null as TicketCategory | null,
  title: '', description: '', contactName: '', address: '', landmark: '',
  zone: 'urban' as 'urban' | 'suburban',
  confidential: false,
  billId: null as number | null,
  complainedStaffIds: [] as number[],
  transferToDepartmentId: null as number | null,
  solvedInCall: '',
};

/** Call → ticket in one form, filled from the account (HL-4); the agent is first responsible (FI-1). */
export function TicketForm({ card, mode, accountId, onAccount, onFiled }: CallFormProps) {
  const solved = mode === 'solved';
  const create = useTicketFromCall();
  const categories = useCategories();
  const form = useContractForm(
    ticketFromCall, blank,
    ({ category, ...v }) => {
      const complaint = category !== null && categories.kindOf(category) === 'complaint';
      return {
        ...v, category: category ?? undefined, accountId, billId: isAboutABill(category, category && categories.kindOf(category)) ? v.billId : null,
        confidential: complaint && v.confidential,
        complainedStaffIds: complaint ? v.complainedStaffIds : [],
        transferToDepartmentId: solved ? null : v.transferToDepartmentId,
        solvedInCall: solved ? v.solvedInCall : null,
      };
    },
    `call/${card.callId}`,
  );
  const { values, errors, set, patch } = form;
  const kind = values.category === null ? null : categories.kindOf(values.category);
  const account = card.accounts.find((a) => a.id === accountId);

  // The account's address goes in unless the agent has typed another one.
  const fillFrom = useEffectEvent(() => {
    if (!account) return;
    const untouched = values.address === '' || card.accounts.some((a) => a.address === values.address);
    if (untouched) patch({ address: account.address, zone: account.zone });
  });
  useEffect(() => fillFrom(), [accountId]);

  const submit = () => {
    const body = form.check();
    if (!body || create.isPending) return;
    create.mutate({ params: { callId: card.callId }, body }, { onSuccess: (ticket) => { form.reset(); onFiled(ticket); }, onError: form.refuse });
  };
  useKeys('通话', [{ keys: 'ctrl+enter', label: solved ? '记下并办结' : '登记工单', run: submit }]);
  const choose = (category: TicketCategory) => {
    // A title that only repeats the category follows it.
    const follows = values.title === '' || (values.category !== null && values.title === categories.labelOf(values.category));
    patch({ category, ...(follows && { title: categories.labelOf(category) }) });
  };
  return (
    <>
      <form ref={form.ref} className={styles.form} noValidate onSubmit={(e) => { e.preventDefault(); submit(); }}>
        <Field name="category" error={errors.category && '请选择类别'}><CategoryField autoFocus value={values.category} onChange={choose} /></Field>
        <Field name="title" label="事由" required error={errors.title}><Input maxLength={60} value={values.title} onChange={(e) => set('title', e.target.value)} /></Field>
        <Field name="description" label="详细情况" error={errors.description}>
          <Input.TextArea autoSize={{ minRows: solved ? 2 : 3, maxRows: 8 }} maxLength={2000} value={values.description} onChange={(e) => set('description', e.target.value)} placeholder={kind === 'leak' ? '多大的水、在表前还是表后、有没有影响通行' : ''} />
        </Field>
        <div className={styles.pair}>
          <Field name="contactName" label="来电人" required hint={account && `户主 ${account.nameMasked}`} error={errors.contactName}><Input maxLength={30} value={values.contactName} onChange={(e) => set('contactName', e.target.value)} placeholder="怎么称呼" /></Field>
          <Field label="户号">
            <Select
              allowClear placeholder={card.accounts.length > 0 ? '不涉及户号' : '这个号码没有户号'} value={accountId} onChange={(id) => { onAccount(id ?? null); set('billId', null); }} disabled={card.accounts.length === 0}
              options={card.accounts.map((a) => ({ value: a.id, label: `${a.accountNumber} ${a.nameMasked}` }))}
            />
          </Field>
        </div>
        <div className={styles.thirds}>
          <Field name="address" label="地址" required error={errors.address}><Input maxLength={120} value={values.address} onChange={(e) => set('address', e.target.value)} placeholder="路名、门牌号" /></Field>
          <Field name="landmark" label="附近标志物" error={errors.landmark}><Input maxLength={60} value={values.landmark} onChange={(e) => set('landmark', e.target.value)} /></Field>
          <Field label="区域"><Choice label="区域" value={values.zone} onChange={(v) => set('zone', v)} options={[{ value: 'urban', label: '城区' }, { value: 'suburban', label: '郊区' }]} /></Field>
        </div>
        {isAboutABill(values.category, kind) && <BillField account={accountId} value={values.billId} onChange={(billId) => set('billId', billId)} />}
        <SimilarHint draft={{ category: values.category ?? '', accountNumber: account?.accountNumber ?? '', address: values.address, landmark: values.landmark }} />
        {kind === 'complaint' && (
          <div className={styles.pair}>
            <Field name="complainedStaffIds" label="被投诉人" hint="本人看不到（CP-7）"><ColleagueField value={values.complainedStaffIds} onChange={(v) => set('complainedStaffIds', v)} /></Field>
            <Field label="保密"><Checkbox checked={values.confidential} onChange={(e) => set('confidential', e.target.checked)} style={{ lineHeight: '32px' }}>来电人要求保密（CP-6）</Checkbox></Field>
          </div>
        )}
        {solved
          ? (
            <Field name="solvedInCall" label="当场怎样答复的" required className={styles.solved} error={errors.solvedInCall}>
              <Input.TextArea autoSize={{ minRows: 3, maxRows: 8 }} maxLength={1000} value={values.solvedInCall} onChange={(e) => set('solvedInCall', e.target.value)} />
            </Field>
          )
          : (
            <Field name="transferToDepartmentId" label="马上转给" hint="不归自己办的，直接转部门（FI-3）" error={errors.transferToDepartmentId}>
              <DepartmentField allowNone kind={kind} value={values.transferToDepartmentId} onChange={(id) => set('transferToDepartmentId', id)} />
            </Field>
          )}
      </form>
      <div className={styles.foot}>
        <Button type="primary" loading={create.isPending} onClick={submit}>{solved ? '记下并办结' : '登记工单'} <KeyCap keys="ctrl+enter" /></Button>
        <Refusal error={create.error} />
      </div>
    </>
  );
}

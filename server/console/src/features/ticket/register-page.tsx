import type { AttachmentView } from '@shouwen/shared/contract/attachment';
import { registerTicket, type StaffTicketDetail } from '@shouwen/shared/contract/ticket';
import { formatDeadline } from '@shouwen/shared/value';
import { ticketSourceLabels, writtenSources, type TicketCategory } from '@shouwen/shared/vocabulary';
import { Button, Checkbox, Input } from 'antd';
import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { AttachmentField } from '../../field/attachment-field';
import { useCategories } from '../../field/categories';
import { BillField, isAboutABill } from '../../field/bill-field';
import { CategoryField } from '../../field/category-field';
import { ColleagueField } from '../../field/colleague-field';
import { useContractForm } from '../../field/contract-form';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { useStaff } from '../../session/session';
import { SimilarHint } from '../../similar/similar-hint';
import { SimilarPanel } from '../../similar/similar-panel';
import { Choice } from '../../ui/choice';
import { Field } from '../../ui/field';
import { Refusal } from '../../ui/refusal';
import styles from './register-page.module.css';
import { useRegisterTicket } from './ticket.calls';

const sources = ['counter', 'letter', 'comment-card', 'director', 'government-hotline'] as const;
const blank = {
  source: 'counter' as (typeof sources)[number],
  category: null as TicketCategory | null,
  title: '', description: '', contactName: '', contactPhone: '', address: '', landmark: '',
  zone: 'urban' as 'urban' | 'suburban',
  accountNumber: '', billId: null as number | null, confidential: false,
  complainedStaffIds: [] as number[],
  files: [] as AttachmentView[],
};

/** Whoever registers a matter is its first responsible (FI-1, FI-5). */
export function RegisterPage() {
  const [done, setDone] = useState<StaffTicketDetail | null>(null);
  return done ? <Registered ticket={done} onNext={() => setDone(null)} /> : <RegisterForm onDone={setDone} />;
}

function RegisterForm({ onDone }: { onDone: (ticket: StaffTicketDetail) => void }) {
  const staff = useStaff();
  const navigate = useNavigate();
  const categories = useCategories();
  const [given] = useSearchParams();
  const about = { accountNumber: given.get('account') ?? '', billId: Number(given.get('bill')) || null };
  const form = useContractForm(
    registerTicket, about.billId === null ? blank : { ...blank, ...about, category: 'complaint-bill' as TicketCategory },
    ({ files, category, ...v }) => {
      const complaint = category !== null && categories.kindOf(category) === 'complaint';
      const billId = isAboutABill(category, category && categories.kindOf(category)) ? v.billId : null;
      return { ...v, billId, category: category ?? undefined, confidential: complaint && v.confidential, complainedStaffIds: complaint ? v.complainedStaffIds : [], attachmentIds: files.map((f) => f.id) };
    },
    about.billId === null ? 'register' : `register/bill/${about.billId}`,
  );
  const register = useRegisterTicket((ticket) => { form.reset(); onDone(ticket); });
  const submit = () => { const body = form.check(); if (body && !register.isPending) register.mutate({ body }, { onError: form.refuse }); };
  useKeys('登记', [
    { keys: 'ctrl+enter', label: '登记', run: submit },
    { keys: 'escape', label: '离开，内容保留', run: () => void navigate('/tickets/mine') },
  ]);
  const { values, errors } = form;
  const complaint = values.category !== null && categories.kindOf(values.category) === 'complaint';
  return (
    <div className={styles.page}>
      <form ref={form.ref} className={styles.form} noValidate onSubmit={(e) => { e.preventDefault(); submit(); }}>
        <header className={styles.head}>
          <h1>登记工单</h1>
          <span>您将是首问责任人：{staff.name} {staff.staffNumber}，由您负责到居民得到答复</span>
        </header>
        <div className={styles.columns}>
          <div className={styles.column}>
            <Field name="source" label="从哪里来" hint={writtenSources.includes(values.source) ? '书面事项，须书面答复（CP-5）' : undefined}>
              <Choice autoFocus label="从哪里来" value={values.source} onChange={(v) => form.set('source', v)} options={sources.map((value) => ({ value, label: ticketSourceLabels[value] }))} />
            </Field>
            <Field name="category" label="什么事" required error={errors.category && '请选择类别'}>
              <CategoryField value={values.category} onChange={(v) => form.set('category', v)} />
            </Field>
            <Field name="title" label="事由" required error={errors.title}>
              <Input maxLength={60} value={values.title} onChange={(e) => form.set('title', e.target.value)} placeholder="一句话，同事一看就明白" />
            </Field>
            <Field name="description" label="详细情况" required error={errors.description}>
              <Input.TextArea autoSize={{ minRows: 5, maxRows: 12 }} maxLength={2000} value={values.description} onChange={(e) => form.set('description', e.target.value)} placeholder="时间、经过、居民希望怎样解决" />
            </Field>
            <Field label="附件" hint="来信、意见卡请拍照"><AttachmentField value={values.files} onChange={(files) => form.set('files', files)} /></Field>
          </div>
          <div className={styles.column}>
            <div className={styles.pair}>
              <Field name="contactName" label="联系人" error={errors.contactName}><Input maxLength={30} value={values.contactName} onChange={(e) => form.set('contactName', e.target.value)} /></Field>
              <Field name="contactPhone" label="联系电话" error={errors.contactPhone}><Input maxLength={17} inputMode="tel" value={values.contactPhone} onChange={(e) => form.set('contactPhone', e.target.value)} /></Field>
            </div>
            <Field name="accountNumber" label="户号" hint="不知道可不填" error={errors.accountNumber}><Input maxLength={12} inputMode="numeric" value={values.accountNumber} onChange={(e) => form.patch({ accountNumber: e.target.value.trim(), billId: null })} /></Field>
            {isAboutABill(values.category, values.category && categories.kindOf(values.category)) && <BillField account={values.accountNumber} value={values.billId} onChange={(billId) => form.set('billId', billId)} />}
            <Field name="address" label="地址" required error={errors.address}><Input maxLength={120} value={values.address} onChange={(e) => form.set('address', e.target.value)} placeholder="路名、门牌号" /></Field>
            <div className={styles.pair}>
              <Field name="landmark" label="附近标志物" error={errors.landmark}><Input maxLength={60} value={values.landmark} onChange={(e) => form.set('landmark', e.target.value)} /></Field>
              <Field label="区域"><Choice label="区域" value={values.zone} onChange={(v) => form.set('zone', v)} options={[{ value: 'urban', label: '城区' }, { value: 'suburban', label: '郊区' }]} /></Field>
            </div>
            <SimilarHint draft={{ category: values.category ?? '', accountNumber: values.accountNumber, address: values.address, landmark: values.landmark }} />
            {complaint && (
              <fieldset className={styles.complaint}>
                <legend>投诉</legend>
                <Field name="complainedStaffIds" label="被投诉人" hint="本人及搭档看不到、也不能经办（CP-7）">
                  <ColleagueField value={values.complainedStaffIds} onChange={(v) => form.set('complainedStaffIds', v)} />
                </Field>
                <Checkbox checked={values.confidential} onChange={(e) => form.set('confidential', e.target.checked)}>投诉人要求保密身份（CP-6）</Checkbox>
              </fieldset>
            )}
          </div>
        </div>
        <footer className={styles.foot}>
          <Button type="primary" htmlType="submit" loading={register.isPending}>登记 <KeyCap keys="ctrl+enter" /></Button>
          <Button onClick={form.reset}>清空重填</Button>
          <Refusal error={register.error} />
        </footer>
      </form>
    </div>
  );
}

/** The number is read out to the resident before they leave. */
function Registered({ ticket, onNext }: { ticket: StaffTicketDetail; onNext: () => void }) {
  const navigate = useNavigate();
  const open = () => void navigate(`/tickets/mine/${ticket.number}`);
  useKeys('登记', [{ keys: 'n', label: '继续登记', run: onNext }, { keys: 'o', label: '打开工单', run: open }]);
  return (
    <div className={styles.done}>
      <p>已登记，请把工单号告诉居民</p>
      <div className={styles.number}>{ticket.numberSpoken}</div>
      <p className={styles.title}>{ticket.title}</p>
      {ticket.nextDueAt && <p>最近的时限：{formatDeadline(ticket.nextDueAt)} 前</p>}
      <div className={styles.buttons}>
        <Button type="primary" autoFocus onClick={open}>打开工单 <KeyCap keys="o" /></Button>
        <Button onClick={onNext}>继续登记 <KeyCap keys="n" /></Button>
      </div>
      <div className={styles.similar}><SimilarPanel ticket={ticket} /></div>
    </div>
  );
}

import { registerApplication } from '@shouwen/shared/contract/application';
import { applicationForms } from '@shouwen/shared/contract/application-form';
import { groupTicketNumber } from '@shouwen/shared/value';
import { isApplicationCategory, ticketKindLabels, type ApplicationCategory } from '@shouwen/shared/vocabulary';
import { Button, Input } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useNavigate } from 'react-router';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { useContractForm } from '../../field/contract-form';
import { Field } from '../../ui/field';
import { showNotice } from '../../ui/notice';
import { Refusal } from '../../ui/refusal';
import styles from './application.module.css';
import { useApplicationCommand, useGuides, useTriage } from './application.calls';
import { useValues, ValuesForm } from './values-form';

/** AP-1 at the counter: first what the resident says, then the service item, then its fields; the clerk who takes it is first responsible (FI-1). */
export function FilingPage() {
  const navigate = useNavigate();
  const [words, setWords] = useState('');
  const asked = useDeferredValue(words.trim());
  const [category, setCategory] = useState<ApplicationCategory | null>(null);
  const guides = useGuides().data?.items ?? [];
  const suggested = useTriage(asked).data?.items ?? [];
  const draft = useValues(category ?? 'apply-other', null);
  const form = useContractForm(
    registerApplication, { contactName: '', contactPhone: '', address: '', landmark: '', accountNumber: '', description: '' },
    (values) => ({ category, requested: {}, ...values }), 'application/new',
  );
  const command = useApplicationCommand(registerApplication, (answer) => {
    form.reset();
    showNotice({ id: 'application', tone: 'done', text: `已登记 ${groupTicketNumber(answer.number)}`, detail: '核对材料后按 s 受理，打印受理通知单', lastsMs: 12_000 });
    void navigate(`/applications/filed/${answer.number}`);
  });
  const submit = () => {
    if (category === null || command.isPending) return;
    const requested = draft.check();
    // The values have their own complaints, beside their fields.
    const outcome = registerApplication.body.safeParse({ category, requested: requested ?? {}, ...form.values });
    const faults = (outcome.error?.issues ?? []).filter((issue) => issue.path[0] !== 'requested');
    if (faults.length > 0) form.refuse(null);
    const further = faults.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
    if (further.length > 0) form.check(further);
    if (!requested || further.length > 0) return;
    command.mutate({ body: { category, requested, ...form.values, attachmentIds: [] } }, { onError: form.refuse });
  };
  useKeys('登记申请', [{ keys: 'ctrl+enter', label: '登记', run: submit }]);
  const guide = guides.find((item) => item.category === category);
  const input = (name: 'contactName' | 'contactPhone' | 'address' | 'landmark' | 'accountNumber', label: string, max: number, required = true) => (
    <Field name={name} label={label} required={required} {...(form.errors[name] ? { error: form.errors[name]! } : {})}>
      <Input aria-label={label} maxLength={max} value={form.values[name]} onChange={(event) => form.set(name, event.target.value)} />
    </Field>
  );
  return (
    <div className={styles.filing}>
      <section className={styles.wish}>
        <h1>居民想办什么？</h1>
        <Input.TextArea autoFocus aria-label="居民的说法" autoSize={{ minRows: 2, maxRows: 5 }} maxLength={200} placeholder="用居民自己的话，如：水表在屋里，想移到外面" value={words} onChange={(event) => setWords(event.target.value)} />
        <ul className={styles.suggestions}>
          {suggested.map((item) => (
            <li key={item.category}>
              {isApplicationCategory(item.category)
                ? <Button type={item.category === category ? 'primary' : 'default'} onClick={() => setCategory(item.category as ApplicationCategory)}>{item.label}</Button>
                : <span>像是“{ticketKindLabels[item.kind]}：{item.label}”，请在“登记”里办理</span>}
              <small>{item.because.slice(0, 3).join('、')}</small>
            </li>
          ))}
        </ul>
        <p className={styles.quiet}>或直接选：</p>
        <div className={styles.all}>{guides.map((item) => <Button key={item.category} size="small" type={item.category === category ? 'primary' : 'default'} onClick={() => setCategory(item.category)}>{item.label}</Button>)}</div>
        {guide && (
          <div className={styles.guide}>
            <p>{guide.about}</p>
            <p className={styles.quiet}>{guide.limits.join('；')}</p>
            <h2>应带材料</h2>
            <ul className={styles.materials}>{guide.materials.map((item) => <li key={item.code}>{item.name}<small>{item.howToGet}</small></li>)}</ul>
          </div>
        )}
      </section>
      {category && (
        <form ref={form.ref} className={styles.form} onSubmit={(event) => { event.preventDefault(); submit(); }}>
          <h1>{guide?.label}</h1>
          <ValuesForm category={category} draft={draft} />
          <h2>申请人</h2>
          {input('contactName', '姓名', 30)}
          {input('contactPhone', '电话', 17)}
          {input('address', '用水地址', 120)}
          {input('landmark', '附近标志物', 60, false)}
          {input('accountNumber', '户号', 12, false)}
          <Field name="description" label="补充说明"><Input.TextArea aria-label="补充说明" autoSize={{ minRows: 2, maxRows: 6 }} maxLength={1000} placeholder={applicationForms[category].about} value={form.values.description} onChange={(event) => form.set('description', event.target.value)} /></Field>
          <Refusal error={command.error} />
          <Button type="primary" htmlType="submit" loading={command.isPending}>登记，由我负责到底 <KeyCap keys="ctrl+enter" /></Button>
        </form>
      )}
    </div>
  );
}

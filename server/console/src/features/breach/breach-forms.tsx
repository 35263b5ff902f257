import { contestBreach, decideBreach, type BreachItem } from '@shouwen/shared/contract/breach';
import { Button, Input } from 'antd';
import { useContractForm } from '../../field/contract-form';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { Choice } from '../../ui/choice';
import { Field } from '../../ui/field';
import { Refusal } from '../../ui/refusal';
import styles from './breach-page.module.css';
import { useBreachCommand } from './breach.calls';

/** KP-3: in one's own words, once. */
export function ContestForm({ breach, onDone }: { breach: BreachItem; onDone: (text: string) => void }) {
  const form = useContractForm(contestBreach, { text: '' }, (v) => ({ version: breach.version, ...v }), `breach/${breach.id}/contest`);
  const command = useBreachCommand(contestBreach, breach.id, () => { form.reset(); onDone('已提出申诉，等负责人认定'); });
  const submit = () => { const body = form.check(); if (body && !command.isPending) command.send(body); };
  useKeys('申诉', [{ keys: 'ctrl+enter', label: '提出申诉', run: submit }]);
  return (
    <form ref={form.ref} className={styles.form} noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <Refusal error={command.error} />
      <Field name="text" label="申诉理由" required hint="只能申诉一次，由其他负责人认定" error={form.errors.text}>
        <Input.TextArea autoSize={{ minRows: 4, maxRows: 10 }} maxLength={1000} aria-label="申诉理由" placeholder="当时的情况、有什么可以证明" value={form.values.text} onChange={(e) => form.set('text', e.target.value)} />
      </Field>
      <div><Button type="primary" htmlType="submit" loading={command.isPending}>提出申诉 <KeyCap keys="ctrl+enter" /></Button></div>
    </form>
  );
}

/** KP-3: by a leader it does not concern. */
export function DecisionForm({ breach, onDone }: { breach: BreachItem; onDone: (text: string) => void }) {
  const form = useContractForm(decideBreach, { outcome: null as 'upheld' | 'withdrawn' | null, reason: '' }, (v) => ({ version: breach.version, ...v }), `breach/${breach.id}/decision`);
  const command = useBreachCommand(decideBreach, breach.id, () => { form.reset(); onDone('已认定，申诉人会收到结果'); });
  const submit = () => { const body = form.check(); if (body && !command.isPending) command.send(body); };
  useKeys('认定', [{ keys: 'ctrl+enter', label: '认定', run: submit }]);
  return (
    <form ref={form.ref} className={styles.form} noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <Refusal error={command.error} />
      <Field name="outcome" error={form.errors.outcome}>
        <Choice label="认定结果" value={form.values.outcome} onChange={(outcome) => form.set('outcome', outcome)} options={[{ value: 'upheld', label: '成立，维持记录' }, { value: 'withdrawn', label: '不成立，撤销记录' }]} />
      </Field>
      <Field name="reason" label="认定理由" required error={form.errors.reason}>
        <Input.TextArea autoSize={{ minRows: 3, maxRows: 8 }} maxLength={500} aria-label="认定理由" value={form.values.reason} onChange={(e) => form.set('reason', e.target.value)} />
      </Field>
      <div><Button type="primary" htmlType="submit" loading={command.isPending}>认定 <KeyCap keys="ctrl+enter" /></Button></div>
    </form>
  );
}

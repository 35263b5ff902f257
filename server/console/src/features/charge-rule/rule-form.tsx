import { askForChargeRule, type ChargeRule } from '@shouwen/shared/contract/charge-rule';
import { addDays } from '@shouwen/shared/value';
import { chargeRuleFaults, chargeRuleFields, chargeRuleLabels, chargeRuleNumber, chargeRuleText, type ChargeRuleField, type ChargeRuleValues } from '@shouwen/shared/vocabulary';
import { Button, Input } from 'antd';
import { useContractForm } from '../../field/contract-form';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { Choice } from '../../ui/choice';
import { Field } from '../../ui/field';
import { Refusal } from '../../ui/refusal';
import styles from './charge-rule.module.css';
import { useAskForChargeRule } from './charge-rule.calls';

type Values = Record<string, string>;
/** Typed text → what is kept; NaN is refused at its field. */
const valueOf = (field: ChargeRuleField, text = ''): number | null => (text.trim() === '' && field.without !== undefined ? null : (chargeRuleNumber(field, text) ?? Number.NaN));

/** A new version, begun with the figures of the latest. */
export function RuleForm({ rule, today, onClose, onDone }: { rule: ChargeRule; today: string; onClose: () => void; onDone: () => void }) {
  const { kind, versions } = rule;
  const fields = chargeRuleFields[kind];
  const latest = versions[0]?.values ?? {};
  const kept = (values: Values): ChargeRuleValues => Object.fromEntries(fields.map((field) => [field.name, valueOf(field, values[field.name])]));
  const form = useContractForm<typeof askForChargeRule, Values>(
    askForChargeRule,
    { fromOn: `${addDays(today, 31).slice(0, 7)}-01`, basis: '', ...Object.fromEntries(fields.map((field) => { const value = latest[field.name]; return [field.name, value === null || value === undefined ? '' : chargeRuleText(field, value)]; })) },
    (values) => ({ kind, fromOn: values['fromOn'], basis: values['basis'], values: kept(values) }),
  );
  const { values } = form;
  const command = useAskForChargeRule(onDone);
  const further = () => [
    ...((values['fromOn'] ?? '') <= today ? [{ path: 'fromOn', message: '生效日期最早为明天' }] : []), ...chargeRuleFaults(kind, kept(values)),
    ...(fields.every(({ name, ...field }) => valueOf({ name, ...field }, values[name]) === (latest[name] ?? null)) ? [{ path: fields[0]!.name, message: '各项与最新一版相同，没有要修改的' }] : []),
  ];
  const submit = () => {
    const body = form.check(further());
    if (body && !command.isPending) command.send(body);
  };
  useKeys('修改收费规则', [{ keys: 'ctrl+enter', label: '提交审批', run: submit }, { keys: 'escape', label: '不改了', run: onClose }]);
  return (
    <form ref={form.ref} className={styles.form} noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <h2>{chargeRuleLabels[kind]}：申请修改</h2>
      <Refusal error={command.error} />
      <Field name="fromOn" label="生效日期" required hint="最早明天" error={form.errors['fromOn']}><Input type="date" autoFocus aria-label="生效日期" min={addDays(today, 1)} style={{ width: 180 }} value={values['fromOn'] ?? ''} onChange={(e) => form.set('fromOn', e.target.value)} /></Field>
      {fields.map((field) => (
        <Field key={field.name} name={field.name} label={field.label} required={field.without === undefined} {...(field.hint ? { hint: field.hint } : {})} error={form.errors[field.name]}>
          {field.words
            ? <Choice label={field.label} value={values[field.name] === '1' ? '1' : '0'} onChange={(value) => form.set(field.name, value)} options={field.words.map((label, i) => ({ value: String(i), label }))} />
            : <Input aria-label={field.label} inputMode="decimal" style={{ width: 220 }} value={values[field.name] ?? ''} suffix={field.unit} onChange={(e) => form.set(field.name, e.target.value)} />}
        </Field>
      ))}
      <Field name="basis" label="依据" required hint="文号、合同或会议决定" error={form.errors['basis']}><Input aria-label="依据" maxLength={200} value={values['basis'] ?? ''} onChange={(e) => form.set('basis', e.target.value)} /></Field>
      <div className={styles.actions}><Button type="primary" htmlType="submit" loading={command.isPending}>提交审批 <KeyCap keys="ctrl+enter" /></Button><Button onClick={onClose}>不改了 <KeyCap keys="escape" /></Button></div>
    </form>
  );
}

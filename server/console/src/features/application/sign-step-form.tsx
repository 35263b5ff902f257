import { signStep, type ApplicationStepView, type StaffApplication } from '@shouwen/shared/contract/application';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { Choice } from '../../ui/choice';
import { Field } from '../../ui/field';
import { showNotice } from '../../ui/notice';
import { Refusal } from '../../ui/refusal';
import styles from './application.module.css';
import { useApplicationCommand } from './application.calls';
import { useValues, ValuesForm } from './values-form';

/** AP-3: one step signed by whoever did it; with the approval, what was approved, which begins as what was asked for. */
export function SignStepForm({ application, step }: { application: StaffApplication; step: ApplicationStepView }) {
  const [passed, setPassed] = useState(true);
  const [note, setNote] = useState('');
  const [noteMissing, setNoteMissing] = useState(false);
  const approves = step.step === application.approvalStep;
  const draft = useValues(application.category, application.approved ?? application.requested);
  const command = useApplicationCommand(signStep, () => showNotice({ id: 'application', tone: 'done', text: `${step.label}已签字`, lastsMs: 3500 }));
  const submit = () => {
    if (command.isPending) return;
    setNoteMissing(!passed && note.trim() === '');
    const approved = approves && passed ? draft.check() : null;
    if ((!passed && note.trim() === '') || (approves && passed && !approved)) return;
    command.mutate({ params: { number: application.number }, body: { version: application.ticket.version, step: step.step, passed, note, approved, attachmentIds: [] } });
  };
  useKeys('业务申请', [{ keys: 'ctrl+enter', label: `签字：${step.label}`, run: submit }]);
  return (
    <div className={styles.form}>
      <Choice label="结论" value={passed ? 'passed' : 'failed'} onChange={(value) => setPassed(value === 'passed')} options={[{ value: 'passed', label: `${step.label}通过` }, { value: 'failed', label: '未通过' }]} />
      {approves && passed && <><p className={styles.quiet}>批准的内容（和申请不同的，请改成实际批准的）</p><ValuesForm category={application.category} draft={draft} /></>}
      <Field label="意见" required={!passed} {...(noteMissing ? { error: '未通过的，请写明原因' } : {})}>
        <Input.TextArea aria-label="意见" autoSize={{ minRows: 2, maxRows: 6 }} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
      </Field>
      <Refusal error={command.error} />
      <Button type="primary" loading={command.isPending} onClick={submit}>签字 <KeyCap keys="ctrl+enter" /></Button>
    </div>
  );
}

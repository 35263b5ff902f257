import { assignInvestigator, conclude, nameComplained, recordFinding } from '@shouwen/shared/contract/ticket';
import { complaintOutcomeLabels, type ComplaintOutcome } from '@shouwen/shared/vocabulary';
import { Input } from 'antd';
import { OneColleagueField } from '../../field/colleague-field';
import { useContractForm } from '../../field/contract-form';
import { ActionFrame } from '../../ticket-action/action-frame';
import type { ActionFormProps, ActionForms } from '../../ticket-action/action-forms';
import { textForm } from '../../ticket-action/text-form';
import { useTicketCommand } from '../../ticket-action/ticket-command';
import { Choice } from '../../ui/choice';
import { Field } from '../../ui/field';
import styles from './complaint.module.css';

const RecordFindingForm = textForm({
  action: 'record-finding', endpoint: recordFinding, name: 'text', label: '调查情况', max: 2000, photos: true, explain: '只有调查人和效能监察能看到（CP-6）', done: '已记入调查档案',
});

interface Naming {
  action: 'name-complained' | 'assign-investigator';
  endpoint: typeof nameComplained | typeof assignInvestigator;
  person: string;
  note: string;
  noteRequired: boolean;
  explain: string;
  submitLabel: string;
  done: string;
}
/** A form that names a colleague, with a word about why. */
function namingForm({ action, endpoint, person, note, noteRequired, explain, submitLabel, done }: Naming) {
  return function NamingForm({ ticket, onDone, onClose }: ActionFormProps) {
    const form = useContractForm(endpoint, { staffId: null as number | null, note: '' }, (v) => ({ version: ticket.version, ...v }), `${ticket.number}/${action}`);
    const command = useTicketCommand(endpoint, ticket.number, () => { form.reset(); onDone(done); });
    const submit = () => { const body = form.check(); if (body) command.send(body); };
    return (
      <ActionFrame action={action} ticket={ticket} formRef={form.ref} explain={explain} submitLabel={submitLabel} pending={command.isPending} error={command.error} onSubmit={submit} onClose={onClose}>
        <div className={styles.pair}>
          <Field name="staffId" label={person} required error={form.errors.staffId}><OneColleagueField autoFocus value={form.values.staffId} onChange={(staffId) => form.set('staffId', staffId)} /></Field>
          <Field name="note" label={note} required={noteRequired} error={form.errors.note}><Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={300} aria-label={note} value={form.values.note} onChange={(event) => form.set('note', event.target.value)} /></Field>
        </div>
      </ActionFrame>
    );
  };
}

/** CP-3. */
const AssignInvestigatorForm = namingForm({
  action: 'assign-investigator', endpoint: assignInvestigator, person: '调查人', note: '要求', noteRequired: false, submitLabel: '指定', done: '已指定调查人',
  explain: '被投诉人和同岗搭档不能担任（CP-7）；指定后只有调查人和效能监察知道保密的投诉人（CP-6）',
});
/** CP-7: found out while investigating. */
const NameComplainedForm = namingForm({
  action: 'name-complained', endpoint: nameComplained, person: '被投诉人', note: '依据', noteRequired: true, submitLabel: '补记', done: '已补记被投诉人',
  explain: '补记后本人和同岗搭档不能再看到这张工单（CP-7）；如果正由其负责，请先改派或改指定调查人',
});

/** CP-8. */
function ConcludeForm({ ticket, onDone, onClose }: ActionFormProps) {
  const form = useContractForm(conclude, { outcome: null as ComplaintOutcome | null, finding: '', lesson: '' }, (v) => ({ version: ticket.version, ...v }), `${ticket.number}/conclude`);
  const command = useTicketCommand(conclude, ticket.number, () => { form.reset(); onDone('已认定结论'); });
  const submit = () => { const body = form.check(); if (body) command.send(body); };
  return (
    <ActionFrame action="conclude" ticket={ticket} formRef={form.ref} explain="办结前须有结论和教训（CP-8）；“政策问题”自动报大厅主任研究" submitLabel="认定" pending={command.isPending} error={command.error} onSubmit={submit} onClose={onClose}>
      <Field name="outcome" error={form.errors.outcome}>
        <Choice autoFocus label="结论" value={form.values.outcome} onChange={(outcome) => form.set('outcome', outcome)} options={(Object.keys(complaintOutcomeLabels) as ComplaintOutcome[]).map((value) => ({ value, label: complaintOutcomeLabels[value] }))} />
      </Field>
      <div className={styles.pair}>
        <Field name="finding" label="认定的事实" required error={form.errors.finding}><Input.TextArea autoSize={{ minRows: 3, maxRows: 8 }} maxLength={1000} aria-label="认定的事实" value={form.values.finding} onChange={(event) => form.set('finding', event.target.value)} /></Field>
        <Field name="lesson" label="经验教训" required error={form.errors.lesson}><Input.TextArea autoSize={{ minRows: 3, maxRows: 8 }} maxLength={500} aria-label="经验教训" value={form.values.lesson} onChange={(event) => form.set('lesson', event.target.value)} /></Field>
      </div>
    </ActionFrame>
  );
}

/** What the supervisor and the investigator do on the ticket page. */
export const investigationForms: ActionForms = { 'name-complained': NameComplainedForm, 'assign-investigator': AssignInvestigatorForm, 'record-finding': RecordFindingForm, conclude: ConcludeForm };

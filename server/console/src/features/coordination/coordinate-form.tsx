import { coordinate } from '@shouwen/shared/contract/ticket';
import { Checkbox, Input } from 'antd';
import { useContractForm } from '../../field/contract-form';
import { DepartmentField } from '../../field/department-field';
import { useDepartments } from '../../field/directory';
import { ActionFrame } from '../../ticket-action/action-frame';
import type { ActionFormProps } from '../../ticket-action/action-forms';
import { useTicketCommand } from '../../ticket-action/ticket-command';
import { Field } from '../../ui/field';
import { CoordinationStory } from './coordination-story';
import styles from './coordination.module.css';

const nothing = { departmentId: null as number | null, coDepartmentIds: [] as number[], rejectionUnfounded: false, note: '' };

/** FI-3: the leader names one lead department and any that co-handle; FI-4: and says whether a rejection had ground. */
export function CoordinateForm({ ticket, onDone, onClose }: ActionFormProps) {
  const departments = useDepartments();
  const { coordination } = ticket;
  const rejected = coordination?.cause === 'rejected';
  const form = useContractForm(
    coordinate, nothing, (v) => ({ version: ticket.version, ...v, rejectionUnfounded: rejected && v.rejectionUnfounded, coDepartmentIds: v.coDepartmentIds.filter((id) => id !== v.departmentId) }), `${ticket.number}/coordinate`,
  );
  const command = useTicketCommand(coordinate, ticket.number, () => { form.reset(); onDone(form.values.rejectionUnfounded && rejected ? '已指定主办部门，退回不成立已记入考核登记' : '已指定主办部门'); });
  const submit = () => { const body = form.check(); if (body) command.send(body); };
  const { departmentId, coDepartmentIds, rejectionUnfounded, note } = form.values;
  return (
    <ActionFrame action="coordinate" ticket={ticket} formRef={form.ref} explain="指定一个主办部门，需要时再加协办；结果交回首问责任人答复居民（FI-3）" submitLabel="指定" pending={command.isPending} error={command.error} onSubmit={submit} onClose={onClose}>
      <div className={styles.split}>
        <CoordinationStory ticket={ticket} />
        <div className={styles.fields}>
          <Field
            name="departmentId" label="主办部门" required error={form.errors.departmentId}
            hint={coordination?.proposedDepartmentId && coordination.proposedDepartmentId !== departmentId
              ? <button type="button" className={styles.adopt} onClick={() => form.set('departmentId', coordination.proposedDepartmentId)}>采纳提议：{coordination.proposedDepartmentName}</button>
              : undefined}
          >
            <DepartmentField autoFocus kind={ticket.kind} value={departmentId} onChange={(id) => form.set('departmentId', id)} />
          </Field>
          <Field name="coDepartmentIds" label="协办部门" hint="各办各的部分，都办完后主办交回" error={form.errors.coDepartmentIds}>
            {/* Few, all in sight: a list that opens would take the Tab key for a choice. */}
            <Checkbox.Group
              value={coDepartmentIds} onChange={(ids) => form.set('coDepartmentIds', ids.map(Number))}
              options={departments.data?.items.filter((d) => d.id !== departmentId).map((d) => ({ value: d.id, label: d.name }))}
            />
          </Field>
          {rejected && (
            <Checkbox checked={rejectionUnfounded} onChange={(event) => form.set('rejectionUnfounded', event.target.checked)}>
              {coordination.departmentName ?? '部门'}的退回不成立，记入考核登记（FI-4）
            </Checkbox>
          )}
          <Field name="note" label="要求" error={form.errors.note}>
            <Input.TextArea autoSize={{ minRows: 2, maxRows: 4 }} maxLength={500} aria-label="要求" placeholder="各部门分别办什么、先后次序" value={note} onChange={(e) => form.set('note', e.target.value)} />
          </Field>
        </div>
      </div>
    </ActionFrame>
  );
}

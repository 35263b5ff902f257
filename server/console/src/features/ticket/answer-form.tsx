import type { AttachmentView } from '@shouwen/shared/contract/attachment';
import { answer } from '@shouwen/shared/contract/ticket';
import { Button, Checkbox, Input } from 'antd';
import { useDeferredValue } from 'react';
import { ApiError } from '../../api/api-error';
import { AttachmentField } from '../../field/attachment-field';
import { useContractForm } from '../../field/contract-form';
import { Choice } from '../../ui/choice';
import { Field } from '../../ui/field';
import { ActionFrame } from './action-frame';
import { reasonMissing, wasLate } from './action-forms';
import type { ActionFormProps } from './action-panel';
import styles from './answer-form.module.css';
import { dismissivePhrasesIn } from './dismissive-phrase';
import { useTicketCommand } from './ticket.calls';

/** The answer to the resident, with what they will see beside it (FI-2, FI-9, CP-5, TL-8). */
export function AnswerForm({ ticket, onDone, onClose }: ActionFormProps) {
  const form = useContractForm(
    answer,
    { text: '', written: ticket.writtenAnswerRequired, close: true, delayReason: '', files: [] as AttachmentView[] },
    ({ files, delayReason, ...v }) => ({ version: ticket.version, ...v, delayReason: v.close ? delayReason : '', attachmentIds: files.map((file) => file.id) }),
    `${ticket.number}/answer`,
  );
  const command = useTicketCommand(answer, ticket.number, () => { form.reset(); onDone(form.values.close ? '已答复居民并办结' : '已答复居民'); });
  const { text, written, close, delayReason, files } = form.values;
  const phrases = dismissivePhrasesIn(text);
  const result = ticket.timeline.filter((entry) => entry.type === 'returned').at(-1)?.text;
  const askedForReason = command.error instanceof ApiError && command.error.code === 'DELAY_REASON_REQUIRED';
  const needsReason = close && (wasLate(ticket) || askedForReason);
  const submit = () => { const body = form.check(needsReason ? reasonMissing(delayReason) : []); if (body) command.send(body); };
  return (
    <ActionFrame action="answer" ticket={ticket} formRef={form.ref} submitLabel={close ? '答复并办结' : '答复居民'} pending={command.isPending} error={command.error} onSubmit={submit} onClose={onClose}
      explain={ticket.writtenAnswerRequired ? '这件事是书面提交的，须书面答复才能办结（CP-5）' : '说清查到什么、怎么处理、居民还要做什么'}>
      <div className={styles.columns}>
        <div className={styles.write}>
          <div className={styles.options}>
            <Choice
              compact label="答复方式" value={written ? 'written' : 'spoken'} onChange={(value) => form.set('written', value === 'written')}
              options={[{ value: 'written', label: '书面答复' }, { value: 'spoken', label: '当面或电话口头答复' }]}
            />
            {result && <Button size="small" onClick={() => form.set('text', text === '' ? result : `${text}\n${result}`)}>引用部门结果</Button>}
          </div>
          <Field name="text" error={form.errors.text}>
            <Input.TextArea
              autoFocus autoSize={{ minRows: 5, maxRows: 10 }} maxLength={2000} aria-label="答复内容" status={phrases.length > 0 ? 'warning' : undefined}
              placeholder={written ? '您好，您反映的……' : '记下当面或电话里怎样答复的'} value={text} onChange={(e) => form.set('text', e.target.value)}
            />
          </Field>
          {phrases.length > 0 && <div className={styles.dismissive}>写了“{phrases.join('”“')}”：这样说等于没有答复。请写明由谁办、去哪里办、什么时候有结果（FI-9）。</div>}
          <AttachmentField value={files} onChange={(next) => form.set('files', next)} />
          <Checkbox checked={close} onChange={(e) => form.set('close', e.target.checked)}>
            答复后立即办结{!written && ticket.writtenAnswerRequired && close && <em className={styles.warn}>　口头答复不能办结这件事</em>}
          </Checkbox>
          {needsReason && (
            <Field name="delayReason" label="超时原因" required hint="已超过承诺时限（TL-8）" error={form.errors.delayReason}>
              <Input maxLength={300} value={delayReason} onChange={(e) => form.set('delayReason', e.target.value)} />
            </Field>
          )}
        </div>
        <Preview ticket={ticket} text={useDeferredValue(text)} written={written} closes={close} fileCount={files.length} />
      </div>
    </ActionFrame>
  );
}

function Preview({ ticket, text, written, closes, fileCount }: { ticket: ActionFormProps['ticket']; text: string; written: boolean; closes: boolean; fileCount: number }) {
  const first = ticket.firstResponsible;
  return (
    <aside className={styles.preview} aria-label="居民看到的样子">
      <small className={styles.caption}>居民看到的样子</small>
      <div className={styles.card}>
        <div className={styles.cardHead}><strong>{closes ? '已办结' : '已答复'}</strong><span>{ticket.numberSpoken}</span></div>
        <div className={styles.cardTitle}>{ticket.title}</div>
        <p data-empty={text === '' || undefined}>{text || '答复内容会显示在这里'}</p>
        {fileCount > 0 && <small>附件 {fileCount} 个</small>}
        <footer>
          {written ? '书面答复' : '口头答复'} · 首问责任人 {first.name} {first.staffNumber}<br />{first.hallName} {first.hallPhone}
        </footer>
      </div>
    </aside>
  );
}

import type { AttachmentView } from '@shouwen/shared/contract/attachment';
import { answer, type StaffTicketDetail } from '@shouwen/shared/contract/ticket';
import type { ReplyDraft } from '@shouwen/shared/contract/ticket-desk';
import { formatInstant } from '@shouwen/shared/value';
import { Button, Checkbox, Input, Select, type GetRef } from 'antd';
import { useDeferredValue, useEffect, useEffectEvent, useRef } from 'react';
import { ApiError } from '../../api/api-error';
import { AttachmentField } from '../../field/attachment-field';
import { useContractForm } from '../../field/contract-form';
import { ActionFrame } from '../../ticket-action/action-frame';
import type { ActionFormProps } from '../../ticket-action/action-forms';
import { useTicketCommand } from '../../ticket-action/ticket-command';
import { Choice } from '../../ui/choice';
import { Field } from '../../ui/field';
import styles from './answer-form.module.css';
import { AnswerPreview } from './answer-preview';
import { useDraftKeeper, useReplyAids, type DraftState } from './company.calls';
import { marksIn, type Mark } from './reply-marks';
import { reasonMissing, wasLate } from './resident-forms';

/** The answer to the resident, with what they will see beside it (FI-2, FI-9, FI-10, CP-5, TL-8). The text is kept on the server while it is typed. */
export function AnswerForm({ ticket, onDone, onClose }: ActionFormProps) {
  const aids = useReplyAids(ticket.number);
  const before = beforeClosing(ticket);
  const form = useContractForm(
    answer,
    { text: '', written: ticket.writtenAnswerRequired, close: true, delayReason: '', signpost: '', files: [] as AttachmentView[] },
    ({ files, delayReason, ...v }) => {
      const closes = v.close && before === null;
      return { version: ticket.version, ...v, close: closes, delayReason: closes ? delayReason : '', attachmentIds: files.map((file) => file.id) };
    },
    `${ticket.number}/answer`,
  );
  const { text, written, delayReason, signpost, files } = form.values;
  const close = form.values.close && before === null;
  const keeper = useDraftKeeper(ticket.number, text, aids.data?.draft);
  const area = useRef<GetRef<typeof Input.TextArea>>(null);
  const command = useTicketCommand(answer, ticket.number, () => { keeper.stop(); form.reset(); onDone(close ? '已答复居民并办结' : '已答复居民'); });

  // What was kept comes back once, unless something was already typed here.
  const restore = useEffectEvent((draft: ReplyDraft) => { if (form.values.text === '' && draft.text !== '') form.set('text', draft.text); });
  useEffect(() => { if (aids.data) restore(aids.data.draft); }, [aids.data]);

  const marks = marksIn(text, aids.data?.dismissivePhrases ?? []);
  const dismissive = [...new Set(marks.filter((mark) => mark.kind === 'dismissive').map((mark) => mark.text))];
  const blanks = [...new Set(marks.filter((mark) => mark.kind === 'blank').map((mark) => mark.text))];
  const result = ticket.timeline.filter((entry) => entry.type === 'returned').at(-1)?.text;
  const code = command.error instanceof ApiError ? command.error.code : null;
  const needsReason = close && (wasLate(ticket) || code === 'DELAY_REASON_REQUIRED');
  const needsSignpost = ticket.outOfScope || code === 'SIGNPOST_REQUIRED';
  const submit = () => {
    const body = form.check([
      ...(blanks.length > 0 ? [{ path: 'text', message: `还有没填的：${blanks.join('、')}` }] : []),
      ...(needsSignpost && close && signpost.trim() === '' ? [{ path: 'signpost', message: '请写明居民应找谁、怎么联系' }] : []),
      ...(needsReason ? reasonMissing(delayReason) : []),
    ]);
    if (body) command.send(body);
  };
  const add = (words: string) => {
    form.set('text', text.trim() === '' ? words : `${text}\n${words}`);
    area.current?.focus();
  };
  const otherWindow = () => void aids.refetch().then(({ data }) => {
    if (!data) return;
    keeper.take(data.draft);
    form.set('text', data.draft.text);
  });
  const mine = () => void aids.refetch().then(({ data }) => { if (data) keeper.take(data.draft); });

  return (
    <ActionFrame action="answer" ticket={ticket} formRef={form.ref} submitLabel={close ? '答复并办结' : '答复居民'} pending={command.isPending} error={command.error} onSubmit={submit} onClose={() => { keeper.flush(); onClose(); }}
      explain={ticket.writtenAnswerRequired ? '这件事是书面提交的，须书面答复才能办结（CP-5）' : '说清查到什么、怎么处理、居民还要做什么'}>
      <div className={styles.columns}>
        <div className={styles.write}>
          <div className={styles.options}>
            <Choice
              compact label="答复方式" value={written ? 'written' : 'spoken'} onChange={(value) => form.set('written', value === 'written')}
              options={[{ value: 'written', label: '书面答复' }, { value: 'spoken', label: '当面或电话口头答复' }]}
            />
            <div className={styles.tools}>
              {result && <Button size="small" onClick={() => add(result)}>引用部门结果</Button>}
              {(aids.data?.templates.length ?? 0) > 0 && (
                <Select
                  size="small" aria-label="套用模板" placeholder="套用模板" value={null} style={{ width: 150 }} popupMatchSelectWidth={280} showSearch={{ optionFilterProp: 'label' }}
                  onSelect={(chosen: string | null) => { const template = aids.data?.templates.find((other) => other.code === chosen); if (template) add(template.text); }}
                  options={aids.data?.templates.map((template) => ({ value: template.code, label: template.title }))}
                />
              )}
            </div>
          </div>
          <Field name="text" error={form.errors.text}>
            <Input.TextArea
              ref={area} autoFocus autoSize={{ minRows: 5, maxRows: 10 }} maxLength={2000} aria-label="答复内容" status={marks.length > 0 ? 'warning' : undefined}
              placeholder={written ? '您好，您反映的……' : '记下当面或电话里怎样答复的'} value={text} onChange={(e) => form.set('text', e.target.value)}
            />
          </Field>
          {marks.length > 0 && <Marked text={text} marks={marks} />}
          {dismissive.length > 0 && <div className={styles.dismissive}>写了“{dismissive.join('”“')}”：这样说等于没有答复。请写明由谁办、去哪里办、什么时候有结果（FI-9）。</div>}
          {blanks.length > 0 && <div className={styles.dismissive}>模板里的 {blanks.join('、')} 还没有填，请改成实际内容再提交。</div>}
          <DraftLine state={keeper.state} kept={aids.data?.draft.updatedAt ?? null} onOther={otherWindow} onMine={mine} />
          <AttachmentField value={files} onChange={(next) => form.set('files', next)} />
          {(needsSignpost || signpost !== '') && (
            <Field name="signpost" label="应找谁、怎么联系" required hint="不属于供水业务，要指明去处（FI-10）" error={form.errors.signpost}>
              <Input maxLength={200} aria-label="指引的单位和联系方式" placeholder="如 市燃气公司 0632-5500000" value={signpost} onChange={(e) => form.set('signpost', e.target.value)} />
            </Field>
          )}
          <Checkbox checked={close} disabled={before !== null} onChange={(e) => form.set('close', e.target.checked)}>
            答复后立即办结{!written && ticket.writtenAnswerRequired && close && <em className={styles.warn}>　口头答复不能办结这件事</em>}
          </Checkbox>
          {before !== null && <small className={styles.draft}>{before}</small>}
          {needsReason && (
            <Field name="delayReason" label="超时原因" required hint="已超过承诺时限（TL-8）" error={form.errors.delayReason}>
              <Input maxLength={300} value={delayReason} onChange={(e) => form.set('delayReason', e.target.value)} />
            </Field>
          )}
        </div>
        <AnswerPreview ticket={ticket} text={useDeferredValue(text)} written={written} closes={close} fileCount={files.length} />
      </div>
    </ActionFrame>
  );
}

/** What stands between an answer and closing; null when the answer may close at once (CP-8, AP-4). */
function beforeClosing(ticket: StaffTicketDetail): string | null {
  if (ticket.kind === 'complaint' && ticket.outcome === null) return '投诉要先认定结论才能办结，可以先答复（CP-8）';
  if (ticket.application?.acceptedAt && ticket.application.comparison === null) return '业务申请要先核对签字才能办结，可以先答复（AP-4）';
  return null;
}

/** The text again, with what must not go out marked in it. */
function Marked({ text, marks }: { text: string; marks: readonly Mark[] }) {
  const parts: { text: string; kind: Mark['kind'] | null }[] = [];
  let at = 0;
  for (const mark of marks) {
    if (mark.from > at) parts.push({ text: text.slice(at, mark.from), kind: null });
    parts.push({ text: text.slice(mark.from, mark.to), kind: mark.kind });
    at = mark.to;
  }
  parts.push({ text: text.slice(at), kind: null });
  return <p className={styles.marked} aria-label="需要修改的地方">{parts.map((part, index) => (part.kind ? <mark key={index} data-kind={part.kind}>{part.text}</mark> : part.text))}</p>;
}

function DraftLine({ state, kept, onOther, onMine }: { state: DraftState; kept: string | null; onOther: () => void; onMine: () => void }) {
  if (state === 'changed-elsewhere') {
    return (
      <div className={styles.conflict} role="alert">
        这份草稿刚在另一个窗口改过。<button type="button" onClick={onOther}>用那边的</button> <button type="button" onClick={onMine}>留用这里的</button>
      </div>
    );
  }
  const words = { keeping: '正在保存草稿…', kept: '草稿已保存，换台电脑也在', offline: '暂时连不上，草稿先留在这里', idle: kept ? `草稿保存于 ${formatInstant(kept)}` : '' }[state];
  return <small className={styles.draft} role="status">{words}</small>;
}

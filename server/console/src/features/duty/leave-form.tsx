import { requestLeave, type LeaveDetail } from '@shouwen/shared/contract/duty';
import { addDays, shanghaiDate, startOfShanghaiDay } from '@shouwen/shared/value';
import { leaveKindLabels, leaveKinds, type LeaveKind } from '@shouwen/shared/vocabulary';
import { Button, Input, Modal } from 'antd';
import { useContractForm } from '../../field/contract-form';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { Choice } from '../../ui/choice';
import { Field } from '../../ui/field';
import { showNotice } from '../../ui/notice';
import { Refusal } from '../../ui/refusal';
import { useLeaveCommand } from './duty.calls';
import { OneColleague } from './one-colleague';
import styles from './leave-form.module.css';

type Half = 'morning' | 'afternoon';
const HALF_DAY_MS = 12 * 3_600_000;
const halves = [{ value: 'morning' as const, label: '上午' }, { value: 'afternoon' as const, label: '下午' }];

/** Half days as instants: a morning begins with the day, an afternoon at noon; each ends where the next begins. */
const startOf = (date: string, half: Half) => new Date(startOfShanghaiDay(date).getTime() + (half === 'afternoon' ? HALF_DAY_MS : 0)).toISOString();
const endOf = (date: string, half: Half) => (half === 'morning' ? startOf(date, 'afternoon') : startOf(addDays(date, 1), 'morning'));

/** AB-3: the written request. */
export function LeaveForm({ onClose, onAsked }: { onClose: () => void; onAsked: (leave: LeaveDetail) => void }) {
  const tomorrow = addDays(shanghaiDate(new Date()), 1);
  const form = useContractForm(
    requestLeave,
    { kind: 'annual' as LeaveKind, fromDate: tomorrow, fromHalf: 'morning' as Half, untilDate: tomorrow, untilHalf: 'afternoon' as Half, reason: '', reliefId: null as number | null, handoverNote: '' },
    (v) => ({ kind: v.kind, from: v.fromDate && startOf(v.fromDate, v.fromHalf), until: v.untilDate && endOf(v.untilDate, v.untilHalf), reason: v.reason, reliefId: v.reliefId, handoverNote: v.handoverNote }),
  );
  const { values, errors } = form;
  const command = useLeaveCommand(requestLeave);
  const submit = () => {
    const body = form.check();
    if (!body || command.isPending) return;
    command.send({ body }, {
      onSuccess: (leave) => {
        showNotice({ id: 'leave', tone: 'done', text: '请假单已交', detail: `等 ${leave.waitsFor.map((p) => p.name).join('、')} 签字` });
        onAsked(leave);
      },
      onError: form.refuse,
    });
  };
  useKeys('', [{ keys: 'escape', label: '关闭', run: onClose }, { keys: 'ctrl+enter', label: '提交', run: submit }], { exclusive: true });
  return (
    <Modal open width={640} title="请假" onCancel={onClose} footer={null} keyboard={false}>
      <form ref={form.ref} className={styles.form} noValidate onSubmit={(e) => { e.preventDefault(); submit(); }}>
        <Field name="kind" label="假别" required error={errors.kind}>
          <Choice compact autoFocus label="假别" value={values.kind} onChange={(v) => form.set('kind', v)} options={leaveKinds.map((value) => ({ value, label: leaveKindLabels[value] }))} />
        </Field>
        <div className={styles.period}>
          <Field name="from" label="开始" required error={errors.from}>
            <div className={styles.when}>
              <Input type="date" aria-label="开始日期" value={values.fromDate} onChange={(e) => form.patch({ fromDate: e.target.value, ...(e.target.value > values.untilDate ? { untilDate: e.target.value } : {}) })} />
              <Choice compact label="开始半天" value={values.fromHalf} options={halves} onChange={(v) => form.set('fromHalf', v)} />
            </div>
          </Field>
          <Field name="until" label="结束（含）" required error={errors.until}>
            <div className={styles.when}>
              <Input type="date" aria-label="结束日期" value={values.untilDate} onChange={(e) => form.set('untilDate', e.target.value)} />
              <Choice compact label="结束半天" value={values.untilHalf} options={halves} onChange={(v) => form.set('untilHalf', v)} />
            </div>
          </Field>
        </div>
        <Field name="reason" label="事由" required error={errors.reason}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={300} value={values.reason} onChange={(e) => form.set('reason', e.target.value)} />
        </Field>
        <Field name="reliefId" label="顶岗人" hint="不填为同岗位的 A/B 角；两人都不在时须另指定第三人（AB-2）" error={errors.reliefId}>
          <OneColleague value={values.reliefId} onChange={(v) => form.set('reliefId', v)} placeholder="同岗位的 A/B 角" />
        </Field>
        <Field name="handoverNote" label="交接说明" hint="写在交接单上；未办结工单由系统列出" error={errors.handoverNote}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={500} value={values.handoverNote} onChange={(e) => form.set('handoverNote', e.target.value)} />
        </Field>
        <p className={styles.steps}>负责人签字 → 双方签交接单 → 主任批准，全部完成并到开始时间后才生效（AB-3）。</p>
        <footer>
          <Refusal error={command.error} />
          <span />
          <Button onClick={onClose}>取消</Button>
          <Button type="primary" htmlType="submit" loading={command.isPending}>提交 <KeyCap keys="ctrl+enter" /></Button>
        </footer>
      </form>
    </Modal>
  );
}

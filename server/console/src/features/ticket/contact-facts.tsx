import { EyeOutlined } from '@ant-design/icons';
import { unmask, type StaffTicketDetail } from '@shouwen/shared/contract/ticket';
import { Button, Input, Popover } from 'antd';
import { useEffect, useState } from 'react';
import { useContractForm } from '../../field/contract-form';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { Choice } from '../../ui/choice';
import { Field } from '../../ui/field';
import { Refusal } from '../../ui/refusal';
import styles from './side-facts.module.css';
import { useUnmask } from './ticket.calls';

/** Long enough for the call, short enough for a screen left alone. */
const SHOWN_MS = 3 * 60_000;
const usual = ['联系居民核实情况', '上门前约时间', '答复办理结果'] as const;

/** Masked until somebody says why they look; the look is logged with its reason (PR-1). */
export function ContactFacts({ ticket }: { ticket: StaffTicketDetail }) {
  const [asking, setAsking] = useState(false);
  const [shown, setShown] = useState<{ contactName: string; contactPhone: string } | null>(null);
  useEffect(() => {
    if (!shown) return;
    const timer = window.setTimeout(() => setShown(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [shown]);
  useKeys('工单', [ticket.mayUnmask && !shown && { keys: 'u', label: '查看联系方式', run: () => setAsking(true) }]);
  const { contactName, contactPhone } = shown ?? ticket;
  return (
    <section>
      <div className={styles.line}>
        <h2>联系人</h2>
        {ticket.mayUnmask && !shown && (
          <Popover
            open={asking} onOpenChange={setAsking} trigger={['click']} placement="leftTop" title="为什么要查看？原因会记入工单" destroyOnHidden
            content={<Reason number={ticket.number} onShown={(contact) => { setShown(contact); setAsking(false); }} onClose={() => setAsking(false)} />}
          >
            <Button size="small" type="link" icon={<EyeOutlined />} style={{ paddingInline: 0 }}>查看 <KeyCap keys="u" /></Button>
          </Popover>
        )}
      </div>
      <div className={styles.line}><span>姓名</span><span>{contactName || '未留'}</span></div>
      <div className={styles.line}><span>电话</span>{shown ? <a className={styles.phone} href={`tel:${contactPhone}`}>{contactPhone}</a> : <span className={styles.phone}>{contactPhone || '未留'}</span>}</div>
      {ticket.accountNumber && <div className={styles.line}><span>户号</span><span className={styles.phone}>{ticket.accountNumber}</span></div>}
    </section>
  );
}

function Reason({ number, onShown, onClose }: { number: string; onShown: (contact: { contactName: string; contactPhone: string }) => void; onClose: () => void }) {
  const request = useUnmask();
  const form = useContractForm(unmask, { reason: usual[0] as string }, (values) => values);
  const submit = () => {
    const body = form.check();
    if (body) request.mutate({ params: { number }, body }, { onSuccess: onShown, onError: form.refuse });
  };
  useKeys('', [{ keys: 'escape', label: '关闭', run: onClose }, { keys: 'ctrl+enter', label: '查看', run: submit }], { exclusive: true });
  return (
    <form ref={form.ref} className={styles.reason} onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <Choice compact autoFocus label="常用原因" value={form.values.reason} onChange={(reason) => form.set('reason', reason)} options={usual.map((value) => ({ value, label: value }))} />
      <Field name="reason" error={form.errors.reason}>
        <Input value={form.values.reason} maxLength={100} aria-label="原因" onChange={(event) => form.set('reason', event.target.value)} />
      </Field>
      <Refusal error={request.error} />
      <Button type="primary" htmlType="submit" loading={request.isPending}>查看联系方式</Button>
    </form>
  );
}

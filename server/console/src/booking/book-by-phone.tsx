import { bookByPhone, type HallDayItem } from '@shouwen/shared/contract/appointment';
import { formatDate } from '@shouwen/shared/value';
import { Button, Input, Modal, Select } from 'antd';
import { useContractForm } from '../field/contract-form';
import { useCatalogue } from '../field/directory';
import { KeyCap } from '../keyboard/key-cap';
import { useKeys } from '../keyboard/keyboard';
import { useStaff } from '../session/session';
import { Field } from '../ui/field';
import { showNotice } from '../ui/notice';
import { Refusal } from '../ui/refusal';
import { useDayCommand } from './booking.calls';
import styles from './booking.module.css';
import { SlotField } from './slot-field';

/** A booking made for somebody on the phone; the materials are read out (QU-1, TL-5). */
export function BookByPhone({ date, phone = '', onBooked, onClose }: { date: string; phone?: string; onBooked: (item: HallDayItem) => void; onClose: () => void }) {
  const staff = useStaff();
  const catalogue = useCatalogue().data;
  const form = useContractForm(
    bookByPhone,
    { serviceId: null as number | null, hallId: staff.hallId, date, startTime: null as string | null, contactName: '', contactPhone: phone, note: '' },
    (values) => values, `book-by-phone/${phone}`,
  );
  const { values, errors } = form;
  const command = useDayCommand(bookByPhone);
  const submit = () => {
    const body = form.check();
    if (!body || command.isPending) return;
    command.send({ body }, {
      onSuccess: (item) => {
        form.reset();
        showNotice({ id: 'booked', tone: 'done', text: `已约 ${formatDate(item.date)} ${item.startTime}`, detail: `签到码 ${item.checkInCode}，请告诉居民`, lastsMs: 20_000 });
        onBooked(item);
      },
      onError: form.refuse,
    });
  };
  useKeys('', [{ keys: 'escape', label: '关闭', run: onClose }, { keys: 'ctrl+enter', label: '预约', run: submit }], { exclusive: true });
  const service = catalogue?.services.find((s) => s.id === values.serviceId);
  const groups = [...new Set(catalogue?.services.map((s) => s.group))];
  return (
    <Modal open width={820} title="电话预约" onCancel={onClose} footer={null} keyboard={false}>
      <form ref={form.ref} className={styles.form} noValidate onSubmit={(e) => { e.preventDefault(); submit(); }}>
        <div className={styles.left}>
          <Field name="serviceId" label="业务" required error={errors.serviceId}>
            <Select
              autoFocus showSearch={{ optionFilterProp: 'label' }} placeholder="输入几个字查找" value={values.serviceId} onChange={(v) => form.patch({ serviceId: v, startTime: null })}
              options={groups.map((label) => ({ label, title: label, options: catalogue?.services.filter((s) => s.group === label).map((s) => ({ value: s.id, label: s.name })) }))}
            />
          </Field>
          <Field name="hallId" label="营业厅" required error={errors.hallId}>
            <Select placeholder="到哪个厅" value={values.hallId} onChange={(v) => form.patch({ hallId: v, startTime: null })} options={catalogue?.halls.map((h) => ({ value: h.id, label: h.name }))} />
          </Field>
          <Field name="contactName" label="姓名" required error={errors.contactName}><Input maxLength={30} value={values.contactName} onChange={(e) => form.set('contactName', e.target.value)} /></Field>
          <Field name="contactPhone" label="电话" required error={errors.contactPhone}><Input maxLength={17} inputMode="tel" value={values.contactPhone} onChange={(e) => form.set('contactPhone', e.target.value.trim())} /></Field>
          <Field name="note" label="备注" error={errors.note}><Input maxLength={200} value={values.note} onChange={(e) => form.set('note', e.target.value)} /></Field>
        </div>
        <div className={styles.right}>
          {values.serviceId === null ? <p className={styles.hint}>先选业务，再选日期和时段。</p> : (
            <>
              <SlotField hallId={values.hallId} serviceId={values.serviceId} date={values.date} startTime={values.startTime} errors={errors} onChange={form.patch} />
              {service && service.materials.length > 0 && (
                <div className={styles.materials}>
                  <strong>请念给居民：需要带</strong>
                  <ul>{service.materials.map((m) => <li key={m.name}>{m.name}{m.howToGet && `（${m.howToGet}）`}</li>)}</ul>
                </div>
              )}
            </>
          )}
        </div>
        <footer>
          <Refusal error={command.error} />
          <Button onClick={onClose}>取消</Button>
          <Button type="primary" htmlType="submit" loading={command.isPending}>预约 <KeyCap keys="ctrl+enter" /></Button>
        </footer>
      </form>
    </Modal>
  );
}

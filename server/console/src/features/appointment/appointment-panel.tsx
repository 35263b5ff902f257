import { appointmentToTicket, callAppointment, checkIn, finishAppointment, type HallDayItem } from '@shouwen/shared/contract/appointment';
import { formatInstant, groupTicketNumber } from '@shouwen/shared/value';
import { appointmentActionLabels, appointmentStateLabels, type AppointmentAction, type TicketCategory, type TicketKind } from '@shouwen/shared/vocabulary';
import { Button, Input } from 'antd';
import { useRef, useState } from 'react';
import { Link } from 'react-router';
import { useDayCommand } from '../../booking/booking.calls';
import { ChangeBooking } from '../../booking/change-booking';
import { CategoryField } from '../../field/category-field';
import { useContractForm } from '../../field/contract-form';
import { useCatalogue } from '../../field/directory';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { useStaff } from '../../session/session';
import { Choice } from '../../ui/choice';
import { Field } from '../../ui/field';
import { showNotice } from '../../ui/notice';
import { Refusal } from '../../ui/refusal';
import styles from './appointment-panel.module.css';
import { rememberedWindow, rememberWindow } from './appointment.calls';

const followOnKinds: readonly TicketKind[] = ['appointment-follow-on', 'application', 'billing-question', 'complaint', 'consultation', 'leak'];

export function AppointmentPanel({ item }: { item: HallDayItem }) {
  const service = useCatalogue().data?.services.find((s) => s.name === item.serviceName);
  const offer = (action: AppointmentAction) => item.allowedActions.find((a) => a.action === action);
  return (
    <article className={styles.panel}>
      <header>
        <h2>{item.contactName} <span>{item.contactPhoneMasked}</span></h2>
        <p>{item.startTime}–{item.endTime} · {item.serviceName} · <b>{appointmentStateLabels[item.state]}</b></p>
        {item.note && <p className={styles.note}>备注：{item.note}</p>}
        {item.ticketNumber && <p>已转工单 <Link to={`/tickets/mine/${item.ticketNumber}`}>{groupTicketNumber(item.ticketNumber)}</Link></p>}
        {item.calledAt && <p className={styles.quiet}>{formatInstant(item.calledAt)} {item.calledBy} 叫到{item.window}</p>}
      </header>
      {offer('check-in')?.allowed && <CheckIn item={item} />}
      {service && offer('cancel')?.allowed && <Change item={item} serviceId={service.id} />}
      {offer('call')?.allowed && <Call item={item} again={item.state === 'called'} />}
      {(offer('finish')?.allowed || offer('to-ticket')?.allowed) && <Finish item={item} mayFinish={offer('finish')?.allowed ?? false} mayOpenTicket={offer('to-ticket')?.allowed ?? false} />}
      <ul className={styles.why}>
        {(item.state === 'booked' ? ['check-in' as const] : item.state === 'checked-in' ? ['finish' as const] : []).map((action) => offer(action)).filter((o) => o && !o.allowed && o.why)
          .map((o) => <li key={o!.action}>暂不能{appointmentActionLabels[o!.action]}：{o!.why}</li>)}
      </ul>
      {service && service.materials.length > 0 && (
        <section className={styles.materials}>
          <h3>应带材料</h3>
          <ul>{service.materials.map((m) => <li key={m.name}>{m.name}{m.howToGet && <small>{m.howToGet}</small>}</li>)}</ul>
          <p className={styles.quiet}>时限：{service.limit} · 费用：{service.fee}</p>
        </section>
      )}
    </article>
  );
}

function Change({ item, serviceId }: { item: HallDayItem; serviceId: number }) {
  const { hallId } = useStaff();
  const [open, setOpen] = useState(false);
  useKeys('预约', [{ keys: 'm', label: '改时间或取消', run: () => setOpen(true) }]);
  if (hallId === null) return null;
  return (
    <section>
      <Button onClick={() => setOpen(true)}>改时间或取消 <KeyCap keys="m" /></Button>
      {open && <ChangeBooking booking={{ ...item, hallId, serviceId }} onClose={() => setOpen(false)} />}
    </section>
  );
}

function CheckIn({ item }: { item: HallDayItem }) {
  const command = useDayCommand(checkIn);
  const submit = () => command.send({ body: { code: item.checkInCode } });
  useKeys('预约', [{ keys: 's', label: '签到', run: submit }]);
  return (
    <section>
      <Button type="primary" loading={command.isPending} onClick={submit}>签到 <KeyCap keys="s" /></Button>
      <Refusal error={command.error} />
    </section>
  );
}

function Call({ item, again }: { item: HallDayItem; again: boolean }) {
  const [window, setWindow] = useState(rememberedWindow);
  const input = useRef<HTMLDivElement>(null);
  const command = useDayCommand(callAppointment);
  const submit = () => {
    if (window.trim() === '') return input.current?.querySelector('input')?.focus();
    rememberWindow(window.trim());
    // The resident reads 请到…办理.
    const name = /^\d+$/.test(window.trim()) ? `${window.trim()}号窗口` : window.trim();
    command.send({ params: { id: item.id }, body: { version: item.version, window: name } }, {
      onSuccess: (answer) => {
        input.current?.querySelector('input')?.blur();
        showNotice({ id: 'appointment', tone: 'done', text: `请 ${answer.contactName} 到${answer.window}`, lastsMs: 4000 });
      },
    });
  };
  useKeys('预约', [{ keys: 'c', label: again ? '再叫一次' : '叫号', run: submit }]);
  return (
    <section className={styles.call}>
      <div ref={input}><Input prefix="窗口" maxLength={10} aria-label="窗口" value={window} onChange={(e) => setWindow(e.target.value)} onPressEnter={submit} /></div>
      <Button type={again ? 'default' : 'primary'} loading={command.isPending} onClick={submit}>{again ? '再叫一次' : '叫号'} <KeyCap keys="c" /></Button>
      <Refusal error={command.error} />
    </section>
  );
}

/** Finished on the spot, or one action that opens a ticket with this clerk as first responsible (FI-1). */
function Finish({ item, mayFinish, mayOpenTicket }: { item: HallDayItem; mayFinish: boolean; mayOpenTicket: boolean }) {
  const [ending, setEnding] = useState<'finish' | 'ticket'>(mayFinish ? 'finish' : 'ticket');
  const finishing = useContractForm(finishAppointment, { result: '' }, (v) => ({ version: item.version, ...v }), `appointment/${item.id}/finish`);
  const opening = useContractForm(
    appointmentToTicket, { category: 'follow-on' as TicketCategory, title: item.serviceName, description: '', address: '' }, (v) => ({ version: item.version, ...v }), `appointment/${item.id}/ticket`,
  );
  const finish = useDayCommand(finishAppointment);
  const toTicket = useDayCommand(appointmentToTicket);
  const params = { id: item.id };
  const submit = () => {
    if (finish.isPending || toTicket.isPending) return;
    if (ending === 'finish') {
      const body = finishing.check();
      if (body) finish.send({ params, body }, { onSuccess: () => { finishing.reset(); showNotice({ id: 'appointment', tone: 'done', text: `${item.contactName} 的业务已办完`, lastsMs: 3500 }); }, onError: finishing.refuse });
    } else {
      const body = opening.check();
      if (body) toTicket.send({ params, body }, {
        onSuccess: ({ ticketNumber }) => { opening.reset(); showNotice({ id: 'appointment', tone: 'done', text: `已转工单 ${groupTicketNumber(ticketNumber)}`, detail: '您是首问责任人，请把工单号告诉居民', lastsMs: 20_000 }); },
        onError: opening.refuse,
      });
    }
  };
  const section = useRef<HTMLElement>(null);
  const enter = (next: 'finish' | 'ticket') => {
    setEnding(next);
    requestAnimationFrame(() => section.current?.querySelector<HTMLElement>('textarea')?.focus());
  };
  useKeys('预约', [
    mayFinish && { keys: 'f', label: '当场办完', run: () => enter('finish') },
    mayOpenTicket && { keys: 't', label: '转工单', run: () => enter('ticket') },
    { keys: 'ctrl+enter', label: '提交办理结果', run: submit },
  ]);
  return (
    <section ref={section} className={styles.finish}>
      <Choice
        label="办理结果" value={ending} onChange={setEnding}
        options={[{ value: 'finish', label: '当场办完', disabled: !mayFinish }, { value: 'ticket', label: '转工单，由我跟到底', disabled: !mayOpenTicket }]}
      />
      {ending === 'finish'
        ? (
          <form ref={finishing.ref} onSubmit={(e) => { e.preventDefault(); submit(); }}>
            <Field name="result" label="办理结果" required error={finishing.errors.result}>
              <Input.TextArea autoSize={{ minRows: 3, maxRows: 8 }} maxLength={500} value={finishing.values.result} onChange={(e) => finishing.set('result', e.target.value)} />
            </Field>
          </form>
        )
        : (
          <form ref={opening.ref} onSubmit={(e) => { e.preventDefault(); submit(); }}>
            <Field name="category" label="类别">
              <CategoryField kinds={followOnKinds} value={opening.values.category} onChange={(v) => opening.set('category', v)} />
            </Field>
            <Field name="title" label="事由" required error={opening.errors.title}><Input maxLength={60} value={opening.values.title} onChange={(e) => opening.set('title', e.target.value)} /></Field>
            <Field name="description" label="详细情况" required error={opening.errors.description}>
              <Input.TextArea autoSize={{ minRows: 3, maxRows: 8 }} maxLength={2000} value={opening.values.description} onChange={(e) => opening.set('description', e.target.value)} />
            </Field>
            <Field name="address" label="地址" required error={opening.errors.address}><Input maxLength={120} value={opening.values.address} onChange={(e) => opening.set('address', e.target.value)} /></Field>
          </form>
        )}
      <Refusal error={ending === 'finish' ? finish.error : toTicket.error} />
      <Button type="primary" loading={finish.isPending || toTicket.isPending} onClick={submit}>{ending === 'finish' ? '办完' : '转为工单'} <KeyCap keys="ctrl+enter" /></Button>
    </section>
  );
}

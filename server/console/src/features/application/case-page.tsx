import { acceptanceSlip, acceptApplication, caseFile, processingSlip, requalify, type StaffApplication } from '@shouwen/shared/contract/application';
import { formatInstant } from '@shouwen/shared/value';
import { applicationCategories, applicationResultLabels, applicationStageLabels, categoryLabel, type ApplicationCategory, type TicketAction } from '@shouwen/shared/vocabulary';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { addressOf } from '../../api/call';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { useStaff } from '../../session/session';
import { ticketAddress } from '../../session/workplace';
import { Field } from '../../ui/field';
import { showNotice } from '../../ui/notice';
import { Refusal } from '../../ui/refusal';
import { ErrorState, ListSkeleton } from '../../ui/state';
import styles from './application.module.css';
import { useApplication, useApplicationCommand } from './application.calls';
import { ComparedTable } from './compared-table';
import { SignStepForm } from './sign-step-form';
import { useValues, ValuesForm } from './values-form';

export function CasePage({ number }: { number: string }) {
  const answer = useApplication(number);
  if (answer.isPending) return <ListSkeleton rows={5} />;
  if (answer.isError && !answer.data) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  return <Case application={answer.data} />;
}

function Case({ application }: { application: StaffApplication }) {
  const staff = useStaff();
  const { ticket, number, steps } = application;
  const offer = (action: TicketAction) => application.allowedActions.find((a) => a.action === action);
  const next = steps.some(({ signed }) => signed?.passed === false) ? null : (steps.find(({ signed }) => !signed) ?? null);
  const [correcting, setCorrecting] = useState(application.requested === null);
  const params = { number };
  return (
    <article className={styles.page}>
      <header className={styles.head}>
        <h1>{application.label}<span>{ticket.numberSpoken}</span></h1>
        <p>
          <b>{applicationStageLabels[application.stage]}</b>
          {application.result && <> · {applicationResultLabels[application.result]}</>}
          {application.onTime !== null && <> · {application.onTime ? '按时' : '超时'}</>}
          {application.archive && <> · 档案号 {application.archive.number}</>}
        </p>
        <p className={styles.quiet}>{ticket.contactName} {ticket.contactPhone} · {ticket.address} · 首问责任人 {ticket.firstResponsible.name}</p>
        <div className={styles.papers}>
          <Link to={ticketAddress(staff, number)}>打开工单（转部门、告知、答复、办结）</Link>
          {application.acceptedAt && <a href={addressOf(acceptanceSlip, { params })} target="_blank" rel="noreferrer">受理通知单</a>}
          {application.acceptedAt && <a href={addressOf(processingSlip, { params })} target="_blank" rel="noreferrer">处理笺</a>}
          {(application.stage === 'closed' || application.stage === 'archived') && ticket.mayUnmask && <a href={addressOf(caseFile, { params })} target="_blank" rel="noreferrer">导出案卷</a>}
        </div>
      </header>
      <section>
        <h2>申请与批准{!application.acceptedAt && offer('accept-application')?.allowed && !correcting && <Button type="link" size="small" onClick={() => setCorrecting(true)}>更正</Button>}</h2>
        {correcting && !application.acceptedAt && offer('accept-application')?.allowed ? <Requalify application={application} onDone={() => setCorrecting(false)} /> : <ComparedTable rows={application.rows} />}
      </section>
      {!application.acceptedAt && !correcting && <Accept application={application} />}
      <section>
        <h2>办理步骤</h2>
        <ol className={styles.steps}>
          {steps.map((step) => (
            <li key={step.step} data-state={step.signed ? (step.signed.passed ? 'passed' : 'failed') : step === next && application.acceptedAt ? 'next' : 'later'}>
              <strong>{step.label}</strong>
              {step.signed ? <span>{step.signed.passed ? '通过' : '未通过'} · {step.signed.by} · {formatInstant(step.signed.at)}{step.signed.note && <em>{step.signed.note}</em>}</span> : <span>{step === next && application.acceptedAt ? '等待签字' : '未到'}</span>}
            </li>
          ))}
        </ol>
        {next && offer('sign-step')?.allowed && <SignStepForm key={next.step} application={application} step={next} />}
        {next && application.acceptedAt && !offer('sign-step')?.allowed && offer('sign-step')?.why && <p className={styles.quiet}>暂不能签字：{offer('sign-step')!.why}</p>}
      </section>
      {(application.stage === 'ready' || application.comparison) && (
        <section>
          <h2>周三核对</h2>
          {application.comparison
            ? <p>{application.comparison.matches ? '一致' : `不一致：${application.comparison.difference}`} · {application.comparison.by} · {formatInstant(application.comparison.at)}</p>
            : <p>步骤已办完，<Link to="/applications/check">到周三核对签字</Link>后才能办结。</p>}
        </section>
      )}
      <section>
        <h2>应交材料</h2>
        <ul className={styles.materials}>{application.materials.map((item) => <li key={item.code}>{item.name}<small>{item.howToGet}</small></li>)}</ul>
      </section>
    </article>
  );
}

function Accept({ application: { number, ticket, allowedActions } }: { application: StaffApplication }) {
  const offer = allowedActions.find(({ action }) => action === 'accept-application');
  const command = useApplicationCommand(acceptApplication, () => showNotice({ id: 'application', tone: 'done', text: '已受理', detail: '请打印受理通知单交给居民', lastsMs: 6000 }));
  const submit = () => { if (!command.isPending) command.mutate({ params: { number }, body: { version: ticket.version } }); };
  useKeys('业务申请', [offer?.allowed === true && { keys: 's', label: '受理', run: submit }]);
  if (!offer?.allowed) return offer?.why ? <p className={styles.quiet}>暂不能受理：{offer.why}</p> : null;
  return (
    <section>
      <Button type="primary" loading={command.isPending} onClick={submit}>受理 <KeyCap keys="s" /></Button>
      <Refusal error={command.error} />
    </section>
  );
}

/** AP-1: with the resident, before the acceptance. */
function Requalify({ application, onDone }: { application: StaffApplication; onDone: () => void }) {
  const [category, setCategory] = useState<ApplicationCategory>(application.category);
  const [reason, setReason] = useState('');
  const [faulty, setFaulty] = useState(false);
  const draft = useValues(category, category === application.category ? application.requested : null);
  const command = useApplicationCommand(requalify, onDone);
  const other = category !== application.category;
  const submit = () => {
    const requested = draft.check();
    setFaulty(other && reason.trim() === '');
    if (!requested || (other && reason.trim() === '')) return;
    command.mutate({ params: { number: application.number }, body: { version: application.ticket.version, category, requested, reason } });
  };
  return (
    <div className={styles.form}>
      <Field label="业务">
        <Select aria-label="业务" value={category} onChange={setCategory} options={applicationCategories.map((value) => ({ value, label: categoryLabel(value) }))} />
      </Field>
      <ValuesForm category={category} draft={draft} />
      {other && <Field label="改为这项业务的原因" required {...(faulty ? { error: '请填写原因，居民会在进度里看到' } : {})}><Input aria-label="原因" maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} /></Field>}
      <Refusal error={command.error} />
      <Button type="primary" loading={command.isPending} onClick={submit}>保存</Button>
      {application.requested && <Button type="text" onClick={onDone}>不改了</Button>}
    </div>
  );
}

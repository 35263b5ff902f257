import type { StaffTicketDetail } from '@shouwen/shared/contract/ticket';
import { formatDeadline, formatFullDate, formatInstant, groupTicketNumber } from '@shouwen/shared/value';
import { complaintOutcomeLabels, escalationLabels } from '@shouwen/shared/vocabulary';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import styles from './matter-state.module.css';

/** What the ticket waits for and whom it concerns besides its two people: cover, coordination, parts, chase, extension, materials, links, archive. */
export function MatterState({ ticket, addressOf }: { ticket: StaffTicketDetail; addressOf: (number: string) => string }) {
  const { coordination, coParts, chase, extension, escalation, materials, application, link, followers } = ticket;
  const notes: { tone: 'plain' | 'soon' | 'late'; key: string; node: ReactNode }[] = [];
  const say = (key: string, tone: 'plain' | 'soon' | 'late', node: ReactNode) => notes.push({ key, tone, node });
  if (ticket.asCoverFor) say('cover', 'soon', <>您为 <b>{ticket.asCoverFor}</b> 顶岗：您的操作记在您本人名下（AB-1）</>);
  if (ticket.coveredFor) say('covered', 'plain', <>首问责任人为 <b>{ticket.coveredFor}</b> 顶岗</>);
  if (chase) say('chase', 'late', <>系统已于 {formatInstant(chase.at)} 催办，等待回复进展（FI-7）</>);
  if (coordination) {
    say('coordination', 'soon', (
      <>
        <b>{{ requested: '已请领导协调', rejected: `${coordination.departmentName ?? '部门'}退回`, 'third-department': '将到第三个部门，自动报领导协调' }[coordination.cause]}</b>
        {coordination.proposedDepartmentName && <>，提议由 <b>{coordination.proposedDepartmentName}</b> 办理</>}
        <span className={styles.quiet}>　{coordination.by} {formatInstant(coordination.at)}</span>
        {coordination.reason && <p>{coordination.reason}</p>}
        {coordination.statements.map((said) => <p key={said.at}><b>{said.departmentName}</b>：{said.text}<span className={styles.quiet}>　{said.by} {formatInstant(said.at)}</span></p>)}
      </>
    ));
  }
  if (coParts.length > 0) {
    say('parts', 'plain', <>协办：{coParts.map((part, index) => <span key={part.departmentId}>{index > 0 && '、'}<b>{part.departmentName}</b>{part.finishedAt ? `（${formatInstant(part.finishedAt)} 办完）` : '（未办完）'}</span>)}</>);
  }
  if (extension) say('extension', 'soon', <>已申请延到 <b>{formatFullDate(extension.until)}</b>，等负责人审批<span className={styles.quiet}>　{extension.by} {extension.at && formatInstant(extension.at)}</span><p>{extension.plan}</p></>);
  if (escalation) say('escalation', 'plain', <>已上报 <b>{escalationLabels[escalation]}</b>（FI-8）</>);
  if (ticket.state === 'waiting-materials') {
    const awaited = materials.checklist.filter((item) => item.awaited).map((item) => item.name);
    say('materials', materials.broughtAt ? 'soon' : 'plain', (
      <>{materials.broughtAt ? <>居民已于 {formatInstant(materials.broughtAt)} 补交材料，<b>等待核对</b></> : '等居民补材料，不计时（TL-2）'}{awaited.length > 0 && `：${awaited.join('、')}`}{materials.notices > 1 && <span className={styles.quiet}>　已告知 {materials.notices} 次</span>}</>
    ));
  }
  if (application && application.steps.length > 0) {
    say('steps', 'plain', (
      <>
        步骤：{application.steps.map((step, index) => (
          <span key={step.step}>{index > 0 && ' → '}<span data-next={step.step === application.nextStep || undefined} data-done={step.signed?.passed || undefined}>{step.label}{step.signed && (step.signed.passed ? ' ✓' : ' 未通过')}</span></span>
        ))}
        {application.comparison && <>　核对{application.comparison.matches ? '一致' : `不一致：${application.comparison.difference}`}</>}
      </>
    ));
  }
  if (ticket.outcome) say('outcome', 'plain', <>调查结论：<b>{complaintOutcomeLabels[ticket.outcome]}</b></>);
  if (link) say('link', 'soon', <>{link.how === 'merge' ? '已并入' : '已关联到'} <Link to={addressOf(link.mainNumber)}>{groupTicketNumber(link.mainNumber)}</Link>{link.how === 'merge' && '，在主单上办理'}</>);
  if (followers.length > 0) say('followers', 'plain', <>同一件事的工单：{followers.map((other, index) => <span key={other.number}>{index > 0 && '、'}<Link to={addressOf(other.number)}>{groupTicketNumber(other.number)}</Link>{other.how === 'merge' ? '（并入本单）' : ''}</span>)}</>);
  if (ticket.outOfScope) say('scope', 'plain', '非供水业务：答复时写明应找谁、怎么联系，才能办结（FI-10）');
  if (ticket.archivedAt) say('archive', 'plain', <>已于 {formatDeadline(ticket.archivedAt)} 归档{ticket.archiveNumber && <>，档案号 <b>{ticket.archiveNumber}</b></>}，只能查看（AP-5）</>);
  if (notes.length === 0) return null;
  return <ul className={styles.notes} aria-label="目前状况">{notes.map(({ key, tone, node }) => <li key={key} data-tone={tone}>{node}</li>)}</ul>;
}

import { PrinterOutlined } from '@ant-design/icons';
import type { StaffTicketDetail } from '@shouwen/shared/contract/ticket';
import { firstInquirySlip, materialsNoticePaper } from '@shouwen/shared/contract/ticket-desk';
import { formatInstant } from '@shouwen/shared/value';
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { addressOf } from '../../api/call';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { ErrorState, ListSkeleton } from '../../ui/state';
import { useMaterialsNotice } from './company.calls';
import styles from './notice-facts.module.css';
import side from './side-facts.module.css';

/** The papers of a ticket: the written notice (TL-5) and its line of the register (FI-5). */
export function NoticeFacts({ ticket }: { ticket: StaffTicketDetail }) {
  const [open, setOpen] = useState(false);
  const noticed = ticket.materials.notices > 0;
  useKeys('工单', [noticed && { keys: 'i', label: '看一次性告知书', run: () => setOpen(true) }]);
  return (
    <section>
      <h2>纸面</h2>
      {noticed && <div><Button size="small" type="link" style={{ paddingInline: 0 }} onClick={() => setOpen(true)}>一次性告知书 <KeyCap keys="i" /></Button></div>}
      <a href={addressOf(firstInquirySlip, { params: { number: ticket.number } })} target="_blank" rel="noreferrer"><PrinterOutlined /> 首问登记单</a>
      {open && <NoticePage ticket={ticket} onClose={() => setOpen(false)} />}
    </section>
  );
}

function NoticePage({ ticket, onClose }: { ticket: StaffTicketDetail; onClose: () => void }) {
  const query = useMaterialsNotice(ticket.number, ticket.version);
  const paper = addressOf(materialsNoticePaper, { params: { number: ticket.number } });
  useKeys('', [{ keys: 'escape', label: '关闭', run: onClose }, { keys: 'ctrl+p', label: '打印', run: () => void window.open(paper, '_blank') }], { exclusive: true });
  const notice = query.data;
  return (
    <Modal
      open width={680} onCancel={onClose} title="一次性告知书"
      footer={<Button type="primary" icon={<PrinterOutlined />} href={paper} target="_blank">打印 <KeyCap keys="ctrl+p" /></Button>}
    >
      {query.isPending ? <ListSkeleton rows={4} /> : !notice ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : (
        <div className={styles.notice}>
          <p className={side.quiet}>{notice.numberSpoken}　{notice.matter}　{notice.residentName}　{formatInstant(notice.at)}　第 {notice.notice} 次　告知人 {notice.by}</p>
          <ol>{notice.items.map((item, index) => <li key={index}><b>{item.name}</b>{item.howToGet && <span>{item.howToGet}</span>}</li>)}</ol>
          {notice.note && <p>说明：{notice.note}</p>}
          {notice.reason && <p className={styles.reason}>再次告知的原因：{notice.reason}</p>}
          <p>交到：{notice.hall.name}，{notice.hall.address}，{notice.hall.phone}</p>
          <p>{notice.rule}</p>
        </div>
      )}
    </Modal>
  );
}

import type { StaffTicketDetail } from '@shouwen/shared/contract/ticket';
import { formatInstant } from '@shouwen/shared/value';
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { useStaff } from '../../session/session';
import { ErrorState, ListSkeleton } from '../../ui/state';
import { useReaders } from './company.calls';
import styles from './reader-facts.module.css';
import side from './side-facts.module.css';

const mayAsk = ['section-leader', 'hall-manager', 'hall-director', 'company-leader', 'supervisor'] as const;

/** PR-2: who saw what, for those who lead; the server has the last word. */
export function ReaderFacts({ ticket }: { ticket: StaffTicketDetail }) {
  const staff = useStaff();
  const [open, setOpen] = useState(false);
  const may = mayAsk.some((role) => staff.roles.includes(role));
  useKeys('工单', [may && { keys: 'w', label: '谁看过', run: () => setOpen(true) }]);
  if (!may) return null;
  return (
    <section>
      <div><Button size="small" type="link" style={{ paddingInline: 0 }} onClick={() => setOpen(true)}>谁看过 <KeyCap keys="w" /></Button></div>
      {open && <Readers number={ticket.number} onClose={() => setOpen(false)} />}
    </section>
  );
}

function Readers({ number, onClose }: { number: string; onClose: () => void }) {
  const query = useReaders(number);
  useKeys('', [{ keys: 'escape', label: '关闭', run: onClose }], { exclusive: true });
  const pages = query.data?.pages ?? [];
  const items = pages.flatMap((page) => page.items);
  const unmasked = pages[0]?.unmasked ?? [];
  return (
    <Modal open footer={null} width={560} onCancel={onClose} title="谁看过（PR-2）">
      {query.isPending ? <ListSkeleton rows={5} /> : query.isError ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : (
        <div className={styles.readers}>
          {unmasked.length > 0 && (
            <>
              <h3>查看过姓名、电话</h3>
              <ul>{unmasked.map((reading, index) => <li key={index}><b>{reading.name}</b> <span>{reading.staffNumber}</span><span>{reading.reason}</span><time>{formatInstant(reading.at)}</time></li>)}</ul>
            </>
          )}
          <h3>打开过工单（每小时记一次）</h3>
          {items.length === 0 ? <p className={side.quiet}>还没有人打开过</p>
            : <ul>{items.map((reading, index) => <li key={index}><b>{reading.name}</b> <span>{reading.staffNumber}</span><span /><time>{formatInstant(reading.at)}</time></li>)}</ul>}
          {query.hasNextPage && <Button type="text" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>更早的</Button>}
        </div>
      )}
    </Modal>
  );
}

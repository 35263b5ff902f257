import { EnvironmentOutlined } from '@ant-design/icons';
import type { StaffTicketDetail } from '@shouwen/shared/contract/ticket';
import { formatInstant } from '@shouwen/shared/value';
import { zoneLabels } from '@shouwen/shared/vocabulary';
import { Modal, Rate } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useKeys } from '../../keyboard/keyboard';
import { SimilarPanel } from '../../similar/similar-panel';
import { ContactFacts } from './contact-facts';
import { NoticeFacts } from './notice-facts';
import { ReaderFacts } from './reader-facts';
import styles from './side-facts.module.css';

const PlaceMap = lazy(() => import('../../field/place-map').then((m) => ({ default: m.PlaceMap })));

/** What somebody needs to go there or to ring up. */
export function SideFacts({ ticket }: { ticket: StaffTicketDetail }) {
  const [large, setLarge] = useState(false);
  return (
    <aside className={styles.side}>
      <SimilarPanel ticket={ticket} />
      <section>
        <h2>地点</h2>
        <p className={styles.address}><EnvironmentOutlined /> {ticket.address || '未填写'}</p>
        {ticket.landmark && <p className={styles.quiet}>附近：{ticket.landmark}</p>}
        <p className={styles.quiet}>{zoneLabels[ticket.zone]}</p>
        {ticket.place && (
          <button type="button" data-map className={styles.map} onClick={() => setLarge(true)} aria-label="放大地图">
            <Suspense><PlaceMap place={ticket.place} still /></Suspense>
          </button>
        )}
      </section>
      <ContactFacts ticket={ticket} />
      <NoticeFacts ticket={ticket} />
      {ticket.rating && (
        <section>
          <h2>居民评价</h2>
          <Rate disabled value={ticket.rating.stars} style={{ fontSize: 16 }} />
          {ticket.rating.comment && <p>{ticket.rating.comment}</p>}
          <p className={styles.quiet}>{formatInstant(ticket.rating.ratedAt)}</p>
        </section>
      )}
      <ReaderFacts ticket={ticket} />
      {large && ticket.place && <LargeMap ticket={ticket} onClose={() => setLarge(false)} />}
    </aside>
  );
}

function LargeMap({ ticket, onClose }: { ticket: StaffTicketDetail; onClose: () => void }) {
  useKeys('', [{ keys: 'escape', label: '关闭', run: onClose }], { exclusive: true });
  return (
    <Modal open footer={null} width={920} onCancel={onClose} title={`${ticket.address}${ticket.landmark ? `（${ticket.landmark}）` : ''}`}>
      <div style={{ height: 520 }}><Suspense><PlaceMap place={ticket.place!} /></Suspense></div>
    </Modal>
  );
}

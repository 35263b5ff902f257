import { ticketActionLabels } from '@shouwen/shared/vocabulary';
import { Button } from 'antd';
import { KeyCap } from '../../keyboard/key-cap';
import { actionKeys, isFront, likelyOf, type Offer, type StaffAction } from '../../ticket-action/action';
import styles from './action-bar.module.css';

/** The likely next step, the everyday ones, and everything else one key away. */
export function ActionBar({ offers, next, busy, onStart, onMore }: { offers: readonly Offer[]; next: StaffAction | null; busy: StaffAction | null; onStart: (offer: Offer) => void; onMore: () => void }) {
  const likely = likelyOf(offers, next);
  const others = offers.filter((offer) => offer.allowed && !likely.includes(offer)).length;
  return (
    <div className={styles.bar} role="toolbar" aria-label="可以进行的操作">
      {likely.map((offer) => (
        <Button key={offer.action} type={offer.action === next ? 'primary' : 'default'} loading={busy === offer.action} onClick={() => onStart(offer)}>
          {ticketActionLabels[offer.action]} {isFront(offer.action) && <KeyCap keys={actionKeys[offer.action]} />}
        </Button>
      ))}
      {likely.length === 0 && <span className={styles.none}>现在没有您要做的操作</span>}
      <Button type="text" className={styles.rest} onClick={onMore}>更多{others > 0 && ` ${others} 项`} <KeyCap keys="e" /></Button>
    </div>
  );
}

import { DownOutlined } from '@ant-design/icons';
import { ticketActionLabels } from '@shouwen/shared/vocabulary';
import { Button } from 'antd';
import { KeyCap } from '../../keyboard/key-cap';
import { KeyPopover } from '../../keyboard/key-popover';
import styles from './action-bar.module.css';
import { actionKeys, type Offer, type StaffAction } from './action';

/** What can be done now, each with its key; what cannot is one click away with the reason. */
export function ActionBar({ offers, next, busy, onStart }: { offers: readonly Offer[]; next: StaffAction | null; busy: StaffAction | null; onStart: (offer: Offer) => void }) {
  const possible = offers.filter((o) => o.allowed).sort((a, b) => Number(b.action === next) - Number(a.action === next));
  const impossible = offers.filter((o) => !o.allowed);
  return (
    <div className={styles.bar} role="toolbar" aria-label="可以进行的操作">
      {possible.map((offer) => (
        <Button key={offer.action} type={offer.action === next ? 'primary' : 'default'} loading={busy === offer.action} onClick={() => onStart(offer)}>
          {ticketActionLabels[offer.action]} <KeyCap keys={actionKeys[offer.action]} />
        </Button>
      ))}
      {possible.length === 0 && <span className={styles.none}>现在没有您要做的操作</span>}
      {impossible.length > 0 && (
        <KeyPopover
          placement="topRight"
          content={<dl className={styles.impossible}>{impossible.map((o) => <div key={o.action}><dt>{ticketActionLabels[o.action]}</dt><dd>{o.why}</dd></div>)}</dl>}
        >
          <Button type="text" className={styles.rest}>暂不能做 {impossible.length} 项 <DownOutlined /></Button>
        </KeyPopover>
      )}
    </div>
  );
}

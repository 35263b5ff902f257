import { presenceActionLabels, presenceLabels, type PresenceState } from '@shouwen/shared/vocabulary';
import { Dropdown } from 'antd';
import { useEffect } from 'react';
import { messageOf } from '../../api/api-error';
import { useKeys } from '../../keyboard/keyboard';
import { showNotice } from '../../ui/notice';
import { useNow } from '../../ui/now';
import styles from './presence-switch.module.css';
import { elapsed } from './elapsed';
import { useChangePresence, usePresence } from './duty.calls';

const order: readonly PresenceState[] = ['present', 'serving', 'away', 'off'];
const hints: Readonly<Record<PresenceState, string>> = {
  present: '新的线上工单会按顺序指派给您', serving: '正在服务居民', away: '暂离不超过规定时间；更久请先报告，由顶岗人接替（AB-4）', off: '不再指派新工单，由 AB 角顶岗',
};

/** AB-4: on duty, serving, away with a running clock, off. In the header of every page. */
export function PresenceSwitch() {
  const presence = usePresence();
  const change = useChangePresence();
  const now = useNow(1000);
  const here = presence.data;
  useEffect(() => {
    if (change.isError) showNotice({ id: 'presence', tone: 'fault', text: messageOf(change.error) });
  }, [change.isError, change.error]);
  const go = (to: PresenceState) => here && change.send({ body: { to, version: here.version } });
  useKeys('在岗', here ? order.filter((to) => here.allowed.some((a) => a.to === to && a.allowed)).map((to) => ({ keys: `p ${to[0]}`, label: presenceActionLabels[to], run: () => go(to) })) : []);
  if (!here) return null;
  const since = here.since === null ? null : now - Date.parse(here.since);
  const late = here.state === 'away' && since !== null && since >= here.awayMinutes * 60_000;
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: order.filter((to) => to !== here.state).map((to) => {
          const offer = here.allowed.find((a) => a.to === to);
          return { key: to, disabled: !offer?.allowed, label: <span className={styles.choice}><strong>{presenceActionLabels[to]}</strong><small>{offer?.why ?? hints[to]}</small></span>, onClick: () => go(to) };
        }),
      }}
    >
      <button
        type="button" className={styles.presence} data-state={here.leaveUntil ? 'off' : here.state} data-late={late || undefined} disabled={change.isPending} aria-label={`在岗状态：${presenceLabels[here.state]}`}
        title={here.leaveUntil ? '休假中' : late ? '暂离太久，已告知大堂经理，新工单不再指派给您' : hints[here.state]}
      >
        {here.leaveUntil ? '休假中' : here.state === 'away' && since !== null ? `暂离 ${elapsed(since)}` : presenceLabels[here.state]}
      </button>
    </Dropdown>
  );
}

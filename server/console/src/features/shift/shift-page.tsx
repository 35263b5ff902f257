import type { Role } from '@shouwen/shared/vocabulary';
import { NavLink, useNavigate, useParams } from 'react-router';
import { useKeys } from '../../keyboard/keyboard';
import { useStaff } from '../../session/session';
import { DayPane } from './day-pane';
import { DepositPane } from './deposit-pane';
import { DrawerPane } from './drawer-pane';
import { MyShiftPane } from './my-shift-pane';
import { RecordPane } from './record-pane';
import styles from './shift.module.css';

const panes: { pane: string; label: string; roles: readonly Role[] }[] = [
  { pane: 'mine', label: '我的班次', roles: ['clerk', 'shift-leader'] },
  { pane: 'deposit', label: '存款', roles: ['clerk', 'shift-leader'] },
  { pane: 'day', label: '当日账', roles: ['shift-leader', 'hall-director', 'finance', 'company-leader'] },
  { pane: 'records', label: '班次记录', roles: ['clerk', 'shift-leader', 'hall-director'] },
  { pane: 'drawers', label: '钱箱', roles: ['shift-leader', 'hall-director', 'administrator'] },
];

/** Cash from the counted float to the bank, and the leader's signature (PY-4, PY-5, PY-6). */
export function ShiftPage() {
  const staff = useStaff();
  const params = useParams();
  const navigate = useNavigate();
  const mine = panes.filter(({ roles }) => roles.some((role) => staff.roles.includes(role)));
  const pane = mine.find((one) => one.pane === params.pane)?.pane ?? mine[0]?.pane;
  useKeys('收费班次', mine.map((one, index) => ({ keys: String(index + 1), label: one.label, run: () => void navigate(`/shift/${one.pane}`) })));
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>收费班次</h1>
        <nav aria-label="收费班次">{mine.map((one) => <NavLink key={one.pane} to={`/shift/${one.pane}`} className={one.pane === pane ? styles.here : ''}>{one.label}</NavLink>)}</nav>
      </header>
      <div className={styles.body}>
        {pane === 'mine' && <MyShiftPane />}
        {pane === 'deposit' && <DepositPane />}
        {pane === 'day' && <DayPane of={params.id ?? null} />}
        {pane === 'records' && <RecordPane />}
        {pane === 'drawers' && <DrawerPane />}
      </div>
    </div>
  );
}

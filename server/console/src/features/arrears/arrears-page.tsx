import { Input } from 'antd';
import { useRef, useState } from 'react';
import { NavLink, useNavigate, useParams } from 'react-router';
import type { InputRef } from 'antd';
import { useKeys } from '../../keyboard/keyboard';
import { useStaff } from '../../session/session';
import { AccountPane } from './account-pane';
import styles from './arrears.module.css';
import { useArrearsCounts } from './arrears.calls';
import { CallPane } from './call-pane';
import { PlanPane } from './plan-pane';
import { SeriesPane } from './series-pane';

const panes = { calls: '催缴电话', plans: '分期计划', series: '催缴步骤' } as const;
type Pane = keyof typeof panes;

/** Who owes: reminded by steps, called by the list, or paying in parts as agreed. */
export function ArrearsPage() {
  const staff = useStaff();
  const navigate = useNavigate();
  const params = useParams();
  const counts = useArrearsCounts().data;
  const [number, setNumber] = useState('');
  const search = useRef<InputRef>(null);
  const calls = staff.roles.some((role) => role === 'hotline' || role === 'finance');
  const own = (Object.keys(panes) as Pane[]).filter((pane) => pane !== 'calls' || calls);
  const account = params.pane === 'accounts' ? params.id : undefined;
  const pane = own.find((one) => one === params.pane) ?? own[0]!;
  const open = () => { const wanted = number.trim(); if (wanted !== '') void navigate(`/arrears/accounts/${encodeURIComponent(wanted)}`); };
  useKeys('欠费催缴', [...own.map((one, index) => ({ keys: String(index + 1), label: panes[one], run: () => void navigate(`/arrears/${one}`) })), { keys: 'u', label: '输入户号', run: () => search.current?.focus() }]);
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>欠费催缴</h1>
        <nav aria-label="栏目">
          {own.map((one) => (
            <NavLink key={one} to={`/arrears/${one}`} className={account === undefined && one === pane ? styles.here : ''}>
              {panes[one]}{one === 'calls' && !!counts?.callsDue && <b>{counts.callsDue >= 999 ? '999+' : counts.callsDue}</b>}{one === 'plans' && !!counts?.plansBroken && <b data-late>{counts.plansBroken} 逾期</b>}
            </NavLink>
          ))}
        </nav>
        <Input.Search ref={search} size="small" className={styles.search} placeholder="户号，看一户的欠费（U）" aria-label="户号" inputMode="numeric" maxLength={12} value={number} onChange={(event) => setNumber(event.target.value)} onSearch={open} />
      </header>
      {account !== undefined ? <AccountPane key={account} accountNumber={account} /> : pane === 'calls' ? <CallPane open={Number(params.id) || null} /> : pane === 'plans' ? <PlanPane /> : <SeriesPane />}
    </div>
  );
}

import { Button } from 'antd';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { useStaff } from '../../session/session';
import { Choice } from '../../ui/choice';
import { AttendancePane } from './attendance-pane';
import { BoardPane } from './board-pane';
import { useLeaveCounts } from './duty.calls';
import styles from './duty-page.module.css';
import { LeaveForm } from './leave-form';
import { LeavePane } from './leave-pane';

const panes = ['board', 'waiting', 'mine', 'relief', 'place', 'attendance'] as const;
type Pane = (typeof panes)[number];

/** 值守与请假: who is here, my leave, what waits for my signature, attendance (AB-1 to AB-5). */
export function DutyPage() {
  const params = useParams();
  const staff = useStaff();
  const navigate = useNavigate();
  const pane: Pane = panes.find((p) => p === params.pane) ?? 'board';
  const openId = Number(params.id) || null;
  const waiting = useLeaveCounts().data?.waiting ?? 0;
  const [asking, setAsking] = useState(false);
  const leads = staff.roles.some((role) => role === 'hall-director' || role === 'section-leader' || role === 'hall-manager' || role === 'company-leader');
  const options = [
    { value: 'board' as const, label: '当前在岗' },
    { value: 'waiting' as const, label: `待我签字${waiting > 0 ? ` ${waiting}` : ''}` },
    { value: 'mine' as const, label: '我的请假' },
    { value: 'relief' as const, label: '我顶岗的' },
    ...(leads ? [{ value: 'place' as const, label: staff.hallId !== null ? '本厅请假' : staff.departmentId !== null ? '本部门请假' : '全部请假' }] : []),
    { value: 'attendance' as const, label: '考勤' },
  ];
  const go = (to: Pane) => void navigate(to === 'board' ? '/duty' : `/duty/${to}`);
  useKeys('值守', [
    ...options.map((option, index) => ({ keys: `alt+${index + 1}`, label: String(option.label), run: () => go(option.value) })),
    { keys: 'b', label: '请假', run: () => setAsking(true) },
  ], { enabled: !asking });
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>值守与请假</h1>
        <Choice compact label="查看" value={pane} options={options} onChange={go} />
        <span className={styles.gap} />
        <Button type="primary" onClick={() => setAsking(true)}>请假 <KeyCap keys="b" /></Button>
      </header>
      <div className={styles.body}>
        {pane === 'board' ? <BoardPane /> : pane === 'attendance' ? <AttendancePane /> : <LeavePane key={pane} view={pane} openId={openId} />}
      </div>
      {asking && <LeaveForm onClose={() => setAsking(false)} onAsked={(leave) => { setAsking(false); void navigate(`/duty/mine/${leave.id}`); }} />}
    </div>
  );
}

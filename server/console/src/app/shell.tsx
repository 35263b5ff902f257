import {
  BarChartOutlined, HomeOutlined, TagsOutlined, AccountBookOutlined, CalculatorOutlined, CheckSquareOutlined, AlertOutlined, AuditOutlined, BookOutlined, CalendarOutlined, CloudUploadOutlined, ControlOutlined, CustomerServiceOutlined, EditOutlined, FileDoneOutlined, IdcardOutlined, InboxOutlined,
  KeyOutlined, LogoutOutlined, ProfileOutlined, PhoneOutlined, QuestionCircleOutlined, ReconciliationOutlined, RollbackOutlined, ScheduleOutlined, ShopOutlined, SolutionOutlined, TeamOutlined, FileTextOutlined, WalletOutlined,
} from '@ant-design/icons';
import { groupTicketNumber } from '@shouwen/shared/value';
import { roleLabels } from '@shouwen/shared/vocabulary';
import { Dropdown, Tooltip } from 'antd';
import { lazy, Suspense, useEffect, useRef, useState, type ReactNode } from 'react';
import { NavLink, Outlet, useNavigate } from 'react-router';
import { useApprovalCounts } from '../features/approval/approval.calls';
import { SearchBox } from '../features/search/search-box';
import { NoticeBell } from '../features/notice/notice-bell';
import { EvaluationButton } from '../features/follow-up/evaluation-button';
import { PresenceSwitch } from '../features/duty/presence-switch';
import { useSignOut } from '../features/staff/staff.calls';
import { useTicketCounts } from './ticket-counts';
import { isOwnEcho } from '../api/query-client';
import { useCategories } from '../field/categories';
import { useKeys } from '../keyboard/keyboard';
import { useStaff } from '../session/session';
import { overviewLabel, workplacePaths, workplacesOf, type Workplace } from '../session/workplace';
import { NoticeBoard, showNotice } from '../ui/notice';
import { useLiveUpdates } from './live-updates';
import styles from './shell.module.css';

const KeyMap = lazy(() => import('../keyboard/key-map').then((m) => ({ default: m.KeyMap })));

const everyPlace: Record<Workplace, { label: string; key: string; icon: ReactNode }> = {
  account: { label: '户号账单', key: 'g', icon: <HomeOutlined /> },
  tariff: { label: '水价', key: '1', icon: <TagsOutlined /> },
  'charge-rule': { label: '收费规则', key: '3', icon: <ControlOutlined /> },
  'bill-run': { label: '出账', key: 'u', icon: <CalculatorOutlined /> },
  hotline: { label: '热线', key: 'h', icon: <CustomerServiceOutlined /> },
  mine: { label: '我的工单', key: 'm', icon: <InboxOutlined /> },
  department: { label: '部门工单', key: 'd', icon: <TeamOutlined /> },
  hall: { label: '本厅工单', key: 't', icon: <ShopOutlined /> },
  complaints: { label: '投诉台', key: 'c', icon: <SolutionOutlined /> },
  'follow-ups': { label: '回访', key: 'f', icon: <PhoneOutlined /> },
  register: { label: '登记', key: 'n', icon: <EditOutlined /> },
  leader: { label: '待我决定', key: 'l', icon: <AuditOutlined /> },
  'first-inquiry': { label: '登记表', key: 'r', icon: <ProfileOutlined /> },
  appointments: { label: '预约', key: 'a', icon: <CalendarOutlined /> },
  applications: { label: '业务申请', key: 'p', icon: <FileDoneOutlined /> },
  approval: { label: '审批', key: 'y', icon: <CheckSquareOutlined /> },
  report: { label: '收费报表', key: 'e', icon: <BarChartOutlined /> },
  arrears: { label: '欠费催缴', key: 'q', icon: <PhoneOutlined /> },
  rulebook: { label: '规则', key: 'b', icon: <BookOutlined /> },
  import: { label: '导入', key: 'i', icon: <CloudUploadOutlined /> },
  counter: { label: '窗口收费', key: 'x', icon: <AccountBookOutlined /> },
  shift: { label: '收费班次', key: 's', icon: <WalletOutlined /> },
  refund: { label: '退款', key: '2', icon: <RollbackOutlined /> },
  receipt: { label: '收据本', key: 'j', icon: <FileTextOutlined /> },
  invoice: { label: '发票', key: 'w', icon: <FileTextOutlined /> },
  reconciliation: { label: '对账', key: 'z', icon: <ReconciliationOutlined /> },
  duty: { label: '值守请假', key: 'v', icon: <ScheduleOutlined /> },
  breach: { label: '考核登记', key: 'k', icon: <AlertOutlined /> },
  roster: { label: '人员岗位', key: 'o', icon: <IdcardOutlined /> },
};

export function Shell() {
  const staff = useStaff();
  const navigate = useNavigate();
  const signOut = useSignOut();
  const mine = workplacesOf(staff);
  const places = { ...everyPlace, hall: { ...everyPlace.hall, label: overviewLabel(staff) } };
  const counts = useTicketCounts();
  const toApprove = useApprovalCounts(mine.includes('approval')).data?.toDecide;
  // Asked for before a form needs them: the first key of a call goes to the category.
  useCategories();
  const [mapOpen, setMapOpen] = useState(false);
  const focusBefore = useRef<Element | null>(null);

  const announced = useRef<{ mine: number; department: number } | null>(null);
  const lastSubject = useRef('');
  const line = useLiveUpdates((update) => {
    if (update.topic === 'tickets') lastSubject.current = update.subject;
    if (update.topic === 'call') {
      showNotice({
        id: 'ring', tone: 'call', lastsMs: 45_000, text: `来电 ${update.subject}`, detail: '接听后显示来电卡',
        action: { label: '接听', keys: 'f2', run: () => void navigate(`/hotline?phone=${encodeURIComponent(update.subject)}`) },
      });
    }
  });
  const data = counts.data;
  useEffect(() => {
    if (!data) return;
    const before = announced.current;
    announced.current = { mine: data.mine, department: data.department };
    if (!before) return;
    const view = data.mine > before.mine ? 'mine' : data.department > before.department ? 'department' : null;
    const subject = lastSubject.current;
    lastSubject.current = '';
    if (view === null || subject === '') return;
    // The hint may overtake the answer to one's own command.
    window.setTimeout(() => {
      if (isOwnEcho(subject)) return;
      showNotice({
        id: 'new-work', text: view === 'mine' ? '有新工单由您首问负责' : '有新工单转到部门', detail: groupTicketNumber(subject), lastsMs: 12_000,
        action: { label: '打开', keys: 'alt+o', run: () => void navigate(`/tickets/${view}/${subject}`) },
      });
    }, 600);
  }, [data, navigate]);

  const openMap = () => {
    focusBefore.current = document.activeElement;
    setMapOpen(true);
  };
  useKeys('全局', [
    ...mine.map((place) => ({ keys: `g ${places[place].key}`, label: `去${places[place].label}`, run: () => void navigate(workplacePaths[place]) })),
    { keys: '?', label: '显示全部按键', run: openMap },
  ]);

  const badge: Partial<Record<Workplace, number>> = { mine: data?.mine, department: data?.department, leader: data?.leader, approval: toApprove };
  return (
    <div className={styles.shell}>
      <nav className={styles.rail} aria-label="主导航">
        <div className={styles.brand} title="首问 · 工作台"><img src={`${import.meta.env.BASE_URL}favicon.svg`} alt="首问" width={30} height={30} /></div>
        {mine.map((place) => (
          <Tooltip key={place} placement="right" title={`${places[place].label}（g ${places[place].key}）`} mouseEnterDelay={0.6}>
            <NavLink to={workplacePaths[place]} className={({ isActive }) => `${styles.place} ${isActive ? styles.here : ''}`}>
              <span className={styles.icon}>
                {places[place].icon}
                {!!badge[place] && <b data-late={(place === 'mine' && (data?.mineOverdue ?? 0) > 0) || undefined}>{badge[place]}</b>}
              </span>
              {places[place].label}
            </NavLink>
          </Tooltip>
        ))}
        <button type="button" className={styles.help} onClick={openMap}><QuestionCircleOutlined /> 按键 ?</button>
      </nav>
      <header className={styles.header}>
        {data && (
          <div className={styles.counts}>
            {mine.includes('mine') && (
              <>
                <NavLink to="/tickets/mine" className={styles.count}><b>{data.mine}</b>我负责</NavLink>
                <NavLink to="/tickets/mine" className={styles.count} data-on={data.toAnswer > 0 || undefined}><b>{data.toAnswer}</b>待我答复</NavLink>
                <NavLink to="/tickets/mine" className={styles.count} data-late={data.mineOverdue > 0 || undefined}><b>{data.mineOverdue}</b>已超时</NavLink>
              </>
            )}
            {mine.includes('department') && <NavLink to="/tickets/department" className={styles.count}><b>{data.department}</b>部门待办</NavLink>}
          </div>
        )}
        <span className={styles.gap} />
        <SearchBox />
        <span className={styles.line} data-state={line} title={line === 'live' ? '有变化立即显示' : '实时连接已断开，每 30 秒刷新一次，正在重连'}>
          {line === 'live' ? '实时' : '每 30 秒刷新'}
        </span>
        <NoticeBell />
        {staff.hallId !== null && staff.roles.includes('clerk') && <EvaluationButton />}
        <PresenceSwitch />
        <Dropdown
          trigger={['click']}
          menu={{
            items: [
              { key: 'roles', disabled: true, label: staff.roles.map((role) => roleLabels[role]).join('、') },
              { type: 'divider' },
              { key: 'password', icon: <KeyOutlined />, label: '修改密码', onClick: () => void navigate('/password') },
              { key: 'out', icon: <LogoutOutlined />, label: '退出登录', onClick: () => signOut.mutate() },
            ],
          }}
        >
          <button type="button" className={styles.person}>
            <span className={styles.face} aria-hidden="true">{staff.name.slice(0, 1)}</span>
            <span><strong>{staff.name}</strong> <em>{staff.staffNumber}</em><small>{staff.hallName ?? staff.departmentName ?? ''}</small></span>
          </button>
        </Dropdown>
      </header>
      <main className={styles.main}><Outlet /></main>
      <NoticeBoard />
      {mapOpen && (
        <Suspense>
          <KeyMap onClose={() => { setMapOpen(false); if (focusBefore.current instanceof HTMLElement) focusBefore.current.focus(); }} />
        </Suspense>
      )}
    </div>
  );
}

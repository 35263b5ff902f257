import { lazy, Suspense } from 'react';
import { NavLink, useNavigate, useParams } from 'react-router';
import { useKeys } from '../../keyboard/keyboard';
import { useStaff } from '../../session/session';
import { ListSkeleton } from '../../ui/state';
import styles from './complaint.module.css';
import { useComplaintCounts, useReviewCount } from './complaint.calls';
import { WaitingPane } from './waiting-pane';

const StudyPane = lazy(() => import('./study-pane').then((m) => ({ default: m.StudyPane })));
const ReviewPane = lazy(() => import('./review-pane').then((m) => ({ default: m.ReviewPane })));
const ConsequencePane = lazy(() => import('./consequence-pane').then((m) => ({ default: m.ConsequencePane })));
const RegisterPane = lazy(() => import('./register-pane').then((m) => ({ default: m.RegisterPane })));
const YearPane = lazy(() => import('./year-pane').then((m) => ({ default: m.YearPane })));
const SheetPane = lazy(() => import('./sheet-pane').then((m) => ({ default: m.SheetPane })));

/** 投诉台: what waits for the supervisor, what is to be studied or looked into, and the books of the year (CP-3, CP-8 to CP-10, FU-3). */
export function ComplaintDesk() {
  const staff = useStaff();
  const navigate = useNavigate();
  const has = (...roles: string[]) => staff.roles.some((role) => roles.includes(role));
  const supervisor = has('supervisor');
  const { pane = supervisor ? 'waiting' : 'studies' } = useParams();
  const oversees = has('supervisor', 'company-leader', 'hall-director');
  const counts = useComplaintCounts(oversees).data;
  const reviewCount = useReviewCount().data;
  const panes = [
    supervisor && { path: 'waiting', label: '待办投诉', count: counts?.open, late: (counts?.waiting.overdue ?? 0) > 0, show: <WaitingPane /> },
    oversees && { path: 'studies', label: '研究事项', count: counts?.studies, show: <StudyPane /> },
    oversees && { path: 'reviews', label: '不满意核查', count: reviewCount, show: <ReviewPane /> },
    supervisor && { path: 'consequences', label: '属实记入', count: counts?.consequences, show: <ConsequencePane /> },
    { path: 'register', label: '登记簿', show: <RegisterPane /> },
    { path: 'year', label: '年度汇总', show: <YearPane /> },
    has('supervisor', 'company-leader') && { path: 'sheets', label: '个人年度表', show: <SheetPane /> },
  ].filter((entry) => entry !== false);
  const open = panes.find(({ path }) => path === pane) ?? panes[0];
  useKeys('投诉台', panes.map(({ path, label }, i) => ({ keys: `alt+${i + 1}`, label, run: () => void navigate(`/complaints/${path}`) })));
  return (
    <div className={styles.desk}>
      <nav className={styles.tabs} aria-label="投诉台">
        {panes.map(({ path, label, count, late }) => (
          <NavLink key={path} to={`/complaints/${path}`} className={`${styles.tab} ${open?.path === path ? styles.here : ''}`} aria-current={open?.path === path ? 'page' : undefined}>
            {label}{!!count && <b data-late={late || undefined}>{count}</b>}
          </NavLink>
        ))}
      </nav>
      <Suspense fallback={<ListSkeleton rows={8} />}>{open?.show}</Suspense>
    </div>
  );
}

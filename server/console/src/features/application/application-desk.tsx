import { applicationStageLabels, type ApplicationStage } from '@shouwen/shared/vocabulary';
import { lazy, Suspense } from 'react';
import { NavLink, useNavigate, useParams } from 'react-router';
import { useKeys } from '../../keyboard/keyboard';
import { useStaff } from '../../session/session';
import { ListSkeleton } from '../../ui/state';
import styles from './application.module.css';
import { useApplicationCounts } from './application.calls';
import { StageList } from './stage-list';

const FilingPage = lazy(() => import('./filing-page').then((m) => ({ default: m.FilingPage })));
const WeeklyCheck = lazy(() => import('./weekly-check').then((m) => ({ default: m.WeeklyCheck })));
const LedgerPage = lazy(() => import('./ledger-page').then((m) => ({ default: m.LedgerPage })));

const stages = Object.keys(applicationStageLabels) as ApplicationStage[];
const isStage = (view: string): view is ApplicationStage => view in applicationStageLabels;

/** AP: applications by how far they have come, filing at the counter, the check on Wednesday, the ledger. */
export function ApplicationDesk() {
  const { view = 'filed' } = useParams();
  const navigate = useNavigate();
  const staff = useStaff();
  const counts = useApplicationCounts().data;
  const takes = staff.roles.some((role) => ['clerk', 'hotline', 'hall-manager', 'shift-leader', 'hall-director'].includes(role));
  useKeys('业务申请', [
    ...stages.map((stage, i) => ({ keys: `alt+${i + 1}`, label: applicationStageLabels[stage], run: () => void navigate(`/applications/${stage}`) })),
    { keys: 'w', label: '周三核对', run: () => void navigate('/applications/check') },
    { keys: 'l', label: '台账', run: () => void navigate('/applications/ledger') },
    takes && { keys: 'c', label: '登记新申请', run: () => void navigate('/applications/new') },
  ]);
  const tab = ({ isActive }: { isActive: boolean }) => `${styles.tab} ${isActive ? styles.here : ''}`;
  return (
    <div className={styles.desk}>
      <nav className={styles.tabs} aria-label="业务申请">
        {stages.map((stage) => (
          <NavLink key={stage} to={`/applications/${stage}`} className={(state) => tab({ isActive: state.isActive || (stage === 'filed' && view === 'filed') })}>
            {applicationStageLabels[stage]}{!!counts?.[stage] && <b>{counts[stage]}</b>}
          </NavLink>
        ))}
        <span className={styles.gap} />
        <NavLink to="/applications/check" className={tab}>周三核对</NavLink>
        <NavLink to="/applications/ledger" className={tab}>台账</NavLink>
        {takes && <NavLink to="/applications/new" className={({ isActive }) => `${styles.take} ${isActive ? styles.here : ''}`}>登记新申请</NavLink>}
      </nav>
      <Suspense fallback={<ListSkeleton rows={6} />}>
        {view === 'new' ? <FilingPage /> : view === 'check' ? <WeeklyCheck /> : view === 'ledger' ? <LedgerPage /> : <StageList key={view} stage={isStage(view) ? view : 'filed'} />}
      </Suspense>
    </div>
  );
}

import { NavLink, useNavigate, useParams } from 'react-router';
import { useKeys } from '../../keyboard/keyboard';
import { ArrearsPane } from './arrears-pane';
import { CollectionPane } from './collection-pane';
import { ExceptionPane } from './exception-pane';
import styles from './report.module.css';
import { TakingsPane } from './takings-pane';

const panes = { takings: '收费统计', arrears: '欠费账龄', collection: '回收率与收入', exceptions: '作废退款调整' } as const;
type Pane = keyof typeof panes;

/** PY-11: what came in, what is owed, what of it was collected, and what was put right. */
export function ReportPage() {
  const { pane: wanted } = useParams();
  const navigate = useNavigate();
  const pane: Pane = wanted !== undefined && wanted in panes ? (wanted as Pane) : 'takings';
  useKeys('报表', (Object.keys(panes) as Pane[]).map((one, index) => ({ keys: String(index + 1), label: panes[one], run: () => void navigate(`/reports/${one}`) })));
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>收费报表</h1>
        <nav aria-label="报表">{(Object.keys(panes) as Pane[]).map((one) => <NavLink key={one} to={`/reports/${one}`} className={one === pane ? styles.here : ''}>{panes[one]}</NavLink>)}</nav>
      </header>
      {pane === 'takings' ? <TakingsPane /> : pane === 'arrears' ? <ArrearsPane /> : pane === 'collection' ? <CollectionPane /> : <ExceptionPane />}
    </div>
  );
}

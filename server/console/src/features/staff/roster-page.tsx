import { useNavigate, useParams } from 'react-router';
import { useKeys } from '../../keyboard/keyboard';
import { Choice } from '../../ui/choice';
import { HoursPane } from './hours-pane';
import { PeoplePane } from './people-pane';
import { PlacesPane } from './places-pane';
import { PostsPane } from './posts-pane';
import styles from './roster-page.module.css';

const panes = [
  { value: 'people', label: '人员' }, { value: 'posts', label: '岗位（AB 角）' }, { value: 'places', label: '营业厅与部门' }, { value: 'hours', label: '上班时间' },
] as const;
type Pane = (typeof panes)[number]['value'];

/** 人员与岗位: the administrator's data. */
export function RosterPage() {
  const params = useParams();
  const navigate = useNavigate();
  const pane: Pane = panes.find((p) => p.value === params.pane)?.value ?? 'people';
  const go = (to: Pane) => void navigate(to === 'people' ? '/roster' : `/roster/${to}`);
  useKeys('人员与岗位', panes.map((p, index) => ({ keys: `alt+${index + 1}`, label: p.label, run: () => go(p.value) })));
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>人员与岗位</h1>
        <Choice compact label="查看" value={pane} options={panes} onChange={go} />
      </header>
      <div className={styles.body}>{pane === 'people' ? <PeoplePane /> : pane === 'posts' ? <PostsPane /> : pane === 'places' ? <PlacesPane /> : <HoursPane />}</div>
    </div>
  );
}

import type { BoardPerson } from '@shouwen/shared/contract/duty';
import { formatDeadline } from '@shouwen/shared/value';
import { presenceLabels, roleLabels } from '@shouwen/shared/vocabulary';
import { useRef } from 'react';
import { useListKeys } from '../../keyboard/list-keys';
import { durationText } from '../../ui/countdown';
import { useNow } from '../../ui/now';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import styles from './board-pane.module.css';
import { useDutyBoard } from './duty.calls';
import { elapsed } from './elapsed';

/** Who is here now, who is away since when, and who stands in for whom (AB-1, AB-4). */
export function BoardPane() {
  const board = useDutyBoard();
  const list = useRef<HTMLDivElement>(null);
  const now = useNow(1000);
  useListKeys('在岗', list);
  if (board.isPending) return <ListSkeleton rows={10} height={46} />;
  if (board.isError) return <ErrorState error={board.error} onRetry={() => void board.refetch()} />;
  const { places, emptyPosts, awayMinutes } = board.data;
  const late = places.flatMap((place) => place.people).filter((person) => isLate(person, now, awayMinutes));
  return (
    <div ref={list} className={styles.board}>
      {emptyPosts.length > 0 && <p className={styles.alarm} role="alert"><b>岗位无人</b>{emptyPosts.join('、')}：A、B 角都不在岗，请安排顶岗 <small>AB-2</small></p>}
      {late.length > 0 && <p className={styles.alarm} role="alert"><b>暂离超过 {awayMinutes} 分钟</b>{late.map((person) => person.name).join('、')}：不再分配新工单，请安排顶岗 <small>AB-4</small></p>}
      {places.length === 0 && <EmptyState title="这里还没有人员" />}
      {places.map((place) => (
        <section key={place.name} aria-label={place.name}>
          <h2>{place.name}<small>在岗 {place.people.filter((p) => p.state !== 'off').length} / {place.people.length}</small></h2>
          <div className={styles.people}>
            {place.people.map((person) => (
              <article key={person.staffId} data-row tabIndex={0} className={styles.person} data-state={person.leaveUntil ? 'leave' : person.state} data-late={isLate(person, now, awayMinutes) || undefined}>
                <header><strong>{person.name}</strong> <em>{person.staffNumber}</em><span className={styles.state}>{stateOf(person, now)}</span></header>
                <p>{person.posts.length > 0 ? person.posts.map((post) => `${post.name} ${post.holder} 角`).join('、') : person.roles.map((role) => roleLabels[role]).join('、')}</p>
                {person.standsInFor.length > 0 && <p className={styles.cover}><b>顶岗</b>代 {person.standsInFor.join('、')}</p>}
                {person.coveredBy.length > 0 && <p className={styles.covered}>由 {person.coveredBy.join('、')} 顶岗</p>}
                {person.leaveUntil && <p className={styles.covered}>休假至 {formatDeadline(person.leaveUntil)}</p>}
              </article>
            ))}
          </div>
        </section>
      ))}
    </div>
  );
}

const isLate = (person: BoardPerson, now: number, awayMinutes: number) => person.state === 'away' && person.since !== null && now - Date.parse(person.since) >= awayMinutes * 60_000;

function stateOf(person: BoardPerson, now: number): string {
  if (person.leaveUntil) return '休假';
  if (person.since === null) return presenceLabels[person.state];
  const length = now - Date.parse(person.since);
  if (person.state === 'away') return `暂离 ${elapsed(length)}`;
  return person.state === 'off' ? '离岗' : `${presenceLabels[person.state]} ${durationText(length)}`;
}

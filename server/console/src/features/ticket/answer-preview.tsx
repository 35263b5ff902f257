import type { StaffTicketDetail } from '@shouwen/shared/contract/ticket';
import styles from './answer-preview.module.css';

/** As the resident's phone shows it: the same order, sizes and words as the progress page. */
export function AnswerPreview({ ticket, text, written, closes, fileCount }: { ticket: StaffTicketDetail; text: string; written: boolean; closes: boolean; fileCount: number }) {
  const first = ticket.firstResponsible;
  return (
    <aside className={styles.preview} aria-label="居民看到的样子">
      <small className={styles.caption}>居民手机上的样子</small>
      <div className={styles.phone}>
        <div className={styles.bar}>办理详情</div>
        <section>
          <div className={styles.head}><strong>{ticket.title}</strong><span>{closes ? '已办结' : '已答复'}</span></div>
          <div className={styles.pair}><span>单号</span><b>{ticket.numberSpoken}</b></div>
        </section>
        <section className={styles.answer}>
          <strong>答复</strong>
          <p data-empty={text === '' || undefined}>{text || '答复内容会显示在这里'}</p>
          {fileCount > 0 && <small>附件 {fileCount} 个</small>}
          <small>{first.name}（工号 {first.staffNumber}）{written ? '　书面答复' : ''}</small>
        </section>
        <section>
          <small>首问责任人</small>
          <div><b>{first.name}</b> 工号 {first.staffNumber}</div>
          <small>{first.hallName} {first.hallPhone}</small>
        </section>
      </div>
    </aside>
  );
}

import { useSimilarToDraft, type SimilarDraft } from './similar.calls';
import { SimilarLine } from './similar-line';
import styles from './similar.module.css';

/** Beside a form that registers a matter: what is likely the same. It keeps quiet when there is nothing. */
export function SimilarHint({ draft }: { draft: SimilarDraft }) {
  const items = useSimilarToDraft(draft);
  if (items.length === 0) return null;
  // Next to one that is very likely the same, those that are only near are noise.
  const likely = items.filter((item) => item.likeness === 'same');
  const same = likely.length > 0;
  return (
    <section className={styles.hint} data-same={same || undefined} aria-live="polite">
      <h3>{same ? '可能已有人反映过' : '附近有相近的事项'}<small>请先核对；登记后可关联或并入，各人的单号、答复和评价都保留</small></h3>
      <ul>{(same ? likely : items).slice(0, same ? 3 : 2).map((item) => <SimilarLine key={item.number} item={item} />)}</ul>
    </section>
  );
}

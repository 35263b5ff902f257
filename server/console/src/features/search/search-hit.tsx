import { LockOutlined } from '@ant-design/icons';
import type { SearchItem, SearchMatch } from '@shouwen/shared/contract/search';
import { formatInstant } from '@shouwen/shared/value';
import { searchFieldLabels, ticketKindLabels } from '@shouwen/shared/vocabulary';
import { StateMark, TicketNumber } from '../../ui/ticket-words';
import styles from './search-hit.module.css';

/** Fields that stand on the line anyway; what was found in the others is shown below it. */
const onTheLine: readonly SearchMatch['field'][] = ['title', 'address', 'number'];

/** One ticket found: what it is, where, whose it is (masked), and where the words stand. */
export function SearchHit({ item }: { item: SearchItem }) {
  const match = (field: SearchMatch['field']) => item.matches.find((m) => m.field === field);
  const has = (...fields: SearchMatch['field'][]) => fields.some((field) => match(field) !== undefined) || undefined;
  const elsewhere = item.matches.filter((m) => m.text !== null && !onTheLine.includes(m.field));
  return (
    <span className={styles.hit}>
      <span className={styles.title}>{item.confidential && <LockOutlined aria-label="保密" />} <Marked match={match('title')} text={item.title} /></span>
      <span className={styles.state}>{item.overdue && <em>已超时</em>}<StateMark state={item.state} /></span>
      <span className={styles.what}>
        <b>{ticketKindLabels[item.kind]}</b>{item.categoryLabel !== ticketKindLabels[item.kind] && ` ${item.categoryLabel}`} · <Marked match={match('address')} text={item.address} />
      </span>
      <span className={styles.facts}>
        <span data-hit={has('number')}><TicketNumber number={item.number} /></span>
        {item.contactName && <span data-hit={has('name', 'pinyin')} title={has('pinyin') && '按拼音找到'}>{item.contactName}</span>}
        {item.contactPhone && <span data-hit={has('phone')}>{item.contactPhone}</span>}
        {has('account') && <span data-hit>户号相符</span>}
        <span>首问 {item.firstResponsibleName}{item.departmentName && ` · ${item.departmentName}`}</span>
        <time>{formatInstant(item.createdAt)}</time>
      </span>
      {elsewhere.slice(0, 2).map((m, index) => (
        <span key={index} className={styles.snippet}><i>{searchFieldLabels[m.field]}</i> <Marked match={m} text={m.text ?? ''} /></span>
      ))}
    </span>
  );
}

function Marked({ match, text }: { match: SearchMatch | undefined; text: string }) {
  if (!match || match.text === null) return text;
  const parts = [];
  let at = 0;
  for (const [from, to] of match.ranges) {
    if (from < at) continue;
    parts.push(match.text.slice(at, from), <mark key={from}>{match.text.slice(from, to)}</mark>);
    at = to;
  }
  parts.push(match.text.slice(at));
  return parts;
}

import { makeCheck, signComparison, type CheckItem } from '@shouwen/shared/contract/application';
import { formatDate, formatInstant, groupTicketNumber } from '@shouwen/shared/value';
import { applicationResultLabels } from '@shouwen/shared/vocabulary';
import { Button, Input, type InputRef } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { showNotice } from '../../ui/notice';
import { Refusal } from '../../ui/refusal';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import styles from './weekly-check.module.css';
import { useApplicationCommand, useWeeklyCheck } from './application.calls';
import { ComparedTable } from './compared-table';

/** AP-4: what came back to the window, one after the other: y, y, n with the reason, y. */
export function WeeklyCheck() {
  const [search, setSearch] = useSearchParams();
  const check = useWeeklyCheck(search.get('day') ?? undefined);
  const [at, setAt] = useState(0);
  const [difference, setDifference] = useState<string | null>(null);
  const reason = useRef<InputRef>(null);
  const current = useRef<HTMLLIElement>(null);
  const items = check.data?.items ?? [];
  const item: CheckItem | undefined = items[Math.min(at, items.length - 1)];
  const go = (to: number) => {
    setDifference(null);
    sign.reset();
    setAt(Math.max(0, Math.min(items.length - 1, to)));
  };
  const make = useApplicationCommand(makeCheck, ({ added }) => showNotice({ id: 'application', tone: 'done', text: added > 0 ? `今天的名单增加了 ${added} 件` : '没有新交回的申请', lastsMs: 4000 }));
  const sign = useApplicationCommand(signComparison, (signed) => {
    showNotice({ id: 'application', tone: 'done', text: `${signed.label} ${groupTicketNumber(signed.number)} 已核对`, lastsMs: 2500 });
    const next = items.findIndex((other, i) => i > at && !other.signed);
    setDifference(null);
    setAt(next >= 0 ? next : Math.min(at + 1, items.length - 1));
  });
  const send = (matches: boolean, said: string) => {
    if (!item || item.signed || sign.isPending) return;
    sign.mutate({ params: { number: item.number }, body: { version: item.version, matches, difference: said } });
  };
  const disagree = () => { if (item && !item.signed) setDifference(''); };
  useEffect(() => { if (difference === '') reason.current?.focus(); }, [difference]);
  useEffect(() => { current.current?.scrollIntoView({ block: 'nearest' }); }, [at]);
  useKeys('周三核对', [
    { keys: 'j', label: '下一件', run: () => go(at + 1) },
    { keys: 'k', label: '上一件', run: () => go(at - 1) },
    { keys: 'y', label: '一致，签字', run: () => send(true, '') },
    { keys: 'n', label: '不一致，写明情况', run: disagree },
    difference !== null && { keys: 'escape', label: '不写了', run: () => setDifference(null) },
  ]);
  if (check.isPending) return <ListSkeleton rows={6} />;
  if (check.isError) return <ErrorState error={check.error} onRetry={() => void check.refetch()} />;
  const { lists, waiting } = check.data;
  const signed = items.filter((other) => other.signed).length;
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>周三核对<span>{items.length > 0 ? `${signed} / ${items.length} 件已签` : ''}</span></h1>
        <div className={styles.lists}>
          {lists.slice(0, 5).map((list, i) => (
            <Button key={list.id} size="small" type={(search.get('day') ?? lists[0]?.day) === list.day ? 'primary' : 'text'} onClick={() => { setAt(0); setSearch(i === 0 ? {} : { day: list.day }); }}>
              {formatDate(list.day)} {list.signed}/{list.items}
            </Button>
          ))}
        </div>
        {waiting > 0 && <Button loading={make.isPending} onClick={() => make.mutate({})}>把新交回的 {waiting} 件列入今天</Button>}
      </header>
      {items.length === 0
        ? <EmptyState title={lists.length === 0 ? '还没有核对名单' : '这份名单上没有申请'}>每周三系统自动列出已交回窗口的申请{waiting > 0 ? '；也可以现在就列入' : ''}</EmptyState>
        : (
          <div className={styles.body}>
            <ol className={styles.list} aria-label="核对名单">
              {items.map((other, i) => (
                <li key={other.number} ref={i === at ? current : undefined} aria-current={i === at} data-signed={other.signed ? (other.signed.matches ? 'yes' : 'no') : undefined} onClick={() => go(i)}>
                  <i aria-hidden="true">{other.signed ? (other.signed.matches ? '✓' : '≠') : i + 1}</i>
                  <span><strong>{other.label}</strong><small>{groupTicketNumber(other.number)} · {formatInstant(other.readyAt)} 交回</small></span>
                  {!other.onTime && <b>超时</b>}
                  {other.rows.some((row) => row.differs) && <em>有不同</em>}
                </li>
              ))}
            </ol>
            {item && (
              <section className={styles.item} aria-label="核对">
                <h2>{item.title}</h2>
                <p>
                  <Link to={`/applications/ready/${item.number}`}>{groupTicketNumber(item.number)}</Link> · {applicationResultLabels[item.result]} · 时间：
                  <b data-late={!item.onTime || undefined}>{item.onTime ? '都在时限内' : '有超时'}</b>
                </p>
                <ComparedTable rows={item.rows} />
                {item.signed
                  ? <p className={styles.done}>{item.signed.matches ? '一致' : `不一致：${item.signed.difference}`} · {item.signed.by} · {formatInstant(item.signed.at)}</p>
                  : difference === null
                    ? (
                      <div className={styles.buttons}>
                        <Button type="primary" size="large" loading={sign.isPending} onClick={() => send(true, '')}>一致 <KeyCap keys="y" /></Button>
                        <Button size="large" onClick={disagree}>不一致 <KeyCap keys="n" /></Button>
                      </div>
                    )
                    : (
                      <form className={styles.reason} onSubmit={(event) => { event.preventDefault(); if (difference.trim() !== '') send(false, difference.trim()); }}>
                        <Input ref={reason} aria-label="哪里不一致，怎么处理" placeholder="哪里不一致，怎么处理的；回车签字" maxLength={300} value={difference} onChange={(event) => setDifference(event.target.value)} />
                        <Button type="primary" htmlType="submit" disabled={difference.trim() === ''} loading={sign.isPending}>签字 <KeyCap keys="enter" /></Button>
                      </form>
                    )}
                <Refusal error={sign.error} />
              </section>
            )}
          </div>
        )}
    </div>
  );
}

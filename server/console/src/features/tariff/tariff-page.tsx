import type { TariffVersionView, TariffView } from '@shouwen/shared/contract/tariff';
import { formatFen, shanghaiDate } from '@shouwen/shared/value';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { Link, useParams } from 'react-router';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { useListKeys } from '../../keyboard/list-keys';
import { showNotice } from '../../ui/notice';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import { VersionForm } from './version-form';
import styles from './tariff.module.css';
import { useTariffs } from './tariff.calls';

const perCubicMetre = (price: number) => (price / 10_000).toFixed(4).replace(/0{1,2}$/, '');

/** Published prices by dated versions. A version is added and never changed (PY-9). */
export function TariffPage() {
  const params = useParams();
  const tariffs = useTariffs();
  const [adding, setAdding] = useState<'version' | 'tariff' | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const items = tariffs.data?.items ?? [];
  const mayAdd = tariffs.data?.mayAdd ?? false;
  const open = items.find(({ code }) => code === params.code) ?? items[0];
  const waitsFor = (code: string | null | undefined) => tariffs.data?.waiting.find((one) => one.code === code)?.approvalId;
  useListKeys('水价', list);
  useKeys('水价', [
    { keys: 'n', label: '公布新一版', run: () => setAdding('version'), when: () => mayAdd && adding === null && waitsFor(open?.code) === undefined },
    { keys: 't', label: '新增一种水价', run: () => setAdding('tariff'), when: () => mayAdd && adding === null && waitsFor(null) === undefined },
  ]);
  if (tariffs.isPending) return <ListSkeleton rows={6} />;
  if (tariffs.isError) return <ErrorState error={tariffs.error} onRetry={() => void tariffs.refetch()} />;
  if (!open) return <EmptyState title="还没有水价" />;
  const today = shanghaiDate(new Date());
  return (
    <div className={styles.page}>
      <section className={styles.side} aria-label="水价">
        <header className={styles.head}><h1>水价</h1>{mayAdd && waitsFor(null) === undefined && <Button size="small" onClick={() => setAdding('tariff')}>新增一种 <KeyCap keys="t" /></Button>}</header>
        {waitsFor(null) !== undefined && <Waiting text="一种新水价等待审批" approvalId={waitsFor(null)!} may={mayAdd} />}
        <div ref={list} className={styles.rows}>
          {items.map((tariff) => (
            <Link key={tariff.code} to={`/tariffs/${tariff.code}`} data-row aria-current={tariff.code === open.code} className={styles.row} onClick={() => setAdding(null)}>
              <b>{tariff.name}</b><small>{tariff.code}</small>
              <small>{tariff.versions.length} 版 · 现行 {tariff.versions.find(({ fromOn }) => fromOn <= today)?.fromOn ?? '尚未执行'}</small>
            </Link>
          ))}
        </div>
      </section>
      <article className={styles.detail}>
        {adding !== null ? (
          <VersionForm
            key={`${adding} ${open.code}`} tariff={adding === 'version' ? open : null} onClose={() => setAdding(null)}
            onDone={() => { setAdding(null); showNotice({ id: 'done', tone: 'done', text: '已提交，由另一位财务人员或公司领导审批后公布', lastsMs: 4500 }); }}
          />
        ) : (
          <>
            <h2>{open.name}{mayAdd && waitsFor(open.code) === undefined && <Button type="primary" onClick={() => setAdding('version')}>公布新一版 <KeyCap keys="n" /></Button>}</h2>
            {waitsFor(open.code) !== undefined && <Waiting text="新一版等待审批，批准后才公布" approvalId={waitsFor(open.code)!} may={mayAdd} />}
            <p className={styles.grey}>已公布的版本不能修改；账单按每一天执行的版本计算，跨版本的用水按天数分开。</p>
            {open.versions.map((version) => <Version key={version.id} version={version} tariff={open} today={today} />)}
          </>
        )}
      </article>
    </div>
  );
}

/** Only who asked or decides may open the request. */
function Waiting({ text, approvalId, may }: { text: string; approvalId: number; may: boolean }) {
  return <p className={styles.waiting} role="status">{text}{may && <>　<Link to={`/approvals/to-decide/${approvalId}`}>看申请</Link></>}</p>;
}

function Version({ version, today }: { version: TariffVersionView; tariff: TariffView; today: string }) {
  const state = version.fromOn > today ? '待执行' : version.toOn !== null && version.toOn < today ? '已停用' : '现行';
  return (
    <section className={styles.version} data-state={state}>
      <h3>{version.fromOn} 起{version.toOn !== null && `，至 ${version.toOn}`} <span>{state}</span></h3>
      <table className={styles.table}>
        <thead><tr><th>{version.tierPeriod === 'year' ? '按年阶梯' : '按月阶梯'}</th><th>水量（m³）</th><th>水费（元/m³）</th></tr></thead>
        <tbody>
          {version.tiers.map((tier, i) => <tr key={i}><th>{version.tiers.length === 1 ? '全部水量' : `第 ${i + 1} 档`}</th><td>{i === 0 ? 0 : version.tiers[i - 1]!.upTo} – {tier.upTo ?? '不限'}{version.perExtraPerson?.[i] ? `（每多 1 人 +${version.perExtraPerson[i]}）` : ''}</td><td>{perCubicMetre(tier.water)}</td></tr>)}
          {version.flat.map(({ component, componentName, price }) => <tr key={component}><th>{componentName}</th><td>全部水量</td><td>{perCubicMetre(price)}</td></tr>)}
        </tbody>
      </table>
      <p className={styles.grey}>{version.perExtraPerson ? `各档按 ${version.baseHousehold} 人及以下核定` : ''}{version.minimumFen > 0 && `　每月最低 ${formatFen(version.minimumFen)} 元`}</p>
    </section>
  );
}

import type { ChargeRule } from '@shouwen/shared/contract/charge-rule';
import { formatInstant, shanghaiDate } from '@shouwen/shared/value';
import { chargeRuleFields, chargeRuleInWords, chargeRuleLabels, type ChargeRuleValues } from '@shouwen/shared/vocabulary';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { Link, useParams } from 'react-router';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { useListKeys } from '../../keyboard/list-keys';
import { showNotice } from '../../ui/notice';
import { useNow } from '../../ui/now';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import { RuleForm } from './rule-form';
import styles from './charge-rule.module.css';
import { useChargeRules } from './charge-rule.calls';

/** Rules about money by dated versions: one asks, another decides, and no version is ever changed. */
export function ChargeRulePage() {
  const params = useParams();
  const rules = useChargeRules();
  const [asking, setAsking] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const today = shanghaiDate(new Date(useNow()));
  const items = rules.data?.items ?? [];
  const open = items.find(({ kind }) => kind === params.kind) ?? items[0];
  const mayAsk = (rules.data?.mayAsk ?? false) && open?.waiting === null;
  useListKeys('收费规则', list);
  useKeys('收费规则', [mayAsk && !asking && { keys: 'n', label: '申请修改', run: () => setAsking(true) }]);
  if (rules.isPending) return <ListSkeleton rows={6} />;
  if (rules.isError) return <ErrorState error={rules.error} onRetry={() => void rules.refetch()} />;
  if (!open) return <EmptyState title="还没有收费规则" />;
  return (
    <div className={styles.page}>
      <section className={styles.side} aria-label="收费规则">
        <header className={styles.head}><h1>收费规则</h1><Link to="/tariffs">水价另见“水价”</Link></header>
        <div ref={list} className={styles.rows}>
          {items.map((rule) => (
            <Link key={rule.kind} to={`/charge-rules/${rule.kind}`} data-row aria-current={rule.kind === open.kind} className={styles.row} onClick={() => setAsking(false)}>
              <b>{chargeRuleLabels[rule.kind]}</b>
              <small>{rule.waiting ? `${rule.waiting.askedBy} 申请修改，等待审批` : nextOf(rule, today)}</small>
            </Link>
          ))}
        </div>
      </section>
      <article className={styles.detail} aria-label={chargeRuleLabels[open.kind]}>
        {asking && mayAsk ? (
          <RuleForm
            key={open.kind} rule={open} today={today} onClose={() => setAsking(false)}
            onDone={() => { setAsking(false); showNotice({ id: 'done', tone: 'done', text: '已提交审批，由另一个人同意后，到生效日期起执行', lastsMs: 5000 }); }}
          />
        ) : (
          <>
            <h2>{chargeRuleLabels[open.kind]}{mayAsk && <Button type="primary" onClick={() => setAsking(true)}>申请修改 <KeyCap keys="n" /></Button>}</h2>
            <p className={styles.grey}>修改要由另一个人审批，最早明天生效；已有的版本不能修改，以前的账仍按当时的版本。</p>
            {open.waiting && (
              <section className={styles.version} data-state="等待审批">
                <h3>{open.waiting.fromOn} 起 <span>等待审批</span></h3>
                <Values rule={open} values={open.waiting.values} before={open.versions.find(({ fromOn }) => fromOn < open.waiting!.fromOn)?.values} />
                <p className={styles.grey}>{open.waiting.askedBy} 申请。由财务、科室负责人或公司领导在“审批”里决定，申请人可以在那里撤回。</p>
              </section>
            )}
            {open.versions.map((version, i) => (
              <section key={version.fromOn} className={styles.version} data-state={stateOf(open, i, today)}>
                <h3>{version.change || open.versions.length > i + 1 ? `${version.fromOn} 起` : '最初的规定'} <span>{stateOf(open, i, today)}</span></h3>
                <Values rule={open} values={version.values} before={open.versions[i + 1]?.values} />
                {version.change && <p className={styles.grey}>依据：{version.change.basis}　{version.change.askedBy} 申请，{version.change.approvedBy} 于 {formatInstant(version.change.at)} 同意</p>}
              </section>
            ))}
          </>
        )}
      </article>
    </div>
  );
}

/** Every figure of a version, those that it changed marked. */
function Values({ rule, values, before }: { rule: ChargeRule; values: ChargeRuleValues; before: ChargeRuleValues | undefined }) {
  return (
    <table className={styles.table}>
      <tbody>
        {chargeRuleFields[rule.kind].map((field) => {
          const [is, was] = [values[field.name] ?? null, before?.[field.name] ?? null];
          const changed = before !== undefined && is !== was;
          return <tr key={field.name} data-changed={changed || undefined}><th>{field.label}</th><td>{chargeRuleInWords(field, is)}{changed && <small>（原 {chargeRuleInWords(field, was)}）</small>}</td></tr>;
        })}
      </tbody>
    </table>
  );
}

function stateOf({ versions }: ChargeRule, i: number, today: string): '待执行' | '现行' | '已停用' {
  if (versions[i]!.fromOn > today) return '待执行';
  return versions.findIndex(({ fromOn }) => fromOn <= today) === i ? '现行' : '已停用';
}
function nextOf({ versions }: ChargeRule, today: string): string {
  const coming = versions.filter(({ fromOn }) => fromOn > today).at(-1);
  return coming ? `${coming.fromOn} 起有新规定` : `${versions.length} 版`;
}

import type { AccountPage as Account } from '@shouwen/shared/contract/account';
import { formatFen } from '@shouwen/shared/value';
import { zoneLabels } from '@shouwen/shared/vocabulary';
import { NavLink, useNavigate, useParams } from 'react-router';
import { useKeys } from '../../keyboard/keyboard';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import { FindAccount } from './find-account';
import { BillPane } from './bill-pane';
import { PaymentPane } from './payment-pane';
import { ReadingPane } from './reading-pane';
import { TermsPane } from './terms-pane';
import styles from './account.module.css';
import { useAccount } from './account.calls';

const panes = { bill: '账单', reading: '抄表', terms: '人口和用途', payment: '缴费' } as const;
type Pane = keyof typeof panes;

/** An account: what it was billed and why, what it was read, what it pays for, what it has paid; and where each of it is put right. */
export function AccountPage() {
  const params = useParams();
  const navigate = useNavigate();
  const id = Number(params.id) || null;
  const pane: Pane = params.pane !== undefined && params.pane in panes ? (params.pane as Pane) : 'bill';
  const account = useAccount(id);
  useKeys('户号', [
    { keys: 'f3', label: '找户号', run: () => document.getElementById('account-find')?.focus() },
    ...(id === null ? [] : (Object.keys(panes) as Pane[]).map((one, index) => ({ keys: String(index + 1), label: panes[one], run: () => void navigate(`/account/${id}/${one}`) }))),
  ]);
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>户号</h1>
        <FindAccount onFound={(hit) => void navigate(`/account/${hit.id}`)} />
      </header>
      {id === null ? <EmptyState title="先找到户号">输入户号、手机号、姓名、拼音或地址；打开后会记下查看人（PR-1）</EmptyState>
        : account.isPending ? <ListSkeleton rows={6} />
        : account.isError ? <ErrorState error={account.error} onRetry={() => void account.refetch()} />
        : (
          <>
            <Head account={account.data} />
            <nav className={styles.tabs} aria-label="户号的内容">{(Object.keys(panes) as Pane[]).map((one, index) => <NavLink key={one} to={`/account/${id}/${one}`} className={one === pane ? styles.here : ''}>{panes[one]} <kbd>{index + 1}</kbd></NavLink>)}</nav>
            <div className={styles.body}>
              {pane === 'bill' ? <BillPane key={id} accountId={id} billId={Number(params.item) || null} />
                : pane === 'reading' ? <ReadingPane key={id} accountId={id} />
                : pane === 'terms' ? <TermsPane key={id} accountId={id} />
                : <PaymentPane key={id} accountId={id} />}
            </div>
          </>
        )}
    </div>
  );
}

function Head({ account }: { account: Account }) {
  return (
    <section className={styles.facts} aria-label="户号资料">
      <b className={styles.number}>{account.accountNumber}</b>
      <span>{account.name}</span><span>{account.address}</span><span>{account.phone ?? '没有电话'}</span>
      <span className={styles.grey}>表号 {account.meterNumber}</span><span className={styles.grey}>{zoneLabels[account.zone]} · {account.hallName}</span>
      <span className={styles.money} data-owes={account.owedFen > 0 || undefined}>{account.owedFen > 0 ? `欠 ${account.unpaidBillCount} 笔 ${formatFen(account.owedFen)} 元` : '不欠费'}</span>
      {account.prepaidFen > 0 && <span className={styles.money}>预存 {formatFen(account.prepaidFen)} 元</span>}
    </section>
  );
}

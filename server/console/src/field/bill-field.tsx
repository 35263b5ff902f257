import { searchAccounts } from '@shouwen/shared/contract/account';
import { accountBills } from '@shouwen/shared/contract/billing-desk';
import { formatFen } from '@shouwen/shared/value';
import type { TicketCategory, TicketKind } from '@shouwen/shared/vocabulary';
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { call } from '../api/call';
import { Field } from '../ui/field';

const MOST = 12;

/** Complaints about a bill or a meter and questions about a bill stop its late fee (PY-9). */
export const isAboutABill = (category: TicketCategory | null, kind: TicketKind | null) => kind === 'billing-question' || category === 'complaint-bill' || category === 'complaint-meter';

/** Which bill of the account a matter is about; nothing is chosen by itself. The account by its id, or by its number as it is typed. */
export function BillField({ account, value, onChange }: { account: number | string | null; value: number | null; onChange: (billId: number | null) => void }) {
  const number = typeof account === 'string' && /^[0-9]{6,12}$/.test(account) ? account : null;
  const found = useQuery({ queryKey: ['account', 'number', number], queryFn: ({ signal }) => call(searchAccounts, { query: { q: number!, size: 1 }, signal }), enabled: number !== null });
  const id = typeof account === 'number' ? account : (found.data?.items.find((hit) => hit.accountNumber === number)?.id ?? null);
  const bills = useQuery({ queryKey: ['account', 'bills-of', id], queryFn: ({ signal }) => call(accountBills, { params: { id: id! }, query: { size: MOST }, signal }), enabled: id !== null });
  if (id === null) return null;
  const options = (bills.data?.items ?? []).filter(({ state }) => state !== 'void').map((bill) => ({ value: bill.id, label: `${bill.from.slice(0, 7)} 至 ${bill.to.slice(0, 7)}，${bill.volume} m³，${formatFen(bill.totalFen)} 元${bill.state === 'unpaid' ? '（待缴）' : ''}` }));
  return (
    <Field name="billId" label="关于哪笔账单" hint="选定后违约金暂停，办结后继续">
      <Select aria-label="关于哪笔账单" allowClear placeholder="不针对某一笔的可不选" loading={bills.isPending} value={value ?? undefined} options={options} onChange={(billId: number | undefined) => onChange(billId ?? null)} />
    </Field>
  );
}

import type { BoundAccount } from '@shouwen/shared/contract/customer';
import { maskAddress, maskName } from '@shouwen/shared/value';
import type { WaterAccount } from './customer.entity.js';

/** What holds for an account now. */
export interface TermsNow {
  householdSize: number;
  /** Of several uses all, joined. */
  tariffName: string;
}

/** PY-1, PR-1: enough to recognise one's own account, not enough to learn another's. */
export function boundAccountView(account: WaterAccount, { householdSize, tariffName }: TermsNow, owed: { owedFen: number; unpaidBillCount: number } | undefined): BoundAccount {
  return {
    id: account.id,
    accountNumber: account.accountNumber,
    nameMasked: maskName(account.name),
    addressMasked: maskAddress(account.address),
    zone: account.zone,
    meterNumberTail: account.meterNumber.slice(-4),
    householdSize,
    tariffName,
    owedFen: owed?.owedFen ?? 0,
    unpaidBillCount: owed?.unpaidBillCount ?? 0,
  };
}

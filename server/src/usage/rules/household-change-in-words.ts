import { type DateString, formatFullDate } from '@shouwen/shared/value';

export interface HouseholdChange {
  accountNumber: string;
  before: number;
  persons: number;
  sinceOn: DateString;
  members: string;
  note: string;
}

/** Everything staff must know to change the household from a day on. */
export function householdChangeInWords({ accountNumber, before, persons, sinceOn, members, note }: HouseholdChange): string {
  return [`申请变更家庭人口（阶梯水价按人口放宽）。`, `户号：${accountNumber}`, `现登记：${before} 人`, `变更为：${persons} 人，自 ${formatFullDate(sinceOn)} 起`, `同住人员：${members}`, ...(note === '' ? [] : [`说明：${note}`])].join('\n');
}

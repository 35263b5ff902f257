import { formatFen } from '@shouwen/shared/value';
import { type DifferenceKind, type ReconciledLine, reconciledLineLabels, type ReconciliationSource } from '@shouwen/shared/vocabulary';

const them: Record<ReconciliationSource, string> = { wechat: '微信账单', card: '终端批次', bank: '银行入账' };
const yuan = (fen: number | null) => `${formatFen(fen ?? 0)} 元`;

interface Said {
  source: ReconciliationSource;
  kind: DifferenceKind;
  line: ReconciledLine;
  ourFen: number | null;
  theirFen: number | null;
}

/** What is different, in a sentence. Without anybody's personal data (PR-1). */
export function sayDifference({ source, kind, line, ourFen, theirFen }: Said, more: { twice?: boolean; ourState?: boolean; theirState?: boolean; expectedFeeFen?: number; feeFen?: number } = {}): string {
  const what = reconciledLineLabels[line];
  switch (kind) {
    case 'only-ours':
      return `我方记有${what} ${yuan(ourFen)}，${them[source]}里没有`;
    case 'only-theirs':
      return more.twice ? `${them[source]}里这个号码出现两次，第二次 ${yuan(theirFen)}` : `${them[source]}里有${what} ${yuan(theirFen)}，我方没有记账`;
    case 'amount':
      return `${what}金额不同：我方 ${yuan(ourFen)}，${them[source]} ${yuan(theirFen)}`;
    case 'state':
      return more.ourState === false ? `${them[source]}里${what}成功 ${yuan(theirFen)}，我方没有成功的记录` : `我方${what}成功 ${yuan(ourFen)}，${them[source]}里已撤销或没有成功`;
    case 'day-boundary':
      return ourFen === null ? `${them[source]}记在这一天的${what} ${yuan(theirFen)}，我方这一天没有记` : `我方记在这一天的${what} ${yuan(ourFen)}，${them[source]}可能记在次日`;
    case 'fee':
      return `手续费 ${yuan(more.feeFen ?? null)}，按约定费率应为 ${yuan(more.expectedFeeFen ?? null)}`;
  }
}

/** A correction that is in the ledger already no longer agrees with the other side. */
export const sayCorrectedBefore = ({ ourFen, theirFen }: { ourFen: number; theirFen: number }): string => `这笔差异已按 ${yuan(ourFen)} 更正入账，现在应为 ${yuan(theirFen)}`;
/** A credit that the bank has listed on another day already. */
export const sayArrivedBefore = (line: ReconciledLine, fen: number): string => `银行入账里的${reconciledLineLabels[line]} ${yuan(fen)}，另一天已经入账过一次`;

/** What to do about it, step by step. */
export function advise({ source, kind, line }: Pick<Said, 'source' | 'kind' | 'line'>): string {
  if (kind === 'day-boundary') return '不用处理：次日文件到了会自动核对，仍找不到才算差异。';
  if (kind === 'fee') return '请核对渠道合同的费率；费率有变的，在“收费规则”的对账约定里改，否则向渠道申诉，并写明说明。';
  if (line === 'deposit') return kind === 'only-theirs' ? '请核对存款单号是否登记错；确非本公司存款的联系银行，否则申请更正入账。' : '请找存款单上的两位送存人核对银行回单，并与银行联系；查清后写明说明或申请更正入账。';
  if (line === 'settlement') return '请与渠道核对这一天的结算单；到账金额确实不同的，申请更正入账。';
  if (source === 'card' && kind === 'amount') return '请找当班收费员核对签购单；以终端为准的，申请更正入账，多收少收的与缴费人办理退补。';
  if (source === 'card') return kind === 'only-ours' ? '请核对收费员的签购单和参考号；没有刷成功的，按“撤销收款”办理，并写明说明。' : '请找当班收费员核对签购单：漏记的补收，重复刷卡的联系银行退款，再写明说明或申请更正入账。';
  switch (kind) {
    case 'only-ours':
      return '请在微信商户平台按单号查询；微信确实没有收到的，撤销我方收款并联系缴费人，再写明说明。';
    case 'only-theirs':
      return '请在微信商户平台按单号查询；属于本公司的，查明缴费人后退款或转预存，再申请更正入账。';
    case 'amount':
      return '请在微信商户平台核对金额；以微信为准的，申请更正入账，并联系缴费人。';
    case 'state':
      return '请在微信商户平台核对这笔的最新状态；系统每小时会自动再核对一次，已补记的会自行解决。';
  }
}

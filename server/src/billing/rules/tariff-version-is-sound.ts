import type { DateString } from '@shouwen/shared/value';
import type { Tariff } from './tariff-types.js';

/** What is wrong with a new version, at a field of its form, in Chinese. */
export interface TariffFault {
  readonly path: string;
  readonly message: string;
}

export interface TariffCompany {
  /** Versions of the same code. */
  readonly versions: readonly Tariff[];
  /** The day up to which bills of this code are made; null: none. */
  readonly billedTo: DateString | null;
}

/** A published price goes up by less than this from one version to the next; more is a slip of the decimal point. In 1/10000 yuan. */
const DEAREST = 1_000_000;

/**
 * PY-9: a new version of a tariff may not contradict itself or what was billed already: tiers ascend, only the last is open above, prices do not fall
 * from tier to tier, the day is after every version's and after what bills were made for.
 */
export function tariffFaults(tariff: Omit<Tariff, 'id'>, { versions, billedTo }: TariffCompany): TariffFault[] {
  const faults: TariffFault[] = [];
  const fault = (path: string, message: string) => { faults.push({ path, message }); };
  if (versions.some(({ from }) => from >= tariff.from)) fault('fromOn', '执行日期要晚于这种水价已有的最新一版；旧版不能修改，也不能插在中间');
  else if (billedTo !== null && tariff.from <= billedTo) fault('fromOn', `已按现行价格出账到 ${billedTo}，新价只能从这以后执行`);
  if (tariff.tiers.length === 0) fault('tiers', '至少要有一档');
  tariff.tiers.forEach(({ upTo, water }, i) => {
    const last = i === tariff.tiers.length - 1;
    const below = tariff.tiers[i - 1];
    if (last && upTo !== null) fault(`tiers.${i}.upTo`, '最后一档不设上限，请留空');
    if (!last && upTo === null) fault(`tiers.${i}.upTo`, '只有最后一档可以不设上限');
    if (upTo !== null && upTo <= (below?.upTo ?? 0)) fault(`tiers.${i}.upTo`, '每一档的上限要大于前一档');
    if (below && water < below.water) fault(`tiers.${i}.water`, '后一档的单价不能低于前一档');
    if (water > DEAREST) fault(`tiers.${i}.water`, '单价超过每立方米 100 元，请核对小数点');
  });
  if (tariff.perExtraPerson && tariff.perExtraPerson.length > Math.max(0, tariff.tiers.length - 1)) fault('perExtraPerson', '增加人口放宽的水量不能多于有上限的档数');
  for (const [name, price] of Object.entries(tariff.flat)) if (price > DEAREST) fault(`flat.${name}`, '单价超过每立方米 100 元，请核对小数点');
  return faults;
}

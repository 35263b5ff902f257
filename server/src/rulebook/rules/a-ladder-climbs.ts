import type { Contradiction, LadderMoment } from '@shouwen/shared/contract/rulebook';
import { contradiction, type Books, type DeepReadonly } from './contradiction.js';

type Moment = DeepReadonly<LadderMoment>;

/** ES-1: each step comes after the one before, in the measure of its ladder; one that repeats is the last; nobody is chased before the limit ends (FI-7). */
export function aLadderClimbs({ ladder }: Pick<Books, 'ladder'>): Contradiction[] {
  return (['day', 'minute'] as const).flatMap((name) =>
    ladder[name].flatMap(({ at, chase, tell }, index) => {
      const path = `${name}.${index}`;
      const before = index === 0 ? undefined : ladder[name][index - 1]!.at;
      const found: Contradiction[] = [];
      if (name === 'day' && 'overMinutes' in at) found.push(contradiction('ES-1', `${path}.at`, '按天的时限超期后按工作日催办，请改为工作日'));
      if (name === 'minute' && 'overWorkingDays' in at) found.push(contradiction('ES-1', `${path}.at`, '按小时、分钟的时限超期后按分钟催办，请改为分钟'));
      if (before && 'repeat' in before && before.repeat) found.push(contradiction('ES-1', `${path}.at`, '前一步是重复催办，它之后的步骤轮不到，请把它放在最后'));
      else if (before && placeOf(at) <= placeOf(before)) found.push(contradiction('ES-1', `${path}.at`, '这一步应晚于前一步，请调整先后'));
      if (chase && 'percent' in at && at.percent < 100) found.push(contradiction('FI-7', `${path}.chase`, '时限未到只能提醒，不能催办'));
      if (new Set(tell).size < tell.length) found.push(contradiction('ES-1', `${path}.tell`, '同一个人通知了两次，请去掉一个'));
      return found;
    }),
  );
}

/** Shares of the limit come before what is counted from its end. */
function placeOf(at: Moment): number {
  if ('percent' in at) return at.percent;
  return 100 + ('overWorkingDays' in at ? at.overWorkingDays : at.overMinutes);
}

import type { DateString } from '@shouwen/shared/value';
import { estates, streets, villages } from './city.js';
import { suburbanHall, urbanHall } from './company.js';
import type { Chance } from './random.js';

/** What a household's bills look like; the first accounts show one each, the others what chance gives. */
export type Habit = 'prompt' | 'one-open' | 'overdue' | 'several-open';

export interface DemonstrationAccount {
  accountNumber: string;
  name: string;
  address: string;
  zone: '城区' | '郊区';
  phone: string;
  householdSize: number;
  meterNumber: string;
  tariff: 'annual-5-7-9' | 'monthly-3';
  hall: string;
  habit: Habit;
  /** m³ a month in spring. */
  usage: number;
  leaky: boolean;
  /** Water runs away in the house at this moment: the resident is told. */
  leaksNow: boolean;
  /** Of the month, 3 to 24. */
  readingDay: number;
}

const surnames: [string, ...string[]] = ['王', '李', '张', '刘', '陈', '杨', '赵', '黄', '周', '吴', '徐', '孙', '胡', '朱', '高', '林', '何', '郭', '马', '罗', '梁', '宋', '郑', '谢', '韩', '唐', '冯', '于', '董', '萧', '程', '曹', '袁', '邓', '许', '傅', '沈', '曾', '彭', '吕', '欧阳', '司马'];
const given: [string, ...string[]] = ['秀', '英', '华', '文', '玉', '明', '建', '国', '春', '梅', '志', '强', '海', '燕', '晓', '东', '丽', '红', '军', '伟', '芳', '敏', '静', '磊', '洋', '勇', '艳', '杰', '娟', '涛', '超', '霞', '平', '刚', '桂', '兰', '子', '涵', '雨', '轩', '宇', '欣', '怡', '思', '浩', '然'];

/** The first of these stand in demonstration-accounts.json. */
export const shown: readonly { habit: Habit; zone: '城区' | '郊区'; leaky: boolean; leaksNow?: true; note: string }[] = [
  { habit: 'one-open', zone: '城区', leaky: false, note: '一笔待缴，年阶梯水价' },
  { habit: 'overdue', zone: '城区', leaky: false, note: '有逾期账单，含违约金' },
  { habit: 'several-open', zone: '城区', leaky: true, note: '多个月未缴，曾有漏水，用到第三阶梯' },
  { habit: 'prompt', zone: '城区', leaky: false, note: '已全部缴清' },
  { habit: 'one-open', zone: '郊区', leaky: false, leaksNow: true, note: '郊区，一笔待缴，月阶梯水价，这期用水比平时多，会提醒查漏水' },
  { habit: 'several-open', zone: '郊区', leaky: false, note: '郊区，多个月未缴' },
];

export function generateAccounts(count: number, today: DateString, chance: Chance): DemonstrationAccount[] {
  // The examples were read just before today, so that "one open" is not overdue.
  const date = Number(today.slice(8));
  const recent = date <= 3 ? 24 : Math.min(date - 1, 24);
  return Array.from({ length: count }, (_, i) => {
    const example = shown[i];
    const urban = example ? example.zone === '城区' : chance.happens(0.7);
    const householdSize = example ? 3 : chance.oneOf([1, 2, 2, 3, 3, 3, 3, 4, 4, 5, 6]);
    const vacant = !example && chance.happens(0.04);
    return {
      accountNumber: String(10_000_001 + i * 7),
      name: chance.oneOf(surnames) + chance.oneOf(given) + (chance.happens(0.75) ? chance.oneOf(given) : ''),
      address: urban ? urbanAddress(chance) : `${chance.oneOf(villages)}${chance.between(1, 180)}号`,
      zone: urban ? '城区' : '郊区',
      // 1380000 is a made-up range here: ten thousand numbers, one per account.
      phone: `1380000${String((1234 + i * 37) % 10_000).padStart(4, '0')}`,
      householdSize,
      meterNumber: `${chance.between(2012, 2023)}${String(1_000_003 + i * 83).padStart(7, '0')}`,
      tariff: urban ? 'annual-5-7-9' : 'monthly-3',
      hall: urban ? urbanHall : suburbanHall,
      habit: example?.habit ?? habitOf(chance),
      usage: vacant ? 0 : householdSize * (2.2 + chance.next() * 2.2) + 1,
      leaky: example?.leaky ?? chance.happens(0.02),
      leaksNow: example?.leaksNow ?? false,
      readingDay: example ? recent : chance.between(3, 24),
    };
  });
}

function urbanAddress(chance: Chance): string {
  const street = `${chance.oneOf(streets)}${chance.between(1, 260)}号`;
  if (chance.happens(0.2)) return street;
  return `${street}${chance.happens(0.5) ? chance.oneOf(estates) : ''}${chance.between(1, 24)}栋${chance.between(1, 4)}单元${chance.between(1, 11)}0${chance.between(1, 4)}室`;
}

function habitOf(chance: Chance): Habit {
  const x = chance.next();
  return x < 0.45 ? 'prompt' : x < 0.88 ? 'one-open' : x < 0.97 ? 'overdue' : 'several-open';
}

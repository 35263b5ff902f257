import { describe, expect, it } from 'vitest';
import { weekday } from '@shouwen/shared/value';
import type { ClockEvent, Limit, WorkingDays } from './clock-types.js';
import { deadlineOfClock } from './deadline-of-clock.js';
import { explainDeadline } from './explain-deadline.js';

const NATIONAL_DAY = ['2026-10-01', '2026-10-02', '2026-10-03', '2026-10-04', '2026-10-05', '2026-10-06', '2026-10-07'];
const calendar: WorkingDays = {
  isWorkingDay: (date) => !NATIONAL_DAY.includes(date) && (weekday(date) <= 5 || date === '2026-10-10'),
  reasonNotWorking: (date) => (calendar.isWorkingDay(date) ? null : NATIONAL_DAY.includes(date) ? '国庆节' : '周末'),
  isMakeUpDay: (date) => date === '2026-10-10',
  isProvisional: (year) => year > 2026,
};
const source = { clause: '《限时办结制》第二条', action: '办结' };
const at = (text: string) => new Date(`${text}+08:00`);
const week: Limit = { unit: 'working-days', n: 5 };

describe('why of a deadline (TL-9)', () => {
  it('names the clause, the uncounted start day, each skipped day, and make-up days', () => {
    const events: ClockEvent[] = [{ type: 'accepted', at: at('2026-09-30T10:00:00') }];
    const why = explainDeadline(source, { unit: 'working-days', n: 4 }, events, calendar);
    expect(why.due).toEqual(at('2026-10-13T00:00:00'));
    expect(why.staff).toEqual([
      '依据《限时办结制》第二条，时限为4个工作日内办结。',
      '9月30日 10:00登记，开始计时，按时限应于10月12日 24:00前办结。',
      '9月30日 周三为起始日，不计入，从次日起算。',
      '10月1日 周四不计：国庆节。',
      '10月2日 周五不计：国庆节。',
      '10月3日 周六不计：国庆节。',
      '10月4日 周日不计：国庆节。',
      '10月5日 周一不计：国庆节。',
      '10月6日 周二不计：国庆节。',
      '10月7日 周三不计：国庆节。',
      '10月10日 周六为调休上班日，计入工作日。',
      '10月11日 周日不计：周末。',
      '因此应在10月12日 24:00前办结。',
    ]);
    expect(why.resident).toEqual([
      '按规定（《限时办结制》第二条）应在4个工作日内办结。',
      '您的事项于9月30日 10:00登记。',
      '9月30日 周三当天不计入，从第二天开始算。',
      '10月1日 周四至10月7日 周三是国庆节，不计入。',
      '10月11日 周日是周末，不计入。',
      '10月10日 周六调休上班，计入。',
      '因此应在10月12日 24:00前办结。',
    ]);
  });

  const stopped: ClockEvent[] = [
    { type: 'accepted', at: at('2026-11-02T09:00:00') },
    { type: 'materials-missing', at: at('2026-11-03T09:30:00') },
    { type: 'materials-supplied', at: at('2026-11-09T10:00:00'), complete: false },
  ];

  it('says that nothing runs while materials are awaited, and what happens then', () => {
    const why = explainDeadline(source, week, stopped, calendar);
    expect(why.due).toBeNull();
    expect(why.resident).toEqual([
      '按规定（《限时办结制》第二条）应在5个工作日内办结。',
      '11月3日 09:30已告知您需要补充的材料，等待补齐期间不计时。',
      '材料补齐后，从补齐的第二天起重新计算5个工作日。',
      '等待补充材料，目前没有期限。',
    ]);
    expect(why.staff).toContain('11月9日 10:00补交部分材料，仍未补齐，继续停止计时。');
  });

  it('tells restarts and extensions, and shows the resident only the latest run', () => {
    const events: ClockEvent[] = [
      ...stopped,
      { type: 'materials-supplied', at: at('2026-11-13T10:00:00'), complete: true },
      { type: 'extended', at: at('2026-11-18T10:00:00'), until: '2026-11-30' },
    ];
    const why = explainDeadline(source, week, events, calendar);
    expect(why.resident).toEqual([
      '按规定（《限时办结制》第二条）应在5个工作日内办结。',
      '您于11月13日 10:00补齐材料，时限重新计算。',
      '11月13日 周五当天不计入，从第二天开始算。',
      '11月14日 周六至11月15日 周日是周末，不计入。',
      '经批准，日期延到2026年11月30日 周一（原定11月20日 24:00前）。',
      '因此应在11月30日 24:00前办结。',
    ]);
    expect(why.staff).toContain('11月13日 10:00材料补齐，5个工作日的时限重新计算，按时限应于11月20日 24:00前办结。');
    expect(why.staff).toContain('11月18日 10:00批准延期至2026年11月30日 周一；原应于11月20日 24:00前办结，统计时不计为按原时限办结。');
  });

  it('says that a year without a published schedule is provisional (TL-3)', () => {
    const why = explainDeadline(source, week, [{ type: 'accepted', at: at('2026-12-29T09:00:00') }], calendar);
    expect(why.provisionalYears).toEqual([2027]);
    for (const sentences of [why.staff, why.resident]) expect(sentences.join()).toContain('2027年的放假安排尚未公布，暂按周末休息推算');
    expect(explainDeadline(source, week, [{ type: 'accepted', at: at('2026-12-20T09:00:00') }], calendar).provisionalYears).toEqual([]);
  });

  it('leaves the number of the clause to the staff', () => {
    const why = explainDeadline({ clause: '《服务承诺》E3：城区抢修二十分钟到场', action: '到场' }, { unit: 'minutes', n: 20 }, [{ type: 'accepted', at: at('2026-10-01T08:00:00') }], calendar);
    expect(why.resident[0]).toBe('按规定（《服务承诺》：城区抢修二十分钟到场）应在20分钟内到场。');
    expect(why.staff[0]).toContain('《服务承诺》E3：');
    const window = explainDeadline({ clause: '《窗口限时办结》A：用水业务五个工作日办结', action: '办结' }, week, [{ type: 'accepted', at: at('2026-11-02T09:00:00') }], calendar);
    expect(window.resident[0]).toBe('按规定（《窗口限时办结》：用水业务五个工作日办结）应在5个工作日内办结。');
  });

  it('says what really set the clock going', () => {
    const began = (beganWith: 'reopened' | 'step-before-done' | 'passed-on') => explainDeadline({ ...source, beganWith }, week, [{ type: 'accepted', at: at('2026-11-02T09:00:00') }], calendar);
    expect(began('reopened').resident[1]).toBe('11月2日 09:00起重新办理，时限重新计算。');
    expect(began('step-before-done').resident[1]).toBe('上一步于11月2日 09:00办完，接着算这一步。');
    expect(began('step-before-done').staff[1]).toContain('11月2日 09:00上一步办完，开始计时，');
    expect(began('passed-on').staff[1]).toContain('11月2日 09:00转交部门，开始计时，');
  });

  it('says to the resident in plain words what the house has a word of its own for', () => {
    const why = explainDeadline({ clause: '《服务承诺》', action: '首次响应', deed: '与您联系' }, { unit: 'hours', n: 4 }, [{ type: 'accepted', at: at('2026-11-02T09:00:00') }], calendar);
    expect(why.resident).toEqual(['按规定（《服务承诺》）应在4小时内与您联系。', '您的事项于11月2日 09:00登记。', '因此应在11月2日 13:00前与您联系。']);
    expect(why.staff.join('')).not.toContain('与您联系');
  });

  it('explains limits by the clock without days', () => {
    const arrival = explainDeadline({ clause: '抢修承诺', action: '到场' }, { unit: 'minutes', n: 20 }, [{ type: 'accepted', at: at('2026-10-01T23:50:00') }], calendar);
    expect(arrival.resident).toEqual(['按规定（抢修承诺）应在20分钟内到场。', '您的事项于10月1日 23:50登记。', '因此应在10月2日 00:10前到场。']);
    const repair = explainDeadline({ clause: '抢修承诺', action: '修复' }, { unit: 'same-day', n: 0 }, [{ type: 'accepted', at: at('2026-10-01T08:00:00') }], calendar);
    expect(repair.resident).toEqual(['按规定（抢修承诺）应当日修复。', '您的事项于10月1日 08:00登记。', '因此应在10月1日 24:00前修复。']);
  });

  it('always ends at the deadline the clock itself gives', () => {
    for (let length = 0; length <= stopped.length; length += 1) {
      const events = stopped.slice(0, length);
      expect(explainDeadline(source, week, events, calendar).due).toEqual(deadlineOfClock(week, events, calendar).due);
    }
  });
});

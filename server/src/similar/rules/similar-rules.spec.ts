import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { howAlike, type Matter } from './how-alike.js';
import { cellOf, cellsAround, metresBetween, whereItIs } from './where-it-is.js';

const place = (latitude: number, longitude: number) => ({ latitude, longitude });
const matter = (more: Partial<Matter> & { address?: string; landmark?: string; pin?: { latitude: number; longitude: number } | null } = {}): Matter => {
  const { address = '', landmark = '', pin = null, ...rest } = more;
  return { kind: 'leak', category: 'road-leak', categoryLabel: '路面漏水', accountId: null, at: new Date('2026-11-18T02:00:00Z'), where: whereItIs(address, landmark, pin), ...rest };
};

describe('where it is', () => {
  it('is read out of an address: streets without their town, with house numbers', () => {
    expect(whereItIs('滕州市龙泉街道学院路3号', '', null)).toMatchObject({ roads: ['学院路'], houses: ['学院路3'] });
    expect(whereItIs('善国路与学院路交叉口', '', null).roads).toEqual(['善国路', '学院路']);
    expect(whereItIs('善国路与学院路口，十字路口东', '', null).roads).toEqual(['善国路', '学院路']);
    expect(whereItIs('善国中路１２号', '二中对面', null)).toMatchObject({ roads: ['善国中路'], houses: ['善国中路12'] });
    expect(whereItIs('市中路8号', '', null).houses).toEqual(['市中路8']);
    expect(whereItIs('门口', '', null)).toMatchObject({ roads: [], houses: [] });
    expect(whereItIs('学院路 3号，2单元', '', null).address).toBe('学院路3号2单元');
  });

  it('is in one of the nine cells around every place nearer than 300 metres', () => {
    const degrees = (min: number, max: number) => fc.double({ min, max, noNaN: true });
    fc.assert(
      fc.property(degrees(18, 53), degrees(74, 134), degrees(-0.0027, 0.0027), degrees(-0.0045, 0.0045), (latitude, longitude, north, east) => {
        const here = place(latitude, longitude);
        const there = place(latitude + north, longitude + east);
        if (metresBetween(here, there) <= 300) expect(cellsAround(here)).toContain(cellOf(there));
      }),
    );
    expect(metresBetween(place(35.08, 117.15), place(35.081, 117.15))).toBeCloseTo(111, 0);
  });
});

describe('how alike two tickets are', () => {
  it('two leaks at one spot within a day are the same; further apart in place or time only maybe, or not at all', () => {
    const first = matter({ pin: place(35.08, 117.15) });
    expect(howAlike(first, matter({ pin: place(35.0805, 117.15), at: new Date('2026-11-18T04:00:00Z') }))).toEqual({ likeness: 'same', score: 80, reasons: ['相距约 60 米', '同是路面漏水', '前后相差 2 小时'] });
    expect(howAlike(first, matter({ pin: place(35.082, 117.15), at: new Date('2026-11-20T02:00:00Z') }))).toMatchObject({ likeness: 'maybe', reasons: ['相距约 220 米', '同是路面漏水', '前后相差 2 天'] });
    expect(howAlike(first, matter({ pin: place(35.084, 117.15) }))).toBeNull();
    expect(howAlike(first, matter({ pin: place(35.08, 117.15), at: new Date('2027-01-18T02:00:00Z') }))).toBeNull();
  });

  it('without a pin the address tells: the same house is the same, the same street maybe', () => {
    const first = matter({ address: '学院路3号' });
    expect(howAlike(first, matter({ address: '滕州市学院路3号门口', category: 'burst', categoryLabel: '爆管' }))).toMatchObject({ likeness: 'maybe', reasons: ['同在学院路3号', '前后不到 1 小时', '事项相近'] });
    expect(howAlike(first, matter({ address: '滕州市学院路3号门口' }))).toMatchObject({ likeness: 'same' });
    expect(howAlike(first, matter({ address: '学院路与善国路路口' }))).toMatchObject({ likeness: 'maybe', reasons: ['同是路面漏水', '同在学院路', '前后不到 1 小时'] });
    expect(howAlike(first, matter({ address: '善国路3号' }))).toBeNull();
  });

  it('a street is no sign when the map says they are far apart', () => {
    expect(howAlike(matter({ address: '学院路', pin: place(35.08, 117.15) }), matter({ address: '学院路', pin: place(35.2, 117.15), landmark: '东头' }))?.reasons).toEqual(['同一地址', '同是路面漏水', '前后不到 1 小时']);
    expect(howAlike(matter({ address: '学院路西头', pin: place(35.08, 117.15) }), matter({ address: '学院路东头', pin: place(35.2, 117.15) }))).toBeNull();
  });

  it('neighbours’ bills are two matters; one account’s are one', () => {
    const bill = { kind: 'billing-question', category: 'bill-volume', categoryLabel: '水量疑问' } as const;
    expect(howAlike(matter({ ...bill, address: '学院路3号1室', pin: place(35.08, 117.15) }), matter({ ...bill, address: '学院路3号2室', pin: place(35.08, 117.15) }))).toBeNull();
    expect(howAlike(matter({ ...bill, accountId: 7 }), matter({ ...bill, accountId: 7 }))).toMatchObject({ likeness: 'same', reasons: ['同一户号', '同是水量疑问', '前后不到 1 小时'] });
    expect(howAlike(matter({ ...bill, accountId: 7 }), matter({ accountId: 7 }))).toMatchObject({ likeness: 'maybe', reasons: ['同一户号'] });
    expect(howAlike(matter({ ...bill, accountId: 7 }), matter({ ...bill, accountId: 8 }))).toBeNull();
  });

  it('is mutual', () => {
    const some = fc.record({ address: fc.constantFrom('学院路3号', '学院路5号', '善国路与学院路', '村口'), accountId: fc.constantFrom(null, 1, 2), pin: fc.constantFrom(null, place(35.08, 117.15), place(35.081, 117.15), place(35.1, 117.15)), category: fc.constantFrom('road-leak', 'burst') });
    fc.assert(fc.property(some, some, (a, b) => {
      const one = howAlike(matter(a), matter(b));
      const other = howAlike(matter(b), matter(a));
      expect(one?.score).toBe(other?.score);
    }));
  });
});

import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  addDays, daysBetween, formatDate, formatDeadline, formatFen, formatFullDate, formatFullInstant, formatInstant, groupTicketNumber, hasFourByteCharacter,
  isDateString, isMobileNumber, maskAccountNumber, maskAddress, maskName, maskPhone, parseYuan, shanghaiDate, shanghaiIso, startOfShanghaiDay, ticketIdOf,
  ticketNumberOf, toHalfWidth, weekday, weekdayName,
} from './index.js';

const anyId = fc.integer({ min: 1, max: 79_999_999 });
const anyDate = fc.integer({ min: -20_000, max: 60_000 }).map((days) => addDays('1970-01-01', days));

describe('fen', () => {
  it('reads as yuan', () => {
    expect([0, 5, 100, 123456, 100000000, -1].map(formatFen)).toEqual(['0.00', '0.05', '1.00', '1,234.56', '1,000,000.00', '-0.01']);
    for (const fen of [0.5, Number.NaN, 2 ** 53]) expect(() => formatFen(fen)).toThrow(RangeError);
  });

  it('what is shown can be typed again', () => {
    fc.assert(fc.property(fc.maxSafeInteger(), (fen) => void expect(parseYuan(formatFen(fen))).toBe(fen)));
  });

  it.each([['12', 1200], ['12.5', 1250], [' ¥1,234.56 ', 123456], ['１２．３４元', 1234], ['0.01', 1], ['007', 700], ['-3', -300], ['-0', 0]])('takes %s', (text, fen) => {
    expect(parseYuan(text)).toBe(fen);
  });

  it.each(['', '.', '1.', '.5', '1.234', '12,50', '1,23', '1e3', '--1', '十元', '1.2.3', '99999999999999999'])('refuses %s', (text) => {
    expect(parseYuan(text)).toBeNull();
  });
});

describe('dates in Asia/Shanghai', () => {
  it('knows which days exist', () => {
    expect(['2026-02-28', '2028-02-29', '0001-01-01'].map(isDateString)).toEqual([true, true, true]);
    for (const wrong of ['2026-02-30', '2026-02-29', '2026-13-01', '2026-1-01', '2026-00-10', '2026-01-01T00:00:00Z', '', null, 20260101]) expect(isDateString(wrong)).toBe(false);
    expect(() => addDays('2026-02-30', 1)).toThrow(RangeError);
  });

  it('knows the same days as the platform', () => {
    const two = (n: number) => String(n).padStart(2, '0');
    const anyText = fc.tuple(fc.integer({ min: 0, max: 9999 }), fc.integer({ min: 0, max: 13 }), fc.integer({ min: 0, max: 32 })).map(([y, m, d]) => `${String(y).padStart(4, '0')}-${two(m)}-${two(d)}`);
    const exists = (text: string) => !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
    fc.assert(fc.property(anyText, (text) => void expect(isDateString(text)).toBe(exists(text))), { numRuns: 2000 });
  });

  it('turns the day at 16:00 UTC', () => {
    expect(shanghaiDate('2026-11-18T15:59:59.999Z')).toBe('2026-11-18');
    expect(shanghaiDate(new Date('2026-11-18T16:00:00Z'))).toBe('2026-11-19');
    expect(startOfShanghaiDay('2026-11-19').toISOString()).toBe('2026-11-18T16:00:00.000Z');
    expect(() => shanghaiDate('yesterday')).toThrow(RangeError);
  });

  it('counts days both ways', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -3000, max: 3000 }), (date, days) => {
        const other = addDays(date, days);
        expect(daysBetween(date, other)).toBe(days);
        expect(other < date).toBe(days < 0);
        expect(weekday(addDays(date, 7 * days))).toBe(weekday(date));
        expect(shanghaiDate(startOfShanghaiDay(date))).toBe(date);
        expect(shanghaiDate(new Date(startOfShanghaiDay(date).getTime() - 1))).toBe(addDays(date, -1));
      }),
    );
  });

  it('agrees with the platform about weekdays and clocks', () => {
    const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'medium' });
    const instants = fc.date({ min: new Date('1992-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(fc.property(instants, (at) => void expect(shanghaiIso(at).slice(0, 19).replace('T', ' ')).toBe(clock.format(at))));
    fc.assert(fc.property(anyDate, (date) => void expect(weekday(date) % 7).toBe(new Date(`${date}T00:00:00Z`).getUTCDay())));
  });

  it('reads in Chinese', () => {
    expect(formatInstant('2026-11-24T01:30:00Z')).toBe('11月24日 09:30');
    expect(formatFullInstant('2026-11-24T01:30:00Z')).toBe('2026年11月24日 09:30');
    expect(formatDate('2026-11-24')).toBe('11月24日 周二');
    expect(formatFullDate('2026-01-04')).toBe('2026年1月4日 周日');
    expect(weekdayName('2026-11-23')).toBe('周一');
    expect(shanghaiIso('2026-11-23T16:00:00Z')).toBe('2026-11-24T00:00:00+08:00');
  });

  it('a deadline at midnight belongs to the evening before', () => {
    expect(formatDeadline('2026-12-31T16:00:00Z')).toBe('12月31日 24:00');
    expect(formatDeadline('2026-10-01T18:30:00Z')).toBe('10月2日 02:30');
  });
});

describe('ticket numbers', () => {
  it('are nine digits, grouped for reading out', () => {
    expect(ticketNumberOf(1)).toBe('200000018');
    expect(groupTicketNumber(ticketNumberOf(1))).toBe('200 000 018');
    for (const id of [0, -1, 1.5, 80_000_000]) expect(() => ticketNumberOf(id)).toThrow(RangeError);
  });

  it('lead back to the id however they are written', () => {
    fc.assert(
      fc.property(anyId, (id) => {
        const number = ticketNumberOf(id);
        const fullWidth = number.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
        const grouped = groupTicketNumber(number);
        for (const written of [number, ` ${grouped} `, fullWidth, grouped.replace(/ /g, '-'), grouped.replace(/ /g, '－'), grouped.replace(/ /g, '\u3000')]) {
          expect(ticketIdOf(written)).toBe(id);
        }
      }),
    );
  });

  it('no wrong digit and no swap of neighbours goes unnoticed', () => {
    fc.assert(
      fc.property(anyId, (id) => {
        const number = ticketNumberOf(id);
        for (let i = 0; i < number.length; i += 1) {
          for (const digit of '0123456789') if (digit !== number[i]) expect(ticketIdOf(number.slice(0, i) + digit + number.slice(i + 1))).toBeNull();
          const next = number[i + 1];
          if (next !== undefined && next !== number[i]) expect(ticketIdOf(number.slice(0, i) + next + number[i] + number.slice(i + 2))).toBeNull();
        }
      }),
    );
  });

  it.each(['', '20000001', '2000000180', '00000000', '000000000', '2000O0018', '工单'])('%s is none', (text) => expect(ticketIdOf(text)).toBeNull());
});

describe('masking (PR-1)', () => {
  it.each([['张三', '张*'], ['张三丰', '张**'], ['欧阳修', '欧阳*'], ['欧阳明月', '欧阳**'], ['欧阳', '欧*'], ['𠮷田一', '𠮷**'], ['张', '*'], ['', '']])('name %s', (name, masked) => {
    expect(maskName(name)).toBe(masked);
  });

  it.each([['13812341234', '138****1234'], ['+86 138-1234-1234', '138****1234'], ['0724-2345678', '********678'], ['110', '**0'], ['', '']])('phone %s', (phone, masked) => {
    expect(maskPhone(phone)).toBe(masked);
  });

  it.each([
    ['海慧路12号3栋501室', '海慧路***'],
    ['荆门市东宝区象山大道南段18号金虾小区5栋201', '荆门市东宝区象山大道南段***'],
    ['五一路三号', '五一路***'],
    ['107国道旁12号', '107国道***'],
    ['海慧花园3栋2单元', '海慧花园***'],
    ['中山路A座1201', '中山路***'],
    ['牌楼镇泉口村三组老王家', '牌楼镇泉口村***'],
    ['海慧路３号', '海慧路***'],
    ['老王家', '***'],
    ['12号', '***'],
    ['滕州市东郭镇', '滕州市东郭镇'],
    ['', ''],
  ])('address %s', (address, masked) => expect(maskAddress(address)).toBe(masked));

  it('no house or room number shows, whatever road and district stand before it', () => {
    const road = fc.constantFrom('海慧路', '象山大道', '五一路', '解放街', '王家巷', '东宝区中山路', '泉口村', '金虾小区');
    fc.assert(
      fc.property(road, fc.integer({ min: 1, max: 9999 }), fc.integer({ min: 1, max: 9999 }), fc.constantFrom('号', '栋', '-', '幢'), (name, house, room, unit) => {
        expect(maskAddress(`${name}${house}${unit}${room}室`)).toBe(`${name}***`);
      }),
    );
  });

  it('account numbers keep their last four', () => {
    expect(maskAccountNumber('0102003456')).toBe('******3456');
    expect(maskAccountNumber('123')).toBe('**3');
  });
});

describe('text', () => {
  it('knows mobile numbers', () => {
    expect(['13812341234', '19912341234'].map(isMobileNumber)).toEqual([true, true]);
    for (const wrong of ['12812341234', '1381234123', '138123412345', '138 1234 1234', '']) expect(isMobileNumber(wrong)).toBe(false);
  });

  it('finds four-byte characters', () => {
    expect(['王小明', 'abc', '', '〇㐂'].map(hasFourByteCharacter)).toEqual([false, false, false, false]);
    expect(['小😀', '𠮷', '🇨🇳'].map(hasFourByteCharacter)).toEqual([true, true, true]);
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void expect(hasFourByteCharacter(text)).toBe([...text].some((c) => c.codePointAt(0)! > 0xffff))));
  });

  it('turns what a Chinese keyboard types into ASCII', () => expect(toHalfWidth('ＡＢ１２　－．')).toBe('AB12 -.'));
});

import { describe, expect, it } from 'vitest';
import { groupTicketNumber, ticketNumberOf } from '@shouwen/shared/value';
import fc from 'fast-check';
import { findTerm } from './find-term.js';
import { foldText } from './fold-text.js';
import { matchTicket, type SearchedTicket } from './match-ticket.js';
import { nameKeys } from './name-keys.js';
import { readQuery } from './read-query.js';
import { tokensOfTicket } from './tokens-of-ticket.js';
import { tokensOfText } from './tokens-of-text.js';

const sorted = (tokens: Iterable<string>) => [...tokens].sort();
const found = (typed: string, text: string) => readQuery(typed).terms.every((term) => findTerm(term.letters, foldText(text)).length > 0);
/** Text as people write it here: Chinese, house numbers, pipe sizes, full-width forms, punctuation, emoji. */
const written = fc.string({ unit: fc.constantFrom(...'海慧路学院水表漏号栋王', ...'0123aB', '３', 'Ａ', ' ', '，', '-', '㎥', '💧', '𠮷'), maxLength: 30 });

describe('tokens', () => {
  it('are pairs of Chinese characters, whole words, whole runs of digits', () => {
    expect(sorted(tokensOfText('海慧路12号3栋DN100管'))).toEqual(sorted(['海慧', '慧路', '12', '3', 'dn', '100']));
    expect(sorted(tokensOfText('Ａ座　２单元'))).toEqual(sorted(['a', '2', '单元']));
    expect(sorted(tokensOfText('漏。水'))).toEqual([]);
    expect(sorted(tokensOfText('𠮷田'))).toEqual(['𠮷田']);
  });

  it('of a ticket come from all its words, and of a long description from its beginning', () => {
    const personal = { address: '学院路3号', landmark: '', contactName: '单雄', nameSyllables: ['shan', 'xiong'], contactPhone: '+86 136-0000-1111', accountNumber: '01020304' };
    const tokens = tokensOfTicket({ title: '水压低', description: `${'早'.repeat(99)}晚上`, personal });
    expect(sorted(tokens)).toEqual(sorted(['水压', '压低', '早早', '早晚', '学院', '院路', '3', '单雄', 'shan', 'shanxiong', 'sx', '13600001111', '1111', '01020304']));
  });

  it('promise what the proof then asks for: whatever is found has the tokens of what was typed', () => {
    fc.assert(
      fc.property(written, written, fc.nat(), fc.nat(), (text, other, a, b) => {
        const characters = [...text];
        // Often a part of the text itself, so that something is found.
        const part = characters.slice(a % (characters.length + 1), (a % (characters.length + 1)) + (b % 8)).join('');
        for (const typed of [part, other]) {
          const query = readQuery(typed);
          const tokens = tokensOfText(text);
          if (query.terms.length > 0 && found(typed, text)) expect(query.tokens.filter((token) => !tokens.has(token))).toEqual([]);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('find every text by itself and by the first words of it, and mark exactly what was typed', () => {
    fc.assert(
      fc.property(written, (text) => {
        const { terms } = readQuery(text);
        for (const term of terms) {
          const ranges = findTerm(term.letters, foldText(text));
          // A number typed in groups is one number; as text it stays what it is.
          if (terms.length === 1 && /^\d{7,}$/.test(term.text)) continue;
          expect(ranges.length).toBeGreaterThan(0);
          // ㎥ is marked whole where only its 3 was typed.
          for (const [from, to] of ranges) expect(foldText(text.slice(from, to)).map((letter) => letter.char).join('')).toContain(term.text);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('what was typed', () => {
  it('is words that must all occur, in any order, whatever their width and case', () => {
    expect(found('漏水 海慧路', '海慧路12号漏水')).toBe(true);
    expect(found('ｄｎ100', '主管DN100')).toBe(true);
    expect(found('海慧路12号', '海慧路 12号')).toBe(true);
    expect(found('慧海', '海慧路')).toBe(false);
    expect(found('海路', '海慧路')).toBe(false);
  });

  it('finds numbers whole: 3号 is not 13号', () => {
    expect(found('3号', '学院路13号')).toBe(false);
    expect(found('13号', '学院路13号')).toBe(true);
    expect(found('1', '13')).toBe(false);
  });

  it('is one number when it is typed in groups, and a ticket number when its check digit is right', () => {
    expect(readQuery('136 0000-1111').tokens).toEqual(['13600001111']);
    expect(readQuery('+86 136 0000 1111').tokens).toEqual(['13600001111']);
    expect(readQuery('3 501').tokens).toEqual(['3', '501']);
    expect(readQuery(groupTicketNumber(ticketNumberOf(17))).ticketId).toBe(17);
    expect(readQuery(ticketNumberOf(17).replace(/.$/, (digit) => String((Number(digit) + 1) % 10))).ticketId).toBeNull();
  });

  it('has nothing the index could know when it is single characters only', () => {
    expect(readQuery('张 李').tokens).toEqual([]);
    expect(readQuery('，。').terms).toEqual([]);
  });
});

describe('a name', () => {
  it('is found by its pinyin, its beginnings and its initials', () => {
    expect(sorted(nameKeys(['zhang', 'xiao', 'ming']))).toEqual(sorted(['zhang', 'zhangxiao', 'zhangxiaoming', 'xiaoming', 'zx', 'zxm']));
    expect(nameKeys([]).size).toBe(0);
  });
});

describe('the proof', () => {
  const ticket: SearchedTicket = {
    title: '窗口态度', description: '何静反映办业务时被训斥，电话13712345678', texts: ['已向居民道歉'],
    personal: { address: '平行路6号', landmark: '二中对面', contactName: '何静', nameSyllables: ['he', 'jing'], contactPhone: '13712345678', accountNumber: '01020304' },
    mayKnowIdentity: true,
  };
  const fields = (typed: string, more: Partial<SearchedTicket> = {}) => matchTicket(readQuery(typed), { ...ticket, ...more })?.map((match) => match.field) ?? null;

  it('says in which field each word stands', () => {
    expect(fields('平行路 态度')).toEqual(['title', 'address']);
    expect(fields('hejing')).toEqual(['pinyin']);
    expect(fields('hj')).toEqual(['pinyin']);
    expect(fields('5678')).toEqual(['phone']);
    expect(fields('0137 1234 5678')).toEqual(['description', 'phone']);
    expect(fields('01020304')).toEqual(['account']);
    expect(fields('道歉')).toEqual(['text']);
    expect(fields('态度 没有的词')).toBeNull();
    expect(fields('345678')).toBeNull();
  });

  it('shows no name and no number, only that it was one', () => {
    for (const match of matchTicket(readQuery('何静'), ticket) ?? []) if (match.field === 'name') expect(match).toEqual({ field: 'name', text: null, ranges: [] });
  });

  it('finds a secret complaint by none of the complainant’s words, not even where the text repeats them (CP-6)', () => {
    const secret = { mayKnowIdentity: false };
    for (const typed of ['何静', 'hejing', 'hj', 'he', '13712345678', '5678', '01020304', '平行路', '平行路6号', '二中对面', '平行路 态度', '态度 何静']) expect([typed, fields(typed, secret)]).toEqual([typed, null]);
    expect(fields('窗口态度', secret)).toEqual(['title']);
    expect(fields('训斥 道歉', secret)).toEqual(['description', 'text']);
  });
});

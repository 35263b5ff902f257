import { describe, expect, it } from 'vitest';
import { date, optionalPersonName, optionalText, personName, text } from './contract/field.js';

describe('fields', () => {
  it('lose what no sheet can hold, so that one resident’s words cannot spoil everybody’s export', () => {
    const spoilt = '漏\u0000水\u0001\u000b\u001f\ufffe\uffff了';
    for (const field of [text('事由', 60), optionalText('说明', 60), personName('姓名'), optionalPersonName('姓名')]) expect(field.parse(spoilt)).toBe('漏水了');
    expect(text('事由', 60).parse('第一行\n第二行\t𠮷💧')).toBe('第一行\n第二行\t𠮷💧');
    expect(text('事由', 60).safeParse('\u0000 \ufffe').success).toBe(false);
  });

  it('know no day without a next one', () => {
    expect(date('日期').safeParse('9998-12-31').success).toBe(true);
    for (const wrong of ['9999-01-01', '9999-12-31', '2026-02-30']) expect(date('日期').safeParse(wrong).success).toBe(false);
  });
});

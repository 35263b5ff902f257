import { expect, it } from 'vitest';
import { fitField } from './fit-field.js';
import { templateData } from './template-fields.js';

it.each([
  ['thing', '海慧路漏水', '海慧路漏水'],
  ['thing', '一二三四五六七八九十一二三四五六七八九十', '一二三四五六七八九十一二三四五六七八九十'],
  ['thing', '一二三四五六七八九十一二三四五六七八九十多', '一二三四五六七八九十一二三四五六七八九…'],
  ['thing', '第一行\n第二行', '第一行 第二行'],
  ['thing', '', '－'],
  ['character_string', '工单 200000017', '200000017'],
  ['character_string', 'A'.repeat(40), 'A'.repeat(32)],
  ['character_string', '只有汉字', '-'],
  ['phrase', '部门已办，待答复', '部门已办待'],
  ['phrase', 'done', '有进展'],
  ['name', '王秀英（户主）', '王秀英户主'],
  ['amount', '1,234.56', '1234.56'],
  ['number', '十二', '0'],
  ['time', '2026-03-02 09:00', '2026-03-02 09:00'],
])('%s takes %j as %j', (type, text, fitted) => {
  expect(fitField(type, text)).toBe(fitted);
});

it('never splits a character of four bytes', () => {
  expect(fitField('thing', '💧'.repeat(25))).toBe(`${'💧'.repeat(19)}…`);
});

it('fills every field of the template, and only those', () => {
  expect(templateData('ticket', { number: '200000017', matter: '路面漏水', state: '处理中', at: '2026-03-02 09:00', note: '', phone: '13800138000' })).toEqual({
    character_string1: { value: '200000017' }, thing2: { value: '路面漏水' }, phrase3: { value: '处理中' }, time4: { value: '2026-03-02 09:00' }, thing5: { value: '－' },
  });
});

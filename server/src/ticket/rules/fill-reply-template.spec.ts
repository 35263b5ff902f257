import { describe, expect, it } from 'vitest';
import { fillReplyTemplate, salutation, unfilledFields } from './fill-reply-template.js';

describe('a reply from a template', () => {
  it('has its fields filled, and keeps in sight what could not be', () => {
    const text = fillReplyTemplate('{称呼}您好，您的单号 {单号}，{期限}前答复，{单号} 请记好。', { 称呼: '张先生/女士', 单号: '200 000 017', 期限: null });
    expect(text).toBe('张先生/女士您好，您的单号 200 000 017，{期限}前答复，200 000 017 请记好。');
    expect(unfilledFields(text)).toEqual(['期限']);
  });
  it('does not fill with blanks, nor read what is no field', () => {
    expect(fillReplyTemplate('{部门} {} {{x}', { 部门: ' ', x: 'y' })).toBe('{部门} {} {y');
    expect(unfilledFields('没有空格')).toEqual([]);
  });
  it('speaks to the resident by the surname alone', () => {
    expect(salutation('张**')).toBe('张先生/女士');
    expect(salutation('欧阳*')).toBe('欧阳先生/女士');
    expect(salutation('')).toBeNull();
    expect(salutation('*')).toBeNull();
    expect(salutation('保密')).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { materialsNoticeInParts } from './materials-notice-in-parts.js';

describe('a written notice, taken apart', () => {
  const checklist = [{ name: '身份证（原件）', howToGet: '本人带来' }];

  it('has each item with how to meet it, the note and the reason', () => {
    expect(materialsNoticeInParts('1. 身份证（原件）（本人带来）\n2. 房产证（到不动产登记中心（北门）补）\n3. 照片\n可以手机上传\n分两次也行\n再次告知原因：户主变了', 3, checklist)).toEqual({
      items: [{ name: '身份证（原件）', howToGet: '本人带来' }, { name: '房产证', howToGet: '到不动产登记中心（北门）补' }, { name: '照片', howToGet: '' }],
      note: '可以手机上传\n分两次也行', reason: '户主变了',
    });
  });
  it('takes a numbered line of the note for no item', () => {
    expect(materialsNoticeInParts('1. 照片\n2. 也可以来厅里', 1, [])).toEqual({ items: [{ name: '照片', howToGet: '' }], note: '2. 也可以来厅里', reason: '' });
  });
});

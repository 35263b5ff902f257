/** Paper: what is printed can be read again, goes on over pages, and carries only the characters it uses. */
import { describe, expect, it } from 'vitest';
import { PrintService, type PrintDocument } from '../../server/src/print/index.js';
import { textOfPdf, tight } from '../support/pdf.js';

const at = new Date('2026-09-28T02:00:00Z');
const base: PrintDocument = { title: '业务申请受理通知单', subtitle: '城区营业厅', footer: '单号 200 000 017', at, parts: [] };
const print = (more: Partial<PrintDocument>) => new PrintService().pdf({ ...base, ...more });

describe('printing', () => {
  it('is a small file whose text can be searched and copied, the same to the byte', async () => {
    const document: Partial<PrintDocument> = {
      qr: { text: 'https://example.org/h5/#/ticket/pages/progress?number=200000017', caption: '扫码查看办理进度' },
      parts: [
        { kind: 'fields', rows: [{ label: '单号', value: '200 000 017', half: true }, { label: '事项', value: '小表换大表', half: true }, { label: '办理时限', value: '5 个工作日；从 9月29日 起算' }] },
        { kind: 'paragraph', text: '请妥善保管本通知单。办理中有任何疑问，请直接联系首问责任人。' },
        { kind: 'signatures', lines: [{ label: '受理人', signed: '王芳（1001）' }, { label: '申请人' }] },
      ],
    };
    const file = await print(document);
    expect(file.subarray(0, 5).toString()).toBe('%PDF-');
    expect(file.length).toBeLessThan(80_000); // the font itself is 10 MB
    const [text, ...more] = textOfPdf(file);
    expect(more).toEqual([]);
    for (const said of ['业务申请受理通知单', '城区营业厅', '单号200000017', '小表换大表', '5个工作日；从9月29日起算', '请妥善保管本通知单。办理中有任何疑问，请直接联系首问责任人。', '受理人：王芳（1001）', '扫码查看办理进度', '第1页/共1页', '打印时间2026年9月28日10:00'])
      expect(tight(text!)).toContain(said);
    expect((await print(document)).equals(file)).toBe(true);
  });

  it('repeats the head of a table on every page and loses no row', async () => {
    const rows = Array.from({ length: 120 }, (_, i) => [`第${i + 1}项`, `滕州市善国北路${i + 1}号院内供水管道迁移，靠近${'幸福小区'.repeat(i % 7)}`, '已办结']);
    const pages = textOfPdf(await print({ parts: [{ kind: 'table', columns: [{ title: '序号', share: 1 }, { title: '内容说明', share: 4 }, { title: '结果', share: 1 }], rows }] }));
    expect(pages.length).toBeGreaterThan(3);
    for (const [i, page] of pages.entries()) {
      expect(tight(page)).toContain('序号内容说明结果');
      expect(tight(page)).toContain(`第${i + 1}页/共${pages.length}页`);
    }
    const whole = tight(pages.join(''));
    for (const [name, address] of rows) expect(whole).toContain(tight(`${name}${address}已办结`));
  });

  it('goes on over pages inside one tall cell, and cuts a word without spaces', async () => {
    const long = Array.from({ length: 900 }, (_, i) => `说明第${i}句。`).join('');
    const pages = textOfPdf(await print({ parts: [{ kind: 'fields', rows: [{ label: '情况', value: long }, { label: '编号', value: 'X'.repeat(300) }] }] }));
    expect(pages.length).toBeGreaterThan(2);
    const whole = tight(pages.join('')).replace(/单号200000017打印时间2026年9月28日10:00第\d+页\/共\d+页/g, '');
    expect(whole).toContain(long);
    expect(whole).toContain('X'.repeat(300));
  });

  it('says so when a table has no rows', async () => {
    const [page] = textOfPdf(await print({ parts: [{ kind: 'table', columns: [{ title: '附件', share: 1 }], rows: [], empty: '没有附件' }] }));
    expect(tight(page!)).toContain('附件没有附件');
  });
});

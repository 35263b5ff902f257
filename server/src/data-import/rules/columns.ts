import type { ImportKind } from '@shouwen/shared/contract/data-import';

export interface ColumnDefinition {
  /** As people know it; files may name it otherwise, by a mapping. */
  readonly name: string;
  /** A file without this column cannot be read; a cell of it may be empty only where `mayBeEmpty`. */
  readonly required: boolean;
  readonly mayBeEmpty: boolean;
  readonly example: string;
}

const column = (name: string, example: string, { required = true, mayBeEmpty = false } = {}): ColumnDefinition => ({ name, required, mayBeEmpty, example });

/** The columns of each kind of file, in the order of the template. */
export const columnsOf: Record<ImportKind, readonly ColumnDefinition[]> = {
  accounts: [
    column('户号', '10000123'), column('户名', '王小明'), column('地址', '海慧路12号3栋501室'), column('区域', '城区'), column('手机号', '13800001234', { mayBeEmpty: true }),
    column('家庭人口', '3'), column('表号', 'LXS20150012345'), column('水价', 'annual-5-7-9'), column('营业厅', '城区营业厅'),
  ],
  payments: [
    column('缴费日期', '2015-03-02'), column('户号', '10000123'), column('缴费方式', '现金'), column('金额', '145.80'), column('窗口', '1号窗口', { required: false, mayBeEmpty: true }),
    column('收费员', '王芳', { required: false, mayBeEmpty: true }), column('票据号', '0012345', { required: false, mayBeEmpty: true }),
  ],
  'meter-readings': [
    column('户号', '10000123'), column('抄表日期', '2026-10-08'), column('读数', '1234'), column('类别', '抄见', { required: false, mayBeEmpty: true }),
    column('新表起数', '', { required: false, mayBeEmpty: true }), column('备注', '', { required: false, mayBeEmpty: true }),
  ],
  readings: [column('户号', '10000123'), column('抄表日期', '2026-10-08'), column('读数', '1234'), column('结清日期', '', { required: false, mayBeEmpty: true })],
};

/** The kinds of field that several capabilities share, each with its limits and its Chinese complaint. */
import * as z from 'zod/mini';
import { hasFourByteCharacter, isDateString, isMobileNumber } from '../value/index.js';

/** What no keyboard writes and no sheet can hold: one such character would spoil a whole export. */
const writable = z.overwrite<string>((v) => v.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, ''));

/** Required text, trimmed, 1 to `max` characters. */
export const text = (label: string, max: number) =>
  z.string(`请填写${label}`).check(writable, z.trim(), z.minLength(1, `请填写${label}`), z.maxLength(max, `${label}最多 ${max} 个字`));

/** Text that may be empty or absent. */
export const optionalText = (label: string, max: number) =>
  z._default(z.string(`${label}格式不对`).check(writable, z.trim(), z.maxLength(max, `${label}最多 ${max} 个字`)), '');

/** WeChat Pay and many printers refuse 4-byte characters. */
const plain = z.refine<string>((v) => !hasFourByteCharacter(v), '姓名里请不要用表情符号；生僻字可以用同音字代替');

/** A person's name. */
export const personName = (label: string) => text(label, 30).check(plain);
/** A person's name that may be empty or absent. */
export const optionalPersonName = (label: string) =>
  z._default(z.string(`${label}格式不对`).check(writable, z.trim(), z.maxLength(30, `${label}最多 30 个字`), plain), '');

export const id = (label: string) => z.int(`请选择${label}`).check(z.positive(`请选择${label}`));

/** An id in a query string. */
export const idInQuery = (label: string) => z.coerce.number(`请选择${label}`).check(z.int(`请选择${label}`), z.positive(`请选择${label}`));

/** A day with a day after it that can be written the same way. */
export const date = (label: string) => z.string(`请选择${label}`).check(z.refine((v) => isDateString(v) && v < '9999', `${label}不是有效的日期`));

export const mobile = z.string('请填写手机号').check(z.trim(), z.refine((v) => isMobileNumber(v), '手机号应为 11 位数字，请检查'));

/** A landline or mobile number as a hotline receives it: 5 to 17 digits and dashes. */
export const callerNumber = z.string('请填写来电号码').check(z.trim(), z.regex(/^[0-9][0-9-]{4,16}$/, '来电号码应为 5 至 17 位数字'));

/** An amount in fen: whole, above zero, at most one million yuan. */
export const fen = z.int('金额应为整数（分）').check(z.positive('金额应大于零'), z.maximum(100_000_000, '金额超过单笔上限'));

export const attachmentIds = z._default(z.array(id('附件')).check(z.maxLength(9, '最多 9 个附件')), []);

/** The version of the row a command was decided on; a stale one is refused with a conflict. */
export const version = z.int('缺少版本号，请刷新后再试').check(z.nonnegative());

export const page = {
  cursor: z.optional(z.string().check(z.maxLength(100))),
  size: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(100)), 20),
};

/** A place on the map, GCJ-02 (the datum of Chinese maps and of WeChat), degrees. */
export const place = z.object({
  latitude: z.number().check(z.minimum(-90), z.maximum(90)),
  longitude: z.number().check(z.minimum(-180), z.maximum(180)),
});

/** What is asked in each of the applications (AP): one description for the phone's form, the counter's form, and the server's door. */
import * as z from 'zod/mini';
import { type ApplicationCategory, waterUseLabels } from '../vocabulary/index.js';
import { text } from './field.js';

export type ApplicationField = {
  code: string;
  label: string;
  /** One plain sentence below the field. */
  hint: string;
} & (
  | { type: 'text'; max: number; placeholder: string }
  | { type: 'whole'; least: number; most: number; unit: string }
  | { type: 'choice'; choices: readonly { value: string; label: string }[] }
);
/** The values given, by the field's code. */
export type ApplicationValues = Record<string, string | number>;

export interface ApplicationForm {
  /** What this is, in a sentence for residents. */
  about: string;
  fields: readonly ApplicationField[];
  /** What several fields together must fulfil: the field at fault and what to do, null when all is well. */
  together?: (values: ApplicationValues) => { code: string; message: string } | null;
}

const uses = Object.entries(waterUseLabels).map(([value, label]) => ({ value, label }));
const sizes = [15, 20, 25, 32, 40, 50, 80, 100, 150, 200].map((size) => ({ value: `DN${size}`, label: `DN${size}（${size} 毫米）` }));
const sizeOf = (value: string | number | undefined) => Number(String(value).slice(2));
const percent = (code: string, label: string): ApplicationField => ({ code, label, hint: '填 0 到 100 的整数', type: 'whole', least: 0, most: 100, unit: '%' });
const metres = (label: string): ApplicationField => ({ code: 'metres', label, hint: '估计的就可以，勘察时再量', type: 'whole', least: 1, most: 5000, unit: '米' });

export const applicationForms: Readonly<Record<ApplicationCategory, ApplicationForm>> = {
  'apply-connection': {
    about: '新房、店铺或单位还没有通自来水，申请接通。',
    fields: [
      { code: 'building', label: '什么房子要用水', hint: '例如：自建二层楼、沿街商铺、厂房', type: 'text', max: 60, placeholder: '自建二层楼' },
      { code: 'use', label: '主要用途', hint: '只住人的选“居民生活用水”', type: 'choice', choices: uses },
      { code: 'households', label: '一共几户', hint: '商铺、单位填 1', type: 'whole', least: 1, most: 9999, unit: '户' },
    ],
  },
  'apply-split-meter': {
    about: '几户人家合用一只水表，要每户一只。',
    fields: [
      { code: 'meters', label: '一共要几只表', hint: '包括现在的这一只', type: 'whole', least: 2, most: 200, unit: '只' },
      { code: 'reason', label: '为什么要分', hint: '例如：兄弟分家、出租给两家', type: 'text', max: 200, placeholder: '兄弟分家，各用各的水' },
    ],
  },
  'apply-move-meter': {
    about: '水表的位置不方便，要移到别的地方。',
    fields: [
      { code: 'from', label: '水表现在在哪里', hint: '', type: 'text', max: 100, placeholder: '厨房水池下面' },
      { code: 'to', label: '想移到哪里', hint: '', type: 'text', max: 100, placeholder: '大门外墙边' },
    ],
  },
  'apply-larger-meter': {
    about: '水不够用，要把小水表换成大的。',
    fields: [
      { code: 'fromSize', label: '现在的表多大', hint: '表盘上写着，例如 DN15；不清楚的选 DN15', type: 'choice', choices: sizes },
      { code: 'toSize', label: '想换成多大', hint: '最后装多大由勘察决定', type: 'choice', choices: sizes },
      { code: 'reason', label: '为什么要换', hint: '例如：开饭店、楼上没水', type: 'text', max: 200, placeholder: '开饭店，用水多' },
    ],
    together: (values) => (sizeOf(values.toSize) > sizeOf(values.fromSize) ? null : { code: 'toSize', message: '换成的表应比现在的大，请重新选择' }),
  },
  'apply-move-pipe': {
    about: '水管挡住了建房、修路，要移开。',
    fields: [
      { code: 'from', label: '水管现在在哪里', hint: '', type: 'text', max: 100, placeholder: '院子中间' },
      { code: 'to', label: '想移到哪里', hint: '', type: 'text', max: 100, placeholder: '沿东墙走' },
      metres('大约多长'),
    ],
  },
  'apply-replace-pipe': {
    about: '水管旧了，生锈、漏水或者水小，要换新的。',
    fields: [
      { code: 'section', label: '哪一段水管', hint: '', type: 'text', max: 100, placeholder: '水表到厨房这一段' },
      {
        code: 'problem', label: '怎么不好', hint: '', type: 'choice',
        choices: [{ value: 'rust', label: '生锈、水发黄' }, { value: 'leak', label: '漏水' }, { value: 'weak', label: '水小' }, { value: 'old', label: '用了很多年' }],
      },
      metres('大约多长'),
    ],
  },
  'apply-change-use': {
    about: '房子的用途变了，水费的价格要跟着变，例如住房改开店、店铺改住人。',
    fields: [
      { code: 'fromUse', label: '现在按什么收费', hint: '水费单上写着', type: 'choice', choices: uses },
      { code: 'toUse', label: '要改成什么', hint: '', type: 'choice', choices: uses },
      { code: 'reason', label: '用途怎么变的', hint: '', type: 'text', max: 200, placeholder: '一楼不再开店，改为自己住' },
    ],
    together: (values) => (values.fromUse === values.toUse ? { code: 'toUse', message: '改成的用途应和现在的不同，请重新选择' } : null),
  },
  'apply-change-ratio': {
    about: '一只水表又住人又做生意，要重新定各占多少。',
    fields: [percent('residential', '居民生活用水占'), percent('business', '非居民用水占'), percent('special', '特种用水占'), { code: 'reason', label: '为什么要调整', hint: '', type: 'text', max: 200, placeholder: '店面缩小了一半' }],
    together: ({ residential, business, special }) =>
      Number(residential) + Number(business) + Number(special) === 100 ? null : { code: 'special', message: '三项相加应正好是 100%，请检查' },
  },
  'apply-other': {
    about: '别的用水业务。',
    fields: [{ code: 'want', label: '想办什么', hint: '用自己的话说就可以', type: 'text', max: 300, placeholder: '' }],
  },
};

const empty = (value: unknown) => value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

function schemaOf(field: ApplicationField): z.ZodMiniType<string | number> {
  switch (field.type) {
    case 'text':
      return text(field.label, field.max);
    case 'whole':
      return z.int(`“${field.label}”应为整数`).check(z.minimum(field.least, `“${field.label}”不能小于 ${field.least}`), z.maximum(field.most, `“${field.label}”不能大于 ${field.most}`));
    case 'choice':
      return z.enum(field.choices.map((choice) => choice.value) as [string, ...string[]], `请选择“${field.label}”`);
  }
}

/** Checks the values of a category and answers them trimmed, or what is wrong with which field, one fault a field. Fields unknown to the category are faults, too. */
export function checkedValues(category: ApplicationCategory, given: Readonly<Record<string, unknown>>): { values: ApplicationValues; faults: { code: string; message: string }[] } {
  const { fields, together } = applicationForms[category];
  const values: ApplicationValues = {};
  const faults: { code: string; message: string }[] = [];
  for (const field of fields) {
    const value = given[field.code];
    const result = empty(value) ? null : z.safeParse(schemaOf(field), value);
    if (result?.success) values[field.code] = result.data;
    else faults.push({ code: field.code, message: result?.error?.issues[0]?.message ?? `请${field.type === 'choice' ? '选择' : '填写'}“${field.label}”` });
  }
  for (const code of Object.keys(given)) if (!fields.some((field) => field.code === code)) faults.push({ code, message: '这项业务没有这一栏' });
  const fault = faults.length === 0 ? (together?.(values) ?? null) : null;
  return { values, faults: fault ? [fault] : faults };
}

/** A value as people read it: `20 只`, `居民生活用水`. */
export function valueInWords(field: ApplicationField, value: string | number | undefined): string {
  if (value === undefined) return '';
  if (field.type === 'choice') return field.choices.find((choice) => choice.value === value)?.label ?? String(value);
  return field.type === 'whole' ? `${value} ${field.unit}` : String(value);
}

/** A record of values by code; which codes, and what they may be, depends on the category (`checkedValues`). */
export const valuesSchema = z.record(z.string().check(z.maxLength(30)), z.union([z.string().check(z.maxLength(500)), z.number()]));

/** For a body with `category` and values: every fault of the values at its own field. */
export const valuesFitCategory = <T extends { category: ApplicationCategory; requested: ApplicationValues }>() =>
  z.check<T>(({ value, issues }) => {
    for (const { code, message } of checkedValues(value.category, value.requested).faults) issues.push({ code: 'custom', path: ['requested', code], message, input: value.requested[code] });
  });

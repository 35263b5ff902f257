/** A subscribe message template: field name (its letters are the type) → label on the phone. */
export interface SubscribeTemplate {
  id: string;
  name: string;
  title: string;
  fields: Record<string, string>;
}

/** Made at first start, each with an id of its own, written to credentials.json as `templates`. */
export const DEMO_TEMPLATES: Record<string, { title: string; fields: Record<string, string> }> = {
  ticketProgress: { title: '工单进度提醒', fields: { character_string1: '工单编号', thing2: '事项', phrase3: '当前状态', time4: '更新时间', thing5: '说明' } },
  ticketAnswered: { title: '办理结果通知', fields: { character_string1: '工单编号', thing2: '事项', thing3: '办理结果', time4: '办结时间', thing5: '温馨提示' } },
  appointmentReminder: { title: '预约提醒', fields: { thing1: '预约业务', thing2: '营业厅', time3: '预约时间', character_string4: '签到码', thing5: '温馨提示' } },
  billIssued: { title: '水费账单通知', fields: { character_string1: '户号', date2: '账单日期', amount3: '应缴金额', date4: '缴费期限', thing5: '温馨提示' } },
  paymentReceived: { title: '缴费成功通知', fields: { character_string1: '缴费单号', amount2: '缴费金额', time3: '缴费时间', thing4: '备注' } },
  outageNotice: { title: '停水通知', fields: { thing1: '停水区域', time2: '停水时间', time3: '恢复时间', thing4: '停水原因' } },
};

const HAN = /\p{Script=Han}/u;
const HOUR_MINUTE = '([01]?\\d|2[0-3]):[0-5]\\d(:[0-5]\\d)?';
const DAY = '\\d{4}(年\\d{1,2}月\\d{1,2}日|[-/.]\\d{1,2}[-/.]\\d{1,2})';
const DATE = new RegExp(`^${DAY}( ${HOUR_MINUTE})?$`);
const TIME = new RegExp(`^(${DAY} )?${HOUR_MINUTE}([~～-](${DAY} )?${HOUR_MINUTE})?$`);

const lengthOf = (value: string): number => [...value].length;

const TYPE_CHECKS: Record<string, (value: string) => boolean> = {
  thing: (value) => lengthOf(value) <= 20 && !/[\r\n]/.test(value),
  number: (value) => /^-?\d+(\.\d+)?$/.test(value) && lengthOf(value) <= 32,
  letter: (value) => /^[A-Za-z]{1,32}$/.test(value),
  symbol: (value) => lengthOf(value) <= 5 && !/[\p{L}\p{N}]/u.test(value),
  character_string: (value) => lengthOf(value) <= 32 && !HAN.test(value),
  time: (value) => TIME.test(value),
  date: (value) => DATE.test(value),
  amount: (value) => /^[¥￥$]?\d{1,10}(\.\d+)?元?$/.test(value),
  phone_number: (value) => /^[\d+\-() ]{1,17}$/.test(value),
  car_number: (value) => lengthOf(value) <= 8,
  name: (value) => /^[\p{Script=Han}·]{1,10}$/u.test(value) || /^[A-Za-z\p{P}\p{S} ]{1,20}$/u.test(value),
  phrase: (value) => /^\p{Script=Han}{1,5}$/u.test(value),
};

/** `thing2` → `thing`; undefined when there is no such field type. */
export function fieldType(field: string): string | undefined {
  const type = field.replace(/\d+$/, '');
  return type in TYPE_CHECKS && type !== field ? type : undefined;
}

export function isValueOfType(type: string, value: string): boolean {
  return TYPE_CHECKS[type]?.(value) ?? false;
}

export { sumOfBill } from './bill-sum.js';
export type { BillSumRow, SummedBill } from './bill-sum.js';
export { denominationName, totalOfCount } from './cash.js';
export { formatFen, parseYuan, toHalfWidth } from './fen.js';
export {
  addDays, daysBetween, formatDate, formatDeadline, formatFullDate, formatFullInstant, formatInstant, isDateString, shanghaiDate, shanghaiIso,
  startOfShanghaiDay, weekday, weekdayName,
} from './date.js';
export type { DateString, Instant, Weekday } from './date.js';
export { groupTicketNumber, ticketIdOf, ticketNumberOf } from './ticket-number.js';
export { maskAccountNumber, maskAddress, maskName, maskPhone } from './masking.js';
export { plainPhoneNumber } from './phone-number.js';
export { hasFourByteCharacter, isMobileNumber } from './text.js';
export { codeCheck, isTaxNumber, organisationCheck, plainTaxNumber } from './tax-number.js';

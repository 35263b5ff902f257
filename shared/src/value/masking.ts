import { isMobileNumber } from './text.js';

/** How customer data is shown to whoever has no logged reason to see it whole (PR-1). The whole value must not leave the server for these. */

const COMPOUND_SURNAMES = new Set([
  '欧阳', '上官', '司马', '诸葛', '东方', '皇甫', '尉迟', '公孙', '令狐', '慕容', '司徒', '司空', '夏侯', '端木', '轩辕', '长孙', '宇文', '独孤', '南宫',
  '西门', '东郭', '百里', '呼延', '钟离', '闻人', '申屠', '澹台', '赫连', '公冶', '太史', '濮阳', '淳于', '单于', '拓跋', '公羊', '万俟', '第五',
]);

const ROAD = /(?:大道|大街|街道|马路|公路|国道|省道|县道|环线|胡同|里弄|路|街|巷|村|社区)(?:[东南西北中][一二三四五六七八九十]?段|[东南西北](?![一-龥]))?/g;
// A house, building or room: a number with its unit, or any bare number that is not part of a road's name (107国道).
const HOUSE_NUMBER = /[0-9０-９零〇一二三四五六七八九十百A-Za-zＡ-Ｚａ-ｚ甲乙丙丁]+(?:附|之|[-－—#＃])?[0-9０-９零〇一二三四五六七八九十百]*(?:号|栋|幢|座|单元|室|楼|层|户|门|组|弄|排|[-－—#＃])|[0-9０-９]+(?![0-9０-９]|国道|省道|县道|路|街|巷|大道|大街)/;
const DISTRICT = /[省市区县镇乡]/g;

/** 张三 → 张*, 欧阳明月 → 欧阳**. */
export function maskName(name: string): string {
  const characters = [...name.trim()];
  if (characters.length < 2) return characters.map(() => '*').join('');
  const shown = characters.length > 2 && COMPOUND_SURNAMES.has(characters.slice(0, 2).join('')) ? 2 : 1;
  return characters.slice(0, shown).join('') + '*'.repeat(characters.length - shown);
}

/** 13812341234 → 138****1234; of any other number the last three digits stay. */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  const mobile = digits.slice(-11);
  if (digits.length <= 13 && isMobileNumber(mobile)) return `${mobile.slice(0, 3)}****${mobile.slice(-4)}`;
  return maskAllBut(digits, 3);
}

/** 海慧路12号3栋501室 → 海慧路***: the road or village stays; house, building, room and whatever follows go. */
export function maskAddress(address: string): string {
  const text = address.trim();
  if (text === '') return '';
  const house = text.search(HOUSE_NUMBER);
  const beforeHouse = house < 0 ? text : text.slice(0, house);
  const end = lastEnd(beforeHouse, ROAD) ?? (house < 0 ? lastEnd(text, DISTRICT) ?? 0 : house);
  return end === text.length ? text : `${text.slice(0, end)}***`;
}

/** 0102003456 → ******3456. */
export function maskAccountNumber(accountNumber: string): string {
  return maskAllBut(accountNumber.trim(), 4);
}

/** Keeps the last `kept` characters, and never more than half, so that a short number is not shown whole. */
function maskAllBut(text: string, kept: number): string {
  const shown = Math.min(kept, Math.floor(text.length / 2));
  return '*'.repeat(text.length - shown) + text.slice(text.length - shown);
}

function lastEnd(text: string, pattern: RegExp): number | undefined {
  const last = [...text.matchAll(pattern)].pop();
  return last && last.index + last[0].length;
}

import type { SearchItem, SearchMatch } from '@shouwen/shared/contract/search';
import { maskName, maskPhone, ticketNumberOf } from '@shouwen/shared/value';
import type { SeenByStaff, SightNames } from '../ticket/index.js';
import type { FieldMatch } from './rules/match-ticket.js';

const SECRET = '保密';
/** Characters shown before and after the first word found in a long text. */
const BEFORE = 16;
const LENGTH = 72;

/** A hit as a line of results: masked (PR-1), and without what a secret complainant's must not show (CP-6). */
export function searchItem({ row, fold, mayKnowIdentity, matches }: SeenByStaff & { matches: readonly FieldMatch[] }, names: SightNames, now: Date): SearchItem {
  const hidden = row.confidential && !mayKnowIdentity;
  return {
    number: ticketNumberOf(row.id), kind: row.kind, categoryLabel: names.categories.get(row.category) ?? row.category, state: fold.state, title: row.title, createdAt: row.createdAt.toISOString(),
    firstResponsibleName: names.staff.get(row.firstResponsibleId)?.name ?? '', departmentName: names.departments.get(row.departmentId ?? 0)?.name ?? null,
    overdue: row.nextDueAt !== null && now >= row.nextDueAt, confidential: row.confidential,
    address: hidden ? SECRET : row.address,
    contactName: hidden ? SECRET : maskName(row.contactName ?? ''),
    contactPhone: hidden ? SECRET : maskPhone(row.contactPhone ?? ''),
    matches: matches.map(cutOut),
  };
}

/** The part of a long text around the first word found. */
function cutOut({ field, text, ranges }: FieldMatch): SearchMatch {
  const first = ranges[0];
  if (text === null || first === undefined) return { field, text: null, ranges: [] };
  const from = text.length <= LENGTH ? 0 : wholeCharacter(text, Math.max(0, Math.min(first[0] - BEFORE, text.length - LENGTH)));
  const to = wholeCharacter(text, Math.min(text.length, Math.max(from + LENGTH, first[1])));
  const shown = ranges.filter(([start, end]) => start >= from && end <= to);
  const lead = from > 0 ? '…' : '';
  return {
    field, text: lead + text.slice(from, to) + (to < text.length ? '…' : ''),
    ranges: shown.map(([start, end]) => [start - from + lead.length, end - from + lead.length]),
  };
}

/** Not in the middle of a character of two units. */
function wholeCharacter(text: string, at: number): number {
  return /[\uDC00-\uDFFF]/.test(text[at] ?? '') ? at - 1 : at;
}

import { Injectable } from '@nestjs/common';
import type { Page, QueryOf } from '@shouwen/shared/contract';
import type { StaffNoticeItem, staffNotices } from '@shouwen/shared/contract/notice';
import { ticketNumberOf } from '@shouwen/shared/value';
import { DataSource, type EntityManager, IsNull, LessThan, Not } from 'typeorm';
import { insertRows } from '../database/index.js';
import { LiveUpdates, Refusal } from '../http/index.js';
import { Staff } from '../staff/index.js';
import { StaffNoticeRow } from './staff-notice.entity.js';

/** A message to a member of staff; `text` (≤ 200 characters) must not hold personal data of residents (PR-1). */
export interface StaffNotice {
  staffId: number;
  /** Names the message (≤ 90 characters): asking for the same one twice sends one. */
  key: string;
  /** What it is about, e.g. `ladder`, `leave`, `breach`. */
  kind: string;
  /** The ticket that opens on it; null for none. */
  ticketId: number | null;
  text: string;
  /** Key of an earlier message that this one makes pointless; it needs no reading any more. */
  replaces?: string;
}
/** CP-7: those of the tickets that this person must never learn of. */
export type TicketsHidden = (manager: EntityManager, staffId: number, ticketIds: readonly number[]) => Promise<ReadonlySet<number>>;

/** The bell counts up to here and then says 99+. */
const MOST_COUNTED = 100;

/** What the house tells its own people. Filtered by CP-7 when sent and again when read: who shares a post with whom changes. */
@Injectable()
export class StaffNotices {
  private hidden: TicketsHidden = async () => new Set();

  constructor(
    private readonly dataSource: DataSource,
    private readonly live: LiveUpdates,
  ) {}

  /** Set once by whoever knows tickets, who knows this folder and not the other way round. */
  hideWith(hidden: TicketsHidden): void {
    this.hidden = hidden;
  }

  async add(tx: EntityManager, { staffId, key, kind, ticketId, text, replaces }: StaffNotice, now: Date): Promise<void> {
    if (!(await tx.existsBy(Staff, { id: staffId, active: true }))) return;
    if (ticketId !== null && (await this.hidden(tx, staffId, [ticketId])).has(ticketId)) return;
    if (replaces !== undefined) await tx.update(StaffNoticeRow, { staffId, noticeKey: replaces, readAt: IsNull() }, { readAt: now });
    await insertRows(tx, 'staff_notice', ['staff_id', 'notice_key', 'kind', 'ticket_id', 'text', 'at', 'read_at'], [[staffId, key, kind, ticketId, text.slice(0, 200), now, null]], { skipExisting: true });
    await this.live.publish(tx, [`staff:${staffId}`], 'notices', '', now);
  }

  /** What is unread first, each part newest first. */
  async list(staffId: number, { cursor, size }: QueryOf<typeof staffNotices>): Promise<Page<StaffNoticeItem>> {
    const { part, before } = placeOf(cursor);
    const rows = part === 'unread' ? await this.part(staffId, true, before, size + 1) : [];
    const room = size + 1 - rows.length;
    if (room > 0) rows.push(...(await this.part(staffId, false, part === 'read' ? before : undefined, room)));
    const page = rows.slice(0, size);
    const last = page.at(-1);
    const next = rows.length > size && last ? `${last.readAt === null ? 'u' : 'r'}${last.id}` : null;
    return { items: (await this.visible(staffId, page)).map(itemOf), next };
  }

  /** At most 100. */
  async unread(staffId: number): Promise<number> {
    const rows = await this.dataSource.manager.find(StaffNoticeRow, { where: { staffId, readAt: IsNull() }, select: { id: true, ticketId: true }, order: { id: 'DESC' }, take: MOST_COUNTED });
    return (await this.visible(staffId, rows)).length;
  }

  /** Refuses `NOT_FOUND` for a message that is not this person's. */
  async read(tx: EntityManager, staffId: number, id: number, now: Date): Promise<void> {
    if (!(await tx.existsBy(StaffNoticeRow, { id, staffId }))) throw new Refusal('NOT_FOUND');
    await tx.update(StaffNoticeRow, { id, staffId, readAt: IsNull() }, { readAt: now });
    await this.live.publish(tx, [`staff:${staffId}`], 'notices', '', now);
  }

  async readAll(tx: EntityManager, staffId: number, upTo: number, now: Date): Promise<void> {
    await tx.update(StaffNoticeRow, { staffId, readAt: IsNull(), id: LessThan(upTo + 1) }, { readAt: now });
    await this.live.publish(tx, [`staff:${staffId}`], 'notices', '', now);
  }

  private part(staffId: number, unread: boolean, before: number | undefined, take: number): Promise<StaffNoticeRow[]> {
    return this.dataSource.manager.find(StaffNoticeRow, { where: { staffId, readAt: unread ? IsNull() : Not(IsNull()), ...(before === undefined ? {} : { id: LessThan(before) }) }, order: { id: 'DESC' }, take });
  }

  private async visible<R extends Pick<StaffNoticeRow, 'ticketId'>>(staffId: number, rows: readonly R[]): Promise<R[]> {
    const ticketIds = [...new Set(rows.flatMap(({ ticketId }) => (ticketId === null ? [] : [ticketId])))];
    if (ticketIds.length === 0) return [...rows];
    const hidden = await this.hidden(this.dataSource.manager, staffId, ticketIds);
    return rows.filter(({ ticketId }) => ticketId === null || !hidden.has(ticketId));
  }
}

function placeOf(cursor: string | undefined): { part: 'unread' | 'read'; before: number | undefined } {
  if (cursor === undefined) return { part: 'unread', before: undefined };
  const [, part, id] = /^([ur])(\d{1,10})$/.exec(cursor) ?? [];
  if (id === undefined) throw new Refusal('INVALID_INPUT');
  return { part: part === 'u' ? 'unread' : 'read', before: Number(id) };
}

function itemOf({ id, kind, ticketId, text, at, readAt }: StaffNoticeRow): StaffNoticeItem {
  return { id, kind, ticketNumber: ticketId === null ? null : ticketNumberOf(ticketId), text, at: at.toISOString(), readAt: readAt?.toISOString() ?? null };
}

import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DataSource, type EntityManager, MoreThan } from 'typeorm';
import { CONFIG, type Config } from '../config/index.js';
import { insertAll, insertKeyed, isDuplicateKey, placesOf, Transactions } from '../database/index.js';
import { Clock } from '../http/index.js';
import { IdentityService } from '../identity/index.js';
import { Outbox } from '../jobs/index.js';
import { MessageClient, type MessageOutcome } from '../wechat/index.js';
import { Notice, NoticeConsent } from './notice.entity.js';
import { type StaffNotice, StaffNotices } from './staff-notice.service.js';
import { type NoticeFields, type NoticePurpose, templateData } from './rules/template-fields.js';

/** A message to a resident. `fields` are named as in `NoticeFields` of its purpose; too long ones are shortened. */
export type ResidentNotice = {
  [P in NoticePurpose]: {
    residentId: number;
    purpose: P;
    /** Names the message (≤ 90 characters): asking for the same one twice sends one. */
    key: string;
    /** Page of the mini-program that opens on tap, e.g. `ticket/progress/index?number=200000017`. */
    page: string;
    fields: NoticeFields[P];
  };
}[NoticePurpose];

const TOPIC = 'notice';
/** Why a message was not delivered. */
const NEVER_THERE = 'never-in-mini-program';
const NO_CONSENT = 'no-consent';
/** WeChat keeps one-time consents without a limit we know of; more than this is a client gone wrong. */
const mostConsents = 50;

/** Subscribe messages: one consent is one message. */
@Injectable()
export class NoticeService implements OnModuleInit {
  private readonly logger = new Logger('Notice');

  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly identity: IdentityService,
    private readonly messages: MessageClient,
    private readonly clock: Clock,
    private readonly staffNotices: StaffNotices,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.outbox.handle(TOPIC, ({ noticeId }) => this.deliver(Number(noticeId)));
  }

  /** Sends the message once `tx` has committed. What cannot be delivered (no consent, never in the mini-program) is recorded and not tried. */
  toResident(tx: EntityManager, notice: ResidentNotice, now: Date): Promise<void> {
    return this.toResidents(tx, [notice], now);
  }

  /** The same for many, at most a few hundred: a handful of statements, however many. */
  async toResidents(tx: EntityManager, notices: readonly ResidentNotice[], now: Date): Promise<void> {
    if (notices.length === 0) return;
    const { told, agreed } = await toldAndAgreed(tx, notices);
    const fresh = [...new Map(notices.map((notice) => [notice.key, notice])).values()].filter(({ key }) => !told.has(key));
    const mayBeSent = ({ residentId, purpose }: ResidentNotice) => agreed.has(`${residentId} ${this.config.wechat.templates[purpose]}`);
    const silent = fresh.filter((notice) => !mayBeSent(notice));
    const there = await this.identity.usersOf(silent.map(({ residentId }) => residentId), 'weapp', tx);
    const row = ({ residentId, purpose, page, key }: ResidentNotice) => ({ residentId, purpose, page: page.replace(/^\//, '').slice(0, 200), noticeKey: key, createdAt: now });
    await insertAll(tx, Notice, silent.map((notice) => ({ ...row(notice), fields: null, state: 'not-delivered' as const, reason: there.has(notice.residentId) ? NO_CONSENT : NEVER_THERE, finishedAt: now })));
    const sent = fresh.filter(mayBeSent);
    const ids = await insertKeyed(tx, Notice, sent.map((notice) => ({ ...row(notice), fields: JSON.stringify(notice.fields), state: 'pending' as const, reason: null, finishedAt: null })), 'noticeKey');
    await this.outbox.addAll(tx, TOPIC, ids.map((noticeId) => ({ key: String(noticeId), payload: { noticeId } })), now);
  }

  /** Tells a member of staff, with the change that is the reason. Whoever must not know of the ticket is not told (CP-7). */
  toStaff(tx: EntityManager, notice: StaffNotice, now: Date): Promise<void> {
    return this.staffNotices.add(tx, notice, now);
  }

  /** The resident agreed to one message of each of these templates; unknown templates are left out. */
  async recordConsents(tx: EntityManager, residentId: number, templateIds: readonly string[]): Promise<void> {
    const known = new Set<string>(Object.values(this.config.wechat.templates));
    const now = this.clock.now();
    for (const templateId of new Set(templateIds.filter((id) => known.has(id)))) {
      if (await addConsent(tx, residentId, templateId, now)) continue;
      try {
        await tx.insert(NoticeConsent, { residentId, templateId, remaining: 1, updatedAt: now });
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        await addConsent(tx, residentId, templateId, now);
      }
    }
  }

  private async deliver(noticeId: number): Promise<void> {
    const notice = await this.dataSource.manager.findOneBy(Notice, { id: noticeId });
    if (!notice || notice.state !== 'pending' || notice.fields === null) return;
    const templateId = this.config.wechat.templates[notice.purpose];
    const openid = await this.identity.openidOf(notice.residentId, 'weapp');
    if (openid === null) return this.finish(notice, 'not-delivered', NEVER_THERE);
    // Our count spares WeChat a call it would refuse; WeChat's own word decides.
    if (!(await this.dataSource.manager.existsBy(NoticeConsent, { residentId: notice.residentId, templateId, remaining: MoreThan(0) }))) return this.finish(notice, 'not-delivered', NO_CONSENT);
    const fields = JSON.parse(notice.fields) as Record<string, string>;
    const { outcome, ...more } = await this.messages.send({ openid, templateId, page: notice.page, data: templateData(notice.purpose, fields) });
    await this.settleConsent(notice.residentId, templateId, outcome);
    if (outcome === 'sent') return this.finish(notice, 'sent', null);
    if (outcome === 'no-consent') return this.finish(notice, 'not-delivered', NO_CONSENT);
    const code = 'code' in more ? more.code : null;
    this.logger.error({ message: 'WeChat refuses our message', notice: notice.id, purpose: notice.purpose, code });
    return this.finish(notice, 'refused', code);
  }

  private async settleConsent(residentId: number, templateId: string, outcome: MessageOutcome['outcome']): Promise<void> {
    if (outcome === 'refused') return;
    const remaining = outcome === 'sent' ? () => 'remaining - 1' : () => '0';
    await this.transactions.run((tx) => tx.createQueryBuilder().update(NoticeConsent).set({ remaining }).where({ residentId, templateId, remaining: MoreThan(0) }).execute());
  }

  private async finish(notice: Notice, state: Notice['state'], reason: string | null): Promise<void> {
    const finishedAt = this.clock.now();
    await this.transactions.run((tx) => tx.update(Notice, { id: notice.id, state: 'pending' }, { state, reason, fields: null, finishedAt }).then(() => undefined));
  }
}

/** Keys of messages that were asked for before, and `resident template` for each consent that is left. One statement. */
async function toldAndAgreed(tx: EntityManager, notices: readonly ResidentNotice[]): Promise<{ told: Set<string>; agreed: Set<string> }> {
  const rows: { told: string | null; resident: number | null; template: string | null }[] = await tx.query(
    `SELECT n.notice_key AS told, NULL AS resident, NULL AS template FROM notice n WHERE n.notice_key IN (${placesOf(notices)})
     UNION ALL SELECT NULL, c.resident_id, c.template_id FROM notice_consent c WHERE c.resident_id IN (${placesOf(notices)}) AND c.remaining > 0`,
    [...notices.map(({ key }) => key), ...notices.map(({ residentId }) => residentId)],
  );
  const told = new Set<string>();
  const agreed = new Set<string>();
  for (const row of rows)
    if (row.told !== null) told.add(row.told);
    else agreed.add(`${row.resident} ${row.template}`);
  return { told, agreed };
}

/** False while there is no row to count on. */
async function addConsent(tx: EntityManager, residentId: number, templateId: string, now: Date): Promise<boolean> {
  const remaining = () => `CASE WHEN remaining < ${mostConsents} THEN remaining + 1 ELSE remaining END`;
  const updated = await tx.createQueryBuilder().update(NoticeConsent).set({ remaining, updatedAt: now }).where({ residentId, templateId }).execute();
  return Boolean(updated.affected);
}

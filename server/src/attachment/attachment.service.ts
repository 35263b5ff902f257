import { createHash, randomBytes } from 'node:crypto';
import { access, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { pathOf } from '@shouwen/shared/contract';
import { download, type AttachmentView } from '@shouwen/shared/contract/attachment';
import { DataSource, type EntityManager, In, IsNull, LessThan } from 'typeorm';
import { CONFIG, type Config } from '../config/index.js';
import { Transactions } from '../database/index.js';
import { Clock, Refusal, SignedLinks } from '../http/index.js';
import { Scheduler } from '../jobs/index.js';
import { Attachment } from './attachment.entity.js';
import { cleanPhoto, shrunkPhoto } from './photo.js';
import { fileNameOf, kindOfFile } from './rules/kind-of-file.js';

/** How long an upload waits for its ticket. */
const UNCLAIMED_HOURS = 24;
const BATCH = 200;

/** SQL: whether a ticket has files; `ticketId` is the column that names it. */
export const hasFilesOf = (ticketId: string): string => `EXISTS (SELECT 1 FROM attachment f WHERE f.ticket_id = ${ticketId})`;

/** Photos and documents: checked and cleaned on the way in, kept as files, handed out by signed addresses. */
@Injectable()
export class AttachmentService implements OnModuleInit {
  private readonly logger = new Logger('Attachment');
  private readonly folder: string;

  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly scheduler: Scheduler,
    private readonly links: SignedLinks,
    private readonly clock: Clock,
    @Inject(CONFIG) config: Config,
  ) {
    this.folder = join(config.dataDir, 'attachments');
  }

  onModuleInit(): void {
    this.scheduler.every(3600, 'attachment.unclaimed', (now) => this.removeUnclaimed(now));
  }

  /** Keeps a photo (re-encoded, without metadata) or a PDF. Refuses `NOT_A_PHOTO`, `UNSUPPORTED_FILE`. */
  async upload(bytes: Buffer, givenName: string | undefined, uploader: { kind: 'resident' | 'staff'; id: number }): Promise<AttachmentView> {
    const kind = kindOfFile(bytes);
    if (kind === 'other-image') throw new Refusal('NOT_A_PHOTO');
    if (kind === 'unknown') throw new Refusal(/\.(jpe?g|png|webp|gif|bmp|heic)$/i.test(givenName ?? '') ? 'NOT_A_PHOTO' : 'UNSUPPORTED_FILE');
    const content = kind === 'photo' ? await cleanPhoto(bytes) : bytes;
    const extension = kind === 'photo' ? 'jpg' : 'pdf';
    const fileName = `${randomBytes(20).toString('hex')}.${extension}`;
    await this.write(fileName, content);
    const now = this.clock.now();
    const row = {
      uploaderKind: uploader.kind, uploaderId: uploader.id, mediaType: kind === 'photo' ? 'image/jpeg' : 'application/pdf', name: fileNameOf(givenName, extension),
      sizeBytes: content.length, fileName, digest: createHash('sha256').update(content).digest('hex'), createdAt: now, ticketId: null, sequence: null, claimedAt: null,
    };
    try {
      const { identifiers } = await this.transactions.run((tx) => tx.insert(Attachment, row));
      return this.view({ ...row, id: (identifiers[0] as { id: number }).id });
    } catch (error) {
      await rm(this.pathOf(fileName), { force: true });
      throw error;
    }
  }

  /**
   * Gives uploads to an event of a ticket. Refuses `ATTACHMENT_MISSING` unless each is the uploader's own, not given away yet, and its
   * file is there. `nameless`: what they were called is forgotten, for it may name a complainant who wants to stay secret (CP-6).
   */
  async claim(tx: EntityManager, ids: readonly number[], uploader: { kind: 'resident' | 'staff'; id: number }, owner: { ticketId: number; sequence: number; nameless?: boolean }, now: Date): Promise<void> {
    const wanted = [...new Set(ids)];
    if (wanted.length === 0) return;
    const own = { id: In(wanted), uploaderKind: uploader.kind, uploaderId: uploader.id, claimedAt: IsNull() };
    const rows = await tx.find(Attachment, { where: own, select: { id: true, fileName: true } });
    const present = await Promise.all(rows.map((row) => access(this.pathOf(row.fileName)).then(() => true, () => false)));
    if (rows.length !== wanted.length || present.includes(false)) throw new Refusal('ATTACHMENT_MISSING');
    const { affected } = await tx.update(Attachment, own, { ticketId: owner.ticketId, sequence: owner.sequence, claimedAt: now });
    if (affected !== wanted.length) throw new Refusal('ATTACHMENT_MISSING');
    if (!owner.nameless) return;
    for (const [mediaType, extension] of [['image/jpeg', 'jpg'], ['application/pdf', 'pdf']] as const)
      await tx.update(Attachment, { id: In(wanted), mediaType }, { name: fileNameOf(undefined, extension) });
  }

  /** In the order given; unknown ids are absent. Whoever asks has checked that the viewer may see them. */
  async viewsOf(ids: readonly number[], manager: EntityManager = this.dataSource.manager): Promise<AttachmentView[]> {
    const rows = ids.length === 0 ? [] : await manager.findBy(Attachment, { id: In([...ids]) });
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.flatMap((id) => byId.get(id) ?? []).map((row) => this.view(row));
  }

  /** A ticket's files by the event they came with. */
  async viewsOfTicket(ticketId: number, manager: EntityManager = this.dataSource.manager): Promise<Map<number, AttachmentView[]>> {
    const views = new Map<number, AttachmentView[]>();
    for (const row of await manager.find(Attachment, { where: { ticketId }, order: { sequence: 'ASC', id: 'ASC' } })) {
      const sequence = row.sequence ?? 0;
      views.set(sequence, [...(views.get(sequence) ?? []), this.view(row)]);
    }
    return views;
  }

  /** Refuses `FORBIDDEN` for an address that is not ours or has run out, `NOT_FOUND` when the file is gone. */
  async read(id: number, expires: number, signature: string): Promise<{ mediaType: string; name: string; content: Buffer }> {
    if (!this.links.isValid(pathOf(download, { id }), expires, signature, this.clock.now())) throw new Refusal('FORBIDDEN', { message: '链接已过期，请返回页面刷新后再看' });
    const row = await this.dataSource.manager.findOneBy(Attachment, { id });
    if (!row) throw new Refusal('NOT_FOUND');
    const content = await readFile(this.pathOf(row.fileName)).catch(() => null);
    if (!content) {
      this.logger.error({ message: 'the file of an attachment is gone', attachment: id });
      throw new Refusal('NOT_FOUND');
    }
    return { mediaType: row.mediaType, name: row.name, content };
  }

  /** A photo at most `edge` pixels long, for paper; null for what is no photo or whose file is gone. Whoever asks has checked that the viewer may see it. */
  async smallPhoto(id: number, edge: number): Promise<Buffer | null> {
    const row = await this.dataSource.manager.findOneBy(Attachment, { id, mediaType: 'image/jpeg' });
    const content = row ? await readFile(this.pathOf(row.fileName)).catch(() => null) : null;
    return content && shrunkPhoto(content, edge);
  }

  /** Removes what was uploaded and never used. The row goes first: nobody can claim what is about to lose its file. */
  async removeUnclaimed(now: Date): Promise<void> {
    const unclaimed = { claimedAt: IsNull(), createdAt: LessThan(new Date(now.getTime() - UNCLAIMED_HOURS * 3_600_000)) };
    for (;;) {
      const rows = await this.dataSource.manager.find(Attachment, { where: unclaimed, select: { id: true, fileName: true }, take: BATCH });
      for (const { id, fileName } of rows) {
        const { affected } = await this.transactions.run((tx) => tx.delete(Attachment, { id, claimedAt: IsNull() }));
        if (affected) await rm(this.pathOf(fileName), { force: true });
      }
      if (rows.length < BATCH) return;
    }
  }

  private view(row: Attachment): AttachmentView {
    const { id, mediaType, name, sizeBytes } = row;
    return { id, mediaType, name, sizeBytes, url: this.links.sign(pathOf(download, { id }), this.clock.now()) };
  }

  /** Two levels, so that no folder grows without end. */
  private pathOf(fileName: string): string {
    return join(this.folder, fileName.slice(0, 2), fileName);
  }

  private async write(fileName: string, content: Buffer): Promise<void> {
    const path = this.pathOf(fileName);
    await mkdir(join(path, '..'), { recursive: true, mode: 0o700 });
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
  }
}

/** Photos and documents: what comes in is cleaned or refused, what is stored is handed out by signed addresses only. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import sharp from 'sharp';
import { Transactions } from '../../server/src/database/index.js';
import { AttachmentService } from '../../server/src/attachment/index.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { type ServerInProcess, startServer } from '../support/server.js';
import { buildTown, takePhoto, type Town, upload } from '../support/ticket-town.js';

describeOnBothDatabases('attachments', (engine) => {
  let database: TestDatabase;
  let server: ServerInProcess;
  let town: Town;
  beforeAll(async () => {
    database = await engine.create();
    server = await startServer(database);
    town = await buildTown(server);
  });
  afterAll(async () => {
    await server?.close();
    await database?.drop();
  });
  const files = () => {
    const folder = join(database.environment.DATA_DIR!, 'attachments');
    return existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length : 0;
  };
  const get = (url: string) => fetch(`${server.url}${url}`);

  it('a photo is turned upright, made smaller and stripped of where and by whom it was taken', async () => {
    const original = await sharp(await takePhoto({ width: 2400, height: 1200 })).withExif({ IFD0: { Copyright: 'PhoneOwner' } }).withMetadata({ orientation: 6 }).jpeg({ quality: 50 }).toBuffer();
    const { status, body } = await upload(await town.resident(), original, '漏水 现场.JPG');
    expect(status).toBe(200);
    expect(body).toMatchObject({ mediaType: 'image/jpeg', name: '漏水 现场.jpg' });
    const answer = await get(body.url);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('image/jpeg');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('cache-control')).toContain('private');
    expect(answer.headers.get('content-disposition')).toMatch(/^inline; filename\*=UTF-8''%E6/);
    const stored = Buffer.from(await answer.arrayBuffer());
    expect(stored.length).toBe(body.sizeBytes);
    const { format, width, height, exif } = await sharp(stored).metadata();
    expect({ format, width, height, exif }).toEqual({ format: 'jpeg', width: 1024, height: 2048, exif: undefined });
    expect(stored.includes('PhoneOwner')).toBe(false);
  });

  it('PNG and WebP become JPEG; a PDF stays as it is and is saved, not shown', async () => {
    const resident = await town.resident();
    for (const format of ['png', 'webp'] as const) {
      const image = await sharp({ create: { width: 10, height: 10, channels: 4, background: '#00000000' } }).toFormat(format).toBuffer();
      expect((await upload(resident, image, `a.${format}`)).body.mediaType).toBe('image/jpeg');
    }
    const pdf = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n');
    const { body } = await upload(town.wang, pdf, '../../合同.pdf');
    expect(body).toMatchObject({ mediaType: 'application/pdf', name: '合同.pdf', sizeBytes: pdf.length });
    const answer = await get(body.url);
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment/);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(pdf);
  });

  it('what is no photo, no PDF, broken, too large, or a bomb is refused, and nothing is kept', async () => {
    const resident = await town.resident();
    const before = files();
    const bomb = sharp({ create: { width: 9000, height: 9000, channels: 3, background: 'black' }, limitInputPixels: false });
    const tried: [string, Buffer, string, number, string][] = [
      ['a program with a photo name', Buffer.from('MZ\x90\0 not a photo'), 'a.jpg', 415, 'NOT_A_PHOTO'],
      ['a page', Buffer.from('<script>alert(1)</script>'), 'a.html', 415, 'UNSUPPORTED_FILE'],
      ['a drawing with scripts', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'a.svg', 415, 'UNSUPPORTED_FILE'],
      ['half a photo', (await takePhoto()).subarray(0, 5000), 'a.jpg', 415, 'NOT_A_PHOTO'],
      ['nothing', Buffer.alloc(0), 'a.jpg', 415, 'NOT_A_PHOTO'],
      ['eleven megabytes', Buffer.concat([await takePhoto(), Buffer.alloc(11 * 1024 * 1024)]), 'a.jpg', 413, 'PAYLOAD_TOO_LARGE'],
      ['a bomb', await bomb.png({ compressionLevel: 9 }).toBuffer(), 'a.png', 415, 'NOT_A_PHOTO'],
    ];
    for (const [what, bytes, name, status, code] of tried) {
      const answer = await upload(resident, bytes, name);
      expect([what, answer.status, answer.body.code]).toEqual([what, status, code]);
    }
    expect((await upload(resident, await takePhoto(), 'a.jpg', 'other')).body.code).toBe('INVALID_INPUT');
    expect(files()).toBe(before);
  });

  it('needs a session to upload, and an untouched, fresh address to look', async () => {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(await takePhoto())]), 'a.jpg');
    expect((await fetch(`${server.url}/api/attachments`, { method: 'POST', body: form })).status).toBe(401);
    const { body } = await upload(await town.resident(), await takePhoto());
    const url = new URL(`${server.url}${body.url}`);
    expect((await fetch(`${server.url}${url.pathname}`)).status).toBe(403);
    expect((await fetch(url.href.replace(/attachments\/\d+/, `attachments/${body.id + 1}`))).status).toBe(403);
    const later = new URL(url);
    later.searchParams.set('expires', String(Number(later.searchParams.get('expires')) + 600));
    expect((await fetch(later)).status).toBe(403);
    server.clock.set(new Date(Date.now() + 3 * 3_600_000));
    expect((await fetch(url)).status).toBe(403);
    server.clock.release();
    expect((await fetch(url)).status).toBe(200);
  });

  it('is claimed once, by its uploader only', async () => {
    const [one, other] = [await town.resident(), await town.resident()];
    const { body } = await upload(one, await takePhoto());
    const service = server.app.get(AttachmentService);
    const claim = (id: number, ticketId: number) => server.app.get(Transactions).run((tx) => service.claim(tx, [body.id], { kind: 'resident', id }, { ticketId, sequence: 1 }, new Date()));
    await expect(claim(other.id, 1)).rejects.toMatchObject({ code: 'ATTACHMENT_MISSING' });
    await claim(one.id, 1);
    await expect(claim(one.id, 2)).rejects.toMatchObject({ code: 'ATTACHMENT_MISSING' });
    expect((await service.viewsOfTicket(1)).get(1)?.map((view) => view.id)).toEqual([body.id]);
  });

  it('what nobody used within a day is removed, row and file', async () => {
    const service = server.app.get(AttachmentService);
    const { body } = await upload(await town.resident(), await takePhoto());
    const before = files();
    await service.removeUnclaimed(new Date(Date.now() + 23 * 3_600_000));
    expect(await service.viewsOf([body.id])).toHaveLength(1);
    await service.removeUnclaimed(new Date(Date.now() + 25 * 3_600_000));
    expect(await service.viewsOf([body.id])).toEqual([]);
    expect(files()).toBeLessThan(before);
    expect((await service.viewsOfTicket(1)).get(1)).toHaveLength(1);
  });
});

import type { FastifyReply } from 'fastify';

const types = { pdf: 'application/pdf', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' } as const;

/** A PDF is shown, a sheet is saved; neither is kept by anything in between. */
export function sendFile(reply: FastifyReply, type: keyof typeof types, name: string, file: Buffer): void {
  void reply
    .type(types[type])
    .header('content-disposition', `${type === 'pdf' ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(`${name}.${type}`)}`)
    .header('cache-control', 'no-store')
    .header('x-content-type-options', 'nosniff')
    .send(file);
}

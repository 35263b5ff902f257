import type { FastifyReply } from 'fastify';

/** Shown in the browser, never kept by anything in between. */
export function sendPdf(reply: FastifyReply, name: string, file: Buffer): void {
  void reply
    .type('application/pdf')
    .header('content-disposition', `inline; filename*=UTF-8''${encodeURIComponent(`${name}.pdf`)}`)
    .header('cache-control', 'no-store')
    .header('x-content-type-options', 'nosniff')
    .send(file);
}
